//! Requests to the endpoints of containers and instances: small, plain, close by.

use std::time::{Duration, SystemTime};

use tinsmith_runtime::config::{AsyncSleep, Config, HttpClient, SharedHttpClient};
use tinsmith_runtime::error::{ConnectorError, DisplayChain};
use tinsmith_runtime::http::{HttpRequest, HyperClient};
use tinsmith_runtime::message::Response;

use crate::answer::{Answer, ENDPOINT};

/// The pause before the first retry; before each further one it is twice as long.
const PAUSE: Duration = Duration::from_millis(100);

/// What sends requests to an endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    client: SharedHttpClient,
    config: Config,
    /// How long connecting and each wait for the answer may take.
    timeout: Duration,
    /// How many attempts a request gets.
    attempts: u32,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No connection was made.
    Unreachable(String),
    /// The connection broke, or the answer did not come in time.
    NoAnswer(String),
}

impl Caller {
    /// Sends with the connector of the configuration. Without one, by plain connections that pass
    /// by every proxy: a proxy is somewhere else, where these endpoints are others or none.
    pub(crate) fn new(config: &Config, timeout: Duration, attempts: u32) -> Self {
        let client = config.http_client().unwrap_or_else(|| {
            let mut builder = HyperClient::builder().no_proxy();
            if let Some(path) = config.ca_bundle() {
                builder = builder.ca_bundle(path);
            }
            SharedHttpClient::new(builder.build())
        });
        Self { client, config: config.clone(), timeout, attempts: attempts.max(1) }
    }

    /// The time.
    pub(crate) fn now(&self) -> SystemTime {
        self.config.now()
    }

    /// Sends a request without a body.
    pub(crate) async fn call(
        &self,
        method: &'static str,
        url: &str,
        headers: &[(&str, &str)],
    ) -> Result<Response, Failure> {
        self.send(method, url, headers, &[]).await
    }

    /// Sends a request. What may pass (a broken connection, an overloaded endpoint) is tried again.
    pub(crate) async fn send(
        &self,
        method: &'static str,
        url: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Response, Failure> {
        // A query may hold what is nobody's business.
        let shown = url.split('?').next().unwrap_or_default();
        let mut attempt = 1;
        loop {
            let mut request = HttpRequest::new(method, url.to_owned(), body.to_vec());
            request.is_url_sensitive = url.contains('?');
            for (name, value) in headers {
                request.headers.insert(name, *value);
            }
            request.headers.insert("accept", "*/*");
            request.connect_timeout = Some(self.timeout);
            request.read_timeout = Some(self.timeout);
            tracing::debug!(method, url = shown, attempt, "asking for credentials");
            let outcome = self.client.call(request).await;
            let passes = match &outcome {
                Ok(response) => response.status().is_server_error() || response.status() == 429,
                Err(error) => (error.is_io() || error.is_timeout()) && !error.is_before_send(),
            };
            if !passes || attempt >= self.attempts {
                return outcome.map_err(|error| told(&error));
            }
            self.pause(PAUSE * 2_u32.saturating_pow(attempt - 1)).await;
            attempt += 1;
        }
    }

    /// Waits, where there is what waits.
    async fn pause(&self, duration: Duration) {
        match self.config.sleep_impl() {
            Some(sleep) => sleep.sleep(duration).await,
            None if tokio::runtime::Handle::try_current().is_ok() => tokio::time::sleep(duration).await,
            None => {}
        }
    }
}

fn told(error: &ConnectorError) -> Failure {
    let text = DisplayChain(error).to_string();
    if error.is_before_send() { Failure::Unreachable(text) } else { Failure::NoAnswer(text) }
}

/// An answer that is not a success, in words.
pub(crate) fn refusal(response: &Response) -> String {
    let mut text = format!("answered with status {}", response.status());
    if let Ok(answer) = Answer::read(&ENDPOINT, response.body()) {
        let parts = [("Code", "code"), ("Message", "message")];
        for part in parts.iter().filter_map(|(upper, lower)| answer.text(upper).or_else(|| answer.text(lower))) {
            text.push_str(": ");
            text.push_str(part);
        }
    }
    text
}
