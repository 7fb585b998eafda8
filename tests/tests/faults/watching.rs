//! Responses that stall, and the hook for attempts.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Pauses, READ_TIMEOUT, call_with, config, text};
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_iam::config::{Builder, Config, Region, StalledStreamProtectionConfig};
use tinsmith_iam::error::SdkError;
use tinsmith_tests::server::{Act, Server};

const BODY: &str = "<UpdateAccessKeyResponse/>";

/// A configuration that aborts a response that stalls for longer than a second, but waits for a response as long as
/// necessary.
fn impatient(server: &Server) -> Builder {
    let protection = StalledStreamProtectionConfig::enabled().grace_period(Duration::ZERO).build();
    config(server)
        .stalled_stream_protection(protection)
        .timeout_config(TimeoutConfig::builder().read_timeout(Duration::from_secs(60)).build())
        .retry_config(RetryConfig::disabled())
}

#[tokio::test]
async fn an_answer_that_stalls_is_given_up() {
    let connectors: [fn(Builder) -> Builder; 2] = [|it| it, |it| it.http_client(reqwest::Client::new())];
    for connector in connectors {
        let server = Server::start([Act::Stall(BODY.to_owned())]);
        let error = call_with(connector(impatient(&server))).await.expect_err("half an answer");
        let SdkError::DispatchFailure(failure) = &error else { panic!("{error:?}") };
        assert!(failure.is_timeout(), "{error:?}");
        let shown = "the response stalled: received 0 bytes in 1s, less than 1 byte per second";
        assert!(text(&error).contains(shown), "{}", text(&error));
    }
}

#[tokio::test]
async fn an_answer_that_is_slow_is_waited_for() {
    // One and a half seconds in total, but never silent for a second.
    let server = Server::start([Act::Trickle(BODY.to_owned(), Duration::from_millis(150))]);
    call_with(impatient(&server)).await.expect("a whole answer");
}

#[tokio::test]
async fn protection_can_be_switched_off() {
    let server = Server::start([Act::Stall(BODY.to_owned())]);
    let timeouts = TimeoutConfig::builder().read_timeout(Duration::from_millis(1500)).build();
    let config = impatient(&server).stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    let error = call_with(config.timeout_config(timeouts)).await.expect_err("half an answer");
    assert!(text(&error).contains("reading the response took longer than 1.5s"), "{}", text(&error));
}

/// The data that a call's hook receives: number, outcome, and whether another attempt follows.
async fn watch(config: Builder) -> Vec<String> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = seen.clone();
    let config = config.on_attempt(move |it| {
        assert_eq!((it.service, it.operation, it.invocation_id.len()), ("IAM", "UpdateAccessKey", 36));
        let next = it.delay.map_or("ends", |_| "goes on");
        notes.lock().unwrap().push(format!("{}/{} {:?} {next}", it.number, it.max_attempts, it.outcome));
    });
    let _ = call_with(config).await;
    let seen = seen.lock().unwrap();
    seen.clone()
}

#[tokio::test]
async fn the_hook_sees_each_attempt() {
    let retries = RetryConfig::standard().with_max_attempts(4);
    let acts = [Act::error(500, "ServiceFailure"), Act::ResetAfterRequest, Act::error(400, "Throttling")];
    let server = Server::start(acts);
    let seen = watch(config(&server).retry_config(retries).sleep_impl(Pauses::default())).await;
    assert_eq!(
        seen,
        [
            "1/4 ServiceError { status: 500, code: Some(\"ServiceFailure\"), request_id: Some(\"of-ServiceFailure\") } goes on",
            "2/4 DispatchFailure(Io) goes on",
            "3/4 ServiceError { status: 400, code: Some(\"Throttling\"), request_id: Some(\"of-Throttling\") } goes on",
            "4/4 Success ends",
        ]
    );
}

#[tokio::test]
async fn the_hook_sees_every_end() {
    let once = |act| {
        let server = Server::start([act]);
        (config(&server).retry_config(RetryConfig::disabled()), server)
    };
    let limit = TimeoutConfig::builder();
    let tick = READ_TIMEOUT / 3;
    let (hangs, _server) = once(Act::Hang);
    let cases = [
        (once(Act::Babble).0, "1/1 DispatchFailure(Other) ends"),
        (once(Act::Answer(200, vec![], "?".to_owned())).0, "1/1 ResponseError { status: 200 } ends"),
        (hangs.clone().timeout_config(limit.clone().operation_attempt_timeout(tick).build()), "1/1 TimeoutError ends"),
        (once(Act::Hang).0.timeout_config(limit.operation_timeout(tick).build()), "1/1 Dropped ends"),
        (
            Config::builder().region(Region::new("eu-west-1")).retry_config(RetryConfig::disabled()),
            "1/1 ConstructionFailure ends",
        ),
    ];
    for (config, expected) in cases {
        assert_eq!(watch(config).await, [expected]);
    }
}
