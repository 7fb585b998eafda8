//! Infers the type of an expression from the model.

use tinsmith_jmespath::{Expression, Literal};

use crate::diagnostic::nearest;
use crate::model::{Model, Shape, ShapeId, ShapeKind};

/// A literal in an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Written(pub serde_json::Value);

impl Literal for Written {
    fn from_json(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map(Self).map_err(|error| error.to_string())
    }

    fn from_text(text: String) -> Self {
        Self(serde_json::Value::String(text))
    }

    fn as_text(&self) -> Option<&str> {
        self.0.as_str()
    }
}

type Path = Expression<Written>;

/// The type of an expression's value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type<'a> {
    /// unknown
    Any,
    /// null
    Null,
    /// true or false
    Boolean,
    /// an integer
    Number,
    /// a string
    Text,
    /// a list of elements of a type
    List(Box<Type<'a>>),
    /// a map with values of a type
    Map(Box<Type<'a>>),
    /// a structure or union
    Members(&'a Shape),
    /// an object with an operation's input and output
    Call(&'a Shape, &'a Shape),
}

impl<'a> Type<'a> {
    /// The type of a shape's values. IDs of missing shapes are reported elsewhere.
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

    /// The type of an element. Lists that only contain themselves are invalid, but this may run before they are
    /// reported, so the depth is limited.
    fn of_element(model: &'a Model, id: &ShapeId) -> Self {
        match model.shape(id.as_str()).map(|shape| &shape.kind) {
            Some(ShapeKind::List) => Type::List(Box::new(Type::Any)),
            Some(ShapeKind::Map) => Type::Map(Box::new(Type::Any)),
            _ => Self::of_shape(model, id),
        }
    }

    /// The name of the type in messages.
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

/// Infers the type of an expression applied to a value of type `of`. Records problems if it can never have a value.
pub(super) fn infer<'a>(model: &'a Model, path: &Path, of: &Type<'a>, problems: &mut Vec<String>) -> Type<'a> {
    let mut infer = |path: &Path, of: &Type<'a>| self::infer(model, path, of, problems);
    match path {
        Path::Current => of.clone(),
        Path::Field(name) => field(model, name, of, problems),
        Path::Index(_) => match of {
            Type::List(_) => of.element(),
            other => mismatch(other, "expected a list before an index", problems),
        },
        Path::Slice(..) => match of {
            Type::List(_) => of.clone(),
            other => mismatch(other, "expected a list before a slice", problems),
        },
        Path::Literal(Written(it)) => literal(it),
        Path::Then(first, second) => {
            let between = infer(first, of);
            infer(second, &between)
        }
        Path::Each(..) | Path::EachValue(..) | Path::Flatten(_) | Path::Filter(..) => {
            infer_projection(model, path, of, problems)
        }
        Path::Array(all) => {
            let mut types = all.iter().map(|it| infer(it, of)).collect::<Vec<_>>();
            types.dedup();
            let element = if types.len() == 1 { types.remove(0) } else { Type::Any };
            Type::List(Box::new(element))
        }
        Path::Object(fields) => {
            fields.iter().for_each(|(_, it)| drop(infer(it, of)));
            Type::Map(Box::new(Type::Any))
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
        Path::Call(function, arguments) => infer_call(model, function, arguments, of, problems),
        // An expression argument: the function evaluates it with other values.
        _ => Type::Any,
    }
}

/// Infers the type of a function call. An expression argument is evaluated with the elements of the other argument.
fn infer_call<'a>(
    model: &'a Model,
    function: &str,
    arguments: &[Path],
    of: &Type<'a>,
    problems: &mut Vec<String>,
) -> Type<'a> {
    let types = arguments.iter().map(|it| infer(model, it, of, problems)).collect::<Vec<_>>();
    let reference = arguments.iter().position(|it| matches!(it, Path::Reference(_)));
    let Some(Path::Reference(inner)) = reference.and_then(|at| arguments.get(at)) else {
        return call(function, &types, problems);
    };
    let list = types.iter().enumerate().find(|(at, _)| Some(*at) != reference).map_or(&Type::Any, |(_, it)| it);
    let result = infer(model, inner, &list.element(), problems);
    match function {
        "map" => Type::List(Box::new(result)),
        "sort_by" => list.clone(),
        _ => list.element(),
    }
}

/// Infers the type of a projection.
fn infer_projection<'a>(model: &'a Model, path: &Path, of: &Type<'a>, problems: &mut Vec<String>) -> Type<'a> {
    let mut infer = |path: &Path, of: &Type<'a>| infer(model, path, of, problems);
    match path {
        Path::Each(list, each) => match infer(list, of) {
            list @ (Type::List(_) | Type::Any) => Type::List(Box::new(infer(each, &list.element()))),
            other => mismatch(&other, "expected a list before `*`", problems),
        },
        Path::EachValue(object, each) => match infer(object, of) {
            Type::Map(value) => Type::List(Box::new(infer(each, &value))),
            Type::Members(_) | Type::Call(..) | Type::Any => Type::List(Box::new(infer(each, &Type::Any))),
            other => mismatch(&other, "expected an object before `*`", problems),
        },
        Path::Flatten(list) => match infer(list, of) {
            Type::List(element) => match *element {
                Type::List(inner) => Type::List(inner),
                element => Type::List(Box::new(element)),
            },
            other => mismatch(&other, "expected a list before `[]`", problems),
        },
        Path::Filter(list, condition) => match infer(list, of) {
            list @ (Type::List(_) | Type::Any) => {
                infer(condition, &list.element());
                list
            }
            other => mismatch(&other, "expected a list before a filter", problems),
        },
        other => infer(other, of),
    }
}

/// Records a problem, unless the type is unknown.
fn mismatch<'a>(found: &Type<'a>, why: &str, problems: &mut Vec<String>) -> Type<'a> {
    if !matches!(found, Type::Any | Type::Null) {
        problems.push(format!("{why}, found {}", found.name()));
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
            problems.push(format!("expected `input` or `output`, found `{name}`"));
            Type::Any
        }
        Type::Map(value) => (**value).clone(),
        other => mismatch(other, &format!("expected a structure or map with the member {name}"), problems),
    }
}

