//! Checksums of streaming bodies: in a header field after an additional pass over the body, or in a trailer.
//!
//! Over HTTPS, the checksum follows the body, which is read once. Over plain HTTP, it is sent before the body, so that
//! the signature covers it. A body that can be read only once always gets a trailer, with signed chunks over plain
//! HTTP.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html>

use crate::error::BoxError;
use crate::message::{Headers, RequestBody, SerializeError};

use super::algorithm::Algorithm;
use super::sign_chunk::SignChunk;
use super::{Choice, has_own};

/// How a streaming body gets its checksum.
pub(crate) struct Streamed {
    #[cfg_attr(not(feature = "checksum"), expect(dead_code, reason = "without an algorithm nothing is planned"))]
    algorithm: Algorithm,
    #[cfg_attr(not(feature = "checksum"), expect(dead_code, reason = "without an algorithm nothing is planned"))]
    header: String,
    /// The size of the body, if the checksum follows it.
    trailing: Option<u64>,
}

/// Decides how to send the checksum of a streaming body, and announces it in the header fields.
pub(crate) fn plan(
    choice: Option<&Choice>,
    headers: &mut Headers,
    body: &RequestBody,
    is_https: bool,
) -> Result<Option<Streamed>, SerializeError> {
    let Some(choice) = choice.filter(|_| !has_own(headers)) else {
        return Ok(None);
    };
    let Some(algorithm) = choice.known()? else { return Ok(None) };
    let header = choice.header();
    if !is_https && body.try_clone().is_some() {
        choice.announce(headers);
        return Ok(Some(Streamed { algorithm, header, trailing: None }));
    }
    // The service requires the total size, which chunks do not contain.
    let Some(size) = body.content_length() else {
        return match choice.is_needed {
            true => Err(SerializeError::new("a body with a checksum needs a known size: pass bytes or a file")),
            false => Ok(None),
        };
    };
    choice.announce(headers);
    let encoding = match headers.get("content-encoding") {
        Some(other) => format!("{other},aws-chunked"),
        None => "aws-chunked".to_owned(),
    };
    headers.insert("content-encoding", encoding);
    headers.insert("x-amz-trailer", header.clone());
    headers.insert("x-amz-decoded-content-length", size.to_string());
    Ok(Some(Streamed { algorithm, header, trailing: Some(size) }))
}

impl Streamed {
    /// Whether the checksum follows the body.
    pub(crate) fn is_trailing(&self) -> bool {
        self.trailing.is_some()
    }

    /// Reads a copy of the body to its end, and sets the header field of the checksum.
    #[cfg(feature = "checksum")]
    pub(crate) async fn send_ahead(&self, headers: &mut Headers, body: RequestBody) -> Result<(), BoxError> {
        use std::future::poll_fn;
        use std::pin::Pin;

        use http_body::Body as _;

        let mut body = body;
        let mut hasher = super::algorithm::Hasher::new(self.algorithm);
        while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            if let Ok(data) = frame?.into_data() {
                hasher.update(&data);
            }
        }
        headers.insert(&self.header, hasher.finish());
        Ok(())
    }

    /// Encodes the body in chunks, followed by the checksum.
    #[cfg(feature = "checksum")]
    pub(crate) fn chunked(&self, body: RequestBody, signer: Option<Box<dyn SignChunk>>) -> RequestBody {
        let Some(size) = self.trailing else { return body };
        super::chunked::chunked(body, size, &self.header, self.algorithm, signer)
    }

    /// Without an algorithm, nothing is planned.
    #[cfg(not(feature = "checksum"))]
    pub(crate) async fn send_ahead(&self, _: &mut Headers, _: RequestBody) -> Result<(), BoxError> {
        Ok(())
    }

    /// Without an algorithm, nothing is planned.
    #[cfg(not(feature = "checksum"))]
    pub(crate) fn chunked(&self, body: RequestBody, _: Option<Box<dyn SignChunk>>) -> RequestBody {
        body
    }
}
