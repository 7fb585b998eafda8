//! Where a loaded configuration gets its credentials from.
//!
//! The runtime itself reads keys from environment and profile. Whatever needs a service (roles,
//! single sign-on) or another endpoint is a crate above this one, which comes in through
//! [`ProviderChain`].

use std::fmt::Debug;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Config, Environment};
use crate::credentials::{
    CredentialsChain, EnvironmentCredentials, MfaPrompt, ProfileCredentials, SharedCredentialsProvider,
};
use crate::profile::Profiles;

/// What the providers of a configuration are made from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChainContext {
    /// The environment variables.
    pub environment: Environment,
    /// The profiles of the shared files.
    pub profiles: Arc<Profiles>,
    /// The name of the profile in use.
    pub profile: String,
    /// Whether the program named the profile, and not the environment: then the keys of the
    /// environment do not count.
    pub is_profile_named: bool,
    /// The configuration of calls that the providers make: region, endpoints, retries, connector.
    /// It has no credentials.
    pub config: Config,
    /// What asks for codes of multi-factor authentication.
    pub mfa_prompt: Option<MfaPrompt>,
    /// The directory in which keys of roles are kept for the next program, if they are.
    pub role_directory: Option<PathBuf>,
}

impl ChainContext {
    /// The context of a profile that the environment or nobody named, without a prompt and a directory.
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

/// Makes the provider of a loaded configuration.
pub trait ProviderChain: Debug + Send + Sync {
    /// The provider. It is asked when a request is to be signed, and then says what is wrong.
    fn provider(&self, context: ChainContext) -> SharedCredentialsProvider;
}

impl<T: ProviderChain + ?Sized> ProviderChain for &T {
    fn provider(&self, context: ChainContext) -> SharedCredentialsProvider {
        (**self).provider(context)
    }
}

/// Keys of the environment, then those of the profile.
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
