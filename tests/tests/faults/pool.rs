//! Which connections are reused, when, and by whom.

use std::time::{Duration, Instant};

use crate::support::{call, call_with, config, text};
use tinsmith_iam::Client;
use tinsmith_iam::config::retry::{ReconnectMode, RetryConfig};
use tinsmith_tests::server::{Act, Seen, Server};

#[tokio::test]
async fn a_connection_that_gave_a_transient_error_is_not_used_again() {
    for (name, act) in [
        ("500", Act::error(500, "ServiceFailure")),
        ("503", Act::Answer(503, vec![], "<html>busy</html>".to_owned())),
        ("timed out", Act::error(400, "RequestTimeout")),
    ] {
        let server = Server::start([act.clone(), act.clone()]);
        let client = Client::from_conf(config(&server).build());
        call(&client).await.unwrap_or_else(|error| panic!("{name}: {}", text(&error)));
        call(&client).await.unwrap_or_else(|error| panic!("{name}: {}", text(&error)));
        assert_eq!((server.seen().len(), server.connections()), (4, 3), "{name}");

        // Unless the program configures it.
        server.replay([act.clone(), act]);
        let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
        let reuse = retries.with_reconnect_mode(ReconnectMode::ReuseAllConnections);
        call_with(config(&server).retry_config(reuse)).await.unwrap_or_else(|error| panic!("{name}: {}", text(&error)));
        assert_eq!((server.seen().len(), server.connections()), (3, 4), "{name}");
    }
}

#[tokio::test]
async fn a_connection_whose_request_was_answered_early_is_not_used_again() {
    // Larger than the kernel's buffers.
    let large = "x".repeat(16 << 20);
    let server = Server::start([Act::AnswerEarly(413), Act::ok()]);
    let client = Client::from_conf(config(&server).build());
    let call_large = client.create_policy().policy_name("p").policy_document(&large);
    let started = Instant::now();
    call_large.customize().config_override(off()).send().await.expect_err("it is too large");
    call(&client).await.expect("a connection of its own");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!(server.connections(), 2);
}

fn off() -> tinsmith_iam::config::Builder {
    tinsmith_iam::config::Config::builder().validation(tinsmith_iam::config::ValidationPolicy::Off)
}

#[tokio::test]
async fn a_connection_that_the_server_has_left_without_a_word_is_not_used() {
    let server = Server::start(vec![Act::AnswerAndLeave(Duration::from_millis(200)); 3]);
    let once = config(&server).retry_config(RetryConfig::disabled());
    let client = Client::from_conf(once.build());
    for _ in 0..3 {
        call(&client).await.expect("a connection that is there");
        // The runtime is blocked meanwhile and does not notice.
        std::thread::sleep(Duration::from_millis(400));
    }
    assert_eq!((server.seen().len(), server.connections()), (3, 3));
}

#[test]
fn a_connection_belongs_to_the_runtime_that_drives_it() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let server = Server::start([]);
    let client = Client::from_conf(config(&server).build());
    let (first, second) = (runtime(), runtime());
    for _ in 0..2 {
        first.block_on(call(&client)).expect("a connection of the first");
        // The first runtime exists, but nothing drives its connections.
        second.block_on(call(&client)).expect("a connection of the second");
    }
    assert_eq!((server.seen().len(), server.connections()), (4, 2));
}

/// The number of sockets of this process that are connected to a port.
#[cfg(target_os = "linux")]
fn sockets(port: u16) -> usize {
    let table = std::fs::read_to_string("/proc/self/net/tcp").expect("procfs");
    let wanted = format!(":{port:04X}");
    // Columns: number, local address, remote address, state; 01 is an open connection.
    let columns = table.lines().map(|it| it.split_whitespace().collect::<Vec<_>>());
    columns.filter(|it| it.get(2).is_some_and(|it| it.ends_with(&wanted)) && it.get(3) == Some(&"01")).count()
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn idle_connections_are_closed_without_a_call() {
    let server = Server::start_deciding(|seen: Option<&Seen>| {
        if seen.is_some() {
            std::thread::sleep(Duration::from_millis(50));
        }
        Act::ok()
    });
    let client = Client::from_conf(config(&server).build());
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client).await.is_ok() })
        })
        .collect();
    for call in calls {
        assert!(call.await.expect("no panic"));
    }
    let port = server.address().port();
    assert_eq!(sockets(port), 8);
    let mut seconds = 0;
    while sockets(port) > 0 && seconds < 40 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        seconds += 1;
    }
    assert!((15..=30).contains(&seconds), "closed after {seconds} s");
}
