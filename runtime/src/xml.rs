//! The XML codec: from a document's bytes into any value, along its schema, and back.
//!
//! It reads element by element and builds no tree. Namespaces are not told apart: AWS services
//! answer in one, and a prefix is dropped. What a client does not know is skipped. What is
//! hostile is refused: a document type declaration (and with it every entity that XML itself does
//! not define), nesting without end, and text that is not UTF-8. Errors say where, in bytes, and
//! never quote the document.

mod shapes;
#[cfg(any(feature = "rest-xml", feature = "test-util"))]
mod writer;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::memory::Allowance;
use crate::message::ParseError;

#[cfg(feature = "rest-xml")]
pub(crate) use shapes::{read_as_member, read_payload};
pub(crate) use shapes::{read_members, read_structure};
#[cfg(feature = "rest-xml")]
pub(crate) use writer::write_member;
#[cfg(any(feature = "rest-xml", feature = "test-util"))]
pub(crate) use writer::write_structure;
#[cfg(feature = "test-util")]
pub(crate) use writer::write_text;

/// How deep elements that are read may nest. Far more than any service answers with, far less
/// than what exhausts a stack.
const MAX_DEPTH: usize = 128;

/// A document, read from its start to its end.
pub(crate) struct Reader<'a> {
    events: quick_xml::Reader<&'a [u8]>,
    depth: usize,
    allowance: Allowance,
}

impl<'a> Reader<'a> {
    /// Opens a document and reads up to its root element.
    pub(crate) fn open(document: &'a [u8]) -> Result<(Self, BytesStart<'a>), ParseError> {
        let text = std::str::from_utf8(document).map_err(|error| {
            ParseError::new(format!("the document is not UTF-8 from byte {} on", error.valid_up_to()))
        })?;
        let mut events = quick_xml::Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        // An empty element then reads like one with nothing in it.
        events.config_mut().expand_empty_elements = true;
        let mut reader = Self { events, depth: 0, allowance: Allowance::of(document.len()) };
        loop {
            match reader.next()? {
                Event::Start(root) => return Ok((reader, root)),
                Event::Text(text) if is_blank(&text) => {}
                Event::Decl(_) => {}
                Event::Eof => return Err(reader.error("the document has no XML element")),
                _ => return Err(reader.error("found text before the first XML element")),
            }
        }
    }

    /// The next child of the element that is open; none, once it is closed.
    pub(crate) fn child(&mut self) -> Result<Option<BytesStart<'a>>, ParseError> {
        loop {
            match self.next()? {
                Event::Start(child) => return Ok(Some(child)),
                Event::End(_) => return Ok(None),
                Event::Eof => return Err(self.truncated()),
                // Between elements there is only what indents them.
                _ => {}
            }
        }
    }

    /// The text of the element that is open, which is then closed. Spaces are kept.
    pub(crate) fn text(&mut self) -> Result<Cow<'a, str>, ParseError> {
        let mut all = Cow::Borrowed("");
        loop {
            match self.next()? {
                Event::Text(text) => append(&mut all, text.xml10_content()),
                Event::CData(text) => append(&mut all, text.xml10_content()),
                Event::GeneralRef(reference) => all.to_mut().push(self.resolve(&reference)?),
                Event::End(_) => return Ok(all),
                Event::Start(_) => return Err(self.error("expected text, found an element")),
                Event::Eof => return Err(self.truncated()),
                _ => {}
            }
        }
    }

    /// Passes over the rest of the element that is open, however deep.
    pub(crate) fn skip(&mut self) -> Result<(), ParseError> {
        let mut open = 1_usize;
        while open > 0 {
            match self.next()? {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::Eof => return Err(self.truncated()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Makes sure that nothing follows the root element.
    pub(crate) fn finish(mut self) -> Result<(), ParseError> {
        loop {
            match self.next()? {
                Event::Eof => return Ok(()),
                Event::Text(text) if is_blank(&text) => {}
                _ => return Err(self.error("something follows the root element")),
            }
        }
    }

    /// An error at the place that is reached.
    pub(crate) fn error(&self, what: &str) -> ParseError {
        ParseError::new(format!("{what} at byte {} of the document", self.events.buffer_position()))
    }

    /// Takes memory for values.
    fn take(&mut self, bytes: usize) -> Result<(), ParseError> {
        self.allowance.take(bytes).map_err(|it| self.error(&it.to_string()))
    }

    /// Goes a level down in a recursive reading.
    fn descend<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ParseError>) -> Result<T, ParseError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(&format!("elements nest deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// The next event that is neither a comment nor an instruction.
    fn next(&mut self) -> Result<Event<'a>, ParseError> {
        loop {
            match self.events.read_event() {
                Ok(Event::Comment(_) | Event::PI(_)) => {}
                Ok(Event::DocType(_)) => return Err(self.error("a document type declaration is not accepted")),
                Ok(event) => return Ok(event),
                Err(error) => return Err(self.malformed(&error)),
            }
        }
    }

    /// The character that `&…;` stands for. Only those of XML itself are known.
    fn resolve(&self, reference: &BytesRef<'_>) -> Result<char, ParseError> {
        let found = match &**reference {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "apos" => Some('\''),
            "quot" => Some('"'),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        found.ok_or_else(|| self.error("there is a reference to an unknown entity"))
    }

    fn truncated(&self) -> ParseError {
        self.error("the document ends before its elements do,")
    }

    /// What the tokenizer refuses, without the names that its own message quotes.
    fn malformed(&self, error: &quick_xml::Error) -> ParseError {
        let what = match error {
            quick_xml::Error::Syntax(_) => "markup is not closed",
            quick_xml::Error::IllFormed(_) => "tags do not match",
            _ => "the XML is malformed",
        };
        ParseError::new(format!("{what} at byte {} of the document", self.events.error_position()))
    }
}

/// The local names of elements, without the prefix of a namespace.
pub(crate) fn name<'e>(element: &'e BytesStart<'_>) -> &'e str {
    element.local_name().into_inner()
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// Appends to a text, without a copy where it is the first piece.
fn append<'a>(all: &mut Cow<'a, str>, piece: Cow<'a, str>) {
    if all.is_empty() {
        *all = piece;
    } else {
        all.to_mut().push_str(&piece);
    }
}
