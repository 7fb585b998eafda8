//! Shared code of the provider tests.

use std::time::{Duration, SystemTime};

use tinsmith_credentials::Loader;
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_iam::config::{Config, HttpClient, ProvideCredentials};
use tinsmith_runtime::credentials::{Credentials, CredentialsError};
use tinsmith_runtime::error::DisplayChain;
use tinsmith_runtime::http::{HttpFuture, HttpRequest, HyperClient};
use tinsmith_tests::home::Home;
use tinsmith_tests::server::Act;

/// A secret that no message may contain.
pub const SECRET: &str = "s3cr3t-k3y-of-nobody";
pub const TOKEN: &str = "t0k3n-of-nobody";

/// A variable that keeps tests from querying the machine they run on.
pub const NO_INSTANCE: (&str, &str) = ("AWS_EC2_METADATA_DISABLED", "true");

/// Responds with JSON.
pub fn json(status: u16, body: &str) -> Act {
    Act::Answer(status, Vec::new(), body.to_owned())
}

/// Keys as containers and instances provide them, valid for this many seconds.
pub fn endpoint_keys(id: &str, seconds: i64) -> String {
    let expiration = time(seconds);
    format!(
        "{{\"Code\": \"Success\", \"AccessKeyId\": \"{id}\", \"SecretAccessKey\": \"{SECRET}\", \"Token\": \
         \"{TOKEN}\", \"Expiration\": \"{expiration}\"}}"
    )
}

/// The time in this many seconds, in RFC 3339.
pub fn time(seconds: i64) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock").as_secs();
    let then = i64::try_from(now).expect("a time") + seconds;
    let time = tinsmith_runtime::primitives::DateTime::from_secs(then);
    time.fmt(tinsmith_runtime::primitives::DateTimeFormat::DateTime).expect("a time")
}

/// A loader with these files and variables, whose calls fail fast.
pub fn loader(home: &Home, variables: &[(&str, &str)]) -> Loader {
    let second = Duration::from_secs(1);
    let timeouts = TimeoutConfig::builder().connect_timeout(second).read_timeout(second).build();
    let retries = RetryConfig::standard().with_max_attempts(2).with_initial_backoff(Duration::from_millis(1));
    let overrides = Config::builder().timeout_config(timeouts).retry_config(retries);
    Loader::new().environment(home.environment(variables)).overrides(overrides)
}

/// The keys that a loader finds, or the error with its causes.
pub async fn keys(loader: Loader) -> Result<Credentials, String> {
    let config = loader.load().map_err(|error| error.to_string())?;
    provided(&config.credentials_provider().expect("a provider")).await
}

/// The keys of a provider, or the error with its causes.
pub async fn provided(provider: &impl ProvideCredentials) -> Result<Credentials, String> {
    provider.provide_credentials().await.map_err(|error| {
        let text = DisplayChain(&error).to_string();
        for secret in [SECRET, TOKEN] {
            assert!(!text.contains(secret) && !format!("{error:?}").contains(secret), "{text}");
        }
        let kind = match error {
            CredentialsError::CredentialsNotLoaded(_) => "nothing",
            CredentialsError::InvalidConfiguration(_) => "wrong",
            _ => "failed",
        };
        format!("{kind}: {text}")
    })
}

/// Asserts that the result is an error that contains these parts.
pub fn assert_fails(found: Result<Credentials, String>, parts: &[&str]) {
    let error = found.map(|keys| keys.access_key_id().to_owned()).expect_err("no keys");
    for part in parts {
        assert!(error.contains(part), "{part:?} is not in: {error}");
    }
}

/// Redirects requests for one origin to another.
#[derive(Debug)]
pub struct Detour {
    pub from: &'static str,
    pub to: String,
    pub client: HyperClient,
}

impl Detour {
    pub fn new(from: &'static str, to: String) -> Self {
        Self { from, to, client: HyperClient::builder().no_proxy().build() }
    }
}

impl HttpClient for Detour {
    fn call(&self, mut request: HttpRequest) -> HttpFuture<'_> {
        let rest = request.url.strip_prefix(self.from).unwrap_or_else(|| panic!("a request to {}", request.url));
        request.url = format!("{}{rest}", self.to);
        self.client.call(request)
    }
}
