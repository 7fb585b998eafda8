//! Signature Version 4 of a request.

use std::fmt;
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{PayloadChecksumKind, SignableBody, SignableRequest, SigningSettings, sign as sign_http};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;

use crate::http::HttpRequest;

/// What a request is signed with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Signing<'a> {
    /// The keys; they are not shown.
    pub credentials: &'a Credentials,
    /// The region of the scope.
    pub region: &'a str,
    /// The service of the scope.
    pub service: &'a str,
    /// When the request is sent, by the server's clock.
    pub time: SystemTime,
    /// Whether the signature leaves the body out (`aws.auth#unsignedPayload`).
    pub unsigned_payload: bool,
    /// Whether events follow, each with a signature of its own.
    pub is_event_stream: bool,
}

impl<'a> Signing<'a> {
    /// Signs with these, the body included.
    pub fn new(credentials: &'a Credentials, region: &'a str, service: &'a str, time: SystemTime) -> Self {
        Self { credentials, region, service, time, unsigned_payload: false, is_event_stream: false }
    }
}

/// A request cannot be signed: its URL or a header field is not legal in HTTP.
#[derive(Debug)]
pub struct SignError {
    source: crate::error::BoxError,
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request cannot be signed")
    }
}

impl std::error::Error for SignError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

impl SignError {
    fn new(source: impl Into<crate::error::BoxError>) -> Self {
        Self { source: source.into() }
    }
}

/// Adds `x-amz-date`, `authorization` and, of temporary credentials, `x-amz-security-token`.
///
/// Signed are the host, the content's type and every `x-amz-` field. Others, such as
/// `user-agent`, are left out, because what stands between client and server may change them.
///
/// Returns the signature, which that of a first chunk or event goes on from.
pub fn sign(request: &mut HttpRequest, signing: &Signing<'_>) -> Result<String, SignError> {
    // The signer takes for granted that there is a host.
    let host = request.url.split_once("://").map_or("", |(_, rest)| rest);
    if host.is_empty() || host.starts_with(['/', '?', '#', ':']) {
        return Err(SignError::new("its URL has no host"));
    }
    let mut settings = SigningSettings::default();
    let body = if signing.is_event_stream {
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        SignableBody::Precomputed("STREAMING-AWS4-HMAC-SHA256-EVENTS".to_owned())
    } else if signing.unsigned_payload {
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        SignableBody::UnsignedPayload
    } else if let Some(bytes) = request.body.bytes() {
        SignableBody::Bytes(bytes)
    } else {
        // A stream cannot be read twice, once for the signature and once to be sent.
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        SignableBody::UnsignedPayload
    };
    let identity = Identity::from(signing.credentials.clone());
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(signing.region)
        .name(signing.service)
        .time(signing.time)
        .settings(settings)
        .build()
        .map_err(SignError::new)?
        .into();
    let headers = request.headers.iter().filter(|(name, _)| is_signed(name));
    let signable = SignableRequest::new(request.method, request.url.as_str(), headers, body).map_err(SignError::new)?;
    let (instructions, signature) = sign_http(signable, &params).map_err(SignError::new)?.into_parts();
    let (headers, _) = instructions.into_parts();
    for header in headers {
        // Keys read from a file often end in a line feed, which the signer takes as it is.
        if header.value().bytes().any(|b| b.is_ascii_control()) {
            return Err(SignError::new(format!("a key or token holds a control character (`{}`)", header.name())));
        }
        request.headers.insert(header.name(), header.value());
    }
    Ok(signature)
}

fn is_signed(name: &str) -> bool {
    name.eq_ignore_ascii_case("content-type")
        || name.as_bytes().get(..6).is_some_and(|start| start.eq_ignore_ascii_case(b"x-amz-"))
}
