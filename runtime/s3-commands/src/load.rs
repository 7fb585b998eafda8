//! Adapts the number of concurrent requests to the time that the threads have for them.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::Instant;

/// If nothing was received in this time, the server or the network is slow, as it is with Amazon S3.
const FIRST: Duration = Duration::from_millis(5);

/// The time over which the threads are observed. The runtime updates its figures only every few milliseconds.
const INTERVAL: Duration = Duration::from_millis(50);

/// How many ranges of an object are requested at the same time.
///
/// Usually, the server or the network limits the speed of each request, and more requests are faster. If a few requests
/// keep the threads busy, more of them are slower: each fills buffers with bytes that no thread has time to read.
pub(crate) struct Load {
    requests: usize,
    max_requests: usize,
    runtime: Handle,
    threads: u32,
    /// The start of the interval, and the time for which the threads were busy before.
    since: Instant,
    before: Duration,
    is_first: bool,
}

impl Load {
    /// Starts with one request per thread. Call it within a runtime.
    pub(crate) fn new(max_requests: usize) -> Self {
        let runtime = Handle::current();
        let threads = runtime.metrics().num_workers();
        let requests = threads.min(max_requests);
        let threads = u32::try_from(threads).unwrap_or(u32::MAX);
        let (since, before) = (Instant::now(), busy(&runtime));
        Self { requests, max_requests, runtime, threads, since, before, is_first: true }
    }

    /// The number of requests.
    pub(crate) fn requests(&self) -> usize {
        self.requests
    }

    /// How long to wait before calling `adapt` again. `None` once all requests are allowed.
    pub(crate) fn pause(&self) -> Option<Duration> {
        let interval = if self.is_first { FIRST } else { INTERVAL };
        (self.requests < self.max_requests).then(|| interval.saturating_sub(self.since.elapsed()))
    }

    /// Allows all requests if the threads have time for them: if nothing was received at first, or if they were idle for
    /// more than half of the interval.
    pub(crate) fn adapt(&mut self, has_received: bool) {
        self.adapt_to(has_received, busy(&self.runtime));
    }

    fn adapt_to(&mut self, has_received: bool, busy: Duration) {
        if self.pause() != Some(Duration::ZERO) {
            return;
        }
        if std::mem::take(&mut self.is_first) {
            if !has_received {
                self.requests = self.max_requests;
            }
            return;
        }
        let now = Instant::now();
        let available = (now - self.since) * self.threads;
        if busy.saturating_sub(self.before) < available / 2 {
            self.requests = self.max_requests;
        }
        (self.since, self.before) = (now, busy);
    }
}

/// The time for which the threads of a runtime have been busy.
#[cfg(target_has_atomic = "64")]
fn busy(runtime: &Handle) -> Duration {
    let metrics = runtime.metrics();
    (0..metrics.num_workers()).map(|worker| metrics.worker_total_busy_duration(worker)).sum()
}

/// Processors without atomic 64-bit numbers have no such figures: the threads count as idle.
#[cfg(not(target_has_atomic = "64"))]
fn busy(_: &Handle) -> Duration {
    Duration::ZERO
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a test within a runtime with two threads.
    fn within(test: impl FnOnce()) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        runtime.block_on(async { test() });
    }

    #[test]
    fn a_slow_server_gets_all_requests() {
        within(|| {
            let mut load = Load::new(10);
            assert_eq!(load.requests(), 2);
            std::thread::sleep(FIRST);
            load.adapt(false);
            assert_eq!((load.requests(), load.pause()), (10, None));
        });
    }

    #[test]
    fn idle_threads_get_all_requests() {
        within(|| {
            let mut load = Load::new(10);
            std::thread::sleep(FIRST);
            load.adapt(true);
            assert_eq!(load.requests(), 2);
            std::thread::sleep(INTERVAL);
            load.adapt(true);
            assert_eq!(load.requests(), 10);
        });
    }

    #[test]
    fn busy_threads_get_no_more_requests() {
        within(|| {
            let mut load = Load::new(10);
            load.is_first = false;
            std::thread::sleep(INTERVAL);
            let busy = load.before + load.since.elapsed() * 2;
            load.adapt_to(true, busy);
            assert_eq!(load.requests(), 2);
        });
    }

    #[test]
    fn configured_requests_are_not_exceeded() {
        within(|| {
            let load = Load::new(1);
            assert_eq!((load.requests(), load.pause()), (1, None));
        });
    }
}
