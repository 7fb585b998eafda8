//! The tree hash of parts of 1 MiB.

use crate::message::SerializeError;

/// The hash of all bytes and their tree hash, in hexadecimal digits.
#[cfg(feature = "tree-hash")]
pub(super) fn hashes(bytes: &[u8]) -> Result<[String; 2], SerializeError> {
    use super::sha::Sha;

    const PART: usize = 1 << 20;

    let hash = |parts: &[&[u8]]| {
        let mut sha = Sha::sha256();
        parts.iter().for_each(|part| sha.update(part));
        sha.finish()
    };
    let mut level: Vec<_> = bytes.chunks(PART).map(|part| hash(&[part])).collect();
    while level.len() > 1 {
        let mut hashes = level.into_iter();
        level = Vec::new();
        while let Some(left) = hashes.next() {
            level.push(match hashes.next() {
                Some(right) => hash(&[left.as_ref(), right.as_ref()]),
                // A hash without a neighbor moves up unchanged.
                None => left,
            });
        }
    }
    let whole = hash(&[bytes]);
    let tree = level.first().unwrap_or(&whole);
    let hex = |hash: &[u8]| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Ok([hex(whole.as_ref()), hex(tree.as_ref())])
}

/// Without the feature, hashes are not supported.
#[cfg(not(feature = "tree-hash"))]
pub(super) fn hashes(_: &[u8]) -> Result<[String; 2], SerializeError> {
    Err(SerializeError::new("the upload needs hashes, which need the runtime's feature `tree-hash`"))
}
