//! `--query`: JMESPath on a result.

#[cfg(test)]
mod compliance;

use tinsmith_jmespath::{Expression, Function, Kind, Literal, Number, parse};

use super::value::Value;
use crate::{json, output};

/// A parsed query.
#[derive(Debug)]
pub(crate) struct Query(Expression<Value>);

impl Query {
    /// Parses an expression. The error is a message.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("Invalid JMESPath expression: cannot be empty.".to_owned());
        }
        parse(text).map(Self).map_err(|error| {
            let mut message = format!("Invalid JMESPath expression: {error}\n{text}");
            if !text.contains('\n') {
                message += &format!("\n{}^", " ".repeat(error.character().saturating_sub(1)));
            }
            message
        })
    }

    /// Evaluates the query on a value. The error is a message.
    pub(crate) fn search(&self, value: &Value) -> Result<Value, String> {
        self.0.search(value, &Function::ALL).map_err(|error| format!("Invalid JMESPath expression: {error}"))
    }
}

impl Literal for Value {
    fn from_json(text: &str) -> Result<Self, String> {
        json::parse(text).map_err(|error| error.to_string())
    }

    fn from_text(text: String) -> Self {
        Self::String(text)
    }

    fn as_text(&self) -> Option<&str> {
        self.as_str()
    }
}

impl tinsmith_jmespath::Value for Value {
    fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Boolean(_) => Kind::Boolean,
            Self::Integer(_) | Self::Double(_) | Self::Digits(_) => Kind::Number,
            Self::String(_) | Self::Bytes(_) | Self::File(_) | Self::Timestamp(_) => Kind::String,
            Self::List(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match self {
            Self::Boolean(it) => Some(*it),
            _ => None,
        }
    }

    fn as_number(&self) -> Option<Number> {
        match self {
            Self::Integer(it) => Some(Number::Integer(*it)),
            Self::Double(it) => Some(Number::Double(*it)),
            Self::Digits(digits) => digits.parse().ok().map(Number::Double),
            _ => None,
        }
    }

    fn as_elements(&self) -> Option<&[Self]> {
        match self {
            Self::List(elements) => Some(elements),
            _ => None,
        }
    }

    fn into_elements(self) -> Option<Vec<Self>> {
        match self {
            Self::List(elements) => Some(elements),
            _ => None,
        }
    }

    fn field(&self, name: &str) -> Option<Self> {
        match self {
            Self::Object(fields) => fields.get(name).cloned(),
            _ => None,
        }
    }

    fn fields(&self) -> Option<Vec<(String, Self)>> {
        match self {
            Self::Object(fields) => Some(fields.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()),
            _ => None,
        }
    }

    fn null() -> Self {
        Self::Null
    }

    fn from_boolean(value: bool) -> Self {
        Self::Boolean(value)
    }

    fn from_number(number: Number) -> Self {
        match number {
            Number::Integer(it) => Self::Integer(it),
            Number::Double(it) => Self::Double(it),
        }
    }

    fn from_elements(elements: Vec<Self>) -> Self {
        Self::List(elements)
    }

    fn from_fields(fields: Vec<(String, Self)>) -> Self {
        Self::Object(fields.into_iter().collect())
    }

    fn to_json(&self) -> String {
        output::json::compact(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{json, output};

    const DATA: &str = r#"{"z": 1, "Keys": [
        {"Id": "a", "Status": "Active", "Created": "2026-01-02", "n": 3},
        {"Id": "b", "Status": "Inactive", "Created": "2025-01-02", "n": 1.5},
        {"Id": "c", "Created": "2024-01-02"}], "Nested": [[1, 2], [3], 4], "Map": {"y": "1", "x": "2"}}"#;

    fn query(text: &str) -> String {
        let data = json::parse(DATA).expect("the data is JSON");
        match Query::parse(text).and_then(|query| query.search(&data)) {
            Ok(value) => output::json::one_line(&value),
            Err(message) => message.lines().next().unwrap_or_default().to_owned(),
        }
    }

