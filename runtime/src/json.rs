//! Reads and writes JSON: one codec for user-facing JSON and the wire protocols.
//!
//! User-facing JSON has the model's member names, as in `to_json` and `--cli-input-json`. The protocols differ from it
//! by [`Options`]. Values are read without an intermediate tree, and every [`Mistake`] is reported with its path and
//! position, not just the first.

mod lexer;
mod mistake;
mod options;
mod plain;
mod reader;
mod scalars;
mod syntax;
mod writer;

pub use lexer::{Lexer, Token};
pub use mistake::{Cursor, Found, JsonErrors, JsonType, Mistake, MistakeKind, Position};
pub use options::{Options, Timestamps};
pub use syntax::{Problem, SyntaxError};

use crate::schema::Member;
use crate::shape::Shape;
use crate::shape::{Blank, Structure, View};
pub(crate) use writer::push_string;

/// Writes a structure as JSON on one line, with the model's member names.
#[inline]
pub fn to_string(value: &dyn Structure) -> String {
    write(value, &Options::PEOPLE)
}

/// Writes a structure as JSON, indented by four spaces.
#[inline]
pub fn to_string_pretty(value: &dyn Structure) -> String {
    write(value, &Options::PRETTY)
}

/// Reads a JSON object with the model's member names into a structure.
#[inline]
pub fn from_str(text: &str, value: &mut dyn Structure) -> Result<(), JsonErrors> {
    read(text.as_bytes(), value, &Options::PEOPLE)
}

/// Reads a JSON object with the model's member names into a new structure.
#[inline]
pub fn parse<T: Structure + Blank>(text: &str) -> Result<T, JsonErrors> {
    let mut value = T::blank();
    from_str(text, &mut value)?;
    Ok(value)
}

/// Writes a structure: the members that are set, in model order.
#[inline]
pub fn write(value: &dyn Structure, options: &Options) -> String {
    let mut writer = writer::Writer::new(options);
    writer.structure(value);
    writer.finish()
}

/// Writes the value of a member for comparisons: equal values give equal texts.
#[inline]
pub(crate) fn write_member(member: &'static Member, view: View<'_>) -> String {
    write_value(member, view, &Options::PEOPLE)
}

/// Reads a JSON object into a structure. Members that are not in the text stay as they are. If a member appears twice,
/// the last value wins, but members of structures are merged. After an error, the value must not be used.
#[inline]
pub fn read(text: &[u8], value: &mut dyn Structure, options: &Options) -> Result<(), JsonErrors> {
    let text = decode(text)?;
    let mut reader = reader::Reader::new(text, options);
    reader.root(value);
    reader.finish()
}

/// Writes the value of a member that is the whole body.
#[inline]
pub fn write_value(member: &'static Member, view: View<'_>, options: &Options) -> String {
    let mut writer = writer::Writer::new(options);
    writer.value(member, view);
    writer.finish()
}

/// Reads a text that is the value of one member.
#[inline]
pub fn read_value(
    text: &[u8],
    member: &'static Member,
    place: &mut dyn Shape,
    options: &Options,
) -> Result<(), JsonErrors> {
    let text = decode(text)?;
    let mut reader = reader::Reader::new(text, options);
    reader.root_value(member, place);
    reader.finish()
}

/// Passes every string member of a JSON object to `see`, and skips the others. Protocols need this to find out which
/// error they received.
#[inline]
pub fn read_strings(text: &[u8], see: &mut dyn FnMut(&str, &str)) -> Result<(), JsonErrors> {
    let text = decode(text)?;
    let mut lexer = Lexer::new(text);
    let mut walk = || {
        let mut token = lexer.value()?;
        if token == Token::Object {
            let mut first = true;
            while let Some(key) = lexer.key(first)? {
                first = false;
                token = lexer.value()?;
                match &token {
                    Token::String(it) => see(&key, it),
                    other => lexer.skip(other)?,
                }
            }
        } else {
            lexer.skip(&token)?;
        }
        lexer.end()
    };
    walk().map_err(|error| JsonErrors(vec![Mistake::syntax(text, error)]))
}

/// Decodes UTF-8.
#[inline]
fn decode(bytes: &[u8]) -> Result<&str, JsonErrors> {
    std::str::from_utf8(bytes).map_err(|error| {
        let (good, _) = bytes.split_at(error.valid_up_to());
        let at = good.len();
        let good = std::str::from_utf8(good).unwrap_or_default();
        let message = "invalid UTF-8";
        JsonErrors(vec![Mistake::syntax(good, SyntaxError { at, problem: Problem::Refused(message) })])
    })
}
