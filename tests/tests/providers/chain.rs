//! The order of providers, and their messages if none has credentials.

use std::sync::{Arc, Mutex};

use crate::support::{NO_INSTANCE, SECRET, assert_fails, endpoint_keys, json, keys, loader};
use tinsmith_iam::Client;
use tinsmith_iam::config::{Config, HttpClient, Region};
use tinsmith_iam::types::StatusType;
use tinsmith_runtime::http::{HttpFuture, HttpRequest, HyperClient};
use tinsmith_tests::home::Home;
use tinsmith_tests::server::{Act, Server};

const PROFILE: &str = "[default]\naws_access_key_id = profile-id\naws_secret_access_key = s3cr3t-k3y-of-nobody\n";

#[tokio::test]
async fn the_first_who_has_keys_is_taken() {
    let container = || Server::start([json(200, &endpoint_keys("container-id", 60))]);
    let instance = || {
        let keys = endpoint_keys("instance-id", 60);
        Server::start([json(200, "token"), json(200, "role"), json(200, &keys)])
    };
    let environment = [("AWS_ACCESS_KEY_ID", "env-id"), ("AWS_SECRET_ACCESS_KEY", SECRET)];
    // Whether the environment, the profile and the container have keys, for each case.
    let cases = [
        (true, true, true, "env-id"),
        (false, true, true, "profile-id"),
        (false, false, true, "container-id"),
        (false, false, false, "instance-id"),
    ];
    for (in_environment, in_profile, in_container, expected) in cases {
        let home = Home::new(in_profile.then_some(PROFILE), None);
        let (container, instance) = (container(), instance());
        let (container_url, instance_url) = (container.url(), instance.url());
        let mut variables = vec![("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance_url.as_str())];
        if in_environment {
            variables.extend(environment);
        }
        if in_container {
            variables.push(("AWS_CONTAINER_CREDENTIALS_FULL_URI", &container_url));
        }
        let found = keys(loader(&home, &variables)).await.expect(expected);
        assert_eq!(found.access_key_id(), expected);
        let asked = container.seen().len() + instance.seen().len();
        let needed = match expected {
            "container-id" => 1,
            "instance-id" => 3,
            _ => 0,
        };
        assert_eq!(asked, needed, "nobody is asked in vain for {expected}");
    }
    let home = Home::new(Some(PROFILE), None);
    let named = keys(loader(&home, &environment).profile_name("default")).await.expect("keys");
    assert_eq!(named.access_key_id(), "profile-id", "a profile that the program names stands before the environment");
}

#[tokio::test]
async fn who_was_asked_and_why_there_was_nothing() {
    let home = Home::new(None, None);
    let parts = [
        "nothing: ",
        "no provider has credentials",
        "environment: the environment has no `AWS_ACCESS_KEY_ID`",
        "profile: the profile `default` does not exist",
        "web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set",
        "container: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
        "instance metadata: AWS_EC2_METADATA_DISABLED is set",
    ];
    assert_fails(keys(loader(&home, &[NO_INSTANCE])).await, &parts);
}

#[tokio::test]
async fn many_callers_make_one_request() {
    let home = Home::new(None, None);
    let container = Server::start([json(200, &endpoint_keys("container-id", 3600))]);
    let iam = Server::start([]);
    let url = container.url();
    let variables = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.as_str()), ("AWS_REGION", "eu-west-1"), NO_INSTANCE];
    let config = loader(&home, &variables).load_builder().expect("no mistake").endpoint_url(iam.url()).build();
    let client = Client::from_conf(config);
    let mut calls = Vec::new();
    for _ in 0..20 {
        let call = client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").status(StatusType::Inactive);
        calls.push(tokio::spawn(call.send()));
    }
    for call in calls {
        call.await.expect("no panic").expect("an answer");
    }
    assert_eq!((container.seen().len(), iam.seen().len()), (1, 20));
}

/// Records the destination of requests.
#[derive(Clone, Debug, Default)]
struct Noting(Arc<Mutex<Vec<String>>>);

impl HttpClient for Noting {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        self.0.lock().expect("no panic").push(request.url);
        Box::pin(async { Ok(tinsmith_iam::config::http::Response::new(404, Default::default(), Vec::new())) })
    }
}

#[tokio::test]
async fn the_connector_and_region_of_the_program_are_used() {
    let config = "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = default\n\
                  aws_access_key_id = i\naws_secret_access_key = s\n";
    let home = Home::new(Some(config), None);
    let noting = Noting::default();
    let overrides = Config::builder()
        .http_client(noting.clone())
        .region(Region::new("eu-north-1"))
        .endpoint_url("http://of-iam.example.com");
    assert!(keys(loader(&home, &[]).overrides(overrides)).await.is_err());
    assert_eq!(*noting.0.lock().expect("no panic"), ["https://sts.eu-north-1.amazonaws.com/"]);

    let connector = HyperClient::builder().no_proxy().build();
    let without = Config::builder().http_client(connector).region(Region::new("eu-north-1"));
    let empty = Home::new(None, None);
    assert_fails(keys(loader(&empty, &[NO_INSTANCE]).overrides(without)).await, &["no provider has credentials"]);
}

#[tokio::test]
async fn an_answer_that_is_late_is_one_of_the_endpoint() {
    let home = Home::new(None, None);
    let server = Server::start([Act::Hang]);
    let url = server.url();
    let started = std::time::Instant::now();
    let found = keys(loader(&home, &[("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url)])).await;
    assert_fails(found, &["failed: ", "took longer than 1s"]);
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?}", started.elapsed());
}
