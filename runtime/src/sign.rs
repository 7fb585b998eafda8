//! Signature Version 4 (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>).
//!
//! A request is signed for a region and a service, with a key derived from the secret key and the day. A [`Signer`]
//! caches the derived key. The canonical request is hashed piece by piece and never built as a whole.

#[cfg(feature = "sigv4a")]
mod asymmetric;
#[cfg(not(feature = "sigv4a"))]
#[path = "sign/no_asymmetric.rs"]
mod asymmetric;
mod canonical;
#[cfg_attr(not(feature = "checksum"), allow(dead_code, reason = "chunks have a checksum behind them"))]
mod chunks;
#[cfg(feature = "digest-auth")]
pub(crate) mod digest;
#[cfg(not(target_family = "wasm"))]
mod hash;
#[cfg(target_family = "wasm")]
#[path = "sign/hash_portable.rs"]
mod hash;
#[cfg(all(test, not(target_family = "wasm")))]
mod hash_portable;
mod key;
mod messages;
mod presign;
mod time;

use std::fmt;
use std::fmt::Write as _;
use std::time::SystemTime;

use aws_credential_types::Credentials;

use crate::error::BoxError;
use crate::http::HttpRequest;
pub use canonical::Hex as Signature;
use canonical::Target;
pub use key::Signer;
pub use messages::messages;
use time::Stamp;

/// The body hash of requests whose body is not signed.
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
/// The body hash of event streams.
const EVENTS: &str = "STREAMING-AWS4-HMAC-SHA256-EVENTS";
/// The body hash of bodies in chunks with a trailer.
pub(crate) const UNSIGNED_CHUNKS: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const SIGNED_CHUNKS: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

/// How a body in chunks with a trailer is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Chunks {
    /// The body is not sent in chunks.
    #[default]
    None,
    /// The chunks are not signed.
    Unsigned,
    /// Each chunk is signed.
    Signed,
}

impl Chunks {
    /// The same chunks without signatures: asymmetric signatures cover only the request.
    pub(crate) fn unsigned(self) -> Self {
        if self == Self::Signed { Self::Unsigned } else { self }
    }
}

/// The parameters of a signature.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Signing<'a> {
    /// The credentials. They are not shown.
    pub credentials: &'a Credentials,
    /// The region in the scope; of an asymmetric signature, the regions where it is valid, separated by commas.
    pub region: &'a str,
    /// The service in the scope.
    pub service: &'a str,
    /// The time at which the request is sent, by the server's clock.
    pub time: SystemTime,
    /// Whether the body is not signed (`aws.auth#unsignedPayload`).
    pub unsigned_payload: bool,
    /// Whether and how the body is sent in chunks with a trailer.
    pub chunks: Chunks,
    /// Whether the body is an event stream, whose events are signed separately.
    pub is_event_stream: bool,
    /// Whether the path is signed as it is sent, rather than normalized and encoded again.
    pub is_path_literal: bool,
    /// Whether to send the hash of the body too.
    pub sends_hash: bool,
    /// Whether the credentials are those of an S3 Express session, whose token has a name of its own.
    pub is_session: bool,
}

impl<'a> Signing<'a> {
    /// Creates parameters that include the body in the signature.
    pub fn new(credentials: &'a Credentials, region: &'a str, service: &'a str, time: SystemTime) -> Self {
        Self {
            credentials,
            region,
            service,
            time,
            unsigned_payload: false,
            chunks: Chunks::None,
            is_event_stream: false,
            is_path_literal: false,
            sends_hash: false,
            is_session: false,
        }
    }

    /// The name of the header field or, in its own letters, of the query parameter for the session token.
    fn token_name(&self) -> [&'static str; 2] {
        match self.is_session {
            true => ["x-amz-s3session-token", "X-Amz-S3session-Token"],
            false => ["x-amz-security-token", "X-Amz-Security-Token"],
        }
    }
}

/// The error of a request that cannot be signed: its URL or a header field is not valid in HTTP.
#[derive(Debug)]
pub struct SignError {
    source: BoxError,
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failed to sign the request")
    }
}

impl std::error::Error for SignError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

impl SignError {
    fn new(source: impl Into<BoxError>) -> Self {
        Self { source: source.into() }
    }
}

