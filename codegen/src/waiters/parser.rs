//! Reads JMESPath expressions.
//!
//! The whole grammar is read. What no node exists for (slices, objects that are made by the
//! expression, functions that no waiter uses) is told as not supported, not as malformed.
//! <https://jmespath.org/specification.html>

use super::lexer::{Token, tokens};
use super::path::{Literal, Path, PathError};
use crate::diagnostic::nearest;

/// The functions that there are nodes for: name, variant, and how many arguments at least and most.
const FUNCTIONS: [(&str, &str, usize, usize); 7] = [
    ("contains", "Contains", 2, 2),
    ("ends_with", "EndsWith", 2, 2),
    ("keys", "Keys", 1, 1),
    ("length", "Length", 1, 1),
    ("not_null", "NotNull", 1, usize::MAX),
    ("starts_with", "StartsWith", 2, 2),
    ("values", "Values", 1, 1),
];

/// Further functions of JMESPath.
const OTHER_FUNCTIONS: [&str; 19] = [
    "abs",
    "avg",
    "ceil",
    "floor",
    "join",
    "map",
    "max",
    "max_by",
    "merge",
    "min",
    "min_by",
    "reverse",
    "sort",
    "sort_by",
    "sum",
    "to_array",
    "to_number",
    "to_string",
    "type",
];

const COMPARISONS: [(&str, &str); 6] = [
    ("==", "Equal"),
    ("!=", "NotEqual"),
    ("<", "Less"),
    ("<=", "LessOrEqual"),
    (">", "Greater"),
    (">=", "GreaterOrEqual"),
];

/// How strongly signs bind what stands before them.
const COMPARISON: u8 = 5;
const FLATTEN: u8 = 9;
const PROJECTION_END: u8 = 10;
const STAR: u8 = 20;
const FILTER: u8 = 21;
const DOT: u8 = 40;
const NOT: u8 = 45;

/// No waiter's expression is nested more deeply than this, or has more tokens. Whoever walks over one
/// need not care for the stack.
const DEEPEST: usize = 64;
const LONGEST: usize = 500;

/// Reads an expression.
///
/// ```
/// use tinsmith_codegen::waiters::{Path, parse_path};
///
/// let field = |name: &str| Box::new(Path::Field(name.to_owned()));
/// assert_eq!(parse_path("Table.TableStatus"), Ok(Path::Then(field("Table"), field("TableStatus"))));
/// assert_eq!(parse_path("Table.").unwrap_err().message, "a name is missing (at character 7)");
/// ```
pub fn parse(text: &str) -> Result<Path, PathError> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    if parser.tokens.len() > LONGEST {
        return Err(PathError::malformed(1, "the expression is too long"));
    }
    let path = parser.expression(0)?;
    match parser.token() {
        Token::End => Ok(path),
        _ => Err(parser.unexpected("the expression could end here")),
    }
}

struct Parser {
    /// What is left, and behind it forever the end.
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn token(&self) -> &Token {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> &Token {
        self.tokens.get(self.at + by).map_or(&Token::End, |(token, _)| token)
    }

    fn column(&self) -> usize {
        let last = self.tokens.len().saturating_sub(1);
        self.tokens.get(self.at.min(last)).map_or(1, |(_, column)| *column)
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.token(), Token::Sign(it) if *it == sign)
    }

    /// Goes on behind this sign, if it is there.
    fn take(&mut self, sign: &str) -> bool {
        let is_it = self.is(sign);
        self.at += usize::from(is_it);
        is_it
    }

