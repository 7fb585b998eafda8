//! The sources of configuration values: options, environment, the shared files.

use std::error::Error;
use std::path::PathBuf;

use crate::call;
use crate::failure::Failure;
use crate::files;
use crate::globals::Globals;
use tinsmith_runtime::config::{Config, Credentials, Environment, ProvideCredentials, endpoint_variable};
use tinsmith_runtime::credentials::CredentialsError;
use tinsmith_runtime::profile::{Profile, Profiles};
use tinsmith_runtime::service::Service;

/// A setting with its value and source.
#[derive(Debug, Default)]
pub(super) struct Setting {
    /// The name of the setting.
    pub name: &'static str,
    /// Its value. `None` if it is not set.
    pub value: Option<String>,
    /// The kind of its source.
    pub kind: Option<&'static str>,
    /// The location of its source.
    pub place: Option<String>,
}

/// One of the two shared files.
struct File {
    kind: &'static str,
    shown: String,
    profiles: Profiles,
}

/// All sources.
pub(super) struct Sources<'a> {
    globals: &'a Globals,
    environment: Environment,
    /// The credentials file is first, because it wins if both have a key.
    files: Vec<File>,
    profile: Setting,
}

impl<'a> Sources<'a> {
    /// Reads the sources. Errors in files are reported when the configuration is loaded.
    pub(crate) fn new(globals: &'a Globals) -> Self {
        let environment = Environment::of_process();
        let credentials = environment.file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials");
        let config = environment.file("AWS_CONFIG_FILE", ".aws/config");
        let file = |kind, path: PathBuf| {
            let profiles = match kind {
                "config-file" => Profiles::load(Some(&path), None),
                _ => Profiles::load(None, Some(&path)),
            };
            File { kind, shown: files::shown(&path, &environment), profiles: profiles.unwrap_or_default() }
        };
        let files = [("shared-credentials-file", credentials), ("config-file", config)];
        let files = files.into_iter().filter_map(|(kind, path)| Some(file(kind, path?))).collect();
        let mut sources = Self { globals, environment, files, profile: Setting::default() };
        let option = ("--profile", globals.profile.clone());
        sources.profile = sources.given("profile", option, &["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]);
        sources
    }

    /// All settings, and the errors in them.
    pub(crate) fn settings(self, service: &'static Service) -> (Vec<Setting>, Option<Failure>) {
        let globals = self.globals;
        let (config, mut failure) = match call::config(globals) {
            Ok(config) => (Some(config), None),
            Err(failure) => (None, Some(failure)),
        };
        let (access_key, secret_key, wrong) = self.keys(config.as_ref());
        failure = failure.or(wrong);
        let region = self.find("region", ("--region", globals.region.clone()), &["AWS_REGION", "AWS_DEFAULT_REGION"]);
        let endpoint = self.endpoint(service, config.as_ref(), &mut failure);
        let none = ("", None);
        let output = globals.output.map(|it| it.name().to_owned());
        let bundle = ("--ca-bundle", globals.ca_bundle.clone());
        let attempts = config.as_ref().map(|it| it.retry().max_attempts().to_string());
        let settings = vec![
            access_key,
            secret_key,
            region,
            endpoint,
            self.find("retry_mode", none.clone(), &["AWS_RETRY_MODE"]).or_default(Some("standard".to_owned())),
            self.find("max_attempts", none, &["AWS_MAX_ATTEMPTS"]).or_default(attempts),
            self.find("output", ("--output", output), &["AWS_DEFAULT_OUTPUT"]).or_default(Some("json".to_owned())),
            self.find("ca_bundle", bundle, &["AWS_CA_BUNDLE"]),
        ];
        let mut all = vec![self.profile];
        all.extend(settings);
        (all, failure)
    }

    /// A setting from an option or environment variable.
    fn given(&self, name: &'static str, option: (&str, Option<String>), variables: &[&str]) -> Setting {
        if let (option, Some(value)) = option {
            return Setting { name, value: Some(value), kind: Some("manual"), place: Some(option.to_owned()) };
        }
        let variable = |it: &&str| Some(((*it).to_owned(), self.environment.get(it)?.to_owned()));
        match variables.iter().find_map(variable) {
            Some((variable, value)) => Setting { name, value: Some(value), kind: Some("env"), place: Some(variable) },
            None => Setting { name, ..Setting::default() },
        }
    }

    /// A setting from an option, an environment variable, or the profile key with its name.
    fn find(&self, name: &'static str, option: (&str, Option<String>), variables: &[&str]) -> Setting {
        let given = self.given(name, option, variables);
        if given.value.is_some() { given } else { self.in_profile(name, |profile| profile.get(name)) }
    }

    fn in_profile<'p>(&'p self, name: &'static str, value: impl Fn(Profile<'p>) -> Option<&'p str>) -> Setting {
        let profile = self.profile.value.as_deref().unwrap_or("default");
        let found = |file: &'p File| Some((file, value(file.profiles.get(profile)?)?));
        match self.files.iter().find_map(found) {
            Some((file, value)) => {
                let place = Some(file.shown.clone());
                Setting { name, value: Some(value.to_owned()), kind: Some(file.kind), place }
            }
            None => Setting { name, ..Setting::default() },
        }
    }

