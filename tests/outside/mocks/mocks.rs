//! Tests as users of the official SDK write them, with `aws-smithy-mocks` and with interceptors.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use aws_smithy_mocks::{MockResponseInterceptor, RuleMode, create_mock_http_client, mock, mock_client};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use tinsmith_iam::Client;
use tinsmith_iam::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextRef,
    BeforeSerializationInterceptorContextMut, BeforeSerializationInterceptorContextRef,
    BeforeTransmitInterceptorContextMut, BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextMut,
    FinalizerInterceptorContextRef,
};
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::{Config, ConfigBag, Intercept, RuntimeComponents};
use tinsmith_iam::error::{BoxError, DisplayErrorContext, ProvideErrorMetadata, SdkError};
use tinsmith_iam::operation::delete_user::DeleteUserOutput;
use tinsmith_iam::operation::get_user::{GetUserError, GetUserInput, GetUserOutput};
use tinsmith_iam::operation::list_users::ListUsersOutput;
use tinsmith_iam::types::User;
use tinsmith_iam::types::error::NoSuchEntityException;

fn user(name: &str) -> User {
    let user = User::builder().path("/").user_name(name).user_id("AIDACKCEVSQ6C2EXAMPLE");
    let user = user.arn(format!("arn:aws:iam::123456789012:user/{name}"));
    user.create_date(aws_smithy_types::DateTime::from_secs(0)).build().expect("a whole user")
}

fn found(name: &str) -> GetUserOutput {
    GetUserOutput::builder().user(user(name)).build()
}

#[tokio::test]
async fn an_output_answers_matching_requests() {
    let rule = mock!(Client::get_user)
        .match_requests(|request| request.user_name() == Some("Bob"))
        .then_output(|| found("Bob"));
    let client = mock_client!(tinsmith_iam, [&rule]);
    let output = client.get_user().user_name("Bob").send().await.expect("the mocked output");
    assert_eq!(output.user().map(User::user_name), Some("Bob"));
    assert_eq!(rule.num_calls(), 1);
}

#[tokio::test]
async fn errors_and_outputs_come_in_sequence() {
    let missing = mock!(Client::get_user).then_error(|| {
        GetUserError::NoSuchEntityException(NoSuchEntityException::builder().message("no Bob").build())
    });
    let there = mock!(Client::get_user).then_output(|| found("Bob"));
    let deleted = mock!(Client::delete_user).then_output(|| DeleteUserOutput::builder().build());
    let client = mock_client!(tinsmith_iam, RuleMode::Sequential, [&missing, &there, &deleted]);
    let error = client.get_user().user_name("Bob").send().await.expect_err("the mocked error");
    assert!(matches!(error, SdkError::ServiceError(_)), "{error:?}");
    assert!(error.into_service_error().is_no_such_entity_exception());
    client.get_user().user_name("Bob").send().await.expect("the mocked output");
    client.delete_user().user_name("Bob").send().await.expect("the mocked output");
}

#[tokio::test]
async fn any_rule_may_match() {
    let [bob, alice] = ["Bob", "Alice"].map(|name| {
        mock!(Client::get_user)
            .match_requests(move |request| request.user_name() == Some(name))
            .then_output(move || found(name))
    });
    let client = mock_client!(tinsmith_iam, RuleMode::MatchAny, [&bob, &alice], |config| config
        .retry_config(RetryConfig::disabled()));
    for name in ["Alice", "Bob", "Alice"] {
        let output = client.get_user().user_name(name).send().await.expect("the mocked output");
        assert_eq!(output.user().map(User::user_name), Some(name));
    }
    assert_eq!((bob.num_calls(), alice.num_calls()), (1, 2));
}

