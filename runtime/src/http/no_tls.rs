//! Replaces TLS when the feature `https` is off: `https` URLs fail.

use std::fmt;
use std::path::PathBuf;

use hyper::Uri;

use super::io::BoxIo;
use crate::error::BoxError;

/// Never created.
pub(super) type Encrypted = BoxIo;

/// Fails to encrypt connections.
pub(super) struct Tls;

/// The error of an encrypted connection. Retrying does not help.
#[derive(Clone, Debug)]
pub(super) struct TlsError;

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`https` endpoints need the feature `https`")
    }
}

impl std::error::Error for TlsError {}

impl Tls {
    pub(super) fn new(_: Option<PathBuf>) -> Self {
        Self
    }

    pub(super) async fn wrap(&self, _: &Uri, _: BoxIo) -> Result<Encrypted, BoxError> {
        Err(TlsError.into())
    }
}