    /// The URL of requests to the service.
    fn endpoint(&self, service: &'static Service, config: Option<&Config>, failure: &mut Option<Failure>) -> Setting {
        let name = "endpoint_url";
        let ignored = ("", None);
        let ignored = self.find("ignore_configured_endpoint_urls", ignored, &["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]);
        let option = ("--endpoint-url", self.globals.endpoint_url.clone());
        let found = if ignored.value.is_some_and(|it| it.eq_ignore_ascii_case("true")) {
            self.given(name, option, &[])
        } else {
            let own = endpoint_variable(service.sdk_id);
            let given = self.given(name, option, &[&own, "AWS_ENDPOINT_URL"]);
            if given.value.is_some() { given } else { self.in_profile(name, |it| url_in(it, service.sdk_id)) }
        };
        match config.map(|it| call::endpoint_url(service, it, self.globals.program)) {
            Some(Ok(url)) => found.or_default(Some(url)),
            Some(Err(error)) => {
                failure.get_or_insert(error);
                found
            }
            None => found,
        }
    }

    /// The profile, whose place here is left empty.
    pub(super) fn take_profile(&mut self) -> Setting {
        let value = self.profile.value.clone();
        std::mem::replace(&mut self.profile, Setting { name: "profile", value, ..Setting::default() })
    }

    /// Whether the profile exists. The default one need not.
    fn has_profile(&self) -> bool {
        let is_there = |name: &str| self.files.iter().any(|file| file.profiles.get(name).is_some());
        self.profile.value.as_deref().is_none_or(is_there)
    }

    /// Keys and region as they are, and what is wrong with them.
    pub(super) fn shared(&self) -> (Vec<Setting>, Option<Failure>) {
        let config = match call::config(self.globals) {
            Ok(config) => Some(config),
            Err(failure) if !self.has_profile() => return (Vec::new(), Some(failure)),
            // The settings that are shown do not depend on the one that is wrong.
            Err(_) => None,
        };
        let (access_key, secret_key, failure) = self.raw_keys(config.as_ref());
        let mut region = self.find("region", ("", None), &["AWS_REGION", "AWS_DEFAULT_REGION"]);
        if region.value.is_some() && region.kind == Some("config-file") {
            let written = self.environment.get("AWS_CONFIG_FILE").unwrap_or("~/.aws/config");
            region.place = Some(written.to_owned());
        }
        (vec![access_key, secret_key, region], failure)
    }

    /// The masked credentials, and the error if they cannot be loaded.
    fn keys(&self, config: Option<&Config>) -> (Setting, Setting, Option<Failure>) {
        let (mut access_key, mut secret_key, failure) = self.raw_keys(config);
        for setting in [&mut access_key, &mut secret_key] {
            setting.value = setting.value.as_deref().map(masked);
        }
        (access_key, secret_key, failure)
    }

    /// The keys that sign requests.
    fn raw_keys(&self, config: Option<&Config>) -> (Setting, Setting, Option<Failure>) {
        let provided = config.map(provide);
        let key = |name: &'static str, variable: &str, key: &str| {
            // If the profile is selected by an option, credentials in environment variables are ignored.
            let variables: &[&str] = if self.globals.profile.is_some() { &[] } else { &[variable] };
            let given = self.given(name, ("", None), variables);
            if given.value.is_some() { given } else { self.in_profile(name, |it| it.get(key)) }
        };
        let mut access_key = key("access_key", "AWS_ACCESS_KEY_ID", "aws_access_key_id");
        let mut secret_key = key("secret_key", "AWS_SECRET_ACCESS_KEY", "aws_secret_access_key");
        let failure = match provided {
            Some(Ok(Some(credentials))) => {
                let found = [
                    (&mut access_key, credentials.access_key_id()),
                    (&mut secret_key, credentials.secret_access_key()),
                ];
                for (setting, value) in found {
                    if setting.value.as_deref() != Some(value) {
                        *setting = self.elsewhere(setting.name, value);
                    }
                }
                None
            }
            Some(Err(failure)) => Some(failure),
            Some(Ok(None)) | None => None,
        };
        (access_key, secret_key, failure)
    }

    /// A key that is neither in the environment nor in a file, but generated or fetched, with the AWS CLI's name of the
    /// method.
    fn elsewhere(&self, name: &'static str, value: &str) -> Setting {
        const WAYS: &[(&str, &str)] = &[
            ("role_arn", "assume-role"),
            ("web_identity_token_file", "assume-role-with-web-identity"),
            ("sso_session", "sso"),
            ("sso_start_url", "sso"),
            ("credential_process", "custom-process"),
        ];
        const VARIABLES: &[(&str, &str)] = &[
            ("AWS_WEB_IDENTITY_TOKEN_FILE", "assume-role-with-web-identity"),
            ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "container-role"),
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "container-role"),
        ];
        let by_profile = WAYS.iter().find_map(|(key, way)| {
            let place = self.in_profile(name, |it| it.get(key)).place?;
            Some((*way, place))
        });
        let by_variable = || {
            let (variable, way) = VARIABLES.iter().find(|(variable, _)| self.environment.get(variable).is_some())?;
            Some((*way, (*variable).to_owned()))
        };
        let (kind, place) = by_profile.or_else(by_variable).unwrap_or(("iam-role", String::new()));
        Setting { name, value: Some(value.to_owned()), kind: Some(kind), place: Some(place) }
    }
}

