//! Credentials of a user who signed in with `aws login`.

mod proof;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::digest::{SHA256, digest};
use tinsmith_runtime::config::Config;
use tinsmith_runtime::credentials::{Credentials, CredentialsError, ProvideCredentials, future};
use tinsmith_runtime::partitions::partition_of;
use tinsmith_runtime::primitives::{DateTime, DateTimeFormat};
use tinsmith_runtime::private_file;
use zeroize::Zeroizing;

use crate::answer::{Answer, LOGIN, LOGIN_ERROR, LOGIN_KEYS};
use crate::cache_file;
use crate::endpoint::{Caller, Failure};

/// How long before their expiry credentials are refreshed.
const MARGIN: Duration = Duration::from_secs(5 * 60);

const TIMEOUT: Duration = Duration::from_secs(10);
const ATTEMPTS: u32 = 3;

/// Uses the credentials that `aws login` stored in a directory, and refreshes them shortly before they expire
/// (<https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html>).
///
/// The credentials are valid for 15 minutes. A session lasts 12 hours; then the user must sign in again.
#[derive(Clone)]
pub struct LoginCredentials {
    session: String,
    path: PathBuf,
    endpoint: Option<String>,
    config: Config,
    caller: Caller,
}

impl LoginCredentials {
    /// Creates a provider for the session with this name, the `login_session` of a profile. The session is in the
    /// directory, which for the AWS CLI is `~/.aws/login/cache`. The provider uses region, connector and clock of the
    /// configuration.
    pub fn new(session: impl Into<String>, directory: impl Into<PathBuf>, config: &Config) -> Self {
        let session = session.into();
        let mut name = String::new();
        for byte in digest(&SHA256, session.as_bytes()).as_ref() {
            name.push_str(&format!("{byte:02x}"));
        }
        let path = directory.into().join(name + ".json");
        let caller = Caller::new(config, TIMEOUT, ATTEMPTS);
        Self { session, path, endpoint: None, config: config.clone(), caller }
    }

