//! Reads JSON into a value, without a tree in between.

use std::borrow::Cow;
use std::collections::HashMap;

use aws_smithy_types::{Document, Number};
use zeroize::Zeroize;

use super::lexer::{Lexer, Token};
use super::mistake::Cursor;
use super::syntax::SyntaxError;
use super::{Found, JsonErrors, JsonType, Mistake, MistakeKind, Options, scalars};
use crate::defaults::Defaults;
use crate::memory::{Allowance, PIECE};
use crate::path::{Step, Trail};
use crate::schema::{Kind, Member, Schema};
use crate::shape::{List, Map, Shape, Slot, Structure, Union};

/// The maximum number of characters that a mistake quotes.
const LONGEST_QUOTE: usize = 60;

type Read = Result<(), SyntaxError>;

/// Reads a text into a value.
pub(super) struct Reader<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    options: &'a Options,
    depth: usize,
    /// With their byte offsets, which are converted to positions at the end.
    mistakes: Vec<(usize, Mistake)>,
    /// The number of mistakes already counted in the allowance.
    counted: usize,
    allowance: Allowance,
}

impl<'a> Reader<'a> {
    #[inline]
    pub(super) fn new(text: &'a str, options: &'a Options) -> Self {
        Self {
            text,
            lexer: Lexer::new(text),
            options,
            depth: 0,
            mistakes: Vec::new(),
            counted: 0,
            allowance: Allowance::of(text.len()),
        }
    }

    /// Reads the whole text.
    #[inline]
    pub(super) fn root(&mut self, place: &mut dyn Structure) {
        if let Err(error) = self.root_object(place) {
            self.mistakes.push((error.at, Mistake::syntax(self.text, error)));
        }
    }

    /// Reads the whole text into the place of a member.
    #[inline]
    pub(super) fn root_value(&mut self, member: &'static Member, place: &mut dyn Shape) {
        let mut read = || {
            let token = self.lexer.value()?;
            self.value(&Trail::Root, member, token, place)?;
            self.lexer.end()
        };
        if let Err(error) = read() {
            self.mistakes.push((error.at, Mistake::syntax(self.text, error)));
        }
    }

    #[inline]
    pub(super) fn finish(mut self) -> Result<(), JsonErrors> {
        if self.mistakes.is_empty() {
            return Ok(());
        }
        // A text may contain a million mistakes, so positions are computed in a single pass.
        let mut cursor = Cursor::new(self.text);
        self.mistakes.sort_by_key(|(at, _)| *at);
        let place = |(at, mistake)| Mistake { position: Some(cursor.go_to(at)), ..mistake };
        Err(JsonErrors(self.mistakes.into_iter().map(place).collect()))
    }

    #[inline]
    fn root_object(&mut self, place: &mut dyn Structure) -> Read {
        let token = self.lexer.value()?;
        match token {
            Token::Object => self.nested(&Trail::Root, &token, |reader| reader.structure(&Trail::Root, place))?,
            _ => self.wrong_type(&Trail::Root, place.schema(), &token)?,
        }
        self.lexer.end()
    }

    /// Counts memory for a value, and for mistakes, because a text may be full of them.
    #[inline]
    fn take(&mut self, bytes: usize) -> Read {
        let new = size_of::<(usize, Mistake)>() * (self.mistakes.len() - self.counted);
        self.counted = self.mistakes.len();
        self.allowance
            .take(bytes + 2 * new)
            .map_err(|_| self.lexer.refuse("the values before this take too much memory"))
    }

    /// Reads the members of an object whose brace is already read.
    #[inline]
    fn structure(&mut self, trail: &Trail<'_>, place: &mut dyn Structure) -> Read {
        self.take(place.footprint())?;
        let schema = place.schema();
        let mut completion = Defaults::of(schema);
        let (mut first, mut next) = (true, 0);
        while let Some(key) = self.lexer.key(first)? {
            first = false;
            match self.find(schema, &key, next) {
                Some((index, member)) => {
                    next = index + 1;
                    let token = self.lexer.value()?;
                    if token != Token::Null || member.target().kind() == Kind::Document {
                        completion.saw(index);
                    }
                    match place.member_mut(index) {
                        Some(place) => self.value(&trail.member(member), member, token, place)?,
                        None => self.lexer.skip(&token)?,
                    }
                }
                None => self.unknown_member(trail, schema, &key)?,
            }
        }
        completion.finish(place);
        Ok(())
    }

    /// Reads a value or null into the place of a member.
    #[inline]
    fn value(&mut self, trail: &Trail<'_>, member: &'static Member, token: Token<'a>, place: &mut dyn Shape) -> Read {
        if token == Token::Null && member.target().kind() != Kind::Document {
            self.null(trail);
            return Ok(());
        }
        self.put(trail, member, token, place)
    }