impl Setting {
    /// The setting with its default, if it is not set.
    fn or_default(self, value: Option<String>) -> Self {
        match self.value {
            None if value.is_some() => Self { value, kind: Some("default"), place: Some(String::new()), ..self },
            _ => self,
        }
    }
}

fn url_in<'p>(profile: Profile<'p>, sdk_id: &str) -> Option<&'p str> {
    profile.get_for_service(sdk_id, "endpoint_url").or_else(|| profile.get("endpoint_url"))
}

/// The credentials that would sign requests. `None` if there are none.
pub(super) fn provide(config: &Config) -> Result<Option<Credentials>, Failure> {
    let Some(provider) = config.credentials_provider() else { return Ok(None) };
    match call::runtime()?.block_on(provider.provide_credentials()) {
        Ok(credentials) => Ok(Some(credentials)),
        Err(CredentialsError::CredentialsNotLoaded(_)) => Ok(None),
        // The provider's own message is sufficient.
        Err(error) => Err(Failure::General(call::chain(error.source().unwrap_or(&error)))),
    }
}

/// The last four characters of a key, if they are at most a quarter of it. The rest is masked.
fn masked(key: &str) -> String {
    const SHOWN: usize = 4;
    let count = key.chars().count();
    let shown = if count >= 4 * SHOWN { SHOWN } else { 0 };
    "*".repeat(16) + &key.chars().skip(count - shown).collect::<String>()
}
