//! SHA-256 and HMAC with ring.

use ring::{digest, hmac};

/// A hash in progress.
pub(super) struct Sha256(digest::Context);

impl Sha256 {
    pub(super) fn new() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn finish(self) -> impl AsRef<[u8]> {
        self.0.finish()
    }
}

/// A signing key, already hashed.
#[derive(Clone)]
pub(super) struct Key(hmac::Key);

impl Key {
    pub(super) fn new(key: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// Signs the concatenation of the parts.
    pub(super) fn sign(&self, parts: &[&str]) -> impl AsRef<[u8]> + use<> {
        let mut context = hmac::Context::with_key(&self.0);
        parts.iter().for_each(|it| context.update(it.as_bytes()));
        context.sign()
    }
}
