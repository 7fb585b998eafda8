//! The default source of the region.

use aws_types::region::Region;
use tinsmith_runtime::config::Builder;

use crate::files::ProfileFiles;
use crate::provide_region::{ProvideRegion, future};
use crate::regions;

/// Creates the default chain: environment, profile, instance metadata.
pub fn default_provider() -> impl ProvideRegion {
    DefaultRegionChain::builder().build()
}

/// Looks for the region in `AWS_REGION` and `AWS_DEFAULT_REGION`, then in the profile, then in the instance metadata.
#[derive(Debug)]
pub struct DefaultRegionChain {
    profile: Option<String>,
}

impl DefaultRegionChain {
    /// Creates a builder.
    pub fn builder() -> DefaultRegionChainBuilder {
        DefaultRegionChainBuilder::default()
    }

    /// Returns the region.
    pub async fn region(&self) -> Option<Region> {
        regions::find(&ProfileFiles::environment(None), self.profile.as_deref(), &Builder::new()).await
    }
}

impl ProvideRegion for DefaultRegionChain {
    fn region(&self) -> future::ProvideRegion<'_> {
        future::ProvideRegion::new(Self::region(self))
    }
}

/// Builder of a [`DefaultRegionChain`].
#[derive(Debug, Default)]
pub struct DefaultRegionChainBuilder {
    profile: Option<String>,
}

impl DefaultRegionChainBuilder {
    /// Sets the profile.
    pub fn profile_name(mut self, name: &str) -> Self {
        self.profile = Some(name.to_owned());
        self
    }

    /// Builds the chain.
    pub fn build(self) -> DefaultRegionChain {
        DefaultRegionChain { profile: self.profile }
    }
}
