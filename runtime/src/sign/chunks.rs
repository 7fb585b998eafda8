//! Signatures of the chunks of a body and of its trailer
//! (<https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html>).

use super::canonical::{self, Hex};
use super::hash::Key;
use super::key::Signer;
use super::time::Stamp;
use super::{Scope, Signature, Signing};
use crate::checksum::SignChunk;

/// Signs chunks in sequence. Each signature covers the previous one.
pub(crate) struct ChunkSigner {
    key: Key,
    time: String,
    scope: String,
    /// The signature of the request or of the last chunk.
    last: Signature,
}

impl Signer {
    /// Creates a signer for the chunks of a request with this signature.
    pub(crate) fn chunks(&self, signing: &Signing<'_>, signature: Signature) -> Option<ChunkSigner> {
        let stamp = Stamp::of(signing.time)?;
        let scope = Scope { stamp: &stamp, region: signing.region, service: signing.service };
        let key = self.key(signing.credentials, &scope);
        Some(ChunkSigner { key, time: stamp.time().to_owned(), scope: scope.to_string(), last: signature })
    }
}

impl ChunkSigner {
    fn sign(&mut self, algorithm: &str, hashes: &[&str]) -> &str {
        let mut parts = vec![algorithm, "\n", &self.time, "\n", &self.scope, "\n", self.last.as_str()];
        for hash in hashes {
            parts.extend(["\n", hash]);
        }
        self.last = Hex::of(self.key.sign(&parts).as_ref());
        self.last.as_str()
    }
}

impl SignChunk for ChunkSigner {
    fn sign_chunk(&mut self, chunk: &[u8]) -> &str {
        let (nothing, chunk) = (canonical::hash(&[]), canonical::hash(chunk));
        self.sign("AWS4-HMAC-SHA256-PAYLOAD", &[nothing.as_str(), chunk.as_str()])
    }

    fn sign_trailer(&mut self, trailer: &str) -> &str {
        let trailer = canonical::hash(trailer.as_bytes());
        self.sign("AWS4-HMAC-SHA256-TRAILER", &[trailer.as_str()])
    }
}
