//! Providers that combine others.

pub mod credentials;
pub mod region;
