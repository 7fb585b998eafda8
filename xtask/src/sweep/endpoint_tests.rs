//! Runs the endpoint tests of a model: <https://smithy.io/2.0/additional-specs/rules-engine/specification.html>

use tinsmith_codegen::model::Node;
use tinsmith_runtime::endpoint::rules::{RuleEndpoint, RuleError, Value};
use tinsmith_runtime::partitions::partition_of;
use tinsmith_runtime::service::Service;

use super::tally::Tally;

/// Runs all tests and adds failures.
pub(crate) fn run(service: &'static Service, cases: &[Node], failures: &mut Vec<String>) -> Tally {
    let mut tally = Tally::default();
    let Some(rules) = service.endpoint_rules else {
        tally.skipped = cases.len();
        return tally;
    };
    for case in cases {
        let params = case.get("params");
        let given = |name: &str| params.and_then(|it| it.get(name)).and_then(value);
        let found = rules.evaluate(|parameter| given(parameter.name));
        match case.get("expect").map_or_else(|| Err("no expectation".to_owned()), |expect| compare(expect, &found)) {
            Ok(()) => tally.passed += 1,
            Err(_) if is_outdated(case, &found) => tally.skipped += 1,
            Err(why) => {
                tally.failed += 1;
                let about = case.get("documentation").and_then(Node::as_str).unwrap_or("untitled");
                failures.push(format!("endpoint test \"{about}\": {why}"));
            }
        }
    }
    tally
}

/// Whether a failing test is about dual-stack endpoints of an isolated partition. The tests of many models say that
/// these do not exist, but were written before AWS's list of partitions contained them. Services that have only
/// dual-stack endpoints use them in every test.
fn is_outdated(case: &Node, found: &Result<RuleEndpoint<'_>, RuleError>) -> bool {
    let param = |name: &str| case.get("params").and_then(|it| it.get(name));
    let region = param("Region").and_then(Node::as_str).unwrap_or_default();
    let has_dual_stack = param("UseDualStack").and_then(Node::as_bool) == Some(true);
    let partition = partition_of(region);
    let is_dual_stack = found.as_ref().is_ok_and(|it| it.url.contains(partition.dual_stack_dns_suffix));
    (has_dual_stack || is_dual_stack) && partition.id.starts_with("aws-iso")
}

fn value(node: &Node) -> Option<Value<'_>> {
    Some(match node {
        Node::Bool(value) => Value::Bool(*value),
        Node::String(text) => Value::text(text.as_str()),
        Node::Array(items) => Value::List(items.iter().map(value).collect::<Option<_>>()?),
        _ => return None,
    })
}

fn compare(expect: &Node, found: &Result<RuleEndpoint<'_>, RuleError>) -> Result<(), String> {
    match (expect.get("endpoint"), expect.get("error").and_then(Node::as_str), found) {
        (Some(expected), _, Ok(endpoint)) => same(expected, endpoint),
        (None, Some(expected), Err(RuleError::Refused(sentence))) if sentence == expected => Ok(()),
        // If the error is not from the rules, each client has its own message.
        (None, Some(_), Err(RuleError::Missing(_) | RuleError::NoMatch | RuleError::Unset)) => Ok(()),
        (_, _, Ok(endpoint)) => Err(format!("expected {expect}, found {}", endpoint.url)),
        (_, _, Err(error)) => Err(format!("expected {expect}, found the error {error}")),
    }
}

fn same(expected: &Node, endpoint: &RuleEndpoint<'_>) -> Result<(), String> {
    if expected.get("url").and_then(Node::as_str) != Some(&endpoint.url) {
        return Err(format!("expected {expected}, found {}", endpoint.url));
    }
    for (name, wanted) in expected.get("properties").and_then(Node::as_object).into_iter().flat_map(|it| it.iter()) {
        let found = endpoint.properties.iter().find(|(known, _)| *known == name);
        if !found.is_some_and(|(_, found)| is_same(wanted, found)) {
            return Err(format!("expected the property {name} {wanted}, found {found:?}"));
        }
    }
    for (name, wanted) in expected.get("headers").and_then(Node::as_object).into_iter().flat_map(|it| it.iter()) {
        let found = endpoint.headers.iter().find(|(known, _)| *known == name).map(|(_, values)| values);
        let wanted: Vec<&str> = wanted.as_array().unwrap_or_default().iter().filter_map(Node::as_str).collect();
        if found.is_none_or(|found| *found != wanted) {
            return Err(format!("expected the header {name} {wanted:?}, found {found:?}"));
        }
    }
    Ok(())
}

fn is_same(wanted: &Node, found: &Value<'_>) -> bool {
    match (wanted, found) {
        (Node::Bool(wanted), Value::Bool(found)) => wanted == found,
        (Node::Number(_), Value::Integer(found)) => wanted.as_integer() == Some(i128::from(*found)),
        (Node::String(wanted), Value::Text(found)) => wanted == found,
        (Node::Array(wanted), Value::List(found)) => {
            wanted.len() == found.len() && wanted.iter().zip(found).all(|(wanted, found)| is_same(wanted, found))
        }
        (Node::Object(wanted), Value::Record(_)) => {
            wanted.iter().all(|(name, wanted)| found.field(name).is_some_and(|found| is_same(wanted, found)))
        }
        _ => false,
    }
}
