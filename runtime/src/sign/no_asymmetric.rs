//! Asymmetric signatures fail if the feature `sigv4a` is disabled.

use std::time::Duration;

use super::{SignError, Signer, Signing};
use crate::http::HttpRequest;

fn disabled() -> SignError {
    SignError::new("asymmetric signatures need the feature `sigv4a`")
}

impl Signer {
    /// Fails: asymmetric signatures need the feature `sigv4a`.
    pub fn sign_asymmetric(&self, _: &mut HttpRequest, _: &Signing<'_>) -> Result<(), SignError> {
        Err(disabled())
    }

    /// Fails: asymmetric signatures need the feature `sigv4a`.
    pub fn presign_asymmetric(&self, _: &mut HttpRequest, _: &Signing<'_>, _: Duration) -> Result<(), SignError> {
        Err(disabled())
    }
}
