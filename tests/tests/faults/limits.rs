//! Responses that are too slow or too large.

use std::time::Duration;

use crate::connections::connector_error;
use crate::support::{call_with, config, text};
use tinsmith_iam::config::StalledStreamProtectionConfig;
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_runtime::error::ConnectorErrorKind;
use tinsmith_tests::server::{Act, Server};

#[tokio::test]
async fn the_answer_takes_too_long() {
    let body = "<UpdateAccessKeyResponse/>".to_owned();
    for (name, act, what) in
        [("silence", Act::Hang, "waiting for the response"), ("half a body", Act::Stall(body), "reading the response")]
    {
        let server = Server::start(vec![act; 3]);
        let outcome = call_with(config(&server)).await;
        let error = connector_error(&outcome);
        assert_eq!((error.kind(), error.is_before_send()), (ConnectorErrorKind::Timeout, false), "{name}");
        assert!(text(error).contains(what), "{name}: {}", text(error));
        assert_eq!(server.seen().len(), 3, "{name}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_it() {
    let server = Server::start([Act::Answer(200, vec![], "x".repeat(100_000))]);
    let outcome = call_with(config(&server).max_response_bytes(99_999)).await;
    let error = connector_error(&outcome);
    assert_eq!(error.kind(), ConnectorErrorKind::Other);
    assert!(text(error).contains("larger than the limit of 99999 bytes") && !error.is_before_send(), "{}", text(error));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn the_limit_of_a_response_holds_for_every_connector() {
    use aws_smithy_runtime_api::client::http::{
        HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
    };
    use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};

    /// A connector of the official crates that responds with too much data.
    #[derive(Debug)]
    struct Much;

    impl HttpConnector for Much {
        fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
            let status = 200.try_into().expect("a status");
            HttpConnectorFuture::ready(Ok(HttpResponse::new(status, vec![b' '; 2000].into())))
        }
    }

    /// A program's own connector that keeps no limits.
    #[derive(Debug)]
    struct Own;

    impl tinsmith_iam::config::HttpClient for Own {
        fn call(&self, _: tinsmith_runtime::http::HttpRequest) -> tinsmith_runtime::http::HttpFuture<'_> {
            let response = tinsmith_runtime::message::Response::new(200, Default::default(), vec![b' '; 2000]);
            Box::pin(std::future::ready(Ok(response)))
        }
    }

    let server = Server::start(vec![Act::Answer(200, vec![], " ".repeat(2000)); 2]);
    let config = || config(&server).max_response_bytes(1999);
    let official = http_client_fn(|_, _| SharedHttpConnector::new(Much));
    for (name, config) in [
        ("default", config()),
        ("reqwest", config().http_client(reqwest::Client::new())),
        ("official", config().http_client(official)),
        ("own", config().http_client(Own)),
    ] {
        let outcome = call_with(config).await;
        let text = text(outcome.as_ref().expect_err(name));
        assert!(text.contains("larger than the limit of 1999 bytes"), "{name}: {text}");
    }
}

#[tokio::test]
async fn a_response_that_comes_too_slowly_is_given_up() {
    // One byte every 1.3 seconds is less than one per second, but never a silence of two seconds.
    let server = Server::start([Act::Trickle("0123456789".to_owned(), Duration::from_millis(1300))]);
    let timeouts = TimeoutConfig::builder().read_timeout(Duration::from_secs(60)).build();
    let stall = StalledStreamProtectionConfig::enabled().grace_period(Duration::from_secs(3)).build();
    let once = config(&server).timeout_config(timeouts).retry_config(RetryConfig::disabled());
    let outcome = call_with(once.stalled_stream_protection(stall)).await;
    let error = connector_error(&outcome);
    assert_eq!((error.kind(), error.is_before_send()), (ConnectorErrorKind::Timeout, false));
    assert!(text(error).contains("less than 1 byte per second"), "{}", text(error));
}
