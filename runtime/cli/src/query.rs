//! `--query`: JMESPath over a result.
//!
//! The `jmespath` crate parses; the evaluation stands here because its values keep no order of
//! fields, and a query's result is printed in the order of the answer or of the expression. As in
//! the AWS CLI's own, strings compare with `<` and its like, which is what queries on dates use.

mod functions;
mod literals;

use jmespath::ast::{Ast, Comparator};
use jmespath::{ErrorReason, Variable};

use super::value::{Fields, Value};

/// What makes a tree of an expression deeper.
const OPERATORS: &[char] = &['.', '[', '{', '(', '|', '&', '!', '<', '>', '='];
/// The most of them in one expression: parsing and evaluation must not exhaust the stack.
const MOST_OPERATORS: usize = 250;

/// A parsed query.
#[derive(Debug)]
pub(crate) struct Query(Ast);

impl Query {
    /// Parses an expression. The error is a sentence.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("Invalid JMESPath expression: cannot be empty.".to_owned());
        }
        if text.matches(OPERATORS).count() > MOST_OPERATORS {
            return Err(format!("Invalid JMESPath expression: it has more than {MOST_OPERATORS} operators."));
        }
        let quoted = literals::quote(text);
        match jmespath::parse(&quoted.text) {
            Ok(ast) => Ok(Self(ast)),
            Err(error) => {
                let reason = match &error.reason {
                    ErrorReason::Parse(reason) => reason.clone(),
                    other => other.to_string(),
                };
                let caret = " ".repeat(quoted.column(&error));
                Err(format!("Invalid JMESPath expression: {reason}:\n{text}\n{caret}^"))
            }
        }
    }

    /// What the query finds in a value. The error is a sentence.
    pub(crate) fn search(&self, value: &Value) -> Result<Value, String> {
        search(&self.0, value)
    }
}

fn search(ast: &Ast, value: &Value) -> Result<Value, String> {
    Ok(match ast {
        Ast::Identity { .. } => value.clone(),
        Ast::Field { name, .. } => field(value, name),
        Ast::Index { idx, .. } => index(value, *idx),
        Ast::Literal { value: literal, .. } => from_variable(literal),
        Ast::Subexpr { lhs, rhs, .. } => search(rhs, &search(lhs, value)?)?,
        Ast::Projection { lhs, rhs, .. } => match search(lhs, value)? {
            Value::List(values) => project(rhs, &values)?,
            _ => Value::Null,
        },
        Ast::Flatten { node, .. } => match search(node, value)? {
            Value::List(values) => Value::List(flatten(values)),
            _ => Value::Null,
        },
        Ast::ObjectValues { node, .. } => match search(node, value)? {
            Value::Object(fields) => Value::List(fields.iter().map(|(_, value)| value.clone()).collect()),
            _ => Value::Null,
        },
        Ast::Slice { start, stop, step, .. } => match value {
            Value::List(values) => slice(values, *start, *stop, *step)?,
            _ => Value::Null,
        },
        Ast::Condition { predicate, then, .. } => match search(predicate, value)? {
            met if is_true(&met) => search(then, value)?,
            _ => Value::Null,
        },
        Ast::Comparison { comparator, lhs, rhs, .. } => compare(comparator, &search(lhs, value)?, &search(rhs, value)?),
        Ast::And { lhs, rhs, .. } => match search(lhs, value)? {
            left if is_true(&left) => search(rhs, value)?,
            left => left,
        },
        Ast::Or { lhs, rhs, .. } => match search(lhs, value)? {
            left if is_true(&left) => left,
            _ => search(rhs, value)?,
        },
        Ast::Not { node, .. } => Value::Boolean(!is_true(&search(node, value)?)),
        Ast::MultiList { .. } | Ast::MultiHash { .. } if *value == Value::Null => Value::Null,
        Ast::MultiList { elements, .. } => {
            Value::List(elements.iter().map(|element| search(element, value)).collect::<Result<_, _>>()?)
        }
        Ast::MultiHash { elements, .. } => {
            let field = |pair: &jmespath::ast::KeyValuePair| Ok((pair.key.clone(), search(&pair.value, value)?));
            Value::Object(elements.iter().map(field).collect::<Result<Vec<_>, String>>()?.into_iter().collect())
        }
        Ast::Function { name, args, .. } => functions::call(name, args, value)?,
        Ast::Expref { .. } => return Err("An expression type stands only in a function's arguments".to_owned()),
    })
}

fn field(value: &Value, name: &str) -> Value {
    match value {
        Value::Object(fields) => fields.get(name).cloned().unwrap_or(Value::Null),
        _ => Value::Null,
    }
}

