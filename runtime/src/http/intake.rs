//! The body of a response on its way in: neither larger nor slower than a request allows.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep, sleep, timeout};

use super::{HttpRequest, too_large};
use crate::error::{BoxError, ConnectorError};

/// How slow a response may be.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    /// How long each part may take.
    read_timeout: Option<Duration>,
    /// How long less than a byte per second may come.
    stall_timeout: Option<Duration>,
    /// Whether events are waited for, which come when they come.
    is_event_stream: bool,
}

impl Patience {
    pub(super) fn of(request: &HttpRequest) -> Self {
        if request.is_event_stream {
            return Self { read_timeout: None, stall_timeout: None, is_event_stream: true };
        }
        Self { read_timeout: request.read_timeout, stall_timeout: request.stall_timeout, is_event_stream: false }
    }

    /// How long the server may take nothing of a large request.
    #[cfg(any(feature = "http", feature = "reqwest"))]
    pub(super) fn of_upload(self) -> Option<Duration> {
        [self.read_timeout, self.stall_timeout].into_iter().flatten().min()
    }

    /// Whether events are waited for.
    #[cfg(any(feature = "http", feature = "reqwest"))]
    pub(super) fn is_event_stream(self) -> bool {
        self.is_event_stream
    }

    /// The body, which fails where it is slower.
    #[cfg(any(feature = "http", feature = "reqwest"))]
    pub(super) fn limit<B>(self, body: B) -> Limited<B> {
        Limited { body, speed: Speed::new(self), runtime: Handle::current(), timer: None }
    }
}

/// How fast a body comes. Only time counts in which somebody waits for it.
struct Speed {
    patience: Patience,
    /// How long the current part has been waited for.
    part: Duration,
    /// How long nothing has come, over parts that were empty too.
    silence: Duration,
    /// The current measurement: how long was waited, and how many bytes came.
    waited: Duration,
    bytes: usize,
}

impl Speed {
    fn new(patience: Patience) -> Self {
        Self { patience, part: Duration::ZERO, silence: Duration::ZERO, waited: Duration::ZERO, bytes: 0 }
    }

    /// How long to wait for a part before a look at how things are.
    fn limit(&self) -> Option<Duration> {
        let read = self.patience.read_timeout.map(|it| it.saturating_sub(self.part));
        let stall = self.patience.stall_timeout.map(|it| it.saturating_sub(self.silence.max(self.waited)));
        [read, stall].into_iter().flatten().min()
    }

    /// Notes a part that came after this wait.
    fn came(&mut self, wait: Duration, bytes: usize) {
        self.part = Duration::ZERO;
        self.waited += wait;
        self.silence = if bytes == 0 { self.silence + wait } else { Duration::ZERO };
        self.bytes += bytes;
    }

    /// Notes that nothing came in this time. An error, where that is too slow.
    fn passed(&mut self, wait: Duration) -> Result<(), ConnectorError> {
        self.part += wait;
        self.waited += wait;
        self.silence += wait;
        if let Some(limit) = self.patience.read_timeout.filter(|it| *it <= self.part) {
            return Err(ConnectorError::timeout(format!("reading the response took longer than {limit:?}").into()));
        }
        let Some(limit) = self.patience.stall_timeout else { return Ok(()) };
        let is_silent = limit <= self.silence;
        if is_silent || limit <= self.waited && (self.bytes as f64) < limit.as_secs_f64() {
            let bytes = if is_silent { 0 } else { self.bytes };
            let reason = format!("the response stalled: {bytes} bytes came in {limit:?}, less than 1 per second");
            return Err(ConnectorError::timeout(reason.into()));
        }
        if limit <= self.waited {
            (self.waited, self.bytes) = (Duration::ZERO, 0);
        }
        Ok(())
    }
}

/// What has come of a body that is kept in memory.
pub(super) struct Intake {
    bytes: Vec<u8>,
    max_bytes: usize,
    speed: Speed,
}

impl Intake {
    /// Nothing yet of the response to a request.
    pub(super) fn of(request: &HttpRequest) -> Self {
        let speed = Speed::new(Patience::of(request));
        Self { bytes: Vec::new(), max_bytes: request.max_response_bytes, speed }
    }

    /// The head of the response announces so many bytes.
    pub(super) fn expect(&mut self, announced: u64) -> Result<(), ConnectorError> {
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        if announced > self.max_bytes {
            return Err(too_large(self.max_bytes));
        }
        self.bytes.reserve(announced.min(1 << 16));
        Ok(())
    }

    /// Waits for the next part.
    pub(super) async fn wait<T>(&mut self, part: impl Future<Output = T>) -> Result<T, ConnectorError> {
        let mut part = pin!(part);
        // What is there takes neither a clock nor a timer.
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

    /// Takes a part.
    pub(super) fn push(&mut self, part: &[u8]) -> Result<(), ConnectorError> {
        if part.len() > self.max_bytes - self.bytes.len() {
            return Err(too_large(self.max_bytes));
        }
        self.bytes.extend_from_slice(part);
        self.speed.came(Duration::ZERO, part.len());
        Ok(())
    }

    /// The whole body.
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// A body that fails where it is too slow.
pub(super) struct Limited<B> {
    body: B,
    speed: Speed,
    /// Where the timer runs: a body may be read outside of it.
    runtime: Handle,
    /// Runs while nothing comes, since that time and for so long.
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
        // Parts, as seconds until they come and their bytes; the limits; and what becomes of them.
        type Case<'a> = (&'a str, &'a [(f64, usize)], Option<f64>, Option<f64>, Option<&'a str>);
        let cases: [Case<'_>; 8] = [
            ("a byte a second", &[(0.99, 1); 60], Some(60.0), Some(6.0), None),
            ("a byte every four seconds", &[(4.0, 1); 60], Some(60.0), Some(6.0), Some("1 bytes came in 6s")),
            ("silence", &[(0.0, 1), (7.0, 1)], Some(60.0), Some(6.0), Some("0 bytes came in 6s")),
            ("empty parts", &[(0.0, 1), (4.0, 0), (4.0, 1)], Some(60.0), Some(6.0), Some("0 bytes came in 6s")),
            ("much, then silence", &[(0.0, 100), (7.0, 1)], Some(60.0), Some(6.0), Some("0 bytes came in 6s")),
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
