//! The runtime's tables, made of what was read, as generated code has them.

use tinsmith_codegen::model::{Member as ModelMember, Model, Shape, ShapeKind};
use tinsmith_codegen::waiters as lowered;
use tinsmith_runtime::schema::waiters as table;
use tinsmith_runtime::schema::{Kind, Member, Schema};

use crate::ANY;

pub(crate) fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

fn leak_all<T>(items: impl Iterator<Item = T>) -> &'static [T] {
    Vec::leak(items.collect())
}

/// The table of a waiter, as generated code has it.
pub(crate) fn to_waiter(waiter: &lowered::Waiter) -> &'static table::Waiter {
    let acceptor =
        |it: &lowered::Acceptor| table::Acceptor { state: to_state(it.state), matcher: to_matcher(&it.matcher) };
    leak(table::Waiter {
        name: leak_text(&waiter.name),
        about: "",
        min_delay: waiter.min_delay,
        max_delay: waiter.max_delay,
        acceptors: leak_all(waiter.acceptors.iter().map(acceptor)),
    })
}

fn to_state(name: &str) -> table::State {
    match name {
        "Success" => table::State::Success,
        "Failure" => table::State::Failure,
        "Retry" => table::State::Retry,
        other => panic!("no state {other}"),
    }
}

fn to_matcher(matcher: &lowered::Matcher) -> table::Matcher {
    let expected = |it: &lowered::Expected| {
        let value = leak_text(&it.value);
        match it.comparator {
            "Is" => table::Expected::Is(value),
            "Truth" => table::Expected::Truth(value == "true"),
            "AllAre" => table::Expected::AllAre(value),
            "AnyIs" => table::Expected::AnyIs(value),
            other => panic!("no comparator {other}"),
        }
    };
    match matcher {
        lowered::Matcher::Success(it) => table::Matcher::Success(*it),
        lowered::Matcher::ErrorType(it) => table::Matcher::ErrorType(leak_text(it)),
        lowered::Matcher::Output(it) => table::Matcher::Output(leak_text(&it.source), to_path(&it.path), expected(it)),
        lowered::Matcher::InputOutput(it) => {
            table::Matcher::InputOutput(leak_text(&it.source), to_path(&it.path), expected(it))
        }
    }
}

pub(crate) fn to_path(path: &lowered::Path) -> table::Path {
    use lowered::Path;
    let to = |it: &Path| leak(to_path(it));
    match path {
        Path::Current => table::Path::Current,
        Path::Field(name) => table::Path::Field(leak_text(name)),
        Path::Index(index) => table::Path::Index(*index),
        Path::Literal(it) => table::Path::Literal(to_literal(it)),
        Path::Then(a, b) => table::Path::Then(to(a), to(b)),
        Path::Each(a, b) => table::Path::Each(to(a), to(b)),
        Path::EachValue(a, b) => table::Path::EachValue(to(a), to(b)),
        Path::Flatten(a) => table::Path::Flatten(to(a)),
        Path::Filter(a, b) => table::Path::Filter(to(a), to(b)),
        Path::Pick(all) => table::Path::Pick(leak_all(all.iter().map(to_path))),
        Path::Compare(how, a, b) => table::Path::Compare(to_comparison(how), to(a), to(b)),
        Path::And(a, b) => table::Path::And(to(a), to(b)),
        Path::Or(a, b) => table::Path::Or(to(a), to(b)),
        Path::Not(a) => table::Path::Not(to(a)),
        Path::Call(name, all) => table::Path::Call(to_function(name), leak_all(all.iter().map(to_path))),
    }
}

fn to_literal(literal: &lowered::Literal) -> table::Literal {
    match literal {
        lowered::Literal::Null => table::Literal::Null,
        lowered::Literal::Boolean(it) => table::Literal::Boolean(*it),
        lowered::Literal::Number(it) => table::Literal::Number(*it),
        lowered::Literal::Text(it) => table::Literal::Text(leak_text(it)),
        lowered::Literal::List(items) => table::Literal::List(leak_all(items.iter().map(to_literal))),
    }
}

fn to_comparison(name: &str) -> table::Comparison {
    use table::Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let all = [Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual];
    all.into_iter().find(|it| format!("{it:?}") == name).unwrap_or_else(|| panic!("no comparison {name}"))
}

fn to_function(name: &str) -> table::Function {
    use table::Function::{Contains, EndsWith, Keys, Length, NotNull, StartsWith, Values};
    let all = [Contains, EndsWith, Keys, Length, NotNull, StartsWith, Values];
    all.into_iter().find(|it| format!("{it:?}") == name).unwrap_or_else(|| panic!("no function {name}"))
}

/// The table of a shape. Deep inside it is whatever comes: shapes may hold themselves.
pub(crate) fn to_schema(model: &Model, shape: &Shape, depth: usize) -> &'static Schema {
    let id = leak_text(shape.id.as_str());
    let member = |it: &ModelMember| {
        let target = model.target(it).unwrap_or_else(|| panic!("no target of {}", it.name));
        Member::new(leak_text(&it.name), if depth == 0 { &ANY } else { to_schema(model, target, depth - 1) }, &[])
    };
    let members = || leak_all(shape.members.iter().map(member));
    let kind = match &shape.kind {
        ShapeKind::Structure => return leak(Schema::structure(id, members(), &[])),
        ShapeKind::Union => return leak(Schema::union(id, members(), &[])),
        ShapeKind::List => return leak(Schema::list(id, leak([member(shape.as_list().unwrap())]), &[])),
        ShapeKind::Map => {
            let (key, value) = shape.as_map().unwrap();
            return leak(Schema::map(id, leak([member(key), member(value)]), &[]));
        }
        ShapeKind::Boolean => Kind::Boolean,
        ShapeKind::Integer => Kind::Integer,
        ShapeKind::Long => Kind::Long,
        ShapeKind::Double => Kind::Double,
        ShapeKind::Float => Kind::Float,
        ShapeKind::Blob => Kind::Blob,
        ShapeKind::Timestamp => Kind::Timestamp,
        ShapeKind::String | ShapeKind::Enum => Kind::String,
        _ => Kind::Document,
    };
    leak(Schema::simple(id, kind, &[]))
}
