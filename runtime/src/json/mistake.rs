//! Mistakes in a JSON text, and their messages.

use std::fmt;

use super::syntax::SyntaxError;
use crate::path::Path;
use crate::schema::{Kind, Schema};

/// The maximum number of characters that a mistake quotes.
const LONGEST_QUOTE: usize = 60;

/// All mistakes in a JSON text, in the order of the text.
#[derive(Clone, Debug)]
pub struct JsonErrors(pub(super) Vec<Mistake>);

impl JsonErrors {
    /// The mistakes. At least one.
    #[inline]
    pub fn mistakes(&self) -> &[Mistake] {
        &self.0
    }

    /// The first syntax error. Nothing after it was read.
    #[inline]
    pub fn syntax(&self) -> Option<&Mistake> {
        self.0.iter().find(|it| matches!(it.kind, MistakeKind::Syntax(_)))
    }
}

impl fmt::Display for JsonErrors {
    /// Writes one mistake per line.
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

/// A mistake in a JSON text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mistake {
    /// The path of the value. For an unknown member, the path of its structure.
    pub path: Path,
    /// The kind of the mistake.
    pub kind: MistakeKind,
    /// The position in the text, if the value was read from a text.
    pub position: Option<Position>,
}

impl Mistake {
    /// Creates the mistake for a syntax error.
    #[inline]
    pub(super) fn syntax(text: &str, error: SyntaxError) -> Self {
        let position = Some(Cursor::new(text).go_to(error.at));
        Self { path: Path::default(), kind: MistakeKind::Syntax(error.problem.message()), position }
    }
}

/// Converts byte offsets to positions in a single pass over the text.
#[derive(Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
    position: Position,
}

impl<'a> Cursor<'a> {
    /// Starts at the beginning of the text, after a byte order mark.
    #[inline]
    pub fn new(text: &'a str) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { text, at, position: Position { line: 1, column: 1 } }
    }

    /// The position of a byte, which must not precede the previous one.
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

/// A position in a text. Lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// The kind of a mistake.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum MistakeKind {
    /// The structure or union has no member with this name.
    UnknownMember {
        /// The name in the text.
        name: String,
        /// The schema of the structure or union.
        known: &'static Schema,
    },
    /// The value has another type than its shape.
    WrongType {
        /// The expected shape.
        expected: &'static Schema,
        /// The value in the text.
        found: Found,
    },
    /// The number is out of the range of its shape.
    OutOfRange {
        /// The expected shape.
        expected: &'static Schema,
        /// The number in the text.
        found: Found,
    },
    /// The string is not a timestamp in a supported format.
    BadTimestamp(Found),
    /// The string is not base64.
    BadBase64(Found),
    /// Null, where an unset member must be omitted.
    NullValue,
    /// The number of members of a union is not one.
    UnionCount {
        /// The number of members.
        found: usize,
        /// The schema of the union.
        known: &'static Schema,
    },
    /// Lists and objects are nested deeper than this.
    TooDeep(usize),
    /// The text is not JSON.
    Syntax(&'static str),
}

/// A value in the text that is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// Its type.
    pub kind: JsonType,
    /// Its text, truncated if it is long. `None` for lists, objects and sensitive values.
    pub text: Option<String>,
}

/// The JSON types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonType {
    /// Null.
    Null,
    /// A boolean.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list.
    List,
    /// An object.
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
            (Some(text), kind) => write!(f, "{kind}: {text}"),
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
                write!(f, "unknown member {name:?}")?;
                if let Some(near) = nearest(name, known) {
                    write!(f, " (did you mean {near:?}?)")?;
                }
                match known.members() {
                    [] => f.write_str("; it has no members"),
                    members => {
                        f.write_str("; the members are ")?;
                        names(members.iter().map(super::super::schema::Member::name), f)
                    }
                }
            }
            Self::WrongType { expected, found } => {
                write!(f, "expected {}, found {found}", json_name(expected.kind()))
            }
            Self::OutOfRange { expected, found } => {
                write!(f, "expected {}, found {found}", range_name(expected.kind()))
            }
            Self::BadTimestamp(found) => {
                write!(f, "expected a time such as \"2026-11-24T07:52:52Z\", found {found}")
            }
            Self::BadBase64(found) => write!(f, "expected base64, found {found}"),
            Self::NullValue => f.write_str("null is not allowed here; omit the member to leave it unset"),
            Self::UnionCount { found, known } => {
                write!(f, "expected exactly one member, found {found}; choose one of ")?;
                names(known.members().iter().map(super::super::schema::Member::name), f)
            }
            Self::TooDeep(limit) => write!(f, "nested deeper than {limit} levels"),
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

/// The JSON form of a kind of value.
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

/// The range of a kind of number.
#[inline]
fn range_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Byte => "a signed 8-bit integer (-128 to 127)",
        Kind::Short => "a signed 16-bit integer (-32768 to 32767)",
        Kind::Integer | Kind::IntEnum(_) => "a signed 32-bit integer (-2147483648 to 2147483647)",
        Kind::Long => "a signed 64-bit integer",
        Kind::Float => "a 32-bit float",
        Kind::Timestamp => "a year from 1 to 9999",
        _ => "a 64-bit float",
    }
}

/// The text, truncated if it is long.
#[inline]
pub(super) fn quote(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// The most similar member name, if it is similar: the same letters regardless of case and hyphens, or up to a third of
/// them different.
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

/// The number of letters to insert, remove or change to turn one word into the other.
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
