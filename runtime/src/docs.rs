//! The documentation of a generated crate, as a table beside its schemas.
//!
//! It is separate from the schemas, so that only programs that show it, such as the command line, contain it.

use std::fmt;

/// Documentation by shape: the model's `documentation` traits as CommonMark.
#[derive(Debug)]
pub struct Docs(Origin);

/// Where the documentation is.
#[derive(Debug)]
enum Origin {
    Entries(&'static [(&'static str, &'static str)]),
    Loaded(&'static dyn Load),
}

/// Documentation that is loaded text by text.
pub trait Load: fmt::Debug + Sync {
    /// The text with this id, as in [`Docs::new`].
    fn load(&self, id: &str) -> Option<&'static str>;
}

impl Docs {
    /// Creates a table from entries sorted by id: the shape id, followed by `$member` for members, and by `%example` for
    /// the title and the input, as JSON on the next line, of an operation's example.
    pub const fn new(entries: &'static [(&'static str, &'static str)]) -> Self {
        Self(Origin::Entries(entries))
    }

    /// Documentation that is loaded when it is looked up.
    pub const fn loaded(load: &'static dyn Load) -> Self {
        Self(Origin::Loaded(load))
    }

    /// The documentation of a shape or operation.
    pub fn shape(&self, id: &str) -> Option<&'static str> {
        self.find(&[id])
    }

    /// The documentation of a member.
    pub fn member(&self, id: &str, member: &str) -> Option<&'static str> {
        self.find(&[id, "$", member])
    }

    /// The title of an operation's example, and its input as JSON.
    pub fn example(&self, id: &str) -> Option<(&'static str, &'static str)> {
        self.find(&[id, "%example"])?.split_once('\n')
    }

    /// The text whose id consists of these parts.
    #[inline]
    fn find(&self, id: &[&str]) -> Option<&'static str> {
        match self.0 {
            Origin::Entries(entries) => {
                let wanted = || id.iter().flat_map(|part| part.bytes());
                let index = entries.binary_search_by(|(entry, _)| entry.bytes().cmp(wanted())).ok()?;
                Some(entries[index].1)
            }
            Origin::Loaded(load) => load.load(&id.concat()),
        }
    }
}
