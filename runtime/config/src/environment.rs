//! Region and credentials in environment variables.

use tinsmith_runtime::config::{Environment, ProvideCredentials};
use tinsmith_runtime::credentials::{EnvironmentCredentials, future};

use crate::provide_region::{ProvideRegion, future as region_future};
use crate::regions::of_environment;

/// Credentials in environment variables.
pub mod credentials {
    pub use super::EnvironmentVariableCredentialsProvider;
}

/// The region in environment variables.
pub mod region {
    pub use super::EnvironmentVariableRegionProvider;
}

/// Reads credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
#[derive(Debug, Default)]
pub struct EnvironmentVariableCredentialsProvider(());

impl EnvironmentVariableCredentialsProvider {
    /// Creates a provider.
    pub fn new() -> Self {
        Self(())
    }
}

impl ProvideCredentials for EnvironmentVariableCredentialsProvider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            EnvironmentCredentials::new(Environment::of_process()).provide_credentials().await
        })
    }
}

/// Reads the region from `AWS_REGION` and `AWS_DEFAULT_REGION`.
#[derive(Debug, Default)]
pub struct EnvironmentVariableRegionProvider(());

impl EnvironmentVariableRegionProvider {
    /// Creates a provider.
    pub fn new() -> Self {
        Self(())
    }
}

impl ProvideRegion for EnvironmentVariableRegionProvider {
    fn region(&self) -> region_future::ProvideRegion<'_> {
        region_future::ProvideRegion::ready(of_environment(&Environment::of_process()))
    }
}
