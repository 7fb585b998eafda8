//! Tests errors and settings that users create in code and tests, as with the official SDK.

use std::sync::Mutex;

use tinsmith_iam::config::http::{HttpFuture, HttpRequest, TransportError};
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::{Builder, Config, Credentials, HttpClient, Region};
use tinsmith_iam::error::{BuildError, ConnectorError, ErrorMetadata, ProvideErrorMetadata, SdkError};
use tinsmith_iam::operation::get_user::GetUserError;
use tinsmith_iam::types::Tag;
use tinsmith_iam::types::error::NoSuchEntityException;
use tinsmith_iam::{Client, Error};

#[test]
fn a_modeled_error_says_what_was_set() {
    let meta = || ErrorMetadata::builder().code("NoSuchEntity").message("of the answer").build();
    let cases = [
        (NoSuchEntityException::builder(), "NoSuchEntityException"),
        (NoSuchEntityException::builder().message("gone"), "NoSuchEntityException: gone"),
        (NoSuchEntityException::builder().message("gone").meta(meta()), "NoSuchEntity: of the answer"),
    ];
    for (builder, expected) in cases {
        assert_eq!(GetUserError::NoSuchEntityException(builder.build()).to_string(), expected);
    }
}

#[test]
fn a_failure_that_is_no_answer_is_unhandled() {
    let error = GetUserError::unhandled("strange");
    assert!(matches!(error, GetUserError::Unhandled(_)));
    assert_eq!((error.code(), error.message(), error.to_string().as_str()), (None, Some("strange"), "strange"));

    // This conversion allows `?` on builders in functions that return `Error`.
    let error = Error::from(Tag::builder().key("team").build().expect_err("a value is required"));
    assert!(matches!(error, Error::Unhandled(_)) && error.to_string().contains("value"), "{error}");
}

#[tokio::test]
async fn the_causes_of_a_failure_stay_behind_it() {
    async fn program() -> Result<(), Error> {
        let config = Config::builder().region(Region::new("eu-west-1"));
        let client = Client::from_conf(config.build());
        client.get_user().user_name("?").send().await?;
        Ok(())
    }
    let error = program().await.expect_err("no such name");
    assert!(matches!(error, Error::Unhandled(_)), "{error:?}");
    let violations = tinsmith_iam::error::Violations::behind(&error).expect("they are the cause");
    assert_eq!(violations.iter().count(), 1);
    let source = std::error::Error::source(&error).expect("the failure of the call");
    assert!(source.is::<SdkError<GetUserError>>(), "{source:?}");

    // An error of the service needs no further details.
    let modeled = GetUserError::NoSuchEntityException(NoSuchEntityException::builder().build());
    assert!(std::error::Error::source(&modeled).is_none());
}

#[test]
fn every_failure_of_a_call_can_be_made() {
    type Failure = SdkError<GetUserError>;
    let timeout = || ConnectorError::timeout("slow".into());
    let cases: [(Failure, &str); 5] = [
        (SdkError::construction_failure("no key"), "no key"),
        (BuildError::other("no value").into(), "no value"),
        (SdkError::timeout_error("late"), "late"),
        (SdkError::dispatch_failure(timeout()), "slow"),
        (SdkError::construction_failure(GetUserError::unhandled("strange")), "strange"),
    ];
    for (failure, expected) in cases {
        assert_eq!((failure.code(), failure.raw_response().is_none()), (None, true));
        let taken = failure.into_service_error();
        assert!(taken.to_string().contains(expected), "{taken}");
    }
    let failure: Failure = SdkError::dispatch_failure(timeout());
    assert!(matches!(&failure, SdkError::DispatchFailure(it) if it.is_timeout() && !it.is_other()));
    let source = failure.into_source().expect("a cause");
    assert!(source.downcast_ref::<ConnectorError>().is_some_and(ConnectorError::is_timeout));
}

/// A program's own connector, which fails with these errors in turn.
#[derive(Debug)]
struct Failing(Mutex<Vec<ConnectorError>>);

impl HttpClient for Failing {
    fn call(&self, _: HttpRequest) -> HttpFuture<'_> {
        let error = self.0.lock().expect("no panic").pop().expect("another error");
        Box::pin(async { Err(error) })
    }
}

