//! Tests the endpoint rules of official models with the models' own tests, both as a rule set and as a decision
//! diagram.
//!
//! The models are in `TINSMITH_SHARED` or `../shared`. Without them, the tests are skipped.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::PathBuf;

use serde_json::Value as Json;
use tinsmith_codegen::model::{Shape, load_files};
use tinsmith_codegen::rules::{self as lowered, DIAGRAM, RULE_SET};
use tinsmith_runtime::endpoint::rules::{RuleEndpoint, RuleError, Value};
use tinsmith_runtime::partitions::PARTITIONS;
use tinsmith_runtime::schema::rules as table;
use tinsmith_tests::peers;

/// The table as in generated code. It is leaked.
fn to_table(rules: &lowered::Rules) -> &'static table::Rules {
    let parameters = rules.parameters.iter().map(|it| table::Parameter {
        name: leak_text(&it.name),
        // The tests set all values, including those that a client knows.
        built_in: None,
        required: it.required,
        default: it.default.as_ref().map(to_expr),
    });
    let conditions = rules
        .conditions
        .iter()
        .map(|it| table::Condition { assign: it.assign.as_deref().map(leak_text), value: to_expr(&it.value) });
    let nodes = rules.nodes.iter().map(|it| [it.condition as i32, to_place(it.yes), to_place(it.no)]);
    Box::leak(Box::new(table::Rules {
        parameters: leak(parameters),
        conditions: leak(conditions),
        results: leak(rules.results.iter().map(to_outcome)),
        nodes: leak(nodes),
        root: to_place(rules.root),
    }))
}

fn leak<T>(items: impl Iterator<Item = T>) -> &'static [T] {
    Vec::leak(items.collect())
}

fn leak_text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

fn to_place(place: lowered::Place) -> i32 {
    match place {
        lowered::Place::Node(index) => index as i32,
        lowered::Place::Result(index) => -1 - index as i32,
    }
}

fn to_outcome(outcome: &lowered::Outcome) -> table::Outcome {
    match outcome {
        lowered::Outcome::NoMatch => table::Outcome::NoMatch,
        lowered::Outcome::Error(text) => table::Outcome::Error(to_expr(text)),
        lowered::Outcome::Endpoint { url, properties, headers } => table::Outcome::Endpoint(
            to_expr(url),
            to_fields(properties),
            leak(headers.iter().map(|(name, values)| (leak_text(name), leak(values.iter().map(to_expr))))),
        ),
    }
}

fn to_fields(fields: &[(String, lowered::Expr)]) -> &'static [(&'static str, table::Expr)] {
    leak(fields.iter().map(|(name, value)| (leak_text(name), to_expr(value))))
}

fn to_expr(expr: &lowered::Expr) -> table::Expr {
    match expr {
        lowered::Expr::Bool(value) => table::Expr::Bool(*value),
        lowered::Expr::Integer(value) => table::Expr::Integer(*value),
        lowered::Expr::Text(text) => table::Expr::Text(leak_text(text)),
        lowered::Expr::Ref(name) => table::Expr::Ref(leak_text(name)),
        lowered::Expr::Attr(of, path) => table::Expr::Attr(Box::leak(Box::new(to_expr(of))), leak_text(path)),
        lowered::Expr::Call(variant, arguments) => {
            table::Expr::Call(to_function(variant), leak(arguments.iter().map(to_expr)))
        }
        lowered::Expr::List(items) => table::Expr::List(leak(items.iter().map(to_expr))),
        lowered::Expr::Record(fields) => table::Expr::Record(to_fields(fields)),
    }
}

fn to_function(variant: &str) -> table::Function {
    use table::Function::*;
    let all = [
        IsSet,
        Not,
        BooleanEquals,
        StringEquals,
        ParseUrl,
        IsValidHostLabel,
        UriEncode,
        Substring,
        Split,
        Coalesce,
        Ite,
        Partition,
        ParseArn,
        IsVirtualHostableS3Bucket,
    ];
    all.into_iter().find(|it| format!("{it:?}") == variant).expect("a function of the runtime")
}

fn from_json(json: &Json) -> Value<'_> {
    match json {
        Json::Bool(value) => Value::Bool(*value),
        Json::String(text) => Value::text(text.as_str()),
        Json::Array(items) => Value::List(items.iter().map(from_json).collect()),
        other => panic!("{other} is not a value of a parameter"),
    }
}

fn to_json(value: &Value<'_>) -> Json {
    match value {
        Value::Bool(value) => Json::Bool(*value),
        Value::Integer(value) => Json::from(*value),
        Value::Text(text) => Json::from(text.as_ref()),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Record(fields) => fields.iter().map(|(name, value)| (*name, to_json(value))).collect(),
    }
}

