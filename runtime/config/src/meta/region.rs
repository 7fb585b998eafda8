//! Regions, and providers of them.

use std::fmt;

use aws_types::region::Region;

use crate::default_provider::region::DefaultRegionChain;

/// A source of a region.
pub trait ProvideRegion: Send + Sync + fmt::Debug {
    /// Returns the region, or `None` if this source has none.
    fn region(&self) -> future::ProvideRegion<'_>;
}

impl ProvideRegion for Region {
    fn region(&self) -> future::ProvideRegion<'_> {
        future::ProvideRegion::ready(Some(self.clone()))
    }
}

impl ProvideRegion for &'static str {
    fn region(&self) -> future::ProvideRegion<'_> {
        future::ProvideRegion::ready(Some(Region::from_static(self)))
    }
}

impl ProvideRegion for Option<Region> {
    fn region(&self) -> future::ProvideRegion<'_> {
        future::ProvideRegion::ready(self.clone())
    }
}

impl ProvideRegion for Box<dyn ProvideRegion> {
    fn region(&self) -> future::ProvideRegion<'_> {
        self.as_ref().region()
    }
}

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

/// The future of a region.
pub mod future {
    use std::fmt;
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use aws_types::region::Region;

    type Found<'a> = Pin<Box<dyn Future<Output = Option<Region>> + Send + 'a>>;

    /// The future that [`ProvideRegion`](super::ProvideRegion) returns.
    pub struct ProvideRegion<'a>(Found<'a>);

    impl<'a> ProvideRegion<'a> {
        /// Wraps a future.
        pub fn new(future: impl Future<Output = Option<Region>> + Send + 'a) -> Self {
            Self(Box::pin(future))
        }

        /// Wraps a region that is known.
        pub fn ready(region: Option<Region>) -> Self {
            Self::new(std::future::ready(region))
        }
    }

    impl Future for ProvideRegion<'_> {
        type Output = Option<Region>;

        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
            self.0.as_mut().poll(context)
        }
    }

    impl fmt::Debug for ProvideRegion<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("ProvideRegion")
        }
    }
}
