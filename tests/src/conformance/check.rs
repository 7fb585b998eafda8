//! Runs a case with the types of the client.

use aws_smithy_types::base64;
use tinsmith_runtime::client::Call;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::{ErrorMetadata, OperationError, ProvideErrorMetadata};
use tinsmith_runtime::idempotency;
use tinsmith_runtime::json;
use tinsmith_runtime::message::{Headers, Request, RequestBody, Response};
use tinsmith_runtime::primitives::SdkBody;
use tinsmith_runtime::schema::Schema;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{Blank, Structure};
use tinsmith_runtime::stream;
use tinsmith_runtime::{checksum, protocol};

use super::case::PARAMS;
use super::events::now;
use super::{Case, EventCase, compare};

/// The token that a client under test generates.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// Serializes the case's input and compares the request.
pub(super) fn request<C: Call>(case: &Case) -> Result<(), String>
where
    C::Input: Blank,
{
    request_of(case, C::OPERATION, &mut C::Input::blank())
}

/// The same with a value without a Rust type.
pub(super) fn dynamic_request(case: &Case, operation: &Operation) -> Result<(), String> {
    request_of(case, operation, &mut Dynamic::complete_input(operation.input))
}

fn request_of(case: &Case, operation: &Operation, input: &mut dyn Structure) -> Result<(), String> {
    case.understood()?;
    read_params(case, input)?;
    idempotency::fill(input, &|| TOKEN.to_owned());
    let mut request = operation.service.protocol.serialize(operation, input).map_err(|error| error.to_string())?;
    protocol::complete(operation, &mut request, Some(10_240)).map_err(|error| error.to_string())?;
    if let Some(blob) = stream::take_blob(operation, input).map_err(|error| error.to_string())? {
        request.body = RequestBody::from(blob).bytes().ok_or("the stream is not in memory")?.to_vec();
    }
    checksum::apply_tree_hash(operation, &mut request.headers, Some(&request.body))
        .map_err(|error| error.to_string())?;
    if !request.body.is_empty() {
        // The connector sets it for every request with a body.
        request.headers.insert("content-length", request.body.len().to_string());
    }
    compare_request(case, &request)
}

fn compare_request(case: &Case, request: &Request) -> Result<(), String> {
    let (host, base) = split_host(case.text("host").unwrap_or_default());
    same("method", case.text("method"), Some(request.method))?;
    let (path, query) = request.uri.split_once('?').unwrap_or((&request.uri, ""));
    same("URI", case.text("uri"), Some(&format!("{base}{path}")))?;
    compare_query(case, query)?;
    if let Some(resolved) = case.text("resolvedHost") {
        let endpoint = request.endpoint.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
        let (host, _) = split_host(endpoint.unwrap_or(host));
        same("host", Some(resolved), Some(&format!("{}{host}", request.host_prefix)))?;
    }
    for (name, value) in case.entries("headers") {
        same(name, Some(value), request.headers.get(name))?;
    }
    compare_fields_and_body(case, request)
}

fn compare_query(case: &Case, query: &str) -> Result<(), String> {
    let parameters: Vec<&str> = query.split('&').filter(|it| !it.is_empty()).collect();
    let has = |name: &str| parameters.iter().any(|it| it.split('=').next() == Some(name));
    let mut left = parameters.clone();
    for expected in case.list("queryParams") {
        let place = left.iter().position(|it| *it == expected);
        left.remove(place.ok_or_else(|| format!("the query has no {expected}: {query}"))?);
    }
    // Cases of these models always list all query parameters.
    same("rest of the query", Some(""), Some(&left.join("&")))?;
    let wrong = case.list("requireQueryParams").find(|name| !has(name));
    let wrong = wrong.or(case.list("forbidQueryParams").find(|name| has(name)));
    wrong.map_or(Ok(()), |name| Err(format!("the query has {name} and must not, or the other way round: {query}")))
}

