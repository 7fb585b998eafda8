//! Roles that are assumed with other credentials through STS.

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

/// The region for assuming roles if none is configured. This endpoint of STS serves all regions of the commercial
/// partition.
const REGION: Region = Region::from_static("us-east-1");

/// Assumes a role (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html>).
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
    policy: Option<String>,
    policy_arns: Vec<String>,
    tags: Vec<(String, String)>,
    mfa: Option<(String, Option<MfaPrompt>)>,
    directory: Option<PathBuf>,
}

impl RoleCredentials {
    /// Creates a provider for the role with this ARN, which is assumed with these source credentials. They are cached
    /// until they expire. Everything but credentials is taken from the configuration.
    pub fn new(role_arn: impl Into<String>, source: impl ProvideCredentials + 'static, config: &Config) -> Self {
        Self {
            client: client(config, Some(SharedCredentialsProvider::new(source))),
            role_arn: role_arn.into(),
            session_name: None,
            external_id: None,
            duration: None,
            policy: None,
            policy_arns: Vec::new(),
            tags: Vec::new(),
            mfa: None,
            directory: None,
        }
    }

    /// Sets the name of the session. By default, it is the name of this library and the time.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// Sets the external ID that the role's owner gave to the caller.
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// Sets how long the credentials are valid, in whole seconds. By default, one hour.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// Sets a policy, as JSON, that limits what the session may do.
    pub fn policy(mut self, policy: impl Into<String>) -> Self {
        self.policy = Some(policy.into());
        self
    }

    /// Sets the ARNs of managed policies that limit what the session may do.
    pub fn policy_arns(mut self, arns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.policy_arns = arns.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the tags of the session: keys and values.
    pub fn tags(mut self, tags: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>) -> Self {
        self.tags = tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        self
    }

    /// Sets the serial number or ARN of the MFA device, and the prompt for its code.
    pub fn mfa(mut self, serial: impl Into<String>, prompt: Option<MfaPrompt>) -> Self {
        self.mfa = Some((serial.into(), prompt));
        self
    }

    /// Caches the role's credentials in a file in this directory. Later programs use them if they are valid for at
    /// least another 15 minutes. The AWS CLI has such files in `~/.aws/cli/cache`.
    pub fn kept_in(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = Some(directory.into());
        self
    }

    /// The cache file. Sessions with policies or tags are not cached in files.
    fn kept(&self) -> Option<CachedKeys> {
        if self.policy.is_some() || !self.policy_arns.is_empty() || !self.tags.is_empty() {
            return None;
        }
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
            tracing::debug!(role = self.role_arn, "using cached credentials of the role");
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
            .set_policy(self.policy.clone())
            .set_policy_arns(self.policies())
            .set_tags(self.session_tags()?)
            // STS rejects durations beyond the role's maximum, so the conversion may saturate.
            .set_duration_seconds(self.duration.map(|it| i32::try_from(it.as_secs()).unwrap_or(i32::MAX)));
        if let Some((serial, prompt)) = &self.mfa {
            call = call.serial_number(serial).token_code(self.code(serial, prompt.as_ref()).await?);
        }
        let answer = call.send().await.map_err(|error| not_assumed(&self.role_arn, &error))?;
        keys(answer.credentials, &self.role_arn, "AssumeRoleProvider")
    }

    fn policies(&self) -> Option<Vec<types::PolicyDescriptorType>> {
        let policy = |arn: &String| types::PolicyDescriptorType::builder().arn(arn).build();
        (!self.policy_arns.is_empty()).then(|| self.policy_arns.iter().map(policy).collect())
    }

    fn session_tags(&self) -> Result<Option<Vec<types::Tag>>, CredentialsError> {
        let tag = |(key, value): &(String, String)| types::Tag::builder().key(key).value(value).build();
        let tags: Result<Vec<_>, _> = self.tags.iter().map(tag).collect();
        tags.map(|it| Some(it).filter(|it| !it.is_empty())).map_err(CredentialsError::invalid_configuration)
    }

    async fn code(&self, serial: &str, prompt: Option<&MfaPrompt>) -> Result<String, CredentialsError> {
        let role = &self.role_arn;
        let Some(prompt) = prompt else {
            return Err(CredentialsError::invalid_configuration(format!(
                "the role {role} needs a code of the MFA device {serial}, but there is no prompt for it: set \
                 the loader's `mfa_prompt`"
            )));
        };
        let code = prompt.ask(serial).await.map_err(|error| {
            let reason = DisplayChain(&*error).to_string();
            CredentialsError::provider_error(format!("failed to get a code of the MFA device {serial}: {reason}"))
        })?;
        match code.trim() {
            "" => {
                Err(CredentialsError::provider_error(format!("expected a code of the MFA device {serial}, found none")))
            }
            code => Ok(code.to_owned()),
        }
    }
}

/// Creates an STS client with this configuration and these credentials.
pub(crate) fn client(config: &Config, credentials: Option<SharedCredentialsProvider>) -> Client {
    let mut builder = config.to_builder();
    builder.set_credentials_provider(credentials);
    // STS checks the limits: the author of a profile cannot set this policy.
    builder.set_validation(Some(ValidationPolicy::Off));
    if config.region().is_none() {
        builder.set_region(Some(REGION));
    }
    Client::from_conf(builder.build())
}

/// The default name of a session.
pub(crate) fn session_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("tinsmith-{}", now.as_secs())
}

pub(crate) fn not_assumed(role_arn: &str, error: &(dyn Error + 'static)) -> CredentialsError {
    CredentialsError::provider_error(format!("failed to assume the role {role_arn}: {}", DisplayChain(error)))
}

/// The credentials in a response of STS.
pub(crate) fn keys(
    found: Option<types::Credentials>,
    role_arn: &str,
    provider: &'static str,
) -> Result<Credentials, CredentialsError> {
    let keys = found.filter(|it| !it.access_key_id.is_empty() && !it.secret_access_key.is_empty());
    let Some(keys) = keys else {
        let reason = format!("failed to assume the role {role_arn}: the response contains no credentials");
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
