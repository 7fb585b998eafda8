//! The format of the shared files.

use crate::names::Names;

/// Which of the two files it is: they name their sections differently.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `[default]`, `[profile x]`, `[services x]`, `[sso-session x]`
    Config,
    /// `[x]`
    Credentials,
}

/// Keys and values. Keys are in lower case.
#[derive(Clone, Default)]
pub(super) struct Section(Names<Property>);

#[derive(Clone, Default)]
struct Property {
    text: String,
    nested: Names<String>,
}

impl Section {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|it| it.text.as_str())
    }

    /// The value of a key that is indented under another.
    pub(super) fn get_nested(&self, key: &str, nested: &str) -> Option<&str> {
        self.0.get(key)?.nested.get(nested).map(String::as_str)
    }

    /// Takes the keys of another section over, which win.
    pub(super) fn absorb(&mut self, other: Section) {
        for (key, property) in other.0 {
            self.0.insert(key, property);
        }
    }
}

/// The sections of a file.
#[derive(Default)]
pub(super) struct Sections {
    pub(super) profiles: Names<Section>,
    pub(super) services: Names<Section>,
    pub(super) sso_sessions: Names<Section>,
}

/// Where the lines that follow belong.
enum Place {
    /// before the first section
    Nowhere,
    /// in a section that says nothing to us
    Ignored,
    Profile(String),
    Services(String),
    SsoSession(String),
}

/// Line and sentence of every mistake.
type Mistakes = Vec<(usize, String)>;

/// Reads a file: its sections, and every mistake in it.
pub(super) fn parse(kind: Kind, bytes: &[u8]) -> (Sections, Mistakes) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|it| **it == b'\n').count() + 1;
            return (Sections::default(), vec![(line, "the file is not UTF-8".to_owned())]);
        }
    };
    let sections = Sections::default();
    let mut parser = Parser { kind, sections, place: Place::Nowhere, key: None, is_default_prefixed: false };
    let mut mistakes = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Err(message) = parser.line(line) {
            mistakes.push((index + 1, message));
        }
    }
    (parser.sections, mistakes)
}

struct Parser {
    kind: Kind,
    sections: Sections,
    place: Place,
    /// The key that a line goes on with which is indented deeper than this.
    key: Option<(String, usize)>,
    /// Whether there is a `[profile default]`, in front of which `[default]` counts for nothing.
    is_default_prefixed: bool,
}

