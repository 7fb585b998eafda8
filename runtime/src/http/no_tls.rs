//! Stands in for encryption where the feature `https` is off: a URL with `https` is an error.

use std::fmt;
use std::path::PathBuf;

use hyper::Uri;

use super::io::BoxIo;
use crate::error::BoxError;

/// There is none.
pub(super) type Encrypted = BoxIo;

/// Sets no connection up.
pub(super) struct Tls;

/// No encrypted connection can be had; trying again would not help.
#[derive(Clone, Debug)]
pub(super) struct TlsError;

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an https endpoint needs the feature `https`")
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
