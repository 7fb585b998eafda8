//! How the chunks of a body are signed; the signer is above this module.

/// Signs chunks and the trailer. Each signature covers the previous one.
#[cfg_attr(not(feature = "checksum"), allow(dead_code, reason = "chunks have a checksum behind them"))]
pub(crate) trait SignChunk: Send + Sync {
    /// The signature of a chunk in hexadecimal.
    fn sign_chunk(&mut self, chunk: &[u8]) -> &str;

    /// The signature of the trailer: its lines, each with a line feed.
    fn sign_trailer(&mut self, trailer: &str) -> &str;
}
