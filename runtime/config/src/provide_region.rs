//! Providers of regions.

use std::fmt;

use aws_types::region::Region;

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
