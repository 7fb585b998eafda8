//! Calls that fail before anything is sent.

use std::error::Error;
use std::time::Duration;

use crate::support::{Pauses, call, call_with, config, config_of, text};
use tinsmith_iam::Client;
use tinsmith_iam::config::{Config, ProvideCredentials, Region, ValidationPolicy};
use tinsmith_iam::error::{ConstructionError, SdkError, Violations};
use tinsmith_iam::types::StatusType;
use tinsmith_runtime::credentials::{CredentialsChain, future};
use tinsmith_tests::server::{Act, Seen, Server};

/// The reason why a request could not be constructed.
fn reason<E: std::error::Error + 'static>(error: &SdkError<E>) -> &ConstructionError {
    match error {
        SdkError::ConstructionFailure(_) => error.source().and_then(|it| it.downcast_ref()).expect("a reason"),
        other => panic!("the request was made: {other:?}"),
    }
}

#[tokio::test]
async fn keys_are_needed() {
    let server = Server::start([]);
    let nothing = Config::builder().region(Region::new("eu-west-1")).endpoint_url(server.url());
    let error = call_with(nothing.clone()).await.expect_err("no keys");
    assert!(matches!(reason(&error), ConstructionError::NoCredentials(None)), "{error:?}");
    assert_eq!(server.connections(), 0);

    call_with(nothing.allow_no_auth()).await.expect("no signature is wanted");
    assert_eq!(server.seen()[0].header("authorization"), None);
    assert_eq!(server.seen()[0].header("x-amz-date"), None);
}

/// A provider that never responds.
#[derive(Debug)]
struct Silent {
    _secret: &'static str,
}

impl ProvideCredentials for Silent {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(std::future::pending())
    }
}

#[tokio::test]
async fn a_provider_that_never_answers_is_named() {
    let server = Server::start([]);
    let silent = || Silent { _secret: "s3cr3t" };
    let chain = CredentialsChain::new().or_else("vault", silent()).or_else("instance", silent());
    let limit = Duration::from_millis(50);
    // Pauses that take no time do not end a wait.
    for pauses in [None, Some(Pauses::default())] {
        for (config, name) in [
            (config(&server).credentials_provider(silent()), "provider Silent did"),
            (config(&server).credentials_provider(chain.clone()), "provider CredentialsChain(vault) did"),
        ] {
            let mut config = config.credentials_timeout(limit);
            if let Some(pauses) = pauses.clone() {
                config = config.sleep_impl(pauses);
            }
            let error = call_with(config).await.expect_err("no credentials");
            assert!(matches!(reason(&error), ConstructionError::CredentialsTimeout { .. }), "{error:?}");
            let shown = text(&error);
            assert!(shown.contains(name) && shown.contains("50ms") && !shown.contains("s3cr3t"), "{shown}");
        }
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_endpoint_of_ones_own_needs_a_region() {
    let server = Server::start([]);
    let mut config = config(&server);
    config.set_region(None);
    let error = call_with(config).await.expect_err("no region");
    assert!(text(&error).contains("no region is configured"), "{}", text(&error));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn bad_endpoints_are_named() {
    for url in ["127.0.0.1:5000", "ftp://127.0.0.1", "http://", "http://a b/", "http://h:0"] {
        let error = call_with(config_of(url)).await.expect_err(url);
        assert!(matches!(reason(&error), ConstructionError::Endpoint(_)), "{url}: {error:?}");
        assert!(text(&error).contains(&format!("invalid URL {url:?}")), "{}", text(&error));
    }
    let server = Server::start([]);
    // A custom endpoint takes precedence over settings that select one.
    call_with(config(&server).use_fips(true).use_dual_stack(true)).await.expect("the server of the URL");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn inputs_that_break_constraints_are_not_sent() {
    let server = Server::start([]);
    let client = Client::from_conf(config(&server).build());
    let error = client.update_access_key().user_name("no spaces").access_key_id("short").send().await;
    let error = error.expect_err("three constraints are broken");
    assert!(Violations::behind(&error).is_some(), "{error:?}");
    for name in ["UserName", "AccessKeyId", "Status"] {
        assert!(text(&error).contains(name), "{}", text(&error));
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn limits_can_be_passed_and_required_members_cannot() {
    for policy in [ValidationPolicy::Warn, ValidationPolicy::Off] {
        let server = Server::start([]);
        let client = Client::from_conf(config(&server).validation(policy).build());
        let odd = || client.update_access_key().user_name("no spaces").access_key_id("short");
        odd().status(StatusType::Active).send().await.unwrap_or_else(|error| panic!("{policy:?}: {}", text(&error)));
        assert!(server.seen()[0].body.contains("UserName=no+spaces") || server.seen()[0].body.contains("no%20spaces"));
        let error = odd().send().await.expect_err("the status is missing");
        assert!(Violations::behind(&error).is_some(), "{policy:?}: {error:?}");
        assert_eq!(server.seen().len(), 1, "{policy:?}");
    }
}

#[tokio::test]
async fn one_call_may_differ() {
    let (usual, other) = (Server::start([]), Server::start([]));
    let client = Client::from_conf(config(&usual).build());
    let overrides = Config::builder().endpoint_url(other.url()).region(Region::new("us-west-2"));
    let input = client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").status(StatusType::Active);
    input.customize().config_override(overrides).send().await.expect("the other server answers");
    call(&client).await.expect("the usual server answers");
    assert_eq!((usual.seen().len(), other.seen().len()), (1, 1));
    let scope = other.seen()[0].header("authorization").map(str::to_owned).unwrap_or_default();
    assert!(scope.contains("/us-west-2/iam/aws4_request"), "{scope}");
}

#[tokio::test]
async fn the_request_of_one_call_may_be_changed() {
    let server = Server::start([Act::error(503, "ServiceUnavailable")]);
    let client = Client::from_conf(config(&server).build());
    let input = client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").status(StatusType::Active);
    let changed = input.customize().mutate_request(|it| drop(it.headers_mut().insert("x-amz-own", "1")));
    let changed = changed.mutate_request(|it| drop(it.headers_mut().insert("x-other", "2")));
    changed.send().await.expect("the second attempt");
    call(&client).await.expect("an answer");
    let seen = server.seen();
    let own = |it: &Seen| (it.header("x-amz-own").map(str::to_owned), it.header("x-other").map(str::to_owned));
    let both = (Some("1".to_owned()), Some("2".to_owned()));
    assert_eq!(seen.iter().map(own).collect::<Vec<_>>(), [both.clone(), both, (None, None)]);
    let authorization = seen[0].header("authorization").unwrap_or_default();
    assert!(authorization.contains("x-amz-own"), "it was changed before it was signed: {authorization}");
}

#[test]
fn calls_may_move_between_threads() {
    fn assert_send(_: &impl Send) {}
    let server = Server::start([]);
    let client = Client::from_conf(config(&server).build());
    let usual = client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE");
    assert_send(&usual.clone().send());
    assert_send(&usual.customize().config_override(Config::builder()).send());
    assert_eq!(server.connections(), 0, "nothing is sent before it is awaited");
}
