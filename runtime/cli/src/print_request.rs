//! `--print-request`: shows the request of a call that is not made.
//!
//! Sensitive members are replaced by markers before the request is signed, so that no format of a body has to be parsed
//! to find them. A marker consists of letters and digits only, and is the same in every encoding but base64.

mod curl;
mod secrets;

use aws_smithy_types::base64;

use crate::failure::Failure;
use crate::output::json;
use crate::value::{Fields, Value};
pub(crate) use secrets::Secrets;
use tinsmith_runtime::http::HttpRequest;
use tinsmith_runtime::schema::{Datum, Kind, Trait};
use tinsmith_runtime::service::Operation;

/// The text in place of a secret.
const HIDDEN: &str = "(hidden)";

/// The format of a printed request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestFormat {
    /// As in HTTP/1.1.
    Text,
    /// As a command line of curl.
    Curl,
    /// As a JSON object.
    Json,
}

impl RequestFormat {
    /// The names of all formats.
    pub(crate) const NAMES: &'static [&'static str] = &["text", "curl", "json"];

    /// The format with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "curl" => Some(Self::Curl),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// A signed request to show.
pub(crate) struct Shown<'a> {
    pub operation: &'a Operation,
    pub request: &'a HttpRequest,
    /// The secrets that markers in the request stand for.
    pub secrets: &'a Secrets,
    /// The path of the file that the body is read from, if it is known.
    pub file: Option<&'a str>,
}

/// The body of a request.
enum Body<'a> {
    Empty,
    Text(&'a str),
    Bytes(&'a [u8]),
    /// A stream, with its size in bytes.
    Stream(Option<u64>),
    Events,
}

impl Shown<'_> {
    /// Formats the request.
    ///
    /// # Errors
    ///
    /// The request cannot be written in this format.
    pub(crate) fn write(&self, format: RequestFormat) -> Result<String, Failure> {
        match format {
            RequestFormat::Text => Ok(self.text()),
            RequestFormat::Curl => self.curl(),
            RequestFormat::Json => Ok(json::indented(&self.json())),
        }
    }

    fn body(&self) -> Body<'_> {
        let body = &self.request.body;
        let streaming = self.operation.input.streaming_member().map(|(_, it)| it.target().kind());
        match body.bytes() {
            Some([]) => Body::Empty,
            Some(bytes) if streaming == Some(Kind::Blob) => Body::Stream(Some(bytes.len() as u64)),
            Some(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) if !text.contains('\0') => Body::Text(text),
                _ => Body::Bytes(bytes),
            },
            None if streaming == Some(Kind::Blob) => {
                let decoded = self.request.headers.get("x-amz-decoded-content-length");
                Body::Stream(decoded.and_then(|it| it.parse().ok()).or_else(|| body.content_length()))
            }
            None => Body::Events,
        }
    }

    /// The URL, without an API key in its query.
    fn url(&self) -> String {
        let key = self.operation.service.traits.iter().find_map(|it| match it {
            Trait::HttpApiKeyAuth(record) => Some(*record),
            _ => None,
        });
        let field = |name| key.and_then(|it| Datum::find(it, name)).and_then(Datum::text);
        let url = &self.request.url;
        match (field("in"), field("name")) {
            (Some("query"), Some(name)) => match url.rfind(&format!("{name}=")) {
                Some(at) => format!("{}{name}={HIDDEN}", &url[..at]),
                None => url.clone(),
            },
            _ => url.clone(),
        }
    }

    /// The header fields with values that may be shown.
    fn fields(&self) -> impl Iterator<Item = (&str, String)> {
        let headers = &self.request.headers;
        headers.iter().map(|(name, value)| {
            let shown = match value.split_once("Signature=") {
                Some((start, _)) if name == "authorization" => format!("{start}Signature={HIDDEN}"),
                _ if !headers.is_secret(name) => self.secrets.hidden(value),
                _ => HIDDEN.to_owned(),
            };
            (name, shown)
        })
    }

    /// What a body that streams consists of, in words.
    fn stream(&self, size: Option<u64>) -> String {
        let size = size.map_or_else(|| "bytes of unknown number".to_owned(), |it| format!("{it} bytes"));
        match self.file {
            Some("-") => "read from standard input".to_owned(),
            Some(path) => format!("{size}, read from {path}"),
            None => size,
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{} {}\n", self.request.method, self.secrets.hidden(&self.url()));
        for (name, value) in self.fields() {
            text.push_str(&format!("{name}: {value}\n"));
        }
        match self.body() {
            Body::Empty => {}
            Body::Text(body) => text.push_str(&format!("\n{}\n", self.secrets.hidden(body).trim_end_matches('\n'))),
            Body::Bytes(bytes) => {
                text.push_str(&format!("\n({} bytes, in base64)\n{}\n", bytes.len(), base64::encode(bytes)));
            }
            Body::Stream(size) => text.push_str(&format!("\n({})\n", self.stream(size))),
            Body::Events => text.push_str("\n(events, each with a signature of its own)\n"),
        }
        text
    }

    fn json(&self) -> Value {
        let mut request = Fields::default();
        let mut push = |name: &str, text: String| request.push(name, Value::String(text));
        push("Service", self.operation.service.sdk_id.to_owned());
        push("Operation", self.operation.name.to_owned());
        push("Method", self.request.method.to_owned());
        push("Url", self.secrets.hidden(&self.url()));
        let headers = self.fields().map(|(name, value)| (name.to_owned(), Value::String(value)));
        request.push("Headers", Value::Object(headers.collect()));
        let mut push = |name: &str, value: Value| request.push(name, value);
        match self.body() {
            Body::Empty => {}
            Body::Text(body) => push("Body", Value::String(self.secrets.hidden(body))),
            Body::Bytes(bytes) => push("BodyBase64", Value::String(base64::encode(bytes))),
            Body::Stream(size) => {
                if let Some(path) = self.file {
                    push("BodyFile", Value::string(path));
                }
                if let Some(size) = size.and_then(|it| i64::try_from(it).ok()) {
                    push("BodyLength", Value::Integer(size));
                }
            }
            Body::Events => push("BodyEvents", Value::Boolean(true)),
        }
        Value::Object(request)
    }
}
