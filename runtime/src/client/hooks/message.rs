//! Converts requests and responses to and from the official crates' types.

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest as Official, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use crate::error::BoxError;
use crate::http::HttpRequest;
use crate::message::{Headers, Response};

/// The methods of HTTP. A request has one of them.
const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

/// Converts a request to the official type.
pub(super) fn request(mut request: HttpRequest) -> Result<Official, BoxError> {
    let mut official = Official::new(SdkBody::empty());
    write(&mut request, &mut official)?;
    Ok(official)
}

/// Writes a request into one of the official type. The body is moved.
pub(super) fn write(request: &mut HttpRequest, official: &mut Official) -> Result<(), BoxError> {
    official.set_method(request.method)?;
    official.set_uri(request.url.clone())?;
    let names: Vec<String> = official.headers().iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        official.headers_mut().remove(name);
    }
    for (name, value) in request.headers.iter() {
        official.headers_mut().try_append(name.to_owned(), value.to_owned())?;
    }
    *official.body_mut() = std::mem::take(&mut request.body).into_sdk_body();
    Ok(())
}

/// Reads a request back from the official type. The body is moved.
pub(super) fn read(request: &mut HttpRequest, official: &mut Official) -> Result<(), BoxError> {
    let method = METHODS.into_iter().find(|it| *it == official.method());
    request.method = method.ok_or_else(|| format!("an interceptor set the method `{}`", official.method()))?;
    restore(request, official);
    request.body = official.take_body().into();
    Ok(())
}

/// Takes over the URL and header fields of a request of the official type.
pub(super) fn restore(request: &mut HttpRequest, official: &Official) {
    request.url = official.uri().to_owned();
    request.headers = headers(official.headers());
}

/// Converts a response to the official type. `None` if its status is not a valid HTTP status.
pub(super) fn response(response: &Response) -> Option<HttpResponse> {
    let status = StatusCode::try_from(response.status().as_u16()).ok()?;
    let mut official = HttpResponse::new(status, SdkBody::from(response.body().to_vec()));
    for (name, value) in response.headers().iter() {
        // A field that cannot be converted does not matter to interceptors either.
        let _ = official.headers_mut().try_append(name.to_owned(), value.to_owned());
    }
    Some(official)
}

/// Converts a response from the official type.
pub(super) fn received(official: &HttpResponse) -> Response {
    let body = official.body().bytes().unwrap_or_default().to_vec();
    Response::new(official.status().as_u16(), headers(official.headers()), body)
}

fn headers(official: &aws_smithy_runtime_api::http::Headers) -> Headers {
    let mut headers = Headers::default();
    for (name, value) in official {
        headers.append(name, value);
    }
    headers
}
