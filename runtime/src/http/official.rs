//! Adapter for connectors of the official crates, such as those of `aws-smithy-http-client`, including the replaying
//! and capturing ones for tests.

use std::time::Duration;

use aws_smithy_async::rt::sleep::default_async_sleep;
use aws_smithy_async::time::SystemTimeSource;
use aws_smithy_runtime_api::client::connection::{CaptureSmithyConnection, ConnectionMetadata};
use aws_smithy_runtime_api::client::http::{
    HttpClient as Client, HttpConnector, HttpConnectorSettings, SharedHttpClient,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest as Sent, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::byte_stream::ByteStream;

use super::intake::Intake;
use super::{HttpClient, HttpFuture, HttpRequest, StreamingFuture, StreamingResponse};
use crate::error::{BoxError, ConnectorError, TransportError};
use crate::message::{Headers, Poison, Response};

mod unused;

/// A connector of the official crates.
#[derive(Debug)]
pub(super) struct Official {
    client: SharedHttpClient,
    components: Result<RuntimeComponents, String>,
}

impl Official {
    pub(super) fn new(client: impl Client + 'static) -> Self {
        Self { client: SharedHttpClient::new(client), components: components() }
    }

    /// Sends a request. Also returns a way to prevent the connection from being reused.
    async fn send(&self, request: HttpRequest) -> Result<(HttpResponse, Poison), ConnectorError> {
        let settings = settings(request.connect_timeout, request.read_timeout);
        let components = self.components.as_ref().map_err(|it| unfit(it.clone()))?;
        let connector = self.client.http_connector(&settings, components);
        let connection = CaptureSmithyConnection::new();
        let mut sent = written(request)?;
        sent.add_extension(connection.clone());
        let response = connector.call(sent).await?;
        let poison = move || connection.get().iter().for_each(ConnectionMetadata::poison);
        Ok((response, Poison::new(poison)))
    }
}

/// Runtime components for code that requires some but uses none.
pub(crate) fn components() -> Result<RuntimeComponents, String> {
    unused::builder()
        .with_time_source(Some(SystemTimeSource::new()))
        .with_sleep_impl(default_async_sleep())
        .build()
        .map_err(|error| error.to_string())
}

impl HttpClient for Official {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        Box::pin(async move {
            let intake = Intake::of(&request);
            let (response, poison) = self.send(request).await?;
            Ok(read(response, intake).await?.with_poison(poison))
        })
    }

    fn call_streaming(&self, request: HttpRequest) -> StreamingFuture<'_> {
        Box::pin(async move {
            let (mut answer, poison) = self.send(request).await?;
            let body = answer.take_body();
            let response = StreamingResponse::new(answer.status().as_u16(), headers_of(&answer), body);
            Ok(StreamingResponse { poison: Some(poison), ..response })
        })
    }
}

fn settings(connect: Option<Duration>, read: Option<Duration>) -> HttpConnectorSettings {
    let mut settings = HttpConnectorSettings::builder();
    settings.set_connect_timeout(connect);
    settings.set_read_timeout(read);
    settings.build()
}

/// Converts the request to the official crates' type.
fn written(request: HttpRequest) -> Result<Sent, ConnectorError> {
    #[cfg(feature = "interceptors")]
    if let Some(mut sent) = request.official {
        *sent.body_mut() = request.body.into_sdk_body();
        return Ok(*sent);
    }
    let mut sent = Sent::new(request.body.into_sdk_body());
    sent.set_method(request.method).map_err(unfit)?;
    sent.set_uri(request.url).map_err(unfit)?;
    for (name, value) in request.headers.iter() {
        sent.headers_mut().try_append(name.to_owned(), value.to_owned()).map_err(unfit)?;
    }
    Ok(sent)
}

/// Reads the whole response.
async fn read(mut answer: HttpResponse, mut intake: Intake) -> Result<Response, TransportError> {
    let mut body = ByteStream::new(answer.take_body());
    intake.expect(body.size_hint().0)?;
    // A program that sets such a connector may not run tokio, which the timers here need.
    let is_timed = tokio::runtime::Handle::try_current().is_ok();
    while let Some(part) = if is_timed { intake.wait(body.next()).await? } else { body.next().await } {
        intake.push(&part.map_err(|error| TransportError::io(error.into()))?)?;
    }
    Ok(Response::new(answer.status().as_u16(), headers_of(&answer), intake.finish()))
}

fn headers_of(answer: &HttpResponse) -> Headers {
    let mut headers = Headers::default();
    for (name, value) in answer.headers() {
        headers.append(name, value);
    }
    headers
}

fn unfit(error: impl Into<BoxError>) -> ConnectorError {
    TransportError::user(error.into()).before_send().into()
}
