use super::*;
use crate::dynamic::Dynamic;
use crate::error::RequestId;
use crate::json;
use crate::message::Headers;
use crate::schema::{Kind, Member, Schema, Trait};
use crate::service::Service;
use crate::shape::Shape;

static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
static INPUT: Schema =
    Schema::structure("demo#Input", &[Member::new("Label", &TEXT, &[Trait::HostLabel])], &[Trait::Input]);
static OUTPUT: Schema = Schema::structure("demo#Output", &[Member::new("Text", &TEXT, &[])], &[]);
static FAULT: Schema = Schema::structure(
    "demo#NoSuchEntityException",
    &[Member::new("message", &TEXT, &[]), Member::new("Entity", &TEXT, &[])],
    &[Trait::Error(true), Trait::AwsQueryError("NoSuchEntity")],
);
static SERVICE: Service = Service::example(&AwsQuery);
static OPERATION: Operation = Operation {
    name: "Do",
    service: &SERVICE,
    input: &INPUT,
    output: &OUTPUT,
    errors: &[&FAULT],
    traits: &[Trait::HostPrefix("a.{Label}.")],
};

fn answer(status: u16, fields: &[(&str, &str)], body: &str) -> Response {
    let mut headers = Headers::default();
    for (name, value) in fields {
        headers.append(name, *value);
    }
    Response::new(status, headers, body.as_bytes().to_vec())
}

fn parse(response: &Response) -> Result<String, ParseError> {
    let mut output = Dynamic::new(&OUTPUT);
    AwsQuery.parse(&OPERATION, response, &mut output)?;
    Ok(json::to_string(&output))
}

fn parse_body(body: &str) -> Result<String, ParseError> {
    parse(&answer(200, &[("Content-Type", "text/xml")], body))
}

#[test]
fn results_are_read_with_and_without_their_wrapper() {
    for body in [
        "<DoResponse><DoResult><Text>a</Text></DoResult><ResponseMetadata/></DoResponse>",
        "<DoResponse><ResponseMetadata/><DoResult><Text>a</Text></DoResult></DoResponse>",
        "<n:DoResponse xmlns:n='u'><n:DoResult><n:Text>a</n:Text></n:DoResult></n:DoResponse>",
        "<DoResponse><Text>a</Text></DoResponse>",
    ] {
        assert_eq!(parse_body(body).unwrap(), r#"{"Text":"a"}"#, "{body}");
    }
    assert_eq!(parse_body("<DoResponse/>").unwrap(), "{}");
}

#[test]
fn an_answer_of_success_has_to_be_one() {
    for body in ["", "{}", "<broken", "<html/>", "<ErrorResponse><Error/></ErrorResponse>", "<DoResponse/>x"] {
        assert!(parse_body(body).is_err(), "{body}");
    }
    // Nothing announced a body, but it is required.
    assert_eq!(parse(&answer(200, &[], "")).unwrap_err().to_string(), "the body is empty");
}

#[test]
fn errors_are_read_in_every_wrapper() {
    for (body, id) in [
        ("<ErrorResponse><Error><Type>Sender</Type>…</Error><RequestId>1</RequestId></ErrorResponse>", Some("1")),
        ("<Response><Errors><Error>…</Error></Errors><RequestID>2</RequestID></Response>", Some("2")),
        ("<Error>…<RequestId>3</RequestId></Error>", Some("3")),
        ("<ErrorResponse><Error>…</Error></ErrorResponse>", None),
    ] {
        let body = body.replace('…', "<Code> NoSuchEntity </Code><Message>Not here.</Message><Entity>e</Entity>");
        let response = answer(404, &[], &body);
        let meta = AwsQuery.parse_error(&OPERATION, &response).unwrap();
        assert_eq!(meta.code(), Some("NoSuchEntity"), "{body}");
        assert_eq!(meta.message(), Some("Not here."), "{body}");
        assert_eq!(meta.request_id(), id, "{body}");
        assert!(AwsQuery.is_error_code("NoSuchEntity", &FAULT));

        let mut error = Dynamic::new(&FAULT);
        AwsQuery.parse_error_members(&response, &mut error).unwrap();
        assert_eq!(json::to_string(&error), r#"{"message":"Not here.","Entity":"e"}"#, "{body}");
    }
}

#[test]
fn an_error_may_say_little() {
    let bare = AwsQuery.parse_error(&OPERATION, &answer(400, &[], "<ErrorResponse><Error/></ErrorResponse>")).unwrap();
    assert_eq!((bare.code(), bare.message()), (None, None));

    let html = answer(503, &[("x-amzn-RequestId", "4")], "<html>Service Unavailable</html>");
    let meta = AwsQuery.parse_error(&OPERATION, &html).unwrap();
    assert_eq!((meta.code(), meta.message()), (Some("503"), Some("Service Unavailable")));
    assert_eq!(meta.request_id(), Some("4"));

    for (status, body) in [(404, "not found"), (400, ""), (429, "slow down"), (403, "<html/>"), (400, "<a><b/></a>")] {
        assert!(AwsQuery.parse_error(&OPERATION, &answer(status, &[], body)).is_err(), "{status} {body}");
    }
}

/// An output without members, as the generator creates it.
struct Output(Option<String>);

impl Structure for Output {
    fn schema(&self) -> &'static Schema {
        &INPUT
    }

    fn member(&self, _: usize) -> Option<&dyn Shape> {
        None
    }

    fn member_mut(&mut self, _: usize) -> Option<&mut dyn Shape> {
        None
    }

    fn set_request_id(&mut self, id: Option<String>) {
        self.0 = id;
    }
}

#[test]
fn request_ids_come_from_the_header_or_the_body() {
    let body = "<DoResponse><DoResult/><ResponseMetadata><RequestId>b</RequestId></ResponseMetadata></DoResponse>";
    for (fields, body, id) in [
        (&[] as &[_], body, Some("b")),
        (&[("X-Amzn-RequestId", "h")], body, Some("h")),
        (&[("x-amz-request-id", "h")], "<DoResponse/>", Some("h")),
        (&[], "<DoResponse/>", None),
    ] {
        let mut output = Output(None);
        AwsQuery.parse(&OPERATION, &answer(200, fields, body), &mut output).unwrap();
        assert_eq!(output.0.as_deref(), id, "{fields:?} {body}");
    }
}

#[test]
fn only_a_label_becomes_part_of_the_host() {
    let prefix = |label: Option<&str>| {
        let mut input = Dynamic::new(&INPUT);
        if let Some(label) = label {
            input.member_mut(0).unwrap().slot().put_string(label.to_owned()).unwrap();
        }
        AwsQuery.serialize(&OPERATION, &input).map(|request| request.host_prefix)
    };
    assert_eq!(prefix(Some("b-1")).unwrap(), "a.b-1.");
    let long = "x".repeat(64);
    for label in
        [None, Some(""), Some("evil.example.com/"), Some("a.b"), Some("-a"), Some("a-"), Some("é"), Some(&long)]
    {
        let error = prefix(label).unwrap_err().to_string();
        assert!(error.contains("`Label`") && !error.contains("evil"), "{error}");
    }
}
