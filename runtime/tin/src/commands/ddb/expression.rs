//! Conditions and projections. Names and literals are replaced by placeholders, as the service requires.

use tinsmith_cli::command::{Failure, Fields, Value};

use super::attribute::typed;
use super::tokens::{Kind, Token, tokens, wrong};

/// The placeholders in all expressions of a call.
#[derive(Default)]
pub(super) struct Expressions {
    names: Fields,
    values: Fields,
}

impl Expressions {
    /// Parses an expression, and sets the member to it with placeholders.
    pub(super) fn add(&mut self, input: &mut Fields, member: &str, text: &str) -> Result<(), Failure> {
        if text.is_empty() {
            return Err(Failure::Param("Expressions must not be empty".to_owned()));
        }
        let tokens = tokens(text)?;
        let mut parser = Parser { text, tokens, at: 0, depth: 0, found: self };
        let (expression, _) = parser.expression()?;
        parser.expect(&[Kind::End])?;
        input.push(member, Value::string(expression.trim()));
        Ok(())
    }

    /// Sets the names and values of the placeholders.
    pub(super) fn finish(self, input: &mut Fields) {
        if !self.names.is_empty() {
            input.push("ExpressionAttributeNames", Value::Object(self.names));
        }
        if !self.values.is_empty() {
            input.push("ExpressionAttributeValues", Value::Object(self.values));
        }
    }

    fn next(&self) -> usize {
        self.names.len() + self.values.len()
    }

    fn name(&mut self, name: &str) -> String {
        let placeholder = format!("#n{}", self.next());
        self.names.push(placeholder.clone(), Value::string(name));
        placeholder + " "
    }

    fn value(&mut self, value: Value) -> String {
        let placeholder = format!(":n{}", self.next());
        self.values.push(placeholder.clone(), value);
        placeholder + " "
    }
}

/// The maximum nesting depth, so that hostile input cannot overflow the stack.
const MAX_DEPTH: usize = 100;

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    found: &'a mut Expressions,
}

