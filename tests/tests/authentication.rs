//! Tests how requests of services outside AWS are authenticated, and where they are sent. The models are in this file,
//! and a server on loopback records the requests.

#[path = "authentication/s3.rs"]
mod s3;

use tinsmith_codegen::Selection;
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_runtime::client::{Fault, Handle};
use tinsmith_runtime::config::retry::RetryConfig;
use tinsmith_runtime::config::{Builder, Config, Credentials, Environment, Loader, Region, Token};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::{DisplayChain, SdkError};
use tinsmith_runtime::service::Operation;
use tinsmith_tables::load_model;
use tinsmith_tests::server::{Act, Seen, Server};

/// A service with an operation `Get`, each with the given traits.
fn model(service: &str, operation: &str) -> String {
    format!(
        "$version: \"2.0\"\nnamespace demo\nuse aws.protocols#restJson1\nuse aws.auth#sigv4\n\
         @restJson1\n{service}\nservice Demo {{ version: \"1\", operations: [Get] }}\n\
         @readonly @http(method: \"GET\", uri: \"/thing?x=1\")\n{operation}\noperation Get {{}}\n"
    )
}

/// A client of the model at this URL, and its operation.
fn client(model: &str, builder: Builder, url: String) -> (Handle, &'static Operation) {
    let model = load_sources(vec![Source::new("demo.smithy", model)]).unwrap_or_else(|found| panic!("{found}"));
    let tables = load_model(model, &Selection::default()).unwrap_or_else(|found| panic!("{found}")).tables.leak();
    let operation = tables.operation("Get").unwrap().unwrap();
    (Handle::new(tables.service().unwrap(), builder.endpoint_url(url).build()), operation)
}

async fn send((client, operation): &(Handle, &'static Operation)) -> Result<(), SdkError<Fault>> {
    let (mut input, mut output) = (Dynamic::new(operation.input), Dynamic::new(operation.output));
    client.invoke(operation, &mut input, &mut output, None).await
}

/// Calls the operation once.
async fn call(model: &str, builder: Builder) -> (Result<(), SdkError<Fault>>, Option<Seen>) {
    let server = Server::start([Act::Answer(200, Vec::new(), "{}".to_owned())]);
    let outcome = send(&client(model, builder, server.url())).await;
    (outcome, server.seen().into_iter().next())
}

/// The authentication of a request: a header and the target.
async fn authentication(service: &str, operation: &str, builder: Builder, header: &str) -> (Option<String>, String) {
    let (outcome, seen) = call(&model(service, operation), builder).await;
    outcome.unwrap_or_else(|error| panic!("{service} {operation}: {}", DisplayChain(&error)));
    let seen = seen.expect("a request");
    (seen.header(header).map(str::to_owned), seen.line)
}

fn token(text: &str) -> Token {
    Token::new(text, None)
}

fn keys() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "secret", None, None, "test")
}

