//! Credentials in the shared files.

use std::sync::Arc;

use aws_credential_types::provider::future::ProvideCredentials as Future;

use super::{Credentials, CredentialsError, KeyNames, ProvideCredentials, from_keys};
use crate::profile::Profiles;

/// Profile keys that name another source of credentials.
const ELSEWHERE: [&str; 6] =
    ["role_arn", "sso_session", "sso_start_url", "login_session", "credential_process", "web_identity_token_file"];

/// Of the session token's names, the first is the documented one.
const NAMES: KeyNames = KeyNames {
    id: "aws_access_key_id",
    secret: "aws_secret_access_key",
    tokens: ["aws_session_token", "aws_security_token"],
};

/// Credentials in a profile's `aws_access_key_id`, `aws_secret_access_key` and `aws_session_token`.
#[derive(Clone, Debug)]
pub struct ProfileCredentials {
    profiles: Arc<Profiles>,
    name: String,
    /// Whether the credentials are used even if the profile names another source.
    only_keys: bool,
}

impl ProfileCredentials {
    /// Creates a provider for the profile with this name.
    pub fn new(profiles: Arc<Profiles>, name: impl Into<String>) -> Self {
        Self { profiles, name: name.into(), only_keys: false }
    }

    /// Uses the credentials even if the profile also names a role or another source, for example to assume that role.
    pub fn only_keys(mut self) -> Self {
        self.only_keys = true;
        self
    }

    fn load(&self) -> Result<Credentials, CredentialsError> {
        let source = format!("the profile `{}`", self.name);
        let Some(profile) = self.profiles.get(&self.name) else {
            return Err(CredentialsError::not_loaded(self.profiles.missing(&self.name)));
        };
        let mistakes: Vec<_> = profile.mistakes().map(ToString::to_string).collect();
        if !mistakes.is_empty() {
            return Err(CredentialsError::invalid_configuration(mistakes.join("; ")));
        }
        // A role wins over credentials in the same profile, which may be those for assuming it.
        if let Some(key) = ELSEWHERE.iter().find(|key| !self.only_keys && profile.get(key).is_some()) {
            let has_keys = profile.get("aws_access_key_id").is_some();
            if *key == "role_arn" || !has_keys {
                return Err(CredentialsError::invalid_configuration(format!(
                    "{source} gets its credentials from `{key}`, which needs the client's feature `credentials` \
                     to be enabled"
                )));
            }
        }
        from_keys(&source, &NAMES, "Profile", |key| profile.get(key))
    }
}

impl ProvideCredentials for ProfileCredentials {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        Future::ready(self.load())
    }
}
