//! Loads a configuration from environment variables and the shared files.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

#[cfg(doc)]
use super::ValidationPolicy;
use super::chain::Keys;
use super::endpoints::Sources;
use super::error::{ConfigError, ConfigErrors};
use super::retry::{RetryConfig, RetryMode};
use super::{
    AppName, Builder, ChainContext, Config, Environment, ProviderChain, Region, RequestChecksumCalculation,
    ResponseChecksumValidation,
};
use super::{account, app_name, policy};
use crate::credentials::MfaPrompt;
use crate::profile::{Profile, Profiles};

/// Loads a configuration like other AWS tools: the environment wins over the profile.
///
/// | setting | variable | key of the profile |
/// | --- | --- | --- |
/// | profile | `AWS_PROFILE`, `AWS_DEFAULT_PROFILE` | |
/// | files | `AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE` | |
/// | region | `AWS_REGION`, `AWS_DEFAULT_REGION` | `region` |
/// | keys | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` | the same in lower case |
/// | endpoint | `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL` | `services` section, `endpoint_url` |
/// | no endpoint | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `ignore_configured_endpoint_urls` |
/// | retries | `AWS_RETRY_MODE`, `AWS_MAX_ATTEMPTS` | `retry_mode`, `max_attempts` |
/// | FIPS | `AWS_USE_FIPS_ENDPOINT` | `use_fips_endpoint` |
/// | dual stack | `AWS_USE_DUALSTACK_ENDPOINT` | `use_dualstack_endpoint` |
/// | certificates | `AWS_CA_BUNDLE` | `ca_bundle`; else the variable `REQUESTS_CA_BUNDLE` |
/// | application | `AWS_SDK_UA_APP_ID` | `sdk_ua_app_id` |
/// | no clock correction | `AWS_DISABLE_CLOCK_SKEW_CORRECTION` | `disable_clock_skew_correction` |
/// | account endpoints | `AWS_ACCOUNT_ID_ENDPOINT_MODE` | `account_id_endpoint_mode` |
/// | endpoint discovery | `AWS_ENABLE_ENDPOINT_DISCOVERY`: `true`, `false` or `auto` | `endpoint_discovery_enabled` |
/// | checksums | `AWS_REQUEST_CHECKSUM_CALCULATION`, `AWS_RESPONSE_CHECKSUM_VALIDATION` | the same in lower case, without `AWS_` |
/// | compression | `AWS_DISABLE_REQUEST_COMPRESSION`, `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES` | likewise |
/// | authentication | `AWS_AUTH_SCHEME_PREFERENCE` | `auth_scheme_preference` |
/// | tokens, keys, passwords | `AWS_BEARER_TOKEN_<SERVICE>`, `API_KEY_<SERVICE>`, `BASIC_AUTH_<SERVICE>`, `DIGEST_AUTH_<SERVICE>` | |
/// | regions of `sigv4a` | `AWS_SIGV4A_SIGNING_REGION_SET` | `sigv4a_signing_region_set` |
/// | S3 | `AWS_S3_USE_ARN_REGION`, `AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS` | `s3_use_arn_region`, `s3_disable_multiregion_access_points` |
/// | [validation](ValidationPolicy) | `TINSMITH_VALIDATION`: `enforce`, `warn` or `off` | `tinsmith_validation`; else `parameter_validation = false` |
///
/// Paths may begin with `~/`. Errors in sections and lines that are not used are ignored. An invalid value of a setting
/// that only some operations use, such as checksums, fails the calls of those operations and no others. If an endpoint is
/// configured, FIPS and dual stack have no effect.
///
/// The retry mode `legacy` equals `standard`, with up to 5 attempts instead of 3.
///
/// ```
/// # use tinsmith_runtime as tinsmith_iam;
/// use tinsmith_iam::config::{Config, ConfigErrors, Loader};
///
/// fn configure() -> Result<Config, ConfigErrors> {
///     Loader::new().profile_name("work").load()
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Loader {
    environment: Environment,
    profile: Option<String>,
    overrides: Builder,
    mfa_prompt: Option<MfaPrompt>,
    role_directory: Option<PathBuf>,
    chain: Arc<dyn ProviderChain>,
}

impl Loader {
    /// Loads from the process's environment.
    pub fn new() -> Self {
        Self {
            environment: Environment::of_process(),
            profile: None,
            overrides: Builder::new(),
            mfa_prompt: None,
            role_directory: None,
            chain: Arc::new(Keys),
        }
    }