fn literal<'a>(literal: &serde_json::Value) -> Type<'a> {
    match literal {
        serde_json::Value::Null => Type::Null,
        serde_json::Value::Bool(_) => Type::Boolean,
        serde_json::Value::Number(_) => Type::Number,
        serde_json::Value::String(_) => Type::Text,
        serde_json::Value::Array(_) => Type::List(Box::new(Type::Any)),
        serde_json::Value::Object(_) => Type::Map(Box::new(Type::Any)),
    }
}

/// Infers the type of a function call from the types of its arguments.
fn call<'a>(function: &str, arguments: &[Type<'a>], problems: &mut Vec<String>) -> Type<'a> {
    let first = arguments.first().cloned().unwrap_or(Type::Any);
    let mut takes = |is_it: bool, why: &str| {
        if !is_it {
            mismatch(&first, why, problems);
        }
    };
    let is_object = matches!(first, Type::Map(_) | Type::Members(_) | Type::Call(..));
    match function {
        "length" => {
            takes(
                is_object || matches!(first, Type::Text | Type::List(_)),
                "`length` expects a string, list or object",
            );
            Type::Number
        }
        "contains" => {
            takes(matches!(first, Type::Text | Type::List(_)), "`contains` expects a string or list");
            Type::Boolean
        }
        "starts_with" | "ends_with" => {
            takes(first == Type::Text, &format!("`{function}` expects a string"));
            Type::Boolean
        }
        "keys" => {
            takes(is_object, "`keys` expects an object");
            Type::List(Box::new(Type::Text))
        }
        "values" => {
            takes(is_object, "`values` expects an object");
            Type::List(Box::new(Type::Any))
        }
        "abs" | "avg" | "ceil" | "floor" | "sum" => Type::Number,
        "join" | "to_string" | "type" => Type::Text,
        "reverse" | "sort" => first,
        "max" | "min" => first.element(),
        _ => Type::Any,
    }
}
