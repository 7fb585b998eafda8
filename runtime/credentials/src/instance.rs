//! Keys of a machine in EC2: from its instance metadata, version 2.

use std::fmt::Display;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tinsmith_runtime::config::{Config, Environment};
use tinsmith_runtime::credentials::{Credentials, CredentialsError, ProvideCredentials, future};
use tinsmith_runtime::endpoint::Url;
use tinsmith_runtime::message::Response;
use tinsmith_runtime::profile::Profile;

use crate::answer::{Answer, ENDPOINT};
use crate::endpoint::{Caller, Failure, refusal};

const TOKEN_PATH: &str = "/latest/api/token";
const ROLES_PATH: &str = "/latest/meta-data/iam/security-credentials/";
const TOKEN_HEADER: &str = "x-aws-ec2-metadata-token";
const TOKEN_LIFE_HEADER: &str = "x-aws-ec2-metadata-token-ttl-seconds";
/// Six hours, the longest that a token may live.
const TOKEN_LIFE_SECONDS: &str = "21600";

/// How much longer credentials are used that nothing replaces: at least this long, at most twice
/// as long, so that not all machines ask again at once.
const EXTENSION: Duration = Duration::from_secs(10 * 60);

/// Asks the instance metadata for the keys of the instance's role, with a session token each time
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html>).
///
/// | setting | variable | key of the profile |
/// | --- | --- | --- |
/// | off | `AWS_EC2_METADATA_DISABLED` | |
/// | URL | `AWS_EC2_METADATA_SERVICE_ENDPOINT` | `ec2_metadata_service_endpoint` |
/// | `IPv4` or `IPv6` | `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` | `ec2_metadata_service_endpoint_mode` |
/// | seconds to wait, 1 | `AWS_METADATA_SERVICE_TIMEOUT` | `metadata_service_timeout` |
/// | attempts, 1 | `AWS_METADATA_SERVICE_NUM_ATTEMPTS` | `metadata_service_num_attempts` |
///
/// Where the metadata gives keys that have expired, or none while those of last time have, those
/// are used for some 10 to 20 minutes more: a service may still accept them, and an outage of the
/// metadata should not be one of the program.
#[derive(Debug)]
pub struct InstanceCredentials {
    settings: Result<Settings, Unusable>,
    config: Config,
    last: Mutex<Option<Credentials>>,
}

/// Where and how to ask.
#[derive(Debug)]
struct Settings {
    endpoint: String,
    caller: Caller,
}

/// Why nobody is asked.
#[derive(Debug)]
enum Unusable {
    Disabled,
    Wrong(String),
}

impl InstanceCredentials {
    /// The keys of the instance. Of the configuration, connector and clock are used; without a
    /// connector, plain connections are made, which pass by proxies.
    pub fn new(environment: &Environment, profile: Option<Profile<'_>>, config: &Config) -> Self {
        let settings = Settings::read(environment, profile, config);
        Self { settings, config: config.clone(), last: Mutex::new(None) }
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let settings = match &self.settings {
            Ok(settings) => settings,
            Err(Unusable::Disabled) => {
                return Err(CredentialsError::not_loaded("AWS_EC2_METADATA_DISABLED is set"));
            }
            Err(Unusable::Wrong(reason)) => return Err(CredentialsError::invalid_configuration(reason.clone())),
        };
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
                    tracing::warn!("the instance metadata gives no credentials, the expired ones are used on");
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

/// The credentials, which if they have expired last a while longer.
fn extended(mut credentials: Credentials, now: SystemTime) -> Credentials {
    if is_expired(&credentials, now) {
        let jitter = Duration::from_secs(fastrand::u64(0..=EXTENSION.as_secs()));
        *credentials.expiry_mut() = now.checked_add(EXTENSION + jitter);
        tracing::warn!("the credentials of the instance have expired and are used on; they may be refused");
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
                wrong.push(format!("{source} is {mode:?}, and has to be IPv4 or IPv6"));
                ""
            }
            _ => "http://169.254.169.254",
        };
        let endpoint = match endpoint {
            Some((url, source)) => match Url::parse(&url) {
                Ok(_) => url.trim_end_matches('/').to_owned(),
                Err(error) => {
                    wrong.push(format!("{source} cannot be used: {}", error.reason()));
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
            return Err(self.failed("did not answer with the name of a role"));
        }
        let response = self.get(&format!("{ROLES_PATH}{role}"), &token).await?;
        let response = self.successful(response)?;
        let unusable = |reason| self.failed(format!("gave an answer that cannot be used: {reason}"));
        let answer = Answer::read(&ENDPOINT, response.body()).map_err(unusable)?;
        match answer.text("Code") {
            None | Some("Success") => answer.keys("Token", "Ec2InstanceMetadata").map_err(unusable),
            Some(code) => {
                let message = answer.text("Message").map_or_else(String::new, |it| format!(": {it}"));
                Err(self.failed(format!("has no credentials of the role `{role}`: {code}{message}")))
            }
        }
    }

    /// A session token. Where there is none to be had, this is not an instance.
    async fn token(&self) -> Result<String, CredentialsError> {
        let url = format!("{}{TOKEN_PATH}", self.endpoint);
        let response = match self.caller.call("PUT", &url, &[(TOKEN_LIFE_HEADER, TOKEN_LIFE_SECONDS)]).await {
            Ok(response) => response,
            Err(Failure::Unreachable(reason)) => {
                let reason = format!("the instance metadata at {} cannot be reached: {reason}", self.endpoint);
                return Err(CredentialsError::not_loaded(reason));
            }
            Err(Failure::NoAnswer(reason)) => return Err(self.failed(format!("did not answer: {reason}"))),
        };
        if response.status() == 403 || response.status() == 404 {
            let reason =
                format!("the instance metadata at {} gives no tokens: it {}", self.endpoint, refusal(&response));
            return Err(CredentialsError::not_loaded(reason));
        }
        let response = self.successful(response)?;
        let token = String::from_utf8_lossy(response.body()).trim().to_owned();
        if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(self.failed("gave a token that cannot be used"));
        }
        Ok(token)
    }

    async fn get(&self, path: &str, token: &str) -> Result<Response, CredentialsError> {
        let url = format!("{}{path}", self.endpoint);
        self.caller.call("GET", &url, &[(TOKEN_HEADER, token)]).await.map_err(|failure| match failure {
            Failure::Unreachable(reason) | Failure::NoAnswer(reason) => {
                self.failed(format!("did not answer: {reason}"))
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

/// A number of at least one, which is one where it is not set.
fn number(found: Option<(String, String)>, what: &str, wrong: &mut Vec<String>) -> u32 {
    let Some((text, source)) = found else { return 1 };
    match text.parse() {
        Ok(number) if number > 0 => number,
        _ => {
            wrong.push(format!("{source} is {text:?}, and has to be a whole number of {what}, at least 1"));
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