    /// Loads from the given environment instead of the process's.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Selects a profile. Its credentials then win over those of the environment. An empty name is ignored.
    pub fn profile_name(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into()).filter(|it| !it.is_empty());
        self
    }

    /// Overrides what environment and files contain. Unlike settings made after loading, these also apply to the calls
    /// that load credentials, except for the endpoint URL.
    pub fn overrides(mut self, overrides: Builder) -> Self {
        self.overrides = overrides;
        self
    }

    /// Sets the prompt for MFA codes. Without it, a profile with `mfa_serial` has no credentials.
    pub fn mfa_prompt(mut self, prompt: MfaPrompt) -> Self {
        self.mfa_prompt = Some(prompt);
        self
    }

    /// Caches the credentials of a profile's roles in files in this directory, for later programs. Without it, they are
    /// only kept in memory.
    pub fn role_directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.role_directory = Some(directory.into());
        self
    }

    /// Sets the chain that credentials come from. By default, they are read from environment variables and the profile.
    pub fn provider_chain(mut self, chain: impl ProviderChain + 'static) -> Self {
        self.chain = Arc::new(chain);
        self
    }

    /// Loads the configuration.
    pub fn load(self) -> Result<Config, ConfigErrors> {
        self.load_builder().map(Builder::build)
    }

    /// Loads the configuration into a builder, whose setters override it.
    pub fn load_builder(self) -> Result<Builder, ConfigErrors> {
        let loaded = self.load_valid();
        loaded.errors.map_or(Ok(loaded.builder), Err)
    }

    /// Loads all valid settings, and collects the errors in the others.
    pub(super) fn load_valid(self) -> Loaded {
        let mut errors = Vec::new();
        let profiles = Profiles::of(&self.environment).unwrap_or_else(|mistakes| {
            errors.extend(mistakes.into_iter().map(ConfigError::Profile));
            Profiles::default()
        });
        let name = self.profile.as_deref().or_else(|| self.environment.profile_name());
        let profile = profiles.get(name.unwrap_or("default"));
        match (name, profile) {
            (_, Some(profile)) => errors.extend(profile.mistakes().cloned().map(ConfigError::Profile)),
            (Some(name), None) if errors.is_empty() => {
                let reasons = profiles.reasons_for_missing(name).cloned().collect();
                errors.push(ConfigError::ProfileNotFound { name: name.to_owned(), reasons });
            }
            _ => {}
        }
        let mut reader = Reader { environment: &self.environment, profile, errors, postponed: Vec::new() };
        let mut builder = reader.read();
        let is_ignored = reader.read_ignored();
        let errors = (!reader.errors.is_empty()).then(|| ConfigErrors::new(reader.errors));
        let outside = &mut builder.settings.outside;
        outside.mistakes = reader.postponed.into();
        outside.environment = Some(self.environment.clone());
        let name = name.unwrap_or("default").to_owned();
        let profiles = Arc::new(profiles);
        let environment = self.environment.clone();
        let sources = Sources { environment: environment.clone(), profiles: profiles.clone(), profile: name.clone() };
        if !is_ignored {
            outside.endpoints = Some(Arc::new(sources.clone()));
        }
        builder.settings = self.overrides.settings.or(&builder.settings);
        let mut calls = builder.clone();
        calls.set_endpoint_url(None);
        let context = ChainContext {
            is_profile_named: self.profile.is_some(),
            mfa_prompt: self.mfa_prompt,
            role_directory: self.role_directory,
            ..ChainContext::new(environment, profiles, name, calls.build())
        };
        builder.settings.outside.profile_tokens = self.chain.token_provider(&context);
        if builder.settings.credentials.is_none() {
            builder.set_credentials_provider(Some(self.chain.provider(context)));
        }
        Loaded { builder, errors, sources, is_endpoint_ignored: is_ignored }
    }
}

/// What a [`Loader`] found.
#[cfg_attr(not(feature = "aws-config"), expect(dead_code, reason = "clients read the sources themselves"))]
pub(super) struct Loaded {
    pub(super) builder: Builder,
    pub(super) errors: Option<ConfigErrors>,
    pub(super) sources: Sources,
    /// Whether endpoint URLs in the sources are ignored.
    pub(super) is_endpoint_ignored: bool,
}

impl Default for Loader {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads settings and collects the errors in them.
struct Reader<'a> {
    environment: &'a Environment,
    profile: Option<Profile<'a>>,
    errors: Vec<ConfigError>,
    /// Errors in settings that only some calls use.
    postponed: Vec<ConfigError>,
}

