//! What a client is configured with.

/// A client's configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {}
