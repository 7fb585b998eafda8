//! State shared by the tasks of a command.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use tinsmith_cli::command::Failure;
use tinsmith_runtime::config::RequestChecksumCalculation;
use tokio::sync::watch;

use crate::bandwidth::Bandwidth;
use crate::client::Client;
use crate::options::Given;
use crate::report::Report;
use crate::settings::Settings;

/// State shared by the tasks of a command.
pub(crate) struct Job {
    pub(crate) given: Given,
    pub(crate) settings: Settings,
    /// The client of the destination, and of uploads and removals.
    pub(crate) client: Client,
    /// The client of the source.
    pub(crate) source: Client,
    pub(crate) report: Report,
    pub(crate) bandwidth: Bandwidth,
    /// Whether the command was cancelled.
    pub(crate) is_cancelled: watch::Sender<bool>,
}

impl Job {
    /// Creates the job for these options.
    pub(crate) fn new(given: Given, settings: Settings, client: Client, is_stream: bool) -> Self {
        Self {
            source: client.in_region(given.text("source-region")),
            client,
            report: Report::new(&given, is_stream),
            bandwidth: Bandwidth::new(settings.max_bandwidth),
            is_cancelled: watch::Sender::new(false),
            given,
            settings,
        }
    }

    /// Waits for a future, unless the command is cancelled.
    pub(crate) async fn unless_cancelled<T>(
        &self,
        future: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let mut cancelled = self.is_cancelled.subscribe();
        let (mut future, mut cancel) = (pin!(future), pin!(cancelled.wait_for(|it| *it)));
        poll_fn(|cx| match future.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(done),
            Poll::Pending => cancel.as_mut().poll(cx).map(|_| Err(Failure::Interrupted)),
        })
        .await
    }

    /// Whether requests get checksums by default.
    pub(crate) fn makes_checksums(&self) -> bool {
        self.client.config().request_checksum_calculation() == RequestChecksumCalculation::WhenSupported
    }
}
