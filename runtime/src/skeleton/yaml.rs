//! Writes a sketch as YAML 1.2, with a comment on every member.

use aws_smithy_types::base64;

use super::sketch::{Entry, MOST_TEXT, Sketch};
use crate::docs::Docs;
use crate::schema::{Kind, Member, Schema};
use crate::yaml::string;

#[inline]
pub(super) fn to_yaml(sketch: &Sketch<'_>, docs: &Docs) -> String {
    let mut writer = Writer { out: String::new(), docs };
    match scalar(sketch) {
        Some(text) => writer.out.push_str(&text),
        None => writer.block(sketch, 0),
    }
    writer.out
}

struct Writer<'a> {
    out: String,
    docs: &'a Docs,
}

impl Writer<'_> {
    /// Appends a list or mapping that has entries. Its first line has already begun.
    #[inline]
    fn block(&mut self, sketch: &Sketch<'_>, indent: usize) {
        match sketch {
            Sketch::List(elements) => self.list(elements, indent),
            Sketch::Entries(entries) => self.mapping(entries, indent),
            _ => {}
        }
    }

    #[inline]
    fn list(&mut self, elements: &[Sketch<'_>], indent: usize) {
        for (place, element) in elements.iter().enumerate() {
            if place > 0 {
                self.new_line(indent);
            }
            self.out.push_str("- ");
            match scalar(element) {
                Some(text) => self.out.push_str(&text),
                None => self.block(element, indent + 2),
            }
        }
    }

    #[inline]
    fn mapping(&mut self, entries: &[Entry<'_>], indent: usize) {
        // The AWS CLI puts two spaces before the first comment of a mapping, and one before later ones.
        let mut space = "  ";
        for (place, entry) in entries.iter().enumerate() {
            if place > 0 {
                self.new_line(indent);
            }
            self.out.push_str(&string(&entry.key));
            self.out.push(':');
            let value = scalar(&entry.value);
            if let Some(text) = &value {
                self.out.push(' ');
                self.out.push_str(text);
            }
            // As with the form itself, there is a limit to comments.
            let member = entry.member.filter(|_| self.out.len() < 2 * MOST_TEXT);
            let comment = member.map(|(owner, member)| comment(owner, member, self.docs));
            if let Some(comment) = comment.filter(|it| !it.is_empty()) {
                self.out.push_str(space);
                self.out.push_str("# ");
                self.out.push_str(&comment);
                space = " ";
            }
            if value.is_none() {
                // Lists follow their key without indentation.
                let inner = if matches!(entry.value, Sketch::List(_)) { indent } else { indent + 2 };
                self.new_line(inner);
                self.block(&entry.value, inner);
            }
        }
    }

    #[inline]
    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

/// The text for the line of its key. `None` for lists and mappings with entries.
#[inline]
fn scalar(sketch: &Sketch<'_>) -> Option<String> {
    Some(match sketch {
        Sketch::Plain(text) => (*text).to_owned(),
        Sketch::Json(text) => text.clone(),
        Sketch::Text(text) => string(text),
        Sketch::NoBlob => "!!binary ''".to_owned(),
        Sketch::Blob(bytes) => format!("!!binary '{}'", base64::encode(bytes)),
        Sketch::Time(text) => text.replace('T', " "),
        Sketch::List(elements) if elements.is_empty() => "[]".to_owned(),
        Sketch::Entries(entries) if entries.is_empty() => "{}".to_owned(),
        Sketch::List(_) | Sketch::Entries(_) => return None,
    })
}

/// The comment on a member: whether it is required, the first sentence of its documentation, and the values of its
/// enum.
#[inline]
fn comment(owner: &Schema, member: &Member, docs: &Docs) -> String {
    let mut parts = Vec::new();
    if member.is_required() {
        parts.push("[REQUIRED]".to_owned());
    }
    parts.extend(docs.member(owner.id(), member.name()).and_then(first_sentence));
    if let Kind::Enum(values) = member.target().kind()
        && !values.is_empty()
    {
        parts.push(format!("Valid values are: {}.", values.join(", ")));
    }
    parts.join(" ")
}

/// The text up to the first full stop or colon that ends a word, on one line.
#[inline]
fn first_sentence(text: &str) -> Option<String> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        if let Some(last) = word.strip_suffix(['.', ':']) {
            words.push(last.trim_end_matches(['.', ':']));
            break;
        }
        words.push(word);
    }
    let sentence = words.join(" ");
    (!sentence.is_empty()).then(|| format!("{sentence}."))
}
