//! Renders documentation of a model for rustdoc and for a terminal.
//!
//! Documentation traits hold CommonMark, which in official models contains HTML
//! (<https://smithy.io/2.0/spec/documentation-traits.html#documentation-trait>). Both are parsed into blocks of words.
//! Anything that is not recognized as markup is escaped as text, so that rustdoc never warns.

mod html;
mod markdown;
mod render;

use crate::text;

/// Documentation as a list of blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    blocks: Vec<Block>,
}

/// A paragraph, list item or code block.
#[derive(Clone, Debug, PartialEq)]
struct Block {
    kind: BlockKind,
    words: Vec<Word>,
}

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq)]
enum BlockKind {
    Paragraph,
    /// An item of a list at this nesting depth, starting from 0.
    Item(usize),
    /// A code block. Each word is a line.
    Code,
}

/// The text between two spaces, with its markup.
#[derive(Clone, Debug, Default, PartialEq)]
struct Word(Vec<Inline>);

/// A piece of a word.
#[derive(Clone, Debug, PartialEq)]
enum Inline {
    Text(String),
    Code(String),
    /// Emphasis starts or ends: the asterisks of CommonMark.
    Star(&'static str),
    /// The text of a link starts.
    LinkStart,
    /// The text of a link ends. Holds the link's URL.
    LinkEnd(String),
}

impl Prose {
    /// Parses the value of a documentation trait.
    pub fn parse(text: &str) -> Self {
        let mut builder = Builder::default();
        let text = text::printable(text);
        if html::is_html(&text) {
            html::read(&text, &mut builder);
        } else {
            markdown::read(&text, &mut builder);
        }
        builder.finish()
    }

    /// Plain text without markup.
    pub fn text(text: &str) -> Self {
        let mut builder = Builder::default();
        builder.text(&text::printable(text));
        builder.finish()
    }

    /// A code span.
    pub fn code(text: &str) -> Self {
        let mut builder = Builder::default();
        builder.code(&text::printable(text));
        builder.finish()
    }

    /// Appends sentences in CommonMark: to the last paragraph, or as a new paragraph if the last block is not one.
    pub fn append(&mut self, text: &str) {
        let mut builder = Builder::default();
        markdown::read(&text::printable(text), &mut builder);
        let mut added = builder.finish().blocks;
        if let (Some(Block { kind: BlockKind::Paragraph, words }), [first, ..]) =
            (self.blocks.last_mut(), added.as_mut_slice())
        {
            words.append(&mut first.words);
            added.remove(0);
        }
        self.blocks.append(&mut added);
    }

    /// Whether there is no documentation.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The first sentence as one line of rustdoc, without links.
    pub fn summary(&self) -> String {
        render::summary(self)
    }

    /// Everything as one line of rustdoc, except code blocks, which need lines of their own.
    pub fn line(&self) -> String {
        render::line(self)
    }

    /// The documentation as lines of rustdoc.
    pub fn rustdoc(&self) -> Vec<String> {
        render::lines(self)
    }

    /// The documentation for a terminal: CommonMark without escapes.
    pub fn terminal(&self) -> String {
        render::terminal(self)
    }
}

/// Assembles words into blocks.
#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    kind: Option<BlockKind>,
    words: Vec<Word>,
    word: Word,
    in_link: bool,
}

impl Builder {
    /// Adds literal text. Spaces end words.
    fn text(&mut self, text: &str) {
        for (index, part) in text.split(|c: char| c.is_whitespace()).enumerate() {
            if index > 0 {
                self.end_word();
            }
            if part.is_empty() {
                continue;
            }
            match self.word.0.last_mut() {
                // rustdoc would turn the URL into a link, and links cannot be nested.
                _ if self.in_link && part.contains("://") => self.word.0.push(Inline::Code(part.to_owned())),
                Some(Inline::Text(last)) => last.push_str(part),
                _ => self.word.0.push(Inline::Text(part.to_owned())),
            }
        }
    }