fn index(value: &Value, index: i32) -> Value {
    let Value::List(values) = value else { return Value::Null };
    let length = i64::try_from(values.len()).unwrap_or(i64::MAX);
    let at = if index < 0 { length + i64::from(index) } else { i64::from(index) };
    usize::try_from(at).ok().and_then(|at| values.get(at)).cloned().unwrap_or(Value::Null)
}

fn project(rhs: &Ast, values: &[Value]) -> Result<Value, String> {
    let mut found = Vec::new();
    for value in values {
        match search(rhs, value)? {
            Value::Null => {}
            some => found.push(some),
        }
    }
    Ok(Value::List(found))
}

fn flatten(values: Vec<Value>) -> Vec<Value> {
    let mut flat = Vec::new();
    for value in values {
        match value {
            Value::List(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    flat
}

fn slice(values: &[Value], start: Option<i32>, stop: Option<i32>, step: i32) -> Result<Value, String> {
    if step == 0 {
        return Err("A slice's step cannot be 0".to_owned());
    }
    let length = i64::try_from(values.len()).unwrap_or(i64::MAX);
    let (least, most) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let bound = |given: Option<i32>, default: i64| match given.map(i64::from) {
        Some(at) if at < 0 => (at + length).max(least),
        Some(at) => at.min(most),
        None => default,
    };
    let (first, end) =
        if step > 0 { (bound(start, 0), bound(stop, length)) } else { (bound(start, length - 1), bound(stop, -1)) };
    let mut found = Vec::new();
    let mut at = first;
    while if step > 0 { at < end } else { at > end } {
        found.extend(usize::try_from(at).ok().and_then(|at| values.get(at)).cloned());
        at += i64::from(step);
    }
    Ok(Value::List(found))
}

/// Whether a value counts as true: all but null, false and what is empty.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Null | Value::Boolean(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::List(values) => !values.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => true,
    }
}

fn compare(comparator: &Comparator, left: &Value, right: &Value) -> Value {
    use std::cmp::Ordering::{Equal, Greater, Less};
    match comparator {
        Comparator::Equal => return Value::Boolean(is_equal(left, right)),
        Comparator::NotEqual => return Value::Boolean(!is_equal(left, right)),
        _ => {}
    }
    let Some(order) = order(left, right) else { return Value::Null };
    Value::Boolean(match comparator {
        Comparator::LessThan => order == Less,
        Comparator::LessThanEqual => order != Greater,
        Comparator::GreaterThan => order == Greater,
        _ => order == Greater || order == Equal,
    })
}

/// How two numbers or two strings compare.
fn order(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(right)),
        _ => number(left)?.partial_cmp(&number(right)?),
    }
}

fn is_equal(left: &Value, right: &Value) -> bool {
    match (number(left), number(right)) {
        (Some(left), Some(right)) => left == right,
        _ => left == right,
    }
}

/// The value of a number.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Double(number) => Some(*number),
        Value::Digits(digits) => digits.parse().ok(),
        _ => None,
    }
}

fn from_variable(variable: &Variable) -> Value {
    match variable {
        Variable::Bool(it) => Value::Boolean(*it),
        Variable::String(text) => Value::string(text),
        Variable::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, Some(fraction)) => Value::Double(fraction),
            (None, None) => Value::Digits(number.to_string()),
        },
        Variable::Array(values) => Value::List(values.iter().map(|value| from_variable(value)).collect()),
        Variable::Object(fields) => {
            let field = |(name, value): (&String, &jmespath::Rcvar)| (name.clone(), from_variable(value));
            Value::Object(fields.iter().map(field).collect::<Fields>())
        }
        Variable::Null | Variable::Expref(_) => Value::Null,
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
            ("nope()", "Unknown function: nope()"),
            ("length(z)", "In function length(), invalid type for value: 1, expected string, list or map"),
            ("length()", "length() takes 1 argument, not 0"),
            ("", "Invalid JMESPath expression: cannot be empty."),
        ] {
            assert_eq!(query(text), found, "{text}");
        }
        assert_eq!(query(&format!("nope{}", ".a".repeat(MOST_OPERATORS))), "null");
        assert_eq!(query(&format!("{}nope", "!".repeat(MOST_OPERATORS))), "false");
        assert!(Query::parse(&"(".repeat(MOST_OPERATORS + 1)).is_err());
        // A mistake is pointed at where the user made it, not behind quotes that were put in.
        assert_eq!(Query::parse("z==`a` ]").unwrap_err().lines().skip(1).collect::<Vec<_>>(), ["z==`a` ]", "       ^"]);
        // What the parser says about a mistake is its own.
        assert!(query("Keys[?").starts_with("Invalid JMESPath expression: "));
    }
}
