//! The client-side rate limiter of the adaptive mode.
//!
//! Nothing is delayed until the service throttles. From then on, each attempt takes a token from a bucket, which fills
//! at a certain rate. The rate drops with every throttled attempt and grows again along the CUBIC curve ([RFC
//! 9438](https://www.rfc-editor.org/rfc/rfc9438)), up to twice the measured rate of attempts. The constants are those
//! of all AWS SDKs; the figures in the tests come from botocore.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// The minimum fill rate, in tokens per second.
const MIN_RATE: f64 = 0.5;
/// The minimum capacity of the bucket, in tokens.
const MIN_CAPACITY: f64 = 1.0;
/// The factor by which a throttled attempt reduces the rate.
const BETA: f64 = 0.7;
/// The scaling constant of the curve.
const STEEPNESS: f64 = 0.4;
/// The weight of the newest measurement in the average rate.
const SMOOTHING: f64 = 0.8;
/// The number of measurements per second.
const MEASUREMENTS: f64 = 2.0;
/// The maximum rate, as a multiple of the measured rate.
const HEADROOM: f64 = 2.0;

/// The rate limiter of a client, shared by its clones.
#[derive(Debug)]
pub struct RateLimiter(Mutex<State>);

/// Times are in seconds since 1970, rates per second.
#[derive(Debug, Default)]
struct State {
    /// Whether the service has throttled.
    is_limited: bool,
    rate: f64,
    capacity: f64,
    /// May be negative: that many attempts wait for their tokens.
    tokens: f64,
    filled_at: f64,
    measured: f64,
    measured_at: Option<f64>,
    attempts: u32,
    throttled_at: f64,
    /// The rate when the service last throttled.
    throttled_rate: f64,
}

/// A token for an attempt. It is given back if the attempt is not made.
#[derive(Debug)]
pub struct Place<'a> {
    pace: &'a RateLimiter,
    /// How long to wait before the attempt.
    pub wait: Duration,
    is_taken: bool,
}

impl RateLimiter {
    /// Creates a rate limiter without a limit.
    pub fn new() -> Self {
        Self(Mutex::new(State::default()))
    }

    /// Takes a token for an attempt.
    pub fn reserve(&self, now: SystemTime) -> Place<'_> {
        let mut state = self.lock();
        let now = seconds(now);
        state.measured_at.get_or_insert(now.floor());
        if !state.is_limited {
            return Place { pace: self, wait: Duration::ZERO, is_taken: true };
        }
        state.fill(now);
        state.tokens -= 1.0;
        let wait = (-state.tokens / state.rate).max(0.0);
        Place { pace: self, wait: Duration::try_from_secs_f64(wait).unwrap_or(Duration::MAX), is_taken: false }
    }

    /// Records the outcome of an attempt.
    pub fn note(&self, now: SystemTime, is_throttled: bool) {
        let mut state = self.lock();
        let now = seconds(now);
        state.measure(now);
        let rate = if is_throttled { state.slow_down(now) } else { state.speed_up(now) };
        let rate = rate.min(HEADROOM * state.measured);
        state.fill(now);
        state.rate = rate.max(MIN_RATE);
        state.capacity = rate.max(MIN_CAPACITY);
        state.tokens = state.tokens.min(state.capacity);
    }

    /// After a panic elsewhere, the numbers are still usable.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for RateLimiter {
    fn default() -> Self {
        Self::new()
    }
}

impl Place<'_> {
    /// Uses up the token: the attempt is made.
    pub fn take(mut self) {
        self.is_taken = true;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if !self.is_taken {
            // The call was dropped while it waited. Attempts behind it need not wait for it.
            self.pace.lock().tokens += 1.0;
        }
    }
}

impl State {
    fn fill(&mut self, now: f64) {
        // A clock that was set back fills nothing.
        let filled = (now - self.filled_at).max(0.0) * self.rate;
        self.tokens = (self.tokens + filled).min(self.capacity);
        self.filled_at = now;
    }

