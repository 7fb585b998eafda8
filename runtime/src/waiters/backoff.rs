//! The pauses between polls.

use std::time::{Duration, SystemTime};

use aws_smithy_runtime_api::client::waiters::error::ExceededMaxWait;
use tracing::debug;

use crate::client::ConstructionError;
use crate::config::Config;
use crate::schema::waiters::Waiter;

/// Measures the time of a wait.
pub(super) struct Watch<'a> {
    config: &'a Config,
    waiter: &'static Waiter,
    max_wait: Duration,
    started: SystemTime,
    /// The sum of all pauses, a lower bound of the elapsed time even if the clock is wrong.
    paused: Duration,
    polls: u32,
    /// Whether the previous poll was the last one.
    is_over: bool,
}

impl<'a> Watch<'a> {
    /// Starts to measure.
    #[inline]
    pub(super) fn start(
        config: &'a Config,
        waiter: &'static Waiter,
        max_wait: Duration,
    ) -> Result<Self, ConstructionError> {
        if !config.can_sleep() {
            return Err(ConstructionError::NoSleep);
        }
        let started = config.now();
        Ok(Self { config, waiter, max_wait, started, paused: Duration::ZERO, polls: 0, is_over: false })
    }

    /// Pauses until the next poll is due, or fails if no time is left for one.
    #[inline]
    pub(super) async fn pause(&mut self) -> Result<(), ExceededMaxWait> {
        self.polls = self.polls.saturating_add(1);
        let elapsed = self.config.now().duration_since(self.started).unwrap_or_default().max(self.paused);
        let remaining = self.max_wait.saturating_sub(elapsed);
        if self.is_over || remaining.is_zero() {
            return Err(ExceededMaxWait::new(self.max_wait, elapsed, self.polls));
        }
        let longest = longest_delay(self.waiter, self.polls);
        let delay = fastrand::u64(u64::from(self.waiter.min_delay)..=longest);
        let delay = Duration::from_secs(delay);
        // The rest would be shorter than the shortest pause, so poll once more at the very end instead.
        self.is_over = remaining.saturating_sub(delay) <= Duration::from_secs(self.waiter.min_delay.into());
        let delay = if self.is_over { remaining } else { delay };
        debug!(polls = self.polls, ?elapsed, ?delay, "polling again later");
        self.config.sleep(delay).await;
        self.paused += delay;
        Ok(())
    }
}

/// The longest pause after this many polls, in seconds: it doubles up to the waiter's `max_delay`.
/// <https://smithy.io/2.0/additional-specs/waiters.html#waiter-retries>
#[inline]
fn longest_delay(waiter: &Waiter, polls: u32) -> u64 {
    let (min, max) = (u64::from(waiter.min_delay), u64::from(waiter.max_delay));
    let factor = 1_u64.checked_shl(polls.saturating_sub(1)).unwrap_or(u64::MAX);
    // If a table has `min_delay` above `max_delay`, all pauses are `min_delay`.
    min.saturating_mul(factor).min(max).max(min)
}

#[cfg(test)]
mod tests {
    use super::longest_delay;
    use crate::schema::waiters::Waiter;

    #[test]
    fn pauses_double_up_to_a_limit() {
        let waiter = |min_delay, max_delay| Waiter { name: "Test", about: "", min_delay, max_delay, acceptors: &[] };
        let delays = |min, max| [1, 2, 3, 6, 7, 8, 4000].map(|polls| longest_delay(&waiter(min, max), polls));
        assert_eq!(delays(2, 120), [2, 4, 8, 64, 120, 120, 120]);
        assert_eq!(delays(1, 120), [1, 2, 4, 32, 64, 120, 120]);
        assert_eq!(delays(5, 5), [5; 7]);
    }
}
