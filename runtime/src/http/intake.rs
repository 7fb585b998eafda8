//! Reads the body of a response within the limits of size and speed.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep, sleep, timeout};

use super::{HttpRequest, too_large};
use crate::error::{BoxError, TransportError};

/// The limits for the speed of a response.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    /// The maximum time for each part.
    read_timeout: Option<Duration>,
    /// The maximum time with less than one byte per second.
    stall_timeout: Option<Duration>,
    /// Whether the body is an event stream, which has no limits.
    is_event_stream: bool,
}

impl Patience {
    pub(super) fn of(request: &HttpRequest) -> Self {
        if request.is_event_stream {
            return Self { read_timeout: None, stall_timeout: None, is_event_stream: true };
        }
        Self { read_timeout: request.read_timeout, stall_timeout: request.stall_timeout, is_event_stream: false }
    }

    /// The maximum time in which the server may read nothing of a large request.
    #[cfg(any(feature = "http", feature = "reqwest"))]
    pub(super) fn of_upload(self) -> Option<Duration> {
        [self.read_timeout, self.stall_timeout].into_iter().flatten().min()
    }

    /// Whether the body is an event stream.
    #[cfg(any(feature = "http", feature = "reqwest"))]
    pub(super) fn is_event_stream(self) -> bool {
        self.is_event_stream
    }

    /// Wraps a body. It fails if it is slower than the limits.
    #[cfg(any(feature = "http", feature = "reqwest"))]
    pub(super) fn limit<B>(self, body: B) -> Limited<B> {
        Limited { body, speed: Speed::new(self), runtime: Handle::current(), timer: None }
    }
}

/// Measures the speed of a body. Only time spent waiting for it counts.
struct Speed {
    patience: Patience,
    /// The time spent waiting for the current part.
    part: Duration,
    /// The time without any bytes, including empty parts.
    silence: Duration,
    /// The current measurement: the time waited and the bytes received.
    waited: Duration,
    bytes: usize,
}

impl Speed {
    fn new(patience: Patience) -> Self {
        Self { patience, part: Duration::ZERO, silence: Duration::ZERO, waited: Duration::ZERO, bytes: 0 }
    }

    /// The maximum time to wait for a part before checking the limits.
    fn limit(&self) -> Option<Duration> {
        let read = self.patience.read_timeout.map(|it| it.saturating_sub(self.part));
        let stall = self.patience.stall_timeout.map(|it| it.saturating_sub(self.silence.max(self.waited)));
        [read, stall].into_iter().flatten().min()
    }

    /// Records a part that arrived after this wait.
    fn came(&mut self, wait: Duration, bytes: usize) {
        self.part = Duration::ZERO;
        self.waited += wait;
        self.silence = if bytes == 0 { self.silence + wait } else { Duration::ZERO };
        self.bytes += bytes;
    }

    /// Records a wait in which nothing arrived. Fails if that is too slow.
    fn passed(&mut self, wait: Duration) -> Result<(), TransportError> {
        self.part += wait;
        self.waited += wait;
        self.silence += wait;
        if let Some(limit) = self.patience.read_timeout.filter(|it| *it <= self.part) {
            return Err(TransportError::timeout(format!("reading the response took longer than {limit:?}").into()));
        }
        let Some(limit) = self.patience.stall_timeout else { return Ok(()) };
        let is_silent = limit <= self.silence;
        if is_silent || limit <= self.waited && (self.bytes as f64) < limit.as_secs_f64() {
            let bytes = if is_silent { 0 } else { self.bytes };
            let reason =
                format!("the response stalled: received {bytes} bytes in {limit:?}, less than 1 byte per second");
            return Err(TransportError::timeout(reason.into()));
        }
        if limit <= self.waited {
            (self.waited, self.bytes) = (Duration::ZERO, 0);
        }
        Ok(())
    }
}

/// The received part of a body that is kept in memory.
pub(super) struct Intake {
    bytes: Vec<u8>,
    max_bytes: usize,
    speed: Speed,
}

impl Intake {
    /// Starts with an empty body.
    pub(super) fn of(request: &HttpRequest) -> Self {
        let speed = Speed::new(Patience::of(request));
        Self { bytes: Vec::new(), max_bytes: request.max_response_bytes, speed }
    }

    /// Reserves memory for the announced size. Fails if it exceeds the limit.
    pub(super) fn expect(&mut self, announced: u64) -> Result<(), TransportError> {
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        if announced > self.max_bytes {
            return Err(too_large(self.max_bytes));
        }
        // Memory that is not written to costs nothing. Growing copies what is there.
        self.bytes.reserve(announced.min(1 << 20));
        Ok(())
    }

