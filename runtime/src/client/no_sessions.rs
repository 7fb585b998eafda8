//! Without REST XML there are no directory buckets, and so no sessions.

use super::{ConstructionError, Shared};
use crate::config::Config;
use crate::credentials::Credentials;
use crate::endpoint::{Endpoint, EndpointError};

/// No sessions.
#[derive(Default)]
pub(super) struct Sessions {}

#[allow(clippy::unused_self, clippy::unused_async, reason = "the signatures are those of the module with sessions")]
impl Sessions {
    pub(super) async fn keys(&self, _: &Shared, _: &Config, _: &Endpoint) -> Result<Credentials, ConstructionError> {
        Err(EndpointError::UnsupportedSignature("sigv4-s3express".to_owned()).into())
    }

    pub(super) fn forget(&self, _: &Credentials) {}
}
