//! How much memory the values may take that a text asks for.
//!
//! An element of nine bytes such as `<member/>` makes a value of hundreds. A text therefore gets
//! memory in proportion to its size, and what asks for more is refused as it is read: no service
//! answers with millions of values that say nothing.

use std::fmt;

/// What values may take, in sizes of the text. With the text itself, and what an allocator adds,
/// that is within ten times.
const FACTOR: usize = 7;

/// What the values of any text may take.
const FLOOR: usize = 16 << 20;

/// The smallest piece that an allocator gives away, about.
pub(crate) const PIECE: usize = 32;

/// What is left for the values of a text.
#[derive(Clone, Debug)]
pub(crate) struct Allowance {
    all: usize,
    left: usize,
}

/// A text asks for more memory than it gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Exceeded {
    all: usize,
}

impl Allowance {
    /// The allowance of a text of so many bytes.
    #[inline]
    pub(crate) fn of(text: usize) -> Self {
        let all = text.saturating_mul(FACTOR).max(FLOOR);
        Self { all, left: all }
    }

    /// Takes so many bytes.
    #[inline]
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Exceeded> {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => return Err(Exceeded { all: self.all }),
        }
        Ok(())
    }

    /// Takes what a string of so many bytes has outside of its place.
    #[cfg(feature = "codec-xml")]
    #[inline]
    pub(crate) fn take_text(&mut self, bytes: usize) -> Result<(), Exceeded> {
        if bytes == 0 { Ok(()) } else { self.take(bytes.max(PIECE)) }
    }
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the values would take more than {} bytes of memory", self.all)
    }
}
