//! Checks whether a JSON value matches a shape. <https://smithy.io/2.0/spec/model.html#trait-node-values>

use crate::model::{Member, Model, Node, Number, Object, Shape, ShapeKind};

/// The maximum depth to check, because recursive shapes allow any depth and this function is recursive. The JSON reader
/// rejects values of this depth anyway.
const MAX_DEPTH: usize = 128;

/// The mismatches, each with its path.
pub(crate) fn misfits(model: &Model, shape: &Shape, value: &Node) -> Vec<String> {
    let mut walk = Walk { model, found: Vec::new() };
    walk.value(shape, value, "", 0);
    walk.found
}

struct Walk<'a> {
    model: &'a Model,
    found: Vec<String>,
}

impl Walk<'_> {
    fn wrong(&mut self, path: &str, problem: impl std::fmt::Display) {
        self.found.push(if path.is_empty() { problem.to_string() } else { format!("{path}: {problem}") });
    }

    fn value(&mut self, shape: &Shape, value: &Node, path: &str, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match (&shape.kind, value) {
            (ShapeKind::List, Node::Array(items)) => self.list(shape, items, path, depth),
            (ShapeKind::Map, Node::Object(entries)) => self.map(shape, entries, path, depth),
            (ShapeKind::Structure, Node::Object(entries)) => self.structure(shape, entries, path, depth),
            (ShapeKind::Union, Node::Object(entries)) => {
                if entries.len() != 1 {
                    self.wrong(path, format_args!("expected exactly one member of the union, found {}", entries.len()));
                }
                self.entries(shape, entries, path, depth);
            }
            _ => {
                if let Some(problem) = simple_misfit(shape, value) {
                    self.wrong(path, problem);
                }
            }
        }
    }

    fn list(&mut self, shape: &Shape, items: &[Node], path: &str, depth: usize) {
        let Some(target) = shape.as_list().and_then(|member| self.model.target(member)) else {
            return;
        };
        for (index, item) in items.iter().enumerate() {
            if !(*item == Node::Null && shape.traits.sparse()) {
                self.value(target, item, &format!("{path}[{index}]"), depth + 1);
            }
        }
    }

    fn map(&mut self, shape: &Shape, entries: &Object, path: &str, depth: usize) {
        let Some(target) = shape.as_map().and_then(|(_, value)| self.model.target(value)) else {
            return;
        };
        for (key, value) in entries.iter() {
            if !(*value == Node::Null && shape.traits.sparse()) {
                self.value(target, value, &format!("{path}[\"{key}\"]"), depth + 1);
            }
        }
    }

    fn structure(&mut self, shape: &Shape, entries: &Object, path: &str, depth: usize) {
        let is_missing = |member: &&Member| member.traits.required() && entries.get(&member.name).is_none();
        for member in shape.members.iter().filter(is_missing) {
            self.wrong(path, format_args!("the required member {} is missing", member.name));
        }
        self.entries(shape, entries, path, depth);
    }

    fn entries(&mut self, shape: &Shape, entries: &Object, path: &str, depth: usize) {
        for (name, value) in entries.iter() {
            let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            match shape.member(name) {
                None => self.wrong(&inner, format_args!("unknown member of {}", shape.id)),
                Some(member) => {
                    if let Some(target) = self.model.target(member) {
                        self.value(target, value, &inner, depth + 1);
                    }
                }
            }
        }
    }
}

/// Checks a value of a simple shape, or a value of the wrong JSON type.
fn simple_misfit(shape: &Shape, value: &Node) -> Option<String> {
    let kind = &shape.kind;
    let expected = |what: &str| Some(format!("expected {what}, found {value}"));
    match (kind, value) {
        (ShapeKind::Document, _) => None,
        (ShapeKind::Boolean, Node::Bool(_)) => None,
        (ShapeKind::Boolean, _) => expected("true or false"),
        (ShapeKind::Blob | ShapeKind::String, Node::String(_)) => None,
        (ShapeKind::Blob | ShapeKind::String, _) => expected("a string"),
        (ShapeKind::Enum, Node::String(text)) if shape.members.iter().any(|member| member.enum_text() == text) => None,
        (ShapeKind::Enum, _) => expected("one of the values of the enum"),
        (ShapeKind::IntEnum, Node::Number(number)) => {
            let value = number.as_integer();
            let is_known = shape.members.iter().any(|member| member.enum_integer().map(i128::from) == value);
            if is_known { None } else { expected("one of the values of the intEnum") }
        }
        (ShapeKind::IntEnum, _) => expected("one of the values of the intEnum"),
        // A string must look like an RFC 3339 timestamp or an HTTP date.
        (ShapeKind::Timestamp, Node::Number(_)) => None,
        (ShapeKind::Timestamp, Node::String(text)) if looks_like_date(text) => None,
        (ShapeKind::Timestamp, _) => expected("seconds since 1970 or a date and time"),
        (ShapeKind::BigInteger, Node::String(text)) if is_number(text, |it| it.as_whole().is_some()) => None,
        (ShapeKind::BigDecimal, Node::String(text)) if is_number(text, Number::has_usual_exponent) => None,
        (ShapeKind::Float | ShapeKind::Double, Node::String(text))
            if matches!(text.as_str(), "NaN" | "Infinity" | "-Infinity") =>
        {
            None
        }
        (ShapeKind::BigInteger, Node::Number(number)) if number.as_whole().is_some() => None,
        (ShapeKind::BigInteger, Node::Number(_)) => expected("an integer of at most 10,000 digits"),
        (ShapeKind::BigDecimal, Node::Number(number)) if number.has_usual_exponent() => None,
        (ShapeKind::BigDecimal, Node::Number(_)) => expected("a number with an exponent of at most 62 bits"),
        (kind, Node::Number(number)) if kind.is_whole_number() => {
            let (min, max) = bounds(kind);
            match number.as_integer() {
                Some(value) if (min..=max).contains(&value) => None,
                _ => expected(&format!("an integer within the range of {}", kind.name())),
            }
        }
        (ShapeKind::Float, Node::Number(number)) if (number.as_f64() as f32).is_finite() => None,
        (ShapeKind::Double, Node::Number(number)) if number.as_f64().is_finite() => None,
        (kind, Node::Number(_)) if kind.is_number() => {
            expected(&format!("a number within the range of {}", kind.name()))
        }
        (kind, _) if kind.is_number() => expected("a number"),
        (ShapeKind::List, _) => expected("an array"),
        (ShapeKind::Map | ShapeKind::Structure | ShapeKind::Union, _) => expected("an object"),
        _ => expected("no value: the shape cannot have one"),
    }
}

fn is_number(text: &str, has: fn(&Number) -> bool) -> bool {
    Number::from_literal(text).is_some_and(|number| has(&number))
}

fn bounds(kind: &ShapeKind) -> (i128, i128) {
    match kind {
        ShapeKind::Byte => (i8::MIN.into(), i8::MAX.into()),
        ShapeKind::Short => (i16::MIN.into(), i16::MAX.into()),
        ShapeKind::Integer => (i32::MIN.into(), i32::MAX.into()),
        ShapeKind::Long => (i64::MIN.into(), i64::MAX.into()),
        _ => (i128::MIN, i128::MAX),
    }
}

fn looks_like_date(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 8 && text.contains(':')
}
