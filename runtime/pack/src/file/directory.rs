//! The directory of a pack.

use super::{Entry, LARGEST_RECORD, decode};
use crate::Broken;

/// The services of a pack, sorted by name. Entries are decoded when they are requested: a command needs one of hundreds.
pub(super) struct Directory {
    bytes: Vec<u8>,
    /// The offset of the first entry.
    start: usize,
    /// The end of each entry, from the start of the first one.
    ends: Vec<usize>,
}

impl Directory {
    /// Reads the sizes of the entries.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self, Broken> {
        let invalid = || Broken::new("the directory is invalid");
        if bytes.len() > LARGEST_RECORD {
            return Err(Broken::new("the directory is too large"));
        }
        let (mut ends, rest) = postcard::take_from_bytes::<Vec<usize>>(&bytes).map_err(|_| invalid())?;
        let mut end = 0_usize;
        for it in &mut ends {
            end = end.checked_add(*it).ok_or_else(invalid)?;
            *it = end;
        }
        if end != rest.len() {
            return Err(invalid());
        }
        let start = bytes.len() - rest.len();
        Ok(Self { bytes, start, ends })
    }

    /// The entries. Those that cannot be decoded are left out.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.ends.len()).filter_map(|index| decode(self.record(index)?, "a service").ok())
    }

    /// The entry with this name, or else with this second name.
    pub(super) fn find(&self, name: &str) -> Option<Entry<'_>> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            let entry = self.record(middle)?;
            // The name is the first field.
            let (found, _) = postcard::take_from_bytes::<&str>(entry).ok()?;
            match found.cmp(name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return decode(entry, "a service").ok(),
            }
        }
        self.entries().find(|entry| entry.is_called(name))
    }

    /// The bytes of an entry.
    fn record(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(index)?;
        let begin = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.bytes.get(self.start + begin..self.start + end)
    }
}
