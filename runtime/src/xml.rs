//! The XML codec: reads and writes values along their schema.
//!
//! It reads element by element, without a tree. Namespaces are not distinguished, because AWS services use only one;
//! prefixes are dropped. Unknown elements are skipped. Potentially malicious input is rejected: document type
//! declarations (and with them all entities that XML itself does not define), unlimited nesting, and text that is not
//! UTF-8. Errors name the byte, and never quote the document.

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

/// The maximum nesting of elements: much deeper than any service needs, and much less than exhausts a stack.
const MAX_DEPTH: usize = 128;

/// A reader that moves from the start of a document to its end.
pub(crate) struct Reader<'a> {
    events: quick_xml::Reader<&'a [u8]>,
    depth: usize,
    allowance: Allowance,
}

impl<'a> Reader<'a> {
    /// Opens a document and reads its root element.
    pub(crate) fn open(document: &'a [u8]) -> Result<(Self, BytesStart<'a>), ParseError> {
        let text = std::str::from_utf8(document).map_err(|error| {
            ParseError::new(format!("the document is not UTF-8 from byte {} on", error.valid_up_to()))
        })?;
        let mut events = quick_xml::Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        // Empty elements then read like elements without content.
        events.config_mut().expand_empty_elements = true;
        let mut reader = Self { events, depth: 0, allowance: Allowance::of(document.len()) };
        loop {
            match reader.next()? {
                Event::Start(root) => return Ok((reader, root)),
                Event::Text(text) if is_blank(&text) => {}
                Event::Decl(_) => {}
                Event::Eof => return Err(reader.error("expected an XML element")),
                _ => return Err(reader.error("unexpected text before the first XML element")),
            }
        }
    }

    /// The next child of the open element. `None` once the element is closed.
    pub(crate) fn child(&mut self) -> Result<Option<BytesStart<'a>>, ParseError> {
        loop {
            match self.next()? {
                Event::Start(child) => return Ok(Some(child)),
                Event::End(_) => return Ok(None),
                Event::Eof => return Err(self.truncated()),
                // Between elements, there is only whitespace.
                _ => {}
            }
        }
    }

    /// Reads the text of the open element and closes it. Spaces are kept.
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

    /// Skips the rest of the open element, at any depth.
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

    /// Checks that nothing follows the root element.
    pub(crate) fn finish(mut self) -> Result<(), ParseError> {
        loop {
            match self.next()? {
                Event::Eof => return Ok(()),
                Event::Text(text) if is_blank(&text) => {}
                _ => return Err(self.error("unexpected content after the root element")),
            }
        }
    }

    /// Creates an error at the current position.
    pub(crate) fn error(&self, what: &str) -> ParseError {
        ParseError::new(format!("{what} at byte {} of the document", self.events.buffer_position()))
    }

    /// Counts memory for values.
    fn take(&mut self, bytes: usize) -> Result<(), ParseError> {
        self.allowance.take(bytes).map_err(|it| self.error(&it.to_string()))
    }

    /// Reads one level deeper.
    fn descend<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ParseError>) -> Result<T, ParseError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(&format!("elements nest deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// The next event, skipping comments and processing instructions.
    fn next(&mut self) -> Result<Event<'a>, ParseError> {
        loop {
            match self.events.read_event() {
                Ok(Event::Comment(_) | Event::PI(_)) => {}
                Ok(Event::DocType(_)) => return Err(self.error("document type declarations are not supported")),
                Ok(event) => return Ok(event),
                Err(error) => return Err(self.malformed(&error)),
            }
        }
    }

    /// The character of a reference `&…;`. Only those of XML itself are known.
    fn resolve(&self, reference: &BytesRef<'_>) -> Result<char, ParseError> {
        let found = match &**reference {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "apos" => Some('\''),
            "quot" => Some('"'),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        found.ok_or_else(|| self.error("unknown entity"))
    }

    fn truncated(&self) -> ParseError {
        self.error("unexpected end")
    }

    /// The tokenizer's error, without the names that its own message quotes.
    fn malformed(&self, error: &quick_xml::Error) -> ParseError {
        let what = match error {
            quick_xml::Error::Syntax(_) => "unclosed markup",
            quick_xml::Error::IllFormed(_) => "mismatched tags",
            _ => "invalid XML",
        };
        ParseError::new(format!("{what} at byte {} of the document", self.events.error_position()))
    }
}

/// The local name of an element, without its namespace prefix.
pub(crate) fn name<'e>(element: &'e BytesStart<'_>) -> &'e str {
    element.local_name().into_inner()
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// Appends a piece to a text, without copying the first piece.
fn append<'a>(all: &mut Cow<'a, str>, piece: Cow<'a, str>) {
    if all.is_empty() {
        *all = piece;
    } else {
        all.to_mut().push_str(&piece);
    }
}
