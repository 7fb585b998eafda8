//! Single sign-on: the portal, and the token from signing in.

use std::path::PathBuf;

use crate::support::{NO_INSTANCE, SECRET, TOKEN, assert_fails, json, keys, loader, time};
use tinsmith_credentials::Loader;
use tinsmith_iam::config::Credentials;
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::DisplayChain;
use tinsmith_runtime::protocol::AwsJson1_0;
use tinsmith_runtime::schema::{Datum, Schema, Trait};
use tinsmith_runtime::service::{Operation, Service};
use tinsmith_tests::home::Home;
use tinsmith_tests::server::{Act, Server};

const CONFIG: &str = "\
[default]
sso_session = mine
sso_account_id = 123456789012
sso_role_name = Reader
region = eu-north-1
aws_access_key_id = other
aws_secret_access_key = other
[sso-session mine]
sso_start_url = https://d-1.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
[profile old]
sso_start_url = https://d-1.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = Reader
[profile half]
sso_role_name = Reader
sso_region = eu-west-1
[profile lost]
sso_session = nobody's
sso_account_id = 123456789012
[profile other]
sso_session = mine
sso_account_id = 123456789012
sso_role_name = Reader
sso_region = us-east-1
[profile lost-role]
sso_session = mine
[profile session-alone]
sso_session = mine
aws_access_key_id = plain
aws_secret_access_key = plain
";

/// The SHA-1 hashes of `mine` and of the URL.
const OF_SESSION: &str = "8034c43d15bb7ef42e2cc24255217acfc5f4b2f4.json";
const OF_URL: &str = "0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json";

/// The path of a sign-in's token.
fn path(home: &Home, name: &str) -> PathBuf {
    let directory = home.path(".aws/sso/cache");
    std::fs::create_dir_all(&directory).expect("a directory");
    directory.join(name)
}

/// Stores a token that expires in this many seconds.
fn sign_in(home: &Home, name: &str, seconds: i64) {
    let (expires, registration) = (time(seconds), time(86_400));
    let text = format!(
        "{{\"startUrl\": \"https://d-1.awsapps.com/start\", \"region\": \"eu-west-1\", \"accessToken\": \
         \"{TOKEN}\", \"expiresAt\": \"{expires}\", \"clientId\": \"client\", \"clientSecret\": \"{SECRET}\", \
         \"registrationExpiresAt\": \"{registration}\", \"refreshToken\": \"refresh-1\", \"more\": [1]}}"
    );
    std::fs::write(path(home, name), text).expect("a file");
}

fn role_keys(id: &str) -> Act {
    json(
        200,
        &format!(
            "{{\"roleCredentials\": {{\"accessKeyId\": \"{id}\", \"secretAccessKey\": \"{SECRET}\", \
             \"sessionToken\": \"{TOKEN}\", \"expiration\": 4102444800000}}}}"
        ),
    )
}

fn refreshed() -> Act {
    let body = "{\"accessToken\": \"new-token\", \"expiresIn\": 3600, \"refreshToken\": \"refresh-2\"}";
    json(200, body)
}

fn error(status: u16, code: &str) -> Act {
    json(status, "{\"message\": \"about it\"}").with("x-amzn-errortype", code)
}

/// A loader with the portal and the token service at these servers.
fn at(home: &Home, portal: &Server, tokens: &Server) -> Loader {
    let (portal, tokens) = (portal.url(), tokens.url());
    loader(home, &[("AWS_ENDPOINT_URL_SSO", &portal), ("AWS_ENDPOINT_URL_SSO_OIDC", &tokens), NO_INSTANCE])
}

async fn of_profile(home: &Home, portal: &Server, tokens: &Server, profile: &str) -> Result<Credentials, String> {
    keys(at(home, portal, tokens).profile_name(profile)).await
}

