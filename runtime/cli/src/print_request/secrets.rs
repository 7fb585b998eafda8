//! Markers in place of the secrets of an input.

use aws_smithy_types::base64;

use super::HIDDEN;
use crate::names;
use tinsmith_runtime::schema::Member;

/// The beginning of every marker. With four digits, its length is a multiple of three, so that the base64 of a marker
/// has no padding.
const START: &str = "TinsmithHidden";
/// The number of digits after it.
const DIGITS: usize = 4;

/// The secrets of an input that were replaced by markers.
#[derive(Debug, Default)]
pub(crate) struct Secrets {
    /// The names of environment variables for them, in order.
    variables: Vec<String>,
}

/// A part of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// Text without secrets.
    Plain(&'a str),
    /// A secret, by the name of a variable for it.
    Secret(String),
}

impl Secrets {
    /// Registers a secret in this member, and returns its marker.
    pub(crate) fn hide(&mut self, member: &Member) -> String {
        let name = names::dashed(member.name()).replace('-', "_").to_ascii_uppercase();
        let same = self.variables.iter().filter(|it| it.trim_end_matches(|c: char| c.is_ascii_digit()) == name).count();
        let marker = marker(self.variables.len());
        self.variables.push(if same == 0 { name } else { format!("{name}{}", same + 1) });
        marker
    }

    /// Whether the input had no secrets.
    pub(super) fn is_empty(&self) -> bool {
        self.variables.is_empty()
    }

    /// Whether a text contains a marker.
    pub(super) fn are_in(&self, text: &str) -> bool {
        self.pieces(text).iter().any(|it| matches!(it, Piece::Secret(_)))
    }

    /// A text with a note in place of each marker.
    pub(super) fn hidden(&self, text: &str) -> String {
        let pieces = self.pieces(text);
        pieces.iter().map(|it| if let Piece::Plain(text) = it { text } else { HIDDEN }).collect()
    }

    /// Splits a text at the markers.
    pub(super) fn pieces<'a>(&self, text: &'a str) -> Vec<Piece<'a>> {
        let mut found: Vec<(usize, usize, String)> = Vec::new();
        for (index, name) in self.variables.iter().enumerate() {
            let marker = marker(index);
            let encoded = base64::encode(&marker);
            found.extend(text.match_indices(&marker).map(|(at, it)| (at, it.len(), name.clone())));
            found.extend(text.match_indices(&encoded).map(|(at, it)| (at, it.len(), format!("{name}_BASE64"))));
        }
        found.sort();
        let mut pieces = Vec::new();
        let mut end = 0;
        for (at, length, name) in found {
            pieces.extend(text.get(end..at).filter(|it| !it.is_empty()).map(Piece::Plain));
            pieces.push(Piece::Secret(name));
            end = at + length;
        }
        pieces.extend(text.get(end..).filter(|it| !it.is_empty()).map(Piece::Plain));
        pieces
    }
}

fn marker(index: usize) -> String {
    format!("{START}{index:0DIGITS$}")
}

#[cfg(test)]
mod tests {
    use super::{Piece, Secrets};
    use aws_smithy_types::base64;
    use tinsmith_runtime::schema::{Kind, Member, Schema};

    #[test]
    fn markers_are_found_as_they_are_and_in_base64() {
        static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
        static PASSWORD: Member = Member::new("UserPassword", &TEXT, &[]);
        let mut secrets = Secrets::default();
        let (one, two) = (secrets.hide(&PASSWORD), secrets.hide(&PASSWORD));
        let encoded = base64::encode(&two);
        assert!(!encoded.contains('='), "{encoded}");
        let text = format!("a={one}&b={encoded}");
        let expected = [
            Piece::Plain("a="),
            Piece::Secret("USER_PASSWORD".to_owned()),
            Piece::Plain("&b="),
            Piece::Secret("USER_PASSWORD2_BASE64".to_owned()),
        ];
        assert_eq!(secrets.pieces(&text), expected);
        assert_eq!(secrets.hidden(&text), "a=(hidden)&b=(hidden)");
        assert!(secrets.are_in(&text) && !secrets.are_in("a"));
    }
}
