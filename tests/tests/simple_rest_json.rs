//! Tests `alloy#simpleRestJson` with a server on loopback: HTTP bindings, and everything else in JSON.

use tinsmith_codegen::Selection;
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_runtime::config::Config;
use tinsmith_tables::{Client, load_model};
use tinsmith_tests::server::{Act, Server};

const MODEL: &str = r#"
$version: "2.0"
namespace demo
use alloy#simpleRestJson

@simpleRestJson
service Shop {
    version: "1"
    operations: [Order, Note, Stamp]
}

@http(method: "POST", uri: "/orders/{id}")
operation Order {
    input := {
        @required
        @httpLabel
        id: Integer
        @httpHeader("X-Note")
        note: String
        @jsonName("the_count")
        count: Integer
        at: Timestamp
        @timestampFormat("epoch-seconds")
        seconds: Timestamp
        picture: Blob
        choice: Choice
    }
    output := {
        @httpResponseCode
        status: Integer
        at: Timestamp
        choice: Choice
    }
    errors: [Gone, Busy, Full, Broken]
}

union Choice {
    text: String
    number: Integer
}

@http(method: "PUT", uri: "/note")
operation Note {
    input := {
        @httpPayload
        text: String
    }
    output := {
        @httpPayload
        text: String
    }
}

@http(method: "PUT", uri: "/stamp")
operation Stamp {
    input := {
        @httpPayload
        bytes: Blob
    }
    output := {
        @httpPayload
        bytes: Blob
    }
}

@error("client")
@httpError(410)
structure Gone {
    message: String
}

@error("client")
@httpError(429)
structure Busy {}

@error("client")
@httpError(429)
structure Full {
    @httpHeader("X-Left")
    left: Integer
}

@error("server")
structure Broken {
    message: String
}
"#;

fn client(server: &Server) -> Client {
    let model = load_sources(vec![Source::new("shop.smithy", MODEL)]).unwrap_or_else(|found| panic!("{found}"));
    let tables = load_model(model, &Selection::default()).unwrap_or_else(|found| panic!("{found}")).tables;
    let retry = tinsmith_runtime::config::retry::RetryConfig::disabled();
    Client::new(tables, Config::builder().endpoint_url(server.url()).retry_config(retry).build()).unwrap()
}

fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Act {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Act::Answer(status, headers, body.to_owned())
}

#[tokio::test]
async fn bodies_are_json() {
    let server = Server::start([
        answer(201, &[], r#"{"at": "2026-01-02T03:04:05Z", "choice": {"number": 7}, "new": null}"#),
        answer(200, &[], r#""gr\u00fcezi""#),
        answer(200, &[], r#""AAEC""#),
        answer(200, &[], ""),
    ]);
    let client = client(&server);
    let input = r#"{"id": 5, "note": "n", "count": 2, "at": "2026-01-02T03:04:05Z", "seconds": "1970-01-01T00:00:09Z",
                    "picture": "AAEC", "choice": {"text": "a"}}"#;
    let output = client.call("Order", input).await.unwrap();
    assert_eq!(output, r#"{"status":201,"at":"2026-01-02T03:04:05Z","choice":{"number":7}}"#);
    assert_eq!(client.call("Note", r#"{"text": "a\"b"}"#).await.unwrap(), r#"{"text":"grüezi"}"#);
    assert_eq!(client.call("Stamp", r#"{"bytes": "AAEC"}"#).await.unwrap(), r#"{"bytes":"AAEC"}"#);
    client.call("Note", "{}").await.unwrap();

    let seen = server.seen();
    assert_eq!(seen[0].line, "POST /orders/5 HTTP/1.1");
    assert_eq!((seen[0].header("x-note"), seen[0].header("content-type")), (Some("n"), Some("application/json")));
    let body = r#"{"the_count":2,"at":"2026-01-02T03:04:05Z","seconds":9,"picture":"AAEC","choice":{"text":"a"}}"#;
    assert_eq!(seen[0].body, body);
    assert_eq!((seen[1].body.as_str(), seen[1].header("content-type")), (r#""a\"b""#, Some("application/json")));
    assert_eq!((seen[2].body.as_str(), seen[2].header("content-type")), (r#""AAEC""#, Some("application/json")));
    assert_eq!((seen[3].body.as_str(), seen[3].header("content-type")), ("", None));
}

#[tokio::test]
async fn errors_are_named_by_a_header_field_or_by_their_status() {
    let cases = [
        (answer(429, &[("X-Error-Type", "Full"), ("X-Left", "3")], ""), "Full"),
        (answer(429, &[("X-Error-Type", "demo#Busy")], "{}"), "Busy"),
        (answer(410, &[], r#"{"message": "m", "code": "C-1"}"#), "Gone"),
        (answer(500, &[], "<html>"), "Broken"),
        // Two errors have this status.
        (answer(429, &[], r#"{"message": "m"}"#), "429"),
        (answer(404, &[], ""), "404"),
    ];
    for (act, code) in cases {
        let server = Server::start([act]);
        let error = client(&server).call("Order", r#"{"id": 5}"#).await.expect_err(code);
        assert_eq!(error.code(), Some(code), "{error}");
    }
}
