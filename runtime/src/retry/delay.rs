//! The pause before a retry.

use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::retry::RetryConfig;

use crate::message::Response;

/// The maximum time by which a response can extend a pause.
const MAX_EXTENSION: Duration = Duration::from_secs(5);

/// The computed pause before a retry, which counts from 0: of random length, at most `initial_backoff` × 2ⁿ and at most
/// `max_backoff`.
fn backoff(config: &RetryConfig, retry: u32) -> Duration {
    longest_backoff(config, retry).mul_f64(fastrand::f64())
}

fn longest_backoff(config: &RetryConfig, retry: u32) -> Duration {
    let factor = 1_u32.checked_shl(retry).unwrap_or(u32::MAX);
    config.initial_backoff().saturating_mul(factor).min(config.max_backoff())
}

/// The pause before a retry, including what the response requests.
///
/// A service can extend the computed pause by at most 5 s, and never shortens it. So a wrong header field neither
/// stalls the client nor makes it flood a service that is down.
pub fn pause(config: &RetryConfig, retry: u32, requested: Option<Duration>) -> Duration {
    let computed = backoff(config, retry);
    requested.map_or(computed, |it| it.clamp(computed, computed.saturating_add(MAX_EXTENSION)))
}

/// The pause that the response requests: milliseconds in `x-amz-retry-after`, else seconds or a date in `Retry-After`.
pub fn requested_delay(response: &Response, now: SystemTime) -> Option<Duration> {
    let header = |name| response.headers().get(name).map(str::trim);
    let milliseconds = header("x-amz-retry-after").and_then(|it| it.parse().ok()).map(Duration::from_millis);
    milliseconds.or_else(|| {
        let text = header("retry-after")?;
        match text.parse() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) => Some(read_date(text)?.duration_since(now).unwrap_or(Duration::ZERO)),
        }
    })
}

/// The server's time: the response's `Date`. `None` for a response from a cache, which has an `Age`, because its `Date`
/// is as old as the copy.
pub fn server_time(response: &Response) -> Option<SystemTime> {
    if response.headers().get("age").is_some() {
        return None;
    }
    read_date(response.headers().get("date")?)
}

fn read_date(text: &str) -> Option<SystemTime> {
    let date = DateTime::from_str(text, Format::HttpDate).ok()?;
    date.try_into().ok()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{backoff, longest_backoff, pause, requested_delay, server_time};
    use crate::message::{Headers, Response};
    use aws_smithy_types::retry::RetryConfig;

    #[test]
    fn the_bound_doubles_up_to_a_limit() {
        let config = RetryConfig::standard();
        let seconds: Vec<u64> = (0..7).map(|retry| longest_backoff(&config, retry).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 20, 20]);
        assert_eq!(longest_backoff(&config, 4000).as_secs(), 20);
    }

    #[test]
    fn the_pause_is_spread_over_the_whole_range() {
        let config = RetryConfig::standard();
        let pauses: Vec<Duration> = (0..200).map(|_| backoff(&config, 1)).collect();
        assert!(pauses.iter().all(|it| *it <= Duration::from_secs(2)));
        assert!(pauses.iter().any(|it| *it < Duration::from_secs(1)));
        assert!(pauses.iter().any(|it| *it > Duration::from_secs(1)));
    }

    #[test]
    fn the_server_may_ask_for_a_pause() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let cases = [
            ("Retry-After", "3", Some(Duration::from_secs(3))),
            ("retry-after", "3600", Some(Duration::from_secs(3600))),
            ("retry-after", "Sun, 09 Sep 2001 01:46:45 GMT", Some(Duration::from_secs(5))),
            ("retry-after", "Sun, 09 Sep 2001 01:46:35 GMT", Some(Duration::ZERO)),
            ("retry-after", "soon", None),
            ("retry-after", "-1", None),
            ("x-amz-retry-after", "1500", Some(Duration::from_millis(1500))),
            ("x-amz-retry-after", "x", None),
            ("date", "3", None),
        ];
        for (name, value, delay) in cases {
            let mut headers = Headers::default();
            headers.insert(name, value);
            let response = Response::new(503, headers, Vec::new());
            assert_eq!(requested_delay(&response, now), delay, "{name}: {value}");
        }
    }

    #[test]
    fn a_response_lengthens_a_pause_by_five_seconds_at_most() {
        let config = RetryConfig::standard().with_initial_backoff(Duration::ZERO);
        let cases = [(None, 0), (Some(0), 0), (Some(4000), 4000), (Some(5001), 5000), (Some(u64::MAX), 5000)];
        for (requested, expected) in cases {
            let pause = pause(&config, 0, requested.map(Duration::from_millis));
            assert_eq!(pause, Duration::from_millis(expected), "{requested:?}");
        }
        // A response never shortens the pause.
        let pauses = (0..200).map(|_| pause(&RetryConfig::standard(), 5, Some(Duration::ZERO)));
        assert!(pauses.into_iter().any(|it| it > Duration::from_secs(5)));
    }

    #[test]
    fn a_cached_response_does_not_tell_the_time() {
        let mut headers = Headers::default();
        headers.insert("date", "Sun, 09 Sep 2001 01:46:40 GMT");
        assert!(server_time(&Response::new(403, headers.clone(), Vec::new())).is_some());
        headers.insert("age", "86400");
        assert!(server_time(&Response::new(403, headers, Vec::new())).is_none());
    }
}