    /// Adds an attempt to the average rate.
    fn measure(&mut self, now: f64) {
        self.attempts += 1;
        let slot = (now * MEASUREMENTS).floor() / MEASUREMENTS;
        let since = *self.measured_at.get_or_insert(slot);
        if slot > since {
            let newest = f64::from(self.attempts) / (slot - since);
            self.measured = newest * SMOOTHING + self.measured * (1.0 - SMOOTHING);
            self.attempts = 0;
            self.measured_at = Some(slot);
        }
    }

    fn slow_down(&mut self, now: f64) -> f64 {
        let rate = if self.is_limited { self.measured.min(self.rate) } else { self.measured };
        self.is_limited = true;
        self.throttled_rate = rate;
        self.throttled_at = now;
        rate * BETA
    }

    fn speed_up(&self, now: f64) -> f64 {
        let back_at = (self.throttled_rate * (1.0 - BETA) / STEEPNESS).cbrt();
        STEEPNESS * (now - self.throttled_at - back_at).powi(3) + self.throttled_rate
    }
}

fn seconds(time: SystemTime) -> f64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::RateLimiter;

    fn at(seconds: f64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs_f64(100.0 + seconds)
    }

    #[test]
    fn rates_are_those_of_botocore() {
        // The time, whether throttled, botocore's measured rate, and the rate that it sets.
        let cases = [
            (0.0, false, 0.0, 0.5),
            (0.1, false, 0.0, 0.5),
            (0.2, false, 0.0, 0.5),
            (0.6, false, 6.4, 0.5),
            (0.7, false, 6.4, 0.5),
            (1.1, true, 4.48, 3.136),
            (1.3, false, 4.48, 3.605706),
            (1.6, true, 4.096, 2.523994),
            (2.0, false, 2.4192, 3.213796),
            (2.6, false, 2.08384, 3.581387),
            (3.2, false, 2.016768, 3.609243),
            (4.0, false, 1.203354, 2.406707),
            (4.2, true, 1.203354, 0.842348),
            (5.0, false, 1.840671, 1.201511),
            (7.0, false, 0.768134, 1.536268),
            (9.0, false, 0.553627, 1.107254),
        ];
        let pace = RateLimiter::new();
        let mut is_limited = false;
        for (time, is_throttled, measured, rate) in cases {
            pace.note(at(time), is_throttled);
            is_limited |= is_throttled;
            let state = pace.lock();
            assert!((state.measured - measured).abs() < 1e-5, "{time}: {state:?}");
            // Before the first throttling, the rate does not matter.
            assert!(!is_limited || (state.rate - rate).abs() < 1e-5, "{time}: {state:?}");
        }
    }

    /// A rate limiter throttled to one attempt in two seconds, with an empty bucket.
    fn throttled() -> RateLimiter {
        let pace = RateLimiter::new();
        pace.reserve(at(0.0)).take();
        pace.note(at(0.1), true);
        pace.lock().tokens = 0.0;
        pace
    }

    #[test]
    fn nothing_waits_before_the_service_throttles() {
        let pace = RateLimiter::new();
        for _ in 0..1000 {
            let place = pace.reserve(at(0.0));
            assert_eq!(place.wait, Duration::ZERO);
            place.take();
            pace.note(at(0.0), false);
        }
    }

    #[test]
    fn who_waits_stands_in_line() {
        let pace = throttled();
        let waits: Vec<u64> = (0..4)
            .map(|_| {
                let place = pace.reserve(at(0.1));
                let wait = place.wait.as_secs();
                place.take();
                wait
            })
            .collect();
        assert_eq!(waits, [2, 4, 6, 8]);
        // The bucket fills while they wait.
        assert_eq!(pace.reserve(at(8.1)).wait.as_secs(), 2);
    }

    #[test]
    fn who_leaves_the_line_gives_the_place_back() {
        let pace = throttled();
        for _ in 0..100 {
            assert_eq!(pace.reserve(at(0.1)).wait.as_secs(), 2);
        }
    }
}
