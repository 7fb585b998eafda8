//! HTML in official models: a few inline tags, paragraphs and lists. Other tags are dropped and their text is kept.

use super::{BlockKind, Builder, Inline};
use crate::text::is_printable;

/// Tags that identify a text as HTML.
const TELLTALE: [&str; 8] = ["<p", "<ul", "<code", "<a ", "<i>", "<b>", "<fullname", "<note"];

/// Tags that are dropped; their text is kept.
const DROPPED: [&str; 34] = [
    "caption",
    "caution",
    "colgroup",
    "col",
    "del",
    "example",
    "examples",
    "function",
    "hr",
    "img",
    "input",
    "ins",
    "kbd",
    "literal",
    "para",
    "parameter",
    "programlisting",
    "q",
    "s",
    "section",
    "small",
    "span",
    "sub",
    "sup",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tip",
    "title",
    "u",
    "var",
    "warning",
];

/// Whether the text is HTML rather than CommonMark.
pub(super) fn is_html(text: &str) -> bool {
    TELLTALE.iter().any(|tag| text.contains(tag))
}

/// Parses HTML.
pub(super) fn read(text: &str, builder: &mut Builder) {
    let mut reader = Reader { builder, depth: 0, links: Vec::new(), stars: Vec::new(), code: None };
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        reader.text(&rest[..start]);
        rest = &rest[start..];
        match split_tag(rest) {
            Some((tag, after)) if reader.tag(tag) => rest = after,
            _ => {
                reader.text("<");
                rest = &rest[1..];
            }
        }
    }
    reader.text(rest);
    reader.close_inline();
}

/// Splits a leading tag, without its brackets, from the text after it.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('<')?;
    let (tag, end) = inside.split_at(inside.find(['<', '>'])?);
    let name = tag.trim_start_matches('/');
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
    end.strip_prefix('>').filter(|_| is_tag).map(|after| (tag, after))
}

struct Reader<'a> {
    builder: &'a mut Builder,
    depth: usize,
    /// Open links by URL; `None` if the URL is not absolute.
    links: Vec<Option<String>>,
    stars: Vec<&'static str>,
    /// The text of the open code span.
    code: Option<String>,
}

impl Reader<'_> {
    fn text(&mut self, text: &str) {
        let text = unescape(text);
        match &mut self.code {
            Some(code) => code.push_str(&text),
            None => self.builder.text(&text),
        }
    }

    /// Handles a tag. Returns false if the tag is not known.
    fn tag(&mut self, tag: &str) -> bool {
        let (closing, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let name_end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(name_end);
        match (name.to_ascii_lowercase().as_str(), closing) {
            ("code" | "tt" | "samp", false) => self.code = self.code.take().or(Some(String::new())),
            ("code" | "tt" | "samp", true) => self.end_code(),
            ("b" | "strong", _) => self.star("**", closing),
            ("i" | "em" | "replaceable", _) => self.star("*", closing),
            ("a", false) => self.start_link(attributes),
            ("a", true) => self.end_link(),
            ("ul" | "ol" | "dl", false) => self.list(1),
            ("ul" | "ol" | "dl", true) => self.list(-1),
            ("li" | "dt", false) => self.block(BlockKind::Item(self.depth.saturating_sub(1))),
            // The first paragraph of a list item is the item itself.
            ("p", false) if self.builder.words.is_empty() && self.builder.word.0.is_empty() => {}
            (
                "dd" | "p" | "br" | "div" | "pre" | "note" | "important" | "h1" | "h2" | "h3" | "h4" | "li" | "dt"
                | "tr" | "table" | "fullname",
                _,
            ) => {
                // A paragraph inside an item would end the list, so it becomes another item.
                let kind = self.depth.checked_sub(1).map_or(BlockKind::Paragraph, BlockKind::Item);
                self.block(kind);
            }
            ("td" | "th", true) => self.text(" "),
            (name, _) if DROPPED.contains(&name) || name.is_empty() => {}
            // A placeholder such as `<region>` is text.
            _ => return false,
        }
        true
    }

    fn block(&mut self, kind: BlockKind) {
        self.close_inline();
        self.builder.start(kind);
    }

    fn list(&mut self, by: isize) {
        self.depth = self.depth.saturating_add_signed(by).min(3);
        let kind = self.depth.checked_sub(1).map_or(BlockKind::Paragraph, BlockKind::Item);
        self.block(kind);
    }

    fn star(&mut self, star: &'static str, closing: bool) {
        if self.code.is_some() {
            return;
        }
        if !closing && !self.stars.contains(&star) {
            self.stars.push(star);
            self.builder.push(Inline::Star(star));
        } else if closing && self.stars.last() == Some(&star) {
            self.stars.pop();
            self.builder.push(Inline::Star(star));
        }
    }

    fn start_link(&mut self, attributes: &str) {
        // Links cannot be nested.
        self.end_link();
        let address = attributes.split_once("href").and_then(|(_, rest)| {
            let rest = rest.trim_start().strip_prefix('=')?.trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let address = rest[1..].split(quote).next()?.trim();
            // Unescaped first, because a character reference may stand for any character.
            let address = unescape(address);
            let is_clean = !address.contains(|c: char| c.is_whitespace() || "<>()[]`\\".contains(c));
            (is_clean && address.starts_with("http")).then_some(address)
        });
        if address.is_some() && self.code.is_none() {
            self.builder.push(Inline::LinkStart);
            self.links.push(address);
        } else {
            self.links.push(None);
        }
    }

    fn end_link(&mut self) {
        if let Some(Some(address)) = self.links.pop() {
            self.end_code();
            self.builder.push(Inline::LinkEnd(address));
        }
    }

    fn end_code(&mut self) {
        if let Some(code) = self.code.take() {
            self.builder.code(&code);
        }
    }

    /// Closes all open inline markup, which must not reach into the next block.
    fn close_inline(&mut self) {
        self.end_code();
        while let Some(star) = self.stars.pop() {
            self.builder.push(Inline::Star(star));
        }
        while !self.links.is_empty() {
            self.end_link();
        }
    }
}

/// Replaces character references.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let inside = &rest[1..];
        let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(inside.len());
        let (name, behind) = inside.split_at(end);
        (rest, out) = match behind.strip_prefix(';').zip(character(name)) {
            Some((after, character)) => (after, out + character.encode_utf8(&mut [0; 4])),
            None => (inside, out + "&"),
        };
    }
    out + rest
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "mdash" => '\u{2014}',
        "ndash" => '\u{2013}',
        _ => {
            let code = name.strip_prefix('#')?;
            let hexadecimal = code.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            let character = hexadecimal.unwrap_or_else(|| code.parse()).ok().and_then(char::from_u32)?;
            return Some(character).filter(|it| is_printable(*it));
        }
    })
}
