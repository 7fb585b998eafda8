//! Shapes, their members and their traits. <https://smithy.io/2.0/spec/idl.html#defining-shapes>

use super::keywords::is_keyword;
use super::parser::{Parsed, Parser};
use super::tokens::{Kind, Token};
use super::tree::{Member, Message, Operation, Shape, Target, Trait, Traits, Value, Word};
use crate::diagnostic::nearest;
use crate::model::shape_types::{self, AGGREGATE, SIMPLE};
use crate::model::version::Version;

impl<'a> Parser<'a> {
    /// Parses the traits before a shape or member. Documentation comments are allowed only before the first trait.
    pub(super) fn traits(&mut self) -> Parsed<Traits<'a>> {
        let documentation = self.documentation();
        let mut list = Vec::new();
        while self.is(Kind::At) {
            list.push(self.trait_use()?);
        }
        Ok(Traits { documentation, list })
    }

    /// Parses a trait application.
    pub(super) fn trait_use(&mut self) -> Parsed<Trait<'a>> {
        self.expect(Kind::At, "a trait")?;
        if self.peek().is_separated {
            return self.expected("the name of a trait after `@`");
        }
        let id = self.shape_id("the name of a trait")?;
        if !self.is(Kind::OpenParenthesis) || self.peek().is_separated {
            return Ok(Trait { id, value: None });
        }
        self.next();
        if self.take(Kind::CloseParenthesis) {
            return Ok(Trait { id, value: None });
        }
        let is_key = matches!(self.peek().kind, Kind::Word | Kind::Quoted);
        if is_key && self.peek_second().kind == Kind::Colon {
            let entries = self.entries(Kind::CloseParenthesis, "`)`")?;
            return Ok(Trait { id, value: Some(Value::Object(entries)) });
        }
        let value = self.value()?;
        self.expect(Kind::CloseParenthesis, "`)`")?;
        Ok(Trait { id, value: Some(value) })
    }

    /// Parses a shape, after its traits. If its definition has syntax errors, what could be parsed is kept as a partial
    /// shape.
    pub(super) fn shape(&mut self, traits: Traits<'a>) -> Parsed<Shape<'a>> {
        let token = self.expect(Kind::Word, "the type of a shape")?;
        let ty = self.text_of(token);
        if !is_keyword(ty) {
            return self.unknown_type(token);
        }
        match (ty, self.version) {
            ("enum" | "intEnum", Version::V1) => self.needs_version_2(token.start, "shapes of the type `enum`")?,
            ("set", Version::V2) => {
                let done = self.mistake_at(token.start, "Smithy 2.0 has no sets");
                self.hint("use a list with the trait `@uniqueItems`");
                return done;
            }
            _ => {}
        }
        let name = self.identifier("the name of the shape")?;
        let mut shape = empty_shape(ty, name, traits);
        let before = self.mistakes.len();
        let is_closed = self.definition(&mut shape);
        let has_lost_traits = std::mem::take(&mut self.has_lost_traits);
        shape.is_partial = has_lost_traits || self.mistakes.len() > before;
        match is_closed {
            Ok(()) => Ok(shape),
            Err(recorded) => {
                self.partial.push(shape);
                Err(recorded)
            }
        }
    }

    fn unknown_type<T>(&mut self, token: Token) -> Parsed<T> {
        let ty = self.text_of(token);
        let done = self.mistake_at(token.start, format!("unknown shape type `{ty}`"));
        if let Some(near) = nearest(ty, shape_types::statements()) {
            self.hint(format!("did you mean `{near}`?"));
        }
        // The name is known, whatever it is the name of.
        let name = self.peek();
        if name.kind == Kind::Word && !name.on_new_line {
            let name = self.word(name);
            self.partial.push(Shape { is_partial: true, ..empty_shape(ty, name, Traits::default()) });
        }
        done
    }

    /// Parses what follows the name of a shape.
    fn definition(&mut self, shape: &mut Shape<'a>) -> Parsed<()> {
        if AGGREGATE.contains(&shape.ty) {
            self.for_resource(shape)?;
        }
        self.mixins(shape)?;
        self.body(shape)
    }

    fn body(&mut self, shape: &mut Shape<'a>) -> Parsed<()> {
        match shape.ty {
            ty if SIMPLE.contains(&ty) => Ok(()),
            "enum" | "intEnum" => self.enum_members(shape),
            "operation" => self.operation(shape),
            "service" | "resource" => {
                self.expect(Kind::OpenBrace, "`{`")?;
                shape.properties = self.entries(Kind::CloseBrace, "`}`")?;
                Ok(())
            }
            _ => self.members(shape),
        }
    }

    fn for_resource(&mut self, shape: &mut Shape<'a>) -> Parsed<()> {
        if !self.is_word("for") {
            return Ok(());
        }
        let at = self.next().start;
        self.needs_version_2(at, "shapes for a resource")?;
        if self.peek().on_new_line {
            return self.expected("a resource on the same line");
        }
        shape.resource = Some(self.shape_id("a resource")?);
        Ok(())
    }

    fn mixins(&mut self, shape: &mut Shape<'a>) -> Parsed<()> {
        // An inline structure may have `with` on a new line; other shapes must not.
        if !self.is_word("with") || self.peek().on_new_line && !shape.name.text.is_empty() {
            return Ok(());
        }
        let at = self.next().start;
        self.needs_version_2(at, "mixins")?;
        self.expect(Kind::OpenBracket, "`[`")?;
        if self.is(Kind::CloseBracket) {
            return self.expected("a mixin");
        }
        shape.mixins = self.until(Kind::CloseBracket, "a mixin or `]`", |it| it.shape_id("a mixin"))?;
        Ok(())
    }

    fn members(&mut self, shape: &mut Shape<'a>) -> Parsed<()> {
        self.expect(Kind::OpenBrace, "`{`")?;
        self.each_member(shape, Self::member)
    }

    fn enum_members(&mut self, shape: &mut Shape<'a>) -> Parsed<()> {
        self.expect(Kind::OpenBrace, "`{`")?;
        if self.is(Kind::CloseBrace) && shape.mixins.is_empty() {
            return self.expected("at least one member");
        }
        self.each_member(shape, |parser| {
            let traits = parser.traits()?;
            let token = parser.expect(Kind::Word, "the name of a member")?;
            let name = parser.check_identifier(token)?;
            let value = parser.assignment()?;
            Ok(Member { name, target: Target::Unit, traits, value })
        })
    }

    /// Parses members up to the closing brace. A member with an error is skipped.
    fn each_member(&mut self, shape: &mut Shape<'a>, read: impl Fn(&mut Self) -> Parsed<Member<'a>>) -> Parsed<()> {
        loop {
            if self.take(Kind::CloseBrace) {
                return Ok(());
            }
            if self.is(Kind::End) {
                return self.expected("a member or `}`");
            }
            let before = self.peek().start;
            let Ok(member) = read(self) else {
                if self.starts_next_shape() {
                    return Err(super::parser::Recorded);
                }
                if self.peek().start == before {
                    // Perhaps it belongs to the member before.
                    shape.members.pop();
                }
                self.skip_member();
                if self.peek().start == before {
                    self.next();
                }
                continue;
            };
            if let Some(other) = shape.members.iter().find(|it| it.name.text == member.name.text) {
                let message = format!("the member `{}` is defined twice", other.name.text);
                self.mistakes.push(super::parser::Mistake { at: member.name.at, message, hint: None });
                continue;
            }
            shape.members.push(member);
        }
    }

    /// Whether the file continues with another shape although this one is not closed.
    fn starts_next_shape(&self) -> bool {
        let (first, second) = (self.peek(), self.peek_second());
        first.on_new_line
            && first.kind == Kind::Word
            && is_keyword(self.text_of(first))
            && second.kind == Kind::Word
            && !second.on_new_line
    }

    fn member(&mut self) -> Parsed<Member<'a>> {
        let traits = self.traits()?;
        if self.is(Kind::Dollar) {
            let at = self.next().start;
            self.needs_version_2(at, "elided members")?;
            let token = self.expect_on_line(Kind::Word, "the name of a member")?;
            let name = self.check_identifier(token)?;
            let value = self.assignment()?;
            return Ok(Member { name, target: Target::Elided, traits, value });
        }
        let token = self.expect(Kind::Word, "the name of a member")?;
        let name = self.check_identifier(token)?;
        let colon = self.peek();
        if colon.kind == Kind::Walrus {
            let done = self.expected("`:`");
            self.hint("only inputs and outputs of operations can be defined with `:=`");
            return done;
        }
        self.expect(Kind::Colon, "`:`")?;
        let target = Target::Id(self.shape_id("a shape ID")?);
        let value = self.assignment()?;
        Ok(Member { name, target, traits, value })
    }

    /// The value after `=` of a member, if any.
    fn assignment(&mut self) -> Parsed<Option<Value<'a>>> {
        if !self.is(Kind::Equals) {
            return Ok(None);
        }
        let at = self.peek().start;
        if self.peek().on_new_line {
            return self.expected("the name of a member");
        }
        self.next();
        self.needs_version_2(at, "default values")?;
        if self.peek().on_new_line {
            return self.expected("a value on the same line");
        }
        let value = self.value()?;
        if !self.peek().on_new_line && !self.is(Kind::End) {
            return self.expected("a line break after the value");
        }
        Ok(Some(value))
    }

    fn operation(&mut self, shape: &mut Shape<'a>) -> Parsed<()> {
        self.expect(Kind::OpenBrace, "`{`")?;
        let mut seen = Vec::new();
        while !self.take(Kind::CloseBrace) {
            let token = self.expect(Kind::Word, "`input`, `output`, `errors` or `}`")?;
            let property = self.text_of(token);
            if seen.contains(&property) {
                return self.mistake_at(token.start, format!("`{property}` appears twice"));
            }
            seen.push(property);
            match property {
                "input" => shape.operation.input = Some(self.message()?),
                "output" => shape.operation.output = Some(self.message()?),
                "errors" => {
                    self.expect(Kind::Colon, "`:`")?;
                    self.expect(Kind::OpenBracket, "`[`")?;
                    let errors = self.until(Kind::CloseBracket, "an error or `]`", |it| it.shape_id("an error"))?;
                    shape.operation.errors = errors;
                }
                other => {
                    let message = format!("expected `input`, `output` or `errors`, found `{other}`");
                    return self.mistake_at(token.start, message);
                }
            }
            if !(self.peek().is_separated || self.is(Kind::CloseBrace)) {
                return self.expected("a space or line break");
            }
        }
        Ok(())
    }

    fn message(&mut self) -> Parsed<Message<'a>> {
        if !self.is(Kind::Walrus) {
            self.expect(Kind::Colon, "`:` or `:=`")?;
            return Ok(Message::Id(self.shape_id("a shape ID")?));
        }
        let at = self.next().start;
        self.needs_version_2(at, "inline inputs and outputs")?;
        let traits = self.traits()?;
        let mut shape = empty_shape("structure", Word { text: "", at }, traits);
        self.for_resource(&mut shape)?;
        self.mixins(&mut shape)?;
        self.members(&mut shape)?;
        Ok(Message::Inline(Box::new(shape)))
    }
}

fn empty_shape<'a>(ty: &'a str, name: Word<'a>, traits: Traits<'a>) -> Shape<'a> {
    Shape {
        ty,
        name,
        traits,
        mixins: Vec::new(),
        resource: None,
        members: Vec::new(),
        properties: Vec::new(),
        operation: Operation::default(),
        is_partial: false,
    }
}
