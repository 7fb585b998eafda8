//! The region in the instance metadata.

use crate::files::ProfileFiles;
use crate::provide_region::{ProvideRegion, future};
use crate::provider_config::ProviderConfig;
use crate::regions::of_instance;

/// Requests the region in which an EC2 instance runs from its metadata.
#[derive(Debug)]
pub struct ImdsRegionProvider {
    config: ProviderConfig,
}

impl ImdsRegionProvider {
    /// Creates a builder.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

impl ProvideRegion for ImdsRegionProvider {
    fn region(&self) -> future::ProvideRegion<'_> {
        future::ProvideRegion::new(async {
            of_instance(&ProfileFiles::environment(None), None, &self.config.settings).await
        })
    }
}

/// Builder of an [`ImdsRegionProvider`].
#[derive(Debug, Default)]
pub struct Builder {
    config: ProviderConfig,
}

impl Builder {
    /// Sets the configuration of the requests.
    pub fn configure(mut self, config: &ProviderConfig) -> Self {
        self.config = config.clone();
        self
    }

    /// Builds the provider.
    pub fn build(self) -> ImdsRegionProvider {
        ImdsRegionProvider { config: self.config }
    }
}
