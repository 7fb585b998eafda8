//! Attempts: how many, after which pause, and when they end.

use std::time::{Duration, SystemTime};

use crate::support::{Pauses, READ_TIMEOUT, call, call_with, config, text};
use tinsmith_iam::Client;
use tinsmith_iam::config::retry::{RetryConfig, RetryMode};
use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_iam::config::{Credentials, ProvideCredentials, TimeSource};
use tinsmith_iam::error::{ProvideErrorMetadata, SdkError};
use tinsmith_iam::operation::RequestId;
use tinsmith_runtime::credentials::future;
use tinsmith_tests::server::{Act, Server};

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    let html = |status| Act::Answer(status, vec![], "<html>busy</html>".to_owned());
    let cases: [(&str, Act); 12] = [
        ("500", Act::error(500, "ServiceFailure")),
        ("502", html(502)),
        ("503", html(503)),
        ("504", html(504)),
        ("throttled", Act::error(400, "Throttling")),
        ("timed out", Act::error(400, "RequestTimeout")),
        ("broken off", Act::BreakOff("<UpdateAccessKeyResponse/>".to_owned())),
        ("reset before", Act::ResetBeforeRequest),
        ("reset after", Act::ResetAfterRequest),
        ("silent", Act::Hang),
        ("stalled", Act::Stall("<UpdateAccessKeyResponse/>".to_owned())),
        ("slow down", Act::error(503, "SlowDown")),
    ];
    for (name, act) in cases {
        let server = Server::start([act.clone(), act.clone()]);
        call_with(config(&server)).await.unwrap_or_else(|error| panic!("{name}: {}", text(&error)));
        let attempts: Vec<_> = server.seen().iter().filter_map(|it| it.header("amz-sdk-request")).map(part).collect();
        let all = ["attempt=1", "attempt=2", "attempt=3"];
        let expected = if matches!(act, Act::ResetBeforeRequest) { &all[2..] } else { &all[..] };
        assert_eq!(attempts, expected, "{name}");
    }
}

