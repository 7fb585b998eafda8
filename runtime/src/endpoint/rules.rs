//! Evaluates endpoint rules: from parameters to an endpoint.
//!
//! Mistakes in a table, such as an unknown name or a wrong type, give a value that is not set, like functions that fail
//! according to the specification (<https://smithy.io/2.0/additional-specs/rules-engine/>). The generator rejects such
//! rules.

mod functions;
mod value;

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use crate::schema::rules::{Condition, Expr, Outcome, Parameter, Rules};

pub use value::Value;

/// The size of all values that an evaluation may create, in bytes and elements. Rules take some thousand. Rules that
/// double a value again and again would otherwise take all memory.
const LARGEST: usize = 1 << 20;

/// An endpoint as described by rules.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RuleEndpoint<'a> {
    /// The URL.
    pub url: String,
    /// Header fields of requests, with their values.
    pub headers: Vec<(&'static str, Vec<String>)>,
    /// Other properties, such as `authSchemes`.
    pub properties: Vec<(&'static str, Value<'a>)>,
}

/// The reason why rules give no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleError {
    /// The rules reject the parameters, with this message.
    Refused(String),
    /// A required parameter has no value.
    Missing(&'static str),
    /// No rule matches.
    NoMatch,
    /// A value that the endpoint is built from is not set.
    Unset,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(sentence) => f.write_str(sentence),
            Self::Missing(name) => {
                write!(f, "missing endpoint parameter {name}, which the service's endpoint rules require")
            }
            Self::NoMatch => f.write_str("no endpoint rule of the service matches"),
            Self::Unset => f.write_str("the endpoint rules of the service use a value that is not set"),
        }
    }
}

impl std::error::Error for RuleError {}

impl Rules {
    /// Evaluates the rules with these parameters. Other parameters have their defaults.
    pub fn evaluate<'a>(
        &'static self,
        value_of: impl Fn(&Parameter) -> Option<Value<'a>>,
    ) -> Result<RuleEndpoint<'a>, RuleError> {
        let mut walk = Walk { values: Vec::with_capacity(self.parameters.len() + 2), left: Cell::new(LARGEST) };
        for parameter in self.parameters {
            let value = value_of(parameter).or_else(|| walk.eval(parameter.default.as_ref()?));
            match value {
                Some(value) => walk.values.push((parameter.name, value)),
                None if parameter.required => return Err(RuleError::Missing(parameter.name)),
                None => {}
            }
        }
        match self.decide(&mut walk) {
            None | Some(Outcome::NoMatch) => Err(RuleError::NoMatch),
            Some(Outcome::Error(sentence)) => match walk.text(sentence) {
                Some(sentence) => Err(RuleError::Refused(sentence.into_owned())),
                None => Err(RuleError::Unset),
            },
            Some(Outcome::Endpoint(url, properties, headers)) => {
                walk.endpoint(url, properties, headers).ok_or(RuleError::Unset)
            }
        }
    }

    /// Follows the nodes to a result. No path is longer than the number of nodes.
    fn decide(&'static self, walk: &mut Walk<'_>) -> Option<&'static Outcome> {
        let mut place = self.root;
        for _ in 0..=self.nodes.len() {
            let Ok(index) = usize::try_from(place) else {
                return self.results.get(usize::try_from(-1 - place).ok()?);
            };
            let &[condition, yes, no] = self.nodes.get(index)?;
            let condition = self.conditions.get(usize::try_from(condition).ok()?)?;
            place = if walk.holds(condition) { yes } else { no };
        }
        None
    }
}

/// The values known so far, by name.
struct Walk<'a> {
    values: Vec<(&'static str, Value<'a>)>,
    /// What is left of [`LARGEST`]. At 0, no value can be created.
    left: Cell<usize>,
}

impl<'a> Walk<'a> {
    fn holds(&mut self, condition: &'static Condition) -> bool {
        let value = self.eval(&condition.value);
        let holds = value.as_ref().is_some_and(|it| *it != Value::Bool(false));
        if let Some(name) = condition.assign {
            // Another rule may have assigned the name before.
            self.values.retain(|(known, _)| *known != name);
            self.values.extend(value.map(|value| (name, value)));
        }
        holds
    }

    fn find(&self, name: &str) -> Option<&Value<'a>> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Takes the size of a value from what is left.
    fn spend(&self, size: usize) -> Option<()> {
        self.left.set(self.left.get().checked_sub(size)?);
        Some(())
    }

    fn copy(&self, value: &Value<'a>) -> Option<Value<'a>> {
        self.spend(value.size())?;
        Some(value.clone())
    }

    fn eval(&self, expr: &'static Expr) -> Option<Value<'a>> {
        self.spend(1)?;
        Some(match expr {
            Expr::Bool(value) => Value::Bool(*value),
            Expr::Integer(value) => Value::Integer(*value),
            Expr::Text(text) => Value::Text(self.fill(text)?),
            Expr::Ref(name) => self.copy(self.find(name)?)?,
            Expr::Attr(Expr::Ref(name), path) => self.copy(self.find(name)?.at(path)?)?,
            Expr::Attr(of, path) => self.eval(of)?.at(path)?.clone(),
            Expr::Call(function, arguments) => {
                let value = functions::call(*function, arguments, |expr| self.eval(expr))?;
                self.spend(value.size())?;
                value
            }
            Expr::List(items) => Value::List(items.iter().map(|it| self.eval(it)).collect::<Option<_>>()?),
            Expr::Record(fields) => Value::Record(self.fields(fields)?),
        })
    }

    fn fields(&self, fields: &'static [(&'static str, Expr)]) -> Option<Vec<(&'static str, Value<'a>)>> {
        fields.iter().map(|(name, expr)| Some((*name, self.eval(expr)?))).collect()
    }

    fn text(&self, expr: &'static Expr) -> Option<Cow<'a, str>> {
        match self.eval(expr)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Fills in the placeholders of a template.
    fn fill(&self, template: &'static str) -> Option<Cow<'a, str>> {
        if !template.contains(['{', '}']) {
            return Some(Cow::Borrowed(template));
        }
        let mut filled = String::with_capacity(template.len() + 16);
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            filled.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                filled.push_str(brace);
                rest = after;
                continue;
            }
            let (name, after) = rest.split_once('}')?;
            rest = after;
            let value = match name.split_once('#') {
                Some((name, path)) => self.find(name)?.at(path)?,
                None => self.find(name)?,
            };
            let value = value.as_str()?;
            self.spend(value.len())?;
            filled.push_str(value);
        }
        filled.push_str(rest);
        Some(Cow::Owned(filled))
    }

    fn endpoint(
        &self,
        url: &'static Expr,
        properties: &'static [(&'static str, Expr)],
        headers: &'static [(&'static str, &'static [Expr])],
    ) -> Option<RuleEndpoint<'a>> {
        let header = |(name, values): &(&'static str, &'static [Expr])| {
            Some((*name, values.iter().map(|it| Some(self.text(it)?.into_owned())).collect::<Option<_>>()?))
        };
        Some(RuleEndpoint {
            url: self.text(url)?.into_owned(),
            headers: headers.iter().map(header).collect::<Option<_>>()?,
            properties: self.fields(properties)?,
        })
    }
}
