//! Credentials in environment variables.

use aws_credential_types::provider::future::ProvideCredentials as Future;

use super::{KeyNames, ProvideCredentials, from_keys};
use crate::environment::Environment;

/// Of the session token's names, the first is the documented one.
const NAMES: KeyNames = KeyNames {
    id: "AWS_ACCESS_KEY_ID",
    secret: "AWS_SECRET_ACCESS_KEY",
    tokens: ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"],
};

/// Credentials in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary credentials, `AWS_SESSION_TOKEN` or
/// its old name `AWS_SECURITY_TOKEN`. An empty or blank variable counts as unset.
#[derive(Clone, Debug)]
pub struct EnvironmentCredentials {
    environment: Environment,
}

impl EnvironmentCredentials {
    /// Creates a provider that reads this environment.
    pub fn new(environment: Environment) -> Self {
        Self { environment }
    }
}

impl ProvideCredentials for EnvironmentCredentials {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        Future::ready(from_keys("the environment", &NAMES, "Environment", |name| self.environment.get(name)))
    }
}
