//! Regions, and providers of them.

use aws_types::region::Region;

pub use crate::provide_region::{ProvideRegion, future};

use crate::default_provider::region::DefaultRegionChain;

/// Asks several providers in order, until one has a region.
#[derive(Debug)]
pub struct RegionProviderChain {
    providers: Vec<Box<dyn ProvideRegion>>,
}

impl RegionProviderChain {
    /// Creates a chain that begins with this provider.
    pub fn first_try(provider: impl ProvideRegion + 'static) -> Self {
        Self { providers: vec![Box::new(provider)] }
    }

    /// Creates a chain that begins with environment, profile and instance metadata.
    pub fn default_provider() -> Self {
        Self::first_try(DefaultRegionChain::builder().build())
    }

    /// Adds a provider to the end of the chain.
    pub fn or_else(mut self, fallback: impl ProvideRegion + 'static) -> Self {
        self.providers.push(Box::new(fallback));
        self
    }

    /// Adds environment, profile and instance metadata to the end of the chain.
    pub fn or_default_provider(self) -> Self {
        self.or_else(DefaultRegionChain::builder().build())
    }

    /// Returns the region of the first provider that has one.
    pub async fn region(&self) -> Option<Region> {
        for provider in &self.providers {
            if let Some(region) = provider.region().await {
                return Some(region);
            }
        }
        None
    }
}

impl ProvideRegion for RegionProviderChain {
    fn region(&self) -> future::ProvideRegion<'_> {
        future::ProvideRegion::new(Self::region(self))
    }
}
