//! Mistakes in a JSON text, and how they are reported.

use std::fmt;

use super::syntax::SyntaxError;
use crate::path::Path;
use crate::schema::{Kind, Schema};

/// Every mistake in a JSON text, in the order of the text.
#[derive(Clone, Debug)]
pub struct JsonErrors(pub(super) Vec<Mistake>);

impl JsonErrors {
    /// The mistakes, of which there is at least one.
    #[inline]
    pub fn mistakes(&self) -> &[Mistake] {
        &self.0
    }

    /// The first place where the text is not JSON; then nothing behind it was read.
    #[inline]
    pub fn syntax(&self) -> Option<&Mistake> {
        self.0.iter().find(|it| matches!(it.kind, MistakeKind::Syntax(_)))
    }
}

impl fmt::Display for JsonErrors {
    /// One mistake a line.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, mistake) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            mistake.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for JsonErrors {}

/// One mistake in a JSON text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mistake {
    /// Where in the value it is; of an unknown member, in which structure.
    pub path: Path,
    /// What is wrong.
    pub kind: MistakeKind,
    /// Where in the text it is, if the value was read from a text.
    pub position: Option<Position>,
}

impl Mistake {
    /// The mistake of a text that is not JSON.
    #[inline]
    pub(super) fn syntax(text: &str, error: SyntaxError) -> Self {
        let position = Some(Cursor::new(text).go_to(error.at));
        Self { path: Path::default(), kind: MistakeKind::Syntax(error.problem.message()), position }
    }
}

/// Tells bytes' positions by going over a text once, however many are asked for.
#[derive(Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
    position: Position,
}

impl<'a> Cursor<'a> {
    /// At the start of the text, behind a byte order mark.
    #[inline]
    pub fn new(text: &'a str) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { text, at, position: Position { line: 1, column: 1 } }
    }

    /// The position of this byte, which is not before the last one that was asked for.
    #[inline]
    pub fn go_to(&mut self, at: usize) -> Position {
        let passed = self.text.get(self.at..at).unwrap_or_default();
        if let Some((lines, line)) = passed.rsplit_once('\n') {
            self.position.line += lines.matches('\n').count() + 1;
            self.position.column = line.chars().count() + 1;
        } else {
            self.position.column += passed.chars().count();
        }
        self.at += passed.len();
        self.position
    }
}

/// A place in a text, counted from 1; columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// the line
    pub line: usize,
    /// the character in the line
    pub column: usize,
}

/// What is wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum MistakeKind {
    /// The structure or union has no member of this name.
    UnknownMember {
        /// the name in the text
        name: String,
        /// the table of the structure or union
        known: &'static Schema,
    },
    /// The value is of another type than its shape.
    WrongType {
        /// the shape that it should have
        expected: &'static Schema,
        /// the value that there is
        found: Found,
    },
    /// The number does not fit the type of its shape.
    OutOfRange {
        /// the shape that it should have
        expected: &'static Schema,
        /// the number that there is
        found: Found,
    },
    /// The string is not a timestamp in a format that is read here.
    BadTimestamp(Found),
    /// The string is not base64.
    BadBase64(Found),
    /// Null, where the way to give no value is to leave the member out.
    NullValue,
    /// A union with this many members and not one.
    UnionCount {
        /// how many there are
        found: usize,
        /// the table of the union
        known: &'static Schema,
    },
    /// Lists and objects are in each other deeper than this.
    TooDeep(usize),
    /// The text is not JSON.
    Syntax(&'static str),
}

/// A value that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// its type
    pub kind: JsonType,
    /// its text, cut where it is long; None of a list or object, and where it is sensitive
    pub text: Option<String>,
}

/// The types of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonType {
    /// null
    Null,
    /// true or false
    Boolean,
    /// a number
    Number,
    /// a string
    String,
    /// a list
    List,
    /// an object
    Object,
}

impl fmt::Display for JsonType {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        })
    }
}

