//! Records mistakes.

use super::super::lexer::Token;
use super::super::mistake::quote;
use super::super::{Found, JsonType, Mistake, MistakeKind};
use super::{Read, Reader};
use crate::path::Trail;
use crate::schema::Schema;

impl<'a> Reader<'a> {
    #[inline]
    pub(super) fn null<'t>(&mut self, trail: impl FnOnce() -> Trail<'t>) {
        if !self.options.skip_null {
            self.mistake(&trail(), MistakeKind::NullValue);
        }
    }

    #[inline]
    pub(super) fn wrong_type(&mut self, trail: &Trail<'_>, expected: &'static Schema, token: &Token<'a>) -> Read {
        let found = self.found(trail, token);
        self.mistake(trail, MistakeKind::WrongType { expected, found });
        self.lexer.skip(token)
    }

    /// Describes the last value, as far as it may be shown.
    #[inline]
    pub(super) fn found(&self, trail: &Trail<'_>, token: &Token<'_>) -> Found {
        let kind = match token {
            Token::Null => JsonType::Null,
            Token::Boolean(_) => JsonType::Boolean,
            Token::Number(_) => JsonType::Number,
            Token::String(_) => JsonType::String,
            Token::Array => JsonType::List,
            Token::Object => JsonType::Object,
        };
        let shown = !matches!(token, Token::Array | Token::Object) && !trail.is_sensitive();
        Found { kind, text: shown.then(|| quote(self.lexer.text())) }
    }

    #[inline]
    pub(super) fn mistake(&mut self, trail: &Trail<'_>, kind: MistakeKind) {
        self.mistake_at(trail, kind, self.lexer.start());
    }

    #[inline]
    pub(super) fn mistake_at(&mut self, trail: &Trail<'_>, kind: MistakeKind, at: usize) {
        self.mistakes.push((at, Mistake { path: trail.path(), kind, position: None }));
    }
}
