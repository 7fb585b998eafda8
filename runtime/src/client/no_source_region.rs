//! Without the feature `presigned-url`, which the generator enables for services with such requests, no request contains a
//! presigned URL.

use super::{ConstructionError, Shared};
use crate::config::Config;
use crate::message::SerializeError;
use crate::service::Operation;
use crate::shape::Structure;

/// Fails if the request needs a presigned URL.
pub(super) async fn fill(
    _: &Shared,
    operation: &'static Operation,
    _: &mut dyn Structure,
    _: &Config,
) -> Result<(), ConstructionError> {
    match operation.presigned_url() {
        None => Ok(()),
        Some(_) => {
            let why = "needs a presigned URL, which needs the runtime's feature `presigned-url`";
            Err(SerializeError::new(format!("`{}` {why}", operation.name)).into())
        }
    }
}
