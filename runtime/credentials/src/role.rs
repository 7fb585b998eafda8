//! Roles that are assumed with other credentials, through STS.

mod cached;

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tinsmith_credentials_sts::{Client, types};
use tinsmith_runtime::config::{Config, Region, ValidationPolicy};
use tinsmith_runtime::credentials::{
    Credentials, CredentialsError, MfaPrompt, ProvideCredentials, SharedCredentialsProvider, future,
};
use tinsmith_runtime::error::DisplayChain;

use cached::CachedKeys;

/// Where roles are assumed when no region is configured: STS is everywhere, and here it serves
/// all regions of the commercial partition.
const REGION: Region = Region::from_static("us-east-1");

/// Assumes a role
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html>).
///
/// ```no_run
/// use tinsmith_credentials::{ProcessCredentials, RoleCredentials};
/// use tinsmith_runtime::config::{Config, Region};
///
/// let config = Config::builder().region(Region::new("eu-west-1")).build();
/// let source = ProcessCredentials::new("my-keys --for ci");
/// let role = RoleCredentials::new("arn:aws:iam::123456789012:role/deploy", source, &config).external_id("x-1");
/// # let _ = role;
/// ```
#[derive(Clone)]
pub struct RoleCredentials {
    client: Client,
    role_arn: String,
    session_name: Option<String>,
    external_id: Option<String>,
    duration: Option<Duration>,
    mfa: Option<(String, Option<MfaPrompt>)>,
    directory: Option<PathBuf>,
}

impl RoleCredentials {
    /// The role of this ARN, assumed with these credentials, which are kept until they expire. Of
    /// the configuration, all else is used.
    pub fn new(role_arn: impl Into<String>, source: impl ProvideCredentials + 'static, config: &Config) -> Self {
        Self {
            client: client(config, Some(SharedCredentialsProvider::new(source))),
            role_arn: role_arn.into(),
            session_name: None,
            external_id: None,
            duration: None,
            mfa: None,
            directory: None,
        }
    }

    /// What the session is called. Unless it is set, after this program and the time.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// The ID that the role's owner has agreed on with the caller.
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// How long the credentials last, in whole seconds: an hour unless set.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// The serial number or ARN of the MFA device whose code goes along, and what asks for it.
    pub fn mfa(mut self, serial: impl Into<String>, prompt: Option<MfaPrompt>) -> Self {
        self.mfa = Some((serial.into(), prompt));
        self
    }

    /// Keeps the role's keys in a file of this directory, where the next program finds them as long
    /// as they are good for a quarter of an hour. The AWS CLI has such files in `~/.aws/cli/cache`.
    pub fn kept_in(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = Some(directory.into());
        self
    }

    /// The file in which the keys are kept.
    fn kept(&self) -> Option<CachedKeys> {
        let text = |it: &Option<String>| it.as_ref().map(|it| format!("\"{it}\""));
        let members = [
            ("DurationSeconds", self.duration.map(|it| it.as_secs().to_string())),
            ("ExternalId", text(&self.external_id)),
            ("RoleArn", text(&Some(self.role_arn.clone()))),
            ("RoleSessionName", text(&self.session_name)),
            ("SerialNumber", text(&self.mfa.as_ref().map(|(serial, _)| serial.clone()))),
        ];
        CachedKeys::new(self.directory.as_ref()?, &members)
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let kept = self.kept();
        if let Some(keys) = kept.as_ref().and_then(|it| it.get(self.client.config().now())) {
            tracing::debug!(role = self.role_arn, "keys of the role were kept");
            return Ok(keys);
        }
        let keys = self.assume().await?;
        if let Some(kept) = kept {
            kept.put(&keys);
        }
        Ok(keys)
    }

    async fn assume(&self) -> Result<Credentials, CredentialsError> {
        let mut call = self
            .client
            .assume_role()
            .role_arn(&self.role_arn)
            .role_session_name(self.session_name.clone().unwrap_or_else(session_name))
            .set_external_id(self.external_id.clone())
            // STS refuses what is longer than a role may last; so much fits.
            .set_duration_seconds(self.duration.map(|it| i32::try_from(it.as_secs()).unwrap_or(i32::MAX)));
        if let Some((serial, prompt)) = &self.mfa {
            call = call.serial_number(serial).token_code(self.code(serial, prompt.as_ref()).await?);
        }
        let answer = call.send().await.map_err(|error| not_assumed(&self.role_arn, &error))?;
        keys(answer.credentials, &self.role_arn, "AssumeRoleProvider")
    }

    async fn code(&self, serial: &str, prompt: Option<&MfaPrompt>) -> Result<String, CredentialsError> {
        let role = &self.role_arn;
        let Some(prompt) = prompt else {
            return Err(CredentialsError::invalid_configuration(format!(
                "the role {role} needs a code of the MFA device {serial}, and nothing is there to ask for it: set \
                 `mfa_prompt` of the loader"
            )));
        };
        let code = prompt.ask(serial).await.map_err(|error| {
            let reason = DisplayChain(&*error).to_string();
            CredentialsError::provider_error(format!("there is no code of the MFA device {serial}: {reason}"))
        })?;
        match code.trim() {
            "" => Err(CredentialsError::provider_error(format!("there is no code of the MFA device {serial}"))),
            code => Ok(code.to_owned()),
        }
    }
}

/// A client of STS with this configuration and these credentials.
pub(crate) fn client(config: &Config, credentials: Option<SharedCredentialsProvider>) -> Client {
    let mut builder = config.to_builder();
    builder.set_credentials_provider(credentials);
    // Limits are for STS to judge: whoever wrote the profile cannot set this policy.
    builder.set_validation(Some(ValidationPolicy::Off));
    if config.region().is_none() {
        builder.set_region(Some(REGION));
    }
    Client::from_conf(builder.build())
}

/// What a session is called that nobody named.
pub(crate) fn session_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("tinsmith-{}", now.as_secs())
}

pub(crate) fn not_assumed(role_arn: &str, error: &(dyn Error + 'static)) -> CredentialsError {
    CredentialsError::provider_error(format!("the role {role_arn} cannot be assumed: {}", DisplayChain(error)))
}

/// The keys of an answer of STS.
pub(crate) fn keys(
    found: Option<types::Credentials>,
    role_arn: &str,
    provider: &'static str,
) -> Result<Credentials, CredentialsError> {
    let keys = found.filter(|it| !it.access_key_id.is_empty() && !it.secret_access_key.is_empty());
    let Some(keys) = keys else {
        let reason = format!("the role {role_arn} cannot be assumed: the answer holds no keys");
        return Err(CredentialsError::provider_error(reason));
    };
    let token = Some(keys.session_token).filter(|it| !it.is_empty());
    let expiry = SystemTime::try_from(keys.expiration).ok();
    Ok(Credentials::new(keys.access_key_id, keys.secret_access_key, token, expiry, provider))
}

impl fmt::Debug for RoleCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RoleCredentials").field("role_arn", &self.role_arn).finish_non_exhaustive()
    }
}

impl ProvideCredentials for RoleCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.load())
    }
}
