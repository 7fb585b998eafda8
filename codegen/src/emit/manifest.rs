//! `Cargo.toml`.

use crate::ir::{Crate, DependencySource, Origin, Service};
use crate::text::toml;

/// The lowest Rust version that compiles the crate. The AWS crates that the runtime depends on set it. `cargo xtask
/// dependencies` checks that the workspace has the same version.
const RUST_VERSION: &str = "1.94.1";

/// The features of the default connector.
const CONNECTOR_FEATURES: &str = r#"# The default HTTP connector.
https = ["tinsmith-runtime/https"]
# The same connector without encryption, for plain endpoints.
http = ["tinsmith-runtime/http"]
# Trusts Mozilla's root certificates if the system has none, as in an empty container.
webpki-roots = ["tinsmith-runtime/webpki-roots"]
"#;

/// The credentials features of a crate that links `tinsmith-credentials`.
const CREDENTIALS_FEATURES: &str = r#"# Credentials from processes, containers and instances.
credentials = ["loader", "dep:tinsmith-credentials"]
# Also from assumed roles and web identity.
credentials-sts = ["credentials", "tinsmith-credentials/sts"]
# Also from IAM Identity Center (single sign-on).
credentials-sso = ["credentials", "tinsmith-credentials/sso"]
"#;

/// The HTTP/2 feature of a crate with event streams.
const HTTP2_FEATURE: &str = r#"# HTTP/2 for event streams. Some services support them over HTTP/2 only.
http2 = ["https", "tinsmith-runtime/http2"]
"#;

/// The feature of a crate with endpoints that require asymmetric signatures.
const SIGV4A_FEATURE: &str = r#"# Signatures that are valid in several regions, which some endpoints require.
sigv4a = ["tinsmith-runtime/sigv4a"]
"#;

/// The feature that only crates of AWS services have.
const AWS_CONFIG_FEATURE: &str = r#"# Accepts an `SdkConfig` from `tinsmith-config` or `aws-config`.
aws-config = ["tinsmith-runtime/aws-config"]
"#;

/// The official features that need nothing of their own here. A program that enables them compiles unchanged.
const OFFICIAL_FEATURES: &str = r#"# Features of the official crate. They are accepted, so that only the crate's name changes.
behavior-version-latest = []
default-https-client = ["https"]
http-1x = []
rt-tokio = []
rustls = ["https"]
"#;

/// The lints of the project's crates. Each crate has its own copy because it may belong to another workspace.
const LINTS: &str = r#"[lints.rust]
missing_docs = "warn"
unreachable_pub = "warn"
unsafe_code = "forbid"

[lints.clippy]
expect_used = "warn"
# The sizes of variants are those of the model's shapes.
large_enum_variant = "allow"
panic = "warn"
unwrap_used = "warn"
"#;

