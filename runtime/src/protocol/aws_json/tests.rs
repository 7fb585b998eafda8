use super::*;
use crate::dynamic::Dynamic;
use crate::error::RequestId;
use crate::message::Headers;
use crate::schema::{Kind, Member, Trait};
use crate::service::Service;

static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
static LONG: Schema = Schema::simple("demo#Long", Kind::Long, &[]);
static VALUE: Schema =
    Schema::structure("demo#Value", &[Member::new("Text", &TEXT, &[]), Member::new("Long", &LONG, &[])], &[]);
static FAULT: Schema =
    Schema::structure("demo#Fault", &[Member::new("message", &TEXT, &[])], &[Trait::AwsQueryError("Demo.Fault")]);
static SERVICE: Service =
    Service { id: "demo#Target_20260101", traits: &[Trait::AwsQueryCompatible], ..Service::example(&AwsJson1_1) };
static OPERATION: Operation =
    Operation { name: "Do", service: &SERVICE, input: &VALUE, output: &VALUE, errors: &[&FAULT], traits: &[] };

fn answer(status: u16, fields: &[(&str, &str)], body: &str) -> Response {
    let mut headers = Headers::default();
    for (name, value) in fields {
        headers.append(name, *value);
    }
    Response::new(status, headers, body.as_bytes().to_vec())
}

fn parse(body: &str) -> Result<String, ParseError> {
    let mut output = Dynamic::new(&VALUE);
    AwsJson1_1.parse(&OPERATION, &answer(200, &[], body), &mut output)?;
    Ok(json::to_string(&output))
}

#[test]
fn the_operation_is_named_in_a_header_field() {
    let request = AwsJson1_0.serialize(&OPERATION, &Dynamic::new(&VALUE)).unwrap();
    assert_eq!((request.method, request.uri.as_str(), request.body.as_slice()), ("POST", "/", b"{}".as_slice()));
    assert_eq!(request.headers.get("X-Amz-Target"), Some("Target_20260101.Do"));
    assert_eq!(request.headers.get("Content-Type"), Some("application/x-amz-json-1.0"));
    assert_eq!(request.headers.get("x-amzn-query-mode"), Some("true"));
}

#[test]
fn answers_are_read_leniently() {
    for body in ["", " \n", "{}", r#"{"new":[{"a":null}],"Text":null}"#] {
        assert_eq!(parse(body).unwrap(), "{}", "{body}");
    }
}

#[test]
fn what_is_broken_is_refused_and_never_quoted() {
    for (body, reason) in [
        ("secret", "a value"),
        (r#"{"Text":"secret"#, "invalid JSON"),
        (r#"{"Long":"secret"}"#, "`Long`"),
        (r#"{"Long":92233720368547758080}"#, "`Long`"),
        (r#""secret""#, "wrong type"),
    ] {
        let error = parse(body).unwrap_err().to_string();
        assert!(error.contains(reason) && error.contains("line 1") && !error.contains("secret"), "{error}");
    }
    let deep = format!(r#"{{"Text":{}"#, "[".repeat(100_000));
    assert!(parse(&deep).is_err());
}

#[test]
fn codes_come_from_wherever_a_service_puts_them() {
    for (fields, body, code) in [
        (&[] as &[_], r#"{"__type":"com.demo#Fault:http://demo/","message":"No."}"#, "Fault"),
        (&[], r#"{"code":"Fault","Message":"No."}"#, "Fault"),
        (&[("X-Amzn-ErrorType", "Fault:")], r#"{"__type":"Other","errorMessage":"No."}"#, "Fault"),
        (&[("x-amzn-query-error", "Demo.Fault;Sender")], r#"{"__type":"Fault","message":"No."}"#, "Demo.Fault"),
    ] {
        let response = answer(400, fields, body);
        let meta = AwsJson1_1.parse_error(&OPERATION, &response).unwrap();
        assert_eq!((meta.code(), meta.message()), (Some(code), Some("No.")), "{body}");
        assert!(AwsJson1_1.is_error_code(code, &FAULT), "{code}");
    }
}

#[test]
fn an_error_may_say_little() {
    let parse = |response| AwsJson1_1.parse_error(&OPERATION, &response);
    let meta = parse(answer(500, &[("x-amzn-requestid", "1"), ("x-amzn-errortype", "Fault")], "<html>")).unwrap();
    assert_eq!((meta.code(), meta.message(), meta.request_id()), (Some("Fault"), None, Some("1")));
    let meta = parse(answer(502, &[], "<html>")).unwrap();
    assert_eq!((meta.code(), meta.message()), (Some("502"), Some("Bad Gateway")));
    let meta = parse(answer(404, &[], "")).unwrap();
    assert_eq!((meta.code(), meta.message()), (Some("404"), None));
    let meta = parse(answer(400, &[], "{}")).unwrap();
    assert_eq!((meta.code(), meta.message()), (None, None));
    assert!(parse(answer(400, &[], "<html>")).is_err());
}
