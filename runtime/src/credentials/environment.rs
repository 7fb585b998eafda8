//! Keys in environment variables.

use aws_credential_types::provider::future::ProvideCredentials as Future;

use super::{ProvideCredentials, from_keys};
use crate::environment::Environment;

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, of temporary credentials,
/// `AWS_SESSION_TOKEN`. An empty or blank variable counts as unset.
#[derive(Clone, Debug)]
pub struct EnvironmentCredentials {
    environment: Environment,
}

impl EnvironmentCredentials {
    /// The keys of this environment.
    pub fn new(environment: Environment) -> Self {
        Self { environment }
    }
}

impl ProvideCredentials for EnvironmentCredentials {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
        let get = |name: &str| self.environment.get(name).map(str::to_owned);
        Future::ready(from_keys("the environment", names, "Environment", get))
    }
}