#[tokio::test]
async fn a_connector_of_a_program_fails_with_the_error_of_the_crate() {
    let lost = || ConnectorError::io("lost".into());
    let refused = || TransportError::user("refused".into()).before_send();
    // In reverse order: an I/O error is retried, and an invalid request is not.
    let connector = Failing(Mutex::new(vec![lost(), refused().into(), lost()]));
    let config = Config::builder().region(Region::new("eu-west-1")).http_client(connector);
    let config = config.credentials_provider(Credentials::new("a", "b", None, None, "test"));
    let retries = RetryConfig::standard().with_initial_backoff(std::time::Duration::from_millis(1));
    let client = Client::from_conf(config.retry_config(retries).build());
    let error = client.get_user().send().await.expect_err("no connection");
    let SdkError::DispatchFailure(failure) = &error else { panic!("{error:?}") };
    assert!(failure.is_user(), "{error:?}");
    let error = failure.as_connector_error().expect("the connector's");
    let behind = std::error::Error::source(error).and_then(|it| it.downcast_ref::<TransportError>());
    assert!(behind.is_some_and(TransportError::is_before_send), "{error:?}");
}

#[test]
fn a_region_of_the_official_crates_is_one() {
    let official = aws_types::region::Region::new("eu-south-2");
    let cases: [(Builder, Option<&str>); 5] = [
        (Builder::new().region(Region::new("eu-west-1")), Some("eu-west-1")),
        (Builder::new().region(Some(Region::new("eu-west-1"))), Some("eu-west-1")),
        (Builder::new().region(None::<Region>), None),
        (Config::builder().region(official.clone()), Some("eu-south-2")),
        (Config::builder().region(Some(official)), Some("eu-south-2")),
    ];
    for (builder, expected) in cases {
        assert_eq!(builder.build().region().map(Region::as_ref), expected);
    }
}

#[test]
fn helpers_over_the_errors_of_several_services_take_these() {
    use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
    use aws_smithy_runtime_api::client::result::SdkError as Official;
    use aws_smithy_runtime_api::http::StatusCode;
    use aws_types::request_id::RequestId as OfficialRequestId;

    fn told<E: ProvideErrorMetadata>(error: &Official<E, HttpResponse>) -> String {
        let status = error.raw_response().map(|it| it.status().as_u16());
        format!("{:?} {:?} {:?}", error.code(), status, error.request_id())
    }
    let mut answer = HttpResponse::new(StatusCode::try_from(403).expect("a status"), "".into());
    answer.headers_mut().insert("x-amzn-requestid", "r-1");
    let meta = ErrorMetadata::builder().code("AccessDenied").build();
    let error: SdkError<GetUserError> = SdkError::service_error(GetUserError::generic(meta), answer);
    assert_eq!(told(&error), "Some(\"AccessDenied\") Some(403) Some(\"r-1\")");

    let late: SdkError<GetUserError> = SdkError::timeout_error("late");
    assert_eq!(told(&late), "None None None");
    assert!(Error::from(late).to_string().contains("late"));
}

#[test]
fn names_with_initialisms_are_the_official_ones() {
    use tinsmith_iam::operation::list_mfa_devices::builders::ListMFADevicesFluentBuilder;
    use tinsmith_iam::operation::list_mfa_devices::paginator::ListMfaDevicesPaginator;
    use tinsmith_iam::operation::list_mfa_devices::{ListMFADevicesError, ListMfaDevicesOutput};

    let _: fn(ListMFADevicesFluentBuilder) -> ListMfaDevicesPaginator = ListMFADevicesFluentBuilder::into_paginator;
    let output = ListMfaDevicesOutput::builder().set_mfa_devices(Some(Vec::new())).is_truncated(false).build();
    assert!(output.expect("all is set").mfa_devices().is_empty());
    let error = ListMFADevicesError::generic(ErrorMetadata::builder().code("AccessDenied").build());
    assert_eq!(error.code(), Some("AccessDenied"));
}

#[test]
fn metadata_of_an_error_can_be_set_and_cleared() {
    let meta = ErrorMetadata::builder().code("NoSuchEntity").build();
    let mut builder = NoSuchEntityException::builder();
    builder.set_meta(Some(meta));
    assert_eq!(builder.clone().build().code(), Some("NoSuchEntity"));
    builder.set_meta(None);
    assert_eq!(builder.build().code(), None);
}