/// No region is set in these tests.
#[tokio::test]
async fn each_scheme_puts_its_identity_where_it_belongs() {
    let all = || {
        let builder = Config::builder().bearer_token(token("t0ken")).api_key(token("k3y"));
        builder.basic_auth_login("ann", "p:w").credentials_provider(keys())
    };
    let basic = "Basic YW5uOnA6dw==";
    let cases: [(&str, &str, &str, Option<&str>); 13] = [
        ("", "", "authorization", None),
        ("@httpBearerAuth", "", "authorization", Some("Bearer t0ken")),
        ("@httpBasicAuth", "", "authorization", Some(basic)),
        ("@httpApiKeyAuth(name: \"X-Key\", in: \"header\")", "", "x-key", Some("k3y")),
        (
            "@httpApiKeyAuth(name: \"Authorization\", in: \"header\", scheme: \"Key\")",
            "",
            "authorization",
            Some("Key k3y"),
        ),
        // Without `auth`, several schemes are tried in alphabetical order.
        ("@httpBearerAuth @httpBasicAuth", "", "authorization", Some(basic)),
        (
            "@httpBearerAuth @httpBasicAuth @auth([httpBearerAuth, httpBasicAuth])",
            "",
            "authorization",
            Some("Bearer t0ken"),
        ),
        (
            "@httpBearerAuth @httpBasicAuth @auth([httpBearerAuth])",
            "@auth([httpBasicAuth])",
            "authorization",
            Some(basic),
        ),
        ("@httpBearerAuth", "@auth([])", "authorization", None),
        ("@httpBearerAuth @auth([])", "", "authorization", None),
        ("@httpBearerAuth @auth([])", "@auth([httpBearerAuth])", "authorization", Some("Bearer t0ken")),
        ("@httpBearerAuth", "@optionalAuth", "authorization", Some("Bearer t0ken")),
        (
            "@httpDigestAuth @httpBearerAuth @auth([httpDigestAuth, httpBearerAuth])",
            "",
            "authorization",
            Some("Bearer t0ken"),
        ),
    ];
    for (service, operation, header, expected) in cases {
        let (found, line) = authentication(service, operation, all(), header).await;
        assert_eq!(found.as_deref(), expected, "{service} {operation}");
        assert_eq!(line, "GET /thing?x=1 HTTP/1.1");
    }
    let in_query = "@httpApiKeyAuth(name: \"the key\", in: \"query\")";
    let (_, line) = authentication(in_query, "", all(), "").await;
    assert_eq!(line, "GET /thing?x=1&the%20key=k3y HTTP/1.1");
}

#[tokio::test]
async fn a_preference_decides_among_the_schemes_of_the_model() {
    let both = "@httpBearerAuth @httpBasicAuth";
    let builder = || Config::builder().bearer_token(token("t0ken")).basic_auth_login("ann", "p:w");
    let cases = [
        (both, "", vec!["httpBearerAuth"], Some("Bearer t0ken")),
        (both, "", vec!["smithy.api#httpBearerAuth", "httpBasicAuth"], Some("Bearer t0ken")),
        // A scheme that the model does not declare has no effect.
        ("@httpBearerAuth", "", vec!["httpBasicAuth", "sigv4"], Some("Bearer t0ken")),
        ("@httpBearerAuth", "@optionalAuth", vec!["noAuth"], None),
        ("@httpBearerAuth", "", vec!["noAuth"], Some("Bearer t0ken")),
    ];
    for (service, operation, preference, expected) in cases {
        let builder = builder().auth_scheme_preference(preference.clone());
        let (found, _) = authentication(service, operation, builder, "authorization").await;
        assert_eq!(found.as_deref(), expected, "{service} {operation} {preference:?}");
    }
}

#[tokio::test]
async fn a_token_of_the_environment_belongs_to_one_service() {
    let load = |variables: &[(&str, &str)]| {
        let environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Environment>();
        Loader::new().environment(environment).load().expect("nothing is wrong with it").to_builder()
    };
    let (bearer, both) = ("@httpBearerAuth", "@httpBearerAuth @sigv4(name: \"demo-api\")");
    let cases = [
        (bearer, vec![("AWS_BEARER_TOKEN_DEMO", "of-demo")], Some("Bearer of-demo")),
        // It takes precedence over signatures, unless a preference is set.
        (both, vec![("AWS_BEARER_TOKEN_DEMO_API", "of-demo"), ("AWS_REGION", "eu-west-1")], Some("Bearer of-demo")),
        (
            both,
            vec![
                ("AWS_BEARER_TOKEN_DEMO_API", "of-demo"),
                ("AWS_REGION", "eu-west-1"),
                ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
                ("AWS_SECRET_ACCESS_KEY", "secret"),
                ("AWS_AUTH_SCHEME_PREFERENCE", "sigv4"),
            ],
            Some("AWS4-HMAC-SHA256"),
        ),
    ];
    for (service, variables, expected) in cases {
        let (found, _) = authentication(service, "", load(&variables), "authorization").await;
        let found = found.as_deref().map(|it| if it.starts_with("AWS4") { "AWS4-HMAC-SHA256" } else { it });
        assert_eq!(found, expected, "{service} {variables:?}");
    }
    // Other schemes have variables too. What the program sets takes precedence.
    let (basic, key) = ("@httpBasicAuth", "@httpApiKeyAuth(name: \"X-Key\", in: \"header\")");
    let (found, _) = authentication(basic, "", load(&[("BASIC_AUTH_DEMO", "a:b:c")]), "authorization").await;
    assert_eq!(found.as_deref(), Some("Basic YTpiOmM="));
    let of_environment = || load(&[("API_KEY_DEMO", "k3y")]);
    let (found, _) = authentication(key, "", of_environment(), "x-key").await;
    assert_eq!(found.as_deref(), Some("k3y"));
    let (found, _) = authentication(key, "", of_environment().api_key(Token::new("own", None)), "x-key").await;
    assert_eq!(found.as_deref(), Some("own"));
    let (outcome, seen) = call(&model(key, ""), load(&[("API_KEY_OTHER", "x"), ("API_KEY_DEMO", " ")])).await;
    let error = DisplayChain(&outcome.expect_err("there is no key")).to_string();
    let expected = "set `api_key` for httpApiKeyAuth, or the environment variable `API_KEY_DEMO`";
    assert!(error.contains(expected) && seen.is_none(), "{error}");
    let (outcome, seen) =
        call(&model(bearer, ""), load(&[("AWS_BEARER_TOKEN_OTHER", "x"), ("AWS_BEARER_TOKEN_DEMO", " ")])).await;
    assert!(outcome.is_err() && seen.is_none());
}

