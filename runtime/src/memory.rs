//! Limits the memory of values parsed from a text.
//!
//! An element of nine bytes, such as `<member/>`, creates a value of hundreds. So the memory for values is limited in
//! proportion to the size of the text, and parsing fails when the limit is exceeded. No service responds with millions
//! of empty values.

use std::fmt;

/// The limit for values, as a multiple of the text's size. Including the text itself and allocator overhead, the total
/// stays within ten times the size.
const FACTOR: usize = 7;

/// The limit for small texts, in bytes.
#[cfg(feature = "codec-xml")]
const FLOOR: usize = 16 << 20;

/// The limit for small texts in JSON. A page of DynamoDB, some megabytes of attributes of 15 bytes each, needs most of it.
const JSON_FLOOR: usize = 64 << 20;

/// The approximate size of the smallest allocation.
pub(crate) const PIECE: usize = 32;

/// The memory left for the values of a text.
#[derive(Clone, Debug)]
pub(crate) struct Allowance {
    all: usize,
    left: usize,
}

/// The error of a text whose values exceed the limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Exceeded {
    all: usize,
}

impl Allowance {
    /// The allowance for a text of this many bytes.
    #[cfg(feature = "codec-xml")]
    #[inline]
    pub(crate) fn of(text: usize) -> Self {
        let all = text.saturating_mul(FACTOR).max(FLOOR);
        Self { all, left: all }
    }

    /// The allowance for JSON of this many bytes.
    #[inline]
    pub(crate) fn of_json(text: usize) -> Self {
        let all = text.saturating_mul(FACTOR).max(JSON_FLOOR);
        Self { all, left: all }
    }

    /// Takes this many bytes.
    #[inline]
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Exceeded> {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => return Err(Exceeded { all: self.all }),
        }
        Ok(())
    }

    /// Takes the heap memory of a string of this many bytes.
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