impl Parser {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            return Ok(());
        }
        // Whole sections may be indented: the first key says from where on a line goes on with it.
        let indent = line.len() - line.trim_start().len();
        if let Some((key, _)) = self.key.clone().filter(|(_, of_key)| indent > *of_key) {
            return self.continuation(&key, trimmed);
        }
        if let Some(rest) = trimmed.strip_prefix('[') {
            self.key = None;
            self.place = Place::Ignored;
            self.place = self.header(rest)?;
            return Ok(());
        }
        self.property(trimmed, indent)
    }

    /// Reads what follows `[` in the line that opens a section.
    fn header(&mut self, rest: &str) -> Result<Place, String> {
        let (title, rest) = rest.split_once(']').ok_or("the section's name has no `]`")?;
        let rest = rest.trim_start();
        if !rest.is_empty() && !rest.starts_with(['#', ';']) {
            return Err("something follows the section's `]`".to_owned());
        }
        let title = title.trim();
        if title.is_empty() {
            return Err("the section has no name".to_owned());
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
            ("profile" | "services" | "sso-session", "") => Err(format!("the section `{what}` does not say which")),
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
            // What a later tool has introduced.
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

    fn property(&mut self, line: &str, indent: usize) -> Result<(), String> {
        self.key = None;
        match self.place {
            Place::Nowhere => return Err("a key stands before the first section".to_owned()),
            Place::Ignored => return Ok(()),
            Place::Profile(_) | Place::Services(_) | Place::SsoSession(_) => {}
        }
        let (key, text) = split_property(line)?;
        if let Some(section) = self.section() {
            section.0.insert(key.clone(), Property { text: without_comment(text), nested: Names::new() });
        }
        self.key = Some((key, indent));
        Ok(())
    }

    /// A line indented under a key: one more line of its value or, under an empty value, a key of
    /// its own.
    fn continuation(&mut self, key: &str, line: &str) -> Result<(), String> {
        let Some(property) = self.section().and_then(|it| it.0.get_mut(key)) else { return Ok(()) };
        if property.text.is_empty() {
            let (key, text) = split_property(line)?;
            property.nested.insert(key, without_comment(text));
        } else {
            property.text.push('\n');
            property.text.push_str(line);
        }
        Ok(())
    }
}

fn split_property(line: &str) -> Result<(String, &str), String> {
    // The line itself may hold a secret, so that no message quotes it.
    let (key, text) = line.split_once('=').ok_or("the line is neither a section nor `key = value`")?;
    let key = key.trim().to_ascii_lowercase();
    if key.is_empty() {
        return Err("the key before `=` is missing".to_owned());
    }
    Ok((key, text))
}

/// A value without a comment, which begins with a space before its sign.
fn without_comment(text: &str) -> String {
    let is_space = |b: u8| b == b' ' || b == b'\t';
    let comment = text
        .bytes()
        .zip(text.bytes().skip(1))
        .position(|(space, sign)| is_space(space) && (sign == b'#' || sign == b';'));
    text[..comment.unwrap_or(text.len())].trim().to_owned()
}

fn unquote(name: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = name.strip_prefix(quote).and_then(|it| it.strip_suffix(quote)) {
            return inner;
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{Kind, parse};

    const CONFIG: &str = "\u{feff}# who am I\r\n[default]\r\nregion = eu-west-1 ; home\r\nRegion=eu-north-1\r\n\
        [profile dev] # for work\n  \nregion=us-east-2#no-comment\nservices = local\n\
        [profile \"two words\"]\ncredential_process = run\n  this\n\
        [services local]\niam =\n  endpoint_url = http://localhost:1/x?y=z\n  # a comment\nsts =\n\tendpoint_url=http://sts\n\
        [sso-session s]\nsso_region = x\n  deep\n[stray]\nregion = nowhere\n[profile dev]\noutput = json\nempty =\n";

    #[test]
    fn every_form_of_line_is_read() {
        let (sections, mistakes) = parse(Kind::Config, CONFIG.as_bytes());
        assert_eq!(mistakes, []);
        let names: Vec<&str> = sections.profiles.keys().collect();
        assert_eq!(names, ["default", "dev", "two words"]);
        let cases = [
            ("default", "region", Some("eu-north-1")),
            ("dev", "region", Some("us-east-2#no-comment")),
            ("dev", "output", Some("json")),
            ("dev", "empty", Some("")),
            ("dev", "absent", None),
            ("two words", "credential_process", Some("run\nthis")),
        ];
        for (profile, key, value) in cases {
            assert_eq!(sections.profiles.get(profile).unwrap().get(key), value, "{profile} {key}");
        }
        assert_eq!(sections.sso_sessions.get("s").unwrap().get("sso_region"), Some("x\ndeep"));
        let local = sections.services.get("local").unwrap();
        assert_eq!(local.get_nested("iam", "endpoint_url"), Some("http://localhost:1/x?y=z"));
        assert_eq!(local.get_nested("sts", "endpoint_url"), Some("http://sts"));
    }

    #[test]
    fn whole_sections_may_be_indented() {
        let text = "[default]\n  region = a\n  s3 =\n    x = 1\n  output = text\n    more\n  output2 = json\n\
            \x20 [profile dev]\n\tregion = b\n\tregion2 = c\nregion3 = d\n  more\n";
        let (sections, mistakes) = parse(Kind::Config, text.as_bytes());
        assert_eq!(mistakes, []);
        let cases = [
            ("default", "region", Some("a")),
            ("default", "s3", Some("")),
            ("default", "x", None),
            ("default", "output", Some("text\nmore")),
            ("default", "output2", Some("json")),
            ("dev", "region", Some("b")),
            ("dev", "region2", Some("c")),
            ("dev", "region3", Some("d\nmore")),
        ];
        for (profile, key, value) in cases {
            assert_eq!(sections.profiles.get(profile).unwrap().get(key), value, "{profile} {key}");
        }
        assert_eq!(sections.profiles.get("default").unwrap().get_nested("s3", "x"), Some("1"));
    }

    #[test]
    fn a_default_with_prefix_stands_in_place_of_one_without() {
        for text in [
            "[default]\na=1\nb=1\n[profile default]\na=2\n[default]\nb=3\n[profile default]\nc=4\n",
            "[profile default]\na=2\n[default]\nb=3\n[profile default]\nc=4\n",
        ] {
            let (sections, mistakes) = parse(Kind::Config, text.as_bytes());
            assert_eq!(mistakes, []);
            let default = ["a", "b", "c"].map(|key| sections.profiles.get("default").unwrap().get(key));
            assert_eq!(default, [Some("2"), None, Some("4")], "{text}");
        }
    }

    #[test]
    fn the_credentials_file_names_profiles_alone() {
        let (sections, mistakes) = parse(Kind::Credentials, b"[dev]\naws_secret_access_key = a=b+/c==\n");
        assert_eq!(mistakes, []);
        assert_eq!(sections.profiles.get("dev").unwrap().get("aws_secret_access_key"), Some("a=b+/c=="));
    }

    #[test]
    fn every_mistake_is_reported_with_its_line_and_without_its_text() {
        let text = "secret = 1\n[open\nx=1\n[]\n[profile]\n[profile a] b\n[profile c]\n  secret\nsecret\n= secret\nx =\n  secret\n";
        let (_, mistakes) = parse(Kind::Config, text.as_bytes());
        let lines: Vec<usize> = mistakes.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 4, 5, 6, 8, 9, 10, 12]);
        assert!(mistakes.iter().all(|(_, message)| !message.contains("secret")), "{mistakes:?}");
    }

    #[test]
    fn bytes_that_are_no_text_are_a_mistake() {
        let (_, mistakes) = parse(Kind::Config, b"[default]\nregion = \xff\n");
        assert_eq!(mistakes, [(2, "the file is not UTF-8".to_owned())]);
    }
}