/// The number of the attempt in `amz-sdk-request`.
fn part(header: &str) -> String {
    header.split("; ").find(|it| it.starts_with("attempt=")).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_will_not_pass_is_not_tried_again() {
    let cases = [
        ("not found", Act::error(404, "NoSuchEntity")),
        ("over quota", Act::error(409, "LimitExceeded")),
        ("unknown", Act::error(400, "SomethingElse")),
        ("no XML", Act::Answer(404, vec![], "<html>not found</html>".to_owned())),
        ("moved", Act::Answer(301, vec![("location", "http://127.0.0.1:1/".to_owned())], String::new())),
        ("broken XML", Act::Answer(200, vec![], "<UpdateAccessKeyResponse>".to_owned())),
        ("too many, in plain text", Act::Answer(429, vec![], "too many requests".to_owned())),
        ("no HTTP", Act::Babble),
    ];
    for (name, act) in cases {
        let server = Server::start([act]);
        call_with(config(&server)).await.expect_err(name);
        assert_eq!(server.seen().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn all_attempts_of_a_call_are_one_invocation() {
    let server = Server::start([Act::error(500, "ServiceFailure"), Act::error(500, "ServiceFailure")]);
    call_with(config(&server)).await.expect("the third attempt");
    let seen = server.seen();
    let ids: Vec<_> = seen.iter().filter_map(|it| it.header("amz-sdk-invocation-id")).collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|it| *it == ids[0]), "{ids:?}");
    assert_eq!(seen[0].header("amz-sdk-request"), Some("attempt=1"));
    let second = seen[1].header("amz-sdk-request").unwrap_or_default();
    assert!(second.starts_with("ttl=20") && second.ends_with("Z; attempt=2; max=3"), "{second}");
    assert!(seen.iter().all(|it| it.body == seen[0].body));
}

#[tokio::test]
async fn the_last_error_is_the_outcome() {
    let server = Server::start([Act::error(500, "ServiceFailure"), Act::error(400, "Throttling")]);
    let config = config(&server).retry_config(retries().with_max_attempts(2));
    let error = call_with(config).await.expect_err("two attempts fail");
    assert_eq!(error.code(), Some("Throttling"));
    assert_eq!(error.message(), Some("about Throttling"));
    // For the call's error, the official trait returns only a request ID from a header.
    assert_eq!(error.as_service_error().and_then(|it| it.request_id()), Some("of-Throttling"));
    assert_eq!(error.raw_response().map(|it| it.status().as_u16()), Some(400));
    assert_eq!(server.seen().len(), 2);
}

fn retries() -> RetryConfig {
    RetryConfig::standard().with_initial_backoff(Duration::from_millis(1))
}

#[tokio::test]
async fn retries_can_be_switched_off() {
    let server = Server::start([Act::error(500, "ServiceFailure")]);
    call_with(config(&server).retry_config(RetryConfig::disabled())).await.expect_err("one attempt fails");
    assert_eq!(server.seen().len(), 1);
}

/// The pauses of a call whose first three attempts get this response.
async fn pauses_after(act: Act) -> Vec<Duration> {
    let (server, pauses) = (Server::start(vec![act; 3]), Pauses::default());
    let config = config(&server).retry_config(RetryConfig::standard().with_max_attempts(4));
    call_with(config.sleep_impl(pauses.clone())).await.expect("the fourth attempt");
    pauses.taken()
}

#[tokio::test]
async fn pauses_are_random_below_a_bound_that_doubles() {
    for _ in 0..10 {
        let pauses = pauses_after(Act::error(503, "SlowDown")).await;
        assert_eq!(pauses.len(), 3);
        for (pause, seconds) in pauses.iter().zip([1, 2, 4]) {
            assert!(*pause <= Duration::from_secs(seconds), "{pauses:?}");
        }
    }
}

#[tokio::test]
async fn the_server_may_name_the_pause() {
    for (name, value, seconds) in
        [("retry-after", "4", 4), ("x-amz-retry-after", "3000", 3), ("retry-after", "99999999", 5)]
    {
        let (server, pauses) =
            (Server::start(vec![Act::error(503, "SlowDown").with(name, value); 2]), Pauses::default());
        let config = config(&server).retry_config(retries());
        call_with(config.sleep_impl(pauses.clone())).await.expect("the third attempt");
        let longest = Duration::from_secs(seconds) + Duration::from_millis(2);
        let right = |it: &Duration| *it >= Duration::from_secs(seconds) && *it <= longest;
        assert!(pauses.taken().iter().all(right), "{name}: {value}: {:?}", pauses.taken());
    }
}

/// A provider that returns another token each time, or always the same.
#[derive(Debug, Default)]
struct Tokens {
    is_always_the_same: bool,
    asked: std::sync::atomic::AtomicUsize,
}

impl ProvideCredentials for Tokens {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let number = self.asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let token = format!("token-{}", if self.is_always_the_same { 0 } else { number });
        future::ProvideCredentials::ready(Ok(Credentials::new("AKIDEXAMPLE", "secret", Some(token), None, "test")))
    }
}

#[tokio::test]
async fn credentials_that_have_expired_are_asked_for_anew_once() {
    let expired = || Act::error(403, "ExpiredToken");
    let tokens = |seen: Vec<tinsmith_tests::server::Seen>| -> Vec<String> {
        seen.iter().filter_map(|it| it.header("x-amz-security-token")).map(str::to_owned).collect()
    };
    let server = Server::start([expired()]);
    let pauses = Pauses::default();
    let config_ = config(&server).credentials_provider(Tokens::default()).sleep_impl(pauses.clone());
    let client = Client::from_conf(config_.build());
    call(&client).await.expect("the second attempt, with other credentials");
    call(&client).await.expect("the same credentials");
    assert_eq!(tokens(server.replay([expired(), expired()])), ["token-0", "token-1", "token-1"]);
    assert!(pauses.taken().is_empty(), "there is nothing to wait for");
    let error = call(&client).await.expect_err("the new ones are no better");
    assert_eq!(error.code(), Some("ExpiredToken"));
    assert_eq!(tokens(server.replay([expired()])), ["token-1", "token-2"]);

    // If a provider has no other token, another attempt is useless.
    let same = Tokens { is_always_the_same: true, ..Tokens::default() };
    let error = call_with(config(&server).credentials_provider(same)).await.expect_err("always the same");
    assert_eq!(error.code(), Some("ExpiredToken"));
    assert_eq!(server.replay([expired()]).len(), 1);

    // If no other attempt is allowed, the next call uses new credentials.
    let once = config(&server).credentials_provider(Tokens::default()).retry_config(RetryConfig::disabled());
    let client = Client::from_conf(once.build());
    call(&client).await.expect_err("the only attempt");
    call(&client).await.expect("other credentials");
    assert_eq!(tokens(server.seen()), ["token-0", "token-1"]);
}

#[tokio::test]
async fn the_budget_of_retries_is_finite_and_shared() {
    let server = Server::start(vec![Act::error(500, "ServiceFailure"); 400]);
    let client = Client::from_conf(config(&server).build());
    for _ in 0..60 {
        call(&client.clone()).await.expect_err("the server is down");
    }
    // 500 tokens at 5 per retry, and one first attempt per call.
    assert_eq!(server.seen().len(), 60 + 100);
}

#[tokio::test]
async fn a_client_in_adaptive_mode_holds_back_once_it_is_throttled() {
    for (mode, is_held_back) in [(RetryMode::Standard, false), (RetryMode::Adaptive, true)] {
        let server = Server::start([Act::ok(), Act::error(400, "Throttling")]);
        let pauses = Pauses::default();
        let retries = retries().with_retry_mode(mode);
        let client = Client::from_conf(config(&server).retry_config(retries).sleep_impl(pauses.clone()).build());
        for _ in 0..12 {
            call(&client.clone()).await.unwrap_or_else(|error| panic!("{mode:?}: {}", text(&error)));
        }
        assert_eq!(server.seen().len(), 13, "{mode:?}: no call is lost");
        // The first attempts of other clones wait too. The pause before the retry is one millisecond.
        let waits = pauses.taken().into_iter().filter(|it| *it > Duration::from_millis(10)).count();
        assert_eq!(waits > 5, is_held_back, "{mode:?}: {:?}", pauses.taken());
    }
}

#[tokio::test]
async fn waiting_for_its_turn_counts_into_the_time_of_a_call() {
    let server = Server::start([Act::error(400, "Throttling")]);
    let retries = retries().with_retry_mode(RetryMode::Adaptive);
    let timeouts = TimeoutConfig::builder().operation_timeout(READ_TIMEOUT).build();
    let client = Client::from_conf(config(&server).retry_config(retries).timeout_config(timeouts).build());
    let mut outcomes = Vec::new();
    for _ in 0..4 {
        outcomes.push(call(&client).await);
    }
    // At a rate of one attempt per two seconds.
    assert!(matches!(outcomes.last(), Some(Err(SdkError::TimeoutError(_)))), "{outcomes:?}");
}

/// A clock that stands still, some seconds ahead of [`SERVERS`].
#[derive(Debug)]
struct Ahead(u64);

/// The server's time.
const SERVERS: &str = "Tue, 24 Nov 2026 08:00:00 GMT";

impl TimeSource for Ahead {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_507_200 + self.0)
    }
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_corrected_once_and_for_all_calls() {
    let codes = ["RequestTimeTooSkewed", "RequestExpired", "SignatureDoesNotMatch", "InvalidSignatureException"];
    for code in codes {
        let (server, pauses) = (Server::start([Act::error(403, code).with("date", SERVERS)]), Pauses::default());
        let client = Client::from_conf(config(&server).time_source(Ahead(3600)).sleep_impl(pauses.clone()).build());
        call(&client).await.unwrap_or_else(|error| panic!("{code}: {}", text(&error)));
        call(&client).await.unwrap_or_else(|error| panic!("{code}: {}", text(&error)));
        let seen = server.seen();
        let dates: Vec<_> = seen.iter().filter_map(|it| it.header("x-amz-date")).collect();
        assert_eq!(dates, ["20261124T090000Z", "20261124T080000Z", "20261124T080000Z"], "{code}");
        assert!(pauses.taken().is_empty(), "{code}: there is nothing to wait for");
    }
}