#[tokio::test]
async fn who_is_signed_in_has_keys() {
    let home = Home::new(Some(CONFIG), None);
    sign_in(&home, OF_SESSION, 3600);
    sign_in(&home, OF_URL, 200);
    let (portal, tokens) = (Server::start([role_keys("one"), role_keys("two")]), Server::start([]));
    for (profile, id) in [("default", "one"), ("old", "two")] {
        let found = of_profile(&home, &portal, &tokens, profile).await.expect(profile);
        assert_eq!((found.access_key_id(), found.secret_access_key()), (id, SECRET));
        assert_eq!(found.session_token(), Some(TOKEN));
        let expiry = found.expiry().expect("an end").duration_since(std::time::SystemTime::UNIX_EPOCH);
        assert_eq!(expiry.expect("a time").as_secs(), 4_102_444_800);
    }
    for seen in portal.seen() {
        assert!(seen.line.starts_with("GET /federation/credentials?"), "{}", seen.line);
        assert!(seen.line.contains("role_name=Reader") && seen.line.contains("account_id=123456789012"));
        assert_eq!(seen.header("x-amz-sso_bearer_token"), Some(TOKEN));
        assert_eq!(seen.header("authorization"), None, "it is not signed");
    }
    assert_eq!(tokens.seen().len(), 0, "nothing was to be refreshed");
    let plain = of_profile(&home, &portal, &tokens, "session-alone").await.expect("keys");
    assert_eq!(plain.access_key_id(), "plain", "a session without a role is for other uses");
}

#[tokio::test]
async fn a_token_is_refreshed_and_put_back() {
    let home = Home::new(Some(CONFIG), None);
    for seconds in [200, -60] {
        sign_in(&home, OF_SESSION, seconds);
        let (portal, tokens) = (Server::start([role_keys("one"), role_keys("two")]), Server::start([refreshed()]));
        for id in ["one", "two"] {
            let found = of_profile(&home, &portal, &tokens, "default").await.expect("keys");
            assert_eq!(found.access_key_id(), id);
        }
        let seen = tokens.seen();
        assert_eq!(seen.len(), 1, "the second finds the new one in the file");
        assert_eq!(seen[0].line, "POST /token HTTP/1.1");
        assert_eq!(seen[0].header("authorization"), None, "it is not signed");
        for part in ["\"grantType\":\"refresh_token\"", "\"refreshToken\":\"refresh-1\"", "\"clientId\":\"client\""] {
            assert!(seen[0].body.contains(part), "{part} is not in {}", seen[0].body);
        }
        let bearers: Vec<_> =
            portal.seen().iter().map(|it| it.header("x-amz-sso_bearer_token").map(str::to_owned)).collect();
        assert_eq!(bearers, [Some("new-token".to_owned()), Some("new-token".to_owned())]);
        let text = std::fs::read_to_string(path(&home, OF_SESSION)).expect("a file");
        for part in ["new-token", "refresh-2", SECRET, "https://d-1.awsapps.com/start"] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        #[cfg(unix)]
        {
            let mode = std::fs::metadata(path(&home, OF_SESSION)).expect("a file");
            let mode = std::os::unix::fs::PermissionsExt::mode(&mode.permissions());
            assert_eq!(mode & 0o777, 0o600, "its owner's alone");
        }
    }
}

#[tokio::test]
async fn a_failed_refresh_keeps_a_token_that_is_good() {
    let home = Home::new(Some(CONFIG), None);
    let failing = || Server::start([error(500, "InternalServerException"), error(500, "InternalServerException")]);
    sign_in(&home, OF_SESSION, 200);
    let portal = Server::start([role_keys("one")]);
    of_profile(&home, &portal, &failing(), "default").await.expect("the old token");
    assert_eq!(portal.seen()[0].header("x-amz-sso_bearer_token"), Some(TOKEN));

    sign_in(&home, OF_SESSION, -1);
    let found = of_profile(&home, &portal, &failing(), "default").await;
    let parts = ["failed: ", "has expired: failed to refresh it", "aws sso login --sso-session mine"];
    assert_fails(found, &parts);
    sign_in(&home, OF_URL, -1);
    let found = of_profile(&home, &portal, &failing(), "old").await;
    assert_fails(
        found,
        &["failed: ", "has expired: only the token of an `sso-session` can be refreshed", "aws sso login"],
    );
    assert_eq!(portal.seen().len(), 1);
}

