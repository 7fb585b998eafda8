//! Examples in the documentation of operations: the first example in the model, or a call with the required members.
//! They compile as doctests and are not run.

use super::resolve::Resolver;
use super::symbols::{Space, Symbol};
use super::types::{resolve_need, resolve_type};
use super::{Crate, Need, RustType, case};
use crate::model::{Member, Model, Node, Number, Object, Shape, ShapeKind};
use crate::text;

/// The maximum depth of a sample value, because recursive shapes would never end.
const DEPTH: usize = 4;

/// The maximum width of a call that is written on one line.
const WIDTH: usize = 90;

/// The lines of an operation's example.
pub(super) fn lines(
    resolver: &Resolver<'_>,
    operation: &Shape,
    input: &Shape,
    method: &Symbol,
    krate: &Crate,
) -> Vec<String> {
    let given = given(operation);
    let values = given.and_then(|example| example.get("input")).and_then(Node::as_object).cloned();
    let values = values.unwrap_or_else(|| match given {
        Some(_) => Object::new(),
        None => sample_members(resolver.model, input, DEPTH),
    });
    let writer = Writer { resolver, krate: &krate.module };
    let mut chain = vec![format!(".{method}()")];
    chain.extend(writer.setters(input, &values));
    chain.push(".send()".to_owned());
    chain.push(".await?;".to_owned());

    let mut lines = vec!["```no_run".to_owned()];
    let krate = &krate.module;
    lines.push(format!("# async fn example(client: {krate}::Client) -> Result<(), {krate}::error::BoxError> {{"));
    lines.extend(given.and_then(title).map(|title| format!("// {title}")));
    let one_line = format!("let output = client{}", chain.concat());
    if one_line.chars().count() <= WIDTH {
        lines.push(one_line);
    } else {
        lines.push("let output = client".to_owned());
        lines.extend(chain.iter().map(|call| format!("    {call}")));
    }
    lines.extend(["# Ok(()) }", "```"].map(str::to_owned));
    lines
}

/// The example in the model that is shown: the first one that succeeds.
fn given(operation: &Shape) -> Option<&Node> {
    operation.traits.examples().iter().find(|example| example.get("error").is_none())
}

