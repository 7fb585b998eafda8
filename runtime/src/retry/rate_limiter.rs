//! How fast a client may send in the adaptive mode.
//!
//! Nothing is held back until the service throttles. From then on a bucket of tokens, one for each
//! attempt, fills at a rate that drops at every throttled attempt and grows again along the curve of
//! CUBIC ([RFC 9438](https://www.rfc-editor.org/rfc/rfc9438)), never above twice of what is really
//! sent. The constants are those of all AWS SDKs, the figures in the tests botocore's.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// Tokens per second that the bucket fills with at least.
const MIN_RATE: f64 = 0.5;
/// Tokens that the bucket holds at least.
const MIN_CAPACITY: f64 = 1.0;
/// What a throttled attempt leaves of the rate.
const BETA: f64 = 0.7;
/// How steep the curve is.
const STEEPNESS: f64 = 0.4;
/// What the newest measurement counts in the average of the rate.
const SMOOTHING: f64 = 0.8;
/// Measurements per second.
const MEASUREMENTS: f64 = 2.0;
/// How often over the rate may be set above what was measured.
const HEADROOM: f64 = 2.0;

/// The rate of a client's attempts, shared by its clones.
#[derive(Debug)]
pub struct RateLimiter(Mutex<State>);

/// Times are seconds since 1970, rates are per second.
#[derive(Debug, Default)]
struct State {
    /// Whether the service has throttled.
    is_limited: bool,
    rate: f64,
    capacity: f64,
    /// May be below zero: then so many attempts wait for theirs.
    tokens: f64,
    filled_at: f64,
    measured: f64,
    measured_at: Option<f64>,
    attempts: u32,
    throttled_at: f64,
    /// The rate at which the service last throttled.
    throttled_rate: f64,
}

/// A token for an attempt. It goes back unless the attempt is made.
#[derive(Debug)]
pub struct Place<'a> {
    pace: &'a RateLimiter,
    /// How long to wait before the attempt.
    pub wait: Duration,
    is_taken: bool,
}

impl RateLimiter {
    /// A pace without limit.
    pub fn new() -> Self {
        Self(Mutex::new(State::default()))
    }

    /// Takes a token for an attempt that is to be made.
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

    /// Notes what an attempt came to.
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

    /// A panic elsewhere leaves numbers behind that are as good as any.
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
    /// The attempt is made.
    pub fn take(mut self) {
        self.is_taken = true;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if !self.is_taken {
            // The call was dropped while it waited. Those behind it need not wait for it.
            self.pace.lock().tokens += 1.0;
        }
    }
}

impl State {
    fn fill(&mut self, now: f64) {
        // A clock that is set back fills nothing.
        let filled = (now - self.filled_at).max(0.0) * self.rate;
        self.tokens = (self.tokens + filled).min(self.capacity);
        self.filled_at = now;
    }

    /// Counts an attempt into the average of the rate.
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
        // When, throttled or not; then botocore's measured rate and the rate it sets.
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
            // Before the first throttling no rate holds, whatever it is.
            assert!(!is_limited || (state.rate - rate).abs() < 1e-5, "{time}: {state:?}");
        }
    }

    /// A pace that was throttled to one attempt in two seconds, its bucket empty.
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
