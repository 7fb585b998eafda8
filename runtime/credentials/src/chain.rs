//! The default chain of credentials providers.

use tinsmith_runtime::config::{ChainContext, ProviderChain, SharedTokenProvider};
use tinsmith_runtime::credentials::{CredentialsChain, EnvironmentCredentials, SharedCredentialsProvider};

use crate::tokens;
use crate::{ContainerCredentials, InstanceCredentials, ProfileCredentials, WebIdentityCredentials};

/// Tries these providers in order, until one has credentials:
///
/// 1. the environment: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`
/// 2. the profile: see [`ProfileCredentials`]
/// 3. the web identity of the environment: `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`
/// 4. the container's endpoint: see [`ContainerCredentials`]
/// 5. the instance's metadata: see [`InstanceCredentials`]
///
/// This is the order of the official SDK for Rust. If the program selected a profile, it wins over the environment: 1
/// and 3 are skipped. A provider that is configured but fails ends the search with its error. A provider without
/// credentials is skipped, and the error of the whole chain contains all reasons.
///
/// Services that accept bearer tokens get the token of the profile's `sso_session`, if no other token is configured.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultChain;

impl ProviderChain for DefaultChain {
    fn provider(&self, context: ChainContext) -> SharedCredentialsProvider {
        let mut chain = CredentialsChain::new();
        let environment = &context.environment;
        if !context.is_profile_named {
            chain = chain.or_else("environment", EnvironmentCredentials::new(environment.clone()));
        }
        chain = chain.or_else("profile", ProfileCredentials::new(context.clone()));
        if !context.is_profile_named {
            let provider = WebIdentityCredentials::from_environment(environment, &context.config);
            chain = chain.or_else("web identity", provider);
        }
        chain = chain.or_else("container", ContainerCredentials::new(environment.clone(), &context.config));
        let profile = context.profiles.get(&context.profile);
        let instance = InstanceCredentials::new(environment, profile, &context.config);
        SharedCredentialsProvider::new(chain.or_else("instance metadata", instance))
    }

    fn token_provider(&self, context: &ChainContext) -> Option<SharedTokenProvider> {
        tokens::of_profile(context)
    }
}
