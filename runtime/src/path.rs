//! Where in a value something is: `Tags[1].Key`.
//!
//! Walks that report mistakes keep a trail on the stack, which costs nothing while all is
//! well, and make a [`Path`] of it when there is a mistake to report.

use std::fmt;

use crate::redact::REDACTED;
use crate::schema::Member;

/// A way from a value into its parts. The path of the value itself is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(Vec<Segment>);

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment {
    /// into the member of a structure or union
    Member(&'static str),
    /// to the element of a list, counted from 0
    Index(usize),
    /// to the value of a map at this key
    Key(String),
    /// from a map's entry to its key, where the key itself is meant
    KeyItself,
}

impl Path {
    /// The steps, outermost first.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// Whether it is the path of the value itself.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Member(name) if place == 0 => f.write_str(name)?,
                Segment::Member(name) => write!(f, ".{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) => write!(f, "[{key:?}]")?,
                Segment::KeyItself => f.write_str(" (key)")?,
            }
        }
        Ok(())
    }
}

/// The way that a walk has come, as a chain over its stack frames.
#[derive(Clone, Copy)]
pub(crate) enum Trail<'t> {
    /// at the value that the walk began with
    Root,
    /// one step in from the trail, to this member of its shape
    Step(&'t Trail<'t>, &'static Member, Step<'t>),
}

/// How a [`Trail`] goes on.
#[derive(Clone, Copy)]
pub(crate) enum Step<'t> {
    /// into a member of a structure or union
    Name,
    /// to an element of a list
    Index(usize),
    /// to the value at a map's key, whose own member comes along
    Key(&'t str, &'static Member),
    /// to the key of a map's entry
    KeyItself(&'t str),
}

impl<'t> Trail<'t> {
    /// Into a member of a structure or union.
    pub(crate) fn member(&'t self, member: &'static Member) -> Self {
        Trail::Step(self, member, Step::Name)
    }

    /// To an element of a list.
    pub(crate) fn index(&'t self, member: &'static Member, index: usize) -> Self {
        Trail::Step(self, member, Step::Index(index))
    }

    /// The path so far. Keys that are sensitive are left out of it.
    pub(crate) fn path(&self) -> Path {
        let mut segments = Vec::new();
        let mut here = self;
        while let Trail::Step(before, member, step) = here {
            let shown = |key: &str, hidden: bool| Segment::Key(if hidden { REDACTED } else { key }.to_owned());
            match step {
                Step::Name => segments.push(Segment::Member(member.name())),
                Step::Index(index) => segments.push(Segment::Index(*index)),
                Step::Key(key, of) => segments.push(shown(key, of.is_sensitive() || before.is_sensitive())),
                Step::KeyItself(key) => {
                    segments.push(Segment::KeyItself);
                    segments.push(shown(key, here.is_sensitive()));
                }
            }
            here = before;
        }
        segments.reverse();
        Path(segments)
    }

    /// Whether the value here is sensitive, by its own member or one on the way to it.
    pub(crate) fn is_sensitive(&self) -> bool {
        match self {
            Trail::Root => false,
            Trail::Step(before, member, _) => member.is_sensitive() || before.is_sensitive(),
        }
    }
}
