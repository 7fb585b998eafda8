use super::*;
use crate::dynamic::Dynamic;
use crate::message::Headers;
use crate::schema::Trait;
use crate::service::Service;

static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
static SECRET: Schema = Schema::simple("demo#Secret", Kind::String, &[Trait::Sensitive]);
static JSON_TEXT: Schema = Schema::simple("demo#JsonText", Kind::String, &[Trait::MediaType("application/json")]);
static NUMBER: Schema = Schema::simple("demo#Number", Kind::Integer, &[]);
static TIME: Schema = Schema::simple("demo#Time", Kind::Timestamp, &[]);
static TEXTS: Schema = Schema::list("demo#Texts", &[Member::new("member", &TEXT, &[])], &[]);
static NUMBERS: Schema = Schema::list("demo#Numbers", &[Member::new("member", &NUMBER, &[])], &[]);
static TIMES: Schema = Schema::list("demo#Times", &[Member::new("member", &TIME, &[])], &[]);
static MAP: Schema = Schema::map("demo#Map", &[Member::new("key", &TEXT, &[]), Member::new("value", &TEXT, &[])], &[]);

static INPUT: Schema = Schema::structure(
    "demo#Input",
    &[
        Member::new("label", &TEXT, &[Trait::Required, Trait::HttpLabel]),
        Member::new("rest", &TEXT, &[Trait::Required, Trait::HttpLabel]),
        Member::new("query", &TEXTS, &[Trait::HttpQuery("q")]),
        Member::new("secret", &SECRET, &[Trait::HttpQuery("s")]),
        Member::new("params", &MAP, &[Trait::HttpQueryParams]),
        Member::new("header", &TEXT, &[Trait::HttpHeader("X-Text")]),
        Member::new("token", &SECRET, &[Trait::HttpHeader("X-Token")]),
        Member::new("list", &TEXTS, &[Trait::HttpHeader("X-List")]),
        Member::new("meta", &MAP, &[Trait::HttpPrefixHeaders("x-meta-")]),
        Member::new("code", &NUMBER, &[Trait::HttpResponseCode]),
        Member::new("body", &TEXT, &[Trait::JsonName("Body")]),
    ],
    &[],
);

static OUTPUT: Schema = Schema::structure(
    "demo#Output",
    &[
        Member::new("query", &TEXT, &[Trait::HttpQuery("q")]),
        Member::new("number", &NUMBER, &[Trait::HttpHeader("X-Number")]),
        Member::new("numbers", &NUMBERS, &[Trait::HttpHeader("X-Numbers")]),
        Member::new("texts", &TEXTS, &[Trait::HttpHeader("X-Texts")]),
        Member::new("times", &TIMES, &[Trait::HttpHeader("X-Times")]),
        Member::new("json", &JSON_TEXT, &[Trait::HttpHeader("X-Json")]),
        Member::new("meta", &MAP, &[Trait::HttpPrefixHeaders("x-meta-")]),
        Member::new("code", &NUMBER, &[Trait::HttpResponseCode]),
    ],
    &[],
);

static PAYLOAD: Schema =
    Schema::structure("demo#Payload", &[Member::new("numbers", &NUMBERS, &[Trait::HttpPayload])], &[]);
static FAULT: Schema = Schema::structure("demo#Fault", &[], &[Trait::AwsQueryError("Demo.Fault")]);

static FAULTS: &[&Schema] = &[&FAULT];

static SERVICE: Service = Service::example(&RestJson1);

fn operation(uri: &'static str) -> Operation {
    // One for each test, which leaks a few bytes.
    let traits = Box::leak(Box::new([Trait::Http("PUT", uri, 200)]));
    Operation { name: "Do", service: &SERVICE, input: &INPUT, output: &OUTPUT, errors: FAULTS, traits }
}

fn write(uri: &'static str, input: &str) -> Result<Request, String> {
    let mut value = Dynamic::new(&INPUT);
    json::from_str(input, &mut value).unwrap();
    RestJson1.serialize(&operation(uri), &value).map_err(|error| error.to_string())
}

fn answer(fields: &[(&str, &str)], body: &str) -> Response {
    let mut headers = Headers::default();
    for (name, value) in fields {
        headers.append(name, *value);
    }
    Response::new(201, headers, body.as_bytes().to_vec())
}

fn read(schema: &'static Schema, fields: &[(&str, &str)], body: &str) -> Result<String, String> {
    let mut output = Dynamic::new(schema);
    RestJson1.parse(&operation("/"), &answer(fields, body), &mut output).map_err(|error| error.to_string())?;
    Ok(json::to_string(&output))
}

