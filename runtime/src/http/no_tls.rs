//! Replaces TLS when the feature `https` is off: `https` URLs fail.

use std::io;
use std::path::PathBuf;

use hyper::Uri;

use super::io::BoxIo;
use super::plain::TlsError;
use crate::error::BoxError;

/// Never created.
pub(super) type Encrypted = BoxIo;

/// Fails to encrypt connections.
pub(super) struct Tls;

impl Tls {
    pub(super) fn new(_: Option<PathBuf>) -> Self {
        Self
    }

    pub(super) async fn wrap(&self, _: &Uri, _: BoxIo) -> Result<Encrypted, BoxError> {
        Err(TlsError::new("`https` endpoints need the feature `https`").into())
    }
}

/// There are no handshakes.
pub(super) fn late_refusal(_: &io::Error) -> Option<TlsError> {
    None
}
