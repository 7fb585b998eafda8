//! Checksums of requests: <https://smithy.io/2.0/spec/http-protocol-traits.html#httpchecksumrequired-trait>

use crate::message::Request;
use crate::protocol::SerializeError;
use crate::service::Operation;

/// The header field of the checksum that the trait requires by default.
const FIELD: &str = "content-md5";

/// Adds the checksum of the body, if the operation requires one and the input did not set it.
#[cfg(feature = "checksum")]
pub(super) fn apply(operation: &Operation, request: &mut Request) -> Result<(), SerializeError> {
    use aws_smithy_types::base64;

    if operation.is_checksum_required() && request.headers.get(FIELD).is_none() {
        request.headers.insert(FIELD, base64::encode(*md5::compute(request.body.as_slice())));
    }
    Ok(())
}

/// Without the feature, no checksum can be computed, and the service would reject the request.
#[cfg(not(feature = "checksum"))]
pub(super) fn apply(operation: &Operation, request: &mut Request) -> Result<(), SerializeError> {
    if operation.is_checksum_required() && request.headers.get(FIELD).is_none() {
        let why = "needs a checksum of the body, which needs the runtime's feature `checksum`";
        return Err(SerializeError::new(format!("`{}` {why}", operation.name)));
    }
    Ok(())
}
