//! The generated crates of this repository.

/// A crate that `cargo xtask codegen` updates if it has no arguments.
pub(super) struct RepositoryCrate {
    /// The model files.
    pub models: &'static [&'static str],
    /// The output directory.
    pub out: &'static str,
    /// The package name, if it is not derived from the service.
    pub name: Option<&'static str>,
    /// The operations to generate. `None` means all.
    pub operations: Option<&'static [&'static str]>,
    /// Whether the crate supports all kinds of credentials, and has a program. The crates that retrieve credentials
    /// cannot: the credentials crate depends on them, and packages must not form a cycle.
    pub has_credentials: bool,
    /// The package with commands that only this service has, and its directory.
    pub commands: Option<(&'static str, &'static str)>,
}

/// All generated crates. The first one is the product.
pub(super) const OWN: &[RepositoryCrate] = &[
    RepositoryCrate {
        models: &["models/iam/model.json", "models/iam/docs.json"],
        out: "generated-client",
        name: None,
        operations: None,
        has_credentials: true,
        commands: Some(("tinsmith-iam-commands", "runtime/iam-commands")),
    },
    RepositoryCrate {
        models: &["models/sts/model.json", "models/sts/docs.json"],
        out: "runtime/credentials/sts",
        name: Some("tinsmith-credentials-sts"),
        operations: Some(&["AssumeRole", "AssumeRoleWithWebIdentity"]),
        has_credentials: false,
        commands: None,
    },
    RepositoryCrate {
        models: &["models/sso/model.json", "models/sso/docs.json"],
        out: "runtime/credentials/sso",
        name: Some("tinsmith-credentials-sso"),
        operations: Some(&["GetRoleCredentials"]),
        has_credentials: false,
        commands: None,
    },
    RepositoryCrate {
        models: &["models/sso-oidc/model.json", "models/sso-oidc/docs.json"],
        out: "runtime/credentials/sso-oidc",
        name: Some("tinsmith-credentials-sso-oidc"),
        operations: Some(&["CreateToken"]),
        has_credentials: false,
        commands: None,
    },
];
