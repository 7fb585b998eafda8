//! Limits how long the server may take to read a request and to begin its response.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::intake::Patience;
use crate::error::{BoxError, TransportError};
use crate::message::RequestBody;

/// Bodies in memory up to this size are sent without tracking their progress.
const SMALL: u64 = 1 << 16;

/// The progress of sending a large request. Clones track the same request.
#[derive(Clone, Default)]
pub(super) struct Progress(Option<Arc<AtomicU64>>);

/// Added for each part that was sent.
const PART: u64 = 4;
/// Set while the body has no further part ready, which is not the server's fault.
const IDLE: u64 = 1;
/// Set when the whole body was sent.
const OVER: u64 = 2;

impl Progress {
    /// Starts to track the progress of this body.
    pub(super) fn of(body: &RequestBody) -> Self {
        let is_small = !body.is_streaming() && body.content_length().is_some_and(|it| it <= SMALL);
        Self((!is_small).then(Arc::default))
    }

    fn state(&self) -> u64 {
        self.0.as_ref().map_or(OVER, |it| it.load(Ordering::Relaxed))
    }

    /// Whether the whole body was sent.
    pub(super) fn is_over(&self) -> bool {
        self.state() & OVER != 0
    }

    fn note(&self, polled: &Poll<Option<Result<Frame<Bytes>, BoxError>>>) {
        let Some(state) = &self.0 else { return };
        match polled {
            Poll::Ready(Some(_)) => state.store((state.load(Ordering::Relaxed) & !IDLE) + PART, Ordering::Relaxed),
            Poll::Ready(None) => {
                state.fetch_or(OVER, Ordering::Relaxed);
            }
            Poll::Pending => {
                state.fetch_or(IDLE, Ordering::Relaxed);
            }
        }
    }

    /// Waits for the head of the response: while the server keeps reading the request, without limit, and after that
    /// until the limit.
    pub(super) async fn answered<T>(
        &self,
        limit: Option<Duration>,
        patience: Patience,
        answer: impl Future<Output = T> + Send,
    ) -> Result<T, TransportError> {
        let answer = pin!(answer);
        // The type of its place is the same with and without a limit, so that its steps are compiled once.
        let mut answer: Pin<&mut (dyn Future<Output = T> + Send)> = answer;
        loop {
            let before = self.state();
            let wait = if before & OVER != 0 || patience.is_event_stream() { limit } else { patience.of_upload() };
            let Some(wait) = wait else { return Ok(answer.await) };
            if let Ok(answer) = timeout(wait, answer.as_mut()).await {
                return Ok(answer);
            }
            let now = self.state();
            if now == before && now & IDLE == 0 {
                let reason = match now & OVER {
                    0 => format!("the upload stalled: the server read nothing for {wait:?}"),
                    _ => format!("waiting for the response took longer than {wait:?}"),
                };
                return Err(TransportError::timeout(reason.into()));
            }
        }
    }
}

/// How long the server is waited for that was asked whether it takes a body. Some servers never answer.
const CONTINUE: Duration = Duration::from_secs(1);

/// The permission to send a body. Clones are for the same request.
#[derive(Clone, Default)]
pub(super) struct Permission(Arc<Notify>);

impl Permission {
    /// The server asks for the body.
    pub(super) fn give(&self) {
        self.0.notify_one();
    }

    async fn wait(self) {
        // Without an answer it is sent all the same.
        let _ = timeout(CONTINUE, self.0.notified()).await;
    }
}

/// The body of a request, with its progress tracked.
pub(super) struct Sent {
    body: RequestBody,
    progress: Progress,
    /// What has to happen before it is sent.
    before: Option<Pin<Box<dyn Future<Output = ()> + Send + Sync>>>,
}

impl Sent {
    pub(super) fn new(body: RequestBody, progress: Progress, permission: Option<Permission>) -> Self {
        if body.is_end_stream() {
            progress.note(&Poll::Ready(None));
        }
        Self { body, progress, before: permission.map(|it| Box::pin(it.wait()) as _) }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(before) = &mut self.before {
            if before.as_mut().poll(cx).is_pending() {
                self.progress.note(&Poll::Pending);
                return Poll::Pending;
            }
            self.before = None;
        }
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        self.progress.note(&polled);
        // If the size is known, hyper does not poll for the end.
        if self.body.is_end_stream() {
            self.progress.note(&Poll::Ready(None));
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