#[tokio::test]
async fn http_answers_are_read_and_retried() {
    let body = "<GetUserResponse><GetUserResult><User><UserName>Bob</UserName></User></GetUserResult></GetUserResponse>";
    let rule = mock!(Client::get_user)
        .sequence()
        .http_status(503, None)
        .http_response(move || HttpResponse::new(StatusCode::try_from(200).expect("a status"), SdkBody::from(body)))
        .build();
    let client = mock_client!(tinsmith_iam, RuleMode::Sequential, [&rule], |config| {
        let retries = RetryConfig::standard().with_initial_backoff(std::time::Duration::from_millis(1));
        config.retry_config(retries)
    });
    let output = client.get_user().user_name("Bob").send().await.expect("the answer after the retry");
    assert_eq!(output.user().map(User::user_name), Some("Bob"));
    assert_eq!(rule.num_calls(), 2);
}

#[tokio::test]
async fn an_error_in_http_is_one_of_the_service() {
    let body = "<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>no Bob</Message></Error></ErrorResponse>";
    let rule = mock!(Client::get_user).then_http_response(move || {
        HttpResponse::new(StatusCode::try_from(404).expect("a status"), SdkBody::from(body))
    });
    let client = mock_client!(tinsmith_iam, [&rule]);
    let error = client.get_user().user_name("Bob").send().await.expect_err("the error in the answer");
    assert_eq!((error.code(), error.message()), (Some("NoSuchEntity"), Some("no Bob")));
}

#[tokio::test]
async fn pages_are_followed() {
    let first = mock!(Client::list_users).match_requests(|request| request.marker().is_none()).then_output(|| {
        ListUsersOutput::builder().users(user("Alice")).is_truncated(true).marker("next").build().expect("a page")
    });
    let second = mock!(Client::list_users)
        .match_requests(|request| request.marker() == Some("next"))
        .then_output(|| ListUsersOutput::builder().users(user("Bob")).build().expect("a page"));
    let client = mock_client!(tinsmith_iam, RuleMode::Sequential, [&first, &second]);
    let mut pages = client.list_users().into_paginator().items().send();
    let mut names = Vec::new();
    while let Some(user) = pages.next().await {
        names.push(user.expect("a user").user_name().to_owned());
    }
    assert_eq!(names, ["Alice", "Bob"]);
}

/// Records every hook in order, with its data.
#[derive(Clone, Debug, Default)]
struct Notes {
    hooks: Arc<Mutex<Vec<&'static str>>>,
}

impl Notes {
    fn note(&self, hook: &'static str) -> Result<(), BoxError> {
        self.hooks.lock().expect("no panic").push(hook);
        Ok(())
    }
}

macro_rules! noting {
    ($($hook:ident(&$context:ident),)* | $($changing:ident(&mut $changed:ident),)*) => {
        impl Intercept for Notes {
            fn name(&self) -> &'static str {
                "Notes"
            }

            fn read_before_execution(
                &self,
                _: &BeforeSerializationInterceptorContextRef<'_>,
                _: &mut ConfigBag,
            ) -> Result<(), BoxError> {
                self.note("read_before_execution")
            }

            $(fn $hook(&self, _: &$context<'_>, _: &RuntimeComponents, _: &mut ConfigBag) -> Result<(), BoxError> {
                self.note(stringify!($hook))
            })*

            $(fn $changing(
                &self,
                _: &mut $changed<'_>,
                _: &RuntimeComponents,
                _: &mut ConfigBag,
            ) -> Result<(), BoxError> {
                self.note(stringify!($changing))
            })*
        }
    };
}

noting! {
    read_before_serialization(&BeforeSerializationInterceptorContextRef),
    read_after_serialization(&BeforeTransmitInterceptorContextRef),
    read_before_attempt(&BeforeTransmitInterceptorContextRef),
    read_before_signing(&BeforeTransmitInterceptorContextRef),
    read_after_signing(&BeforeTransmitInterceptorContextRef),
    read_before_transmit(&BeforeTransmitInterceptorContextRef),
    read_after_transmit(&BeforeDeserializationInterceptorContextRef),
    read_before_deserialization(&BeforeDeserializationInterceptorContextRef),
    read_after_deserialization(&AfterDeserializationInterceptorContextRef),
    read_after_attempt(&FinalizerInterceptorContextRef),
    read_after_execution(&FinalizerInterceptorContextRef), |
    modify_before_serialization(&mut BeforeSerializationInterceptorContextMut),
    modify_before_retry_loop(&mut BeforeTransmitInterceptorContextMut),
    modify_before_signing(&mut BeforeTransmitInterceptorContextMut),
    modify_before_transmit(&mut BeforeTransmitInterceptorContextMut),
    modify_before_attempt_completion(&mut FinalizerInterceptorContextMut),
    modify_before_completion(&mut FinalizerInterceptorContextMut),
}

