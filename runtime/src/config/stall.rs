//! When an answer that stalls is given up.

use std::time::Duration;

use super::{Config, StalledStreamProtectionConfig};

/// The time over which throughput is measured: of 1 byte per second, nothing has come for so long
/// when it is missed.
const THROUGHPUT_WINDOW: Duration = Duration::from_secs(1);

/// How long throughput may be missed, as in the official SDK.
const DEFAULT_GRACE_PERIOD: Duration = Duration::from_secs(5);

impl Config {
    /// When an answer that stalls is given up, where it is not the default.
    pub fn stalled_stream_protection(&self) -> Option<&StalledStreamProtectionConfig> {
        self.settings.stalled_stream_protection.as_ref()
    }

    /// How long an answer may bring nothing once it has begun.
    pub(crate) fn stall_timeout(&self) -> Option<Duration> {
        match self.stalled_stream_protection() {
            Some(it) if !it.download_enabled() => None,
            Some(it) => Some(THROUGHPUT_WINDOW.saturating_add(it.grace_period())),
            None => Some(THROUGHPUT_WINDOW + DEFAULT_GRACE_PERIOD),
        }
    }
}
