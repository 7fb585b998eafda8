//! Tests configuration from the environment, shared files and other crates.

#[path = "settings/credentials.rs"]
mod credentials;
#[path = "settings/loading.rs"]
mod loading;
#[path = "settings/sdk_config.rs"]
mod sdk_config;
