//! The untyped client: streams, pages, waiters, events, documents, samples, validation and presigned URLs, with moto and
//! with servers on loopback.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::Duration;

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::Document;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use tinsmith_codegen::Selection;
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_runtime::config::retry::RetryConfig;
use tinsmith_runtime::config::{Config, Credentials, Region};
use tinsmith_runtime::presigning::PresigningConfig;
use tinsmith_runtime::primitives::ByteStream;
use tinsmith_tables::{CallErrorKind, Client, json_to_document, load_files, load_model};
use tinsmith_tests::server::{Act, Server};
use tinsmith_tests::{media, moto, peers};

fn config(url: &str) -> Config {
    Config::builder()
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
        .endpoint_url(url)
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
        .build()
}

/// A client of a service in the shared data, for moto.
fn client(model: &str) -> Option<Client> {
    let model = peers::shared(&format!("models/{model}.json"))?;
    let url = moto::shared()?;
    let tables = load_files(&[model], &Selection::default()).unwrap_or_else(|found| panic!("{found}")).tables;
    Some(Client::new(tables, config(&url)).unwrap())
}

/// A client of the service in a text, for a server.
fn client_of(text: &str, url: &str) -> Client {
    let model = load_sources(vec![Source::new("model.smithy", text)]).unwrap_or_else(|found| panic!("{found}"));
    let tables = load_model(model, &Selection::default()).unwrap_or_else(|found| panic!("{found}")).tables;
    Client::new(tables, config(url)).unwrap()
}

fn weather(url: &str) -> Client {
    let text = std::fs::read_to_string(peers::root().join("tests/weather/weather.smithy")).unwrap();
    client_of(&text, url)
}

fn answer(status: u16, body: &str) -> Act {
    Act::Answer(status, Vec::new(), body.to_owned())
}

fn field<'a>(document: &'a Document, name: &str) -> &'a Document {
    document.as_object().and_then(|it| it.get(name)).unwrap_or(&Document::Null)
}

