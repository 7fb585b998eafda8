//! Tests that secrets do not appear in debug output, errors and logs.
//!
//! It is a separate program: whether a place in the code logs at all is decided once for all threads, and another test
//! without a log could decide it first.

use std::time::Duration;

use tinsmith_iam::Client;
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::{Config, Credentials, Region};
use tinsmith_iam::error::DisplayErrorContext;
use tinsmith_iam::types::StatusType;
use tinsmith_tests::log::Log;
use tinsmith_tests::server::{Act, Server};

const SECRET: &str = "s3cr3t-k3y-of-nobody";
const TOKEN: &str = "t0k3n-of-nobody";

#[tokio::test]
async fn keys_are_never_shown() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let shown = {
        let _logged = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
        let server = Server::start([Act::error(500, "ServiceFailure"), Act::ok(), Act::error(404, "NoSuchEntity")]);
        let credentials = Credentials::new("AKIDEXAMPLE", SECRET, Some(TOKEN.to_owned()), None, "test");
        let builder = Config::builder()
            .region(Region::new("eu-west-1"))
            .endpoint_url(server.url())
            .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
            .credentials_provider(credentials);
        let mut shown = format!("{builder:?}");
        let client = Client::from_conf(builder.build());
        shown.push_str(&format!("{client:?} {:#?}", client.config()));
        let call = client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").status(StatusType::Inactive);
        call.clone().send().await.expect("the second attempt");
        let error = call.send().await.expect_err("no such entity");
        shown.push_str(&format!("{error:?} {}", DisplayErrorContext(&error)));
        assert_eq!(server.seen()[0].header("x-amz-security-token"), Some(TOKEN), "the token is in use");
        shown
    };
    let log = log.text();
    for (what, text) in [("debug output", shown), ("log", log.clone())] {
        for secret in [SECRET, TOKEN] {
            assert!(!text.contains(secret), "{secret} in {what}:\n{text}");
        }
    }
    // The log must not be clean just because it is empty.
    for wanted in ["UpdateAccessKey", "sending", "answered", "attempt=2", "status=404", "of-NoSuchEntity"] {
        assert!(log.contains(wanted), "{wanted} is not in the log:\n{log}");
    }
    assert!(!log.contains("Signature="), "the signature is in the log:\n{log}");
}
