//! Without the feature `endpoint-discovery`, no endpoint is discovered.

use super::{ConstructionError, Fault, Shared};
use crate::config::Config;
use crate::endpoint::EndpointError;
use crate::error::{ConstructionFailure, SdkError};
use crate::service::Operation;

/// No endpoint.
#[derive(Default)]
pub(super) struct Discovered {}

#[allow(clippy::unused_self, clippy::unused_async, reason = "the signatures are those of the module with discovery")]
impl Discovered {
    pub(super) async fn url(
        &self,
        _: &Shared,
        operation: &Operation,
        _: &Config,
    ) -> Result<Option<String>, SdkError<Fault>> {
        match operation.discovered_endpoint() {
            Some(true) => {
                let why = "needs endpoint discovery, which needs the runtime's feature `endpoint-discovery`";
                let error = EndpointError::Configuration(format!("`{}` {why}", operation.name));
                Err(SdkError::ConstructionFailure(ConstructionFailure::new(ConstructionError::from(error))))
            }
            _ => Ok(None),
        }
    }

    pub(super) fn forget(&self, _: &Operation, _: &SdkError<Fault>) -> bool {
        false
    }
}
