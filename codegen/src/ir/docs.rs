//! Prose of a model, made fit for rustdoc and for a terminal.
//!
//! Documentation traits hold CommonMark, and in official models HTML with it
//! (<https://smithy.io/2.0/spec/documentation-traits.html#documentation-trait>). Both are read
//! into blocks of words; what is not known to be markup is text and is escaped as such, so that
//! rustdoc has nothing to warn about, whatever the model says.

mod html;
mod markdown;
mod render;

/// Documentation as blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    blocks: Vec<Block>,
}

/// A paragraph, item or code block.
#[derive(Clone, Debug, PartialEq)]
struct Block {
    kind: BlockKind,
    words: Vec<Word>,
}

/// What kind of block it is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum BlockKind {
    Paragraph,
    /// An item of a list at this depth, from 0.
    Item(usize),
    /// Each word is a line.
    Code,
}

/// What stands between two spaces, with all its markup.
#[derive(Clone, Debug, Default, PartialEq)]
struct Word(Vec<Inline>);

/// A piece of a word.
#[derive(Clone, Debug, PartialEq)]
enum Inline {
    Text(String),
    Code(String),
    /// Emphasis begins or ends: the stars of CommonMark.
    Star(&'static str),
    /// The text of a link begins.
    LinkStart,
    /// The text of a link to this address ends.
    LinkEnd(String),
}

impl Prose {
    /// Reads a documentation trait.
    pub fn parse(text: &str) -> Self {
        let mut builder = Builder::default();
        if html::is_html(text) {
            html::read(text, &mut builder);
        } else {
            markdown::read(text, &mut builder);
        }
        builder.finish()
    }

    /// A code span.
    pub fn code(text: &str) -> Self {
        let mut builder = Builder::default();
        builder.code(text);
        builder.finish()
    }

    /// Adds sentences of CommonMark: to the last paragraph, or as one of their own after anything
    /// else.
    pub fn append(&mut self, text: &str) {
        let mut builder = Builder::default();
        markdown::read(text, &mut builder);
        let mut added = builder.finish().blocks;
        if let (Some(Block { kind: BlockKind::Paragraph, words }), [first, ..]) =
            (self.blocks.last_mut(), added.as_mut_slice())
        {
            words.append(&mut first.words);
            added.remove(0);
        }
        self.blocks.append(&mut added);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The first sentence, as one line of rustdoc without its links.
    pub fn summary(&self) -> String {
        render::summary(self)
    }

    /// Lines of rustdoc.
    pub fn rustdoc(&self) -> Vec<String> {
        render::lines(self)
    }

    /// Text for a terminal: CommonMark without escapes.
    pub fn terminal(&self) -> String {
        render::terminal(self)
    }
}

/// Puts words and blocks together.
#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    kind: Option<BlockKind>,
    words: Vec<Word>,
    word: Word,
    in_link: bool,
}

impl Builder {
    /// Text as it reads; spaces end words.
    fn text(&mut self, text: &str) {
        for (index, part) in text.split(|c: char| c.is_whitespace()).enumerate() {
            if index > 0 {
                self.end_word();
            }
            if part.is_empty() {
                continue;
            }
            match self.word.0.last_mut() {
                // An address would become a link, and links do not nest.
                _ if self.in_link && part.contains("://") => self.word.0.push(Inline::Code(part.to_owned())),
                Some(Inline::Text(last)) => last.push_str(part),
                _ => self.word.0.push(Inline::Text(part.to_owned())),
            }
        }
    }

    /// A code span, which is not broken into lines.
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

    /// Ends the block and begins another.
    fn start(&mut self, kind: BlockKind) {
        self.end_word();
        let is_text = |word: &Word| word.0.iter().any(|it| matches!(it, Inline::Text(_) | Inline::Code(_)));
        let words = std::mem::take(&mut self.words);
        if words.iter().any(is_text) {
            self.blocks.push(Block { kind: self.kind.unwrap_or(BlockKind::Paragraph), words });
        }
        self.kind = Some(kind);
    }

    /// A block of code, line by line.
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