    #[test]
    fn queries_find_what_the_aws_cli_finds() {
        for (text, found) in [
            ("z", "1"),
            ("nope", "null"),
            ("Keys[].Id", r#"["a", "b", "c"]"#),
            ("Keys[*].Status", r#"["Active", "Inactive"]"#),
            ("Keys[-1].Id", r#""c""#),
            ("Keys[9]", "null"),
            ("Keys[::-1].Id", r#"["c", "b", "a"]"#),
            ("Keys[1:].Id", r#"["b", "c"]"#),
            ("Keys[:1].Id", r#"["a"]"#),
            ("Keys[?Status=='Active'].Id", r#"["a"]"#),
            ("Keys[?Status==`Active`].Id", r#"["a"]"#),
            ("Keys[?Status==` Active`] | [?Id==`a` && 'x\\'`' && n==`3`].\"Id\"", r#"["a"]"#),
            ("`b\\`é` || `\"a\"`", r#""b`é""#),
            ("``", r#""""#),
            ("Keys[?Created<'2025-06-01'].Id", r#"["b", "c"]"#),
            ("Keys[?n > `2`].Id", r#"["a"]"#),
            ("Keys[?!Status].Id", r#"["c"]"#),
            ("Keys[?Status && n].Id", r#"["a", "b"]"#),
            ("Keys[0].{s: Status, i: Id}", r#"{"s": "Active", "i": "a"}"#),
            ("Keys[].[Id, n]", r#"[["a", 3], ["b", 1.5], ["c", null]]"#),
            ("Nested[]", "[1, 2, 3, 4]"),
            ("Map.*", r#"["1", "2"]"#),
            ("Map", r#"{"y": "1", "x": "2"}"#),
            ("nope || z", "1"),
            ("length(Keys)", "3"),
            ("keys(Map)", r#"["y", "x"]"#),
            ("values(Map)", r#"["1", "2"]"#),
            ("sort_by(Keys, &Created)[0].Id", r#""c""#),
            ("max_by(Keys, &Created).Id", r#""a""#),
            ("min_by(Keys, &Created).Id", r#""c""#),
            ("join('-', Keys[].Id)", r#""a-b-c""#),
            ("sum(Nested[0])", "3"),
            ("avg(Nested[0])", "1.5"),
            ("max(Nested[0])", "2"),
            ("contains(Keys[].Id, 'b')", "true"),
            ("starts_with('abc', 'ab')", "true"),
            ("map(&Id, Keys)", r#"["a", "b", "c"]"#),
            ("merge(Map, {x: 'n'})", r#"{"y": "1", "x": "n"}"#),
            ("not_null(nope, z)", "1"),
            ("reverse('abc')", r#""cba""#),
            ("to_number('12')", "12"),
            ("to_string(`[1, 2]`)", r#""[1,2]""#),
            ("type(z)", r#""number""#),
            ("sort(Keys[].Id)", r#"["a", "b", "c"]"#),
            ("floor(`1.7`)", "1"),
            ("abs(`-2`)", "2"),
            ("z == `1.0`", "true"),
            ("Map == {x: '2', y: '1'}", "true"),
            ("[`null`, z] | [0]", "null"),
            ("nope()", "Invalid JMESPath expression: unknown function `nope` at character 1"),
            (
                "length(z)",
                "Invalid JMESPath expression: invalid type for `length`: expected string, array or object, found number",
            ),
            (
                "length()",
                "Invalid JMESPath expression: wrong number of arguments for `length` at character 1: expected 1, found 0",
            ),
            ("Keys[?", "Invalid JMESPath expression: unexpected end at character 7: expected an expression"),
            ("", "Invalid JMESPath expression: cannot be empty."),
        ] {
            assert_eq!(query(text), found, "{text}");
        }
        assert_eq!(query(&format!("nope{}", ".a".repeat(250))), "null");
        assert_eq!(query(&format!("{}nope", "!".repeat(250))), "false");
        for deep in ["(".repeat(10_000), "!".repeat(10_000), format!("a{}", ".a".repeat(2_000)), "[".repeat(10_000)] {
            assert!(Query::parse(&deep).is_err(), "{}", deep.len());
        }
        // The caret is below the mistake.
        assert_eq!(Query::parse("z==`a` ]").unwrap_err().lines().skip(1).collect::<Vec<_>>(), ["z==`a` ]", "       ^"]);
    }
}