fn compare_fields_and_body(case: &Case, request: &Request) -> Result<(), String> {
    for name in case.list("requireHeaders") {
        request.headers.get(name).ok_or_else(|| format!("there is no header field {name}"))?;
    }
    for name in case.list("forbidHeaders") {
        same(name, None, request.headers.get(name))?;
    }
    match case.text("body") {
        Some(body) => compare::bodies(body, &request.body, case.text("bodyMediaType")),
        None => Ok(()),
    }
}

/// Parses the case's response and compares the output.
pub(super) fn response<C: Call>(case: &Case) -> Result<(), String> {
    response_of(case, C::OPERATION, &mut C::Output::blank(), &mut C::Output::blank())
}

/// The same with values without Rust types.
pub(super) fn dynamic_response(case: &Case, operation: &Operation) -> Result<(), String> {
    let blank = || Dynamic::complete(operation.output);
    response_of(case, operation, &mut blank(), &mut blank())
}

fn response_of(
    case: &Case,
    operation: &Operation,
    expected: &mut dyn Structure,
    output: &mut dyn Structure,
) -> Result<(), String> {
    case.understood()?;
    read_params(case, expected)?;
    let protocol = operation.service.protocol;
    let mut response = answer(case, operation)?;
    let streams = operation.output.streaming_member().is_some();
    let blob = streams.then(|| SdkBody::from(response.body().to_vec()));
    if streams {
        // The client parses only the head, and streams the body.
        response = Response::new(response.status().as_u16(), response.headers().clone(), Vec::new());
    }
    protocol.parse(operation, &response, output).map_err(|error| error.to_string())?;
    if let Some(body) = blob {
        now(stream::give(operation, output, body)).map_err(|error| error.to_string())?;
    }
    same_output(&json::to_string(expected), &json::to_string(output))
}

fn parse(text: &str) -> Result<serde_json::Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// Compares outputs. The order of a map's entries does not matter, each digit of a number does.
fn same_output(expected: &str, actual: &str) -> Result<(), String> {
    let sorted = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.sort_unstable();
        bytes
    };
    if expected == actual || (sorted(expected) == sorted(actual) && parse(expected)? == parse(actual)?) {
        return Ok(());
    }
    same("output", Some(expected), Some(actual))
}

/// Parses the case's response as an error and compares it.
pub(super) fn error<C: Call>(case: &Case) -> Result<(), String> {
    let fault = ExpectedError::read(case, C::OPERATION)?;
    let mut expected = Err("the error has no members to read".to_owned());
    let _ = C::Error::read(Some(fault.schema), fault.meta.clone(), &mut |error| {
        expected = read_params(case, error).map(|()| json::to_string(error));
    });
    let mut members = Err("the error has no members to read".to_owned());
    let error = C::Error::read(Some(fault.schema), fault.meta.clone(), &mut |error| {
        members = fault.members(C::OPERATION, error);
    });
    same_members(&expected?, &members?)?;
    fault.compare(case, error.meta())
}

/// The same with values without Rust types.
pub(super) fn dynamic_error(case: &Case, operation: &Operation) -> Result<(), String> {
    let fault = ExpectedError::read(case, operation)?;
    let (mut expected, mut error) = (Dynamic::complete(fault.schema), Dynamic::complete(fault.schema));
    read_params(case, &mut expected)?;
    let members = fault.members(operation, &mut error)?;
    same_members(&json::to_string(&expected), &members)?;
    fault.compare(case, &fault.meta)
}

/// Compares the members of errors. Every error has a message, even if its shape has no such member; then the case does
/// not contain it.
fn same_members(expected: &str, actual: &str) -> Result<(), String> {
    let (wanted, mut found) = (parse(expected)?, parse(actual)?);
    if let Some(members) = found.as_object_mut().filter(|_| wanted.get("message").is_none()) {
        members.remove("message");
    }
    if wanted == found { Ok(()) } else { same("error's members", Some(expected), Some(actual)) }
}

/// An error response whose members are not parsed yet.
struct ExpectedError {
    response: Response,
    schema: &'static Schema,
    meta: ErrorMetadata,
}

