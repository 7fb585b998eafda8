//! `Cargo.toml`.

use crate::ir::Service;
use crate::text::toml;

/// The features of a crate that can have every kind of credentials.
const CREDENTIALS_FEATURES: &str = r#"# Credentials of processes, containers and instances.
credentials = ["dep:tinsmith-credentials"]
# The same, and of roles and web identity.
credentials-sts = ["credentials", "tinsmith-credentials/sts"]
# The same, and of single sign-on.
credentials-sso = ["credentials", "tinsmith-credentials/sso"]
"#;

/// The feature of a crate with streams of events.
const HTTP2_FEATURE: &str = r#"# HTTP/2 for streams of events, which some services send over nothing else.
http2 = ["https", "tinsmith-runtime/http2"]
"#;

/// The manifest of the crate.
pub fn emit(service: &Service) -> String {
    let krate = &service.krate;
    let [name, description, version, runtime] =
        [&krate.name, &krate.description, &krate.version, &krate.runtime_path].map(|it| toml(it));
    let has_credentials = krate.credentials_path.is_some();
    let command = match (&krate.cli_path, has_credentials) {
        (None, _) => "",
        (Some(_), false) => "# The command line.\ncli = [\"dep:tinsmith-cli\"]\n",
        (Some(_), true) => {
            "# The command line.\ncli = [\"dep:tinsmith-cli\", \"credentials-sts\", \"credentials-sso\"]\n"
        }
    };
    let credentials_features = if has_credentials { CREDENTIALS_FEATURES } else { "" };
    let cli = krate.cli_path.as_ref().map_or_else(String::new, |path| optional_dependency("tinsmith-cli", path));
    let credentials = krate.credentials_path.as_ref();
    let credentials = credentials.map_or_else(String::new, |path| optional_dependency("tinsmith-credentials", path));
    let bin = krate.cli_path.as_ref().map_or_else(String::new, |_| bin_target(&krate.program));
    let features = [service.protocol.feature()].into_iter().chain(krate.features.iter().copied());
    let features = features.map(toml).collect::<Vec<_>>().join(", ");
    let has_events = krate.features.contains(&"event-stream");
    let http2 = if has_events { HTTP2_FEATURE } else { "" };
    let default = if krate.needs_http2 { r#""https", "http2""# } else { r#""https""# };
    format!(
        r#"[package]
name = {name}
description = {description}
version = {version}
edition = "2024"
rust-version = "1.95"
license = "Apache-2.0"
publish = false

[features]
default = [{default}]
# The connector that clients use unless they are given another.
https = ["tinsmith-runtime/https"]
# Trusts the authorities of Mozilla's list where the system has none, as in an empty container.
webpki-roots = ["tinsmith-runtime/webpki-roots"]
{http2}# Accepts a `reqwest::Client` as the connector.
reqwest = ["tinsmith-runtime/reqwest"]
# Accepts the `SdkConfig` that the `aws-config` crate loads.
aws-config = ["tinsmith-runtime/aws-config"]
# Calls that wait on the thread that makes them.
blocking = ["tinsmith-runtime/blocking"]
# Interceptors of the official crates, and their connectors.
interceptors = ["tinsmith-runtime/interceptors"]
# A stub for tests of programs that use the client, and what `aws-smithy-mocks` needs.
test-util = ["interceptors", "tinsmith-runtime/test-util"]
{command}{credentials_features}
[dependencies]
{cli}{credentials}tinsmith-runtime = {{ path = {runtime}, version = "0.1.0", default-features = false, features = [{features}] }}
{bin}"#
    )
}

/// An optional dependency on another of the project's crates.
fn optional_dependency(name: &str, path: &str) -> String {
    let path = toml(path);
    format!("{name} = {{ path = {path}, version = \"0.1.0\", optional = true }}\n")
}

/// The command as a target of the package.
fn bin_target(program: &str) -> String {
    let [name, path] = [program, &format!("src/bin/{program}.rs")].map(toml);
    format!("\n[[bin]]\nname = {name}\npath = {path}\nrequired-features = [\"cli\"]\n")
}
