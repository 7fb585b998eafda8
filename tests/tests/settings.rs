//! Configuration out of environment and shared files, and out of what other crates have loaded.

#[path = "settings/credentials.rs"]
mod credentials;
#[path = "settings/loading.rs"]
mod loading;
#[path = "settings/sdk_config.rs"]
mod sdk_config;
