//! Compression of requests: <https://smithy.io/2.0/spec/behavior-traits.html#requestcompression-trait>

use crate::message::Request;
use crate::schema::Operation;

/// Compresses the body where the operation asks for it and it is large enough to gain by it.
#[cfg(feature = "compression")]
pub(super) fn apply(operation: &Operation, request: &mut Request) {
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    /// Bodies of fewer bytes are sent as they are, by AWS's own clients too.
    const MIN_BYTES: usize = 10_240;

    // Gzip is the only encoding that Smithy defines.
    if request.body.len() < MIN_BYTES || !operation.request_compression().contains(&"gzip") {
        return;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // A vector takes every write; should one fail all the same, the plain body is as good.
    if let Ok(body) = encoder.write_all(&request.body).and_then(|()| encoder.finish()) {
        request.body = body;
        request.headers.append("content-encoding", "gzip");
    }
}

/// Without the feature, every body is sent as it is.
#[cfg(not(feature = "compression"))]
pub(super) fn apply(_: &Operation, _: &mut Request) {}
