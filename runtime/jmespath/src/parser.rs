//! The parser, by top-down operator precedence, which is how the reference implementation defines the grammar.

use crate::error::ParseError;
use crate::expression::{Comparison, Expression};
use crate::functions::{SIGNATURES, Signature};
use crate::lexer::{Token, tokens};
use crate::value::Literal;

const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<", Comparison::Less),
    ("<=", Comparison::LessOrEqual),
    (">", Comparison::Greater),
    (">=", Comparison::GreaterOrEqual),
];

/// The binding powers of signs to the expression before them.
const COMPARISON: u8 = 5;
const FLATTEN: u8 = 9;
const PROJECTION_END: u8 = 10;
const STAR: u8 = 20;
const FILTER: u8 = 21;
const DOT: u8 = 40;
const NOT: u8 = 45;

/// The limits of an expression, so that its evaluation cannot exhaust the stack.
const MAX_DEPTH: usize = 256;
const MAX_TOKENS: usize = 4096;

/// Parses an expression.
///
/// ```
/// use tinsmith_jmespath::{Expression, Literal, parse};
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct Text(String);
///
/// impl Literal for Text {
///     fn from_json(text: &str) -> Result<Self, String> {
///         Ok(Text(text.to_owned()))
///     }
///
///     fn from_text(text: String) -> Self {
///         Text(text)
///     }
///
///     fn as_text(&self) -> Option<&str> {
///         Some(&self.0)
///     }
/// }
///
/// let field = |name: &str| Box::new(Expression::Field(name.to_owned()));
/// let parsed = parse::<Text>("Table.TableStatus");
/// assert_eq!(parsed, Ok(Expression::Then(field("Table"), field("TableStatus"))));
/// let error = parse::<Text>("Table.").unwrap_err();
/// assert_eq!(error.to_string(), "unexpected end at character 7: expected a name, `*`, `[` or `{`");
/// ```
///
/// # Errors
///
/// Fails with the first error in the text. Unknown functions and wrong numbers of arguments are errors in the text too.
pub fn parse<V: Literal>(text: &str) -> Result<Expression<V>, ParseError> {
    let tokens = tokens(text)?;
    if tokens.len() > MAX_TOKENS {
        let limit = format!("the limit is {MAX_TOKENS} words and signs");
        return Err(ParseError::new("expression too long", tokens[MAX_TOKENS].1, limit));
    }
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    let expression = parser.expression(0)?;
    if *parser.token() != Token::End {
        return Err(parser.unexpected("expected an operator or the end"));
    }
    if expression.depth() > MAX_DEPTH {
        return Err(too_deep(1));
    }
    Ok(expression)
}

fn too_deep(character: usize) -> ParseError {
    ParseError::new("expression nested too deeply", character, format!("the limit is {MAX_DEPTH} levels"))
}

