//! Parser of the shared files.

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::value::{unquote, value};
use crate::sorted_map::SortedMap;

/// The kind of file. The two name their sections differently.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `[default]`, `[profile x]`, `[services x]`, `[sso-session x]`.
    Config,
    /// `[x]`.
    Credentials,
}

/// Lowercase keys with their values, and the lines that could not be read.
#[derive(Clone, Default)]
pub(super) struct Section {
    keys: SortedMap<Property>,
    pub(super) mistakes: Vec<Mistake>,
}

/// A line that could not be read. The message never quotes the file, which may contain secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The line, counted from 1.
    pub(super) line: usize,
    /// The affected key, if there is only one.
    pub(super) key: Option<String>,
    pub(super) message: &'static str,
}

/// A value. It may be secret, and is overwritten when it is dropped.
#[derive(Clone, Default)]
struct Property {
    text: Zeroizing<String>,
    nested: SortedMap<Zeroizing<String>>,
    /// The line of the key, counted from 1.
    line: usize,
    /// The file, once the section belongs to the profiles of a user.
    file: Option<Arc<Path>>,
    /// Whether the value continues on further lines, which only `credential_process` permits.
    is_continued: bool,
}

impl Section {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.keys.get(key).filter(|it| !it.is_continued).map(|it| it.text.as_str())
    }

    /// The file and line of a key.
    pub(super) fn place(&self, key: &str) -> Option<(&Path, usize)> {
        let property = self.keys.get(key)?;
        Some((property.file.as_deref()?, property.line))
    }

    /// Whether keys are indented under a key.
    pub(super) fn has_nested(&self, key: &str) -> bool {
        self.keys.get(key).is_some_and(|it| it.nested.keys().next().is_some())
    }

    /// The value of a key that is indented under another.
    pub(super) fn get_nested(&self, key: &str, nested: &str) -> Option<&str> {
        self.keys.get(key)?.nested.get(nested).map(|it| it.as_str())
    }
}

/// The sections of a file.
#[derive(Default)]
pub(super) struct Sections {
    pub(super) profiles: SortedMap<Section>,
    pub(super) services: SortedMap<Section>,
    pub(super) sso_sessions: SortedMap<Section>,
    /// Sections of the configuration file with one-word names, and their lines. They are probably profiles without the
    /// word `profile`.
    pub(super) unprefixed: SortedMap<usize>,
    /// Lines outside of all sections, and headers without a name.
    pub(super) mistakes: Vec<Mistake>,
}

impl Section {
    /// Takes over the keys of a section of this file, which win.
    pub(super) fn absorb(&mut self, other: Section, file: &Arc<Path>) {
        for (key, property) in other.keys {
            self.keys.insert(key, Property { file: Some(file.clone()), ..property });
        }
    }
}

/// The section of the current line.
enum Place {
    /// Before the first section.
    Nowhere,
    /// In a section that is not used here.
    Ignored,
    Profile(String),
    Services(String),
    SsoSession(String),
}

/// Parses a file. Lines that cannot be read are recorded as mistakes of their section.
pub(super) fn parse(kind: Kind, bytes: &[u8]) -> Sections {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let sections = Sections::default();
    let mut parser = Parser { kind, sections, place: Place::Nowhere, key: None, is_default_prefixed: false, line: 0 };
    for line in bytes.split(|it| *it == b'\n') {
        parser.line += 1;
        if let Err((key, message)) = parser.read(line) {
            parser.note(key, message);
        }
    }
    parser.sections
}