#[tokio::test]
async fn the_clock_is_not_blamed_for_everything() {
    let skewed = || Act::error(403, "RequestTimeTooSkewed");
    let cases = [
        ("the key is wrong, and not the clock", 60, Act::error(403, "SignatureDoesNotMatch").with("date", SERVERS), 1),
        ("the server has no date", 3600, skewed(), 1),
        ("the server's date is none", 3600, skewed().with("date", "yesterday"), 1),
        ("the server is not pleased by its own time", 3600, skewed().with("date", SERVERS), 2),
        ("a cache answers for the server", 3600, skewed().with("date", SERVERS).with("age", "3600"), 1),
        ("the server lives in the year 9999", 3600, skewed().with("date", "Fri, 31 Dec 9999 23:59:59 GMT"), 1),
        ("the clock is a week ahead", 604_800, skewed().with("date", SERVERS), 1),
    ];
    for (name, ahead, act, attempts) in cases {
        let server = Server::start(vec![act; 5]);
        let error = call_with(config(&server).time_source(Ahead(ahead))).await.expect_err(name);
        assert!(matches!(error, SdkError::ServiceError(_)), "{name}: {error:?}");
        assert_eq!(server.seen().len(), attempts, "{name}");
    }
}

#[tokio::test]
async fn correction_of_the_clock_can_be_switched_off() {
    let server = Server::start(vec![Act::error(403, "RequestTimeTooSkewed").with("date", SERVERS); 2]);
    let config = config(&server).time_source(Ahead(3600)).disable_clock_skew_correction(true);
    let client = Client::from_conf(config.build());
    for _ in 0..2 {
        call(&client).await.expect_err("the clock is wrong");
    }
    let dates: Vec<_> = server.seen().iter().filter_map(|it| it.header("x-amz-date").map(str::to_owned)).collect();
    assert_eq!(dates, ["20261124T090000Z"; 2]);
}

