//! Names of the files in which AWS tools cache credentials and tokens.

use std::fmt::Write as _;

use sha1::{Digest, Sha1};

/// The maximum size of such a file in bytes.
pub(crate) const MOST_BYTES: u64 = 1 << 20;

/// The file's name, which all tools use: the SHA-1 of the cache key.
pub(crate) fn name(key: &str) -> String {
    let mut name = String::new();
    for byte in Sha1::digest(key) {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    name + ".json"
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn files_are_named_as_by_the_aws_cli() {
        assert_eq!(name("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d.json");
    }
}
