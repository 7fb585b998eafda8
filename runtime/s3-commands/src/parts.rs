//! The sizes and positions of parts.

/// The maximum number of parts of an upload.
const MOST_PARTS: u64 = 10_000;
/// The minimum and maximum size of a part.
const LEAST: u64 = 5 << 20;
const MOST: u64 = 5 << 30;

/// A part: its number from 1, its offset, and its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) number: u64,
    pub(crate) start: u64,
    pub(crate) len: u64,
}

impl Part {
    /// The offset of the last byte.
    pub(crate) fn last(&self) -> u64 {
        self.start + self.len.saturating_sub(1)
    }
}

/// The size of the parts of an upload: the configured one, or a larger one to limit the number of parts.
pub(crate) fn upload_size(configured: u64, total: Option<u64>) -> u64 {
    let mut size = configured.clamp(1, MOST);
    if let Some(total) = total {
        while total.div_ceil(size) > MOST_PARTS && size < MOST {
            size = (size * 2).min(MOST);
        }
    }
    size.max(LEAST)
}

/// Divides a total into parts of this size.
pub(crate) fn of(total: u64, size: u64) -> impl Iterator<Item = Part> {
    let size = size.max(1);
    (0..total.div_ceil(size)).map(move |index| {
        let start = index * size;
        Part { number: index + 1, start, len: size.min(total - start) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_all_bytes() {
        let parts: Vec<_> = of(10, 4).map(|it| (it.number, it.start, it.len, it.last())).collect();
        assert_eq!(parts, [(1, 0, 4, 3), (2, 4, 4, 7), (3, 8, 2, 9)]);
        assert_eq!(of(0, 4).count(), 0);
    }

    #[test]
    fn parts_grow_where_there_would_be_too_many() {
        assert_eq!(upload_size(8 << 20, Some(1 << 30)), 8 << 20);
        assert_eq!(upload_size(1 << 20, Some(1 << 30)), 5 << 20);
        assert_eq!(upload_size(8 << 20, Some(100 << 30)), 16 << 20);
    }
}
