//! Loads the configuration that the clients of several AWS services share: region, credentials, endpoints, retries.
//!
//! The names are those of the crate `aws-config`, and the configuration is the official [`SdkConfig`]. Clients that
//! Tinsmith generates accept it with their feature `aws-config`, and clients of the official SDK accept it as well.
//! Clients of one configuration load credentials once and share their connections.
//!
//! ```no_run
//! # mod tinsmith_iam { pub struct Client; impl Client { pub fn new(_: &aws_types::SdkConfig) -> Self { Self } } }
//! # use tinsmith_config as aws_config;
//! use aws_config::{BehaviorVersion, Region};
//!
//! # async fn example() {
//! let config = aws_config::defaults(BehaviorVersion::latest())
//!     .profile_name("work")
//!     .region(Region::new("eu-west-1"))
//!     .load()
//!     .await;
//! let client = tinsmith_iam::Client::new(&config);
//! # }
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod chains;
pub mod default_provider;
pub mod ecs;
pub mod environment;
mod files;
pub mod imds;
mod loader;
pub mod meta;
pub mod profile;
mod provide_region;
pub mod provider_config;
mod regions;
pub mod sts;
pub mod web_identity_token;

pub use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
pub use aws_types::app_name::{AppName, InvalidAppName};
pub use aws_types::region::Region;
pub use aws_types::sdk_config::SdkConfig;

pub use loader::ConfigLoader;
pub use tinsmith_runtime::config::Environment;

/// Configuration of retries.
pub mod retry {
    pub use aws_smithy_types::retry::{
        ErrorKind, ReconnectMode, RetryConfig, RetryConfigBuilder, RetryMode, RetryModeParseError,
    };
}

/// Configuration of timeouts.
pub mod timeout {
    pub use aws_smithy_types::timeout::{TimeoutConfig, TimeoutConfigBuilder};
}

/// Configuration of the protection against stalled streams.
pub mod stalled_stream_protection {
    pub use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
}

/// Creates a loader with the defaults of this behavior version. There is only one so far.
pub fn defaults(version: BehaviorVersion) -> ConfigLoader {
    ConfigLoader::default().behavior_version(version)
}

/// Loads the configuration from environment and profile. Short for `defaults(version).load()`.
pub async fn load_defaults(version: BehaviorVersion) -> SdkConfig {
    defaults(version).load().await
}

/// Creates a loader with the latest defaults.
pub fn from_env() -> ConfigLoader {
    defaults(BehaviorVersion::latest())
}

/// Loads the configuration from environment and profile. Short for `from_env().load()`.
pub async fn load_from_env() -> SdkConfig {
    from_env().load().await
}
