//! Splits a `.smithy` file into tokens. <https://smithy.io/2.0/spec/idl.html#smithy-idl-abnf>
//!
//! White space, commas and comments separate tokens but are not tokens. Where the grammar depends on them (a statement
//! ends at the end of its line, a name is on the same line as its keyword), flags of the following token record them.

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word or a shape ID, such as `structure` or `smithy.api#String`.
    Word,
    Number,
    /// `"text"`, including the quotes.
    Quoted,
    /// `"""text"""`, including the quotes.
    TextBlock,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParenthesis,
    CloseParenthesis,
    Colon,
    /// `:=`
    Walrus,
    Equals,
    At,
    Dollar,
    /// A character that cannot start a token.
    Unknown,
    /// A string without closing quotes.
    Unclosed,
    End,
}

/// A token and what separates it from the previous one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The byte range of the token.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether there is a line break between the previous token and this one.
    pub(super) on_new_line: bool,
    /// Whether anything separates this token from the previous one.
    pub(super) is_separated: bool,
    /// The documentation comments before the token: a range of indices into [`Tokens::docs`].
    pub(super) docs: (usize, usize),
}

/// All tokens of a text. The last one is [`Kind::End`].
pub(super) struct Tokens<'a> {
    pub(super) list: Vec<Token>,
    /// The lines of documentation comments, without the slashes and the space after them.
    pub(super) docs: Vec<&'a str>,
}

/// Splits a text into tokens.
pub(super) fn tokenize(text: &str) -> Tokens<'_> {
    let mut lexer = Lexer { text, at: 0, docs: Vec::new() };
    let mut list = Vec::with_capacity(text.len() / 8);
    loop {
        let first_doc = lexer.docs.len();
        let (on_new_line, is_separated) = lexer.skip_space();
        let start = lexer.at;
        let kind = lexer.token();
        let docs = (first_doc, lexer.docs.len());
        list.push(Token { kind, start, end: lexer.at, on_new_line, is_separated, docs });
        if kind == Kind::End {
            return Tokens { list, docs: lexer.docs };
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    docs: Vec<&'a str>,
}

impl Lexer<'_> {
    fn rest(&self) -> &[u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// Skips separators. Returns whether there was a line break, and whether there was anything.
    fn skip_space(&mut self) -> (bool, bool) {
        let start = self.at;
        let mut on_new_line = false;
        loop {
            match self.rest() {
                [b'\n', ..] => {
                    on_new_line = true;
                    self.at += 1;
                }
                [b' ' | b'\t' | b'\r' | b',', ..] => self.at += 1,
                [b'/', b'/', ..] => {
                    // After another token on its line, a comment documents nothing.
                    self.comment(on_new_line || start == 0);
                    on_new_line = true;
                }
                _ => return (on_new_line, self.at > start),
            }
        }
    }

    fn comment(&mut self, may_document: bool) {
        let rest = &self.text[self.at..];
        let line = rest.split('\n').next().unwrap_or(rest);
        self.at += line.len();
        if let Some(documentation) = line.strip_prefix("///").filter(|_| may_document) {
            let documentation = documentation.strip_suffix('\r').unwrap_or(documentation);
            self.docs.push(documentation.strip_prefix(' ').unwrap_or(documentation));
        }
    }

    fn token(&mut self) -> Kind {
        let (kind, length) = match self.rest() {
            [] => (Kind::End, 0),
            [b'{', ..] => (Kind::OpenBrace, 1),
            [b'}', ..] => (Kind::CloseBrace, 1),
            [b'[', ..] => (Kind::OpenBracket, 1),
            [b']', ..] => (Kind::CloseBracket, 1),
            [b'(', ..] => (Kind::OpenParenthesis, 1),
            [b')', ..] => (Kind::CloseParenthesis, 1),
            [b':', b'=', ..] => (Kind::Walrus, 2),
            [b':', ..] => (Kind::Colon, 1),
            [b'=', ..] => (Kind::Equals, 1),
            [b'@', ..] => (Kind::At, 1),
            [b'$', ..] => (Kind::Dollar, 1),
            [b'"', b'"', b'"', rest @ ..] => closed(Kind::TextBlock, 3, text_block(rest), rest.len()),
            [b'"', rest @ ..] => closed(Kind::Quoted, 1, quoted(rest), rest.len()),
            [b'0'..=b'9' | b'-' | b'.', ..] => (Kind::Number, number(self.rest())),
            [first, ..] if is_word(*first) => (Kind::Word, word(self.rest())),
            _ => (Kind::Unknown, self.text[self.at..].chars().next().map_or(0, char::len_utf8)),
        };
        self.at += length;
        kind
    }
}

/// A string, given from its first quote. An unclosed string extends to the end of the text.
fn closed(kind: Kind, quotes: usize, content: Option<usize>, rest: usize) -> (Kind, usize) {
    match content {
        Some(length) => (kind, quotes + length + quotes),
        None => (Kind::Unclosed, quotes + rest),
    }
}

/// The length of a string's content if it is closed.
fn quoted(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match rest.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The length of a text block's content if it is closed.
fn text_block(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match rest.get(at..)? {
            [b'"', b'"', b'"', ..] => return Some(at),
            [b'\\', ..] => at += 2,
            [_, ..] => at += 1,
            [] => return None,
        }
    }
}

/// The length of the characters that may belong to a number. It is checked when it is parsed.
fn number(rest: &[u8]) -> usize {
    let mut end = 1;
    while let Some(byte) = rest.get(end) {
        let is_sign = matches!(byte, b'+' | b'-') && matches!(rest[end - 1], b'e' | b'E');
        if !(byte.is_ascii_alphanumeric() || *byte == b'.' || is_sign) {
            break;
        }
        end += 1;
    }
    end
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of a word, including the parts of a shape ID: `name`, `name.space#Name`, `Name$member`.
fn word(rest: &[u8]) -> usize {
    let mut end = 1;
    while let Some(byte) = rest.get(end) {
        let continues = match byte {
            b'.' | b'#' | b'$' => rest.get(end + 1).is_some_and(|next| is_word(*next)),
            byte => is_word(*byte),
        };
        if !continues {
            break;
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        tokenize(text).list.iter().map(|token| token.kind).collect()
    }

    #[test]
    fn tokens_are_told_by_their_first_character() {
        use Kind::{At, CloseBrace, Colon, Dollar, End, Equals, Number, OpenBrace, Quoted, TextBlock, Walrus, Word};
        assert_eq!(kinds("$version: \"2\""), [Dollar, Word, Colon, Quoted, End]);
        assert_eq!(
            kinds("a.b#C$d := {} @x=-1.5e+3"),
            [Word, Walrus, OpenBrace, CloseBrace, At, Word, Equals, Number, End]
        );
        assert_eq!(kinds("\"\"\"\n \\\"\"\" a\"\"\""), [TextBlock, End]);
        assert_eq!(kinds("\"open"), [Kind::Unclosed, End]);
        assert_eq!(kinds("é"), [Kind::Unknown, End]);
    }

    #[test]
    fn documentation_belongs_to_the_next_token() {
        let tokens = tokenize("/// one\n///two\n// no\nstring Foo");
        assert_eq!(tokens.docs, ["one", "two"]);
        assert_eq!((tokens.list[0].docs, tokens.list[0].on_new_line), ((0, 2), true));
        assert_eq!((tokens.list[1].docs, tokens.list[1].on_new_line), ((2, 2), false));
    }
}
