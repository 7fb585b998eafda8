//! The XML codec: reads and writes values along their schema.
//!
//! It reads element by element, without a tree. Namespaces are not distinguished, because AWS services use only one;
//! prefixes are dropped. Unknown elements are skipped. Potentially malicious input is rejected: document type
//! declarations (and with them all entities that XML itself does not define), unlimited nesting, and text that is not
//! UTF-8. Errors name the byte, and never quote the document.

mod markup;
mod shapes;
#[cfg(any(feature = "rest-xml", feature = "test-util"))]
mod writer;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::guide::Guide;
use crate::memory::Allowance;
use crate::message::ParseError;

pub(crate) use markup::Element;
use markup::{Malformed, Markup, Piece, character, with_plain_lines};
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
    markup: Markup<'a>,
    depth: usize,
    allowance: Allowance,
    guide: Guide,
}

impl<'a> Reader<'a> {
    /// Opens a document and reads its root element.
    pub(crate) fn open(document: &'a [u8]) -> Result<(Self, Element<'a>), ParseError> {
        let text = std::str::from_utf8(document).map_err(|error| {
            ParseError::new(format!("the document is not UTF-8 from byte {} on", error.valid_up_to()))
        })?;
        let allowance = Allowance::of(document.len());
        let mut reader = Self { markup: Markup::new(text), depth: 0, allowance, guide: Guide::default() };
        loop {
            match reader.next()? {
                Piece::Start(root) => return Ok((reader, root)),
                Piece::Text(text) if is_blank(text) => {}
                Piece::EndOfDocument => return Err(reader.error("expected an XML element")),
                _ => return Err(reader.error("unexpected text before the first XML element")),
            }
        }
    }

    /// The next child of the open element. `None` once the element is closed.
    pub(crate) fn child(&mut self) -> Result<Option<Element<'a>>, ParseError> {
        loop {
            match self.next()? {
                Piece::Start(child) => return Ok(Some(child)),
                Piece::End => return Ok(None),
                Piece::EndOfDocument => return Err(self.truncated()),
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
                Piece::Text(text) => append(&mut all, Cow::Borrowed(text)),
                Piece::Data(text) => append(&mut all, with_plain_lines(text)),
                Piece::Reference(reference) => {
                    all.to_mut().push(character(reference).ok_or_else(|| self.error("unknown entity"))?);
                }
                Piece::End => return Ok(all),
                Piece::Start(_) => return Err(self.error("expected text, found an element")),
                Piece::EndOfDocument => return Err(self.truncated()),
            }
        }
    }

    /// Skips the rest of the open element, at any depth.
    pub(crate) fn skip(&mut self) -> Result<(), ParseError> {
        let mut open = 1_usize;
        while open > 0 {
            match self.next()? {
                Piece::Start(_) => open += 1,
                Piece::End => open -= 1,
                Piece::EndOfDocument => return Err(self.truncated()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Checks that nothing follows the root element.
    pub(crate) fn finish(mut self) -> Result<(), ParseError> {
        loop {
            match self.next()? {
                Piece::EndOfDocument => return Ok(()),
                Piece::Text(text) if is_blank(text) => {}
                _ => return Err(self.error("unexpected content after the root element")),
            }
        }
    }

    /// Creates an error at the current position.
    pub(crate) fn error(&self, what: &str) -> ParseError {
        ParseError::new(format!("{what} at byte {} of the document", self.markup.position()))
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

    fn next(&mut self) -> Result<Piece<'a>, ParseError> {
        self.markup
            .next()
            .map_err(|Malformed { what, at }| ParseError::new(format!("{what} at byte {at} of the document")))
    }

    fn truncated(&self) -> ParseError {
        self.error("unexpected end")
    }
}

/// The local name of an element, without its namespace prefix.
pub(crate) fn name<'a>(element: &Element<'a>) -> &'a str {
    element.local_name()
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
