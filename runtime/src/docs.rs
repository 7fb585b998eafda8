//! The documentation of a generated crate, as a table beside its schemas.
//!
//! It is separate from the schemas, so that only programs that show it, such as the command line, contain it.

/// Documentation by shape: the model's `documentation` traits as CommonMark.
#[derive(Debug)]
pub struct Docs {
    entries: &'static [(&'static str, &'static str)],
}

impl Docs {
    /// Creates a table from entries sorted by id: the shape id, followed by `$member` for members, and by `%example` for
    /// the title and the input, as JSON on the next line, of an operation's example.
    pub const fn new(entries: &'static [(&'static str, &'static str)]) -> Self {
        Self { entries }
    }

    /// The documentation of a shape or operation.
    pub fn shape(&self, id: &str) -> Option<&'static str> {
        self.find(|entry| entry.cmp(id))
    }

    /// The documentation of a member.
    pub fn member(&self, id: &str, member: &str) -> Option<&'static str> {
        let wanted = || id.bytes().chain([b'$']).chain(member.bytes());
        self.find(|entry| entry.bytes().cmp(wanted()))
    }

    /// The title of an operation's example, and its input as JSON.
    pub fn example(&self, id: &str) -> Option<(&'static str, &'static str)> {
        let wanted = || id.bytes().chain(*b"%example");
        self.find(|entry| entry.bytes().cmp(wanted()))?.split_once('\n')
    }

    fn find(&self, compare: impl Fn(&str) -> std::cmp::Ordering) -> Option<&'static str> {
        let index = self.entries.binary_search_by(|(id, _)| compare(id)).ok()?;
        Some(self.entries[index].1)
    }
}