#[tokio::test]
async fn objects_of_s3_are_streams() {
    let Some(client) = client("s3") else { return };
    let request = |operation: &str, input: &str| client.request(operation).unwrap().json(input).unwrap();
    let bucket = r#"{"Bucket": "dynamic-client"}"#;
    let wait = |seconds| request("HeadBucket", bucket).wait("BucketExists", Duration::from_secs(seconds));
    let early = wait(0).await.unwrap_err();
    assert!(early.to_string().contains("did not reach the state"), "{early}");
    client.call("CreateBucket", bucket).await.unwrap();
    assert!(wait(10).await.unwrap().is_some());
    let object = r#"{"Bucket": "dynamic-client", "Key": "a key"}"#;
    let contents = vec![7; 3 << 20];
    request("PutObject", object).body(ByteStream::from(contents.clone())).send().await.unwrap();
    let mut response = request("GetObject", object).send().await.unwrap();
    assert_eq!(field(&response.to_document(), "ContentLength").as_number().unwrap().to_f64_lossy(), 3145728.0);
    assert_eq!(response.take_body().unwrap().collect().await.unwrap().into_bytes(), contents);
    // The response keeps what it refers to, and so does a stream of pages.
    let url = request("GetObject", object)
        .presigned(PresigningConfig::expires_in(Duration::from_secs(60)).unwrap())
        .await
        .unwrap();
    let fetched = reqwest::get(url.uri()).await.unwrap().bytes().await.unwrap();
    assert_eq!((url.method(), fetched.len()), ("GET", contents.len()));
    let missing = request("GetObject", r#"{"Bucket": "dynamic-client", "Key": "other"}"#).send().await.unwrap_err();
    assert_eq!(missing.code(), Some("NoSuchKey"));
    let gone = request("HeadObject", r#"{"Bucket": "dynamic-client", "Key": "other"}"#);
    assert!(gone.wait("ObjectNotExists", Duration::from_secs(1)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_query_of_dynamodb_has_pages_and_items() {
    let Some(client) = client("dynamodb") else { return };
    let table = r#"{"TableName": "dynamic", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "S"}, {"AttributeName": "n", "AttributeType": "N"}],
        "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}]}"#;
    client.call("CreateTable", table).await.unwrap();
    for number in 0..7 {
        let item = format!(r#"{{"TableName": "dynamic", "Item": {{"k": {{"S": "a"}}, "n": {{"N": "{number}"}}}}}}"#);
        client.call("PutItem", &item).await.unwrap();
    }
    let query = r#"{"TableName": "dynamic", "KeyConditionExpression": "k = :k", "Limit": 3,
        "ExpressionAttributeValues": {":k": {"S": "a"}}}"#;
    let request = || client.request("Query").unwrap().json(query).unwrap();
    let mut pages = request().pages().unwrap();
    let mut counts = Vec::new();
    while let Some(page) = pages.next().await {
        counts.push(field(&page.unwrap().to_document(), "Count").as_number().unwrap().to_f64_lossy());
    }
    assert_eq!(counts, [3.0, 3.0, 1.0]);
    let mut items = request().items().unwrap();
    let mut numbers = Vec::new();
    while let Some(item) = items.next().await {
        numbers.push(field(field(&item.unwrap(), "n"), "N").as_string().unwrap().to_owned());
    }
    assert_eq!(numbers, ["0", "1", "2", "3", "4", "5", "6"]);
    let table = client.request("DescribeTable").unwrap().json(r#"{"TableName": "dynamic"}"#).unwrap();
    let found = table.wait("TableExists", Duration::from_secs(10)).await.unwrap().unwrap();
    assert!(found.to_json().contains("\"TableStatus\":\"ACTIVE\""), "{}", found.to_json());
    let error = client.request("PutItem").unwrap().pages().unwrap_err();
    assert_eq!(error.to_string(), "the operation PutItem is not paginated");
    let error = client.call("PutItem", r#"{"TableName": "none", "Item": {"k": {"S": "a"}}}"#).await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
}

#[tokio::test]
async fn values_are_documents_or_json() {
    let server = Server::start([
        answer(200, r#"{"name": "Oslo", "coordinates": {"latitude": 59.5, "longitude": 10}}"#),
        answer(404, r#"{"__type": "NoSuchResource", "resourceType": "City", "message": "none"}"#),
        answer(429, "{}").with("x-amzn-errortype", "Throttled"),
        answer(200, r#"{"time": 1796000000}"#),
    ]);
    let client = weather(&server.url());
    let input = Document::Object([("cityId".to_owned(), Document::from("Oslo"))].into_iter().collect());
    let request = client.request("GetCity").unwrap().document(&input).unwrap();
    assert_eq!(request.input(), input);
    let city = request.clone().send().await.unwrap().to_document();
    assert_eq!(field(field(&city, "coordinates"), "latitude").as_number().unwrap().to_f64_lossy(), 59.5);
    let error = request.send().await.unwrap_err();
    assert_eq!(error.code(), Some("NoSuchResource"));
    assert_eq!(error.details(), Some(r#"{"resourceType":"City","message":"none"}"#));
    // Throttled once, and retried as for a typed client.
    assert_eq!(client.call("GetCurrentTime", "{}").await.unwrap(), r#"{"time":"2026-11-30T00:53:20Z"}"#);
    assert_eq!(server.seen().len(), 4);
}

/// Nested structures have their defaults, as from generated clients. Services at AWS get only what is given.
#[tokio::test]
async fn defaults_are_sent_to_own_services() {
    let answers = || [answer(200, "{}"), answer(200, "{}")];
    for (service, expected) in
        [("", r#"{"filter":{"limit":5}}"#), ("@aws.api#service(sdkId: \"Demo\")", r#"{"filter":{}}"#)]
    {
        let text = format!(
            "$version: \"2\"\nnamespace demo\n@aws.protocols#restJson1\n{service}\n\
             service Demo {{ version: \"1\", operations: [Find] }}\n\
             @http(method: \"POST\", uri: \"/find\")\noperation Find {{\n\
             input := {{\nsize: Integer = 1\nfilter: Filter\n}} }}\nstructure Filter {{\nlimit: Integer = 5\n}}\n"
        );
        let server = Server::start(answers());
        let client = client_of(&text, &server.url());
        let request = client.request("Find").unwrap().json(r#"{"filter": {}}"#).unwrap();
        request.clone().send().await.unwrap();
        assert_eq!(server.seen().last().unwrap().body, expected, "{service}");
        client.request("Find").unwrap().send().await.unwrap();
        assert_eq!(server.seen().last().unwrap().body, "{}", "{service}");
    }
}

#[tokio::test]
async fn mistakes_are_found_before_anything_is_sent() {
    let server = Server::start([]);
    let client = weather(&server.url());
    let wrong = client.request("GetCity").unwrap().json(r#"{"cityId": 3, "other": 1}"#).unwrap_err().to_string();
    assert!(wrong.contains("cityId") && wrong.contains("other"), "{wrong}");
    let request = client.request("GetCity").unwrap().json(r#"{"cityId": "no_city"}"#).unwrap();
    let violated = request.validate().unwrap_err().to_string();
    assert!(violated.contains("cityId") && violated.contains("pattern"), "{violated}");
    assert!(request.send().await.unwrap_err().to_string().contains("pattern"));
    assert_eq!(client.request("GetTown").unwrap_err().to_string(), "unknown operation GetTown");
    assert_eq!(client.sample("GetCity").unwrap().unwrap(), "{\n    \"cityId\": \"\"\n}");
    assert!(client.output_sample("ListCities").unwrap().unwrap().contains("\"items\": ["));
    assert_eq!(client.operations().unwrap(), ["GetCity", "GetCurrentTime", "ListCities"]);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn pages_end() {
    let page =
        |token: &str| answer(200, &format!(r#"{{"items": [{{"cityId": "a", "name": "A"}}], "nextToken": {token}}}"#));
    for (tokens, pages, error) in [
        (&["\"1\"", "\"2\"", "null"][..], 3, None),
        (&["\"1\"", "\"1\"", "null"], 2, None),
        (&["\"\""], 1, None),
        (&["\"1\"", "\"2\"", "\"1\""], 3, Some("a page that was already read")),
    ] {
        let server = Server::start(tokens.iter().map(|it| page(it)));
        let mut stream = weather(&server.url()).request("ListCities").unwrap().pages().unwrap();
        let mut read = 0;
        let mut failed = None;
        while let Some(page) = stream.next().await {
            match page {
                Ok(_) => read += 1,
                Err(error) => failed = Some(error.to_string()),
            }
        }
        assert_eq!((read, server.seen().len()), (pages, pages), "{tokens:?}");
        assert_eq!(failed.is_some(), error.is_some(), "{tokens:?}");
        assert!(failed.unwrap_or_default().contains(error.unwrap_or_default()));
    }
    let server = Server::start([page("\"1\""), answer(404, "{}")]);
    let mut items = weather(&server.url()).request("ListCities").unwrap().items().unwrap();
    assert!(items.next().await.unwrap().is_ok() && items.next().await.unwrap().is_err());
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn pages_may_have_several_tokens() {
    let Some(model) = peers::shared("models/s3.json") else { return };
    let tables = load_files(&[model], &Selection::default()).unwrap_or_else(|found| panic!("{found}")).tables;
    let page = |body: &str| answer(200, &format!("<ListVersionsResult>{body}</ListVersionsResult>"));
    let server = Server::start([
        page(
            "<IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker><NextVersionIdMarker>1</NextVersionIdMarker>\
             <Version><Key>a</Key></Version>",
        ),
        page("<IsTruncated>true</IsTruncated><NextKeyMarker>b</NextKeyMarker><Version><Key>b</Key></Version>"),
        // Tokens of a last page do not count.
        page("<IsTruncated>false</IsTruncated><NextKeyMarker>c</NextKeyMarker><Version><Key>c</Key></Version>"),
        answer(
            200,
            "<R><IsTruncated>true</IsTruncated><Contents><Key>d</Key></Contents><Contents><Key>e f</Key></Contents></R>",
        ),
        answer(200, "<R><IsTruncated>false</IsTruncated><Contents><Key>g</Key></Contents></R>"),
    ]);
    let client = Client::new(tables, config(&server.url())).unwrap();
    let mut keys = Vec::new();
    for operation in ["ListObjectVersions", "ListObjects"] {
        let mut items = client.request(operation).unwrap().json(r#"{"Bucket": "b"}"#).unwrap().items().unwrap();
        while let Some(item) = items.next().await {
            keys.push(field(&item.unwrap(), "Key").as_string().unwrap().to_owned());
        }
    }
    assert_eq!(keys, ["a", "b", "c", "d", "e f", "g"]);
    let lines: Vec<String> = server.seen().into_iter().map(|it| it.line).collect();
    let query = |line: &String| line.split(['?', ' ']).nth(2).unwrap_or_default().to_owned();
    assert_eq!(
        lines.iter().map(query).collect::<Vec<_>>(),
        ["versions", "versions&key-marker=a&version-id-marker=1", "versions&key-marker=b", "HTTP/1.1", "marker=e%20f"]
    );
}

const EVENTS: &str = r#"
$version: "2.0"
namespace demo
use aws.protocols#restJson1
@restJson1
service Demo { version: "1", operations: [Watch] }
@http(method: "GET", uri: "/words")
operation Watch { output := { @httpPayload words: Words } }
@streaming
union Words { word: Word, gone: Gone }
structure Word { text: String, at: Timestamp }
@error("client")
structure Gone { message: String }
"#;

fn message(kind: &str, name: &str, payload: &str) -> Message {
    let header = |name: &'static str, value: &str| Header::new(name, HeaderValue::String(value.to_owned().into()));
    let of = if kind == "event" { ":event-type" } else { ":exception-type" };
    Message::new(payload.as_bytes().to_vec())
        .add_header(header(":message-type", kind))
        .add_header(header(of, name))
        .add_header(header(":content-type", "application/json"))
}

#[tokio::test]
async fn events_are_documents() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serve = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.amazon.eventstream\r\nConnection: close\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        for message in [
            message("event", "word", r#"{"text": "one", "at": 0}"#),
            message("event", "word", r#"{"text": "two"}"#),
            message("exception", "gone", r#"{"message": "no more"}"#),
        ] {
            let mut frame = Vec::new();
            write_message_to(&message, &mut frame).unwrap();
            stream.write_all(&frame).unwrap();
        }
    });
    let mut events = {
        // The events outlive the client and the response.
        let client = client_of(EVENTS, &url);
        let mut response = client.request("Watch").unwrap().send().await.unwrap();
        response.take_events().unwrap()
    };
    let one = events.next().await.unwrap().unwrap();
    assert_eq!(field(field(&one, "word"), "text").as_string(), Some("one"));
    assert_eq!(field(field(&one, "word"), "at").as_string(), Some("1970-01-01T00:00:00Z"));
    let two = events.next().await.unwrap().unwrap();
    assert_eq!(field(field(&two, "word"), "text").as_string(), Some("two"));
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!((error.code(), error.to_string().contains("no more")), (Some("Gone"), true), "{error:?}");
    serve.join().unwrap();
}

#[tokio::test]
async fn events_that_do_not_fit_abort_the_request() {
    let text = std::fs::read_to_string(peers::root().join("tests/media/media.smithy")).unwrap();
    let client = client_of(&text, &media::serve());
    client.call("ListFiles", "{}").await.unwrap();
    let good = || json_to_document(r#"{"chunk": {"bytes": "AAAA"}}"#).map_err(|error| error.to_string());
    for (second, reason) in [
        (
            json_to_document(r#"{"chunk": {"byte": 1}}"#).map_err(|error| error.to_string()),
            "event 2 does not fit the model",
        ),
        (Err("the microphone is gone".to_owned()), "the microphone is gone"),
    ] {
        let events = futures_util::stream::iter([good(), second, good()]);
        let request = client.request("Transcribe").unwrap().events(events).unwrap();
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), CallErrorKind::Dispatch, "{error}");
        assert!(error.to_string().contains(reason), "{error}");
    }
    let none = futures_util::stream::empty::<Result<Document, String>>();
    let error = client.request("GetFile").unwrap().events(none).unwrap_err();
    assert_eq!(error.to_string(), "the operation GetFile does not take events");
}

#[tokio::test]
async fn errors_are_sentences() {
    let client = weather("http://127.0.0.1:9");
    let unreachable = client.call("GetCurrentTime", "{}").await.unwrap_err();
    let invalid = client.call("GetCity", r#"{"cityId": ""}"#).await.unwrap_err();
    let server = Server::start([answer(200, "no JSON"), answer(400, "{}"), answer(418, "{\"message\": \"tea\"}")]);
    let client = weather(&server.url());
    let unreadable = client.call("GetCurrentTime", "{}").await.unwrap_err();
    let nameless = client.call("GetCurrentTime", "{}").await.unwrap_err();
    let codeless = client.call("GetCurrentTime", "{}").await.unwrap_err();
    for (error, kind, start) in [
        (unreachable, CallErrorKind::Dispatch, "failed to send the request: "),
        (invalid, CallErrorKind::Input, "the input is invalid:\ncityId: "),
        (unreadable, CallErrorKind::Response, "failed to read the response: "),
        (nameless, CallErrorKind::Service, "the service returned an error without a code"),
        (codeless, CallErrorKind::Service, "tea"),
    ] {
        let text = error.to_string();
        assert!(text.starts_with(start), "{text}");
        assert!(!text.contains(['{', '}']) && !text.contains("Error"), "{text}");
        assert_eq!(error.kind(), kind, "{text}");
    }
}