struct Parser<'a> {
    tokens: Vec<(Token<'a>, usize)>,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn token(&self) -> &Token<'a> {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> &Token<'a> {
        self.tokens.get(self.at + by).map_or(&Token::End, |(token, _)| token)
    }

    fn character(&self) -> usize {
        let last = self.tokens.len().saturating_sub(1);
        self.tokens.get(self.at.min(last)).map_or(1, |(_, character)| *character)
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.token(), Token::Sign(it) if *it == sign)
    }

    /// Consumes this sign, if it is next.
    fn take(&mut self, sign: &str) -> bool {
        let is_it = self.is(sign);
        self.at += usize::from(is_it);
        is_it
    }

    fn expect(&mut self, sign: &str) -> Result<(), ParseError> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected(&format!("expected `{sign}`"))) }
    }

    fn unexpected(&self, expected: &str) -> ParseError {
        let found = match self.token() {
            Token::Name(name) => format!("`{name}`"),
            Token::Number(number) => format!("`{number}`"),
            Token::Sign(sign) => format!("`{sign}`"),
            Token::Quoted(_) => "quoted name".to_owned(),
            Token::Literal(_) => "literal".to_owned(),
            Token::Raw(_) => "string".to_owned(),
            Token::End => "end".to_owned(),
        };
        ParseError::new(format!("unexpected {found}"), self.character(), expected)
    }

    /// Parses an expression up to a sign with at most this binding power.
    fn expression<V: Literal>(&mut self, binding: u8) -> Result<Expression<V>, ParseError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_deep(self.character()));
        }
        let mut left = self.first()?;
        while binding < self.binding() {
            left = self.after(left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn boxed<V: Literal>(&mut self, binding: u8) -> Result<Box<Expression<V>>, ParseError> {
        self.expression(binding).map(Box::new)
    }

    /// The binding power of the next token.
    fn binding(&self) -> u8 {
        let Token::Sign(sign) = self.token() else { return 0 };
        match *sign {
            "|" => 1,
            "||" => 2,
            "&&" => 3,
            "==" | "!=" | "<" | "<=" | ">" | ">=" => COMPARISON,
            "[]" => FLATTEN,
            "*" => STAR,
            "[?" => FILTER,
            "." => DOT,
            "!" => NOT,
            "{" => 50,
            "[" => 55,
            "(" => 60,
            _ => 0,
        }
    }

    /// Parses the beginning of an expression.
    fn first<V: Literal>(&mut self) -> Result<Expression<V>, ParseError> {
        let (token, character) = (*self.token(), self.character());
        match token {
            Token::Name(name) if matches!(self.ahead(1), Token::Sign("(")) => return self.call(name),
            Token::Sign("[]" | "[?") => return self.after(Expression::Current),
            Token::Sign("[") if self.is_index() => return self.after(Expression::Current),
            Token::Sign("&") => {
                return Err(self.unexpected("an expression with `&` can only be an argument of a function"));
            }
            Token::Sign("*" | "[" | "{" | "(" | "!" | "@")
            | Token::Name(_)
            | Token::Quoted(_)
            | Token::Raw(_)
            | Token::Literal(_) => self.at += 1,
            Token::Sign(_) | Token::Number(_) | Token::End => return Err(self.unexpected("expected an expression")),
        }
        Ok(match token {
            Token::Name(name) => Expression::Field(name.to_owned()),
            Token::Quoted(text) => Expression::Field(unquoted::<V>(text, character)?),
            Token::Raw(text) => Expression::Literal(V::from_text(text.replace("\\'", "'"))),
            Token::Literal(text) => Expression::Literal(literal(text, character)?),
            Token::Sign("*") => {
                let each = if self.is("]") { Expression::Current } else { self.projected(STAR)? };
                Expression::EachValue(Box::new(Expression::Current), Box::new(each))
            }
            Token::Sign("[") => Expression::Array(self.listed("]")?),
            Token::Sign("{") => self.object()?,
            Token::Sign("(") => {
                let inner = self.expression(0)?;
                self.expect(")")?;
                inner
            }
            Token::Sign("!") => Expression::Not(self.boxed(NOT)?),
            _ => Expression::Current,
        })
    }

    /// Whether `[` begins an index, a slice or `[*]`, rather than an array.
    fn is_index(&self) -> bool {
        match self.ahead(1) {
            Token::Number(_) | Token::Sign(":") => true,
            Token::Sign("*") => matches!(self.ahead(2), Token::Sign("]")),
            _ => false,
        }
    }

    /// Parses the continuation of an expression.
    fn after<V: Literal>(&mut self, left: Expression<V>) -> Result<Expression<V>, ParseError> {
        let Token::Sign(sign) = *self.token() else { return Err(self.unexpected("expected an operator")) };
        let start = self.at;
        self.at += 1;
        let left = Box::new(left);
        if let Some((_, comparison)) = COMPARISONS.iter().find(|(text, _)| *text == sign) {
            return Ok(Expression::Compare(*comparison, left, self.boxed(COMPARISON)?));
        }
        Ok(match sign {
            "." if self.take("*") => Expression::EachValue(left, Box::new(self.projected(DOT)?)),
            "." => Expression::Then(left, Box::new(self.after_dot(DOT)?)),
            "|" => Expression::Then(left, self.boxed(1)?),
            "||" => Expression::Or(left, self.boxed(2)?),
            "&&" => Expression::And(left, self.boxed(3)?),
            "[]" => Expression::Each(Box::new(Expression::Flatten(left)), Box::new(self.projected(FLATTEN)?)),
            "[?" => {
                let condition = self.boxed(0)?;
                self.expect("]")?;
                let each = if self.is("[]") { Expression::Current } else { self.projected(FILTER)? };
                Expression::Each(Box::new(Expression::Filter(left, condition)), Box::new(each))
            }
            "[" => return self.bracket(left),
            _ => {
                self.at = start;
                return Err(self.unexpected("expected an operator or the end"));
            }
        })
    }

    /// Parses what follows `[` after an expression: an index, a slice or a star.
    fn bracket<V: Literal>(&mut self, left: Box<Expression<V>>) -> Result<Expression<V>, ParseError> {
        if self.take("*") {
            self.expect("]")?;
            return Ok(Expression::Each(left, Box::new(self.projected(STAR)?)));
        }
        let index = self.number();
        if let Some(index) = index
            && !self.is(":")
        {
            self.expect("]")?;
            return Ok(Expression::Then(left, Box::new(Expression::Index(index))));
        }
        if !self.take(":") {
            return Err(self.unexpected("expected an index, a slice or `*`"));
        }
        let stop = self.number();
        let mut step = 1;
        if self.take(":") {
            let character = self.character();
            step = self.number().unwrap_or(1);
            if step == 0 {
                return Err(ParseError::new("invalid slice", character, "the step must not be 0"));
            }
        }
        self.expect("]")?;
        let slice = Expression::Then(left, Box::new(Expression::Slice(index, stop, step)));
        Ok(Expression::Each(Box::new(slice), Box::new(self.projected(STAR)?)))
    }

    fn number(&mut self) -> Option<i64> {
        let Token::Number(number) = *self.token() else { return None };
        self.at += 1;
        Some(number)
    }

    /// Parses the right side of a projection.
    fn projected<V: Literal>(&mut self, binding: u8) -> Result<Expression<V>, ParseError> {
        if self.binding() < PROJECTION_END {
            return Ok(Expression::Current);
        }
        match self.token() {
            Token::Sign("[" | "[?") => self.expression(binding),
            Token::Sign(".") => {
                self.at += 1;
                self.after_dot(binding)
            }
            _ => Err(self.unexpected("expected an operator or the end")),
        }
    }

    fn after_dot<V: Literal>(&mut self, binding: u8) -> Result<Expression<V>, ParseError> {
        match self.token() {
            Token::Name(_) | Token::Quoted(_) | Token::Sign("*") => self.expression(binding),
            Token::Sign("[") => {
                self.at += 1;
                self.listed("]").map(Expression::Array)
            }
            Token::Sign("{") => {
                self.at += 1;
                self.object()
            }
            _ => Err(self.unexpected("expected a name, `*`, `[` or `{`")),
        }
    }

    /// Parses expressions separated by commas, up to this sign.
    fn listed<V: Literal>(&mut self, end: &str) -> Result<Vec<Expression<V>>, ParseError> {
        let mut all = vec![self.expression(0)?];
        while self.take(",") {
            all.push(self.expression(0)?);
        }
        if !self.take(end) {
            return Err(self.unexpected(&format!("expected `,` or `{end}`")));
        }
        Ok(all)
    }

    /// Parses the fields of an object, after its opening brace.
    fn object<V: Literal>(&mut self) -> Result<Expression<V>, ParseError> {
        let mut fields = Vec::new();
        loop {
            let character = self.character();
            let name = match *self.token() {
                Token::Name(name) => name.to_owned(),
                Token::Quoted(text) => unquoted::<V>(text, character)?,
                _ => return Err(self.unexpected("expected the name of a field")),
            };
            self.at += 1;
            self.expect(":")?;
            fields.push((name, self.expression(0)?));
            if self.take("}") {
                return Ok(Expression::Object(fields));
            }
            if !self.take(",") {
                return Err(self.unexpected("expected `,` or `}`"));
            }
        }
    }

    fn call<V: Literal>(&mut self, name: &str) -> Result<Expression<V>, ParseError> {
        let character = self.character();
        let Some(signature) = SIGNATURES.iter().find(|it| it.name == name) else {
            let error = ParseError::new(format!("unknown function `{name}`"), character, "");
            return Err(ParseError { unknown_function: Some(name.to_owned()), ..error });
        };
        self.at += 2;
        let mut arguments = Vec::new();
        while !self.take(")") {
            let is_reference = self.take("&");
            let argument = self.expression(0)?;
            arguments.push(if is_reference { Expression::Reference(Box::new(argument)) } else { argument });
            if !self.is(")") && !self.take(",") {
                return Err(self.unexpected("expected `,` or `)`"));
            }
        }
        let Signature { name, least, most } = *signature;
        if (least..=most).contains(&arguments.len()) {
            return Ok(Expression::Call(name, arguments));
        }
        let expected = if most > least { format!("at least {least}") } else { least.to_string() };
        let expected = format!("expected {expected}, found {}", arguments.len());
        Err(ParseError::new(format!("wrong number of arguments for `{name}`"), character, expected))
    }
}

/// Parses a quoted name, which is a JSON string.
fn unquoted<V: Literal>(text: &str, character: usize) -> Result<String, ParseError> {
    let value = V::from_json(&format!("\"{text}\""));
    let name = value.and_then(|value| value.as_text().map(str::to_owned).ok_or_else(String::new));
    name.map_err(|why| ParseError::new("invalid quoted name", character, why))
}

/// Parses a literal in backquotes: JSON or, as in the first version of JMESPath, an unquoted string
/// (<https://jmespath.org/proposals/improved-literals.html>).
fn literal<V: Literal>(text: &str, character: usize) -> Result<V, ParseError> {
    let text = text.replace("\\`", "`");
    let bare = |why| V::from_json(&format!("\"{}\"", text.trim_start())).map_err(|_| why);
    let value = V::from_json(&text).or_else(bare);
    value.map_err(|why: String| ParseError::new("invalid literal", character, why))
}
