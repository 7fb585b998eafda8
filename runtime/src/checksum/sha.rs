//! SHA hashes.

use ring::digest::Context;
#[cfg(feature = "digest-auth")]
use ring::digest::SHA512_256;
use ring::digest::{Digest, SHA256};
#[cfg(feature = "checksum")]
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA512};

/// A hash in progress.
pub(crate) struct Sha(Context);

impl Sha {
    #[cfg(feature = "checksum")]
    pub(crate) fn sha1() -> Self {
        Self(Context::new(&SHA1_FOR_LEGACY_USE_ONLY))
    }

    pub(crate) fn sha256() -> Self {
        Self(Context::new(&SHA256))
    }

    #[cfg(feature = "checksum")]
    pub(crate) fn sha512() -> Self {
        Self(Context::new(&SHA512))
    }

    #[cfg(feature = "digest-auth")]
    pub(crate) fn sha512_256() -> Self {
        Self(Context::new(&SHA512_256))
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> Digest {
        self.0.finish()
    }
}