    /// Reads a value that is not null into its place.
    #[inline]
    fn put(&mut self, trail: &Trail<'_>, member: &'static Member, token: Token<'a>, place: &mut dyn Shape) -> Read {
        let schema = member.target();
        let read = match (place.slot(), &token) {
            (Slot::List(list), Token::Array) => self.nested(trail, &token, |it| it.list(trail, schema, list)),
            (Slot::Map(map), Token::Object) => self.nested(trail, &token, |it| it.map(trail, schema, map)),
            (Slot::Structure(place), Token::Object) => self.nested(trail, &token, |it| it.structure(trail, place)),
            (Slot::Union(place), Token::Object) => self.nested(trail, &token, |it| it.union(trail, place)),
            (Slot::Document(place), _) => {
                *place = self.document(trail, schema, token)?;
                return Ok(());
            }
            (slot, _) => match scalars::put(slot, &token, self.options) {
                Ok(()) => Ok(()),
                Err(scalars::Refused::Type) => self.wrong_type(trail, schema, &token),
                Err(scalars::Refused::Range) => {
                    let found = self.found(trail, &token);
                    self.mistake(trail, MistakeKind::OutOfRange { expected: schema, found });
                    Ok(())
                }
                Err(scalars::Refused::Timestamp) => {
                    let found = self.found(trail, &token);
                    self.mistake(trail, MistakeKind::BadTimestamp(found));
                    Ok(())
                }
                Err(scalars::Refused::Base64) => {
                    let found = self.found(trail, &token);
                    self.mistake(trail, MistakeKind::BadBase64(found));
                    Ok(())
                }
            },
        };
        if let Token::String(Cow::Owned(mut text)) = token
            && member.is_sensitive()
        {
            text.zeroize();
        }
        read
    }

    #[inline]
    fn list(&mut self, trail: &Trail<'_>, schema: &'static Schema, list: &mut dyn List) -> Read {
        let member = &schema.members()[0];
        list.clear();
        let mut index = 0;
        while self.lexer.element(index == 0)? {
            let token = self.lexer.value()?;
            let trail = trail.index(member, index);
            index += 1;
            if token != Token::Null || member.target().kind() == Kind::Document {
                let place = list.push();
                self.take(size_of_val(place) + outside(&token))?;
                self.put(&trail, member, token, place)?;
            } else if schema.is_sparse() {
                self.take(size_of_val(list.push()))?;
            } else {
                self.null(&trail);
                self.take(0)?;
            }
        }
        Ok(())
    }

    #[inline]
    fn map(&mut self, trail: &Trail<'_>, schema: &'static Schema, map: &mut dyn Map) -> Read {
        let [key_member, member] = schema.members() else { return self.lexer.skip(&Token::Object) };
        map.clear();
        let mut first = true;
        while let Some(key) = self.lexer.key(first)? {
            first = false;
            let token = self.lexer.value()?;
            let trail = Trail::Step(trail, member, Step::Key(&key, key_member));
            if token != Token::Null || member.target().kind() == Kind::Document {
                let place = map.insert(&key);
                self.take(2 * size_of::<String>() + key.len() + size_of_val(place) + outside(&token))?;
                self.put(&trail, member, token, place)?;
            } else if schema.is_sparse() {
                let size = key.len() + size_of_val(map.insert(&key));
                self.take(2 * size_of::<String>() + size)?;
            } else {
                self.null(&trail);
                self.take(0)?;
            }
        }
        Ok(())
    }

    #[inline]
    fn union(&mut self, trail: &Trail<'_>, place: &mut dyn Union) -> Read {
        let schema = place.schema();
        let at = self.lexer.start();
        let (mut first, mut known, mut unknown) = (true, 0, 0);
        while let Some(key) = self.lexer.key(first)? {
            first = false;
            let Some((index, member)) = self.find(schema, &key, 0) else {
                // awsJson responses may name the type of a value next to its members.
                unknown += usize::from(key != "__type");
                self.unknown_member(trail, schema, &key)?;
                continue;
            };
            let token = self.lexer.value()?;
            if token == Token::Null && self.options.skip_null {
                continue;
            }
            known += 1;
            match place.set(index) {
                Some(place) => self.value(&trail.member(member), member, token, place)?,
                None => self.lexer.skip(&token)?,
            }
        }
        // On the wire, an unknown member is not a mistake: the union then has no known member.
        let right = if self.options.skip_unknown { known <= 1 } else { known + unknown == 1 };
        if !right {
            self.mistake_at(trail, MistakeKind::UnionCount { found: known + unknown, known: schema }, at);
        }
        Ok(())
    }

