//! Tests how requests of services outside AWS are authenticated, and where they are sent. The models are in this file,
//! and a server on loopback records the requests.

use tinsmith_codegen::Selection;
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_runtime::client::{Fault, Handle};
use tinsmith_runtime::config::{Builder, Config, Credentials, Environment, Loader, Region, Token};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::{DisplayChain, SdkError};
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

/// Calls the operation once.
async fn call(model: &str, builder: Builder) -> (Result<(), SdkError<Fault>>, Option<Seen>) {
    let server = Server::start([Act::Answer(200, Vec::new(), "{}".to_owned())]);
    let model = load_sources(vec![Source::new("demo.smithy", model)]).unwrap_or_else(|found| panic!("{found}"));
    let tables = load_model(model, &Selection::default()).unwrap_or_else(|found| panic!("{found}")).tables.leak();
    let operation = tables.operation("Get").unwrap().unwrap();
    let config = builder.endpoint_url(server.url()).build();
    let client = Handle::new(tables.service().unwrap(), config);
    let (mut input, mut output) = (Dynamic::new(operation.input), Dynamic::new(operation.output));
    let outcome = client.invoke(operation, &mut input, &mut output, None).await;
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
        ("@httpDigestAuth", "", "httpDigestAuth is not supported, so set `allow_no_auth`"),
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
