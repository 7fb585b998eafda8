//! Files that hold one token: of a web identity, or of a container.

use std::path::Path;

use tinsmith_runtime::private_file;
use zeroize::Zeroizing;

/// The most that a token may be long. STS takes 20,000 characters.
const MOST_BYTES: u64 = 64 << 10;

/// The token without the space around it, or why there is none.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<String>, String> {
    let text = private_file::read_text(path, MOST_BYTES).map_err(|error| format!("cannot be read: {error}"))?;
    match text.trim() {
        "" => Err("is empty".to_owned()),
        token => Ok(Zeroizing::new(token.to_owned())),
    }
}
