//! The default sources of region and credentials.

pub mod credentials;
pub mod region;
