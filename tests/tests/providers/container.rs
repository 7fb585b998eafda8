//! The container credentials endpoint.

use crate::support::{Detour, NO_INSTANCE, SECRET, TOKEN, assert_fails, endpoint_keys, json, keys, loader};
use tinsmith_iam::config::Config;
use tinsmith_tests::home::Home;
use tinsmith_tests::server::{Act, Server};

const FULL: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const RELATIVE: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const AUTHORIZATION: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
const AUTHORIZATION_FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

#[tokio::test]
async fn the_endpoint_gives_keys() {
    let home = Home::new(None, None);
    let server = Server::start([json(503, ""), Act::ResetAfterRequest, json(200, &endpoint_keys("id", 3600))]);
    let url = format!("{}/role?x=1", server.url());
    let found = keys(loader(&home, &[(FULL, &url), (AUTHORIZATION, TOKEN), NO_INSTANCE])).await.expect("keys");
    assert_eq!((found.access_key_id(), found.secret_access_key()), ("id", SECRET));
    assert!(found.expiry().is_some());
    let seen = server.seen();
    assert_eq!(seen.len(), 3, "what passes is tried again");
    assert_eq!(seen[2].line, "GET /role?x=1 HTTP/1.1");
    assert_eq!(seen[2].header("authorization"), Some(TOKEN));
}

#[tokio::test]
async fn a_path_is_one_of_ecs() {
    let home = Home::new(None, None);
    let server = Server::start([json(200, &endpoint_keys("id", 3600))]);
    let detour = Detour::new("http://169.254.170.2", server.url());
    let variables = [(RELATIVE, "/v2/credentials/x"), (FULL, "http://example.com/"), NO_INSTANCE];
    let loader = loader(&home, &variables).overrides(Config::builder().http_client(detour));
    assert_eq!(keys(loader).await.expect("keys").access_key_id(), "id");
    assert_eq!(server.seen()[0].line, "GET /v2/credentials/x HTTP/1.1");
    assert_eq!(server.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn the_file_of_the_token_is_read_each_time() {
    let home = Home::new(None, None);
    let answers = ["one", "two"].map(|id| json(200, &endpoint_keys(id, 3600)));
    let server = Server::start(answers);
    let file = home.path("token");
    let (url, name) = (server.url(), file.to_string_lossy().into_owned());
    assert!(file.starts_with(home.path("")));
    for (token, name) in [("first", name.as_str()), ("second", "~/token")] {
        let variables = [(FULL, url.as_str()), (AUTHORIZATION, "other"), (AUTHORIZATION_FILE, name), NO_INSTANCE];
        std::fs::write(&file, format!("{token}\n")).expect("a file");
        keys(loader(&home, &variables)).await.expect("keys");
    }
    let seen: Vec<_> = server.seen().iter().map(|it| it.header("authorization").map(str::to_owned)).collect();
    assert_eq!(seen, [Some("first".to_owned()), Some("second".to_owned())]);
}

#[tokio::test]
async fn what_goes_wrong_is_told() {
    let home = Home::new(None, None);
    let half = format!("{{\"SecretAccessKey\": \"{SECRET}\"}}");
    let secret = format!("\"{SECRET}\"");
    let expired = format!(
        "{{\"AccessKeyId\": \"id\", \"SecretAccessKey\": \"{SECRET}\", \"Expiration\": \"1970-01-01T00:00:00Z\"}}"
    );
    let refused = json(403, r#"{"code": "AccessDenied", "message": "not yours"}"#);
    let cases: Vec<(Vec<Act>, &[&str])> = vec![
        (vec![refused], &["failed: ", "responded with status 403: AccessDenied: not yours"]),
        (vec![json(500, "<no>"), json(500, ""), json(500, "")], &["failed: ", "responded with status 500"]),
        (vec![json(200, &half)], &["failed: ", "missing `AccessKeyId`"]),
        (vec![json(200, &expired)], &["failed: ", "the credentials expired at 1970-01-01T00:00:00Z"]),
        (vec![json(200, &secret)], &["failed: ", "expected a JSON object"]),
        (vec![Act::Babble], &["failed: ", "the server expects TLS on this port"]),
        (vec![Act::Hang, Act::Hang, Act::Hang], &["failed: ", "took longer than 2s"]),
    ];
    for (script, parts) in cases {
        let shown = format!("{script:?}");
        let server = Server::start(script);
        let url = format!("{}/?q={SECRET}", server.url());
        let found = keys(loader(&home, &[(FULL, &url), NO_INSTANCE])).await;
        assert!(found.is_err(), "{shown}");
        assert_fails(found, parts);
    }
}

#[tokio::test]
async fn what_is_configured_wrongly_is_told() {
    let home = Home::new(None, None);
    let token = format!("{TOKEN}\nX: y");
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);
    let zero = [(FULL, "http://localhost:1/"), (AUTHORIZATION_FILE, "/dev/zero")];
    let cases: [Case<'_>; 7] = [
        (&zero, &["wrong: ", "/dev/zero cannot be read: the file is larger than the limit of 65536 bytes"]),
        (&[(FULL, "http://192.0.2.1/x")], &["wrong: ", FULL, "localhost", "169.254.170.23"]),
        (&[(FULL, "http://example.com/x")], &["wrong: ", "without https"]),
        (&[(FULL, "ftp://localhost/x")], &["wrong: ", "neither http nor https"]),
        (&[(RELATIVE, "x")], &["wrong: ", "expected a leading `/`"]),
        (&[(FULL, "http://localhost:1/"), (AUTHORIZATION, &token)], &["wrong: ", AUTHORIZATION, "line break"]),
        (&[(FULL, "http://localhost:1/"), (AUTHORIZATION_FILE, "/no/file")], &["wrong: ", "/no/file cannot be read"]),
    ];
    for (variables, parts) in cases {
        let variables: Vec<_> = variables.iter().copied().chain([NO_INSTANCE]).collect();
        assert_fails(keys(loader(&home, &variables)).await, parts);
    }
    let unreachable = [(FULL, "http://127.0.0.1:1/"), NO_INSTANCE];
    assert_fails(keys(loader(&home, &unreachable)).await, &["failed: ", "http://127.0.0.1:1/ is unreachable"]);
}