    #[inline]
    fn document(
        &mut self,
        trail: &Trail<'_>,
        schema: &'static Schema,
        token: Token<'a>,
    ) -> Result<Document, SyntaxError> {
        Ok(match token {
            Token::Null => Document::Null,
            Token::Boolean(it) => Document::Bool(it),
            Token::String(it) => Document::String(it.into_owned()),
            Token::Number(digits) => Document::Number(scalars::document_number(digits).unwrap_or_else(|| {
                let found = self.found(trail, &Token::Number(digits));
                self.mistake(trail, MistakeKind::OutOfRange { expected: schema, found });
                Number::PosInt(0)
            })),
            Token::Array => {
                let mut elements = Vec::new();
                self.nested(trail, &token, |reader| {
                    while reader.lexer.element(elements.is_empty())? {
                        let token = reader.lexer.value()?;
                        reader.take(size_of::<Document>() + outside(&token))?;
                        elements.push(reader.document(trail, schema, token)?);
                    }
                    Ok(())
                })?;
                Document::Array(elements)
            }
            Token::Object => {
                let mut entries = HashMap::new();
                self.nested(trail, &token, |reader| {
                    while let Some(key) = reader.lexer.key(entries.is_empty())? {
                        let token = reader.lexer.value()?;
                        reader.take(size_of::<(String, Document)>() + key.len() + outside(&token))?;
                        let value = reader.document(trail, schema, token)?;
                        entries.insert(key.into_owned(), value);
                    }
                    Ok(())
                })?;
                Document::Object(entries)
            }
        })
    }

    /// Reads a list or object one level deeper, or skips it if that is too deep.
    #[inline]
    fn nested(&mut self, trail: &Trail<'_>, token: &Token<'a>, read: impl FnOnce(&mut Self) -> Read) -> Read {
        if self.depth == self.options.depth {
            self.mistake(trail, MistakeKind::TooDeep(self.depth));
            return self.lexer.skip(token);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Finds a member by name. Most texts have the members in model order, so `next` is tried first.
    #[inline]
    fn find(&self, schema: &'static Schema, key: &str, next: usize) -> Option<(usize, &'static Member)> {
        let named = |member: &Member| self.options.name(member) == key;
        let members = schema.members();
        if let Some(member) = members.get(next).filter(|it| named(it)) {
            return Some((next, member));
        }
        members.iter().enumerate().find(|(_, member)| named(member))
    }

    #[inline]
    fn unknown_member(&mut self, trail: &Trail<'_>, schema: &'static Schema, key: &str) -> Read {
        if !self.options.skip_unknown {
            self.mistake(trail, MistakeKind::UnknownMember { name: key.to_owned(), known: schema });
            self.take(key.len())?;
        }
        let token = self.lexer.value()?;
        self.lexer.skip(&token)
    }

    #[inline]
    fn null(&mut self, trail: &Trail<'_>) {
        if !self.options.skip_null {
            self.mistake(trail, MistakeKind::NullValue);
        }
    }

    #[inline]
    fn wrong_type(&mut self, trail: &Trail<'_>, expected: &'static Schema, token: &Token<'a>) -> Read {
        let found = self.found(trail, token);
        self.mistake(trail, MistakeKind::WrongType { expected, found });
        self.lexer.skip(token)
    }

    /// Describes the last value, as far as it may be shown.
    #[inline]
    fn found(&self, trail: &Trail<'_>, token: &Token<'_>) -> Found {
        let kind = match token {
            Token::Null => JsonType::Null,
            Token::Boolean(_) => JsonType::Boolean,
            Token::Number(_) => JsonType::Number,
            Token::String(_) => JsonType::String,
            Token::Array => JsonType::List,
            Token::Object => JsonType::Object,
        };
        let shown = !matches!(token, Token::Array | Token::Object) && !trail.is_sensitive();
        Found { kind, text: shown.then(|| cut(self.lexer.text())) }
    }

    #[inline]
    fn mistake(&mut self, trail: &Trail<'_>, kind: MistakeKind) {
        self.mistake_at(trail, kind, self.lexer.start());
    }

    #[inline]
    fn mistake_at(&mut self, trail: &Trail<'_>, kind: MistakeKind, at: usize) {
        self.mistakes.push((at, Mistake { path: trail.path(), kind, position: None }));
    }
}

/// The heap memory of a value.
#[inline]
fn outside(token: &Token<'_>) -> usize {
    match token {
        Token::String(text) if !text.is_empty() => text.len().max(PIECE),
        _ => 0,
    }
}

/// The text, truncated if it is long.
#[inline]
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
