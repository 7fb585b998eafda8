//! The default chain: who is asked, and in which order.

use tinsmith_runtime::config::{ChainContext, ProviderChain};
use tinsmith_runtime::credentials::{CredentialsChain, EnvironmentCredentials, SharedCredentialsProvider};

use crate::{ContainerCredentials, InstanceCredentials, ProfileCredentials, WebIdentityCredentials};

/// Asks, in this order, until one has credentials:
///
/// 1. the environment: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`
/// 2. the profile: see [`ProfileCredentials`]
/// 3. the web identity of the environment: `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`
/// 4. the container's endpoint: see [`ContainerCredentials`]
/// 5. the instance's metadata: see [`InstanceCredentials`]
///
/// That is the order of the official SDK for Rust. A profile that the program names stands before
/// the environment: then 1 and 3 are left out. Who has something that is broken ends the search
/// with an error; only who has nothing is passed over, and the error of the whole chain says of
/// each why.
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
}
