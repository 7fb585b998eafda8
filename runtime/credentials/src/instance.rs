//! Credentials of an EC2 instance, from version 2 of its instance metadata.

use std::fmt::Display;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tinsmith_runtime::config::{Config, Environment, Region};
use tinsmith_runtime::credentials::{Credentials, CredentialsError, ProvideCredentials, future};
use tinsmith_runtime::endpoint::Url;
use tinsmith_runtime::message::Response;
use tinsmith_runtime::profile::Profile;
use tinsmith_runtime::region::is_host_label;

use crate::answer::{Answer, ENDPOINT};
use crate::endpoint::{Caller, Failure, refusal};

const TOKEN_PATH: &str = "/latest/api/token";
const ROLES_PATH: &str = "/latest/meta-data/iam/security-credentials/";
const REGION_PATH: &str = "/latest/meta-data/placement/region";
const TOKEN_HEADER: &str = "x-aws-ec2-metadata-token";
const TOKEN_LIFE_HEADER: &str = "x-aws-ec2-metadata-token-ttl-seconds";
/// Six hours, the maximum lifetime of a token.
const TOKEN_LIFE_SECONDS: &str = "21600";

/// How much longer expired credentials are used if they cannot be replaced: between this and twice as long, so that not
/// all machines retry at once.
const EXTENSION: Duration = Duration::from_secs(10 * 60);

/// Requests the credentials of the instance's role from the instance metadata, with a new session token each time
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html>).
///
/// | setting | variable | key of the profile |
/// | --- | --- | --- |
/// | disabled | `AWS_EC2_METADATA_DISABLED` | |
/// | URL | `AWS_EC2_METADATA_SERVICE_ENDPOINT` | `ec2_metadata_service_endpoint` |
/// | `IPv4` or `IPv6` | `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` | `ec2_metadata_service_endpoint_mode` |
/// | timeout in seconds, by default 1 | `AWS_METADATA_SERVICE_TIMEOUT` | `metadata_service_timeout` |
/// | attempts, by default 1 | `AWS_METADATA_SERVICE_NUM_ATTEMPTS` | `metadata_service_num_attempts` |
///
/// If the metadata returns expired credentials, or none while the previous ones have expired, the expired ones are used
/// for about 10 to 20 more minutes: a service may still accept them, so an outage of the metadata does not stop the
/// program.
#[derive(Debug)]
pub struct InstanceCredentials {
    settings: Result<Settings, Unusable>,
    config: Config,
    last: Mutex<Option<Credentials>>,
}

/// The settings for requests to the metadata.
#[derive(Debug)]
struct Settings {
    endpoint: String,
    caller: Caller,
}

/// The reason why the metadata is not used.
#[derive(Debug)]
enum Unusable {
    Disabled,
    Wrong(String),
}

impl InstanceCredentials {
    /// Creates a provider for the instance. It uses the connector and clock of the configuration. Without a connector,
    /// it opens unencrypted connections and ignores proxies.
    pub fn new(environment: &Environment, profile: Option<Profile<'_>>, config: &Config) -> Self {
        let settings = Settings::read(environment, profile, config);
        Self { settings, config: config.clone(), last: Mutex::new(None) }
    }

    /// Requests the region in which the instance runs.
    ///
    /// # Errors
    ///
    /// Like those of the credentials: [`CredentialsError::CredentialsNotLoaded`] if this is not an instance.
    pub async fn region(&self) -> Result<Region, CredentialsError> {
        self.settings()?.region().await
    }

    fn settings(&self) -> Result<&Settings, CredentialsError> {
        self.settings.as_ref().map_err(|unusable| match unusable {
            Unusable::Disabled => CredentialsError::not_loaded("AWS_EC2_METADATA_DISABLED is set"),
            Unusable::Wrong(reason) => CredentialsError::invalid_configuration(reason.clone()),
        })
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let settings = self.settings()?;
        let found = settings.ask().await;
        let now = self.config.now();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match found {
            Ok(credentials) => {
                *last = Some(credentials.clone());
                Ok(extended(credentials, now))
            }
            Err(error) => match last.clone().filter(|it| is_expired(it, now)) {
                Some(credentials) => {
                    tracing::warn!("the instance metadata returned no credentials; still using the expired ones");
                    Ok(extended(credentials, now))
                }
                None => Err(error),
            },
        }
    }
}

fn is_expired(credentials: &Credentials, now: SystemTime) -> bool {
    credentials.expiry().is_some_and(|expiry| expiry <= now)
}

/// Extends the credentials if they have expired.
fn extended(mut credentials: Credentials, now: SystemTime) -> Credentials {
    if is_expired(&credentials, now) {
        let jitter = Duration::from_secs(fastrand::u64(0..=EXTENSION.as_secs()));
        *credentials.expiry_mut() = now.checked_add(EXTENSION + jitter);
        tracing::warn!("still using the expired credentials of the instance, which may be rejected");
    }
    credentials
}

