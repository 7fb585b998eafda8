//! Credentials from the endpoint of a container.

use tinsmith_credentials::ContainerCredentials;
use tinsmith_runtime::config::SharedCredentialsProvider;

use crate::chains::requests_credentials;

requests_credentials! {
    /// Requests credentials from the endpoint of the container: on ECS, EKS and others.
    EcsCredentialsProvider,
    |context| SharedCredentialsProvider::new(ContainerCredentials::new(context.environment.clone(), &context.config))
}
