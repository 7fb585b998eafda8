//! What some services want and no trait tells of. AWS's own clients know it the same way.

use crate::message::Headers;
use crate::service::Service;

/// Adds the header fields without which the service does not answer, or answers in another form.
pub(super) fn add_fields(service: &Service, headers: &mut Headers) {
    match service.sdk_id {
        "API Gateway" => headers.insert("accept", "application/json"),
        "Glacier" => headers.insert("x-amz-glacier-version", service.version),
        _ => {}
    }
}
