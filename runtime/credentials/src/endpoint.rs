//! Sends small requests to the local endpoints of containers and instances.

use std::time::{Duration, SystemTime};

use tinsmith_runtime::config::{AsyncSleep, Config, HttpClient, SharedHttpClient};
use tinsmith_runtime::error::{DisplayChain, TransportError};
use tinsmith_runtime::http::{HttpRequest, HyperClient};
use tinsmith_runtime::message::Response;

use crate::answer::{Answer, ENDPOINT};

/// The pause before the first retry. It doubles for each further one.
const PAUSE: Duration = Duration::from_millis(100);

/// Sends requests to an endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    client: SharedHttpClient,
    config: Config,
    /// The time limit for connecting and for each read of the response.
    timeout: Duration,
    /// The maximum number of attempts of a request.
    attempts: u32,
}

/// The reason why there is no response.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No connection could be opened.
    Unreachable(String),
    /// The connection was lost, or the response timed out.
    NoAnswer(String),
}

impl Caller {
    /// Uses the connector of the configuration. Without one, opens unencrypted connections and ignores proxies, because
    /// these endpoints are local and a proxy could not reach them.
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

    /// The current time.
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

    /// Sends a request. Retries temporary failures, such as a lost connection or an overloaded endpoint.
    pub(crate) async fn send(
        &self,
        method: &'static str,
        url: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Response, Failure> {
        // A query may contain secrets.
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
            tracing::debug!(method, url = shown, attempt, "requesting credentials");
            let outcome = self.client.call(request).await.map_err(TransportError::from);
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

    /// Pauses, if a sleep is available.
    async fn pause(&self, duration: Duration) {
        match self.config.sleep_impl() {
            Some(sleep) => sleep.sleep(duration).await,
            None if tokio::runtime::Handle::try_current().is_ok() => tokio::time::sleep(duration).await,
            None => {}
        }
    }
}

fn told(error: &TransportError) -> Failure {
    let text = DisplayChain(error).to_string();
    if error.is_before_send() { Failure::Unreachable(text) } else { Failure::NoAnswer(text) }
}

/// Describes an unsuccessful response.
pub(crate) fn refusal(response: &Response) -> String {
    let mut text = format!("responded with status {}", response.status());
    if let Ok(answer) = Answer::read(&ENDPOINT, response.body()) {
        let parts = [("Code", "code"), ("Message", "message")];
        for part in parts.iter().filter_map(|(upper, lower)| answer.text(upper).or_else(|| answer.text(lower))) {
            text.push_str(": ");
            text.push_str(part);
        }
    }
    text
}
