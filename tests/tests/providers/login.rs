//! Sessions of `aws login`: keys in a file, which the service refreshes.

use std::path::PathBuf;

use crate::support::{NO_INSTANCE, SECRET, TOKEN, assert_fails, json, keys, loader, time};
use tinsmith_iam::config::Credentials;
use tinsmith_tests::home::Home;
use tinsmith_tests::server::{Act, Server};

const CONFIG: &str = "[profile me]\nlogin_session = arn:aws:iam::123456789012:user/Bob\nregion = eu-west-1\n";

/// The SHA-256 hash of the session's name.
const FILE: &str = "bd41e700babce3236827f7b3adafec0b28964f28aaebf300f8e43ec611db89ea.json";

/// A P-256 key created for this test.
const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEIGa48r6Q0wrKIhHVKbALykTON8VvXfa+Pyg8TW5W6CfToAoGCCqGSM49\\nAwEHoUQDQgAEtyVbMZTk+qOzZvM+nUFGvBkXaLvtI9/N244TcSlS+V8Ux69QC/jb\\n9UFzdI2DZqGA0QyrOXdYaEDg69L+5Pvozg==\\n-----END EC PRIVATE KEY-----\\n";

fn path(home: &Home) -> PathBuf {
    let directory = home.path(".aws/login/cache");
    std::fs::create_dir_all(&directory).expect("a directory");
    directory.join(FILE)
}

/// Stores a session whose keys expire in this many seconds.
fn sign_in(home: &Home, seconds: i64) {
    let expires = time(seconds);
    let text = format!(
        "{{\"accessToken\": {{\"accessKeyId\": \"old\", \"secretAccessKey\": \"{SECRET}\", \"sessionToken\": \
         \"{TOKEN}\", \"accountId\": \"123456789012\", \"expiresAt\": \"{expires}\"}}, \"tokenType\": \"aws_sigv4\", \
         \"refreshToken\": \"refresh-1\", \"idToken\": \"id\", \"clientId\": \"arn:aws:signin:::devtools/same-device\", \
         \"dpopKey\": \"{KEY}\"}}"
    );
    std::fs::write(path(home), text).expect("a file");
}

fn refreshed() -> Act {
    let body = format!(
        "{{\"accessToken\": {{\"accessKeyId\": \"new\", \"secretAccessKey\": \"{SECRET}\", \"sessionToken\": \
         \"{TOKEN}\"}}, \"tokenType\": \"aws_sigv4\", \"expiresIn\": 900, \"refreshToken\": \"refresh-2\"}}"
    );
    json(200, &body)
}

async fn of_session(home: &Home, server: &Server) -> Result<Credentials, String> {
    let url = server.url();
    keys(loader(home, &[("AWS_ENDPOINT_URL_SIGNIN", &url), NO_INSTANCE]).profile_name("me")).await
}

#[tokio::test]
async fn keys_of_a_session_are_used_and_replaced() {
    let home = Home::new(Some(CONFIG), None);
    sign_in(&home, 800);
    let server = Server::start([refreshed()]);
    let found = of_session(&home, &server).await.expect("keys");
    assert_eq!((found.access_key_id(), found.secret_access_key()), ("old", SECRET));
    assert_eq!((found.session_token(), found.expiry().is_some()), (Some(TOKEN), true));
    assert_eq!(server.seen().len(), 0, "they are good for a while");
    for seconds in [200, -60] {
        sign_in(&home, seconds);
        let server = Server::start([refreshed()]);
        for _ in 0..2 {
            assert_eq!(of_session(&home, &server).await.expect("keys").access_key_id(), "new");
        }
        let seen = server.seen();
        assert_eq!(seen.len(), 1, "the second finds the new ones in the file");
        assert_eq!(seen[0].line, "POST /v1/token HTTP/1.1");
        assert_eq!(seen[0].header("dpop").map(|it| it.split('.').count()), Some(3), "a proof goes along");
        let body = "{\"refreshToken\":\"refresh-1\",\"clientId\":\"arn:aws:signin:::devtools/same-device\",\
                    \"grantType\":\"refresh_token\"}";
        assert_eq!(seen[0].body.replace(": ", ":").replace(", ", ","), body);
        let text = std::fs::read_to_string(path(&home)).expect("a file");
        for part in ["\"new\"", "refresh-2", "123456789012", "\"id\"", "BEGIN EC PRIVATE KEY"] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }
}

#[tokio::test]
async fn what_goes_wrong_is_told() {
    let home = Home::new(Some(CONFIG), None);
    let server = Server::start([]);
    let missing = ["failed: ", "the session `arn:aws:iam::123456789012:user/Bob`", "does not exist", "`aws login`"];
    assert_fails(of_session(&home, &server).await, &missing);
    std::fs::write(path(&home), "{}").expect("a file");
    assert_fails(of_session(&home, &server).await, &["contains no credentials"]);
    sign_in(&home, -60);
    let refusal = || json(400, "{\"error\": \"TOKEN_EXPIRED\", \"message\": \"too late\"}");
    let server = Server::start([refusal()]);
    assert_fails(of_session(&home, &server).await, &["has expired: ", "status 400: TOKEN_EXPIRED: too late"]);
    // Keys that are still valid are used.
    sign_in(&home, 200);
    let server = Server::start([refusal()]);
    assert_eq!(of_session(&home, &server).await.expect("the old keys").access_key_id(), "old");
}
