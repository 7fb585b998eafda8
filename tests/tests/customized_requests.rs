//! Requests that a program changes before they are signed.

use std::fmt;

use tinsmith_iam::Client;
use tinsmith_iam::config::{Config, Credentials, Region};
use tinsmith_iam::error::DisplayErrorContext;
use tinsmith_iam::operation::update_access_key::builders::UpdateAccessKeyFluentBuilder;
use tinsmith_iam::types::StatusType;
use tinsmith_tests::server::Server;

fn call(server: &Server) -> UpdateAccessKeyFluentBuilder {
    let keys = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let config = Config::builder().region(Region::new("eu-west-1")).credentials_provider(keys);
    let client = Client::from_conf(config.endpoint_url(server.url()).build());
    client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").status(StatusType::Active)
}

#[derive(Debug)]
struct Unwanted;

impl fmt::Display for Unwanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unwanted")
    }
}

impl std::error::Error for Unwanted {}

#[tokio::test]
async fn a_request_is_mapped_before_it_is_signed() {
    let server = Server::start([]);
    let mapped = call(&server).customize().map_request(|mut request| {
        request.headers_mut().insert("x-amz-meta-team", "one");
        Ok::<_, Unwanted>(request)
    });
    mapped.send().await.expect("an answer");
    let seen = &server.seen()[0];
    assert_eq!(seen.header("x-amz-meta-team"), Some("one"));
    assert!(seen.header("authorization").is_some_and(|it| it.contains("x-amz-meta-team")), "{seen:?}");

    let refused = call(&server).customize().map_request(|_| Err(Unwanted)).send().await.expect_err("an error");
    assert!(DisplayErrorContext(&refused).to_string().contains("unwanted"));
    assert_eq!(server.seen().len(), 1, "nothing was sent");
}

#[tokio::test]
async fn a_body_is_left_out_of_the_signature() {
    let server = Server::start([]);
    call(&server).customize().disable_payload_signing().send().await.expect("an answer");
    call(&server).send().await.expect("an answer");
    let hashes: Vec<_> = server.seen().iter().map(|it| it.header("x-amz-content-sha256").map(str::to_owned)).collect();
    assert_eq!(hashes[0].as_deref(), Some("UNSIGNED-PAYLOAD"));
    assert_ne!(hashes[1], hashes[0]);
}

#[tokio::test]
async fn fields_of_a_request_are_read_and_replaced() {
    let server = Server::start([]);
    let changed = call(&server).customize().mutate_request(|request| {
        let headers = request.headers_mut();
        assert_eq!(headers.insert("x-team", "one"), None);
        assert_eq!(headers.insert(String::from("X-Team"), "two").as_deref(), Some("one"));
        assert!(headers.contains_key("x-team") && !headers.is_empty());
        assert_eq!(headers.remove("x-nothing"), None);
        assert_eq!(request.method(), "POST");
        assert!(request.set_uri("nowhere").is_err());
        let uri = format!("{}?by=program", request.uri());
        request.set_uri(uri).expect("a URL");
    });
    changed.send().await.expect("an answer");
    let seen = &server.seen()[0];
    assert_eq!(seen.header("x-team"), Some("two"));
    assert!(seen.line.contains("?by=program"), "{}", seen.line);
}
