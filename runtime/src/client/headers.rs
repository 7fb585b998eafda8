//! Header fields of every request.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;

use crate::config::Config;
use crate::service::Service;

/// The `user-agent`: this library, the service, the operating system and, if it has a name, the application.
pub(super) fn user_agent(service: &Service, config: &Config) -> String {
    let mut agent = String::with_capacity(128);
    agent.push_str(concat!("tinsmith/", env!("CARGO_PKG_VERSION"), " api/"));
    agent.extend(service.sdk_id.chars().map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }));
    for part in ["#", service.version, " os/", std::env::consts::OS, " lang/rust"] {
        agent.push_str(part);
    }
    if let Some(name) = config.app_name() {
        agent.push_str(" app/");
        agent.push_str(name.as_ref());
    }
    agent
}

/// The `amz-sdk-request`: the attempt's number and, for retries, the time until which the client waits and the maximum
/// number of attempts.
pub(super) fn attempt(number: u32, max: u32, now: SystemTime, read_timeout: Option<Duration>) -> Cow<'static, str> {
    if number == 1 {
        return Cow::Borrowed("attempt=1");
    }
    Cow::Owned(match read_timeout.and_then(|it| now.checked_add(it)) {
        Some(until) => format!("ttl={}; attempt={number}; max={max}", basic_date_time(until)),
        None => format!("attempt={number}; max={max}"),
    })
}

/// A time as `20261124T075252Z`.
fn basic_date_time(time: SystemTime) -> String {
    let seconds = DateTime::from(time).secs();
    let text = DateTime::from_secs(seconds).to_string();
    text.chars().filter(|it| !matches!(it, '-' | ':')).collect()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::attempt;

    #[test]
    fn attempts_are_counted() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(1_000_000_000_500);
        let minute = Some(Duration::from_secs(60));
        assert_eq!(attempt(1, 3, now, minute), "attempt=1");
        assert_eq!(attempt(2, 3, now, minute), "ttl=20010909T014740Z; attempt=2; max=3");
        assert_eq!(attempt(3, 3, now, None), "attempt=3; max=3");
    }
}
