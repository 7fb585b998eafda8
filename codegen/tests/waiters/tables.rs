//! Creates the runtime's tables as generated code has them.

use tinsmith_codegen::model::{Member as ModelMember, Model, Shape, ShapeKind};
use tinsmith_codegen::waiters as lowered;
use tinsmith_runtime::schema::waiters as table;
use tinsmith_runtime::schema::{Kind, Member, Schema};

use crate::ANY;

pub(crate) fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

pub(crate) fn leak_text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

fn leak_all<T>(items: impl Iterator<Item = T>) -> &'static [T] {
    Vec::leak(items.collect())
}

/// The table of a waiter, as in generated code.
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
        lowered::Matcher::Output(it) => table::Matcher::Output(leak_text(&it.path), expected(it)),
        lowered::Matcher::InputOutput(it) => table::Matcher::InputOutput(leak_text(&it.path), expected(it)),
    }
}

/// The table of a shape. Below a depth, members have any type, because shapes may be recursive.
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
