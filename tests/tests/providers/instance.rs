//! Instance metadata, version 2.

use std::time::{Duration, SystemTime};

use crate::support::{SECRET, TOKEN, assert_fails, endpoint_keys, json, keys, loader};
use tinsmith_tests::home::Home;
use tinsmith_tests::server::{Act, Server};

const ENDPOINT: &str = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

/// An instance that provides these keys.
fn instance(keys: &str) -> [Act; 3] {
    [json(200, TOKEN), json(200, "my-role\n"), json(200, keys)]
}

#[tokio::test]
async fn a_session_token_opens_the_metadata() {
    let home = Home::new(Some("[profile other]\nregion = x\n"), None);
    let server = Server::start(instance(&endpoint_keys("id", 3600)));
    let url = server.url() + "/";
    let found = keys(loader(&home, &[(ENDPOINT, &url)])).await.expect("keys");
    assert_eq!((found.access_key_id(), found.secret_access_key()), ("id", SECRET));
    assert_eq!(found.session_token(), Some(TOKEN));
    let seen = server.seen();
    let lines: Vec<_> = seen.iter().map(|it| it.line.as_str()).collect();
    let roles = "/latest/meta-data/iam/security-credentials/";
    let expected = [
        "PUT /latest/api/token HTTP/1.1".to_owned(),
        format!("GET {roles} HTTP/1.1"),
        format!("GET {roles}my-role HTTP/1.1"),
    ];
    assert_eq!(lines, expected);
    assert_eq!(seen[0].header("x-aws-ec2-metadata-token-ttl-seconds"), Some("21600"));
    assert!(seen[1..].iter().all(|it| it.header("x-aws-ec2-metadata-token") == Some(TOKEN)));
}

#[tokio::test]
async fn settings_come_from_the_profile_too() {
    let server = Server::start([json(500, "")].into_iter().chain(instance(&endpoint_keys("id", 3600))));
    let text = format!(
        "[default]\nec2_metadata_service_endpoint = {}\nmetadata_service_num_attempts = 2\n[profile bad]\n\
         ec2_metadata_service_endpoint = nowhere\nec2_metadata_service_endpoint_mode = ipv5\n\
         metadata_service_timeout = 0\n",
        server.url()
    );
    let home = Home::new(Some(&text), None);
    assert_eq!(keys(loader(&home, &[])).await.expect("keys").access_key_id(), "id");
    assert_eq!(server.seen().len(), 4, "a second attempt was allowed");
    let parts = [
        "wrong: ",
        "invalid value of `ec2_metadata_service_endpoint` of the profile `bad`",
        "invalid value \"ipv5\" of ",
        "invalid value \"0\" of ",
    ];
    assert_fails(keys(loader(&home, &[("AWS_PROFILE", "bad")])).await, &parts);
    let off = [("AWS_EC2_METADATA_DISABLED", "TRUE"), ("AWS_PROFILE", "bad")];
    assert_fails(keys(loader(&home, &off)).await, &["nothing: ", "AWS_EC2_METADATA_DISABLED is set"]);
}

#[tokio::test]
async fn what_goes_wrong_is_told() {
    let home = Home::new(None, None);
    let half = format!("{{\"SecretAccessKey\": \"{SECRET}\"}}");
    let refused = r#"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "no trust"}"#;
    let token = || json(200, TOKEN);
    let cases: Vec<(Vec<Act>, &[&str])> = vec![
        (vec![json(403, "")], &["nothing: ", "returned no token: it responded with status 403"]),
        (vec![json(500, "")], &["failed: ", "responded with status 500"]),
        (vec![json(200, "two\nlines")], &["failed: ", "returned an invalid token"]),
        (vec![Act::Hang], &["failed: ", "did not respond", "took longer than 1s"]),
        (vec![token(), json(404, "")], &["nothing: ", "the instance has no role"]),
        (vec![token(), json(401, "")], &["failed: ", "responded with status 401"]),
        (vec![token(), json(200, "<html>")], &["failed: ", "the name of a role"]),
        (vec![token(), json(200, "r"), json(200, refused)], &["the role `r`: AssumeRoleUnauthorizedAccess: no trust"]),
        (vec![token(), json(200, "r"), json(200, &half)], &["failed: ", "missing `AccessKeyId`"]),
        (vec![token(), json(200, "r"), Act::Babble], &["failed: ", "did not respond"]),
    ];
    for (script, parts) in cases {
        let server = Server::start(script);
        let url = server.url();
        assert_fails(keys(loader(&home, &[(ENDPOINT, &url)])).await, parts);
    }
    let nobody = [(ENDPOINT, "http://127.0.0.1:1")];
    assert_fails(keys(loader(&home, &nobody)).await, &["nothing: ", "http://127.0.0.1:1 is unreachable"]);
}

#[tokio::test]
async fn keys_that_nothing_replaces_are_used_on() {
    let home = Home::new(None, None);
    // First expired keys, then an outage.
    let script = instance(&endpoint_keys("old", -60)).into_iter().chain([json(500, "")]);
    let server = Server::start(script);
    let url = server.url();
    let config = loader(&home, &[(ENDPOINT, &url)]).load().expect("no mistake");
    let provider = config.credentials_provider().expect("a provider");
    for attempt in ["expired", "outage"] {
        let keys = crate::support::provided(&provider).await.expect(attempt);
        assert_eq!(keys.access_key_id(), "old");
        let more = keys.expiry().expect("an end").duration_since(SystemTime::now()).expect("a time to come");
        let expected = Duration::from_secs(590)..Duration::from_secs(1201);
        assert!(expected.contains(&more), "{attempt}: {more:?}");
    }
    assert_eq!(server.seen().len(), 4);
}