    /// Adds a code span, which is never broken into lines.
    fn code(&mut self, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.word.0.push(Inline::Code(text));
        }
    }

    fn push(&mut self, inline: Inline) {
        match inline {
            Inline::LinkStart => self.in_link = true,
            Inline::LinkEnd(_) => self.in_link = false,
            _ => {}
        }
        self.word.0.push(inline);
    }

    fn end_word(&mut self) {
        if !self.word.0.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
        }
    }

    /// Ends the current block and starts another.
    fn start(&mut self, kind: BlockKind) {
        self.end_word();
        let is_text = |word: &Word| word.0.iter().any(|it| matches!(it, Inline::Text(_) | Inline::Code(_)));
        let words = std::mem::take(&mut self.words);
        if words.iter().any(is_text) {
            self.blocks.push(Block { kind: self.kind.unwrap_or(BlockKind::Paragraph), words });
        }
        self.kind = Some(kind);
    }

    /// Adds a code block, line by line.
    fn code_block(&mut self, lines: &[&str]) {
        self.start(BlockKind::Code);
        self.words = lines.iter().map(|line| Word(vec![Inline::Code((*line).to_owned())])).collect();
        self.start(BlockKind::Paragraph);
    }

    fn finish(mut self) -> Prose {
        self.start(BlockKind::Paragraph);
        Prose { blocks: self.blocks }
    }
}

#[cfg(test)]
mod tests {
    use super::Prose;

    fn rustdoc(text: &str) -> String {
        Prose::parse(text).rustdoc().join("\n")
    }

    #[test]
    fn html_becomes_markdown() {
        for (html, expected) in [
            ("<p>One.</p><p>Two <code>a_b</code>.</p>", "One.\n\nTwo `a_b`."),
            ("<p>See <a href=\"https://a.b/c_d\">the <i>docs</i></a>.</p>", "See [the *docs*](https://a.b/c_d)."),
            ("<ul><li><p>a</p></li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
            ("<p><b>Note</b> &lt;x&gt; &amp; more</p>", "**Note** \\<x\\> \\& more"),
        ] {
            assert_eq!(rustdoc(html), expected, "{html}");
        }
    }

    #[test]
    fn what_is_no_markup_is_escaped() {
        for (text, expected) in [
            ("See https://a.b/c_d. Then", "See <https://a.b/c_d>. Then"),
            ("a [b] <c> *d", "a \\[b\\] \\<c\\> \\*d"),
            ("<p>arn:<region>:x</p>", "arn:\\<region\\>:x"),
            ("<p>open <b>bold</p><p>next</p>", "open **bold**\n\nnext"),
            ("a ` tick", "a \\` tick"),
            ("1986\\. was long ago", "1986\\. was long ago"),
            ("<p>- dash</p>", "\\- dash"),
            ("<p>a & b; &nosuch; &#65;&lt;&é;</p>", "a \\& b; \\&nosuch; A\\<\\&é;"),
            ("<p>a < b <<p>c</p>", "a \\< b \\<\n\nc"),
            ("(http://a.b)(https://c.d)http", "(<http://a.b>)(<https://c.d>)http"),
        ] {
            assert_eq!(rustdoc(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_texts_take_neither_the_stack_nor_the_day() {
        for part in ["http://(", "<", "<p", "&", "&a", "[", "`a", "*a"] {
            for start in ["", "<p>"] {
                assert!(!Prose::parse(&format!("{start}{}", part.repeat(100_000))).rustdoc().is_empty(), "{part}");
            }
        }
    }

    #[test]
    fn markdown_stays_markdown() {
        let text = "Has `code` and [a link](https://a.b).\n\n- one\n- **two**\n\n```\nlet x;\n```";
        let expected = "Has `code` and [a link](https://a.b).\n\n- one\n- **two**\n\n```text\nlet x;\n```";
        assert_eq!(rustdoc(text), expected);
    }

    #[test]
    fn lines_are_wrapped_between_words_only() {
        let text = format!("{} `{}`", "word ".repeat(40), "code ".repeat(10).trim());
        let lines = Prose::parse(&text).rustdoc();
        assert!(lines.len() > 1);
        assert!(
            lines.iter().all(|line| line.chars().count() <= 112 && line.matches('`').count() % 2 == 0),
            "{lines:?}"
        );
    }

    #[test]
    fn the_summary_is_the_first_sentence() {
        assert_eq!(Prose::parse("Makes [a](https://a.b) key. More of it.").summary(), "Makes a key.");
        assert_eq!(Prose::parse("").summary(), "");
    }

    #[test]
    fn a_terminal_gets_no_escapes() {
        let text = "<p>Names <code>a_b</code> in <a href=\"https://a.b\">docs</a> [x].</p>";
        assert_eq!(Prose::parse(text).terminal(), "Names `a_b` in docs (https://a.b) [x].");
    }
}
