//! The client under test, and the outcome of its calls.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tinsmith_iam::Client;
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_iam::config::{AsyncSleep, Builder, Config, Credentials, Region, Sleep};
use tinsmith_iam::error::SdkError;
use tinsmith_iam::operation::update_access_key::{UpdateAccessKeyError, UpdateAccessKeyOutput};
use tinsmith_iam::types::StatusType;
use tinsmith_tests::server::Server;

pub type Outcome = Result<UpdateAccessKeyOutput, SdkError<UpdateAccessKeyError>>;

/// The read timeout. A silent server must be detected within it, and a responding one must not.
pub const READ_TIMEOUT: Duration = Duration::from_millis(300);

/// A configuration for a server, with very short pauses.
pub fn config(server: &Server) -> Builder {
    config_of(&server.url())
}

pub fn config_of(url: &str) -> Builder {
    let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
    Config::builder()
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
        .endpoint_url(url)
        .retry_config(retries)
        .timeout_config(TimeoutConfig::builder().read_timeout(READ_TIMEOUT).build())
}

/// Makes the call of these tests.
pub async fn call(client: &Client) -> Outcome {
    let call = client.update_access_key().user_name("Bob").access_key_id("AKIAIOSFODNN7EXAMPLE");
    call.status(StatusType::Inactive).send().await
}

pub async fn call_with(config: Builder) -> Outcome {
    call(&Client::from_conf(config.build())).await
}

/// An error and its causes on one line.
pub fn text(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

/// Pauses that take no time and are recorded.
#[derive(Clone, Debug, Default)]
pub struct Pauses(Arc<Mutex<Vec<Duration>>>);

impl Pauses {
    pub fn taken(&self) -> Vec<Duration> {
        self.0.lock().expect("no panic while it was held").clone()
    }
}

impl AsyncSleep for Pauses {
    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.lock().expect("no panic while it was held").push(duration);
        Sleep::new(std::future::ready(()))
    }
}
