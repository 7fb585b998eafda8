//! Files with a single token: of a web identity or a container.

use std::path::Path;

use tinsmith_runtime::private_file;
use zeroize::Zeroizing;

/// The maximum size of a token in bytes. STS accepts 20,000 characters.
const MOST_BYTES: u64 = 64 << 10;

/// Reads a token, without surrounding whitespace. An error message continues a sentence that begins with the file's
/// name.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<String>, String> {
    let text = private_file::read_text(path, MOST_BYTES).map_err(|error| format!("cannot be read: {error}"))?;
    match text.trim() {
        "" => Err("is empty".to_owned()),
        token => Ok(Zeroizing::new(token.to_owned())),
    }
}