impl Parser<'_> {
    fn current(&self) -> Token {
        // The last token is the end and is never passed.
        self.tokens.get(self.at).or(self.tokens.last()).cloned().unwrap_or(Token {
            kind: Kind::End,
            text: String::new(),
            value: Value::Null,
            start: 0,
            end: 0,
        })
    }

    fn is(&self, kind: Kind) -> bool {
        self.current().kind == kind
    }

    fn is_next(&self, kind: Kind) -> bool {
        self.tokens.get(self.at + 1).is_some_and(|it| it.kind == kind)
    }

    fn advance(&mut self) -> Token {
        let token = self.current();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn expect(&mut self, kinds: &[Kind]) -> Result<Token, Failure> {
        if kinds.contains(&self.current().kind) { Ok(self.advance()) } else { Err(self.unexpected(kinds)) }
    }

    fn unexpected(&self, kinds: &[Kind]) -> Failure {
        let token = self.current();
        let message = format!("Unexpected token `{}` of type `{:?}`. Expected type: {kinds:?}", token.text, token.kind);
        wrong(&message, self.text, token.start, token.end)
    }

    /// Parses one level deeper.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Failure>) -> Result<T, Failure> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("the expression is nested more than {MAX_DEPTH} levels deep");
            return Err(Failure::Param(message));
        }
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Parses an expression. Also returns whether it is only a name.
    fn expression(&mut self) -> Result<(String, bool), Failure> {
        if self.is(Kind::End) {
            return Err(Failure::Param("Expressions must not be empty".to_owned()));
        }
        let (mut left, is_name) = self.simple()?;
        if is_name && self.is(Kind::Comma) {
            let mut all = vec![left.trim().to_owned()];
            while self.is(Kind::Comma) {
                self.advance();
                all.push(self.operand()?.0.trim().to_owned());
            }
            return Ok((all.join(", "), false));
        }
        while self.is(Kind::And) || self.is(Kind::Or) {
            let word = if self.advance().kind == Kind::And { "AND" } else { "OR" };
            let (right, _) = self.simple()?;
            left = format!("{left}{word} {right}");
        }
        Ok((left, is_name))
    }

    fn simple(&mut self) -> Result<(String, bool), Failure> {
        if self.is(Kind::LeftParen) {
            self.advance();
            let (inner, _) = self.nested(Self::expression)?;
            self.expect(&[Kind::RightParen])?;
            return Ok((format!("( {inner}) "), false));
        }
        if self.is(Kind::Not) {
            self.advance();
            let (inner, _) = self.nested(Self::simple)?;
            return Ok((format!("NOT {inner}"), false));
        }
        self.condition()
    }

    fn condition(&mut self) -> Result<(String, bool), Failure> {
        if self.is_next(Kind::LeftParen) {
            let name = self.expect(&[Kind::Name])?.text;
            self.advance();
            let arguments = self.sequence()?;
            self.expect(&[Kind::RightParen])?;
            return Ok((format!("{name}({arguments}) "), false));
        }
        let (left, is_name) = self.operand()?;
        match self.current().kind {
            Kind::In => {
                self.advance();
                self.expect(&[Kind::LeftParen])?;
                let right = self.sequence()?;
                self.expect(&[Kind::RightParen])?;
                Ok((format!("{left}IN ({right}) "), false))
            }
            Kind::Between => {
                self.advance();
                let (low, _) = self.operand()?;
                self.expect(&[Kind::And])?;
                let (high, _) = self.operand()?;
                Ok((format!("{left}BETWEEN {low}AND {high}"), false))
            }
            Kind::Comparator => {
                let comparator = self.advance().text;
                let (right, _) = self.operand()?;
                Ok((format!("{left}{comparator} {right}"), false))
            }
            _ => Ok((left, is_name)),
        }
    }

    fn sequence(&mut self) -> Result<String, Failure> {
        let mut all = vec![self.operand()?.0.trim().to_owned()];
        while self.is(Kind::Comma) {
            self.advance();
            all.push(self.operand()?.0.trim().to_owned());
        }
        Ok(all.join(", "))
    }

    /// Parses a literal or a name. Also returns whether it is a name.
    fn operand(&mut self) -> Result<(String, bool), Failure> {
        match self.current().kind {
            Kind::Literal | Kind::LeftBracket | Kind::LeftBrace => {
                let value = self.literal()?;
                Ok((self.found.value(value), false))
            }
            Kind::Name => Ok((self.path()?, true)),
            _ => Err(self.unexpected(&[Kind::Literal, Kind::LeftBracket, Kind::LeftBrace, Kind::Name])),
        }
    }

    fn path(&mut self) -> Result<String, Failure> {
        let mut path = self.name()?;
        while self.is(Kind::Dot) {
            self.advance();
            let right = self.name()?;
            path = format!("{}.{right}", path.trim());
        }
        Ok(path)
    }

    fn name(&mut self) -> Result<String, Failure> {
        let token = self.advance();
        let name = self.found.name(&token.text);
        if !self.is(Kind::LeftBracket) {
            return Ok(name);
        }
        self.advance();
        let index = self.expect(&[Kind::Literal])?;
        let Value::Integer(number) = index.value else {
            let message = "Invalid token value: List indices must be whole numbers.";
            return Err(wrong(message, self.text, index.start, index.end));
        };
        self.expect(&[Kind::RightBracket])?;
        Ok(format!("{}[{number}] ", name.trim()))
    }

    /// Parses a literal into a typed value.
    fn literal(&mut self) -> Result<Value, Failure> {
        match self.current().kind {
            Kind::Literal => Ok(typed(&self.advance().value)),
            Kind::LeftBracket => self.nested(|it| {
                it.advance();
                let mut values = Vec::new();
                while !it.is(Kind::RightBracket) {
                    values.push(it.literal()?);
                    if !it.is(Kind::Comma) {
                        break;
                    }
                    it.advance();
                }
                it.expect(&[Kind::RightBracket])?;
                Ok(of("L", Value::List(values)))
            }),
            Kind::LeftBrace => self.nested(Self::braces),
            _ => Err(self.unexpected(&[Kind::Literal, Kind::LeftBracket, Kind::LeftBrace])),
        }
    }

    /// Parses a map or a set.
    fn braces(&mut self) -> Result<Value, Failure> {
        self.advance();
        if self.is(Kind::RightBrace) || self.is_next(Kind::Colon) {
            let mut fields = Fields::default();
            while !self.is(Kind::RightBrace) {
                let key = self.expect(&[Kind::Literal])?;
                let Value::String(name) = key.value else {
                    return Err(wrong("Invalid token value: Keys must be strings", self.text, key.start, key.end));
                };
                self.expect(&[Kind::Colon])?;
                let value = self.literal()?;
                fields.set(name, value);
                if !self.is(Kind::Comma) {
                    break;
                }
                self.advance();
            }
            self.expect(&[Kind::RightBrace])?;
            return Ok(of("M", Value::Object(fields)));
        }
        let mut kind = None;
        let mut values: Vec<Value> = Vec::new();
        loop {
            let token = self.expect(&[Kind::Literal])?;
            let bad = |message: &str, text: &str| wrong(message, text, token.start, token.end);
            let Value::Object(fields) = typed(&token.value) else { continue };
            let Some((found, value)) = fields.iter().next() else { continue };
            if !matches!(found, "S" | "N" | "B") {
                let message = "Invalid token value: Sets may only contain numbers, strings, or bytes";
                return Err(bad(message, self.text));
            }
            if *kind.get_or_insert_with(|| found.to_owned()) != found {
                return Err(bad("Invalid token value: Set values must all be of the same type", self.text));
            }
            if !values.contains(value) {
                values.push(value.clone());
            }
            if !self.is(Kind::Comma) {
                break;
            }
            self.advance();
        }
        self.expect(&[Kind::RightBrace])?;
        Ok(of(&format!("{}S", kind.unwrap_or_default()), Value::List(values)))
    }
}