impl Reader<'_> {
    fn read(&mut self) -> Builder {
        let mut builder = Config::builder();
        let region = self.find(&["AWS_REGION", "AWS_DEFAULT_REGION"], "region").map(|(region, _)| Region::new(region));
        builder.set_region(region);
        let fips = self.parse(&["AWS_USE_FIPS_ENDPOINT"], "use_fips_endpoint", parse_bool);
        builder.set_use_fips(fips);
        let dual_stack = self.parse(&["AWS_USE_DUALSTACK_ENDPOINT"], "use_dualstack_endpoint", parse_bool);
        builder.set_use_dual_stack(dual_stack);
        let variable = "AWS_DISABLE_CLOCK_SKEW_CORRECTION";
        let clock = self.parse(&[variable], "disable_clock_skew_correction", parse_bool);
        builder.set_disable_clock_skew_correction(clock);
        builder.set_app_name(self.read_app_name());
        let bundle = self.find(&["AWS_CA_BUNDLE"], "ca_bundle").map(|(path, _)| path);
        if let Some(path) = bundle.as_deref().or_else(|| self.environment.get("REQUESTS_CA_BUNDLE")) {
            builder = builder.ca_bundle(self.environment.path(path));
        }
        match policy::find(self.environment, self.profile) {
            Ok(Some((policy, source))) => {
                policy::log(policy, &source);
                builder.set_validation(Some(policy));
            }
            Ok(None) => {}
            Err(error) => self.errors.push(error),
        }
        self.read_services(&mut builder);
        let retry = self.read_retry();
        builder.set_retry_config(retry);
        builder
    }

    /// An invalid character in a name is replaced: it must not fail a call.
    fn read_app_name(&self) -> Option<AppName> {
        let (text, source) = self.find(&["AWS_SDK_UA_APP_ID"], "sdk_ua_app_id")?;
        let name = app_name::replacing(&text)?;
        if name.as_ref() != text {
            tracing::warn!(source, name = name.as_ref(), "replaced invalid characters in the application name");
        }
        Some(name)
    }

    /// Reads the settings that only some operations use. `client::settings` says which.
    fn read_services(&mut self, builder: &mut Builder) {
        let arn_region = self.parse_later(&["AWS_S3_USE_ARN_REGION"], "s3_use_arn_region", parse_bool);
        builder.set_use_arn_region(arn_region);
        let variable = "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS";
        let multi_region = self.parse_later(&[variable], "s3_disable_multiregion_access_points", parse_bool);
        builder.set_disable_multi_region_access_points(multi_region);
        let variable = "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH";
        let express = self.parse_later(&[variable], "s3_disable_express_session_auth", parse_bool);
        builder.set_disable_s3_express_session_auth(express);
        let variable = "AWS_DISABLE_HOST_PREFIX_INJECTION";
        let prefix = self.parse_later(&[variable], "disable_host_prefix_injection", parse_bool);
        builder.set_disable_host_prefix_injection(prefix);
        let mode = self.parse_later(&["AWS_ACCOUNT_ID_ENDPOINT_MODE"], "account_id_endpoint_mode", account::parse);
        builder.set_account_id_endpoint_mode(mode);
        let variable = "AWS_ENABLE_ENDPOINT_DISCOVERY";
        let discovery = self.parse_later(&[variable], "endpoint_discovery_enabled", parse_discovery);
        builder.set_endpoint_discovery_enabled(discovery.flatten());
        let variable = "AWS_REQUEST_CHECKSUM_CALCULATION";
        let when = self.parse_later(&[variable], "request_checksum_calculation", parse_when);
        builder.set_request_checksum_calculation(when.map(|is_required| match is_required {
            true => RequestChecksumCalculation::WhenRequired,
            false => RequestChecksumCalculation::WhenSupported,
        }));
        let variable = "AWS_RESPONSE_CHECKSUM_VALIDATION";
        let when = self.parse_later(&[variable], "response_checksum_validation", parse_when);
        builder.set_response_checksum_validation(when.map(|is_required| match is_required {
            true => ResponseChecksumValidation::WhenRequired,
            false => ResponseChecksumValidation::WhenSupported,
        }));
        let compression =
            self.parse_later(&["AWS_DISABLE_REQUEST_COMPRESSION"], "disable_request_compression", parse_bool);
        builder.set_disable_request_compression(compression);
        let variable = "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES";
        let size = self.parse_later(&[variable], "request_min_compression_size_bytes", parse_compression_size);
        builder.set_request_min_compression_size_bytes(size);
        if let Some((regions, _)) = self.find(&["AWS_SIGV4A_SIGNING_REGION_SET"], "sigv4a_signing_region_set") {
            let regions = regions.split(',').map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(",");
            *builder = std::mem::take(builder).sigv4a_signing_region_set(regions);
        }
        if let Some((schemes, _)) = self.find(&["AWS_AUTH_SCHEME_PREFERENCE"], "auth_scheme_preference") {
            let schemes = schemes.split(',').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
            *builder = std::mem::take(builder).auth_scheme_preference(schemes);
        }
    }

    fn read_retry(&mut self) -> Option<RetryConfig> {
        let mode = self.parse(&["AWS_RETRY_MODE"], "retry_mode", parse_retry_mode);
        let attempts = self.parse(&["AWS_MAX_ATTEMPTS"], "max_attempts", parse_attempts);
        if mode.is_none() && attempts.is_none() {
            return None;
        }
        let (mode, usual) = mode.unwrap_or((RetryMode::Standard, STANDARD_ATTEMPTS));
        let config = RetryConfig::standard().with_retry_mode(mode);
        Some(config.with_max_attempts(attempts.unwrap_or(usual)))
    }

    fn read_ignored(&mut self) -> bool {
        let variable = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";
        self.parse(&[variable], "ignore_configured_endpoint_urls", parse_bool).unwrap_or(false)
    }

    /// The text of a setting, and where it was found.
    fn find(&self, variables: &[&str], key: &str) -> Option<(String, String)> {
        let in_environment = |name: &&str| Some((self.environment.get(name)?.to_owned(), (*name).to_owned()));
        let in_profile = || {
            let profile = self.profile?;
            Some((profile.get(key)?.to_owned(), format!("profile `{}`", profile.name())))
        };
        variables.iter().find_map(in_environment).or_else(in_profile)
    }

    fn parse<T>(
        &mut self,
        variables: &[&str],
        setting: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let (value, source) = self.find(variables, setting)?;
        match parse(&value) {
            Ok(it) => Some(it),
            Err(reason) => {
                self.errors.push(ConfigError::InvalidValue { setting, source, value, reason });
                None
            }
        }
    }

    /// Like `parse`, for a setting that only some calls use.
    fn parse_later<T>(
        &mut self,
        variables: &[&str],
        setting: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let before = self.errors.len();
        let value = self.parse(variables, setting, parse);
        self.postponed.extend(self.errors.drain(before..));
        value
    }
}

