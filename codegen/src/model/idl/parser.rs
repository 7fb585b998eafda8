//! The state of the parser: its position, what it expects, and the errors found.
//!
//! An error ends the statement or member that contains it. Parsing continues with the next one, so that all errors of a
//! file are found at once.

use super::strings::{self, Malformed};
use super::tokens::{Kind, Token, Tokens, tokenize};
use super::tree::{Shape, Value, Word};
use crate::model::version::Version;

/// An error in a file.
#[derive(Clone, Debug)]
pub(in crate::model) struct Mistake {
    /// The byte offset of the error.
    pub(in crate::model) at: usize,
    pub(in crate::model) message: String,
    pub(in crate::model) hint: Option<String>,
}

/// How to use what Smithy 1.0 does not have.
pub(super) const VERSION_2: &str = "begin the file with `$version: \"2.0\"`";

/// The error was recorded. The caller continues after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recorded;

pub(super) type Parsed<T> = Result<T, Recorded>;

/// The maximum nesting depth of values. Models nest values about a dozen levels deep, and the stack allows far more.
const DEEPEST: usize = 128;

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    tokens: Tokens<'a>,
    at: usize,
    depth: usize,
    pub(super) version: Version,
    pub(super) mistakes: Vec<Mistake>,
    /// The shapes whose definition could not be parsed to its end.
    pub(super) partial: Vec<Shape<'a>>,
    /// Whether traits before the next shape could not be parsed.
    pub(super) has_lost_traits: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let tokens = tokenize(text);
        // A file without a version is Smithy 1.0.
        Self {
            text,
            tokens,
            at: 0,
            depth: 0,
            version: Version::V1,
            mistakes: Vec::new(),
            partial: Vec::new(),
            has_lost_traits: false,
        }
    }

    pub(super) fn peek(&self) -> Token {
        self.tokens.list[self.at]
    }

    pub(super) fn peek_second(&self) -> Token {
        self.tokens.list[(self.at + 1).min(self.tokens.list.len() - 1)]
    }

    pub(super) fn next(&mut self) -> Token {
        let token = self.peek();
        self.at = (self.at + 1).min(self.tokens.list.len() - 1);
        token
    }

    pub(super) fn is(&self, kind: Kind) -> bool {
        self.peek().kind == kind
    }

    /// Consumes the next token if it is of this kind.
    pub(super) fn take(&mut self, kind: Kind) -> bool {
        let is_next = self.is(kind);
        if is_next {
            self.next();
        }
        is_next
    }

    pub(super) fn text_of(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    /// Whether the next token is this word.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.is(Kind::Word) && self.text_of(self.peek()) == word
    }

    /// The text of the documentation comments before the next token.
    pub(super) fn documentation(&self) -> Option<String> {
        let (from, to) = self.peek().docs;
        (from < to).then(|| self.tokens.docs[from..to].join("\n"))
    }

    pub(super) fn mistake_at<T>(&mut self, at: usize, message: impl Into<String>) -> Parsed<T> {
        self.mistakes.push(Mistake { at, message: message.into(), hint: None });
        Err(Recorded)
    }

    pub(super) fn hint(&mut self, hint: impl Into<String>) {
        if let Some(last) = self.mistakes.last_mut() {
            last.hint = Some(hint.into());
        }
    }

    /// Reports that something else was expected here.
    pub(super) fn expected<T>(&mut self, what: &str) -> Parsed<T> {
        let token = self.peek();
        let message = match token.kind {
            Kind::End => format!("expected {what}, found the end of the file"),
            Kind::Unclosed => "expected closing quotes, found the end of the file".to_owned(),
            Kind::Quoted | Kind::TextBlock => format!("expected {what}, found a string"),
            _ => format!("expected {what}, found `{}`", self.text_of(token).escape_debug()),
        };
        let done = self.mistake_at(token.start, message);
        if let Some(line) = self.line_of_long_string() {
            self.hint(format!("the string before it starts on line {line}; are its closing quotes missing?"));
        }
        done
    }

    /// The line on which the string before the next token starts, if it ends on another line.
    fn line_of_long_string(&self) -> Option<usize> {
        let before = self.tokens.list.get(self.at.checked_sub(1)?)?;
        let is_long = before.kind == Kind::Quoted && self.text_of(*before).contains('\n');
        is_long.then(|| self.text[..before.start].matches('\n').count() + 1)
    }

    pub(super) fn expect(&mut self, kind: Kind, what: &str) -> Parsed<Token> {
        if self.is(kind) { Ok(self.next()) } else { self.expected(what) }
    }

    /// Consumes a token that must be on the same line.
    pub(super) fn expect_on_line(&mut self, kind: Kind, what: &str) -> Parsed<Token> {
        if self.peek().on_new_line && !self.is(Kind::End) {
            let at = self.peek().start;
            return self.mistake_at(at, format!("expected {what} on the same line"));
        }
        self.expect(kind, what)
    }

    /// Checks that the statement ends at the end of the line.
    pub(super) fn expect_line_end(&mut self) -> Parsed<()> {
        if self.peek().on_new_line || self.is(Kind::End) {
            return Ok(());
        }
        self.expected("a line break")
    }

    pub(super) fn word(&mut self, token: Token) -> Word<'a> {
        Word { text: self.text_of(token), at: token.start }
    }

    /// Parses a name without namespace or member, on the same line.
    pub(super) fn identifier(&mut self, what: &str) -> Parsed<Word<'a>> {
        let token = self.expect_on_line(Kind::Word, what)?;
        self.check_identifier(token)
    }

    pub(super) fn check_identifier(&mut self, token: Token) -> Parsed<Word<'a>> {
        let word = self.word(token);
        if crate::model::shape_id::is_identifier(word.text) {
            return Ok(word);
        }
        self.mistake_at(word.at, format!("expected an identifier, found `{}`", word.text))
    }

    /// Parses a shape ID, relative or absolute.
    pub(super) fn shape_id(&mut self, what: &str) -> Parsed<Word<'a>> {
        let token = self.expect(Kind::Word, what)?;
        let word = self.word(token);
        if is_shape_id(word.text) {
            return Ok(word);
        }
        self.mistake_at(word.at, format!("expected {what}, found `{}`", word.text))
    }

    /// Parses a list in brackets or braces. `read` parses one element. An element with an error is skipped.
    pub(super) fn until<T>(
        &mut self,
        close: Kind,
        what: &str,
        mut read: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        let mut found = Vec::new();
        loop {
            if self.take(close) {
                return Ok(found);
            }
            let next = self.peek();
            let is_over = matches!(next.kind, Kind::End | Kind::Unclosed);
            if is_over || self.is_unindented(next) && self.starts_definition(next) {
                return self.expected(what);
            }
            let before = self.at;
            found.push(read(self)?);
            if self.at == before {
                return self.expected(what);
            }
        }
    }

    /// Parses a key of an object: an identifier or a string.
    pub(super) fn key(&mut self) -> Parsed<String> {
        let token = self.peek();
        match token.kind {
            Kind::Word => {
                self.next();
                Ok(self.check_identifier(token)?.text.to_owned())
            }
            Kind::Quoted => {
                self.next();
                self.literal(token, strings::quoted)
            }
            _ => self.expected("a key"),
        }
    }

    /// Parses the value of a trait, metadata key or property.
    pub(super) fn value(&mut self) -> Parsed<Value<'a>> {
        let token = self.peek();
        match token.kind {
            Kind::OpenBracket | Kind::OpenBrace => {
                if self.depth >= DEEPEST {
                    return self.mistake_at(token.start, format!("values are nested deeper than {DEEPEST} levels"));
                }
                self.depth += 1;
                let value = self.nested();
                self.depth -= 1;
                value
            }
            Kind::Quoted => {
                self.next();
                self.literal(token, strings::quoted).map(Value::String)
            }
            Kind::TextBlock => {
                self.next();
                self.literal(token, strings::text_block).map(Value::String)
            }
            Kind::Number => {
                self.next();
                self.literal(token, strings::number).map(Value::Number)
            }
            Kind::Word => Ok(match self.text_of(token) {
                "true" => self.constant(Value::Bool(true)),
                "false" => self.constant(Value::Bool(false)),
                "null" => self.constant(Value::Null),
                _ => Value::Id(self.shape_id("a value")?),
            }),
            _ => self.expected("a value"),
        }
    }

    fn constant(&mut self, value: Value<'a>) -> Value<'a> {
        self.next();
        value
    }

    fn nested(&mut self) -> Parsed<Value<'a>> {
        if self.take(Kind::OpenBracket) {
            return Ok(Value::Array(self.until(Kind::CloseBracket, "`]`", Self::value)?));
        }
        self.next();
        Ok(Value::Object(self.entries(Kind::CloseBrace, "`}`")?))
    }

    /// Parses the entries of an object up to its end.
    pub(super) fn entries(&mut self, close: Kind, what: &str) -> Parsed<Vec<(String, Value<'a>)>> {
        let mut seen = std::collections::HashSet::new();
        self.until(close, what, |parser| {
            let at = parser.peek().start;
            let key = parser.key()?;
            if !seen.insert(key.clone()) {
                let message = format!("the key `{}` appears twice", key.escape_debug());
                parser.mistakes.push(Mistake { at, message, hint: None });
            }
            parser.expect(Kind::Colon, "`:`")?;
            Ok((key, parser.value()?))
        })
    }

    fn literal<T>(&mut self, token: Token, read: impl Fn(&str) -> Result<T, Malformed>) -> Parsed<T> {
        match read(self.text_of(token)) {
            Ok(value) => Ok(value),
            Err(Malformed { offset, message }) => self.mistake_at(token.start + offset, message),
        }
    }

    /// Skips to the next line that looks like the start of a statement. What is skipped may have traits of the next shape.
    pub(super) fn skip_statement(&mut self) {
        let start = self.peek().start;
        self.skip_to_statement();
        self.has_lost_traits |= self.text[start..self.peek().start].contains("\n@");
    }

    fn skip_to_statement(&mut self) {
        let mut depth = 0_usize;
        while !self.is(Kind::End) {
            let token = self.next();
            match token.kind {
                Kind::OpenBrace | Kind::OpenBracket | Kind::OpenParenthesis => depth += 1,
                Kind::CloseBrace | Kind::CloseBracket | Kind::CloseParenthesis => depth = depth.saturating_sub(1),
                _ => {}
            }
            let next = self.peek();
            if depth == 0 && next.on_new_line && self.starts_statement(next) {
                return;
            }
            // A definition at the start of a line ends anything that was left open.
            if self.is_unindented(next) && self.starts_definition(next) {
                return;
            }
        }
    }

    fn is_unindented(&self, token: Token) -> bool {
        token.start == 0 || self.text.as_bytes()[token.start - 1] == b'\n'
    }

    fn starts_statement(&self, token: Token) -> bool {
        token.kind == Kind::At || self.starts_definition(token)
    }

    fn starts_definition(&self, token: Token) -> bool {
        token.kind == Kind::Word && super::keywords::is_keyword(self.text_of(token)) && self.follows_word(token)
    }

    /// Whether another word follows the next token on its line, as a name follows a keyword.
    fn follows_word(&self, token: Token) -> bool {
        let second = self.peek_second();
        token.start == self.peek().start && second.kind == Kind::Word && !second.on_new_line
    }

    /// Skips to the next member of a shape: to the next line at the level of members.
    pub(super) fn skip_member(&mut self) {
        let mut depth = 0_usize;
        loop {
            let token = self.peek();
            if depth == 0 && (token.on_new_line || token.kind == Kind::CloseBrace) || token.kind == Kind::End {
                return;
            }
            match token.kind {
                Kind::OpenBrace | Kind::OpenBracket | Kind::OpenParenthesis => depth += 1,
                Kind::CloseBrace | Kind::CloseBracket | Kind::CloseParenthesis => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.next();
        }
    }
}

/// Whether a string is a shape ID, relative or absolute, with or without a member.
fn is_shape_id(text: &str) -> bool {
    use crate::model::shape_id::is_identifier;
    let (root, member) = match text.split_once('$') {
        Some((root, member)) => (root, Some(member)),
        None => (text, None),
    };
    let (namespace, name) = match root.split_once('#') {
        Some((namespace, name)) => (Some(namespace), name),
        None => (None, root),
    };
    namespace.is_none_or(|it| it.split('.').all(is_identifier))
        && is_identifier(name)
        && member.is_none_or(is_identifier)
}
