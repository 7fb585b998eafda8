//! HTTP bindings that agree with each other. <https://smithy.io/2.0/spec/http-bindings.html>

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Shape, ShapeKind};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    for shape in model.shapes.values() {
        let problems = match &shape.kind {
            ShapeKind::Structure => structure_problems(shape),
            ShapeKind::Operation(operation) => match model.shapes.get(&operation.input) {
                Some(input) => operation_problems(shape, input),
                None => continue,
            },
            _ => continue,
        };
        found.extend(problems.into_iter().map(|problem| Diagnostic::error(event::HTTP_BINDING, problem).on(&shape.id)));
    }
}

/// Two members cannot have one place in the message.
fn structure_problems(shape: &Shape) -> Vec<String> {
    let mut problems = Vec::new();
    let mut places: BTreeMap<String, &str> = BTreeMap::new();
    for member in &shape.members {
        let traits = &member.traits;
        let bound = [
            traits.http_header().map(|name| format!("the header {}", name.to_ascii_lowercase())),
            traits.http_query().map(|name| format!("the query parameter {name}")),
        ];
        for place in bound.into_iter().flatten() {
            if let Some(earlier) = places.insert(place.clone(), &member.name) {
                problems.push(format!("the members {earlier} and {} are both bound to {place}", member.name));
            }
        }
    }
    problems
}

/// The labels of the path and of the host name are members, and the other way round.
fn operation_problems(shape: &Shape, input: &Shape) -> Vec<String> {
    let mut problems = Vec::new();
    if let Some(http) = shape.traits.http() {
        let path = http.uri.split('?').next().unwrap_or_default();
        let labels = labels(path, &mut problems);
        let members: BTreeSet<&str> = input
            .members
            .iter()
            .filter(|member| member.traits.http_label())
            .map(|member| member.name.as_str())
            .collect();
        for label in labels.difference(&members) {
            problems.push(format!("the path {path} has the label {label}, but {} binds no such member", input.id));
        }
        for member in members.difference(&labels) {
            problems.push(format!("the member {member} is bound to the path, but {path} has no such label"));
        }
    }
    if let Some(prefix) = shape.traits.endpoint_host_prefix() {
        for label in labels(prefix, &mut problems) {
            if !input.member(label).is_some_and(|member| member.traits.host_label()) {
                problems.push(format!("the host has the label {label}, but {} binds no such member", input.id));
            }
        }
    }
    problems
}

/// The names in braces; a `+` at the end says that the label takes slashes too.
fn labels<'a>(pattern: &'a str, problems: &mut Vec<String>) -> BTreeSet<&'a str> {
    let mut labels = BTreeSet::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else {
            problems.push(format!("a brace is not closed in {pattern}"));
            break;
        };
        let label = &rest[open + 1..open + length];
        let name = label.strip_suffix('+').unwrap_or(label);
        if !labels.insert(name) {
            problems.push(format!("the label {name} stands twice in {pattern}"));
        }
        rest = &rest[open + length + 1..];
    }
    labels
}
