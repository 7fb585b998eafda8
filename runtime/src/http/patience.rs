//! How long a connector waits: for the server to take a request, and for each part of an answer.

use std::fmt::Display;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::runtime::Handle;
use tokio::time::{Sleep, sleep, timeout};

use super::HttpRequest;
use crate::error::{BoxError, ConnectorError, ConnectorErrorKind};
use crate::message::RequestBody;

/// How long each further part of an answer, or of a large request, may take.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    limit: Option<Duration>,
    /// Whether the limit is that of a stream that stalls.
    is_stall: bool,
}

impl Patience {
    pub(super) fn of(request: &HttpRequest) -> Self {
        let is_stall = request.stall_timeout.is_some_and(|stall| request.read_timeout.is_none_or(|read| stall < read));
        Self { limit: if is_stall { request.stall_timeout } else { request.read_timeout }, is_stall }
    }

    /// Waits for a part.
    pub(super) async fn wait<T>(self, part: impl Future<Output = T>) -> Result<T, ConnectorError> {
        let Some(limit) = self.limit else { return Ok(part.await) };
        timeout(limit, part).await.map_err(|_| self.exceeded())
    }

    fn exceeded(self) -> ConnectorError {
        let limit = self.limit.unwrap_or_default();
        out_of_time(match self.is_stall {
            true => format!("the answer stalled: less than 1 byte per second came, and nothing for {limit:?}"),
            false => format!("reading the answer took longer than {limit:?}"),
        })
    }

    /// The body, each part of which has to come in time.
    pub(super) fn limit<B>(self, body: B) -> Limited<B> {
        Limited { body, patience: self, runtime: Handle::current(), timer: None }
    }
}

fn out_of_time(reason: impl Display) -> ConnectorError {
    ConnectorError::new(ConnectorErrorKind::Timeout, reason.to_string())
}

/// A body that fails where it brings nothing for too long.
pub(super) struct Limited<B> {
    body: B,
    patience: Patience,
    /// Where the timer runs: a body may be read outside of it.
    runtime: Handle,
    /// Runs while nothing comes.
    timer: Option<Pin<Box<Sleep>>>,
}

impl<B: Body<Data = Bytes> + Unpin> Body for Limited<B>
where
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.timer = None;
            return Poll::Ready(frame.map(|it| it.map_err(Into::into)));
        }
        let Some(limit) = this.patience.limit else { return Poll::Pending };
        let timer = this.timer.get_or_insert_with(|| {
            let _guard = this.runtime.enter();
            Box::pin(sleep(limit))
        });
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Some(Err(this.patience.exceeded().into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Bodies in memory of at most this size are sent without a look at how they get on.
const SMALL: u64 = 1 << 16;

/// How far the sending of a large request is. Clones see the same request.
#[derive(Clone, Default)]
pub(super) struct Progress(Option<Arc<AtomicU64>>);

/// Added for each part that was taken.
const PART: u64 = 4;
/// Set while the body has no further part ready, which is not the server's fault.
const IDLE: u64 = 1;
/// Set once the body is over.
const OVER: u64 = 2;

impl Progress {
    /// The progress of this body.
    pub(super) fn of(body: &RequestBody) -> Self {
        let is_small = !body.is_streaming() && body.content_length().is_some_and(|it| it <= SMALL);
        Self((!is_small).then(Arc::default))
    }

    fn state(&self) -> u64 {
        self.0.as_ref().map_or(OVER, |it| it.load(Ordering::Relaxed))
    }

    /// Whether the whole body was taken.
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

    /// Waits for the head of an answer: as long as the server takes the request part by part, and from
    /// then on no longer than the limit.
    pub(super) async fn answered<T>(
        &self,
        limit: Option<Duration>,
        patience: Patience,
        answer: impl Future<Output = T>,
    ) -> Result<T, ConnectorError> {
        let mut answer = pin!(answer);
        loop {
            let before = self.state();
            let wait = if before & OVER != 0 { limit } else { patience.limit };
            let Some(wait) = wait else { return Ok(answer.await) };
            if let Ok(answer) = timeout(wait, poll_fn(|cx| answer.as_mut().poll(cx))).await {
                return Ok(answer);
            }
            let now = self.state();
            if now == before && now & IDLE == 0 {
                return Err(out_of_time(match now & OVER {
                    0 => format!("the upload stalled: the server took nothing for {wait:?}"),
                    _ => format!("waiting for the answer took longer than {wait:?}"),
                }));
            }
        }
    }
}

/// The body of a request whose progress can be seen.
pub(super) struct Sent {
    body: RequestBody,
    progress: Progress,
}

impl Sent {
    pub(super) fn new(body: RequestBody, progress: Progress) -> Self {
        if body.is_end_stream() {
            progress.note(&Poll::Ready(None));
        }
        Self { body, progress }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        self.progress.note(&polled);
        // Whoever knows the size does not ask for the end.
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
