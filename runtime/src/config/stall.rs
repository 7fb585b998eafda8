//! Stalled-stream protection of responses.

use std::time::Duration;

use super::{Config, StalledStreamProtectionConfig};

/// The window over which throughput is measured. A stream misses 1 byte per second if nothing arrives for this long.
const THROUGHPUT_WINDOW: Duration = Duration::from_secs(1);

/// The default grace period, as in the official SDK.
const DEFAULT_GRACE_PERIOD: Duration = Duration::from_secs(5);

impl Config {
    /// The stalled-stream protection, if it is not the default.
    pub fn stalled_stream_protection(&self) -> Option<&StalledStreamProtectionConfig> {
        self.settings.stalled_stream_protection.as_ref()
    }

    /// The maximum time without data once a response has begun.
    pub(crate) fn stall_timeout(&self) -> Option<Duration> {
        match self.stalled_stream_protection() {
            Some(it) if !it.download_enabled() => None,
            Some(it) => Some(THROUGHPUT_WINDOW.saturating_add(it.grace_period())),
            None => Some(THROUGHPUT_WINDOW + DEFAULT_GRACE_PERIOD),
        }
    }
}
