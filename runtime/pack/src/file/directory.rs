//! The directory of a pack.

use super::{Entry, LARGEST_RECORD};
use crate::Broken;

/// The services of a pack, sorted by name. Entries are decoded when they are requested: a command needs one of hundreds.
pub(super) struct Directory {
    /// The entries, one after the other.
    bytes: Vec<u8>,
    /// The offset of the first one.
    start: usize,
    /// The end of the last block, as an offset from the end of the directory.
    pub(super) end: u64,
}

impl Directory {
    /// Checks all entries.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self, Broken> {
        let invalid = || Broken::new("the directory is invalid");
        if bytes.len() > LARGEST_RECORD {
            return Err(Broken::new("the directory is too large"));
        }
        let (count, rest) = postcard::take_from_bytes::<usize>(&bytes).map_err(|_| invalid())?;
        let mut entries = Entries { rest };
        let mut last: Option<&str> = None;
        let mut end = 0;
        for _ in 0..count {
            let entry = entries.next().ok_or_else(invalid)?;
            if last.is_some_and(|last| last >= entry.name) {
                return Err(Broken::new("the directory is not sorted"));
            }
            last = Some(entry.name);
            end = end.max(entry.end());
        }
        if !entries.rest.is_empty() {
            return Err(invalid());
        }
        let start = bytes.len() - rest.len();
        Ok(Self { bytes, start, end })
    }

    pub(super) fn entries(&self) -> Entries<'_> {
        Entries { rest: self.bytes.get(self.start..).unwrap_or_default() }
    }
}

/// The entries in some bytes. They end where the bytes do, or cannot be decoded.
pub(super) struct Entries<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let (entry, rest) = postcard::take_from_bytes(self.rest).ok()?;
        self.rest = rest;
        Some(entry)
    }
}
