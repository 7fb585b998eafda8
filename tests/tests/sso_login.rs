//! `tin sso login` against a mock of the service that issues tokens: with a code that the user enters, and with the
//! code that a browser brings back. `tin sso logout`, which revokes them.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_codegen::model::load_files;
use tinsmith_pack::PackWriter;
use tinsmith_tests::command::tin;
use tinsmith_tests::server::{Act, Server};

/// A home directory with this configuration, and a pack of the services of single sign-on.
struct Home(PathBuf);

impl Home {
    fn new(name: &str, config: &str) -> Self {
        let home = std::env::temp_dir().join(format!("tinsmith-sso-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&home);
        fs::create_dir_all(home.join(".aws")).unwrap();
        fs::write(home.join(".aws/config"), config).unwrap();
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
        let mut writer = PackWriter::new();
        for service in ["sso", "sso-oidc"] {
            let model = load_files(&[models.join(service).join("model.json")]).unwrap();
            let described = describe_model(model, &Selection::default()).unwrap();
            writer.add(PackWriter::pack(service, &described.description, false).unwrap());
        }
        fs::write(home.join("pack"), writer.finish().unwrap()).unwrap();
        Self(home)
    }

    fn command(&self, server: &Server, arguments: &[&str]) -> Command {
        self.sso(&server.url(), &[&["login", "--no-browser"], arguments].concat())
    }

    fn sso(&self, url: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(tin());
        command.env_clear().arg("--pack").arg(self.0.join("pack")).arg("sso");
        command.args(arguments).env("HOME", &self.0).env("AWS_ENDPOINT_URL", url);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// The cached token of a key with this SHA-1.
    fn token(&self, hash: &str) -> Value {
        let path = self.0.join(".aws/sso/cache").join(hash).with_extension("json");
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::MetadataExt::mode(&fs::metadata(&path).unwrap());
            assert_eq!(mode & 0o777, 0o600);
        }
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn answer(value: &Value) -> Act {
    Act::Answer(200, vec![("content-type", "application/json".to_owned())], value.to_string())
}

fn error(code: &str) -> Act {
    let body = json!({"error": code, "error_description": "x"}).to_string();
    Act::Answer(400, vec![("x-amzn-errortype", code.to_owned())], body)
}

fn registered() -> Act {
    answer(&json!({"clientId": "client", "clientSecret": "hidden", "clientSecretExpiresAt": 1_900_000_000}))
}

fn token() -> Act {
    answer(&json!({"accessToken": "bearer", "expiresIn": 3600, "refreshToken": "again", "tokenType": "Bearer"}))
}

/// The values of a request's JSON.
fn body(server: &Server, index: usize) -> Value {
    serde_json::from_str(&server.seen()[index].body).unwrap()
}

#[test]
fn a_profile_signs_in_with_a_code_that_the_user_enters() {
    let home =
        Home::new("device", "[default]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n");
    let device = json!({"deviceCode": "device", "userCode": "ABCD-EFGH", "verificationUri": "https://verify.example",
        "verificationUriComplete": "https://verify.example?c=ABCD-EFGH", "expiresIn": 600, "interval": 1});
    let server = Server::start([registered(), answer(&device), error("AuthorizationPendingException"), token()]);
    let output = home.command(&server, &[]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        text,
        "Browser will not be automatically opened.\nPlease visit the following URL:\n\nhttps://verify.example\n\nThen enter \
         the code:\n\nABCD-EFGH\n\nAlternatively, you may visit the following URL which will autofill the code upon \
         loading:\nhttps://verify.example?c=ABCD-EFGH\nSuccessfully logged into Start URL: https://d-1.awsapps.com/start\n"
    );
    assert_eq!(body(&server, 1)["startUrl"], "https://d-1.awsapps.com/start");
    assert_eq!(body(&server, 3)["deviceCode"], "device");
    assert_eq!(body(&server, 3)["grantType"], "urn:ietf:params:oauth:grant-type:device_code");
    // The SHA-1 of the start URL.
    let token = home.token("0c54b6c27e90660baa89eaad85ac1d5dae26cb7d");
    assert_eq!((&token["accessToken"], &token["region"]), (&json!("bearer"), &json!("eu-west-1")));
}

#[test]
fn a_session_signs_in_with_the_code_that_the_browser_brings() {
    let config = "[profile dev]\nsso_session = mine\n[sso-session mine]\nsso_start_url = https://d-1.awsapps.com/start\n\
                  sso_region = eu-west-1\n";
    let home = Home::new("code", config);
    let server = Server::start([registered(), token()]);
    let mut child = home.command(&server, &["--profile", "dev"]).spawn().unwrap();
    let mut shown = String::new();
    let stdout = child.stdout.as_mut().unwrap();
    while !shown.contains("code_challenge=") || !shown.ends_with('\n') {
        let mut byte = [0];
        stdout.read_exact(&mut byte).unwrap();
        shown.push(char::from(byte[0]));
    }
    let url = shown.lines().find(|line| line.contains("/authorize?")).unwrap();
    let get = |name: &str| {
        let pairs = url.split_once('?').unwrap().1.split('&').filter_map(|it| it.split_once('='));
        pairs.filter(|(it, _)| *it == name).map(|(_, value)| value.to_owned()).next().unwrap()
    };
    assert!(url.starts_with(&server.url()), "{url}");
    assert_eq!((get("code_challenge_method"), get("scopes")), ("S256".to_owned(), "sso%3Aaccount%3Aaccess".to_owned()));
    let port = get("redirect_uri").split("%3A").nth(2).unwrap().split('%').next().unwrap().to_owned();
    let browse = |path: &str| {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(browse("/favicon.ico").starts_with("HTTP/1.1 404 "));
    assert!(browse(&format!("/oauth/callback?code=c0de&state={}", get("state"))).starts_with("HTTP/1.1 200 "));
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sent = body(&server, 1);
    assert_eq!((&sent["code"], &sent["grantType"]), (&json!("c0de"), &json!("authorization_code")));
    assert_eq!(sent["redirectUri"], format!("http://127.0.0.1:{port}/oauth/callback"));
    let verifier = sent["codeVerifier"].as_str().unwrap().as_bytes();
    let hash = aws_smithy_types::base64::encode(ring::digest::digest(&ring::digest::SHA256, verifier));
    assert_eq!(get("code_challenge"), hash.trim_end_matches('=').replace('+', "-").replace('/', "_"));
    // The SHA-1 of the session's name.
    let token = home.token("8034c43d15bb7ef42e2cc24255217acfc5f4b2f4");
    assert_eq!((&token["refreshToken"], &token["clientId"]), (&json!("again"), &json!("client")));
    assert_eq!(token["registrationExpiresAt"], "2030-03-17T17:46:40Z");
}

#[test]
fn missing_settings_are_named() {
    let home = Home::new("missing", "[default]\nsso_session = mine\n[sso-session mine]\nsso_region = eu-west-1\n");
    let server = Server::start([]);
    let run = |arguments: &[&str]| {
        let output = home.command(&server, arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, text) = run(&[]);
    assert_eq!(code, Some(253));
    assert!(text.contains("Missing the following required SSO configuration values: sso_start_url."), "{text}");
    let (code, text) = run(&["--sso-session", "other"]);
    assert_eq!(code, Some(253));
    assert!(text.contains("The specified sso-session does not exist: \"other\""), "{text}");
}

/// Writes files to the caches, and returns their paths.
fn cached(home: &Home, files: &[(&str, Value)]) -> Vec<PathBuf> {
    let write = |(name, value): &(&str, Value)| {
        let path = home.0.join(".aws").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, value.to_string()).unwrap();
        path
    };
    files.iter().map(write).collect()
}

#[test]
fn signing_out_revokes_tokens_and_removes_what_came_from_them() {
    let home = Home::new("logout", "");
    let files = cached(
        &home,
        &[
            ("sso/cache/a.json", json!({"accessToken": "first", "region": "eu-west-1"})),
            ("sso/cache/b.json", json!({"accessToken": "second", "region": "us-east-1"})),
            ("sso/cache/c.json", json!({"accessToken": "without a region"})),
            ("sso/cache/client.json", json!({"clientId": "client", "clientSecret": "kept"})),
            ("cli/cache/sso.json", json!({"ProviderType": "sso"})),
            ("cli/cache/role.json", json!({"ProviderType": "sts"})),
        ],
    );
    // The second token has expired.
    let server = Server::start([Act::Answer(200, Vec::new(), String::new()), error("UnauthorizedException")]);
    let output = home.sso(&server.url(), &["logout"]).output().unwrap();
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    for (request, token) in seen.iter().zip(["first", "second"]) {
        assert_eq!(request.line, "POST /logout HTTP/1.1");
        assert_eq!(request.header("x-amz-sso_bearer_token"), Some(token));
        assert_eq!(request.header("authorization"), None);
    }
    let left: Vec<_> = files.iter().map(|it| it.exists()).collect();
    assert_eq!(left, [false, false, false, true, false, true]);
}

#[test]
fn a_token_that_could_not_be_revoked_is_kept() {
    let home = Home::new("logout-offline", "");
    let files = cached(&home, &[("sso/cache/a.json", json!({"accessToken": "hidden", "region": "eu-west-1"}))]);
    let output = home.sso("http://127.0.0.1:1", &["logout"]).env("AWS_MAX_ATTEMPTS", "1").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(255), "{text}");
    assert!(text.contains("Could not connect to the endpoint URL") && !text.contains("hidden"), "{text}");
    assert!(files[0].exists());
}
