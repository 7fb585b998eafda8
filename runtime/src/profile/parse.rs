//! The format of the shared files.

#[cfg(test)]
mod tests;

use zeroize::Zeroizing;

use super::value::{unquote, value};
use crate::sorted_map::SortedMap;

/// Which of the two files it is: they name their sections differently.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `[default]`, `[profile x]`, `[services x]`, `[sso-session x]`
    Config,
    /// `[x]`
    Credentials,
}

/// Keys in lower case with their values, and the lines that could not be read.
#[derive(Clone, Default)]
pub(super) struct Section {
    keys: SortedMap<Property>,
    pub(super) mistakes: Vec<Mistake>,
}

/// A line that could not be read. The message quotes nothing of the file, which holds secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The line, counted from 1.
    pub(super) line: usize,
    /// The key that is affected, where only one is.
    pub(super) key: Option<String>,
    pub(super) message: &'static str,
}

/// Values may be secret, and are overwritten when they are dropped.
#[derive(Clone, Default)]
struct Property {
    text: Zeroizing<String>,
    nested: SortedMap<Zeroizing<String>>,
    /// Whether lines go on with the value, which no key but `credential_process` allows.
    is_continued: bool,
}

impl Section {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.keys.get(key).filter(|it| !it.is_continued).map(|it| it.text.as_str())
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
    /// Sections of the configuration file whose names have one word, with their lines: probably
    /// profiles that lack the word `profile`.
    pub(super) unprefixed: SortedMap<usize>,
    /// Lines that belong to no section, and headers without a name.
    pub(super) mistakes: Vec<Mistake>,
}

impl Section {
    /// Takes over the keys of another section, which win.
    pub(super) fn absorb(&mut self, other: Section) {
        for (key, property) in other.keys {
            self.keys.insert(key, property);
        }
    }
}

/// The section that the following lines belong to.
enum Place {
    /// before the first section
    Nowhere,
    /// in a section that has no meaning here
    Ignored,
    Profile(String),
    Services(String),
    SsoSession(String),
}

/// Reads a file. Whatever cannot be read is a mistake of its section, and reading goes on.
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

/// The affected key, and what is wrong.
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
        // Whole sections may be indented: only what is indented deeper than a key continues it.
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

    /// Reads what follows `[` in the line that opens a section. What follows the `]` is ignored, as
    /// by the AWS CLI.
    fn header(&mut self, rest: &str) -> Result<Place, &'static str> {
        let (title, _) = rest.split_once(']').ok_or("the section's name has no closing `]`")?;
        let title = title.trim();
        if title.is_empty() {
            return Err("the section has no name");
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
            ("profile" | "services" | "sso-session", "") => Err("the section's name has only its first word"),
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
            // Sections of other tools, or of later versions of the format.
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
            Place::Nowhere => return Err((None, "the line comes before the first section")),
            Place::Ignored => return Ok(()),
            Place::Profile(_) | Place::Services(_) | Place::SsoSession(_) => {}
        }
        let (key, text) = split_property(line).map_err(|message| (None, message))?;
        if let Some(section) = self.section() {
            section.keys.insert(key.clone(), Property { text: value(&key, text), ..Property::default() });
        }
        self.key = Some((key, indent));
        Ok(())
    }

    /// Reads a line that is indented under a key: a key of its own if the value is empty, or one more
    /// line of a command.
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
        // A value with line breaks is never valid, and the line may well hold a secret.
        property.is_continued = true;
        Err((Some(key), "the line is indented and so continues the value above; remove the indentation"))
    }
}

/// Key and value of a line. The AWS CLI takes a colon too.
fn split_property(line: &str) -> Result<(String, &str), &'static str> {
    let split = line.split_once('=').or_else(|| line.split_once(':'));
    let (key, text) = split.ok_or("the line is neither a section nor `key = value`")?;
    let key = key.trim().to_ascii_lowercase();
    if key.is_empty() {
        return Err("the key before `=` is missing");
    }
    Ok((key, text))
}
