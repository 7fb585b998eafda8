//! What an expression gives, as far as the model says it.

use super::path::{Literal, Path};
use crate::diagnostic::nearest;
use crate::model::{Model, Shape, ShapeId, ShapeKind};

/// What kind of value an expression gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type<'a> {
    /// nothing is known of it
    Any,
    /// null
    Null,
    /// true or false
    Boolean,
    /// a number
    Number,
    /// a text
    Text,
    /// a list of these
    List(Box<Type<'a>>),
    /// a map to these
    Map(Box<Type<'a>>),
    /// a structure or union
    Members(&'a Shape),
    /// an object with input and output of an operation
    Call(&'a Shape, &'a Shape),
}

impl<'a> Type<'a> {
    /// The type of a shape's values. What an id that names nothing stands for is reported elsewhere.
    pub(super) fn of_shape(model: &'a Model, id: &ShapeId) -> Self {
        let Some(shape) = model.shape(id.as_str()) else { return Type::Any };
        let of_target = |member: &crate::model::Member| Self::of_element(model, &member.target);
        match &shape.kind {
            ShapeKind::Boolean => Type::Boolean,
            ShapeKind::String | ShapeKind::Enum | ShapeKind::Blob => Type::Text,
            ShapeKind::Timestamp => Type::Number,
            kind if kind.is_number() => Type::Number,
            ShapeKind::List => Type::List(Box::new(shape.as_list().map_or(Type::Any, of_target))),
            ShapeKind::Map => Type::Map(Box::new(shape.as_map().map_or(Type::Any, |(_, value)| of_target(value)))),
            ShapeKind::Structure | ShapeKind::Union => Type::Members(shape),
            _ => Type::Any,
        }
    }

    /// The type of an element. Lists of lists of themselves are no legal shapes, but this is asked
    /// before that is known, so that it looks only so deep.
    fn of_element(model: &'a Model, id: &ShapeId) -> Self {
        match model.shape(id.as_str()).map(|shape| &shape.kind) {
            Some(ShapeKind::List) => Type::List(Box::new(Type::Any)),
            Some(ShapeKind::Map) => Type::Map(Box::new(Type::Any)),
            _ => Self::of_shape(model, id),
        }
    }

    /// What it is, for a message.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Type::Any => "a value",
            Type::Null => "null",
            Type::Boolean => "a boolean",
            Type::Number => "a number",
            Type::Text => "a string",
            Type::List(_) => "a list",
            Type::Map(_) => "a map",
            Type::Members(_) | Type::Call(..) => "a structure",
        }
    }

    fn element(&self) -> Type<'a> {
        match self {
            Type::List(element) => (**element).clone(),
            _ => Type::Any,
        }
    }
}

/// What an expression gives of a value of this type. What no value can be found for is noted.
pub(super) fn infer<'a>(model: &'a Model, path: &Path, of: &Type<'a>, problems: &mut Vec<String>) -> Type<'a> {
    let mut infer = |path: &Path, of: &Type<'a>| self::infer(model, path, of, problems);
    match path {
        Path::Current => of.clone(),
        Path::Field(name) => field(model, name, of, problems),
        Path::Index(_) => match of {
            Type::List(_) => of.element(),
            other => mismatch(other, "an index is of lists", problems),
        },
        Path::Literal(it) => literal(it),
        Path::Then(first, second) => {
            let between = infer(first, of);
            infer(second, &between)
        }
        Path::Each(..) | Path::EachValue(..) | Path::Flatten(_) | Path::Filter(..) => {
            infer_projection(model, path, of, problems)
        }
        Path::Pick(all) => {
            let mut types = all.iter().map(|it| infer(it, of)).collect::<Vec<_>>();
            types.dedup();
            let element = if types.len() == 1 { types.remove(0) } else { Type::Any };
            Type::List(Box::new(element))
        }
        Path::Compare(_, left, right) => {
            infer(left, of);
            infer(right, of);
            Type::Boolean
        }
        Path::And(left, right) | Path::Or(left, right) => {
            let (left, right) = (infer(left, of), infer(right, of));
            if left == right { left } else { Type::Any }
        }
        Path::Not(inner) => {
            infer(inner, of);
            Type::Boolean
        }
        Path::Call(function, arguments) => {
            let types = arguments.iter().map(|it| infer(it, of)).collect::<Vec<_>>();
            call(function, &types, problems)
        }
    }
}

