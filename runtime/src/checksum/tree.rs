//! The tree hash of parts of 1 MiB.

use crate::message::SerializeError;

/// The hash of all bytes and their tree hash, in hexadecimal digits.
#[cfg(feature = "checksum")]
pub(super) fn hashes(bytes: &[u8]) -> Result<[String; 2], SerializeError> {
    use sha2::{Digest, Sha256};

    const PART: usize = 1 << 20;

    let mut level: Vec<_> = bytes.chunks(PART).map(Sha256::digest).collect();
    if level.is_empty() {
        level.push(Sha256::digest(bytes));
    }
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => Sha256::new().chain_update(left).chain_update(right).finalize(),
                // A hash without a neighbor moves up unchanged.
                other => other[0],
            })
            .collect();
    }
    let hex = |hash: &[u8]| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Ok([hex(&Sha256::digest(bytes)), level.first().map(|it| hex(it)).unwrap_or_default()])
}

/// Without the feature, hashes are not supported.
#[cfg(not(feature = "checksum"))]
pub(super) fn hashes(_: &[u8]) -> Result<[String; 2], SerializeError> {
    Err(SerializeError::new("the upload needs hashes, which need the runtime's feature `checksum`"))
}