/// The crate's manifest.
pub(super) fn emit(service: &Service) -> String {
    let krate = &service.krate;
    let [name, description, version] = [&krate.name, &krate.description, &krate.version].map(|it| toml(it));
    let license = krate.license.as_ref().map(|it| format!("license = {}\n", toml(it))).unwrap_or_default();
    let credentials_features = if krate.credentials_path.is_some() { CREDENTIALS_FEATURES } else { "" };
    let (command, bin) = match krate.cli_path {
        Some(_) => (command_feature(krate), bin_target(&krate.program)),
        None => (String::new(), String::new()),
    };
    let optional = optional_dependencies(krate);
    let features = [service.protocol.feature()].into_iter().chain(krate.features.iter().copied());
    let features = features.map(toml).collect::<Vec<_>>().join(", ");
    let [aws_config, official, mocks, official_features] = match krate.is_of_aws {
        true => [AWS_CONFIG_FEATURE, "official", ", and support for `aws-smithy-mocks`", OFFICIAL_FEATURES],
        false => ["", "Smithy", "", ""],
    };
    let optional_features = optional_features(krate);
    let default = if krate.needs_http2 { r#""https", "http2""# } else { r#""https""# };
    let documentation = toml(&format!("https://docs.rs/{}", krate.name));
    let origin = krate.origin.as_ref().map(|it| origin_table(it, krate)).unwrap_or_default();
    let aws = if krate.is_of_aws { r#""aws", "# } else { "" };
    format!(
        r#"[package]
name = {name}
description = {description}
version = {version}
edition = "2024"
rust-version = "{RUST_VERSION}"
{license}documentation = {documentation}
readme = "README.md"
keywords = [{aws}"client", "sdk", "smithy"]
categories = ["api-bindings"]

[package.metadata.docs.rs]
all-features = true
{origin}
[features]
default = [{default}]
{CONNECTOR_FEATURES}{optional_features}# Reads configurations from environment variables and the shared files.
loader = ["tinsmith-runtime/loader"]
# Accepts a `reqwest::Client` as the connector.
reqwest = ["tinsmith-runtime/reqwest"]
{aws_config}# Adds `send_blocking()`, which blocks the calling thread.
blocking = ["tinsmith-runtime/blocking"]
# Accepts interceptors and connectors written for the {official} crates.
interceptors = ["tinsmith-runtime/interceptors"]
# A stub client for tests{mocks}.
test-util = ["interceptors", "tinsmith-runtime/test-util"]
{command}{credentials_features}{official_features}
{LINTS}
[dependencies]
{optional}tinsmith-runtime = {{ {}, default-features = false, features = [{features}] }}
{bin}"#,
        place(krate, &krate.runtime_path)
    )
}

/// The table that records the source of the crate.
fn origin_table(origin: &Origin, krate: &Crate) -> String {
    let list = |items: &[String]| items.iter().map(|it| toml(it)).collect::<Vec<_>>().join(", ");
    let mut table = format!(
        "\n# The source from which `cargo xtask codegen` generates the crate.\n[package.metadata.tinsmith]\nmodels = [{}]\n",
        list(&origin.models)
    );
    if let Some(operations) = &origin.operations {
        table += &format!("operations = [{}]\n", list(operations));
    }
    if krate.credentials_path.is_some() {
        table += "credentials = true\n";
    }
    if let Some(commands) = &krate.commands {
        table += &format!("commands = {}\n", toml(&commands.name));
    }
    table
}

/// The version of the project's crates that generated code requires.
const PROJECT_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The location of a crate of the project, as keys of a dependency.
fn place(krate: &Crate, path: &str) -> String {
    match &krate.source {
        DependencySource::Paths => format!("path = {}, version = {}", toml(path), toml(PROJECT_VERSION)),
        DependencySource::Git { url, reference: None } => format!("git = {}", toml(url)),
        DependencySource::Git { url, reference: Some((kind, name)) } => {
            format!("git = {}, {kind} = {}", toml(url), toml(name))
        }
        DependencySource::Version(version) => format!("version = {}", toml(version)),
    }
}

/// The features that only some services have.
fn optional_features(krate: &Crate) -> String {
    let http2 = krate.features.contains(&"event-stream").then_some(HTTP2_FEATURE);
    [http2, krate.offers_sigv4a.then_some(SIGV4A_FEATURE)].into_iter().flatten().collect()
}

/// The feature that enables the program.
fn command_feature(krate: &Crate) -> String {
    let mut needs = vec!["dep:tinsmith-cli".to_owned()];
    needs.extend(krate.commands.iter().map(|it| format!("dep:{}", it.name)));
    if krate.credentials_path.is_some() {
        needs.extend(["credentials-sts", "credentials-sso"].map(str::to_owned));
    }
    let needs = needs.iter().map(|it| toml(it)).collect::<Vec<_>>().join(", ");
    format!("# The command-line program.\ncli = [{needs}]\n")
}

/// The optional dependencies on other crates of the project, sorted by name.
fn optional_dependencies(krate: &Crate) -> String {
    let mut all = vec![];
    all.extend(krate.cli_path.as_ref().map(|path| ("tinsmith-cli", path)));
    all.extend(krate.credentials_path.as_ref().map(|path| ("tinsmith-credentials", path)));
    all.extend(krate.commands.as_ref().map(|it| (it.name.as_str(), &it.path)));
    all.sort_unstable();
    let line = |(name, path): &(&str, &String)| format!("{name} = {{ {}, optional = true }}\n", place(krate, path));
    all.iter().map(line).collect()
}

/// The program as a binary target.
fn bin_target(program: &str) -> String {
    let [name, path] = [program, &format!("src/bin/{program}.rs")].map(toml);
    format!("\n[[bin]]\nname = {name}\npath = {path}\nrequired-features = [\"cli\"]\n")
}