#[tokio::test]
async fn what_goes_wrong_is_told() {
    let home = Home::new(Some(CONFIG), None);
    let nobody = Server::start([]);
    let found = of_profile(&home, &nobody, &nobody, "default").await;
    assert_fails(found, &["failed: ", OF_SESSION, "does not exist", "aws sso login --sso-session mine"]);
    for (text, reason) in [
        (format!("{{\"accessToken\": [\"{SECRET}\"]}}"), "`accessToken` has a value of the wrong type"),
        (format!("\"{SECRET}"), "invalid JSON"),
        (format!("{{\"accessToken\": \"{SECRET}\", \"expiresAt\": \"soon\"}}"), "contains no valid token"),
    ] {
        std::fs::write(path(&home, OF_SESSION), text).expect("a file");
        assert_fails(of_profile(&home, &nobody, &nobody, "default").await, &["failed: ", reason]);
    }
    sign_in(&home, OF_SESSION, 3600);
    let cases: Vec<(Vec<Act>, &[&str])> = vec![
        (vec![error(401, "UnauthorizedException")], &["UnauthorizedException", "aws sso login --sso-session mine"]),
        (
            vec![error(404, "ResourceNotFoundException")],
            &["failed to get credentials of the role `Reader` in the account 123456789012"],
        ),
        (vec![error(500, "X"), error(500, "X")], &["service error"]),
        (vec![json(200, "{}")], &["the response contains none"]),
        (vec![json(200, SECRET)], &["response error"]),
        (vec![Act::Hang, Act::Hang], &["took longer than 1s"]),
    ];
    for (script, parts) in cases {
        let portal = Server::start(script);
        let found = of_profile(&home, &portal, &nobody, "default").await;
        assert!(found.as_ref().is_err_and(|it| it.starts_with("failed: ")), "{found:?}");
        assert_fails(found, parts);
    }
    let wrong: [(&str, &[&str]); 3] = [
        ("half", &["wrong: ", "`sso_account_id` is missing", "`sso_start_url` is missing"]),
        ("lost", &["wrong: ", "there is no `[sso-session nobody's]`", "`sso_role_name` is missing"]),
        ("other", &["wrong: ", "its `sso_region` differs from the one in its `sso_session`, `mine`"]),
    ];
    for (profile, parts) in wrong {
        assert_fails(of_profile(&home, &nobody, &nobody, profile).await, parts);
    }
    assert_eq!(nobody.seen().len(), 0);
}

/// A service that accepts bearer tokens, like Amazon CodeCatalyst.
static BEARER: Service = Service {
    traits: &[Trait::Auth(&[("schemes", Datum::Texts(&["smithy.api#httpBearerAuth"]))])],
    ..Service::example(&AwsJson1_0)
};
static NOTHING: Schema = Schema::structure("demo#Nothing", &[], &[]);
static GET: Operation =
    Operation { name: "Get", service: &BEARER, input: &NOTHING, output: &NOTHING, errors: &[], traits: &[] };

#[tokio::test]
async fn the_token_of_a_session_is_that_of_services_with_bearer_tokens() {
    let home = Home::new(Some(CONFIG), None);
    let call = async |profile: &str, tokens: &Server, more: &[(&str, &str)]| {
        let service = Server::start([json(200, "{}")]);
        let url = tokens.url();
        let urls = [("AWS_ENDPOINT_URL_SSO_OIDC", &*url), NO_INSTANCE].to_vec();
        let loader = loader(&home, &[&urls[..], more].concat()).profile_name(profile);
        let config = loader.load_builder().expect("a configuration").endpoint_url(service.url()).build();
        let client = Handle::new(&BEARER, config);
        let (mut input, mut output) = (Dynamic::new(&NOTHING), Dynamic::new(&NOTHING));
        let outcome = client.invoke(&GET, &mut input, &mut output, None).await;
        let seen = service.seen().first().and_then(|it| it.header("authorization").map(str::to_owned));
        outcome.map(|()| seen).map_err(|error| DisplayChain(&error).to_string())
    };
    let none = Server::start([]);
    sign_in(&home, OF_SESSION, 3600);
    let bearer = |token: &str| Ok(Some(format!("Bearer {token}")));
    for profile in ["default", "session-alone", "lost-role"] {
        assert_eq!(call(profile, &none, &[]).await, bearer(TOKEN), "{profile}");
    }
    assert_eq!(call("default", &none, &[("AWS_BEARER_TOKEN_DEMO", "own")]).await, bearer("own"));

    sign_in(&home, OF_SESSION, -60);
    assert_eq!(call("default", &Server::start([refreshed()]), &[]).await, bearer("new-token"));
    sign_in(&home, OF_SESSION, -60);
    let error = call("default", &none, &[]).await.expect_err("expired");
    assert!(error.contains("aws sso login --sso-session mine") && !error.contains(TOKEN), "{error}");
    let error = call("lost", &none, &[]).await.expect_err("no session");
    assert!(
        error.contains("the profile `lost` has no usable bearer token: its `sso_session` is `nobody's`"),
        "{error}"
    );
    let error = call("old", &none, &[]).await.expect_err("no session");
    assert!(error.contains("set `bearer_token` for httpBearerAuth"), "{error}");
}
