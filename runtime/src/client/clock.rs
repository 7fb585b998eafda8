//! Estimates the difference between the server's clock and ours, from the `Date` of its responses.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// A smaller difference is not corrected. Services tolerate five minutes.
const TOLERANCE: Duration = Duration::from_secs(4 * 60);

/// The largest correction. A `Date` that differs by more is a mistake of the server, or of something that responds in
/// its place.
const MAX_CORRECTION: Duration = Duration::from_secs(24 * 60 * 60);

/// The estimated clock of the server.
#[derive(Debug)]
pub(super) struct Clock {
    /// Milliseconds by which the server is ahead.
    ahead: AtomicI64,
}

impl Clock {
    pub(super) fn new() -> Self {
        Self { ahead: AtomicI64::new(0) }
    }

    /// Converts our time to the server's.
    pub(super) fn correct(&self, ours: SystemTime) -> SystemTime {
        let ahead = self.ahead.load(Ordering::Relaxed);
        let distance = Duration::from_millis(ahead.unsigned_abs());
        let corrected = if ahead < 0 { ours.checked_sub(distance) } else { ours.checked_add(distance) };
        corrected.unwrap_or(ours)
    }

    /// Takes over the server's time, if the request was signed with a time that is too far from it, or with any other
    /// time if the service is certain that the time was wrong. Returns whether the signature's time was wrong.
    pub(super) fn adjust(&self, ours: SystemTime, signed: SystemTime, servers: SystemTime, certain: bool) -> bool {
        let (off, _) = distance(signed, servers);
        // A service that is certain may compare to the second, which is the precision of its `Date`.
        if off <= if certain { Duration::from_secs(1) } else { TOLERANCE } {
            return false;
        }
        let (ahead, is_ahead) = distance(ours, servers);
        if ahead > MAX_CORRECTION {
            tracing::warn!(?ahead, "not correcting the clock: the server's date is more than a day away");
            return false;
        }
        let Ok(ahead) = i64::try_from(ahead.as_millis()) else { return false };
        self.ahead.store(if is_ahead { ahead } else { -ahead }, Ordering::Relaxed);
        true
    }
}

/// The distance from the first time to the second, and whether the second is later.
fn distance(from: SystemTime, to: SystemTime) -> (Duration, bool) {
    match to.duration_since(from) {
        Ok(ahead) => (ahead, true),
        Err(behind) => (behind.duration(), false),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::Clock;

    #[test]
    fn the_clock_is_corrected_when_it_is_to_blame() {
        let ours = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let cases = [
            (-3600_i64, false, true),
            (3600, false, true),
            (60, false, false),
            (60, true, true),
            (0, true, false),
            (86_400, true, true),
            (86_401, true, false),
            (-86_401, true, false),
        ];
        for (ahead, certain, is_corrected) in cases {
            let clock = Clock::new();
            let distance = Duration::from_secs(ahead.unsigned_abs());
            let servers = if ahead < 0 { ours - distance } else { ours + distance };
            assert_eq!(clock.adjust(ours, clock.correct(ours), servers, certain), is_corrected, "{ahead} {certain}");
            assert_eq!(clock.correct(ours), if is_corrected { servers } else { ours }, "{ahead} {certain}");
            assert!(!clock.adjust(ours, clock.correct(ours), clock.correct(ours), true), "{ahead} is corrected once");
        }
    }
}
