//! Splits a document into its pieces, without copying.
//!
//! It is not a library, because a call with a large response spent more time in the library than in everything else: it
//! checks the encoding of each piece again, copies the names of open elements and returns large events. This one knows
//! only what services send, and the reader rejects document type declarations anyway.

use std::borrow::Cow;

use crate::order::sort_names;
use crate::scan;
use crate::scan::{below, equal, until};

/// A piece of a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// The start of an element.
    Start(Element<'a>),
    /// The end of the open element.
    End,
    /// Text, with `\n` at the end of lines.
    Text(&'a str),
    /// The content of a CDATA section, with any end of lines.
    Data(&'a str),
    /// What is between `&` and `;`.
    Reference(&'a str),
    /// The end of the document.
    EndOfDocument,
}

/// The start of an element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Element<'a> {
    /// The name, without its prefix.
    name: &'a str,
    /// What follows the name.
    attributes: &'a str,
}

/// The error of a document that is not XML.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Malformed {
    pub(super) what: &'static str,
    /// The byte at which the error is.
    pub(super) at: usize,
}

type Read<T> = Result<T, Malformed>;

/// A reader of the pieces of a document.
#[derive(Debug)]
pub(super) struct Markup<'a> {
    text: &'a str,
    at: usize,
    /// The names of the open elements.
    open: Vec<&'a str>,
    /// Whether the last tag was `<name/>`. Its end is returned next.
    is_empty: bool,
}

impl<'a> Markup<'a> {
    /// Starts at the beginning of a document, after a byte order mark.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: if text.starts_with('\u{feff}') { 3 } else { 0 }, open: Vec::new(), is_empty: false }
    }

    /// The first byte that is not yet read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Reads the next piece. Comments and processing instructions are skipped.
    pub(super) fn next(&mut self) -> Read<Piece<'a>> {
        if std::mem::take(&mut self.is_empty) {
            self.open.pop();
            return Ok(Piece::End);
        }
        loop {
            match self.rest() {
                [b'<', b'/', ..] => return self.end(),
                [b'<', b'?', b'>' | b'?', ..] => return self.fail("unclosed markup"),
                [b'<', b'?', ..] => {
                    self.enclosed(2, "?>")?;
                }
                [b'<', b'!', b'-', b'-', b'>', ..] => return self.fail("unclosed markup"),
                [b'<', b'!', b'-', b'-', ..] => {
                    self.enclosed(4, "-->")?;
                }
                rest @ [b'<', b'!', ..] if rest.starts_with(b"<![CDATA[") => {
                    return Ok(Piece::Data(self.enclosed(9, "]]>")?));
                }
                [b'<', b'!', ..] => return self.fail("document type declarations are not supported"),
                [b'<', ..] => return self.start(),
                [b'&', ..] => return self.reference(),
                [b'\r', rest @ ..] => {
                    self.at += if rest.first() == Some(&b'\n') { 2 } else { 1 };
                    return Ok(Piece::Text("\n"));
                }
                [] => return Ok(Piece::EndOfDocument),
                rest => {
                    let length = until(rest, |word| equal(word, b'<') | equal(word, b'&') | equal(word, b'\r'));
                    return Ok(Piece::Text(self.take(length)));
                }
            }
        }
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// Passes this many bytes and returns them. They end where the text ends, or at a byte that is ASCII.
    fn take(&mut self, bytes: usize) -> &'a str {
        let start = self.at;
        self.at += bytes;
        &self.text[start..self.at]
    }

    fn fail<T>(&self, what: &'static str) -> Read<T> {
        Err(Malformed { what, at: self.at })
    }

    /// Passes a piece that begins with this many bytes and ends in a text, and returns what is between them.
    fn enclosed(&mut self, begin: usize, end: &str) -> Read<&'a str> {
        let inside = &self.text[self.at + begin..];
        let Some((content, _)) = scan::split_once(inside, end) else { return self.fail("unclosed markup") };
        self.at += begin + content.len() + end.len();
        Ok(content)
    }

    /// Reads the start of an element.
    fn start(&mut self) -> Read<Piece<'a>> {
        let begin = self.at;
        let fail = |what| Err(Malformed { what, at: begin });
        self.at += 1;
        let (length, prefix) = length_of_name(self.rest());
        let name = self.take(length);
        let (attributes, is_empty) = match self.rest() {
            [b'>', ..] => ("", false),
            rest => {
                let Some(length) = length_of_tag(rest) else { return fail("unclosed markup") };
                let attributes = self.take(length);
                attributes.strip_suffix('/').map_or((attributes, false), |attributes| (attributes, true))
            }
        };
        self.at += 1;
        if length == prefix || !attributes.is_empty() && !attributes.starts_with(is_white) {
            return fail("invalid element");
        }
        self.open.push(name);
        self.is_empty = is_empty;
        Ok(Piece::Start(Element { name: &name[prefix..], attributes }))
    }

    /// Reads the end of an element.
    fn end(&mut self) -> Read<Piece<'a>> {
        let rest = &self.text[self.at + 2..];
        let Some(after) = self.open.last().and_then(|name| rest.strip_prefix(name)) else {
            return self.fail(if scan::has(rest, b'>') { "mismatched tags" } else { "unclosed markup" });
        };
        let after = if after.starts_with('>') { after } else { after.trim_start_matches(is_white) };
        let Some(after) = after.strip_prefix('>') else {
            return self.fail(if after.is_empty() { "unclosed markup" } else { "mismatched tags" });
        };
        self.open.pop();
        self.at = self.text.len() - after.len();
        Ok(Piece::End)
    }

    fn reference(&mut self) -> Read<Piece<'a>> {
        let rest = &self.text[self.at + 1..];
        match rest.find([';', '&', '<']) {
            Some(length) if rest.as_bytes()[length] == b';' => {
                self.at += length + 2;
                Ok(Piece::Reference(&rest[..length]))
            }
            _ => self.fail("unclosed entity"),
        }
    }
}