impl ExpectedError {
    fn read(case: &Case, operation: &Operation) -> Result<Self, String> {
        case.understood()?;
        let protocol = operation.service.protocol;
        let response = answer(case, operation)?;
        let meta = protocol.parse_error(operation, &response).map_err(|error| error.to_string())?;
        let code = meta.code().unwrap_or_default();
        let table = operation.errors.iter().copied().find(|error| protocol.is_error_code(code, error));
        let schema = table.ok_or("the code is that of no modeled error")?;
        same("error", Some(&case.shape), Some(schema.id()))?;
        Ok(Self { response, schema, meta })
    }

    fn members(&self, operation: &Operation, error: &mut dyn Structure) -> Result<String, String> {
        let read = operation.service.protocol.parse_error_members(&self.response, error);
        read.map(|()| json::to_string(error)).map_err(|error| error.to_string())
    }

    fn compare(&self, case: &Case, meta: &ErrorMetadata) -> Result<(), String> {
        let vendor = case.entries("vendorParams").find(|(name, _)| *name == "code").map(|(_, code)| code);
        let header = case.entries("headers").find(|(name, _)| name.eq_ignore_ascii_case("x-amzn-query-error"));
        let query = header.and_then(|(_, value)| value.split(';').next());
        same("code", vendor.or(query).or(Some(self.schema.name())), meta.code())?;
        let params = case.params();
        let message = params.get("message").or(params.get("Message")).and_then(|it| it.as_str());
        match message {
            None => Ok(()),
            message => same("message", message, meta.message()),
        }
    }
}

fn read_params(case: &Case, value: &mut dyn Structure) -> Result<(), String> {
    json::read(case.params().to_string().as_bytes(), value, &PARAMS)
        .map_err(|error| format!("in the parameters: {error}"))
}

fn answer(case: &Case, operation: &Operation) -> Result<Response, String> {
    let mut headers = Headers::default();
    for (name, value) in case.entries("headers") {
        headers.append(name, value);
    }
    let status = case.number("code").and_then(|code| u16::try_from(code).ok()).ok_or("the case has no status")?;
    let body = match case.text("body") {
        // A case without a body makes no statement about it. The protocol does: there is a document.
        None if operation.service.protocol.id() == "aws.protocols#awsQuery" => {
            format!("<{name}Response></{name}Response>", name = operation.name).into_bytes()
        }
        // Binary bodies are encoded in base64 in the cases.
        Some(body) if case.is_binary() => {
            base64::decode(body).map_err(|error| format!("in the case's body: {error}"))?
        }
        body => body.unwrap_or_default().as_bytes().to_vec(),
    };
    Ok(Response::new(status, headers, body))
}

/// The host name and path of an endpoint, without a trailing slash.
fn split_host(endpoint: &str) -> (&str, &str) {
    let (host, path) = endpoint.split_at(endpoint.find('/').unwrap_or(endpoint.len()));
    (host, path.trim_end_matches('/'))
}

fn same(what: &str, expected: Option<&str>, actual: Option<&str>) -> Result<(), String> {
    if expected == actual {
        return Ok(());
    }
    let shown = |value: Option<&str>| value.map_or("absent".to_owned(), |value| format!("\n    {value}\n  "));
    Err(format!("the {what} is {} and should be {}", shown(actual).trim_end(), shown(expected).trim_end()))
}

/// Runs a case of events with the operation's own types.
pub(super) fn events<C: Call>(case: &EventCase) -> Result<(), String>
where
    C::Input: Blank,
{
    super::events::check(case, C::OPERATION, &mut C::Input::blank(), &mut C::Output::blank())
}

/// The same with values without Rust types.
pub(super) fn dynamic_events(case: &EventCase, operation: &'static Operation) -> Result<(), String> {
    let (mut input, mut output) = (Dynamic::complete_input(operation.input), Dynamic::complete(operation.output));
    super::events::check(case, operation, &mut input, &mut output)
}