/// Whether the value is `when_required`.
fn parse_when(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "when_supported" => Ok(false),
        "when_required" => Ok(true),
        _ => Err("expected `when_supported` or `when_required`".to_owned()),
    }
}

/// Whether to discover endpoints; `None` if only where it is required.
pub(super) fn parse_discovery(text: &str) -> Result<Option<bool>, String> {
    match text.trim().eq_ignore_ascii_case("auto") {
        true => Ok(None),
        false => parse_bool(text.trim()).map(Some).map_err(|_| "expected true, false or auto".to_owned()),
    }
}

fn parse_compression_size(text: &str) -> Result<u32, String> {
    let size = text.trim().parse().ok().filter(|it| *it <= 10_485_760);
    size.ok_or_else(|| "expected a number of bytes from 0 to 10485760".to_owned())
}

pub(super) fn parse_bool(text: &str) -> Result<bool, String> {
    match () {
        () if text.eq_ignore_ascii_case("true") => Ok(true),
        () if text.eq_ignore_ascii_case("false") => Ok(false),
        () => Err("expected true or false".to_owned()),
    }
}

/// The number of attempts in the modes `standard` and `adaptive`, and in the mode `legacy`.
const STANDARD_ATTEMPTS: u32 = 3;
const LEGACY_ATTEMPTS: u32 = 5;

/// A retry mode and its default number of attempts. The legacy mode of older tools retries fewer kinds of failure, but
/// more often. Here it is the standard mode with more attempts.
fn parse_retry_mode(text: &str) -> Result<(RetryMode, u32), String> {
    if text.eq_ignore_ascii_case("legacy") {
        return Ok((RetryMode::Standard, LEGACY_ATTEMPTS));
    }
    let mode = RetryMode::from_str(text).map_err(|_| "expected legacy, standard or adaptive".to_owned())?;
    Ok((mode, STANDARD_ATTEMPTS))
}

fn parse_attempts(text: &str) -> Result<u32, String> {
    match text.parse::<u32>() {
        Ok(attempts) if attempts > 0 => Ok(attempts),
        _ => Err("expected an integer greater than or equal to one".to_owned()),
    }
}