    /// Sends requests to this URL instead of the service's endpoint.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let now = self.config.now();
        let token = self.read().map_err(|reason| self.failed(&reason))?;
        let keys = token.inner("accessToken", &LOGIN_KEYS).ok_or_else(|| self.failed("contains no credentials"))?;
        let old = credentials(&keys).map_err(|reason| self.failed(&format!("is invalid: {reason}")))?;
        let left = old.expiry().and_then(|it| it.duration_since(now).ok()).unwrap_or_default();
        if left > MARGIN {
            return Ok(old);
        }
        match self.refresh(&token, &keys, now).await {
            Ok(new) => Ok(new),
            Err(reason) if !left.is_zero() => {
                tracing::warn!(reason, "failed to refresh the credentials of the session; using the old ones");
                Ok(old)
            }
            Err(reason) => Err(self.failed(&format!("has expired: {reason}"))),
        }
    }

    fn read(&self) -> Result<Answer, String> {
        match private_file::read(&self.path, cache_file::MOST_BYTES) {
            Ok(bytes) => Answer::read(&LOGIN, &bytes).map_err(|reason| format!("is invalid: {reason}")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err("does not exist".to_owned()),
            Err(error) => Err(format!("cannot be read: {error}")),
        }
    }

    /// Requests new credentials, and stores them for other tools too.
    async fn refresh(&self, token: &Answer, old: &Answer, now: SystemTime) -> Result<Credentials, String> {
        let parts = ["clientId", "refreshToken", "dpopKey"].map(|name| token.text(name));
        let [Some(client), Some(refresh), Some(key)] = parts else {
            return Err("it has no refresh token".to_owned());
        };
        let url = format!("{}/v1/token", self.origin(token)?.trim_end_matches('/'));
        let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let proof = proof::proof(key, &url, seconds)?;
        let mut body = Answer::empty(&LOGIN);
        body.put("clientId", client.to_owned());
        body.put("refreshToken", refresh.to_owned());
        body.put("grantType", "refresh_token".to_owned());
        let body = Zeroizing::new(body.json());
        let headers = [("content-type", "application/json"), ("dpop", proof.as_str())];
        let response =
            self.caller.send("POST", &url, &headers, body.as_bytes()).await.map_err(|error| match error {
                Failure::Unreachable(reason) => format!("{url} is unreachable: {reason}"),
                Failure::NoAnswer(reason) => format!("{url} did not respond: {reason}"),
            })?;
        if !response.is_success() {
            let mut reason = format!("{url} responded with status {}", response.status());
            if let Ok(answer) = Answer::read(&LOGIN_ERROR, response.body()) {
                ["error", "message"].iter().filter_map(|it| answer.text(it)).for_each(|it| {
                    reason.push_str(": ");
                    reason.push_str(it);
                });
            }
            return Err(reason);
        }
        self.put_back(token, old, response.body(), now).map_err(|reason| format!("{url} {reason}"))
    }

    /// Reads a response, and replaces the old session with it.
    fn put_back(&self, token: &Answer, old: &Answer, body: &[u8], now: SystemTime) -> Result<Credentials, String> {
        let unusable = |reason: String| format!("returned an invalid response: {reason}");
        let answer = Answer::read(&LOGIN, body).map_err(unusable)?;
        let keys = answer
            .inner("accessToken", &LOGIN_KEYS)
            .ok_or_else(|| unusable("it contains no credentials".to_owned()))?;
        let life = answer.number("expiresIn").and_then(|it| u64::try_from(it).ok()).unwrap_or_default();
        let expiry = now.checked_add(Duration::from_secs(life)).map(DateTime::from).and_then(|it| {
            // Other tools read whole seconds.
            DateTime::from_secs(it.secs()).fmt(DateTimeFormat::DateTime).ok()
        });
        let mut new = keys.clone();
        new.put("expiresAt", expiry.unwrap_or_default());
        new.put("accountId", old.text("accountId").unwrap_or_default().to_owned());
        let credentials = credentials(&new).map_err(unusable)?;
        let mut rest = token.clone();
        rest.clear("accessToken");
        if let Some(next) = answer.text("refreshToken") {
            rest.put("refreshToken", next.to_owned());
        }
        let (new, rest) = (Zeroizing::new(new.json()), Zeroizing::new(rest.json()));
        let text = Zeroizing::new(format!("{{\"accessToken\": {}, {}", *new, rest.trim_start_matches('{')));
        if let Err(error) = private_file::write(&self.path, text.as_bytes()) {
            tracing::warn!(path = %self.path.display(), %error, "failed to store the refreshed session");
        }
        Ok(credentials)
    }

    /// The URL of the service in the region in which the user signed in.
    fn origin(&self, token: &Answer) -> Result<String, String> {
        if let Some(url) = &self.endpoint {
            return Ok(url.clone());
        }
        let configured = || self.config.region().map(ToString::to_string);
        let region = token.text("signInRegion").map(str::to_owned).or_else(configured);
        let region = region.ok_or("no region is configured")?;
        let partition = partition_of(&region);
        let domain = match partition.id {
            "aws" => "aws.amazon.com",
            "aws-cn" => "amazonaws.cn",
            "aws-us-gov" => "amazonaws-us-gov.com",
            _ => partition.dns_suffix,
        };
        Ok(format!("https://{region}.signin.{domain}"))
    }

    fn failed(&self, reason: &str) -> CredentialsError {
        let (session, path) = (&self.session, self.path.display());
        CredentialsError::provider_error(format!(
            "the session `{session}` in {path} {reason}; sign in with `aws login`"
        ))
    }
}

/// The credentials in a session.
fn credentials(keys: &Answer) -> Result<Credentials, String> {
    let parts = ["accessKeyId", "secretAccessKey", "sessionToken"].map(|name| keys.text(name));
    let [Some(id), Some(secret), Some(token)] = parts else { return Err("its credentials are incomplete".to_owned()) };
    let expiry = keys.text("expiresAt").and_then(|it| DateTime::from_str(it, DateTimeFormat::DateTimeWithOffset).ok());
    let expiry = expiry.and_then(|it| SystemTime::try_from(it).ok()).ok_or("its credentials have no expiry")?;
    Ok(Credentials::new(id, secret, Some(token.to_owned()), Some(expiry), "Login"))
}

impl fmt::Debug for LoginCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginCredentials").field("session", &self.session).finish_non_exhaustive()
    }
}

impl ProvideCredentials for LoginCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.load())
    }
}