/// An error names what is missing and the setting that provides it, and nothing is sent.
#[tokio::test]
async fn a_missing_identity_is_named() {
    let cases = [
        ("@httpBearerAuth", "", "set `bearer_token` for httpBearerAuth"),
        ("@httpBasicAuth", "", "set `basic_auth_login` for httpBasicAuth"),
        ("@httpApiKeyAuth(name: \"k\", in: \"query\")", "", "set `api_key` for httpApiKeyAuth"),
        ("@httpDigestAuth", "", "set `digest_auth_login` for httpDigestAuth"),
        ("@httpBearerAuth @httpBasicAuth", "", "`basic_auth_login` for httpBasicAuth; or set `bearer_token`"),
        ("@sigv4(name: \"demo\")", "", "no region is configured"),
    ];
    for (service, operation, expected) in cases {
        let (outcome, seen) = call(&model(service, operation), Config::builder()).await;
        let error = DisplayChain(&outcome.expect_err(service)).to_string();
        assert!(error.contains(expected) && seen.is_none(), "{service}: {error}");
    }
    // If authentication is optional or disabled, the request is sent without it.
    for (operation, builder) in [("@optionalAuth", Config::builder()), ("", Config::builder().allow_no_auth())] {
        for scheme in ["@httpBearerAuth", "@httpDigestAuth", "@sigv4(name: \"demo\")"] {
            let (found, _) = authentication(scheme, operation, builder.clone(), "authorization").await;
            assert_eq!(found, None, "{scheme} {operation}");
        }
    }
    let region = Config::builder().region(Region::from_static("local")).credentials_provider(keys());
    let (found, _) = authentication("@sigv4(name: \"demo\")", "", region, "authorization").await;
    assert!(found.is_some_and(|it| it.contains("/local/demo/aws4_request")));
}

/// A service outside AWS has no default endpoint.
#[tokio::test]
async fn without_a_url_there_is_no_endpoint() {
    let loaded = load_sources(vec![Source::new("demo.smithy", model("", ""))]).unwrap();
    let tables = load_model(loaded, &Selection::default()).unwrap().tables.leak();
    let operation = tables.operation("Get").unwrap().unwrap();
    for builder in [Config::builder(), Config::builder().region(Region::from_static("eu-west-1"))] {
        let client = Handle::new(tables.service().unwrap(), builder.build());
        let (mut input, mut output) = (Dynamic::new(operation.input), Dynamic::new(operation.output));
        let error = client.invoke(operation, &mut input, &mut output, None).await.expect_err("there is no URL");
        let error = DisplayChain(&error).to_string();
        assert!(error.contains("no endpoint is configured") && error.contains("`endpoint_url`"), "{error}");
    }
}

