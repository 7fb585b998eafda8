//! Credentials providers.
//!
//! Clients accept any provider of `aws_credential_types`. [`CachedCredentials`] caches a provider's credentials. Those
//! here need no network, and the feature `loader`: `EnvironmentCredentials`, `ProfileCredentials`, and
//! `CredentialsChain`, which tries several in order. Providers that need processes, endpoints or other services are in
//! the crate `tinsmith-credentials`.

mod cache;
#[cfg(feature = "loader")]
mod sources;

pub use aws_credential_types::Credentials;
pub use aws_credential_types::provider::error::{CredentialsError, TokenError};
pub use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};

pub use cache::CachedCredentials;
#[cfg(feature = "loader")]
pub use sources::{CredentialsChain, EnvironmentCredentials, MfaFuture, MfaPrompt, ProfileCredentials};
