//! Uses the stub like a program's own tests.

use std::time::Duration;

use tinsmith_iam::Client;
use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_iam::error::{ProvideErrorMetadata, SdkError, Violations};
use tinsmith_iam::operation::RequestId;
use tinsmith_iam::operation::create_access_key::{CreateAccessKey, CreateAccessKeyOutput};
use tinsmith_iam::operation::create_user::CreateUser;
use tinsmith_iam::operation::delete_access_key::DeleteAccessKey;
use tinsmith_iam::operation::get_user::{GetUser, GetUserOutput};
use tinsmith_iam::operation::list_access_keys::{ListAccessKeys, ListAccessKeysOutput};
use tinsmith_iam::primitives::DateTime;
use tinsmith_iam::stub::{Answer, Stub};
use tinsmith_iam::types::{AccessKey, AccessKeyMetadata, StatusType, Tag, User};
use tinsmith_runtime::error::ConnectorErrorKind;

fn client(stub: &Stub) -> Client {
    Client::from_conf(stub.config().build())
}

fn key(id: &str) -> CreateAccessKeyOutput {
    let key = AccessKey::builder().user_name("Bob").access_key_id(id).status(StatusType::Active);
    let key = key.secret_access_key("s3cr3t & more").build().expect("all that is required");
    CreateAccessKeyOutput::builder().access_key(key).build()
}

fn bob() -> User {
    let tag = Tag::builder().key("team").value("<a>\n").build().expect("all that is required");
    let user = User::builder().path("/").user_name("Bob").user_id("AIDA").arn("arn:aws:iam::123456789012:user/Bob");
    user.create_date(DateTime::from_secs(1_795_507_200)).tags(tag).build().expect("all that is required")
}

#[tokio::test]
async fn outputs_come_in_order_and_requests_are_kept() {
    let stub = Stub::new().output(CreateAccessKey, key("AKIA1")).output(CreateAccessKey, key("AKIA2"));
    let client = client(&stub);
    assert_eq!(stub.unused(), ["CreateAccessKey", "CreateAccessKey"]);
    for id in ["AKIA1", "AKIA2"] {
        let output = client.create_access_key().user_name("Bob@a+b").send().await.expect("an answer");
        assert_eq!(output.access_key(), key(id).access_key());
    }
    let calls = stub.calls();
    assert_eq!((calls.len(), stub.unused().len()), (2, 0));
    assert_eq!(calls[0].operation(), "CreateAccessKey");
    let parameters: Vec<_> = calls[0].parameters().collect();
    assert_eq!(parameters, [("Action", "CreateAccessKey"), ("Version", "2010-05-08"), ("UserName", "Bob@a+b")]);
    assert_eq!(calls[0].parameter("UserName"), Some("Bob@a+b"));
    assert_eq!(calls[0].url(), "https://iam.amazonaws.com/");
    assert!(calls[0].headers().get("authorization").is_some_and(|it| it.starts_with("AWS4-HMAC-SHA256")));
    assert!(!format!("{calls:?}").contains("Bob@a+b"), "{calls:?}");
}

#[tokio::test]
async fn an_output_arrives_as_it_was_given() {
    let stub = Stub::new().output(GetUser, GetUserOutput::builder().user(bob()).build());
    let output = client(&stub).get_user().user_name("Bob").send().await.expect("an answer");
    assert_eq!(output.user(), Some(&bob()));
    assert!(output.request_id().is_some());
}

#[tokio::test]
async fn errors_have_their_types_and_statuses() {
    let stub = Stub::new().error(DeleteAccessKey, "NoSuchEntity", "no <such> key").error(DeleteAccessKey, "Odd", "");
    let client = client(&stub);
    let call = || client.delete_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").send();
    let error = call().await.expect_err("an error");
    assert_eq!((error.code(), error.message()), (Some("NoSuchEntity"), Some("no <such> key")));
    assert_eq!(error.raw_response().map(|it| it.status().as_u16()), Some(404));
    assert!(error.into_service_error().is_no_such_entity_exception());
    let error = call().await.expect_err("an error");
    assert_eq!(error.code(), Some("Odd"));
    assert_eq!(error.raw_response().map(|it| it.status().as_u16()), Some(400));
}

#[tokio::test]
async fn retries_are_the_clients_own_and_take_no_time() {
    let stub = Stub::new()
        .answer(GetUser, Answer::response(503, &[("retry-after", "20")], "busy"))
        .answer(GetUser, Answer::failure(ConnectorErrorKind::Io))
        .output(GetUser, GetUserOutput::builder().user(bob()).build());
    let started = std::time::Instant::now();
    client(&stub).get_user().send().await.expect("the third attempt");
    assert_eq!(stub.calls().len(), 3);
    assert!(started.elapsed() < Duration::from_secs(5));
    // Timeouts are not pauses, and do not expire immediately.
    let timeouts = TimeoutConfig::builder().operation_timeout(Duration::from_secs(5)).build();
    let stub = Stub::new().always(GetUser, Answer::output::<GetUser>(&GetUserOutput::builder().user(bob()).build()));
    let client = Client::from_conf(stub.config().timeout_config(timeouts).build());
    for _ in 0..3 {
        client.get_user().send().await.expect("an answer");
    }
}

#[tokio::test]
async fn a_request_without_an_answer_says_which_it_was() {
    let stub = Stub::new().output(CreateAccessKey, key("AKIA1"));
    let client = client(&stub);
    client.create_access_key().send().await.expect("an answer");
    let error = client.create_access_key().send().await.expect_err("no answer");
    let SdkError::DispatchFailure(failure) = &error else { panic!("{error:?}") };
    assert!(failure.is_user(), "{error:?}");
    let first: &dyn std::error::Error = failure.as_connector_error().expect("the stub's");
    let reason = std::iter::successors(Some(first), |it| it.source()).last().expect("a reason");
    assert_eq!(reason.to_string(), "the stub has no response for request 2 of `CreateAccessKey`");
    assert_eq!(stub.calls().len(), 2, "it is not tried again");
}

#[tokio::test]
async fn inputs_are_validated_and_then_not_sent() {
    let stub = Stub::new();
    let error = client(&stub).create_user().user_name("no spaces").send().await.expect_err("a space");
    assert!(Violations::behind(&error).is_some(), "{error:?}");
    assert!(stub.calls().is_empty());
    let stub = stub.error(CreateUser, "LimitExceeded", "enough");
    let error = client(&stub).create_user().user_name("Bob").send().await.expect_err("an error");
    assert!(error.into_service_error().is_limit_exceeded_exception());
}

#[tokio::test]
async fn pages_are_followed() {
    let page = |id: &str, next: Option<&str>| {
        let mut page = ListAccessKeysOutput::builder().is_truncated(next.is_some()).set_marker(next.map(str::to_owned));
        page = page.access_key_metadata(AccessKeyMetadata::builder().access_key_id(id).build());
        page.build().expect("all that is required")
    };
    let stub = Stub::new().output(ListAccessKeys, page("AKIA1", Some("m"))).output(ListAccessKeys, page("AKIA2", None));
    let items = client(&stub).list_access_keys().into_paginator().items().send();
    let items = items.collect::<Result<Vec<_>, _>>().await.expect("two pages");
    assert_eq!(items.iter().filter_map(|it| it.access_key_id()).collect::<Vec<_>>(), ["AKIA1", "AKIA2"]);
    assert_eq!(stub.calls()[1].parameter("Marker"), Some("m"));
}