fn of(kind: &str, value: Value) -> Value {
    Value::Object([(kind.to_owned(), value)].into_iter().collect())
}

#[cfg(test)]
mod tests {
    use tinsmith_cli::command::json_line;

    use super::*;

    fn read(text: &str) -> Result<String, Failure> {
        let mut input = Fields::default();
        let mut expressions = Expressions::default();
        expressions.add(&mut input, "E", text)?;
        expressions.finish(&mut input);
        Ok(json_line(&Value::Object(input)))
    }

    #[test]
    fn names_and_literals_become_placeholders() {
        for (text, expression) in [
            ("a.b[0] = 1", "#n0.#n1[0] = :n2"),
            ("a, 'b c'", "#n0, #n1"),
            ("a = 1 and (b <> \"x\" or not c in (1, 2))", "#n0 = :n1 AND ( #n2 <> :n3 OR NOT #n4 IN (:n5, :n6) )"),
            ("a between 1 and 2", "#n0 BETWEEN :n1 AND :n2"),
            ("contains(a, \"b\")", "contains(#n0, :n1)"),
        ] {
            let read = read(text).unwrap();
            assert!(read.starts_with(&format!("{{\"E\": \"{expression}\"")), "{text}: {read}");
        }
        let typed = read("a = {\"k\": [1.50, {1, 2}, null, true, -3]}").unwrap();
        let value =
            r#"{"M": {"k": {"L": [{"N": "1.50"}, {"NS": ["1", "2"]}, {"NULL": true}, {"BOOL": true}, {"N": "-3"}]}}}"#;
        assert!(typed.contains(value), "{typed}");
    }

    #[test]
    fn mistakes_are_pointed_at() {
        for (text, message) in [
            ("a=?!f", "Unrecognized character ?\na=?!f\n  ^"),
            ("", "Expressions must not be empty"),
            ("a = 'x", "Unclosed ' delimiter\na = 'x\n    ^"),
            ("a =", "Unexpected token"),
            ("{1, \"a\"}", "Invalid token value: Set values"),
            ("a[1.5]", "Invalid token value: List indices"),
        ] {
            let failure = read(text).unwrap_err();
            assert!(failure.sentence().starts_with(message), "{text}: {failure:?}");
        }
        assert!(read(&"(".repeat(10_000)).is_err());
        assert!(read(&format!("a = {}", "[".repeat(10_000))).is_err());
    }
}
