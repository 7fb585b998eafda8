//! Finds the lines of shapes and members in the model files.
//!
//! A valid model never needs this: a file is scanned once, when the first diagnostic needs a place in it.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::idl;
use super::source::Source;
use crate::diagnostic::{Diagnostics, Location, Part};

/// Line and column, starting from 1.
type Position = (usize, usize);

/// The key of a shape and, for a member, its name.
type Key<'a> = (&'a str, Option<&'a str>);

/// Sets the place of every diagnostic about a shape that has none.
pub(super) fn locate(sources: &[Source], diagnostics: &mut Diagnostics) {
    let locator = Locator::new(sources);
    for diagnostic in diagnostics.iter_mut() {
        if diagnostic.location.is_none()
            && let Some(id) = &diagnostic.shape_id
        {
            let part = diagnostic.part.as_ref().and_then(|part| locator.find_part(id, part));
            diagnostic.location = part.or_else(|| locator.find(id));
        }
    }
}

/// Finds shapes in several files.
pub(super) struct Locator<'a> {
    files: Vec<(&'a Source, OnceCell<Index<'a>>)>,
}

impl<'a> Locator<'a> {
    pub(super) fn new(sources: &'a [Source]) -> Self {
        Self { files: sources.iter().map(|source| (source, OnceCell::new())).collect() }
    }

    /// Where a shape or member is defined, or else where a trait is applied to it, or else, for a member, where its
    /// shape is defined (the member may come from a mixin).
    pub(super) fn find(&self, id: &str) -> Option<Location> {
        let (shape, member) = split(id);
        let all = || 0..self.files.len();
        let defined = |key| all().find_map(|file| self.look(file, |index| index.defined(key)));
        let applied = |key| all().find_map(|file| self.look(file, |index| index.applied(key)));
        defined((shape, member)).or_else(|| applied(id)).or_else(|| defined((shape, None))).or_else(|| applied(shape))
    }

    /// Where a part of a shape or member is. Only for the IDL, in which a shape has many lines of its own.
    fn find_part(&self, id: &str, part: &Part) -> Option<Location> {
        let (mark, name) = match part {
            Part::Trait(name) => ('@', name),
            Part::Reference(name) => ('>', name),
        };
        let key = format!("{id}{mark}{}", idl::local_name(name));
        (0..self.files.len()).find_map(|file| self.look(file, |index| index.idl.get(&key).copied()))
    }

    /// Where a shape or member is defined in the file with this number.
    pub(super) fn find_in(&self, file: usize, id: &str) -> Option<Location> {
        let (shape, member) = split(id);
        self.look(file, |index| {
            let defined = index.defined((shape, member)).or_else(|| index.defined((shape, None)));
            defined.or_else(|| index.applied(id))
        })
    }

    /// Where a shape or member is defined for the second time in a file.
    pub(super) fn find_repeated(&self, file: usize, id: &str) -> Option<Location> {
        self.look(file, |index| index.repeated.get(&split(id)).copied())
    }

    /// The start of a file, for problems that are not about a shape.
    pub(super) fn start_of(&self, file: usize) -> Option<Location> {
        let (source, _) = self.files.get(file)?;
        Some(Location { file: source.name.clone(), line: 1, column: 1 })
    }

    fn look(&self, file: usize, find: impl Fn(&Index<'a>) -> Option<Position>) -> Option<Location> {
        let (source, index) = self.files.get(file)?;
        let (line, column) = find(index.get_or_init(|| Index::of(source)))?;
        Some(Location { file: source.name.clone(), line, column })
    }
}

fn split(id: &str) -> Key<'_> {
    match id.split_once('$') {
        Some((shape, member)) => (shape, Some(member)),
        None => (id, None),
    }
}

/// The places of all shapes in a file.
#[derive(Default)]
struct Index<'a> {
    defined: HashMap<Key<'a>, Position>,
    /// The places of second definitions.
    repeated: HashMap<Key<'a>, Position>,
    applied: HashMap<&'a str, Position>,
    /// The shapes and members of a `.smithy` file by full ID, and their parts.
    idl: HashMap<String, Position>,
}