/// The title of an example, on one line.
fn title(example: &Node) -> Option<String> {
    let title = example.get("title")?.as_str()?;
    Some(text::line(title).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The operation's example in the model, for the help of the command: the title, and on the next line the input as
/// JSON. `None` if there is no example, or if its input is too long to type.
pub(super) fn documented(operation: &Shape) -> Option<String> {
    /// The maximum length of the input, in bytes.
    const LONGEST: usize = 1_000;
    let example = given(operation)?;
    let input = example.get("input").filter(|it| it.as_object().is_some())?.to_string();
    (input.len() <= LONGEST).then(|| format!("{}\n{input}", title(example).unwrap_or_default()))
}

/// The minimum and maximum of an integer's Rust type.
fn whole_bounds(kind: &ShapeKind) -> (i128, i128) {
    match kind {
        ShapeKind::Byte => (i8::MIN.into(), i8::MAX.into()),
        ShapeKind::Short => (i16::MIN.into(), i16::MAX.into()),
        ShapeKind::Long => (i64::MIN.into(), i64::MAX.into()),
        _ => (i32::MIN.into(), i32::MAX.into()),
    }
}

/// Sample values of a structure's required members.
fn sample_members(model: &Model, shape: &Shape, depth: usize) -> Object {
    let required = shape.members.iter().filter(|member| member.traits.required());
    required.map(|member| (member.name.clone(), sample(model, member, &member.name, depth))).collect()
}

/// A sample value of a member, or null if there is none.
fn sample(model: &Model, member: &Member, name: &str, depth: usize) -> Node {
    let Some(target) = model.target(member).filter(|_| depth > 0) else { return Node::Null };
    let of = |member: &Member| sample(model, member, name, depth - 1);
    let one = |key: &str, value: Node| Node::Object([(key.to_owned(), value)].into_iter().collect());
    match &target.kind {
        ShapeKind::Boolean => Node::Bool(true),
        ShapeKind::Document => Node::Null,
        ShapeKind::String | ShapeKind::Blob => Node::String(case::kebab(name)),
        ShapeKind::Enum => target.members.first().map_or(Node::Null, |it| Node::String(it.enum_text().to_owned())),
        ShapeKind::List => target.as_list().map_or(Node::Null, |element| Node::Array(vec![of(element)])),
        ShapeKind::Map => target.as_map().map_or(Node::Null, |(_, value)| one("key", of(value))),
        ShapeKind::Structure => Node::Object(sample_members(model, target, depth - 1)),
        ShapeKind::Union => target.members.first().map_or(Node::Null, |it| one(&it.name, of(it))),
        _ => Node::Number(Number::Integer(1)),
    }
}

fn finite(number: &Number) -> Option<f64> {
    Some(number.as_f64()).filter(|it| it.is_finite())
}

/// Writes JSON values as Rust expressions.
struct Writer<'a> {
    resolver: &'a Resolver<'a>,
    krate: &'a str,
}

impl Writer<'_> {
    /// Calls to the setters of a structure's members. Values that cannot be written are omitted.
    fn setters(&self, shape: &Shape, values: &Object) -> Vec<String> {
        let mut space = Space::fields();
        let mut calls = Vec::new();
        for member in &shape.members {
            let field = space.claim_field(&member.name);
            let Some(value) = values.get(&member.name) else { continue };
            let Some(target) = self.resolver.model.target(member) else { continue };
            match (&target.kind, value) {
                (ShapeKind::List, Node::Array(elements)) => {
                    let Some(element) = target.as_list() else { continue };
                    let written = elements.iter().filter_map(|it| self.argument(element, it, target.traits.sparse()));
                    calls.extend(written.map(|it| format!(".{field}({it})")));
                }
                (ShapeKind::Map, Node::Object(entries)) => {
                    let Some((key, value)) = target.as_map() else { continue };
                    let written = entries.iter().filter_map(|(name, it)| {
                        let name = self.argument(key, &Node::String(name.to_owned()), false)?;
                        Some(format!(".{field}({name}, {})", self.argument(value, it, target.traits.sparse())?))
                    });
                    calls.extend(written);
                }
                _ => calls.extend(self.argument(member, value, false).map(|it| format!(".{field}({it})"))),
            }
        }
        calls
    }

    /// A value as an argument of a setter that takes `impl Into<String>`.
    fn argument(&self, member: &Member, value: &Node, is_sparse: bool) -> Option<String> {
        let is_string = resolve_type(self.resolver.model, &self.resolver.names, member) == RustType::String;
        match value {
            Node::String(text) if is_string && !is_sparse => Some(format!("{text:?}")),
            _ => self.element(member, value, is_sparse),
        }
    }

    /// A value of exactly the member's type.
    fn exact(&self, member: &Member, value: &Node) -> Option<String> {
        let model = self.resolver.model;
        let target = model.target(member)?;
        let krate = self.krate;
        Some(match (&target.kind, value) {
            (_, Node::Null) | (ShapeKind::Document, _) => return None,
            // The program supplies the stream of events.
            (ShapeKind::Union, _) if target.traits.streaming() => return None,
            (ShapeKind::Boolean, Node::Bool(value)) => value.to_string(),
            (ShapeKind::String, Node::String(text)) => format!("{text:?}.to_owned()"),
            (ShapeKind::Enum, Node::String(text)) => self.enum_value(target, text)?,
            (ShapeKind::Blob, Node::String(text)) if target.traits.streaming() => {
                format!("{krate}::primitives::ByteStream::from_static(b{text:?})")
            }
            (ShapeKind::Blob, Node::String(text)) => format!("{krate}::primitives::Blob::new({text:?})"),
            (ShapeKind::BigInteger, Node::Number(number)) => format!("{:?}.parse()?", number.as_whole()?),
            (ShapeKind::BigDecimal, Node::Number(number)) => format!("{:?}.parse()?", number.to_string()),
            (ShapeKind::Float | ShapeKind::Double, Node::Number(number)) => format!("{:?}", finite(number)?),
            (ShapeKind::Timestamp, Node::Number(number)) => {
                format!("{krate}::primitives::DateTime::from_secs_f64({:?})", finite(number)?)
            }
            (ShapeKind::Timestamp, Node::String(text)) => {
                let format = format!("{krate}::primitives::DateTimeFormat::DateTime");
                format!("{krate}::primitives::DateTime::from_str({text:?}, {format})?")
            }
            (kind, Node::Number(number)) if kind.is_whole_number() => {
                // A value out of range would not compile, and examples in models are not always correct.
                let (min, max) = whole_bounds(kind);
                number.as_integer().filter(|value| (min..=max).contains(value))?.to_string()
            }
            (ShapeKind::List, Node::Array(elements)) => {
                let element = target.as_list()?;
                let written: Vec<String> =
                    elements.iter().filter_map(|it| self.element(element, it, target.traits.sparse())).collect();
                format!("vec![{}]", written.join(", "))
            }
            (ShapeKind::Map, Node::Object(entries)) => {
                let (key, value) = target.as_map()?;
                let entry = |(name, it): (&str, &Node)| {
                    let name = self.exact(key, &Node::String(name.to_owned()))?;
                    Some(format!("({name}, {})", self.element(value, it, target.traits.sparse())?))
                };
                format!("[{}].into()", entries.iter().filter_map(entry).collect::<Vec<_>>().join(", "))
            }
            (ShapeKind::Structure, Node::Object(values)) => self.structure(target, values)?,
            (ShapeKind::Union, Node::Object(values)) => self.union(target, values)?,
            _ => return None,
        })
    }

    fn element(&self, member: &Member, value: &Node, is_sparse: bool) -> Option<String> {
        let written = self.exact(member, value)?;
        Some(if is_sparse { format!("Some({written})") } else { written })
    }

    fn enum_value(&self, shape: &Shape, text: &str) -> Option<String> {
        let name = &self.resolver.names.types.get(&shape.id)?.symbol;
        let mut space = Space::variants();
        let mut variants = shape.members.iter().map(|member| (member.enum_text(), space.claim_pascal(&member.name)));
        Some(match variants.find(|(value, _)| *value == text) {
            Some((_, variant)) => format!("{}::types::{name}::{variant}", self.krate),
            None => format!("{}::types::{name}::from({text:?})", self.krate),
        })
    }

    fn structure(&self, shape: &Shape, values: &Object) -> Option<String> {
        let name = &self.resolver.names.types.get(&shape.id)?.symbol;
        let is_fallible = shape.members.iter().any(|it| resolve_need(self.resolver.model, it, false) == Need::Required);
        let setters = self.setters(shape, values).concat();
        let question = if is_fallible { "?" } else { "" };
        Some(format!("{}::types::{name}::builder(){setters}.build(){question}", self.krate))
    }

    fn union(&self, shape: &Shape, values: &Object) -> Option<String> {
        let name = &self.resolver.names.types.get(&shape.id)?.symbol;
        let (key, value) = values.iter().next()?;
        let mut space = Space::variants();
        let mut variants = shape.members.iter().map(|member| (member, space.claim_union_variant(&member.name)));
        let (member, variant) = variants.find(|(member, _)| member.name == key)?;
        let path = format!("{}::types::{name}::{variant}", self.krate);
        if resolve_type(self.resolver.model, &self.resolver.names, member) == RustType::Unit {
            return Some(path);
        }
        let value = self.exact(member, value)?;
        Some(if member.traits.boxed() { format!("{path}(Box::new({value}))") } else { format!("{path}({value})") })
    }
}