/// Signs a request: adds `x-amz-date`, `authorization` and, for temporary credentials, `x-amz-security-token`. If the
/// body is not signed or is an event stream, also adds `x-amz-content-sha256`.
///
/// The signature covers the host, the content type and all `x-amz-` fields. Others, such as `user-agent`, are not
/// covered, because proxies may change them.
///
/// Returns the signature, which the signatures of a first chunk or event continue.
pub fn sign(request: &mut HttpRequest, signing: &Signing<'_>) -> Result<Signature, SignError> {
    Signer::new().sign(request, signing)
}

impl Signer {
    /// Signs like [`sign`], but caches the derived key.
    pub fn sign(&self, request: &mut HttpRequest, signing: &Signing<'_>) -> Result<Signature, SignError> {
        let (stamp, payload) = prepare(request, signing)?;
        let id = signing.credentials.access_key_id();
        let target = Target::of(&request.url, signing.is_path_literal).map_err(SignError::new)?;
        let fields = canonical::fields(&request.headers, &target);
        let scope = Scope { stamp: &stamp, region: signing.region, service: signing.service };
        let names: usize = fields.iter().map(|(name, _)| name.len() + 1).sum();
        let scope_len = signing.region.len() + signing.service.len() + "20261124///aws4_request".len();
        let fixed = "AWS4-HMAC-SHA256 Credential=/, SignedHeaders=, Signature=".len() + 64;
        let mut authorization = String::with_capacity(fixed + id.len() + scope_len + names - 1);
        // Writing to a string cannot fail.
        let _ = write!(authorization, "AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders=");
        let names = authorization.len();
        canonical::write_names(&fields, &mut authorization);
        let request_hash =
            canonical::hash_request(request.method, &target, &fields, &authorization[names..], payload.as_str());
        let key = self.key(signing.credentials, &scope);
        let signature = key::sign(&key, &scope, &request_hash);
        authorization.push_str(", Signature=");
        authorization.push_str(signature.as_str());
        if authorization.bytes().any(|b| b.is_ascii_control()) {
            return Err(SignError::new("the region, service or name of a header field contains a control character"));
        }
        request.headers.insert_known("authorization", authorization);
        Ok(signature)
    }
}

/// Adds the fields that a signature covers. Returns the time of the signature and the body's part of the canonical
/// request.
fn prepare(request: &mut HttpRequest, signing: &Signing<'_>) -> Result<(Stamp, Payload), SignError> {
    let stamp = Stamp::of(signing.time).ok_or_else(|| SignError::new("the time is out of range"))?;
    let (id, token) = (signing.credentials.access_key_id(), signing.credentials.session_token());
    let [token_name, _] = signing.token_name();
    for (name, value) in [("authorization", Some(id)), (token_name, token)] {
        // Keys read from a file often end in a line feed.
        if value.is_some_and(|it| it.bytes().any(|b| b.is_ascii_control())) {
            return Err(SignError::new(format!("a key or token contains a control character (`{name}`)")));
        }
    }
    request.headers.insert_known("x-amz-date", stamp.time().to_owned());
    if let Some(token) = token {
        request.headers.insert_known(token_name, token.to_owned());
    }
    let payload = match (signing.chunks, request.body.bytes()) {
        _ if signing.is_event_stream => Payload::Named(EVENTS),
        (Chunks::Unsigned, _) => Payload::Named(UNSIGNED_CHUNKS),
        (Chunks::Signed, _) => Payload::Named(SIGNED_CHUNKS),
        (Chunks::None, Some(bytes)) if !signing.unsigned_payload => Payload::Hashed(canonical::hash(bytes)),
        // A stream is not read an additional time only for the signature.
        _ => Payload::Named(UNSIGNED_PAYLOAD),
    };
    match &payload {
        Payload::Named(name) => request.headers.insert_known("x-amz-content-sha256", *name),
        Payload::Hashed(hash) if signing.sends_hash => {
            request.headers.insert_known("x-amz-content-sha256", hash.as_str().to_owned());
        }
        Payload::Hashed(_) => {}
    }
    Ok((stamp, payload))
}

/// The body's part of a canonical request.
enum Payload {
    Hashed(Signature),
    Named(&'static str),
}

impl Payload {
    fn as_str(&self) -> &str {
        match self {
            Self::Hashed(hash) => hash.as_str(),
            Self::Named(name) => name,
        }
    }
}

/// The day, region and service of a derived key.
struct Scope<'a> {
    stamp: &'a Stamp,
    region: &'a str,
    service: &'a str,
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { stamp, region, service } = self;
        for part in [stamp.day(), "/", region, "/", service, "/aws4_request"] {
            f.write_str(part)?;
        }
        Ok(())
    }
}
