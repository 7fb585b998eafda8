//! Signals for the programs that tests start.

use std::sync::Once;

use tinsmith_cli::command::Signals;
use tokio::signal::unix::{SignalKind, signal};

/// Lets the programs that this process starts receive the signals that end programs, even if this process was started
/// without them, as shells start background jobs of scripts and `nohup` does.
///
/// # Panics
///
/// Panics if handlers cannot be installed.
pub fn reach_programs() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ignored = Signals::ignored();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
        let _inside = runtime.enter();
        for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
            if ignored & 1 << (kind.as_raw_value() - 1) != 0 {
                // A signal with a handler has its default effect in a new program. One that is ignored stays ignored.
                drop(signal(kind).expect("a handler"));
            }
        }
    });
}
