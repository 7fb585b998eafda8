//! Credentials from the instance metadata.

use tinsmith_credentials::InstanceCredentials;
use tinsmith_runtime::config::SharedCredentialsProvider;

use crate::chains::requests_credentials;

requests_credentials! {
    /// Requests the credentials of the role of an EC2 instance from its metadata.
    ImdsCredentialsProvider,
    |context| {
        let profile = context.profiles.get(&context.profile);
        SharedCredentialsProvider::new(InstanceCredentials::new(&context.environment, profile, &context.config))
    }
}
