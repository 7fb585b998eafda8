//! CommonMark, as `pulldown-cmark` reads it.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::{BlockKind, Builder, Inline};

/// Parses CommonMark.
pub(super) fn read(text: &str, builder: &mut Builder) {
    let mut reader = Reader { builder, depth: 0, code: None, links: Vec::new() };
    for event in Parser::new(text) {
        reader.event(event);
    }
}

struct Reader<'a> {
    builder: &'a mut Builder,
    /// The number of open lists.
    depth: usize,
    /// The text of the open code block.
    code: Option<String>,
    /// Open links by URL; `None` if only the text of the link is kept.
    links: Vec<Option<String>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            // HTML that is not recognized as such is text, such as the placeholder `<region>`.
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(text) => self.builder.code(&text),
            Event::SoftBreak | Event::HardBreak => self.builder.text(" "),
            Event::Rule => self.block(),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    /// Adds text. Indented prose may have several paragraphs.
    fn text(&mut self, text: &str) {
        for (index, paragraph) in text.split("\n\n").enumerate() {
            if index > 0 {
                self.block();
            }
            self.builder.text(paragraph);
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::List(_) => self.depth += 1,
            // Its first paragraph is the item itself.
            Tag::Item | Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock => self.block(),
            // Authors of models indent prose, and put fences around code.
            Tag::CodeBlock(CodeBlockKind::Indented) => self.block(),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.code = Some(String::new()),
            Tag::Emphasis => self.builder.push(Inline::Star("*")),
            Tag::Strong => self.builder.push(Inline::Star("**")),
            Tag::Link { link_type, dest_url, .. } => {
                let address = (link_type != LinkType::Autolink).then(|| address(&dest_url)).flatten();
                if address.is_some() {
                    self.builder.push(Inline::LinkStart);
                }
                self.links.push(address);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::List(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.block();
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => self.block(),
            TagEnd::CodeBlock => match self.code.take() {
                Some(code) => self.builder.code_block(&code.lines().collect::<Vec<_>>()),
                None => self.block(),
            },
            TagEnd::Emphasis => self.builder.push(Inline::Star("*")),
            TagEnd::Strong => self.builder.push(Inline::Star("**")),
            TagEnd::Link => {
                if let Some(address) = self.links.pop().flatten() {
                    self.builder.push(Inline::LinkEnd(address));
                }
            }
            _ => {}
        }
    }

    /// Starts a paragraph, or an item inside a list. Empty blocks are dropped.
    fn block(&mut self) {
        self.builder.start(self.depth.checked_sub(1).map_or(BlockKind::Paragraph, |it| BlockKind::Item(it.min(2))));
    }
}

/// The URL of a link, if it is absolute and needs no escapes.
fn address(url: &CowStr<'_>) -> Option<String> {
    let is_clean = !url.contains(|c: char| c.is_whitespace() || "<>()[]`\\".contains(c));
    (is_clean && url.starts_with("http")).then(|| url.to_string())
}