    fn expect(&mut self, sign: &str) -> Result<(), PathError> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected(&format!("{sign} is missing"))) }
    }

    fn unexpected(&self, message: &str) -> PathError {
        PathError::malformed(self.column(), message)
    }

    fn unsupported<T>(&self, what: &str) -> Result<T, PathError> {
        Err(PathError::unsupported(self.column(), what))
    }

    /// An expression up to a sign that binds no more strongly than this.
    fn expression(&mut self, binding: u8) -> Result<Path, PathError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.unexpected("the expression is nested too deeply"));
        }
        let mut left = self.first()?;
        while binding < self.binding() {
            left = self.behind(left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// How strongly the next token binds.
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

    /// What an expression begins with.
    fn first(&mut self) -> Result<Path, PathError> {
        let token = self.token().clone();
        match token {
            Token::Name(name) if matches!(self.ahead(1), Token::Sign("(")) => self.function(&name),
            Token::Name(name) | Token::Quoted(name) => {
                self.at += 1;
                Ok(Path::Field(name))
            }
            Token::Text(text) => {
                self.at += 1;
                Ok(Path::Literal(Literal::Text(text)))
            }
            Token::Json(value) => {
                let Some(literal) = literal(&value) else { return self.unsupported("objects that are written out") };
                self.at += 1;
                Ok(Path::Literal(literal))
            }
            Token::Sign("[]" | "[?") => self.behind(Path::Current),
            Token::Sign("[") => match self.ahead(1) {
                Token::Number(_) | Token::Sign(":" | "*") if !self.is_pick_of_values() => self.behind(Path::Current),
                _ => {
                    self.at += 1;
                    self.pick()
                }
            },
            Token::Sign("*") => {
                self.at += 1;
                let right = if self.is("]") { Path::Current } else { self.projected(STAR)? };
                Ok(Path::EachValue(Box::new(Path::Current), Box::new(right)))
            }
            Token::Sign("(") => {
                self.at += 1;
                let inner = self.expression(0)?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Sign("!") => {
                self.at += 1;
                Ok(Path::Not(Box::new(self.expression(NOT)?)))
            }
            Token::Sign("@") => {
                self.at += 1;
                Ok(Path::Current)
            }
            Token::Sign("&") => self.unsupported("expressions as arguments"),
            Token::Sign("{") => self.unsupported("objects made by the expression"),
            Token::End => Err(self.unexpected("a name is missing")),
            _ => Err(self.unexpected("no expression can begin here")),
        }
    }

    /// Whether `[*` begins a list of expressions, whose first is `*`.
    fn is_pick_of_values(&self) -> bool {
        matches!(self.ahead(1), Token::Sign("*")) && !matches!(self.ahead(2), Token::Sign("]"))
    }

    /// What can stand behind an expression.
    fn behind(&mut self, left: Path) -> Result<Path, PathError> {
        let Token::Sign(sign) = *self.token() else { return Err(self.unexpected("an operator is missing")) };
        let start = self.at;
        self.at += 1;
        let left = Box::new(left);
        if let Some((_, comparison)) = COMPARISONS.iter().find(|(text, _)| *text == sign) {
            return Ok(Path::Compare(comparison, left, Box::new(self.expression(COMPARISON)?)));
        }
        match sign {
            "." if self.take("*") => Ok(Path::EachValue(left, Box::new(self.projected(DOT)?))),
            "." => Ok(Path::Then(left, Box::new(self.behind_dot(DOT)?))),
            "|" => Ok(Path::Then(left, Box::new(self.expression(1)?))),
            "||" => Ok(Path::Or(left, Box::new(self.expression(2)?))),
            "&&" => Ok(Path::And(left, Box::new(self.expression(3)?))),
            "[]" => Ok(Path::Each(Box::new(Path::Flatten(left)), Box::new(self.projected(FLATTEN)?))),
            "[?" => {
                let condition = self.expression(0)?;
                self.expect("]")?;
                let right = if self.is("[]") { Path::Current } else { self.projected(FILTER)? };
                Ok(Path::Each(Box::new(Path::Filter(left, Box::new(condition))), Box::new(right)))
            }
            "[" => self.bracket(left),
            _ => {
                self.at = start;
                Err(self.unexpected("no such operator can stand here"))
            }
        }
    }

    /// What follows `[` behind an expression: an index, a slice or a star.
    fn bracket(&mut self, left: Box<Path>) -> Result<Path, PathError> {
        if self.take("*") {
            self.expect("]")?;
            return Ok(Path::Each(left, Box::new(self.projected(STAR)?)));
        }
        let index = match *self.token() {
            Token::Number(index) if !matches!(self.ahead(1), Token::Sign(":")) => index,
            Token::Number(_) | Token::Sign(":") => return self.unsupported("slices"),
            _ => return Err(self.unexpected("an index or * is missing")),
        };
        let Ok(index) = i32::try_from(index) else { return Err(self.unexpected("the index is too large")) };
        self.at += 1;
        self.expect("]")?;
        Ok(Path::Then(left, Box::new(Path::Index(index))))
    }

    /// What is done with each element of a projection.
    fn projected(&mut self, binding: u8) -> Result<Path, PathError> {
        if self.binding() < PROJECTION_END {
            return Ok(Path::Current);
        }
        match self.token() {
            Token::Sign("[" | "[?") => self.expression(binding),
            Token::Sign(".") => {
                self.at += 1;
                self.behind_dot(binding)
            }
            _ => Err(self.unexpected("no expression can go on like this")),
        }
    }

    fn behind_dot(&mut self, binding: u8) -> Result<Path, PathError> {
        match self.token() {
            Token::Name(_) | Token::Quoted(_) | Token::Sign("*" | "{") => self.expression(binding),
            Token::Sign("[") => {
                self.at += 1;
                self.pick()
            }
            _ => Err(self.unexpected("a name is missing")),
        }
    }

    /// The expressions of a list, behind its bracket.
    fn pick(&mut self) -> Result<Path, PathError> {
        self.listed("]").map(Path::Pick)
    }

    fn listed(&mut self, end: &str) -> Result<Vec<Path>, PathError> {
        let mut all = vec![self.expression(0)?];
        while self.take(",") {
            all.push(self.expression(0)?);
        }
        self.expect(end)?;
        Ok(all)
    }

    fn function(&mut self, name: &str) -> Result<Path, PathError> {
        let Some((_, variant, least, most)) = FUNCTIONS.iter().find(|(known, ..)| *known == name) else {
            if OTHER_FUNCTIONS.contains(&name) {
                return self.unsupported(&format!("the function {name}"));
            }
            let known = FUNCTIONS.iter().map(|(known, ..)| *known).chain(OTHER_FUNCTIONS);
            let hint = nearest(name, known).map(|near| format!(", did you mean {near}?")).unwrap_or_default();
            return Err(self.unexpected(&format!("there is no function {name}{hint}")));
        };
        let column = self.column();
        self.at += 2;
        let arguments = if self.take(")") { Vec::new() } else { self.listed(")")? };
        if (*least..=*most).contains(&arguments.len()) {
            return Ok(Path::Call(variant, arguments));
        }
        let takes = if most > least { format!("at least {least}") } else { least.to_string() };
        Err(PathError::malformed(
            column,
            format!("the function {name} takes {takes}, not {} arguments", arguments.len()),
        ))
    }
}

/// A value that is written out; none for one that holds an object.
fn literal(value: &serde_json::Value) -> Option<Literal> {
    Some(match value {
        serde_json::Value::Null => Literal::Null,
        serde_json::Value::Bool(it) => Literal::Boolean(*it),
        serde_json::Value::Number(it) => Literal::Number(it.as_f64()?),
        serde_json::Value::String(it) => Literal::Text(it.clone()),
        serde_json::Value::Array(items) => Literal::List(items.iter().map(literal).collect::<Option<_>>()?),
        serde_json::Value::Object(_) => return None,
    })
}