/// The affected key and the message.
type Wrong = (Option<String>, &'static str);

struct Parser {
    kind: Kind,
    sections: Sections,
    place: Place,
    /// The key that a line continues if it is indented deeper than this.
    key: Option<(String, usize)>,
    /// Whether there is a `[profile default]`, which takes precedence over `[default]`.
    is_default_prefixed: bool,
    /// The number of the current line.
    line: usize,
}

impl Parser {
    fn note(&mut self, key: Option<String>, message: &'static str) {
        let mistake = Mistake { line: self.line, key, message };
        match self.section() {
            Some(section) => section.mistakes.push(mistake),
            None => self.sections.mistakes.push(mistake),
        }
    }

    fn read(&mut self, line: &[u8]) -> Result<(), Wrong> {
        let Ok(line) = std::str::from_utf8(line) else {
            return Err((None, "the line is not UTF-8"));
        };
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            return Ok(());
        }
        // Whole sections may be indented: only lines indented deeper than a key continue it.
        let indent = line.len() - line.trim_start().len();
        if let Some((key, _)) = self.key.clone().filter(|(_, of_key)| indent > *of_key) {
            return self.continuation(key, trimmed);
        }
        if let Some(rest) = trimmed.strip_prefix('[') {
            self.key = None;
            self.place = Place::Ignored;
            self.place = self.header(rest).map_err(|message| (None, message))?;
            return Ok(());
        }
        self.property(trimmed, indent)
    }

    /// Parses what follows the `[` of a section header. Text after the `]` is ignored, as in the AWS CLI.
    fn header(&mut self, rest: &str) -> Result<Place, &'static str> {
        let (title, _) = rest.split_once(']').ok_or("expected `]` after the section's name")?;
        let title = title.trim();
        if title.is_empty() {
            return Err("expected a section name");
        }
        if self.kind == Kind::Credentials {
            return Ok(self.open_profile(title));
        }
        if title == "default" {
            return Ok(if self.is_default_prefixed { Place::Ignored } else { self.open_profile(title) });
        }
        let (what, name) = title.split_once([' ', '\t']).unwrap_or((title, ""));
        let name = unquote(name.trim());
        match (what, name) {
            ("profile" | "services" | "sso-session", "") => {
                Err("expected a name after the first word of the section header")
            }
            ("profile", name) => {
                if name == "default" && !std::mem::replace(&mut self.is_default_prefixed, true) {
                    self.sections.profiles.remove(name);
                }
                Ok(self.open_profile(name))
            }
            ("services", name) => {
                self.sections.services.get_or_insert(name.to_owned(), Section::default());
                Ok(Place::Services(name.to_owned()))
            }
            ("sso-session", name) => {
                self.sections.sso_sessions.get_or_insert(name.to_owned(), Section::default());
                Ok(Place::SsoSession(name.to_owned()))
            }
            // Sections of other tools or newer versions of the format.
            (name, "") => {
                self.sections.unprefixed.get_or_insert(name.to_owned(), self.line);
                Ok(Place::Ignored)
            }
            _ => Ok(Place::Ignored),
        }
    }

    fn open_profile(&mut self, name: &str) -> Place {
        self.sections.profiles.get_or_insert(name.to_owned(), Section::default());
        Place::Profile(name.to_owned())
    }

    fn section(&mut self) -> Option<&mut Section> {
        match &self.place {
            Place::Nowhere | Place::Ignored => None,
            Place::Profile(name) => self.sections.profiles.get_mut(name),
            Place::Services(name) => self.sections.services.get_mut(name),
            Place::SsoSession(name) => self.sections.sso_sessions.get_mut(name),
        }
    }

    fn property(&mut self, line: &str, indent: usize) -> Result<(), Wrong> {
        self.key = None;
        match self.place {
            Place::Nowhere => return Err((None, "expected a section header before this line")),
            Place::Ignored => return Ok(()),
            Place::Profile(_) | Place::Services(_) | Place::SsoSession(_) => {}
        }
        let (key, text) = split_property(line).map_err(|message| (None, message))?;
        let line = self.line;
        if let Some(section) = self.section() {
            section.keys.insert(key.clone(), Property { text: value(&key, text), line, ..Property::default() });
        }
        self.key = Some((key, indent));
        Ok(())
    }

    /// Parses a line that is indented under a key: a nested key if the value is empty, or a further line of a command.
    fn continuation(&mut self, key: String, line: &str) -> Result<(), Wrong> {
        let Some(property) = self.section().and_then(|it| it.keys.get_mut(&key)) else { return Ok(()) };
        if property.text.is_empty() {
            return match split_property(line) {
                Ok((nested, text)) => {
                    let text = value(&nested, text);
                    property.nested.insert(nested, text);
                    Ok(())
                }
                Err(message) => Err((Some(key), message)),
            };
        }
        if key == "credential_process" {
            property.text.push('\n');
            property.text.push_str(line);
            return Ok(());
        }
        // A value with line breaks is never valid, and the line may contain a secret.
        property.is_continued = true;
        Err((Some(key), "the line is indented, so it continues the value above: remove the indentation"))
    }
}

/// Splits a line into key and value. Like the AWS CLI, accepts a colon too.
fn split_property(line: &str) -> Result<(String, &str), &'static str> {
    let split = line.split_once('=').or_else(|| line.split_once(':'));
    let (key, text) = split.ok_or("expected a section or `key = value`")?;
    let key = key.trim().to_ascii_lowercase();
    if key.is_empty() {
        return Err("expected a key before `=`");
    }
    Ok((key, text))
}
