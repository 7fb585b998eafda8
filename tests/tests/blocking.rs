//! Tests of calls without async.

use std::time::Duration;

use tinsmith_iam::Client;
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::{Builder, Config, Credentials, Region};
use tinsmith_iam::error::{ConstructionError, ProvideErrorMetadata, SdkError};
use tinsmith_iam::operation::list_access_keys::ListAccessKeys;
use tinsmith_iam::stub::{Answer, Stub};
use tinsmith_iam::types::StatusType;
use tinsmith_tests::server::{Act, Server};

fn config(server: &Server) -> Builder {
    Config::builder()
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
        .endpoint_url(server.url())
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
}

/// Makes a call and returns its error, if any.
fn call(client: &Client) -> Result<(), String> {
    let call = client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").status(StatusType::Active);
    call.send_blocking().map(drop).map_err(|error| error.code().unwrap_or("no code").to_owned())
}

#[test]
fn a_call_waits_for_its_answer_and_its_retries() {
    let server = Server::start([
        Act::error(503, "SlowDown"),
        Act::ResetAfterRequest,
        Act::ok(),
        Act::error(404, "NoSuchEntity"),
    ]);
    let client = Client::from_conf(config(&server).build());
    assert_eq!(call(&client), Ok(()));
    assert_eq!(call(&client), Err("NoSuchEntity".to_owned()));
    assert_eq!(server.seen().len(), 4);
}

#[test]
fn connections_are_kept_between_calls_and_threads() {
    let server = Server::start([]);
    let client = Client::from_conf(config(&server).build());
    for _ in 0..10 {
        assert_eq!(call(&client), Ok(()));
        std::thread::scope(|scope| scope.spawn(|| assert_eq!(call(&client), Ok(()))).join()).expect("no panic");
    }
    // A connection may not be back in the pool when the next call needs one.
    assert_eq!(server.seen().len(), 20);
    assert!(server.connections() < 10, "{} connections", server.connections());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..10).for_each(|_| assert_eq!(call(&client), Ok(()))));
        }
    });
    assert_eq!(server.seen().len(), 100);
}

/// The names of the threads of this process.
#[cfg(target_os = "linux")]
fn threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").expect("procfs").flatten();
    let names = tasks.filter_map(|it| std::fs::read_to_string(it.path().join("comm")).ok());
    names.filter(|it| it.starts_with("tinsmith-block")).count()
}

#[test]
#[cfg(target_os = "linux")]
fn a_client_has_one_thread_and_ends_it() {
    // Runs in a separate process, because other tests also have clients.
    if std::env::var_os("TINSMITH_ALONE").is_none() {
        let test = std::env::current_exe().expect("this program");
        let mut alone = std::process::Command::new(test);
        // Its output must not mix with the output of this run, which is counted.
        let run = alone.args(["--exact", "a_client_has_one_thread_and_ends_it"]).env("TINSMITH_ALONE", "1").output();
        let run = run.expect("this program");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
        return;
    }
    let server = Server::start([]);
    let client = Client::from_conf(config(&server).build());
    assert_eq!(threads(), 0, "who makes no such call pays for none");
    for _ in 0..5 {
        assert_eq!(call(&client.clone()), Ok(()));
        assert_eq!(threads(), 1);
    }
    drop(client);
    let mut patience = 200;
    while threads() > 0 && patience > 0 {
        std::thread::sleep(Duration::from_millis(10));
        patience -= 1;
    }
    assert_eq!(threads(), 0);
}

#[tokio::test]
async fn where_a_runtime_runs_there_is_an_error_and_no_panic() {
    let server = Server::start([]);
    let client = Client::from_conf(config(&server).build());
    let call = || client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").status(StatusType::Active);
    for outcome in [call().send_blocking(), call().customize().send_blocking()] {
        let error = outcome.expect_err("it would hold up the runtime");
        assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
        let reason = std::error::Error::source(&error).and_then(|it| it.downcast_ref::<ConstructionError>());
        assert!(matches!(reason, Some(ConstructionError::BlockingInAsync)), "{error:?}");
    }
    call().send().await.expect("the same call, awaited");
    assert_eq!(server.seen().len(), 1);
    // Another thread can make calls even while this runtime is blocked, and either thread may drop the client.
    let other = client.clone();
    std::thread::spawn(move || self::call(&other)).join().expect("no panic").expect("an answer");
    drop(client);
}

#[test]
fn a_thread_that_may_wait_may_call() {
    let server = Server::start([Act::error(503, "SlowDown")]);
    let client = Client::from_conf(config(&server).build());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let other = client.clone();
    let found = runtime.block_on(async move { tokio::task::spawn_blocking(move || call(&other)).await });
    assert_eq!(found.expect("no panic"), Ok(()));
    // Inside a runtime's context, but not in one of its tasks.
    let _entered = runtime.enter();
    assert_eq!(call(&client), Ok(()));
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn pages_are_an_iterator() {
    let page = |id: &str, rest: &str| {
        let body = format!(
            "<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata><member><AccessKeyId>{id}</AccessKeyId>\
             </member></AccessKeyMetadata>{rest}</ListAccessKeysResult></ListAccessKeysResponse>"
        );
        Answer::response(200, &[("content-type", "text/xml")], body)
    };
    let truncated = "<IsTruncated>true</IsTruncated><Marker>m</Marker>";
    let stub = || {
        Stub::new()
            .answer(ListAccessKeys, page("AKIA1", truncated))
            .answer(ListAccessKeys, page("AKIA2", "<IsTruncated>false</IsTruncated>"))
    };
    let list = |stub: &Stub| Client::from_conf(stub.config().build()).list_access_keys().into_paginator();
    let keys: Vec<_> = list(&stub()).items().send_blocking().map(|it| it.expect("two pages")).collect();
    let ids: Vec<_> = keys.iter().filter_map(|it| it.access_key_id()).collect();
    assert_eq!(ids, ["AKIA1", "AKIA2"]);
    let both = stub();
    assert_eq!(list(&both).send_blocking().count(), 2);
    let one = stub();
    assert!(list(&one).send_blocking().next().is_some_and(|it| it.is_ok()));
    assert_eq!(one.calls().len(), 1, "a page that nothing reads is not asked for");
    // An error is the last item.
    let none = Stub::new().answer(ListAccessKeys, page("AKIA1", truncated));
    let results: Vec<_> = list(&none).items().send_blocking().map(|it| it.is_ok()).collect();
    assert_eq!(results, [true, false]);
}
