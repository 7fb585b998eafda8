//! Character classes in brackets.

use super::{DEPTH, Element, Parsed, Parser};
use crate::pattern::Unparsable;
use crate::pattern::class::Class;

impl Parser<'_> {
    /// Parses a class, after its `[`.
    pub(super) fn class(&mut self) -> Parsed<Class> {
        self.class_at(self.at - 1)
    }

    /// Parses the rest of a class that started at an offset.
    fn class_at(&mut self, offset: usize) -> Parsed<Class> {
        let negated = self.eat("^");
        let mut class = Class::default();
        if self.peek() == Some(']') {
            // ECMA-262 reads an empty class, other dialects a literal `]`.
            self.beyond(offset, "a class that begins with `]`");
        }
        loop {
            if self.eat("]") {
                break;
            }
            if self.eat("&&") {
                class = class.intersection(self.class_behind_and(offset)?);
                break;
            }
            if ["[:", "[.", "[="].iter().any(|open| self.rest().starts_with(open)) && self.rest().contains(":]") {
                self.beyond(self.at, "a POSIX class");
            }
            let from = self.at;
            let first = self.element(offset)?;
            let dash = self.at;
            let is_range = self.eat("-") && !self.rest().starts_with(']');
            if !is_range {
                self.at = dash;
                class.union(&first.into_class());
                continue;
            }
            match (first, self.element(offset)?) {
                (Element::Code(first), Element::Code(last)) if first > last => {
                    return self.fail_at(from, "a range that is out of order");
                }
                (Element::Code(first), Element::Code(last)) => class.union(&Class::range(first, last)),
                // Annex B: next to a class, the dash is literal.
                (first, last) => {
                    class.union(&first.into_class());
                    class.union(&Class::one('-'.into()));
                    class.union(&last.into_class());
                }
            }
        }
        if self.flags.ignore_case {
            if class.has_letters_beyond_ascii() {
                self.beyond(offset, "letters beyond ASCII whose case is ignored");
            }
            class = class.in_both_cases();
        }
        Ok(if negated { class.inverted() } else { class })
    }

    /// Parses the operand after `&&` in a class, up to the `]` that ends the class. As in other dialects, it consists
    /// of classes in brackets or plain elements.
    fn class_behind_and(&mut self, offset: usize) -> Parsed<Class> {
        if self.depth == DEPTH {
            return Err(Unparsable { is_malformed: false, reason: "groups nested too deeply", offset });
        }
        if !self.rest().starts_with('[') {
            return self.class_at(offset);
        }
        self.at += 1;
        self.depth += 1;
        let inner = self.class();
        self.depth -= 1;
        let inner = inner?;
        if self.eat("]") {
            return Ok(inner);
        }
        if self.eat("&&") {
            return Ok(inner.intersection(self.class_behind_and(offset)?));
        }
        self.beyond(self.at, "a union of classes");
        self.class_at(offset)
    }

    fn element(&mut self, offset: usize) -> Parsed<Element> {
        match self.next() {
            None => self.fail_at(offset, "a class that is not closed"),
            Some('\\') => self.escape(true),
            Some(c) => Ok(Element::Code(c.into())),
        }
    }
}
