//! Requests of the query protocols, which post a form.

use crate::message::Request;
use crate::protocol::{SerializeError, host};
use crate::query::{Dialect, Form};
use crate::service::Operation;
use crate::shape::Structure;

/// Creates the request of an operation.
pub(super) fn request(
    dialect: Dialect,
    operation: &Operation,
    input: &dyn Structure,
) -> Result<Request, SerializeError> {
    let mut form = Form::new(dialect, operation.name, operation.service.version);
    form.structure(input)?;
    let mut request = Request::new("POST", "/", form.finish().into_bytes());
    request.headers.insert_known("content-type", "application/x-www-form-urlencoded");
    request.host_prefix = host::prefix(operation, input)?;
    Ok(request)
}
