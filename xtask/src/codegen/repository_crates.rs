//! The generated crates of the repository itself.

/// A crate that `cargo xtask codegen` keeps up to date when it is given no arguments.
pub(super) struct RepositoryCrate {
    /// Its models.
    pub models: &'static [&'static str],
    /// Its directory.
    pub out: &'static str,
    /// The package's name, where it is not the one after the service.
    pub name: Option<&'static str>,
    /// The operations that it is cut down to.
    pub operations: Option<&'static [&'static str]>,
    /// Whether it offers every kind of credentials, and a command. The crates that fetch credentials
    /// cannot: they are below both, and packages must not depend on each other in a circle.
    pub has_credentials: bool,
    /// The package with the commands of this service alone, and its directory.
    pub commands: Option<(&'static str, &'static str)>,
}

/// All of them; the first is the product.
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
