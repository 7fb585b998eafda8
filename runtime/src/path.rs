//! Paths to parts of a value, such as `Tags[1].Key`.
//!
//! Walks that report mistakes keep a trail on the stack, which costs next to nothing, and convert it to a [`Path`] only
//! to report a mistake.

use std::fmt;

use crate::redact::REDACTED;
use crate::schema::Member;

/// A path from a value to one of its parts. The path of the value itself is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(Vec<Segment>);

/// A segment of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment {
    /// The member of a structure or union.
    Member(&'static str),
    /// The element of a list, counted from 0.
    Index(usize),
    /// The value of a map at this key.
    Key(String),
    /// The key of a map's entry itself, rather than its value.
    KeyItself,
}

impl Path {
    /// The segments, outermost first.
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

/// The path of a walk, as a chain of stack frames.
#[derive(Clone, Copy)]
pub(crate) enum Trail<'t> {
    /// The value where the walk began.
    Root,
    /// One step further than the trail, to this member of its shape.
    Step(&'t Trail<'t>, &'static Member, Step<'t>),
}

/// The last step of a [`Trail`].
#[derive(Clone, Copy)]
pub(crate) enum Step<'t> {
    /// Into a member of a structure or union.
    Name,
    /// To an element of a list.
    Index(usize),
    /// To the value at a map's key, with the member of the key.
    Key(&'t str, &'static Member),
    /// to the key of a map's entry
    KeyItself(&'t str),
}

impl<'t> Trail<'t> {
    /// Extends the trail to a member of a structure or union.
    pub(crate) fn member(&'t self, member: &'static Member) -> Self {
        Trail::Step(self, member, Step::Name)
    }

    /// Extends the trail to an element of a list.
    pub(crate) fn index(&'t self, member: &'static Member, index: usize) -> Self {
        Trail::Step(self, member, Step::Index(index))
    }

    /// The path so far, without sensitive keys.
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

    /// Whether the value here is sensitive, because of its own member or an enclosing one.
    pub(crate) fn is_sensitive(&self) -> bool {
        match self {
            Trail::Root => false,
            Trail::Step(before, member, _) => member.is_sensitive() || before.is_sensitive(),
        }
    }
}
