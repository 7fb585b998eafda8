//! Checks that HTTP bindings are consistent. <https://smithy.io/2.0/spec/http-bindings.html>

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Member, Model, Service, Shape, ShapeId, ShapeKind};

/// Traits that bind a member to a place outside the body.
pub(super) const BINDINGS: [&str; 7] = [
    "smithy.api#httpLabel",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
    "smithy.api#httpHeader",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpPayload",
    "smithy.api#httpResponseCode",
];

/// Headers that belong to the connection, the message framing or the signature.
const TAKEN_HEADERS: [&str; 15] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "www-authenticate",
    "x-forwarded-for",
];

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    for shape in model.shapes.values() {
        let problems = match &shape.kind {
            ShapeKind::Structure => structure_problems(shape),
            ShapeKind::Operation(operation) => match model.shapes.get(&operation.input) {
                Some(input) => {
                    found.extend(taken_headers(input));
                    operation_problems(model, shape, input)
                }
                None => continue,
            },
            ShapeKind::Service(service) => {
                found.extend(missing_bindings(model, shape, service));
                continue;
            }
            _ => continue,
        };
        found.extend(problems.into_iter().map(|problem| binding(problem, &shape.id)));
    }
}

fn binding(problem: String, id: &ShapeId) -> Diagnostic {
    Diagnostic::error(event::HTTP_BINDING, problem).on(id).of_trait("smithy.api#http")
}

/// Reports operations without `http` trait in a service whose protocol requires it.
fn missing_bindings(model: &Model, shape: &Shape, service: &Service) -> Vec<Diagnostic> {
    let Some(protocol) = shape.traits.protocols().into_iter().find(|it| it.needs_bindings()) else {
        return Vec::new();
    };
    let operations = model.operations_of(service).into_iter().filter_map(|id| model.shapes.get(&id));
    let without = operations.filter(|it| !it.traits.has("smithy.api#http"));
    let message = format!("the trait smithy.api#http is missing; {protocol} requires it");
    without.map(|it| binding(message.clone(), &it.id)).collect()
}

/// Reports input members bound to headers that clients set themselves. This is allowed but hardly intended.
fn taken_headers(input: &Shape) -> Vec<Diagnostic> {
    let bound = input.members.iter().filter_map(|it| Some((it, it.traits.http_header()?)));
    let taken = bound.filter(|(_, name)| TAKEN_HEADERS.contains(&name.to_ascii_lowercase().as_str()));
    taken
        .map(|(member, name)| {
            let message = format!("the header {name} should not be bound to a member: the client sets it");
            Diagnostic::warning(event::HTTP_BINDING, message).on(input.id.with_member(&member.name))
        })
        .collect()
}

/// Reports members bound to the same place of the message.
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
    problems.extend(shape.members.iter().find(|it| it.traits.http_payload()).into_iter().flat_map(|payload| {
        let unbound = shape.members.iter().filter(|it| !BINDINGS.iter().any(|id| it.traits.has(id)));
        unbound.map(|it| {
            format!(
                "the member {} is not bound to anything, but the member {} is the whole body",
                it.name, payload.name
            )
        })
    }));
    problems.extend(prefix_problems(shape));
    problems
}

/// A header that is bound to a member must not match the prefix of a map. An empty prefix matches all remaining
/// headers.
fn prefix_problems(shape: &Shape) -> Vec<String> {
    let prefixed = shape.members.iter().filter_map(|it| Some((it, it.traits.http_prefix_headers()?)));
    let problems = prefixed.filter(|(_, prefix)| !prefix.is_empty()).flat_map(|(map, prefix)| {
        let prefix = prefix.to_ascii_lowercase();
        let headers = shape.members.iter().filter_map(|it| Some((it, it.traits.http_header()?.to_ascii_lowercase())));
        let taken = headers.filter(move |(_, name)| name.starts_with(&prefix));
        taken.map(|(it, name)| {
            format!("the header {name} of the member {} matches the prefix of the member {}", it.name, map.name)
        })
    });
    problems.collect()
}

/// Compares the labels of the path and host name with the members bound to them.
fn operation_problems(model: &Model, shape: &Shape, input: &Shape) -> Vec<String> {
    let mut problems = Vec::new();
    if let Some(http) = shape.traits.http() {
        let (path, query) = http.uri.split_once('?').unwrap_or((http.uri, ""));
        let labels = labels(path, &mut problems);
        let bound = || input.members.iter().filter(|member| member.traits.http_label());
        let members: BTreeSet<&str> = bound().map(|member| member.name.as_str()).collect();
        for label in labels.difference(&members) {
            problems
                .push(format!("the path {path} has the label {label}, but no member of {} is bound to it", input.id));
        }
        for member in members.difference(&labels) {
            problems.push(format!("the member {member} is bound to the path, but {path} has no such label"));
        }
        problems.extend(path_problems(path));
        problems.extend(bound().filter(|it| is_greedy(path, it)).filter_map(|it| {
            let is_string = model.target(it).is_none_or(|target| target.kind.is_string());
            (!is_string).then(|| format!("the greedy label {} requires a string member", it.name))
        }));
        problems.extend(query_problems(query, input));
    }
    if let Some(prefix) = shape.traits.endpoint_host_prefix() {
        for label in labels(prefix, &mut problems) {
            if !input.member(label).is_some_and(|member| member.traits.host_label()) {
                problems.push(format!(
                    "the host prefix has the label {label}, but no member of {} is bound to it",
                    input.id
                ));
            }
        }
    }
    problems
}

fn is_greedy(path: &str, member: &Member) -> bool {
    path.contains(&format!("{{{}+}}", member.name))
}

/// A label must be a whole segment of the path. A greedy label matches everything up to the literal segments at the
/// end, so no label can follow it.
fn path_problems(path: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut greedy = None;
    for segment in path.split('/').filter(|it| it.contains('{') && it.contains('}')) {
        let label = segment.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        let Some(label) = label.filter(|it| !it.contains(['{', '}'])) else {
            problems.push(format!("the label in {segment} is not the whole segment of the path {path}"));
            continue;
        };
        if let Some(greedy) = greedy {
            problems.push(format!("the label {label} follows the greedy label {greedy} in {path}"));
        }
        greedy = greedy.or(label.strip_suffix('+'));
    }
    problems
}

/// The query string of a path pattern is literal, and its parameters cannot be bound to members.
fn query_problems(query: &str, input: &Shape) -> Vec<String> {
    let mut problems = Vec::new();
    if query.contains(['{', '}']) {
        problems.push(format!("the query {query} cannot have labels"));
    }
    let literal: BTreeSet<&str> = query.split('&').filter_map(|it| it.split('=').next()).collect();
    for member in &input.members {
        if let Some(name) = member.traits.http_query().filter(|name| literal.contains(name)) {
            problems.push(format!(
                "the query parameter {name} has a fixed value and cannot be bound to the member {}",
                member.name
            ));
        }
    }
    problems
}

/// The names in braces. A `+` at the end marks a greedy label.
fn labels<'a>(pattern: &'a str, problems: &mut Vec<String>) -> BTreeSet<&'a str> {
    let mut labels = BTreeSet::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else {
            problems.push(format!("unclosed brace in {pattern}"));
            break;
        };
        let label = &rest[open + 1..open + length];
        let name = label.strip_suffix('+').unwrap_or(label);
        if !labels.insert(name) {
            problems.push(format!("the label {name} appears twice in {pattern}"));
        }
        rest = &rest[open + length + 1..];
    }
    labels
}