impl<'a> Index<'a> {
    fn of(source: &'a Source) -> Self {
        if source.is_idl() {
            Self { idl: idl::places(&source.text), ..Self::default() }
        } else {
            Self::scan(&source.text)
        }
    }

    fn defined(&self, (shape, member): (&str, Option<&str>)) -> Option<Position> {
        if self.idl.is_empty() {
            return self.defined.get(&(shape, member)).copied();
        }
        let found = match member {
            Some(member) => self.idl.get(&format!("{shape}${member}")),
            None => self.idl.get(shape),
        };
        found.copied()
    }

    fn applied(&self, id: &str) -> Option<Position> {
        if self.idl.is_empty() {
            return self.applied.get(id).copied();
        }
        self.idl.get(&format!("apply {id}")).copied()
    }

    /// Scans a text that is known to be valid JSON.
    fn scan(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut index = Self::default();
        // The keys that lead to the current position. Deeper ones are not needed.
        let mut path = [""; 4];
        let (mut at, mut depth, mut line, mut line_start) = (0, 0_usize, 1, 0);
        while at < bytes.len() {
            match bytes[at] {
                b'\n' => (line, line_start) = (line + 1, at + 1),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => {
                    let end = end_of_string(bytes, at + 1);
                    let content = text.get(at + 1..end).unwrap_or_default();
                    let position = (line, at - line_start + 1);
                    if !is_key(bytes, end + 1) {
                        index.value(&path, depth, content);
                    } else if (1..=4).contains(&depth) {
                        path[depth - 1] = content;
                        index.key(&path, depth, position);
                    }
                    at = end;
                }
                _ => {}
            }
            at += 1;
        }
        index
    }

    fn key(&mut self, path: &[&'a str; 4], depth: usize, position: Position) {
        let [top, shape, property, member] = *path;
        let key = match (top, depth) {
            ("shapes", 2) => (shape, None),
            ("shapes", 3) if matches!(property, "member" | "key" | "value") => (shape, Some(property)),
            ("shapes", 4) if property == "members" => (shape, Some(member)),
            _ => return,
        };
        if *self.defined.entry(key).or_insert(position) != position {
            self.repeated.entry(key).or_insert(position);
        }
    }

    /// Only its type shows that a shape is an `apply` statement.
    fn value(&mut self, path: &[&'a str; 4], depth: usize, content: &str) {
        let [top, shape, property, _] = *path;
        if (top, depth, property, content) == ("shapes", 3, "type", "apply")
            && let Some(position) = self.defined.remove(&(shape, None))
        {
            self.applied.insert(shape, position);
        }
    }
}

fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at
}

/// Whether the string that ends before `at` is a key: only keys are followed by a colon.
fn is_key(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
  "smithy": "2.0",
  "shapes": {
    "a#Foo": { "type": "structure", "members": {
      "ba\"r": { "target": "a#Foo" },
      "bar": { "target": "smithy.api#String" } } },
    "a#List": { "type": "list",
      "member": { "target": "a#Foo", "traits": { "x#members": { "bar": "a#Foo" } } } },
    "a#Foo$bar": { "type": "apply", "traits": {} }
  }
}"#;

    #[test]
    fn shapes_members_and_applies_are_found() {
        let sources = [Source::new("a.json", TEXT)];
        let locator = Locator::new(&sources);
        let line = |id: &str| locator.find(id).map(|place| (place.line, place.column));
        assert_eq!(line("a#Foo"), Some((4, 5)));
        assert_eq!(line("a#Foo$bar"), Some((6, 7)));
        assert_eq!(line("a#List$member"), Some((8, 7)));
        assert_eq!(line("a#Foo$inherited"), Some((4, 5)));
        assert_eq!(line("a#None"), None);
    }
}