/// An outcome in the format of `endpointTests`.
fn describe(outcome: Result<RuleEndpoint<'_>, RuleError>) -> Json {
    match outcome {
        Ok(found) => {
            let mut endpoint = serde_json::json!({"url": found.url});
            let properties: Json = found.properties.iter().map(|(name, value)| (*name, to_json(value))).collect();
            let headers: Json = found.headers.into_iter().map(|(name, values)| (name, Json::from(values))).collect();
            for (key, value) in [("properties", properties), ("headers", headers)] {
                if value.as_object().is_some_and(|it| !it.is_empty()) {
                    endpoint[key] = value;
                }
            }
            serde_json::json!({"endpoint": endpoint})
        }
        Err(error) => serde_json::json!({"error": error.to_string()}),
    }
}

/// The outcome of the rules if it differs from the expected one.
fn differs(rules: &'static table::Rules, case: &Json) -> Option<String> {
    let params = &case["params"];
    let actual = describe(rules.evaluate(|it| params.get(it.name).map(from_json)));
    let mut expected = case["expect"].clone();
    if let Some(endpoint) = expected.get_mut("endpoint").and_then(Json::as_object_mut) {
        endpoint.retain(|_, value| !value.as_object().is_some_and(|it| it.is_empty()));
    }
    (actual != expected).then(|| format!("{params}\n  expected {expected}\n  found    {actual}"))
}

/// The model files in a directory of the shared data.
fn models(directory: &str) -> Option<Vec<PathBuf>> {
    let entries = std::fs::read_dir(peers::shared(directory)?).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "json"));
    paths.sort();
    Some(paths)
}

/// The rules of a service in each available form.
fn forms(service: &Shape) -> Vec<lowered::Rules> {
    let rule_set = service.traits.get(RULE_SET).map(|node| lowered::Rules::of_rule_set(node).unwrap());
    let diagram = service.traits.get(DIAGRAM).map(|node| lowered::Rules::of_diagram(node).unwrap());
    rule_set.into_iter().chain(diagram).collect()
}

/// Runs the cases of all models in a directory. Returns the number of cases and of compared outcomes.
fn check(directory: &str) -> Option<(usize, usize)> {
    let (mut cases, mut answers) = (0, 0);
    let mut wrong = Vec::new();
    for path in models(directory)? {
        let model = load_files(&[&path]).unwrap();
        for (service, _) in model.services() {
            let Some(tests) = service.traits.get("smithy.rules#endpointTests") else { continue };
            let tests: Json = serde_json::from_str(&tests.to_string()).unwrap();
            let tables: Vec<_> = forms(service).iter().map(to_table).collect();
            for case in tests["testCases"].as_array().unwrap() {
                cases += 1;
                answers += tables.len();
                let found = tables.iter().filter_map(|rules| differs(rules, case));
                wrong.extend(found.map(|it| format!("{}: {it}", service.id)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {answers}:\n{}", wrong.len(), wrong.join("\n"));
    println!("{directory}: {cases} cases, {answers} answers");
    Some((cases, answers))
}

#[test]
fn official_services_are_where_their_tests_say() {
    let Some(counts) = check("models") else { return };
    // Each of these models has both forms of rules.
    assert_eq!(counts, (1234, 2468));
}

#[test]
fn functions_do_what_their_tests_say() {
    let Some(counts) = check("endpoints/rules") else { return };
    assert_eq!(counts, (143, 143));
}

#[test]
fn partitions_are_those_of_aws() {
    let Some(path) = peers::shared("endpoints/partitions.json") else { return };
    let json: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let official = json["partitions"].as_array().unwrap();
    assert_eq!(official.len(), PARTITIONS.len());
    for partition in official {
        let (id, outputs) = (partition["id"].as_str().unwrap(), &partition["outputs"]);
        let ours = PARTITIONS.iter().find(|it| it.id == id).expect(id);
        let expected = [
            (ours.id, "name"),
            (ours.dns_suffix, "dnsSuffix"),
            (ours.dual_stack_dns_suffix, "dualStackDnsSuffix"),
            (ours.implicit_global_region, "implicitGlobalRegion"),
        ];
        for (ours, key) in expected {
            assert_eq!(outputs[key], ours, "{id} {key}");
        }
        assert_eq!((&outputs["supportsFIPS"], &outputs["supportsDualStack"]), (&Json::Bool(true), &Json::Bool(true)));
        let regex = regress::Regex::new(partition["regionRegex"].as_str().unwrap()).unwrap();
        let regions = partition["regions"].as_object().unwrap().keys();
        for region in regions.map(String::as_str) {
            assert_eq!(tinsmith_runtime::partitions::partition_of(region).id, id, "{region}");
        }
        for prefix in ours.region_prefixes {
            assert!(regex.find(&format!("{prefix}-somewhere-12")).is_some(), "{id} {prefix}");
        }
    }
}
