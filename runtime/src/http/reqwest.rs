//! Adapter for a `reqwest::Client` as the connector.

use aws_smithy_types::body::SdkBody;

use super::intake::{Intake, Patience};
use super::patience::{Progress, Sent};
use super::{HttpClient, HttpFuture, HttpRequest, StreamingFuture, StreamingResponse, within_tokio};
use crate::error::{ConnectorErrorKind, TransportError};
use crate::message::{Headers, Response};

/// Sends requests as the client is configured. Its timeouts apply in addition to those of the call. Only the client
/// decides on the connect timeout and on reusing connections. It should not follow redirects, because a signature is
/// only valid for one host.
impl HttpClient for reqwest::Client {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        Box::pin(async move { Ok(send(self, request).await?) })
    }

    fn call_streaming(&self, request: HttpRequest) -> StreamingFuture<'_> {
        Box::pin(async move { Ok(send_streaming(self, request).await?) })
    }
}

async fn send(client: &reqwest::Client, request: HttpRequest) -> Result<Response, TransportError> {
    let mut intake = Intake::of(&request);
    let mut answer = exchange(client, request).await?;
    intake.expect(answer.content_length().unwrap_or_default())?;
    while let Some(part) = intake.wait(answer.chunk()).await?.map_err(|it| classify(it.without_url()))? {
        intake.push(&part)?;
    }
    Ok(Response::new(answer.status().as_u16(), headers_of(&answer), intake.finish()))
}

async fn send_streaming(client: &reqwest::Client, request: HttpRequest) -> Result<StreamingResponse, TransportError> {
    let patience = Patience::of(&request);
    let answer = exchange(client, request).await?;
    let (status, headers) = (answer.status().as_u16(), headers_of(&answer));
    let body = patience.limit(reqwest::Body::from(answer));
    Ok(StreamingResponse::new(status, headers, SdkBody::from_body_1_x(body)))
}

/// Sends a request and waits for the head of the response.
async fn exchange(client: &reqwest::Client, request: HttpRequest) -> Result<reqwest::Response, TransportError> {
    within_tokio()?;
    let (limit, patience) = (request.read_timeout, Patience::of(&request));
    let method = reqwest::Method::from_bytes(request.method.as_bytes())
        .map_err(|error| TransportError::new(ConnectorErrorKind::User, error).before_send())?;
    let mut built = client.request(method, request.url);
    for (name, value) in request.headers.iter() {
        built = built.header(name, value);
    }
    let progress = Progress::of(&request.body);
    let body = match request.body.into_bytes() {
        Ok(bytes) => bytes.into(),
        Err(stream) => reqwest::Body::wrap(Sent::new(stream, progress.clone(), None)),
    };
    // The URL is already in the client's own messages.
    let answer = progress.answered(limit, patience, built.body(body).send()).await?;
    answer.map_err(|error| classify(error.without_url()))
}

fn headers_of(answer: &reqwest::Response) -> Headers {
    let mut headers = Headers::default();
    for (name, value) in answer.headers() {
        headers.append(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
    }
    headers
}

fn classify(error: reqwest::Error) -> TransportError {
    let before_send = error.is_connect() || error.is_builder();
    let kind = match () {
        () if error.is_timeout() => ConnectorErrorKind::Timeout,
        () if error.is_builder() => ConnectorErrorKind::User,
        () if error.is_connect() || error.is_request() || error.is_body() => ConnectorErrorKind::Io,
        () => ConnectorErrorKind::Other,
    };
    let error = TransportError::new(kind, error);
    if before_send { error.before_send() } else { error }
}