impl Settings {
    fn read(environment: &Environment, profile: Option<Profile<'_>>, config: &Config) -> Result<Self, Unusable> {
        if environment.get("AWS_EC2_METADATA_DISABLED").is_some_and(|it| it.eq_ignore_ascii_case("true")) {
            return Err(Unusable::Disabled);
        }
        let find = |variable: &'static str, key: &'static str| {
            let in_environment = environment.get(variable).map(|it| (it.to_owned(), variable.to_owned()));
            in_environment.or_else(|| {
                let profile = profile?;
                Some((profile.get(key)?.to_owned(), format!("`{key}` of the profile `{}`", profile.name())))
            })
        };
        let mut wrong = Vec::new();
        let endpoint = find("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
        let mode = find("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
        let by_mode = match &mode {
            Some((mode, _)) if mode.eq_ignore_ascii_case("ipv6") => "http://[fd00:ec2::254]",
            Some((mode, source)) if !mode.eq_ignore_ascii_case("ipv4") => {
                wrong.push(format!("invalid value {mode:?} of {source}: expected IPv4 or IPv6"));
                ""
            }
            _ => "http://169.254.169.254",
        };
        let endpoint = match endpoint {
            Some((url, source)) => match Url::parse(&url) {
                Ok(_) => url.trim_end_matches('/').to_owned(),
                Err(error) => {
                    wrong.push(format!("invalid value of {source}: {}", error.reason()));
                    url
                }
            },
            None => by_mode.to_owned(),
        };
        let timeout = find("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout");
        let timeout = number(timeout, "seconds", &mut wrong);
        let attempts = find("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts");
        let attempts = number(attempts, "attempts", &mut wrong);
        if !wrong.is_empty() {
            return Err(Unusable::Wrong(wrong.join("; ")));
        }
        Ok(Self { endpoint, caller: Caller::new(config, Duration::from_secs(timeout.into()), attempts) })
    }

    async fn ask(&self) -> Result<Credentials, CredentialsError> {
        let token = self.token().await?;
        let roles = self.get(ROLES_PATH, &token).await?;
        if roles.status() == 404 {
            return Err(CredentialsError::not_loaded("the instance has no role"));
        }
        let roles = self.successful(roles)?;
        let role = String::from_utf8_lossy(roles.body()).lines().next().unwrap_or_default().trim().to_owned();
        if role.is_empty() || !role.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b)) {
            return Err(self.failed("did not return the name of a role"));
        }
        let response = self.get(&format!("{ROLES_PATH}{role}"), &token).await?;
        let response = self.successful(response)?;
        let unusable = |reason| self.failed(format!("returned invalid credentials: {reason}"));
        let answer = Answer::read(&ENDPOINT, response.body()).map_err(unusable)?;
        match answer.text("Code") {
            None | Some("Success") => answer.keys("Token", "Ec2InstanceMetadata").map_err(unusable),
            Some(code) => {
                let message = answer.text("Message").map_or_else(String::new, |it| format!(": {it}"));
                Err(self.failed(format!("has no credentials of the role `{role}`: {code}{message}")))
            }
        }
    }

    async fn region(&self) -> Result<Region, CredentialsError> {
        let token = self.token().await?;
        let response = self.get(REGION_PATH, &token).await?;
        let response = self.successful(response)?;
        let region = String::from_utf8_lossy(response.body()).trim().to_owned();
        match is_host_label(&region) {
            true => Ok(Region::new(region)),
            false => Err(self.failed("did not return the name of a region")),
        }
    }

    /// Requests a session token. If that fails, this is not an instance.
    async fn token(&self) -> Result<String, CredentialsError> {
        let url = format!("{}{TOKEN_PATH}", self.endpoint);
        let response = match self.caller.call("PUT", &url, &[(TOKEN_LIFE_HEADER, TOKEN_LIFE_SECONDS)]).await {
            Ok(response) => response,
            Err(Failure::Unreachable(reason)) => {
                let reason = format!("the instance metadata at {} is unreachable: {reason}", self.endpoint);
                return Err(CredentialsError::not_loaded(reason));
            }
            Err(Failure::NoAnswer(reason)) => return Err(self.failed(format!("did not respond: {reason}"))),
        };
        if response.status() == 403 || response.status() == 404 {
            let reason =
                format!("the instance metadata at {} returned no token: it {}", self.endpoint, refusal(&response));
            return Err(CredentialsError::not_loaded(reason));
        }
        let response = self.successful(response)?;
        let token = String::from_utf8_lossy(response.body()).trim().to_owned();
        if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(self.failed("returned an invalid token"));
        }
        Ok(token)
    }

    async fn get(&self, path: &str, token: &str) -> Result<Response, CredentialsError> {
        let url = format!("{}{path}", self.endpoint);
        self.caller.call("GET", &url, &[(TOKEN_HEADER, token)]).await.map_err(|failure| match failure {
            Failure::Unreachable(reason) | Failure::NoAnswer(reason) => {
                self.failed(format!("did not respond: {reason}"))
            }
        })
    }

    fn successful(&self, response: Response) -> Result<Response, CredentialsError> {
        if response.is_success() { Ok(response) } else { Err(self.failed(refusal(&response))) }
    }

    fn failed(&self, reason: impl Display) -> CredentialsError {
        CredentialsError::provider_error(format!("the instance metadata at {} {reason}", self.endpoint))
    }
}

/// Parses a number of at least one. The default is one.
fn number(found: Option<(String, String)>, what: &str, wrong: &mut Vec<String>) -> u32 {
    let Some((text, source)) = found else { return 1 };
    match text.parse() {
        Ok(number) if number > 0 => number,
        _ => {
            wrong.push(format!("invalid value {text:?} of {source}: expected a number of {what}, at least 1"));
            1
        }
    }
}

impl ProvideCredentials for InstanceCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.load())
    }
}