/// What an expression gives that goes over elements or values.
fn infer_projection<'a>(model: &'a Model, path: &Path, of: &Type<'a>, problems: &mut Vec<String>) -> Type<'a> {
    let mut infer = |path: &Path, of: &Type<'a>| infer(model, path, of, problems);
    match path {
        Path::Each(list, each) => match infer(list, of) {
            list @ (Type::List(_) | Type::Any) => Type::List(Box::new(infer(each, &list.element()))),
            other => mismatch(&other, "only lists have elements", problems),
        },
        Path::EachValue(object, each) => match infer(object, of) {
            Type::Map(value) => Type::List(Box::new(infer(each, &value))),
            Type::Members(_) | Type::Call(..) | Type::Any => Type::List(Box::new(infer(each, &Type::Any))),
            other => mismatch(&other, "only objects have values", problems),
        },
        Path::Flatten(list) => match infer(list, of) {
            Type::List(element) => match *element {
                Type::List(inner) => Type::List(inner),
                element => Type::List(Box::new(element)),
            },
            other => mismatch(&other, "only lists can be flattened", problems),
        },
        Path::Filter(list, condition) => match infer(list, of) {
            list @ (Type::List(_) | Type::Any) => {
                infer(condition, &list.element());
                list
            }
            other => mismatch(&other, "only lists can be filtered", problems),
        },
        other => infer(other, of),
    }
}

/// Notes that no value comes of it; where nothing is known, it may.
fn mismatch<'a>(found: &Type<'a>, why: &str, problems: &mut Vec<String>) -> Type<'a> {
    if !matches!(found, Type::Any | Type::Null) {
        problems.push(format!("{why}, and this is {}", found.name()));
    }
    Type::Any
}

fn field<'a>(model: &'a Model, name: &str, of: &Type<'a>, problems: &mut Vec<String>) -> Type<'a> {
    match of {
        Type::Members(shape) => match shape.member(name) {
            Some(member) => Type::of_shape(model, &member.target),
            None => {
                let names = shape.members.iter().map(|member| member.name.as_str());
                let hint = nearest(name, names).map(|near| format!(", did you mean {near}?")).unwrap_or_default();
                problems.push(format!("{} has no member {name}{hint}", shape.id));
                Type::Any
            }
        },
        Type::Call(input, _) if name == "input" => Type::Members(input),
        Type::Call(_, output) if name == "output" => Type::Members(output),
        Type::Call(..) => {
            problems.push(format!("there are input and output to look at, and no {name}"));
            Type::Any
        }
        Type::Map(value) => (**value).clone(),
        other => mismatch(other, &format!("only a structure or map can have the member {name}"), problems),
    }
}

fn literal<'a>(literal: &Literal) -> Type<'a> {
    match literal {
        Literal::Null => Type::Null,
        Literal::Boolean(_) => Type::Boolean,
        Literal::Number(_) => Type::Number,
        Literal::Text(_) => Type::Text,
        Literal::List(_) => Type::List(Box::new(Type::Any)),
    }
}

/// What a function gives of arguments of these types.
fn call<'a>(function: &str, arguments: &[Type<'a>], problems: &mut Vec<String>) -> Type<'a> {
    let first = arguments.first().cloned().unwrap_or(Type::Any);
    let mut takes = |is_it: bool, why: &str| {
        if !is_it {
            mismatch(&first, why, problems);
        }
    };
    let is_object = matches!(first, Type::Map(_) | Type::Members(_) | Type::Call(..));
    match function {
        "Length" => {
            takes(is_object || matches!(first, Type::Text | Type::List(_)), "length is of strings, lists and objects");
            Type::Number
        }
        "Contains" => {
            takes(matches!(first, Type::Text | Type::List(_)), "contains looks into strings and lists");
            Type::Boolean
        }
        "StartsWith" | "EndsWith" => {
            takes(first == Type::Text, "only strings have a start and an end");
            Type::Boolean
        }
        "Keys" => {
            takes(is_object, "only objects have keys");
            Type::List(Box::new(Type::Text))
        }
        "Values" => {
            takes(is_object, "only objects have values");
            Type::List(Box::new(Type::Any))
        }
        _ => Type::Any,
    }
}