    /// Waits for the next part.
    pub(super) async fn wait<T>(&mut self, part: impl Future<Output = T>) -> Result<T, TransportError> {
        let mut part = pin!(part);
        // A part that is ready needs neither clock nor timer.
        if let Poll::Ready(part) = poll_fn(|cx| Poll::Ready(part.as_mut().poll(cx))).await {
            return Ok(part);
        }
        loop {
            let Some(limit) = self.speed.limit() else { return Ok(part.await) };
            let started = Instant::now();
            match timeout(limit, part.as_mut()).await {
                Ok(part) => {
                    self.speed.came(started.elapsed(), 0);
                    return Ok(part);
                }
                Err(_) => self.speed.passed(started.elapsed().max(limit))?,
            }
        }
    }

    /// Appends a part.
    pub(super) fn push(&mut self, part: &[u8]) -> Result<(), TransportError> {
        if part.len() > self.max_bytes - self.bytes.len() {
            return Err(too_large(self.max_bytes));
        }
        self.bytes.extend_from_slice(part);
        self.speed.came(Duration::ZERO, part.len());
        Ok(())
    }

    /// Returns the whole body.
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// A body that fails if it is too slow.
pub(super) struct Limited<B> {
    body: B,
    speed: Speed,
    /// The runtime of the timer, because a body may be read outside of it.
    runtime: Handle,
    /// Runs while nothing arrives: the timer, its start and its duration.
    timer: Option<(Pin<Box<Sleep>>, Instant, Duration)>,
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
            let wait = this.timer.take().map_or(Duration::ZERO, |(_, started, _)| started.elapsed());
            let data = frame.as_ref().and_then(|it| it.as_ref().ok()?.data_ref());
            this.speed.came(wait, data.map_or(0, Bytes::len));
            return Poll::Ready(frame.map(|it| it.map_err(Into::into)));
        }
        loop {
            let Some(limit) = this.speed.limit() else { return Poll::Pending };
            let (timer, started, limit) = this.timer.get_or_insert_with(|| {
                let _guard = this.runtime.enter();
                (Box::pin(sleep(limit)), Instant::now(), limit)
            });
            ready!(timer.as_mut().poll(cx));
            let wait = started.elapsed().max(*limit);
            this.timer = None;
            if let Err(error) = this.speed.passed(wait) {
                return Poll::Ready(Some(Err(error.into())));
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    #[test]
    fn a_body_may_be_slow_but_not_stall() {
        // Parts, as seconds until they arrive and their bytes; the limits; and the expected error.
        type Case<'a> = (&'a str, &'a [(f64, usize)], Option<f64>, Option<f64>, Option<&'a str>);
        let cases: [Case<'_>; 8] = [
            ("a byte a second", &[(0.99, 1); 60], Some(60.0), Some(6.0), None),
            ("a byte every four seconds", &[(4.0, 1); 60], Some(60.0), Some(6.0), Some("received 1 bytes in 6s")),
            ("silence", &[(0.0, 1), (7.0, 1)], Some(60.0), Some(6.0), Some("received 0 bytes in 6s")),
            ("empty parts", &[(0.0, 1), (4.0, 0), (4.0, 1)], Some(60.0), Some(6.0), Some("received 0 bytes in 6s")),
            ("much, then silence", &[(0.0, 100), (7.0, 1)], Some(60.0), Some(6.0), Some("received 0 bytes in 6s")),
            ("much, then pauses", &[(0.0, 100), (5.9, 10), (5.9, 10)], Some(60.0), Some(6.0), None),
            ("no such limit", &[(4.0, 1); 10], Some(60.0), None, None),
            ("a shorter limit of a part", &[(4.0, 1)], Some(3.0), Some(6.0), Some("took longer than 3s")),
        ];
        for (name, parts, read, stall, expected) in cases {
            let (read_timeout, stall_timeout) = (read.map(seconds), stall.map(seconds));
            let patience = Patience { read_timeout, stall_timeout, is_event_stream: false };
            let mut speed = Speed::new(patience);
            let mut outcome = Ok(());
            for (pause, bytes) in parts {
                let mut left = seconds(*pause);
                while let Some(limit) = speed.limit().filter(|limit| *limit < left && outcome.is_ok()) {
                    outcome = speed.passed(limit);
                    left -= limit;
                }
                speed.came(left, *bytes);
            }
            let text = outcome.err().map(|error| crate::error::DisplayChain(&error).to_string());
            match (&text, expected) {
                (Some(text), Some(part)) => assert!(text.contains(part), "{name}: {text}"),
                (text, expected) => assert_eq!(text.as_deref(), expected, "{name}"),
            }
        }
    }

    #[test]
    fn a_body_that_is_too_large_is_not_kept() {
        let mut request = HttpRequest::new("GET", "http://h".to_owned(), Vec::new());
        request.max_response_bytes = 1000;
        assert!(Intake::of(&request).expect(1001).is_err());
        let mut intake = Intake::of(&request);
        intake.expect(1000).unwrap();
        intake.push(&[0; 600]).unwrap();
        assert!(intake.push(&[0; 401]).is_err());
        intake.push(&[0; 400]).unwrap();
        assert_eq!(intake.finish().len(), 1000);
    }
}
