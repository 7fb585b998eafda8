//! Pseudo-random values for shapes of the model, ordinary and unusual ones.

use serde_json::{Map, Number, Value};
use tinsmith_runtime::schema::{Kind, Member, Schema};

use crate::python_cli::Known;

/// Strings that are difficult to quote, encode or lay out.
const TEXTS: &[&str] = &[
    "Bob",
    "two words",
    "a=b&c",
    "100% +1",
    "né 日本 😀",
    "tab\there",
    "line\nbreak",
    "\"quoted\" 'twice'",
    "back\\slash",
    "a,b;c",
    "[x]",
    "{x}",
    "-dash",
    "<tag/>&amp;",
    "arn:aws:iam::123456789012:user/Bob",
    "true",
    "12",
    "null",
    " space around ",
];

/// Times as services write them.
const TIMES: &[&str] = &["2026-11-24T06:42:36Z", "1999-12-31T23:59:59+00:00", "2026-01-02T03:04:05.250000Z"];

/// A generator of values.
pub struct Values<'a> {
    random: fastrand::Rng,
    known: &'a Known,
    /// whether strings contain only characters that argument lists and XML can represent
    tame: bool,
}

impl<'a> Values<'a> {
    /// Values for arguments.
    pub fn of_arguments(known: &'a Known, seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), known, tame: false }
    }

    /// Values for responses.
    pub fn of_answers(known: &'a Known, seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), known, tame: true }
    }

    /// Picks one of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.random.usize(..from.len())]
    }

    /// A structure with its required members, and this share of the others.
    pub fn structure(&mut self, schema: &Schema, share: f64, depth: usize) -> Map<String, Value> {
        let known = schema.members().iter().filter(|it| self.known.member(schema.name(), it.name()));
        let wanted = |random: &mut fastrand::Rng, it: &&Member| it.is_required() || random.f64() < share;
        let members: Vec<_> = known.filter(|it| wanted(&mut self.random, it)).collect();
        members.iter().map(|it| (it.name().to_owned(), self.member(it, depth))).collect()
    }

    /// A value for a member.
    pub fn member(&mut self, member: &Member, depth: usize) -> Value {
        let schema = member.target();
        let length = member.length().map_or((0, u64::MAX), |it| (it.min, it.max));
        match schema.kind() {
            Kind::Structure => Value::Object(self.structure(schema, if depth > 2 { 0.0 } else { 0.7 }, depth + 1)),
            Kind::List => {
                let [element] = schema.members() else { return Value::Array(Vec::new()) };
                let least = usize::try_from(length.0).unwrap_or(0).max(usize::from(depth < 3));
                let count = if depth > 3 { least } else { self.random.usize(least..least + 3) };
                Value::Array((0..count).map(|_| self.member(element, depth + 1)).collect())
            }
            Kind::Map => {
                let [key, value] = schema.members() else { return Value::Object(Map::new()) };
                let entry = |values: &mut Self| (values.string(key), values.member(value, depth + 1));
                Value::Object((0..2).map(|_| entry(self)).collect())
            }
            Kind::Union => {
                let chosen = self.random.usize(..schema.members().len().max(1));
                let chosen = schema.members().get(chosen).map(|it| (it.name().to_owned(), self.member(it, depth + 1)));
                Value::Object(chosen.into_iter().collect())
            }
            Kind::Boolean => Value::Bool(self.random.bool()),
            Kind::Byte | Kind::Short | Kind::Integer | Kind::IntEnum(_) | Kind::Long | Kind::BigInteger => {
                let least = member.range().and_then(|it| it.min).unwrap_or(0.0) as i64;
                Value::Number(Number::from(self.random.i64(least..least + 90)))
            }
            Kind::Float | Kind::Double | Kind::BigDecimal => Value::from(1.5),
            Kind::Timestamp => Value::from(self.pick(TIMES)),
            Kind::Blob => Value::from("aGVsbG8="),
            _ => Value::from(self.string(member)),
        }
    }

    fn string(&mut self, member: &Member) -> String {
        if let Kind::Enum(values) = member.target().kind() {
            return self.pick(values).to_owned();
        }
        if member.target().name() == "policyDocumentType" && self.tame {
            return self
                .pick(&["%7B%22b%22%3A%20%5B1%2C%20null%5D%2C%20%22a%22%3A%20%22%C3%A9%22%7D", "no%20policy"])
                .to_owned();
        }
        let text = self.pick(TEXTS);
        let least = usize::try_from(member.length().map_or(0, |it| it.min)).unwrap_or(0);
        let missing = least.saturating_sub(text.chars().count());
        format!("{text}{}", "x".repeat(missing))
    }
}
