//! Reads JSON into a value, without a tree in between.

mod document;
mod mistakes;

use std::borrow::Cow;

use zeroize::Zeroize;

use super::lexer::{Lexer, Token};
use super::mistake::Cursor;
use super::syntax::SyntaxError;
use super::{JsonErrors, Mistake, MistakeKind, Options, scalars};
use crate::defaults::Defaults;
use crate::guide::{Guide, Place};
use crate::memory::{Allowance, PIECE};
use crate::path::{Step, Trail};
use crate::schema::{Kind, Member, Schema};
use crate::shape::{List, Map, Shape, Slot, Structure, Union};

type Read = Result<(), SyntaxError>;

/// The key of a member, or the end of the object.
enum Key<'a> {
    Known(usize, &'static Member),
    Unknown(Cow<'a, str>),
    End,
}

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
    guide: Guide,
    /// The number of entries of the last map, which the next one probably has too.
    entries: usize,
    /// The memory that may be reserved for entries in vain.
    spare: usize,
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
            allowance: Allowance::of_json(text.len()),
            guide: Guide::default(),
            entries: 0,
            spare: text.len(),
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
            if is_null(&token, member) {
                self.null(|| Trail::Root);
            } else {
                self.put(|| Trail::Root, member, token, place)?;
            }
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
        let mut all = bytes;
        if self.counted < self.mistakes.len() {
            all += 2 * (self.mistakes.len() - self.counted) * size_of::<(usize, Mistake)>();
            self.counted = self.mistakes.len();
        }
        self.allowance.take(all).map_err(|_| self.lexer.refuse("the values before this take too much memory"))
    }

    /// Reads the members of an object whose brace is already read.
    #[inline]
    fn structure(&mut self, trail: &Trail<'_>, place: &mut dyn Structure) -> Read {
        let schema = place.schema();
        let mut here = self.guide.enter(schema);
        let mut completion = Defaults::within(self.guide.defaults(&here));
        let mut first = true;
        loop {
            match self.key(&mut here, std::mem::take(&mut first))? {
                Key::Known(index, member) => {
                    let token = self.lexer.value()?;
                    if is_null(&token, member) {
                        self.null(|| trail.member(member));
                        continue;
                    }
                    completion.saw(index);
                    match place.member_mut(index) {
                        Some(place) => self.put(|| trail.member(member), member, token, place)?,
                        None => self.lexer.skip(&token)?,
                    }
                }
                Key::Unknown(key) => self.unknown_member(trail, schema, &key)?,
                Key::End => break,
            }
        }
        completion.finish(place);
        self.take(place.footprint())
    }

    /// Reads the key of the next member.
    #[inline(always)] // like `put`
    fn key(&mut self, here: &mut Place, first: bool) -> Result<Key<'a>, SyntaxError> {
        if let Some((index, member)) = self.guide.first_guess(here)
            && self.lexer.take_key(first, self.options.name(member))
        {
            here.pass(index);
            return Ok(Key::Known(index, member));
        }
        if self.lexer.take_end() { Ok(Key::End) } else { self.other_key(here, first) }
    }

    /// Reads a key that is not the expected one.
    #[inline]
    fn other_key(&mut self, here: &mut Place, first: bool) -> Result<Key<'a>, SyntaxError> {
        let options = self.options;
        if let Some((index, member)) = self.guide.second_guess(here)
            && self.lexer.take_key(first, options.name(member))
        {
            self.guide.prefer_second(here);
            here.pass(index);
            return Ok(Key::Known(index, member));
        }
        let Some(key) = self.lexer.key(first)? else { return Ok(Key::End) };
        let is_it = |it: &Member| options.name(it) == key;
        let found = match &key {
            Cow::Borrowed(_) => self.guide.find_plain(here, is_it),
            Cow::Owned(_) => self.guide.find(here, is_it),
        };
        Ok(match found {
            Some((index, member)) => Key::Known(index, member),
            None => Key::Unknown(key),
        })
    }

    /// Reads a value that is not null into its place. The trail is only made if it is needed.
    #[inline(always)] // most values are strings or, in DynamoDB, unions, for which another call would cost too much
    fn put<'t>(
        &mut self,
        trail: impl FnOnce() -> Trail<'t>,
        member: &'static Member,
        token: Token<'a>,
        place: &mut dyn Shape,
    ) -> Read {
        match (place.slot(), token) {
            (Slot::String(place), Token::String(Cow::Borrowed(text))) => {
                scalars::put_string(place, text);
                Ok(())
            }
            (Slot::Union(place), Token::Object) => {
                let trail = trail();
                self.nested(&trail, &Token::Object, |it| it.union(&trail, place))
            }
            (slot, token) => self.put_other(&trail(), member, token, slot),
        }
    }

    #[inline]
    fn put_other(&mut self, trail: &Trail<'_>, member: &'static Member, token: Token<'a>, slot: Slot<'_>) -> Read {
        let schema = member.target();
        match (slot, token) {
            (Slot::List(list), Token::Array) => self.nested(trail, &Token::Array, |it| it.list(trail, schema, list)),
            (Slot::Map(map), Token::Object) => self.nested(trail, &Token::Object, |it| it.map(trail, schema, map)),
            (Slot::Structure(place), Token::Object) => {
                self.nested(trail, &Token::Object, |it| it.structure(trail, place))
            }
            (Slot::Document(place), token) => {
                *place = self.document(trail, schema, token)?;
                Ok(())
            }
            (slot, token) => self.scalar(trail, member, token, slot),
        }
    }

    /// Reads a scalar into its place.
    #[inline]
    fn scalar(&mut self, trail: &Trail<'_>, member: &'static Member, token: Token<'a>, slot: Slot<'_>) -> Read {
        let schema = member.target();
        let read = match scalars::put(slot, &token, self.options) {
            Ok(()) => Ok(()),
            Err(scalars::Refused::Type) => self.wrong_type(trail, schema, &token),
            Err(refused) => {
                let found = self.found(trail, &token);
                self.mistake(
                    trail,
                    match refused {
                        scalars::Refused::Timestamp => MistakeKind::BadTimestamp(found),
                        scalars::Refused::Base64 => MistakeKind::BadBase64(found),
                        _ => MistakeKind::OutOfRange { expected: schema, found },
                    },
                );
                Ok(())
            }
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
            let trail = || trail.index(member, index);
            if !is_null(&token, member) {
                let place = list.push();
                self.take(size_of_val(place) + outside(&token))?;
                self.put(trail, member, token, place)?;
            } else if schema.is_sparse() {
                self.take(size_of_val(list.push()))?;
            } else {
                self.null(trail);
                self.take(0)?;
            }
            index += 1;
        }
        Ok(())
    }

    #[inline]
    fn map(&mut self, trail: &Trail<'_>, schema: &'static Schema, map: &mut dyn Map) -> Read {
        let [key_member, member] = schema.members() else { return self.lexer.skip(&Token::Object) };
        map.clear();
        let (mut first, mut reserved, mut size) = (true, 0, 0);
        while let Some(key) = self.lexer.key(first)? {
            if std::mem::take(&mut first) {
                // Taken, so that the maps inside of this one do not all reserve as much.
                reserved = std::mem::take(&mut self.entries);
                map.reserve(reserved, self.spare);
            }
            let token = self.lexer.value()?;
            let trail = || Trail::Step(trail, member, Step::Key(&key, key_member));
            if !is_null(&token, member) {
                let place = map.insert(&key);
                size = 2 * size_of::<String>() + size_of_val(place);
                self.take(size + key.len() + outside(&token))?;
                self.put(trail, member, token, place)?;
            } else if schema.is_sparse() {
                let size = key.len() + size_of_val(map.insert(&key));
                self.take(2 * size_of::<String>() + size)?;
            } else {
                self.null(trail);
                self.take(0)?;
            }
        }
        self.entries = map.len();
        self.spare = self.spare.saturating_sub(reserved.saturating_sub(self.entries) * size);
        Ok(())
    }

    #[inline]
    fn union(&mut self, trail: &Trail<'_>, place: &mut dyn Union) -> Read {
        let schema = place.schema();
        let mut here = self.guide.enter(schema);
        let at = self.lexer.start();
        let (mut first, mut known, mut unknown) = (true, 0, 0);
        loop {
            let (index, member) = match self.key(&mut here, std::mem::take(&mut first))? {
                Key::Known(index, member) => (index, member),
                Key::Unknown(key) => {
                    // awsJson responses may name the type of a value next to its members.
                    unknown += usize::from(key != "__type");
                    self.unknown_member(trail, schema, &key)?;
                    continue;
                }
                Key::End => break,
            };
            let token = self.lexer.value()?;
            if matches!(token, Token::Null) && self.options.skip_null {
                continue;
            }
            known += 1;
            match place.set(index) {
                Some(_) if is_null(&token, member) => self.null(|| trail.member(member)),
                Some(place) => self.put(|| trail.member(member), member, token, place)?,
                None => self.lexer.skip(&token)?,
            }
        }
        // On the wire, an unknown member is not a mistake: the union then has no known member.
        let right = if self.options.skip_unknown { known <= 1 } else { known + unknown == 1 };
        if !right {
            self.mistake_at(trail, MistakeKind::UnionCount { found: known + unknown, known: schema }, at);
        }
        self.take(place.footprint())
    }

    /// Reads a list or object one level deeper, or skips it if that is too deep.
    #[inline(always)] // like `put`
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

    #[inline]
    fn unknown_member(&mut self, trail: &Trail<'_>, schema: &'static Schema, key: &str) -> Read {
        if !self.options.skip_unknown {
            self.mistake(trail, MistakeKind::UnknownMember { name: key.to_owned(), known: schema });
            self.take(key.len())?;
        }
        let token = self.lexer.value()?;
        self.lexer.skip(&token)
    }
}

/// Whether it is null, and not a document.
#[inline]
fn is_null(token: &Token<'_>, member: &Member) -> bool {
    matches!(token, Token::Null) && member.target().kind() != Kind::Document
}

/// The heap memory of a value.
#[inline]
fn outside(token: &Token<'_>) -> usize {
    match token {
        Token::String(text) if !text.is_empty() => text.len().max(PIECE),
        _ => 0,
    }
}
