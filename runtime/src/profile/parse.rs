//! Parser of the shared files.

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::error::ProfileError;
use super::keys;
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
    pub(super) mistakes: Vec<ProfileError>,
}

/// A value. It may be secret, and is overwritten when it is dropped.
#[derive(Clone)]
struct Property {
    text: Zeroizing<String>,
    nested: SortedMap<Zeroizing<String>>,
    /// The line of the key, counted from 1.
    line: usize,
    file: Arc<Path>,
    /// Whether the value continues on further lines, which only `credential_process` permits.
    is_continued: bool,
}

impl Section {
    /// The value of a key, unless it is empty.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let property = self.keys.get(key)?;
        Some(property.text.as_str()).filter(|it| !it.is_empty() && !property.is_continued)
    }

    /// The mistakes that affect the whole section or a key that is used here.
    pub(super) fn mistakes(&self) -> impl Iterator<Item = &ProfileError> {
        self.mistakes.iter().filter(|it| it.key().is_none_or(keys::is_used))
    }

    /// The file and line of a key.
    pub(super) fn place(&self, key: &str) -> Option<(&Path, usize)> {
        self.keys.get(key).map(|it| (&*it.file, it.line))
    }

    /// Whether keys are indented under a key.
    pub(super) fn has_nested(&self, key: &str) -> bool {
        self.keys.get(key).is_some_and(|it| it.nested.keys().next().is_some())
    }

    /// The value of a key that is indented under another, unless it is empty.
    pub(super) fn get_nested(&self, key: &str, nested: &str) -> Option<&str> {
        self.keys.get(key)?.nested.get(nested).map(|it| it.as_str()).filter(|it| !it.is_empty())
    }
}

/// The sections of one or more files.
#[derive(Clone, Default)]
pub(super) struct Sections {
    pub(super) profiles: SortedMap<Section>,
    pub(super) services: SortedMap<Section>,
    pub(super) sso_sessions: SortedMap<Section>,
    /// Sections of the configuration file with one-word names. They are probably profiles without the word `profile`.
    pub(super) unprefixed: SortedMap<ProfileError>,
    /// Files that cannot be read for lack of permission, lines outside of all sections, and headers without a name.
    pub(super) lost: Vec<ProfileError>,
}

impl Sections {
    /// Adds the sections of a file. Its keys win. Lines that cannot be read are recorded as mistakes of their section.
    pub(super) fn add(&mut self, kind: Kind, file: &Path, bytes: &[u8]) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (sections, place) = (self, Place::Nowhere);
        let mut parser =
            Parser { kind, file: file.into(), sections, place, key: None, is_default_prefixed: false, line: 0 };
        for line in bytes.split(|it| *it == b'\n') {
            parser.line += 1;
            if let Err((key, message)) = parser.read(line) {
                parser.note(key, message);
            }
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

/// The affected key and the message.
type Wrong = (Option<String>, &'static str);

struct Parser<'a> {
    kind: Kind,
    file: Arc<Path>,
    sections: &'a mut Sections,
    place: Place,
    /// The key that a line continues if it is indented deeper than this.
    key: Option<(String, usize)>,
    /// Whether there is a `[profile default]`, which takes precedence over `[default]`.
    is_default_prefixed: bool,
    /// The number of the current line.
    line: usize,
}

impl Parser<'_> {
    fn note(&mut self, key: Option<String>, message: &'static str) {
        let mistake = ProfileError::new(&self.file, Some(self.line), key, message.to_owned());
        match self.section() {
            Some(section) => section.mistakes.push(mistake),
            None => self.sections.lost.push(mistake),
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
                let message = format!("the section `[{name}]` is not a profile: write `[profile {name}]`");
                let mistake = ProfileError::new(&self.file, Some(self.line), None, message);
                self.sections.unprefixed.get_or_insert(name.to_owned(), mistake);
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
        let (text, file, line) = (value(&key, text), self.file.clone(), self.line);
        if let Some(section) = self.section() {
            let property = Property { text, nested: SortedMap::new(), line, file, is_continued: false };
            section.keys.insert(key.clone(), property);
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