#[tokio::test]
async fn a_call_that_may_not_be_tried_again_corrects_the_clock_for_the_next() {
    let server = Server::start([Act::error(403, "RequestTimeTooSkewed").with("date", SERVERS)]);
    let config = config(&server).retry_config(RetryConfig::disabled()).time_source(Ahead(7200));
    let client = Client::from_conf(config.build());
    call(&client).await.expect_err("the only attempt");
    call(&client).await.expect("signed in the server's time");
    assert_eq!(server.seen()[1].header("x-amz-date"), Some("20261124T080000Z"));
}

#[tokio::test]
async fn time_that_is_limited_runs_out() {
    // Long enough for a busy machine to send the request, and shorter than the read timeout.
    let tick = READ_TIMEOUT * 5 / 6;
    let cases = [
        ("attempt", TimeoutConfig::builder().operation_attempt_timeout(tick).build(), 3),
        ("call", TimeoutConfig::builder().operation_timeout(tick).build(), 1),
    ];
    for (what, timeouts, attempts) in cases {
        let server = Server::start(vec![Act::Hang; 5]);
        let error = call_with(config(&server).timeout_config(timeouts)).await.expect_err(what);
        assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
        assert!(text(&error).contains(&format!("the {what} took longer than 250ms")), "{}", text(&error));
        assert_eq!(server.seen().len(), attempts, "{what}");
    }
}
