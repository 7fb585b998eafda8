//! The credentials of a loaded configuration.
//!
//! The runtime itself reads credentials from environment and profile only. Sources that need a service (roles, single
//! sign-on) or another endpoint belong to a crate above this one, which is passed in as a [`ProviderChain`].

use std::fmt::Debug;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Config, Environment, SharedTokenProvider};
use crate::credentials::{
    CredentialsChain, EnvironmentCredentials, MfaPrompt, ProfileCredentials, SharedCredentialsProvider,
};
use crate::profile::Profiles;

/// The input from which a configuration's credentials provider is created.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChainContext {
    /// The environment variables.
    pub environment: Environment,
    /// The profiles of the shared files.
    pub profiles: Arc<Profiles>,
    /// The name of the profile.
    pub profile: String,
    /// Whether the program chose the profile, rather than the environment. If so, credentials in environment variables
    /// are ignored.
    pub is_profile_named: bool,
    /// The configuration for calls that the providers make: region, endpoints, retries, connector. It has no
    /// credentials.
    pub config: Config,
    /// The prompt for MFA codes.
    pub mfa_prompt: Option<MfaPrompt>,
    /// The directory in which to cache role credentials for later programs, if enabled.
    pub role_directory: Option<PathBuf>,
}

impl ChainContext {
    /// Creates the context of a profile that the program did not choose, without a prompt or cache directory.
    pub fn new(environment: Environment, profiles: Arc<Profiles>, profile: impl Into<String>, config: Config) -> Self {
        Self {
            environment,
            profiles,
            profile: profile.into(),
            is_profile_named: false,
            config,
            mfa_prompt: None,
            role_directory: None,
        }
    }
}

/// Creates the providers of credentials and bearer tokens of a loaded configuration.
pub trait ProviderChain: Debug + Send + Sync {
    /// Creates the provider. It runs when a request is to be signed, and reports errors only then.
    fn provider(&self, context: ChainContext) -> SharedCredentialsProvider;

    /// Creates the provider of bearer tokens, if the profile names one.
    fn token_provider(&self, _context: &ChainContext) -> Option<SharedTokenProvider> {
        None
    }
}

impl<T: ProviderChain + ?Sized> ProviderChain for &T {
    fn provider(&self, context: ChainContext) -> SharedCredentialsProvider {
        (**self).provider(context)
    }

    fn token_provider(&self, context: &ChainContext) -> Option<SharedTokenProvider> {
        (**self).token_provider(context)
    }
}

/// Credentials of environment variables, then those of the profile.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys;

impl ProviderChain for Keys {
    fn provider(&self, context: ChainContext) -> SharedCredentialsProvider {
        let chain = CredentialsChain::new();
        let chain = match context.is_profile_named {
            true => chain,
            false => chain.or_else("environment", EnvironmentCredentials::new(context.environment)),
        };
        let profile = ProfileCredentials::new(context.profiles, context.profile);
        SharedCredentialsProvider::new(chain.or_else("profile", profile))
    }
}
