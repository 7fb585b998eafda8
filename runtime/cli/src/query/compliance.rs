//! The public compliance suite of JMESPath: files of JSON with expressions, and what each finds.
//!
//! `TINSMITH_JMESPATH_SUITE` names their directory; `cargo xtask test` gets them. Without it the test is
//! skipped, and says so.

use std::path::Path;

use super::Query;
use crate::json;
use crate::value::Value;

/// Whether a case holds; none of a case that only measures time.
fn holds(given: &Value, case: &Value) -> Option<bool> {
    let Value::Object(case) = case else { return Some(false) };
    let expression = case.get("expression").and_then(Value::as_str).unwrap();
    let found = Query::parse(expression).and_then(|query| query.search(given));
    match (case.get("result"), case.get("error")) {
        (Some(result), _) => Some(found.is_ok_and(|found| is_same(&found, result))),
        (None, Some(_)) => Some(found.is_err()),
        (None, None) => None,
    }
}

/// Whether two results are the same, in whatever order their fields are.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let is_there = |(name, value): (&str, &Value)| right.get(name).is_some_and(|it| is_same(value, it));
            left.len() == right.len() && left.iter().all(is_there)
        }
        (Value::Integer(whole), Value::Double(double)) | (Value::Double(double), Value::Integer(whole)) => {
            (*whole as f64 - double).abs() < f64::EPSILON
        }
        _ => left == right,
    }
}

#[test]
fn the_compliance_suite_passes() {
    let Some(directory) = std::env::var_os("TINSMITH_JMESPATH_SUITE") else {
        return crate::beside_aws_cli::skip("TINSMITH_JMESPATH_SUITE does not name the compliance suite of JMESPath");
    };
    let (mut passed, mut failed) = (0, Vec::new());
    for entry in std::fs::read_dir(Path::new(&directory)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "json") {
            continue;
        }
        let Ok(Value::List(groups)) = json::parse(&std::fs::read_to_string(&path).unwrap()) else {
            panic!("{} is not a list", path.display());
        };
        for group in &groups {
            let Value::Object(group) = group else { panic!("{}: expected an object", path.display()) };
            let Some(Value::List(cases)) = group.get("cases") else { panic!("{}: no cases", path.display()) };
            for case in cases {
                match holds(group.get("given").unwrap_or(&Value::Null), case) {
                    Some(true) => passed += 1,
                    Some(false) => failed.push(format!("{}: {case:?}", path.display())),
                    None => {}
                }
            }
        }
    }
    eprintln!("JMESPath: {passed} of {} cases passed", passed + failed.len());
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
    assert!(passed > 500, "only {passed} cases in {}", Path::new(&directory).display());
}