const BEFORE: [&str; 5] = [
    "read_before_execution",
    "modify_before_serialization",
    "read_before_serialization",
    "read_after_serialization",
    "modify_before_retry_loop",
];
const ATTEMPT: [&str; 11] = [
    "read_before_attempt",
    "modify_before_signing",
    "read_before_signing",
    "read_after_signing",
    "modify_before_transmit",
    "read_before_transmit",
    "read_after_transmit",
    "read_before_deserialization",
    "read_after_deserialization",
    "modify_before_attempt_completion",
    "read_after_attempt",
];
const AFTER: [&str; 2] = ["modify_before_completion", "read_after_execution"];

#[tokio::test]
async fn every_phase_is_told_in_the_official_order() {
    let rule = mock!(Client::get_user).sequence().http_status(500, None).output(|| found("Bob")).build();
    let notes = Notes::default();
    let client = mock_client!(tinsmith_iam, RuleMode::Sequential, [&rule], |config| config
        .retry_config(RetryConfig::standard().with_initial_backoff(std::time::Duration::from_millis(1)))
        .interceptor(notes.clone()));
    client.get_user().user_name("Bob").send().await.expect("the mocked output");
    let expected: Vec<&str> = BEFORE.into_iter().chain(ATTEMPT).chain(ATTEMPT).chain(AFTER).collect();
    assert_eq!(*notes.hooks.lock().expect("no panic"), expected);
}

/// Changes the operation and its configuration.
#[derive(Debug)]
struct Changes;

impl Intercept for Changes {
    fn name(&self) -> &'static str {
        "Changes"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut().downcast_mut::<GetUserInput>().ok_or("another operation")?;
        input.user_name = Some("Alice".to_owned());
        Ok(())
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().headers_mut().insert("x-team", "blue");
        Ok(())
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request();
        assert!(request.headers().get("authorization").is_some(), "it is signed by now");
        assert_eq!(request.headers().get("x-team"), Some("blue"));
        let body = request.body().bytes().map(String::from_utf8_lossy).unwrap_or_default();
        assert!(body.contains("UserName=Alice"), "{body}");
        Ok(())
    }
}

#[tokio::test]
async fn interceptors_change_inputs_and_requests() {
    let rule = mock!(Client::get_user).then_output(|| found("Alice"));
    let client = mock_client!(tinsmith_iam, [&rule]);
    let call = client.get_user().user_name("Bob").customize().interceptor(Changes);
    call.send().await.expect("the mocked output");
}

/// Fails before each attempt.
#[derive(Debug, Default)]
struct Fails(Arc<AtomicU32>);

impl Intercept for Fails {
    fn name(&self) -> &'static str {
        "Fails"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Err("not today".into())
    }
}

#[tokio::test]
async fn an_interceptor_that_fails_ends_the_call() {
    let count = Arc::new(AtomicU32::new(0));
    let config = Config::builder().with_test_defaults_v2().http_client(create_mock_http_client());
    let client = Client::from_conf(config.interceptor(Fails(count.clone())).build());
    let error = client.get_user().send().await.expect_err("the interceptor's failure");
    let text = DisplayErrorContext(&error).to_string();
    assert!(text.contains("`Fails` failed in `read_before_attempt`") && text.contains("not today"), "{text}");
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_mock_may_let_calls_pass() {
    let interceptor = MockResponseInterceptor::new().allow_passthrough();
    let config = Config::builder().with_test_defaults_v2().http_client(create_mock_http_client());
    let client = Client::from_conf(config.interceptor(interceptor).build());
    let error = client.get_user().send().await.expect_err("the mock connector answers with status 418");
    assert_eq!(error.raw_response().map(|it| it.status().as_u16()), Some(418), "{error:?}");
}
