//! Shape IDs: `namespace#Name` and `namespace#Name$member`.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The absolute ID of a shape or of one of its members. Clones share the text.
#[derive(Clone)]
pub struct ShapeId {
    text: Arc<str>,
    /// The position of `#`.
    hash: usize,
    /// The position of `$`, or the length of the text if there is none.
    dollar: usize,
}

impl ShapeId {
    /// Parses an absolute shape ID. Returns `None` if it is malformed
    /// (<https://smithy.io/2.0/spec/model.html#shape-id>).
    pub fn parse(text: &str) -> Option<Self> {
        let (namespace, rest) = text.split_once('#')?;
        let (name, member) = match rest.split_once('$') {
            Some((name, member)) => (name, Some(member)),
            None => (rest, None),
        };
        let legal = namespace.split('.').all(is_identifier) && is_identifier(name) && member.is_none_or(is_identifier);
        legal.then(|| Self { hash: namespace.len(), dollar: namespace.len() + 1 + name.len(), text: text.into() })
    }

    /// Parses an ID. As in trait values, a name without a namespace is in the prelude.
    pub fn parse_or_prelude(text: &str) -> Option<Self> {
        if text.contains('#') { Self::parse(text) } else { Self::parse(&format!("smithy.api#{text}")) }
    }

    /// The ID of a shape in the prelude. The name is not checked.
    pub fn of_prelude(name: &str) -> Self {
        let text = format!("smithy.api#{name}");
        Self { hash: "smithy.api".len(), dollar: text.len(), text: text.into() }
    }

    /// The part before the `#`.
    pub fn namespace(&self) -> &str {
        &self.text[..self.hash]
    }

    /// The name of the shape, without namespace and member.
    pub fn name(&self) -> &str {
        &self.text[self.hash + 1..self.dollar]
    }

    /// The part after the `$`, if this is a member ID.
    pub fn member(&self) -> Option<&str> {
        self.text.get(self.dollar + 1..)
    }

    /// The whole ID.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The ID of the shape itself, without a member.
    pub fn shape(&self) -> Self {
        if self.dollar == self.text.len() {
            return self.clone();
        }
        Self { text: self.text[..self.dollar].into(), hash: self.hash, dollar: self.dollar }
    }

    /// The ID of a member of this shape. The name is not checked, because reports of invalid names need an ID too.
    pub fn with_member(&self, member: &str) -> Self {
        let text = format!("{}${member}", &self.text[..self.dollar]);
        Self { text: text.into(), hash: self.hash, dollar: self.dollar }
    }

    /// An ID in a namespace that only transforms use, derived from this ID. The name must be an identifier.
    pub(crate) fn synthetic(&self, name: &str) -> Self {
        let text = format!("{}.tinsmith_synthetic#{name}", self.namespace());
        Self { hash: text.len() - name.len() - 1, dollar: text.len(), text: text.into() }
    }
}

/// Whether `text` is an identifier in the Smithy grammar: underscores, then a letter, then letters, digits and
/// underscores; underscores followed by a digit are also allowed.
pub fn is_identifier(text: &str) -> bool {
    let rest = text.trim_start_matches('_');
    let Some(first) = rest.bytes().next() else {
        return false;
    };
    let starts = first.is_ascii_alphabetic() || (first.is_ascii_digit() && rest.len() < text.len());
    starts && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

impl PartialEq for ShapeId {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for ShapeId {}

impl PartialOrd for ShapeId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ShapeId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl Hash for ShapeId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// Allows lookups by string in maps keyed by `ShapeId`.
impl Borrow<str> for ShapeId {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let id = ShapeId::parse("com.example#Foo$bar").unwrap();
        assert_eq!((id.namespace(), id.name(), id.member()), ("com.example", "Foo", Some("bar")));
        assert_eq!(id.shape().as_str(), "com.example#Foo");
        assert_eq!(id.shape().member(), None);
        assert_eq!(id.with_member("baz").as_str(), "com.example#Foo$baz");
        assert_eq!(id.synthetic("Qux").name(), "Qux");
    }

    #[test]
    fn malformed_ids_are_refused() {
        for text in ["", "Foo", "a#", "#Foo", "a..b#Foo", "a#1Foo", "a#Foo$", "a#Fo-o", "a#Foo$b$c", "a#_", "a#é"] {
            assert!(ShapeId::parse(text).is_none(), "{text}");
        }
        for text in ["a#Foo", "a.b1#_Foo", "a#__1", "a#Foo$b_c"] {
            assert!(ShapeId::parse(text).is_some(), "{text}");
        }
    }
}
