//! Time limits.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use crate::config::Sleep;

/// Waits for a future until the limit, and returns `None` if it takes longer. A future that is ready at once starts no
/// timer.
pub(super) async fn within<T>(
    start_sleep: impl Fn(Duration) -> Sleep,
    limit: Option<Duration>,
    future: impl Future<Output = T>,
) -> Option<T> {
    let mut future = pin!(future);
    let mut sleep = None;
    // The future is polled in a single place, because it is compiled once for each.
    poll_fn(|cx| match (future.as_mut().poll(cx), limit) {
        (Poll::Ready(it), _) => Poll::Ready(Some(it)),
        (Poll::Pending, None) => Poll::Pending,
        (Poll::Pending, Some(limit)) => pin!(sleep.get_or_insert_with(|| start_sleep(limit))).poll(cx).map(|()| None),
    })
    .await
}