impl fmt::Display for Found {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.text, self.kind) {
            (Some(text), JsonType::Null | JsonType::Boolean) => f.write_str(text),
            (Some(text), kind) => write!(f, "{kind}, {text}"),
            (None, kind) => write!(f, "{kind}"),
        }
    }
}

impl fmt::Display for Mistake {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_root() {
            write!(f, "{}: ", self.path)?;
        }
        self.kind.fmt(f)?;
        match self.position {
            Some(Position { line, column }) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for MistakeKind {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownMember { name, known } => {
                write!(f, "there is no member {name:?}")?;
                if let Some(near) = nearest(name, known) {
                    write!(f, ", did you mean {near:?}?")?;
                }
                match known.members() {
                    [] => f.write_str("; there are no members"),
                    members => {
                        f.write_str("; the members are ")?;
                        names(members.iter().map(super::super::schema::Member::name), f)
                    }
                }
            }
            Self::WrongType { expected, found } => {
                write!(f, "this should be {}, and is {found}", json_name(expected.kind()))
            }
            Self::OutOfRange { expected, found } => {
                write!(f, "this does not fit into {}: {found}", range_name(expected.kind()))
            }
            Self::BadTimestamp(found) => {
                write!(f, "this should be a time such as \"2026-11-24T07:52:52Z\", and is {found}")
            }
            Self::BadBase64(found) => write!(f, "this should be base64, and is {found}"),
            Self::NullValue => f.write_str("null is not allowed here; omit the member to leave it unset"),
            Self::UnionCount { found, known } => {
                write!(f, "this should have exactly one member and has {found}; choose one of ")?;
                names(known.members().iter().map(super::super::schema::Member::name), f)
            }
            Self::TooDeep(limit) => write!(f, "this is nested deeper than {limit} levels"),
            Self::Syntax(message) => write!(f, "invalid JSON: {message}"),
        }
    }
}

#[inline]
fn names<'a>(names: impl Iterator<Item = &'a str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (place, name) in names.enumerate() {
        write!(f, "{}{name}", if place > 0 { ", " } else { "" })?;
    }
    Ok(())
}

/// What a value of this kind is in JSON, as a person would say it.
#[inline]
fn json_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "true or false",
        Kind::Byte | Kind::Short | Kind::Integer | Kind::IntEnum(_) | Kind::Long | Kind::BigInteger => "an integer",
        Kind::Float | Kind::Double | Kind::BigDecimal => "a number",
        Kind::String | Kind::Enum(_) => "a string",
        Kind::Blob => "a string of base64",
        Kind::Timestamp => "a time, as a string or as seconds since 1970",
        Kind::Document => "any JSON",
        Kind::List => "a list",
        Kind::Map | Kind::Structure => "an object",
        Kind::Union => "an object with one member",
    }
}

/// What holds numbers of this kind.
#[inline]
fn range_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Byte => "a signed 8-bit integer (-128 to 127)",
        Kind::Short => "a signed 16-bit integer (-32768 to 32767)",
        Kind::Integer | Kind::IntEnum(_) => "a signed 32-bit integer (-2147483648 to 2147483647)",
        Kind::Long => "a signed 64-bit integer",
        Kind::Float => "a 32-bit float",
        Kind::Timestamp => "the years 1 to 9999",
        _ => "a 64-bit float",
    }
}

/// The member whose name is nearest to this one, if it is near: the same letters whatever their
/// case and hyphens, or up to a third of them mistaken.
#[inline]
fn nearest(name: &str, known: &Schema) -> Option<&'static str> {
    let plain = |name: &str| -> Vec<char> {
        name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect()
    };
    let wanted = plain(name);
    let distances = known.members().iter().map(|it| (distance(&wanted, &plain(it.name())), it.name()));
    let (distance, near) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= wanted.len()).then_some(near)
}

/// How many letters must be put in, taken out or changed to make one word of the other.
#[inline]
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}
