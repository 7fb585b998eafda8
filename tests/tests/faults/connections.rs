//! Connections: shared, refused, broken, encrypted, through a proxy, and from another connector.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::time::Duration;

use crate::support::{Outcome, Pauses, READ_TIMEOUT, call, call_with, config, config_of, text};
use tinsmith_iam::Client;
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_iam::error::SdkError;
use tinsmith_runtime::error::{ConnectorErrorKind, TransportError};
use tinsmith_runtime::http::HyperClient;
use tinsmith_tests::server::{Act, Server};

/// The connector's error in an outcome.
pub fn connector_error(outcome: &Outcome) -> &TransportError {
    let error = outcome.as_ref().expect_err("the request was answered");
    assert!(matches!(error, SdkError::DispatchFailure(_)), "{error:?}");
    let first: &dyn Error = error;
    std::iter::successors(Some(first), |&it| it.source()).find_map(|it| it.downcast_ref()).expect("a connector's")
}

#[tokio::test]
async fn connections_are_used_again() {
    // An error response that is not a server error leaves the connection intact.
    let server = Server::start([Act::ok(), Act::error(400, "Throttling"), Act::ok()]);
    let client = Client::from_conf(config(&server).build());
    for _ in 0..20 {
        call(&client).await.expect("a healthy server");
        call(&client.clone()).await.expect("a healthy server");
    }
    assert_eq!((server.seen().len(), server.connections()), (41, 1));
}

#[tokio::test]
async fn a_connection_that_the_server_has_left_is_replaced() {
    let server = Server::start([Act::ok(), Act::ResetAfterRequest]);
    let client = Client::from_conf(config(&server).build());
    call(&client).await.expect("a first connection");
    call(&client).await.expect("a second connection");
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_nothing_to_the_next() {
    let late = "<ErrorResponse><Error><Code>TooLate</Code></Error></ErrorResponse>".to_owned();
    let server = Server::start([Act::Hang, Act::Stall(late), Act::ok()]);
    let client = Client::from_conf(config(&server).build());
    for _ in 0..2 {
        tokio::time::timeout(READ_TIMEOUT * 2 / 3, call(&client)).await.expect_err("it is given up");
    }
    call(&client).await.expect("an answer of its own");
    assert_eq!((server.seen().len(), server.connections()), (3, 3));
}

#[tokio::test]
async fn nobody_listens() {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port");
    let outcome = call_with(config_of(&format!("http://{free}"))).await;
    let error = connector_error(&outcome);
    assert_eq!((error.kind(), error.is_before_send()), (ConnectorErrorKind::Io, true));
    assert!(text(error).to_lowercase().contains("refused"), "{}", text(error));
}

#[tokio::test]
async fn no_host_has_the_name() {
    let outcome = call_with(config_of("http://nowhere.invalid")).await;
    let error = connector_error(&outcome);
    assert_eq!((error.kind(), error.is_before_send()), (ConnectorErrorKind::Io, true));
}

/// An address whose connection queue is full, so that the next connection waits forever.
fn full_queue() -> (socket2::Socket, Vec<socket2::Socket>, SocketAddr) {
    let new = || socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    let listener = new();
    listener.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("a free port");
    listener.listen(0).expect("a bound socket");
    let address = listener.local_addr().ok().and_then(|it| it.as_socket()).expect("a bound address");
    let waiting = (0..4).map(|_| {
        let socket = new();
        socket.set_nonblocking(true).expect("a socket");
        // It reports that the connection is in progress, which is sufficient.
        let _ = socket.connect(&address.into());
        socket
    });
    let waiting = waiting.collect();
    (listener, waiting, address)
}

#[tokio::test]
async fn connecting_takes_too_long() {
    let (_listener, _waiting, address) = full_queue();
    let timeouts = TimeoutConfig::builder().connect_timeout(Duration::from_millis(50)).build();
    let outcome = call_with(config_of(&format!("http://{address}")).timeout_config(timeouts)).await;
    let error = connector_error(&outcome);
    assert_eq!((error.kind(), error.is_before_send()), (ConnectorErrorKind::Timeout, true));
    let shown = format!("failed to connect to http://{address}: connecting took longer than 50ms");
    assert!(text(error).contains(&shown), "{}", text(error));
}

#[tokio::test]
async fn every_address_of_a_host_has_its_share_of_the_time() {
    let (_listener, _waiting, silent) = full_queue();
    let port = silent.port();
    let healthy = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2)), port);
    let server = Server::start_at(healthy, []);
    let timeouts = TimeoutConfig::builder().connect_timeout(Duration::from_secs(2)).build();
    let through = |addresses: Vec<SocketAddr>| {
        let connector = HyperClient::builder().no_proxy().resolve("iam.test", addresses).build();
        let config = config_of(&format!("http://iam.test:{port}")).retry_config(RetryConfig::disabled());
        config.timeout_config(timeouts.clone()).http_client(connector)
    };
    let started = std::time::Instant::now();
    call_with(through(vec![silent, healthy])).await.expect("the second address");
    assert!(started.elapsed() >= Duration::from_millis(900), "the first has half of the time");
    assert_eq!(server.seen()[0].header("host"), Some(format!("iam.test:{port}").as_str()));

    // Address families race: neither waits for the other to time out.
    let Ok(probe) = TcpListener::bind((Ipv6Addr::LOCALHOST, port)) else {
        return tinsmith_tests::peers::skip("this machine has no IPv6");
    };
    drop(probe);
    let other = SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port);
    let server = Server::start_at(other, []);
    let started = std::time::Instant::now();
    call_with(through(vec![silent, other])).await.expect("the other family");
    assert!(started.elapsed() < Duration::from_millis(900), "{:?}", started.elapsed());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn the_port_of_the_scheme_is_neither_sent_nor_signed() {
    let server = Server::start([]);
    for (port, host) in [(":80", "iam.test"), ("", "iam.test"), (":8080", "iam.test:8080")] {
        let proxy = HyperClient::builder().proxy(server.url()).build();
        call_with(config_of(&format!("http://iam.test{port}")).http_client(proxy)).await.expect("the proxy answers");
        assert_eq!(server.replay([])[0].header("host"), Some(host), "{port}");
    }
}