#[test]
fn members_go_where_their_traits_say() {
    let input = r#"{"label":"a/../b é","rest":"c d/e","query":["1","&"],"secret":"=","params":{"q":"no","f":"no","p":"yes","":"!"},
        "header":"h","token":"t","list":["a, b","\"","c"," d","e"],"meta":{"One":"1"},"code":1,"body":"b"}"#;
    let request = write("/x/{label}/y/{rest+}?f=1&g", input).unwrap();
    assert_eq!(request.method, "PUT");
    assert_eq!(request.uri, "/x/a%2F..%2Fb%20%C3%A9/y/c%20d/e?f=1&g&q=1&q=%26&s=%3D&p=yes&=%21");
    let fields: Vec<_> = request.headers.iter().collect();
    let expected = [
        ("x-meta-One", "1"),
        ("X-Text", "h"),
        ("X-Token", "t"),
        ("X-List", r#""a, b", "\"", c, " d", e"#),
        ("content-type", "application/json"),
    ];
    assert_eq!(fields, expected);
    assert_eq!(String::from_utf8(request.body).unwrap(), r#"{"code":1,"Body":"b"}"#);
}

#[test]
fn what_no_place_takes_is_refused_by_name() {
    for (input, reason) in [
        (r#"{"rest":"r"}"#, "`label` is part of the path and must not be empty"),
        (r#"{"label":"","rest":"r"}"#, "`label` is part of the path and must not be empty"),
        (r#"{"label":"..","rest":"r"}"#, "`label` is part of the path and must not be"),
        (r#"{"label":"l","rest":"r","header":"s3cr3t\r\nX-Other: 1"}"#, "`header` is sent in a header field"),
        (r#"{"label":"l","rest":"r","header":"s3cr3té"}"#, "`header` is sent in a header field"),
        (r#"{"label":"l","rest":"r","meta":{"a b":"s3cr3t"}}"#, "`meta` has a key"),
    ] {
        let error = write("/{label}/{rest+}", input).unwrap_err();
        assert!(error.contains(reason) && !error.contains("s3cr3t"), "{input}: {error}");
    }
    let without_http = Operation { traits: &[], ..operation("/") };
    assert!(RestJson1.serialize(&without_http, &Dynamic::new(&INPUT)).is_err());
}

#[test]
fn what_is_sensitive_is_not_shown() {
    let hidden = write("/{label}/{rest+}", r#"{"label":"l","rest":"r","secret":"s3cr3t","token":"s3cr3t"}"#).unwrap();
    assert!(hidden.is_uri_sensitive && !format!("{hidden:?}").contains("s3cr3t"), "{hidden:?}");
    let shown = write("/{label}/{rest+}", r#"{"label":"plain","rest":"r","token":"s3cr3t"}"#).unwrap();
    assert!(format!("{shown:?}").contains("/plain/r") && !format!("{shown:?}").contains("s3cr3t"), "{shown:?}");
}

#[test]
fn answers_are_read_from_everywhere() {
    let fields = [
        ("x-number", "5"),
        ("x-numbers", "1,2 ,, 3"),
        ("X-Numbers", "4"),
        ("x-texts", r#""a, \"b\"", c d ,"""#),
        ("x-times", "Mon, 16 Dec 2019 23:48:18 GMT, 2019-12-16T23:48:18Z, 0"),
        ("x-json", "dHJ1ZQ=="),
        ("X-Meta-One", "1"),
        ("x-met", "2"),
    ];
    let expected = r#"{"query":"q","number":5,"numbers":[1,2,3,4],"texts":["a, \"b\"","c d",""],"times":["2019-12-16T23:48:18Z","2019-12-16T23:48:18Z","1970-01-01T00:00:00Z"],"json":"true","meta":{"One":"1"},"code":201}"#;
    assert_eq!(read(&OUTPUT, &fields, r#"{"query":"q","number":6,"new":{}}"#).as_deref(), Ok(expected));
    assert_eq!(read(&OUTPUT, &[], "").as_deref(), Ok(r#"{"meta":{},"code":201}"#));
    assert_eq!(read(&PAYLOAD, &[], "[1]").as_deref(), Ok(r#"{"numbers":[1]}"#));
    assert_eq!(read(&PAYLOAD, &[], "").as_deref(), Ok("{}"));
}

#[test]
fn what_is_broken_is_refused_and_never_quoted() {
    for (schema, fields, body, reason) in [
        (&OUTPUT, &[("x-number", "s3cr3t")] as &[_], "", "X-Number"),
        (&OUTPUT, &[("x-numbers", "1, s3cr3t")], "", "X-Numbers"),
        (&OUTPUT, &[("x-texts", "\"s3cr3t")], "", "X-Texts"),
        (&OUTPUT, &[("x-texts", "\"s3cr3t\\")], "", "X-Texts"),
        (&OUTPUT, &[("x-texts", "\"a\"s3cr3t")], "", "X-Texts"),
        (&OUTPUT, &[("x-times", "Mon")], "", "X-Times"),
        (&OUTPUT, &[("x-times", "Mon, s3cr3t")], "", "X-Times"),
        (&OUTPUT, &[("x-json", "s3cr3t!")], "", "X-Json"),
        (&OUTPUT, &[], "s3cr3t", "invalid JSON"),
        (&PAYLOAD, &[], "{\"s3cr3t\":1}", "wrong type"),
        (&PAYLOAD, &[], "[1] s3cr3t", "invalid JSON"),
    ] {
        let error = read(schema, fields, body).unwrap_err();
        assert!(error.contains(reason) && !error.contains("s3cr3t"), "{fields:?} {body}: {error}");
    }
}

#[test]
fn errors_are_named_by_their_shape_alone() {
    let response = answer(&[("x-amzn-errortype", "demo#Fault:http://demo/")], "");
    let meta = RestJson1.parse_error(&operation("/"), &response).unwrap();
    assert_eq!((meta.code(), meta.message()), (Some("Fault"), None));
    assert!(RestJson1.is_error_code("Fault", &FAULT) && !RestJson1.is_error_code("Demo.Fault", &FAULT));
}
