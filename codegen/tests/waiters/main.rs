//! Tests of waiters: they are read and lowered to the runtime's table here, and evaluated by the runtime.
//!
//! The Python reference implementation evaluates random expressions with random values. All waiters of the official
//! models are tested with made-up responses.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod samples;
mod tables;

use std::path::Path as FilePath;
use std::process::Command;

use serde_json::{Value, json};
use tinsmith_codegen::model::{Model, Shape, load_files};
use tinsmith_codegen::waiters as lowered;
use tinsmith_codegen::waiters::{parse_path, read};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::protocol::AwsJson1_0;
use tinsmith_runtime::schema::waiters as table;
use tinsmith_runtime::schema::{Kind, Member, Schema};
use tinsmith_runtime::service::{Operation, Service};
use tinsmith_runtime::waiters::{Answer, accepted};
use tinsmith_tests::peers;

use samples::SAMPLES;
use tables::{leak, leak_text, to_schema, to_waiter};

static ANY: Schema = Schema::simple("test#Any", Kind::Document, &[]);
static NOTHING: Schema = Schema::structure("test#Nothing", &[], &[]);
static SERVICE: Service = Service::example(&AwsJson1_0);
static OPERATION: Operation =
    Operation { name: "Test", service: &SERVICE, input: &NOTHING, output: &NOTHING, errors: &[], traits: &[] };

/// Whether the value of an expression equals `result`. `None` if the types do not match.
fn finds(expression: &str, value: &Value, result: &Value) -> Option<bool> {
    let member = |name| Member::new(name, &ANY, &[]);
    let schema = leak(Schema::structure("test#Pair", leak([member("value"), member("result")]), &[]));
    let mut pair = Dynamic::new(schema);
    tinsmith_runtime::json::from_str(&json!({"value": value, "result": result}).to_string(), &mut pair).unwrap();
    let path = leak_text(&format!("(value | ({expression})) == result"));
    let acceptor = |truth| table::Acceptor {
        state: if truth { table::State::Success } else { table::State::Failure },
        matcher: table::Matcher::Output(path, table::Expected::Truth(truth)),
    };
    let acceptors = leak([acceptor(true), acceptor(false)]);
    let waiter = leak(table::Waiter { name: "Test", about: "", min_delay: 1, max_delay: 1, acceptors });
    let input = Dynamic::new(&NOTHING);
    let found = accepted(waiter, &OPERATION, Answer::Output(&pair, &input));
    found.map(|it| it.state == table::State::Success)
}

#[test]
fn paths_lead_where_the_reference_says() {
    let python = match peers::python() {
        Ok(python) => python,
        Err(reason) => return peers::skip(&reason),
    };
    let script = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("tests/waiters/jmespath_cases.py");
    let output = Command::new(python).arg(script).args(["4000", "7"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let path = case["path"].as_str().unwrap();
        let expected = (case["fails"] == false).then_some(true);
        let actual = parse_path(path).map(|_| finds(path, &case["value"], &case["result"]));
        if actual != Ok(expected) {
            wrong.push(format!("{line}: {actual:?}"));
        }
    }
    assert_eq!(text.lines().count(), 4000);
    assert!(wrong.is_empty(), "{} of 4000 differ:\n{}", wrong.len(), wrong[..wrong.len().min(9)].join("\n"));
}

#[test]
fn a_function_that_is_nearly_right_has_a_hint() {
    let error = parse_path("lenght(a)").unwrap_err();
    assert_eq!(error, "unknown function `lenght` at character 1, did you mean `length`?");
}

#[test]
fn waiters_of_official_models_judge_samples() {
    let Some(shared) = peers::shared("models") else { return };
    let mut paths: Vec<_> = std::fs::read_dir(shared).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let mut judged = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|it| it == "json")) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let model = load_files(&[path]).unwrap();
        for shape in model.shapes.values() {
            let (waiters, problems) = read(&model, shape);
            assert_eq!(problems, [], "{name}");
            for waiter in &waiters {
                let sample = SAMPLES.iter().find(|(file, of, _)| *file == name && *of == waiter.name);
                let (_, _, answers) = sample.unwrap_or_else(|| panic!("no sample for {} of {name}", waiter.name));
                judge(&model, shape, to_waiter(waiter), answers);
                judged.push((name.to_owned(), waiter.name.clone()));
            }
        }
    }
    judged.sort();
    let samples: Vec<_> = SAMPLES.iter().map(|(file, of, _)| ((*file).to_owned(), (*of).to_owned())).collect();
    assert_eq!(judged, samples);
}

fn judge(model: &Model, operation: &Shape, waiter: &'static table::Waiter, answers: &[(&str, Option<table::State>)]) {
    let output = model.shape(operation.as_operation().unwrap().output.as_str()).unwrap();
    let schema = to_schema(model, output, 3);
    let input = Dynamic::new(&NOTHING);
    for (answer, state) in answers {
        let mut output = Dynamic::new(schema);
        tinsmith_runtime::json::from_str(answer, &mut output).unwrap();
        let accepted = accepted(waiter, &OPERATION, Answer::Output(&output, &input));
        assert_eq!(accepted.map(|it| it.state), *state, "{} of {answer}", waiter.name);
    }
}

#[test]
fn input_and_output_can_be_compared() {
    let strings = leak(Schema::list("test#List", leak([Member::new("member", &ANY, &[])]), &[]));
    let schema = leak(Schema::structure("test#Groups", leak([Member::new("groups", strings, &[])]), &[]));
    let path = "length(input.groups) == length(output.groups)".to_owned();
    let expected = lowered::Expected { path, comparator: "Truth", value: "true".to_owned() };
    let waiter = to_waiter(&lowered::Waiter {
        name: "GroupsExist".to_owned(),
        documentation: None,
        is_deprecated: false,
        min_delay: 2,
        max_delay: 120,
        acceptors: vec![lowered::Acceptor { state: "Success", matcher: lowered::Matcher::InputOutput(expected) }],
    });
    for (input, output, matches) in [
        (r#"{"groups": ["a", "b"]}"#, r#"{"groups": ["b", "a"]}"#, true),
        (r#"{"groups": ["a", "b"]}"#, r#"{"groups": ["b"]}"#, false),
        (r#"{"groups": ["a", "b"]}"#, "{}", false),
    ] {
        let read = |text: &str| {
            let mut value = Dynamic::new(schema);
            tinsmith_runtime::json::from_str(text, &mut value).unwrap();
            value
        };
        let accepted = accepted(waiter, &OPERATION, Answer::Output(&read(output), &read(input)));
        assert_eq!(accepted.is_some(), matches, "{input} and {output}");
    }
}
