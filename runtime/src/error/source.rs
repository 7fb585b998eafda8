//! The type of opaque errors, and a wrapper that shows an error with its causes.

use std::error::Error as StdError;
use std::fmt;

/// An error of any type.
pub type BoxError = Box<dyn StdError + Send + Sync + 'static>;

/// Shows an error with its causes on one line.
///
/// ```
/// use tinsmith_runtime::error::{TransportError, DisplayChain};
///
/// let error = TransportError::io("reset by peer".into());
/// let shown = DisplayChain(&error).to_string();
/// assert_eq!(shown, "lost the connection to the endpoint: reset by peer");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct DisplayChain<'a>(pub &'a (dyn StdError + 'static));

impl fmt::Display for DisplayChain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(error) = next {
            write!(f, ": {error}")?;
            next = error.source();
        }
        Ok(())
    }
}