impl<'a> Element<'a> {
    /// The name without its namespace prefix.
    pub(crate) fn local_name(&self) -> &'a str {
        self.name
    }

    /// The attributes, with their values as written. `None` if they are not valid.
    pub(super) fn attributes(&self) -> Option<Vec<Attribute<'a>>> {
        let mut attributes = Vec::new();
        let mut rest = self.attributes;
        loop {
            let next = rest.trim_start_matches(is_white);
            if next.is_empty() {
                break;
            }
            let (name, after) = next.split_once('=').filter(|_| next.len() < rest.len())?;
            let name = name.trim_end_matches(is_white);
            let after = after.trim_start_matches(is_white);
            let quote = after.chars().next().filter(|it| matches!(it, '"' | '\''))?;
            let (value, after) = after[1..].split_once(quote)?;
            if name.is_empty() || name.contains(|it| is_white(it) || matches!(it, '"' | '\'' | '<' | '&' | '/')) {
                return None;
            }
            attributes.push(Attribute { name, value });
            rest = after;
        }
        let names = sort_names(attributes.iter().map(|it| (it.name, 0)).collect());
        names.windows(2).all(|pair| pair[0].0 != pair[1].0).then_some(attributes)
    }
}

/// An attribute with its value as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    value: &'a str,
}

impl<'a> Attribute<'a> {
    /// Whether this is its name, with or without the prefix.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.name == name || local_name(self.name) == name
    }

    /// The value. `None` if it contains an unknown entity.
    ///
    /// The rules are those of <https://www.w3.org/TR/xml/#AVNormalize>.
    pub(super) fn value(&self) -> Option<Cow<'a, str>> {
        if !self.value.contains(['&', '\t', '\r', '\n', '<']) {
            return Some(Cow::Borrowed(self.value));
        }
        let text = with_plain_lines(self.value).replace(['\t', '\n'], " ");
        let mut pieces = text.split('&');
        let mut value = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (reference, rest) = piece.split_once(';')?;
            value.push(character(reference)?);
            value.push_str(rest);
        }
        (!scan::has(&text, b'<')).then_some(Cow::Owned(value))
    }
}

/// The character of a reference `&…;`. Only those of XML itself are known.
pub(super) fn character(reference: &str) -> Option<char> {
    match reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => {
            let digits = reference.strip_prefix('#')?;
            let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |digits| (digits, 16));
            let is_number = digits.chars().all(|it| it.is_digit(radix));
            u32::from_str_radix(digits, radix).ok().filter(|code| is_number && *code > 0).and_then(char::from_u32)
        }
    }
}

/// Replaces the end of lines by `\n`.
pub(super) fn with_plain_lines(text: &str) -> Cow<'_, str> {
    if !scan::has(text, b'\r') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\r') {
        plain.push_str(line);
        plain.push('\n');
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn local_name(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, name)| name)
}

fn is_white(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// The number of bytes of a name, and how many of them are its prefix.
fn length_of_name(bytes: &[u8]) -> (usize, usize) {
    // Of what is below `0`, only two characters can be in a name.
    let stops = |word| below(word, b'0') | equal(word, b':') | equal(word, b'<') | equal(word, b'>');
    let (mut length, mut prefix) = (0, 0);
    loop {
        length += until(&bytes[length..], stops);
        match bytes.get(length) {
            Some(b':') if prefix == 0 => prefix = length + 1,
            Some(b'-' | b'.' | b':') => {}
            _ => return (length, prefix),
        }
        length += 1;
    }
}

/// The number of bytes before the `>` that is not in quotes.
fn length_of_tag(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    bytes.iter().position(|byte| {
        match quote {
            None if matches!(byte, b'"' | b'\'') => quote = Some(*byte),
            Some(open) if open == *byte => quote = None,
            _ => {}
        }
        quote.is_none() && *byte == b'>'
    })
}

#[cfg(test)]
mod tests;
