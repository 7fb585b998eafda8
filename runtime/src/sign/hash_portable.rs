//! SHA-256 and HMAC in pure Rust, for WebAssembly, where ring needs a C compiler.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Digest;

/// A hash in progress.
pub(super) struct Sha256(sha2::Sha256);

impl Sha256 {
    pub(super) fn new() -> Self {
        Self(sha2::Sha256::new())
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn finish(self) -> impl AsRef<[u8]> {
        self.0.finalize()
    }
}

/// A signing key.
#[derive(Clone)]
pub(super) struct Key(Hmac<sha2::Sha256>);

impl Key {
    pub(super) fn new(key: &[u8]) -> Self {
        // HMAC accepts keys of any length.
        let hashed = |_| Hmac::new(&Default::default());
        Self(Hmac::new_from_slice(key).unwrap_or_else(hashed))
    }

    /// Signs the concatenation of the parts.
    pub(super) fn sign(&self, parts: &[&str]) -> impl AsRef<[u8]> + use<> {
        let mut mac = self.0.clone();
        parts.iter().for_each(|it| mac.update(it.as_bytes()));
        mac.finalize().into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash;
    use super::*;

    #[test]
    fn both_hash_alike() {
        for length in [0, 1, 55, 56, 63, 64, 65, 200] {
            let text = "s3".repeat(length);
            let (mut ours, mut rings) = (Sha256::new(), hash::Sha256::new());
            ours.update(text.as_bytes());
            rings.update(text.as_bytes());
            assert_eq!(ours.finish().as_ref(), rings.finish().as_ref(), "{length}");
            let (ours, rings) = (Key::new(text.as_bytes()), hash::Key::new(text.as_bytes()));
            assert_eq!(ours.sign(&["a", &text]).as_ref(), rings.sign(&["a", &text]).as_ref(), "{length}");
        }
    }
}
