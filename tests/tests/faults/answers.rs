//! Responses that are damaged, hostile, or not from the service.

use crate::support::{call_with, config, text};
use tinsmith_iam::error::{ProvideErrorMetadata, SdkError};
use tinsmith_iam::operation::RequestId;
use tinsmith_iam::operation::update_access_key::UpdateAccessKeyError;
use tinsmith_tests::server::{Act, Server};

fn answer(status: u16, body: impl Into<String>) -> Act {
    Act::Answer(status, vec![], body.into())
}

#[tokio::test]
async fn what_is_no_answer_of_the_service_is_refused() {
    let deep = format!("<UpdateAccessKeyResponse>{}{}</UpdateAccessKeyResponse>", "<a>".repeat(50_000), "</b>");
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
                <UpdateAccessKeyResponse>&b;</UpdateAccessKeyResponse>";
    let cases = [
        ("empty", answer(200, "")),
        ("blank", answer(200, "\r\n")),
        ("nothing at all", Act::Bare("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_owned())),
        ("cut off", answer(200, "<UpdateAccessKeyResponse><ResponseMeta")),
        ("another element", answer(200, "<html><body>Welcome to the hotel</body></html>")),
        ("an error with the status of success", answer(200, "<ErrorResponse><Error/></ErrorResponse>")),
        ("deep and ill-matched", answer(200, deep)),
        ("entities", answer(200, bomb)),
        ("JSON", answer(200, "{\"UpdateAccessKeyResponse\": {}}")),
        ("an error in HTML", answer(404, "<html>not found</html>")),
        ("an empty error", answer(400, "")),
        ("elsewhere", answer(302, "").with("location", "http://169.254.169.254/")),
    ];
    for (name, act) in cases {
        let server = Server::start([act]);
        let error = call_with(config(&server)).await.expect_err(name);
        assert!(matches!(error, SdkError::ResponseError(_)), "{name}: {error:?}");
        assert!(error.raw_response().is_some(), "{name}");
        assert!(!text(&error).contains("hotel"), "{name}: {}", text(&error));
        let status = error.raw_response().map(|it| it.status().as_u16()).unwrap_or_default();
        let shown = [format!("{}/ ", server.url()), format!("HTTP status {status}")];
        assert!(shown.iter().all(|it| text(&error).contains(it)), "{name}: {}", text(&error));
        assert_eq!(server.seen().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let elsewhere = Server::start([]);
    for status in [301, 302, 307, 308] {
        let location = format!("{}/\u{e9}", elsewhere.url());
        let server = Server::start([answer(status, "").with("location", location)]);
        let error = call_with(config(&server)).await.expect_err("elsewhere");
        let shown = text(&error);
        let expected = format!("HTTP status {status} and a redirect to {}/", elsewhere.url());
        assert!(shown.contains(&expected) && shown.contains("is not followed"), "{shown}");
        assert_eq!((server.seen().len(), elsewhere.connections()), (1, 0), "{status}");
    }
}

#[tokio::test]
async fn what_may_hold_secrets_is_not_kept() {
    let half = "<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey><SecretAccessKey>s3cr3t</SecretAccessKey>";
    let server = Server::start([answer(200, half), answer(200, half)]);
    let client = tinsmith_iam::Client::from_conf(config(&server).build());
    let error = client.create_access_key().send().await.expect_err("cut off");
    assert!(matches!(error, SdkError::ResponseError(_)) && !format!("{error:?}").contains("s3cr3t"), "{error:?}");
    assert_eq!(error.raw_response().map(|it| it.status().as_u16()), Some(200));

    // An output without sensitive members may be shown.
    let error = call_with(config(&server)).await.expect_err("another element");
    assert_eq!(error.raw_response().and_then(|it| it.body().bytes()), Some(half.as_bytes()));
}

#[tokio::test]
async fn errors_have_their_types() {
    let server = Server::start([Act::error(404, "NoSuchEntity")]);
    let error = call_with(config(&server)).await.expect_err("no such entity");
    let SdkError::ServiceError(context) = &error else { panic!("{error:?}") };
    assert_eq!(context.raw().status().as_u16(), 404);
    let UpdateAccessKeyError::NoSuchEntityException(modeled) = context.err() else { panic!("{error:?}") };
    // A member of the modeled error, and not only metadata.
    assert_eq!(modeled.message.as_deref(), Some("about NoSuchEntity"));
    assert_eq!((modeled.code(), modeled.request_id()), (Some("NoSuchEntity"), Some("of-NoSuchEntity")));
    let shown = "service error: NoSuchEntity: about NoSuchEntity (request id of-NoSuchEntity)";
    assert_eq!(text(&error), shown);
    let taken = error.into_service_error();
    assert!(taken.is_no_such_entity_exception());
}

#[tokio::test]
async fn an_error_that_the_model_does_not_know_is_kept() {
    let server = Server::start([Act::error(403, "AccessDenied")]);
    let error = call_with(config(&server)).await.expect_err("denied");
    assert_eq!(error.code(), Some("AccessDenied"));
    assert!(matches!(error.as_service_error(), Some(UpdateAccessKeyError::Unhandled(_))), "{error:?}");
    let shown = "service error: AccessDenied: about AccessDenied (request id of-AccessDenied)";
    assert_eq!(text(&error), shown);
}

#[tokio::test]
async fn a_page_of_a_proxy_stands_for_its_status() {
    let server = Server::start(vec![answer(503, "<html>busy</html>"); 3]);
    let error = call_with(config(&server)).await.expect_err("unavailable");
    assert_eq!((error.code(), error.message()), (Some("503"), Some("Service Unavailable")));
    assert_eq!(server.seen().len(), 3);
}
