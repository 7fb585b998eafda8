//! Formats values without the members that the model marks as sensitive.
//!
//! The output is that of `derive(Debug)`: Rust's names of types and fields, and optional members in `Some` and `None`.
//! Names of fields and nested types are derived from the model like in the generator.

mod copy;

use std::fmt;

pub use copy::copy_redacted;

use crate::join::join;
use crate::schema::{Kind, Member, Schema, Trait};
use crate::shape::{Structure, Union, View};

/// The text that replaces a sensitive value.
pub const REDACTED: &str = "*** Sensitive Data Redacted ***";

/// Writes a structure like `Debug`, under this name.
#[inline]
pub fn debug(value: &dyn Structure, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_structure::<()>(value, name, f)
}

/// Writes a structure. Generic, so that only crates that use it compile it, and they once: a function that is only
/// `#[inline]` is copied into the `Debug` of each structure.
#[inline(never)]
#[expect(clippy::extra_unused_type_parameters, reason = "makes it generic")]
fn write_structure<Once>(value: &dyn Structure, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(name);
    for (index, member) in value.schema().members().iter().enumerate() {
        let Some(place) = value.member(index) else { continue };
        let shown = Field { member, view: place.view(), optional: is_optional(value.schema(), member) };
        out.field(&snake_case(member.name()), &shown);
    }
    out.finish()
}

/// Writes an operation's output like `Debug`.
#[inline]
pub(crate) fn debug_output(value: &dyn Structure, operation: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    debug(value, &format!("{}Output", pascal_case(operation)), f)
}

/// Writes a union like `Debug`, with the Rust names of its variants.
#[inline]
pub fn debug_union(value: &dyn Union, variants: &[&str], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_union::<()>(value, variants, f)
}

/// Writes a union, like [`write_structure`].
#[inline(never)]
#[expect(clippy::extra_unused_type_parameters, reason = "makes it generic")]
fn write_union<Once>(value: &dyn Union, variants: &[&str], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some((index, place)) = value.get() else { return f.write_str("Unknown") };
    let Some(member) = value.schema().members().get(index) else { return f.write_str("Unknown") };
    let name = variants.get(index).map_or_else(|| pascal_case(member.name()), |name| (*name).to_owned());
    if is_unit(member.target()) {
        return f.write_str(&name);
    }
    f.debug_tuple(&name).field(&Value { member, view: place.view() }).finish()
}

/// Writes a structure like `Debug`, with names derived from the model.
#[inline]
pub(crate) fn debug_structure(value: &dyn Structure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    debug(value, &pascal_case(value.schema().name()), f)
}

/// Whether the Rust type of the member is an `Option`.
///
/// <https://smithy.io/2.0/spec/aggregate-types.html#structure-member-optionality>
#[inline]
fn is_optional(owner: &Schema, member: &Member) -> bool {
    let client_optional = member.traits().iter().any(|it| matches!(it, Trait::ClientOptional));
    let input = owner.traits().iter().any(|it| matches!(it, Trait::Input));
    let always_there = member.is_required() || member.default_value().is_some();
    input || client_optional || owner.is_error() || !always_there
}

#[inline]
fn is_unit(schema: &Schema) -> bool {
    schema.id() == "smithy.api#Unit"
}

/// The value of a structure's member.
struct Field<'a> {
    member: &'static Member,
    view: View<'a>,
    optional: bool,
}

impl fmt::Debug for Field<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = Value { member: self.member, view: self.view };
        match self.view {
            // A sensitive value is not shown, nor whether it is set.
            _ if self.member.is_sensitive() => value.fmt(f),
            View::Absent => f.write_str("None"),
            _ if self.optional => f.debug_tuple("Some").field(&value).finish(),
            _ => value.fmt(f),
        }
    }
}

/// The value of any member.
struct Value<'a> {
    member: &'static Member,
    view: View<'a>,
}

impl fmt::Debug for Value<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.member.is_sensitive() {
            return fmt::Debug::fmt(REDACTED, f);
        }
        match self.view {
            View::Absent => f.write_str("None"),
            View::Boolean(it) => fmt::Debug::fmt(&it, f),
            View::Integer(it) => fmt::Debug::fmt(&it, f),
            View::Float(it) => fmt::Debug::fmt(&it, f),
            View::Double(it) => fmt::Debug::fmt(&it, f),
            View::Number(it) => f.write_str(it),
            View::String(it) => self.string(it, f),
            View::Blob(it) => f.debug_struct("Blob").field("inner", &it).finish(),
            View::Stream(_) => f.write_str("ByteStream { .. }"),
            View::Events => f.write_str("Events { .. }"),
            View::Timestamp(it) => fmt::Debug::fmt(it, f),
            View::Document(it) => fmt::Debug::fmt(it, f),
            View::List(list) => {
                let member = &self.member.target().members()[0];
                let elements = (0..list.len()).filter_map(|index| list.get(index));
                f.debug_list().entries(elements.map(|it| Value { member, view: it.view() })).finish()
            }
            View::Map(map) => {
                let [key, member] = self.member.target().members() else { return f.write_str("{..}") };
                let shown = |text| Value { member: key, view: View::String(text) };
                let entries = map.entries();
                let entries = entries.iter().map(|(text, it)| (shown(text), Value { member, view: it.view() }));
                f.debug_map().entries(entries).finish()
            }
            View::Structure(it) => debug_structure(it, f),
            View::Union(it) => debug_union(it, &[], f),
        }
    }
}

impl Value<'_> {
    /// Writes a string in quotes, and a known enum value as the name of its variant.
    #[inline]
    fn string(&self, text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.member.target().kind() {
            Kind::Enum(known) if known.contains(&text) => f.write_str(&pascal_case(text)),
            Kind::Enum(_) => f.debug_tuple("Unknown").field(&text).finish(),
            _ => fmt::Debug::fmt(text, f),
        }
    }
}

/// The words of a name: `AccessKeyId` and `access-key-id` have three, `ARNs` has one.
#[inline]
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut start = true;
    for (place, &letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            start = true;
            continue;
        }
        let before = place.checked_sub(1).map(|it| letters[it]);
        let after = letters.get(place + 1);
        let after_small = before.is_some_and(|it| it.is_lowercase() || it.is_numeric());
        // The last capital of a run begins a new word, unless a plural s follows.
        let plural = after == Some(&'s') && letters.get(place + 2).is_none_or(|it| !it.is_lowercase());
        let ends_run = before.is_some_and(char::is_uppercase) && after.is_some_and(|it| it.is_lowercase()) && !plural;
        if start || (letter.is_uppercase() && (after_small || ends_run)) {
            words.push(String::new());
            start = false;
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

#[inline]
fn snake_case(name: &str) -> String {
    join(&words(name), "_")
}

#[inline]
fn pascal_case(name: &str) -> String {
    let capital = |word: &String| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    words(name).iter().map(capital).collect()
}
