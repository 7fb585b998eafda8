//! Region and credentials of a profile in the shared files.

use tinsmith_credentials::ProfileCredentials;
use tinsmith_runtime::config::SharedCredentialsProvider;

use crate::chains::{self, Only, provides_credentials};
use crate::files::ProfileFiles;
use crate::provide_region::{ProvideRegion, future};
use crate::provider_config::ProviderConfig;
use crate::regions::of_profile;

pub mod profile_file;

/// Credentials of a profile.
pub mod credentials {
    pub use super::{Builder, ProfileFileCredentialsProvider};
}

/// The region of a profile.
pub mod region {
    pub use super::{ProfileFileRegionProvider, RegionBuilder as Builder};
}

/// Loads the credentials of a profile: its keys, role, single sign-on or process.
#[derive(Debug)]
pub struct ProfileFileCredentialsProvider {
    provider: SharedCredentialsProvider,
}

impl ProfileFileCredentialsProvider {
    /// Creates a builder.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

provides_credentials!(ProfileFileCredentialsProvider);

/// Builder of a [`ProfileFileCredentialsProvider`].
#[derive(Debug, Default)]
pub struct Builder {
    profile: Option<String>,
    files: Option<ProfileFiles>,
    config: Option<ProviderConfig>,
}

impl Builder {
    /// Sets the profile: by default that of `AWS_PROFILE`.
    pub fn profile_name(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Sets the files that profiles are read from.
    pub fn profile_files(mut self, files: ProfileFiles) -> Self {
        self.files = Some(files);
        self
    }

    /// Sets the configuration of the calls that credentials need.
    pub fn configure(mut self, config: &ProviderConfig) -> Self {
        self.config = Some(config.clone());
        self
    }

    /// Builds the provider.
    pub fn build(self) -> ProfileFileCredentialsProvider {
        let chain = Only(|context| SharedCredentialsProvider::new(ProfileCredentials::new(context)));
        let environment = ProfileFiles::environment(self.files.as_ref());
        let settings = self.config.unwrap_or_default().settings;
        let provider = chains::provider(chain, environment, self.profile.as_deref(), settings);
        ProfileFileCredentialsProvider { provider }
    }
}

/// Reads the region of a profile.
#[derive(Debug, Default)]
pub struct ProfileFileRegionProvider {
    profile: Option<String>,
    files: Option<ProfileFiles>,
}

impl ProfileFileRegionProvider {
    /// Creates a provider for the profile of `AWS_PROFILE`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a builder.
    pub fn builder() -> RegionBuilder {
        RegionBuilder::default()
    }
}

impl ProvideRegion for ProfileFileRegionProvider {
    fn region(&self) -> future::ProvideRegion<'_> {
        let environment = ProfileFiles::environment(self.files.as_ref());
        future::ProvideRegion::ready(of_profile(&environment, self.profile.as_deref()))
    }
}

/// Builder of a [`ProfileFileRegionProvider`].
#[derive(Debug, Default)]
pub struct RegionBuilder {
    provider: ProfileFileRegionProvider,
}

impl RegionBuilder {
    /// Sets the profile: by default that of `AWS_PROFILE`.
    pub fn profile_name(mut self, name: impl Into<String>) -> Self {
        self.provider.profile = Some(name.into());
        self
    }

    /// Sets the files that profiles are read from.
    pub fn profile_files(mut self, files: ProfileFiles) -> Self {
        self.provider.files = Some(files);
        self
    }

    /// Builds the provider.
    pub fn build(self) -> ProfileFileRegionProvider {
        self.provider
    }
}
