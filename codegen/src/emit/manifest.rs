//! `Cargo.toml`.

use crate::ir::Service;

/// The features of a crate that can have every kind of credentials.
const CREDENTIALS_FEATURES: &str = r#"cli = ["tinsmith-runtime/cli", "credentials-sts", "credentials-sso"]
# Credentials of processes, containers and instances.
credentials = ["dep:tinsmith-credentials"]
# The same, and of roles and web identity.
credentials-sts = ["credentials", "tinsmith-credentials/sts"]
# The same, and of single sign-on.
credentials-sso = ["credentials", "tinsmith-credentials/sso"]
"#;

/// The manifest of the crate.
pub fn emit(service: &Service) -> String {
    let krate = &service.krate;
    let [name, description, version, runtime, program] =
        [&krate.name, &krate.description, &krate.version, &krate.runtime_path, &krate.program].map(|it| quoted(it));
    let path = quoted(&format!("src/bin/{}.rs", krate.program));
    let command = match krate.credentials_path {
        Some(_) => CREDENTIALS_FEATURES,
        None => "cli = [\"tinsmith-runtime/cli\"]\n",
    };
    let credentials = krate.credentials_path.as_ref().map_or_else(String::new, |path| {
        let path = quoted(path);
        format!("tinsmith-credentials = {{ path = {path}, version = \"0.1.0\", optional = true }}\n")
    });
    let features = [service.protocol.feature()].into_iter().chain(krate.features.iter().copied());
    let features = features.map(quoted).collect::<Vec<_>>().join(", ");
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
default = ["https"]
# The connector that clients use unless they are given another.
https = ["tinsmith-runtime/https"]
# Accepts a `reqwest::Client` as the connector.
reqwest = ["tinsmith-runtime/reqwest"]
# Accepts the `SdkConfig` that the `aws-config` crate loads.
aws-config = ["tinsmith-runtime/aws-config"]
# Calls that wait on the thread that makes them.
blocking = ["tinsmith-runtime/blocking"]
# A stub for tests of programs that use the client.
test-util = ["tinsmith-runtime/test-util"]
# The command line.
{command}
[dependencies]
{credentials}tinsmith-runtime = {{ path = {runtime}, version = "0.1.0", default-features = false, features = [{features}] }}

[[bin]]
name = {program}
path = {path}
required-features = ["cli"]
"#
    )
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}
