//! The token of a sign-in: read, refreshed, and stored for other tools.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tinsmith_credentials_sso_oidc::Client;
use tinsmith_runtime::config::Config;
use tinsmith_runtime::credentials::CredentialsError;
use tinsmith_runtime::error::DisplayChain;
use tinsmith_runtime::primitives::{DateTime, DateTimeFormat};
use tinsmith_runtime::private_file;
use zeroize::Zeroizing;

use super::SignIn;
use crate::answer::{Answer, TOKEN};
use crate::cache_file;

/// How long before its expiry a token is refreshed.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// The tokens of one sign-in.
#[derive(Clone)]
pub(super) struct Tokens {
    client: Client,
    sign_in: SignIn,
    path: PathBuf,
    /// The last refreshed token, which is used even if it could not be stored.
    refreshed: Arc<Mutex<Option<Answer>>>,
}

impl Tokens {
    pub(super) fn new(sign_in: SignIn, directory: PathBuf, config: &Config) -> Self {
        let path = directory.join(sign_in.file_name());
        Self { client: Client::from_conf(config.clone()), sign_in, path, refreshed: Arc::default() }
    }

    pub(super) fn sign_in(&self) -> &SignIn {
        &self.sign_in
    }

    /// A token that is valid at this time.
    pub(super) async fn get(&self, now: SystemTime) -> Result<String, CredentialsError> {
        let found = self.latest()?;
        let (Some(token), Some(expiry)) = (found.text("accessToken").map(str::to_owned), time(&found, "expiresAt"))
        else {
            return Err(self.failed("contains no valid token"));
        };
        let left = expiry.duration_since(now).unwrap_or_default();
        if left > MARGIN || (self.sign_in.session.is_none() && !left.is_zero()) {
            return Ok(token);
        }
        match self.refresh(&found, now).await {
            Ok(refreshed) => Ok(refreshed),
            Err(reason) if !left.is_zero() => {
                tracing::warn!(reason, "failed to refresh the single sign-on token; using the old one");
                Ok(token)
            }
            Err(reason) => Err(self.failed(&format!("has expired: {reason}"))),
        }
    }

    /// The refreshed token or the one in the file, whichever expires later.
    fn latest(&self) -> Result<Answer, CredentialsError> {
        let refreshed = self.refreshed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let filed = match private_file::read(&self.path, cache_file::MOST_BYTES) {
            Ok(bytes) => Answer::read(&TOKEN, &bytes).map_err(|reason| format!("is invalid: {reason}")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err("does not exist".to_owned()),
            Err(error) => Err(format!("cannot be read: {error}")),
        };
        match (refreshed, filed) {
            (Some(own), Ok(filed)) => Ok(if time(&filed, "expiresAt") > time(&own, "expiresAt") { filed } else { own }),
            (Some(own), Err(_)) => Ok(own),
            (None, filed) => filed.map_err(|reason| self.failed(&reason)),
        }
    }

    /// Requests a new token with the refresh token.
    async fn refresh(&self, old: &Answer, now: SystemTime) -> Result<String, String> {
        if self.sign_in.session.is_none() {
            return Err("only the token of an `sso-session` can be refreshed".to_owned());
        }
        let keys = ["clientId", "clientSecret", "refreshToken"].map(|name| old.text(name));
        let [Some(id), Some(secret), Some(token)] = keys else {
            return Err("it has no refresh token".to_owned());
        };
        if time(old, "registrationExpiresAt").is_some_and(|it| it <= now) {
            return Err("its refresh token has expired too".to_owned());
        }
        let call = self.client.create_token().grant_type("refresh_token");
        let call = call.client_id(id).client_secret(secret).refresh_token(token);
        let answer = call.send().await.map_err(|error| format!("failed to refresh it: {}", DisplayChain(&error)))?;
        let token = answer.access_token.filter(|it| !it.is_empty()).ok_or("the response contains no new token")?;
        let life = Duration::from_secs(answer.expires_in.and_then(|it| u64::try_from(it).ok()).unwrap_or_default());
        let expiry = now.checked_add(life).map(DateTime::from).and_then(|it| {
            // Other tools read whole seconds.
            DateTime::from_secs(it.secs()).fmt(DateTimeFormat::DateTime).ok()
        });
        let mut new = old.clone();
        new.put("accessToken", token.clone());
        new.put("expiresAt", expiry.unwrap_or_default());
        if let Some(next) = answer.refresh_token {
            new.put("refreshToken", next);
        }
        let json = Zeroizing::new(new.json());
        if let Err(error) = private_file::write(&self.path, json.as_bytes()) {
            tracing::warn!(path = %self.path.display(), %error, "failed to store the refreshed token");
        }
        *self.refreshed.lock().unwrap_or_else(PoisonError::into_inner) = Some(new);
        Ok(token)
    }

    fn failed(&self, reason: &str) -> CredentialsError {
        let (path, advice) = (self.path.display(), self.sign_in.advice());
        CredentialsError::provider_error(format!("the single sign-on token in {path} {reason}; {advice}"))
    }
}

/// The time of a member. Older tools end it with `UTC`.
fn time(token: &Answer, name: &str) -> Option<SystemTime> {
    let text = token.text(name)?.replace("UTC", "Z");
    let time = DateTime::from_str(&text, DateTimeFormat::DateTimeWithOffset).ok()?;
    SystemTime::try_from(time).ok()
}
