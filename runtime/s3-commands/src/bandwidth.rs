//! Limits the total bandwidth of transfers.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Divides a rate among transfers. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Bandwidth(Option<Arc<Limit>>);

#[derive(Debug)]
struct Limit {
    rate: u64,
    /// The time from which bytes may be transferred.
    free: Mutex<Instant>,
}

impl Bandwidth {
    /// Creates a limit of this many bytes per second, or none.
    pub(crate) fn new(rate: Option<u64>) -> Self {
        Self(rate.map(|rate| Arc::new(Limit { rate: rate.max(1), free: Mutex::new(Instant::now()) })))
    }

    /// Waits until this many bytes may be transferred.
    pub(crate) async fn take(&self, bytes: u64) {
        let Some(limit) = &self.0 else { return };
        let until = {
            let mut free = limit.free.lock().unwrap_or_else(PoisonError::into_inner);
            let start = (*free).max(Instant::now());
            *free = start + Duration::from_secs_f64(bytes as f64 / limit.rate as f64);
            start
        };
        tokio::time::sleep_until(until).await;
    }
}