/// The parameters of a response to a challenge.
fn parameters(authorization: &str) -> Vec<(&str, &str)> {
    let parameters = authorization.strip_prefix("Digest ").expect("a response");
    parameters.split(", ").filter_map(|it| it.split_once('=')).map(|(name, it)| (name, it.trim_matches('"'))).collect()
}

/// The first request is sent without authentication and repeated after the challenge; later ones respond to it at once.
#[tokio::test]
async fn a_client_responds_to_challenges() {
    let challenge = |nonce: &str| {
        let field = format!("Digest realm=\"here\", nonce=\"{nonce}\", qop=\"auth\", algorithm=SHA-256");
        Act::Answer(401, Vec::new(), "{}".to_owned()).with("WWW-Authenticate", field)
    };
    let ok = || Act::Answer(200, Vec::new(), "{}".to_owned());
    let server = Server::start([challenge("one"), ok(), ok(), challenge("two"), ok()]);
    let retries = RetryConfig::disabled();
    let builder = || Config::builder().digest_auth_login("ann", "p:w").retry_config(retries.clone());
    let demo = client(&model("@httpDigestAuth", ""), builder(), server.url());
    for _ in 0..3 {
        send(&demo).await.unwrap_or_else(|error| panic!("{}", DisplayChain(&error)));
    }
    let seen = server.seen();
    let found: Vec<_> = seen.iter().map(|it| it.header("authorization").map(parameters)).collect();
    let find = |index: usize, name: &str| {
        let found: &Vec<(&str, &str)> = found[index].as_ref().expect("a response");
        found.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    };
    assert_eq!((found.len(), &found[0]), (5, &None));
    for (index, nonce, count) in [(1, "one", "00000001"), (2, "one", "00000002"), (4, "two", "00000001")] {
        assert_eq!((find(index, "nonce"), find(index, "nc")), (Some(nonce), Some(count)));
        assert_eq!((find(index, "username"), find(index, "uri")), (Some("ann"), Some("/thing?x=1")));
        assert_eq!(find(index, "response").map(str::len), Some(64));
    }
    assert!(!seen.iter().any(|it| format!("{it:?}").contains("p:w")));

    // A server that keeps refusing gets one response, and its error is the caller's.
    let server = Server::start([challenge("one"), challenge("two"), challenge("three")]);
    let error = send(&client(&model("@httpDigestAuth", ""), builder(), server.url())).await.expect_err("refused");
    assert_eq!((error.raw_response().map(|it| it.status().as_u16()), server.seen().len()), (Some(401), 2));
}

/// A model that declares asymmetric signatures: the first scheme is used unless another is preferred.
#[tokio::test]
async fn asymmetric_signatures_can_be_declared() {
    let both = "@sigv4(name: \"demo\") @aws.auth#sigv4a(name: \"demo\") @auth([sigv4, aws.auth#sigv4a])";
    let builder = || Config::builder().credentials_provider(keys()).region(Region::from_static("eu-west-1"));
    let cases = [
        (both, builder(), "AWS4-HMAC-SHA256", None),
        (both, builder().auth_scheme_preference(["sigv4a"]), "AWS4-ECDSA-P256-SHA256", Some("eu-west-1")),
        (
            "@sigv4(name: \"demo\") @aws.auth#sigv4a(name: \"demo\") @auth([aws.auth#sigv4a])",
            builder().sigv4a_signing_region_set("*"),
            "AWS4-ECDSA-P256-SHA256",
            Some("*"),
        ),
    ];
    for (service, builder, algorithm, regions) in cases {
        let (outcome, seen) = call(&model(service, ""), builder).await;
        outcome.unwrap_or_else(|error| panic!("{service}: {}", DisplayChain(&error)));
        let seen = seen.expect("a request");
        assert!(seen.header("authorization").is_some_and(|it| it.starts_with(algorithm)), "{service}: {seen:?}");
        assert_eq!(seen.header("x-amz-region-set"), regions, "{service}");
    }
}
