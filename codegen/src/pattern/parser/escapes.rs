//! Escapes, inside and outside of classes.

use super::{Element, Parsed, Parser};
use crate::pattern::class::Class;
use crate::pattern::property::property;

impl Parser<'_> {
    /// Parses an escape, after its backslash.
    pub(super) fn escape(&mut self, in_class: bool) -> Parsed<Element> {
        let offset = self.at - 1;
        let Some(c) = self.next() else { return self.fail_at(offset, "a backslash at the end") };
        let behind = self.at;
        let found = match c {
            'd' => Ok(Element::Class(Class::digit())),
            'D' => Ok(Element::Class(Class::digit().inverted())),
            'w' => Ok(Element::Class(Class::word())),
            'W' => Ok(Element::Class(Class::word().inverted())),
            's' => Ok(Element::Class(Class::space())),
            'S' => Ok(Element::Class(Class::space().inverted())),
            'p' => self.property().map(Element::Class),
            'P' => self.property().map(|class| Element::Class(class.inverted())),
            't' => Ok(Element::Code(0x09)),
            'n' => Ok(Element::Code(0x0a)),
            'v' => Ok(Element::Code(0x0b)),
            'f' => Ok(Element::Code(0x0c)),
            'r' => Ok(Element::Code(0x0d)),
            'b' if in_class => Ok(Element::Code(0x08)),
            '0' if !self.rest().starts_with(|c: char| c.is_ascii_digit()) => Ok(Element::Code(0)),
            '0' => Err("an octal escape"),
            '1'..='9' | 'k' => Err("a back reference"),
            'c' => self.control().map(Element::Code),
            'x' => self.hex(2).map(Element::Code),
            'u' => self.unicode().map(Element::Code),
            'A' | 'Z' | 'z' | 'G' => Err("an anchor that ECMA-262 does not have"),
            c if c.is_ascii_alphabetic() => Err("an escape that ECMA-262 does not have"),
            c => Ok(Element::Code(c.into())),
        };
        Ok(found.unwrap_or_else(|reason| {
            // Annex B reads an unknown escape as the character itself.
            self.beyond(offset, reason);
            self.at = behind;
            Element::Code(c.into())
        }))
    }

    fn control(&mut self) -> Result<u32, &'static str> {
        match self.next() {
            Some(c) if c.is_ascii_alphabetic() => Ok(u32::from(c) % 32),
            _ => Err("a malformed control escape"),
        }
    }

    /// Parses a hexadecimal number with this many digits.
    fn hex(&mut self, digits: usize) -> Result<u32, &'static str> {
        let number = self.rest().get(..digits).filter(|text| text.bytes().all(|c| c.is_ascii_hexdigit()));
        let code = number.and_then(|text| u32::from_str_radix(text, 16).ok());
        self.at += digits;
        code.ok_or("a malformed hexadecimal escape")
    }

    /// Parses `XXXX` or `{…}` after `\u`. The two halves of a surrogate pair become one character.
    fn unicode(&mut self) -> Result<u32, &'static str> {
        if self.eat("{") {
            let digits = self.rest().find('}').filter(|digits| (1..=8).contains(digits)).unwrap_or(0);
            let code = self.hex(digits)?;
            self.at += 1;
            return if code > 0x10_ffff { Err("an invalid code point") } else { Ok(code) };
        }
        let high = self.hex(4)?;
        let behind = self.at;
        if (0xd800..=0xdbff).contains(&high) && self.eat("\\u") {
            let low = self.hex(4)?;
            if (0xdc00..=0xdfff).contains(&low) {
                return Ok(0x1_0000 + (high - 0xd800) * 0x400 + (low - 0xdc00));
            }
            self.at = behind;
        }
        Ok(high)
    }

    /// Parses `{Name}` after `
    ///
    /// `.
    fn property(&mut self) -> Result<Class, &'static str> {
        let name = self.rest().strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(name, _)| name);
        let name = name.ok_or("a malformed property")?;
        let class = property(name);
        self.at += name.len() + 2;
        class.ok_or("an unknown property")
    }
}
