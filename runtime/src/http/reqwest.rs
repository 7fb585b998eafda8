//! A `reqwest::Client` of the user's own as the connector.

use std::time::Duration;

use super::{HttpClient, HttpFuture, HttpRequest, Patience, within_tokio};
use crate::error::{ConnectorError, ConnectorErrorKind};
use crate::message::{Headers, Response};

/// Sends requests as the client is configured. Its own limits hold beside those of the call; how
/// long connecting may take is its own alone. It should follow no redirects, since a signature
/// holds for one host.
impl HttpClient for reqwest::Client {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        Box::pin(send(self, request))
    }
}

async fn send(client: &reqwest::Client, request: HttpRequest) -> Result<Response, ConnectorError> {
    within_tokio()?;
    let (limit, patience) = (request.read_timeout, Patience::of(&request));
    let method = reqwest::Method::from_bytes(request.method.as_bytes())
        .map_err(|error| ConnectorError::new(ConnectorErrorKind::User, error).before_send())?;
    let mut built = client.request(method, request.url);
    for (name, value) in request.headers.iter() {
        built = built.header(name, value);
    }
    let mut answer = within(limit, built.body(request.body).send()).await?;
    let mut headers = Headers::default();
    for (name, value) in answer.headers() {
        headers.append(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
    }
    let mut body = Vec::new();
    while let Some(part) = patience.wait(answer.chunk()).await?.map_err(|it| classify(it.without_url()))? {
        body.extend_from_slice(&part);
    }
    Ok(Response::new(answer.status().as_u16(), headers, body))
}

async fn within<T>(
    limit: Option<Duration>,
    future: impl Future<Output = Result<T, reqwest::Error>>,
) -> Result<T, ConnectorError> {
    let result = match limit {
        None => future.await,
        Some(limit) => tokio::time::timeout(limit, future).await.map_err(|_| {
            ConnectorError::new(ConnectorErrorKind::Timeout, format!("the answer took longer than {limit:?}"))
        })?,
    };
    // The URL stands in the client's own messages, and would only stand there twice.
    result.map_err(|error| classify(error.without_url()))
}

fn classify(error: reqwest::Error) -> ConnectorError {
    let before_send = error.is_connect() || error.is_builder();
    let kind = match () {
        () if error.is_timeout() => ConnectorErrorKind::Timeout,
        () if error.is_builder() => ConnectorErrorKind::User,
        () if error.is_connect() || error.is_request() || error.is_body() => ConnectorErrorKind::Io,
        () => ConnectorErrorKind::Other,
    };
    let error = ConnectorError::new(kind, error);
    if before_send { error.before_send() } else { error }
}