#[tokio::test]
async fn plain_requests_go_through_a_proxy() {
    let proxy = Server::start([]);
    let connector = HyperClient::builder().proxy(format!("http://user:pass@{}", proxy.address())).build();
    call_with(config_of("http://iam.test/base").http_client(connector)).await.expect("the proxy answers");
    let seen = &proxy.seen()[0];
    assert_eq!(seen.line, "POST http://iam.test/base HTTP/1.1");
    assert_eq!(seen.header("host"), Some("iam.test"));
    assert_eq!(seen.header("proxy-authorization"), Some("Basic dXNlcjpwYXNz"));
}

#[tokio::test]
async fn a_proxy_that_cannot_be_used_is_not_passed_by() {
    let server = Server::start([]);
    let cases = [
        ("socks5://user:pass@127.0.0.1:9", ConnectorErrorKind::Other, "socks5://127.0.0.1:9"),
        ("ftp://user:pass@127.0.0.1:9", ConnectorErrorKind::Other, "invalid proxy URL in the connector's proxy"),
        ("user:pass @nowhere", ConnectorErrorKind::Other, "invalid proxy URL"),
        ("", ConnectorErrorKind::Other, "invalid proxy URL"),
    ];
    for (url, kind, reason) in cases {
        let connector = HyperClient::builder().proxy(url).build();
        let outcome = call_with(config(&server).http_client(connector)).await;
        let error = connector_error(&outcome);
        assert_eq!((error.kind(), error.is_before_send()), (kind, true), "{url}");
        let text = text(error);
        assert!(text.contains(reason) && !text.contains("pass@"), "{url}: {text}");
    }
    let connector = HyperClient::builder().proxy("").no_proxy().build();
    call_with(config(&server).http_client(connector)).await.expect("no proxy at last");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn encrypted_requests_go_through_a_tunnel() {
    let proxy = Server::start(vec![Act::Answer(403, vec![], String::new()); 3]);
    let connector = HyperClient::builder().proxy(format!("http://user:pass@{}", proxy.address())).build();
    let outcome = call_with(config_of("https://iam.test").http_client(connector)).await;
    assert!(connector_error(&outcome).is_before_send());
    let seen = &proxy.seen()[0];
    assert_eq!(seen.line, "CONNECT iam.test:443 HTTP/1.1");
    assert_eq!(seen.header("proxy-authorization"), Some("Basic dXNlcjpwYXNz"));
}

#[tokio::test]
async fn a_reqwest_client_can_take_the_connectors_place() {
    let server = Server::start([Act::error(503, "SlowDown"), Act::ResetAfterRequest]);
    let own = reqwest::Client::builder().user_agent("not ours").build().expect("a client");
    call_with(config(&server).http_client(own.clone())).await.expect("the third attempt");
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen[2].header("authorization").is_some_and(|it| it.starts_with("AWS4-HMAC-SHA256 ")));

    let silent = Server::start(vec![Act::Hang; 3]);
    let outcome = call_with(config(&silent).http_client(own.clone())).await;
    assert_eq!(connector_error(&outcome).kind(), ConnectorErrorKind::Timeout);

    let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port");
    let outcome = call_with(config_of(&format!("http://{free}")).http_client(own)).await;
    let error = connector_error(&outcome);
    assert_eq!((error.kind(), error.is_before_send()), (ConnectorErrorKind::Io, true));
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let server = Server::start([]);
    let poll = |config| {
        let call = std::pin::pin!(call_with(config));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let std::task::Poll::Ready(outcome) = call.poll(&mut context) else { panic!("there is nothing to wait for") };
        Box::new(outcome)
    };
    // The default connector uses tokio's timer, and so does reqwest.
    let once = || config(&server).retry_config(RetryConfig::disabled());
    let pausing = config(&server).sleep_impl(Pauses::default());
    for config in [once(), pausing, once().http_client(reqwest::Client::new())] {
        assert_eq!(connector_error(&poll(config)).kind(), ConnectorErrorKind::User);
    }
    // Other connectors may not, but pauses do unless they are set.
    let limit = Duration::from_secs(1);
    for config in [
        config(&server),
        once().timeout_config(TimeoutConfig::builder().operation_timeout(limit).build()),
        once().timeout_config(TimeoutConfig::builder().operation_attempt_timeout(limit).build()),
    ] {
        let error = poll(config).expect_err("nothing can pause");
        assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
        assert!(text(&error).contains("`sleep_impl`"), "{}", text(&error));
    }
    assert_eq!(server.connections(), 0);
}
