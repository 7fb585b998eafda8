//! Tests that the time for large models grows linearly with their size.
//!
//! Each test has a time limit of ten times what an unoptimized build takes, and a hundredth of what it took when the
//! time grew quadratically.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fmt::Write;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tinsmith_codegen::diagnostic::{Diagnostics, event, render};
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_codegen::validate::validate;
use tinsmith_codegen::{CrateInfo, Generated, Selection, generate_model};

/// A model with one operation whose output has the given shape, with additional shapes and traits of the service.
fn model(output: &str, shapes: Value, traits: Value) -> Value {
    let mut model = json!({"smithy": "2.0", "shapes": {
        "a#S": {"type": "service", "version": "1", "operations": [{"target": "a#Get"}],
                "traits": {"aws.protocols#awsJson1_1": {}}},
        "a#Get": {"type": "operation", "input": {"target": "smithy.api#Unit"}, "output": {"target": "a#GetOutput"}},
        "a#GetOutput": {"type": "structure", "members": {"value": {"target": output}}}}});
    for (id, shape) in shapes.as_object().unwrap() {
        model["shapes"][id] = shape.clone();
    }
    for (id, value) in traits.as_object().unwrap() {
        model["shapes"]["a#S"]["traits"][id] = value.clone();
    }
    model
}

fn generate(model: &Value) -> Result<Generated, Diagnostics> {
    let krate = CrateInfo {
        name: None,
        version: "1.2.3".to_owned(),
        runtime_path: "../runtime".to_owned(),
        credentials_path: None,
        cli_path: None,
        commands: None,
        ..CrateInfo::default()
    };
    let model = load_sources(vec![Source::new("large.json", model.to_string())])?;
    generate_model(model, &Selection::default(), &krate)
}

fn timed<T>(limit: u64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(limit), "{took:?}");
    result
}

fn nested_lists(depth: usize) -> Value {
    let mut shapes = json!({});
    for level in 0..depth {
        let target = if level + 1 < depth { format!("a#L{}", level + 1) } else { "smithy.api#String".to_owned() };
        shapes[format!("a#L{level}")] = json!({"type": "list", "member": {"target": target}});
    }
    model("a#L0", shapes, json!({}))
}

/// Runs in a separate thread with a small stack.
#[test]
fn lists_nested_too_deep_are_a_mistake() {
    for depth in [33, 900, 1_600, 20_000] {
        let model = nested_lists(depth);
        let work = move || generate(&model).unwrap_err().to_string();
        let found = timed(60, || std::thread::spawn(work).join().unwrap());
        assert!(found.contains("error[BeyondLimit]: a#L"), "{depth}: {found}");
        assert_eq!(found.matches("error[").count(), 1, "{depth}: {found}");
    }
    generate(&nested_lists(32)).unwrap();
}

#[test]
fn names_too_long_for_a_file_are_a_mistake() {
    let mut model = model("smithy.api#String", json!({}), json!({}));
    let id = format!("a#{}", "A".repeat(5_000));
    model["shapes"][&id] = model["shapes"]["a#Get"].clone();
    model["shapes"]["a#S"]["operations"] = json!([{"target": id}]);
    let found = generate(&model).unwrap_err().to_string();
    assert!(found.contains("the name has 5000 characters"), "{found}");
    // Only the start and the end of the name are shown.
    assert!(found.contains("AAAA…[4882 more characters]…AAAA"), "{found}");
    assert!(found.len() < 1_000, "{} bytes", found.len());
}

#[test]
fn long_chains_of_mixins_are_flattened_once() {
    let chain = 3_000;
    let mut shapes = json!({});
    for link in 0..chain {
        let mixins = if link > 0 { json!([{"target": format!("a#M{}", link - 1)}]) } else { json!([]) };
        shapes[format!("a#M{link}")] = json!({"type": "structure", "mixins": mixins, "traits": {"smithy.api#mixin": {}},
            "members": {format!("m{link}"): {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "x"}}}});
    }
    shapes["a#Last"] = json!({"type": "structure", "members": {}, "mixins": [{"target": format!("a#M{}", chain - 1)}]});
    let generated = timed(60, || generate(&model("a#Last", shapes, json!({}))).unwrap());
    let file = generated.files.iter().find(|file| file.path == "src/types/last.rs").unwrap();
    assert_eq!(file.text.matches("    pub m").count(), chain);
}

/// A rule set with this many rules, of this many conditions each.
fn rule_set(rules: usize, conditions: usize) -> Value {
    let condition = |rule: usize, number: usize| json!({"fn": "stringEquals", "argv": [{"ref": "Region"}, format!("r{rule}-{number}")]});
    let rules = (0..rules).map(|rule| {
        let conditions: Vec<Value> = (0..conditions).map(|number| condition(rule, number)).collect();
        json!({"type": "endpoint", "conditions": conditions, "endpoint": {"url": format!("https://{rule}")}})
    });
    json!({"version": "1.0", "parameters": {"Region": {"type": "string", "builtIn": "AWS::Region", "required": true}},
           "rules": rules.collect::<Vec<_>>()})
}

#[test]
fn many_endpoint_rules_are_read_once() {
    for (rules, conditions) in [(5_000, 1), (20_000, 1), (2_000, 30)] {
        let traits = json!({"smithy.rules#endpointRuleSet": rule_set(rules, conditions)});
        let model = model("smithy.api#String", json!({}), traits);
        let generated = timed(120, || generate(&model).unwrap());
        let file = generated.files.iter().find(|file| file.path == "src/endpoint.rs").unwrap();
        assert_eq!(file.text.matches("condition: Call").count(), rules * conditions);
    }
}

/// A diagram in which each node has its own condition and leads to the next node.
fn diagram(nodes: usize) -> Value {
    let conditions = (0..nodes).map(|number| {
        json!({"fn": "substring", "argv": [{"ref": "Region"}, 0, number, false], "assign": format!("v{number}")})
    });
    let mut bytes: Vec<u8> = [-1_i32, 1, -1].iter().flat_map(|it| it.to_be_bytes()).collect();
    for number in 0..nodes {
        let next = if number + 1 < nodes { i32::try_from(number).unwrap() + 3 } else { -1 };
        let node = [i32::try_from(number).unwrap(), 100_000_001, next];
        bytes.extend(node.iter().flat_map(|it| it.to_be_bytes()));
    }
    json!({"version": "1.1", "parameters": {"Region": {"type": "string", "builtIn": "AWS::Region", "required": true}},
           "conditions": conditions.collect::<Vec<_>>(), "root": 2, "nodeCount": nodes + 1, "nodes": base64(&bytes),
           "results": [{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://a"}}]})
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // Nodes have twelve bytes, so base64 needs no padding.
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        for shift in [18, 12, 6, 0] {
            write!(text, "{}", char::from(DIGITS[(bits >> shift & 63) as usize])).unwrap();
        }
    }
    text
}

#[test]
fn large_diagrams_are_read_once() {
    let traits = json!({"smithy.rules#endpointBdd": diagram(30_000)});
    let model = model("smithy.api#String", json!({}), traits);
    let generated = timed(120, || generate(&model).unwrap());
    let file = generated.files.iter().find(|file| file.path == "src/endpoint.rs").unwrap();
    assert_eq!(file.text.matches("condition: Call").count(), 30_000);
}

/// Mistakes of all kinds are reported together, in the order of the file.
#[test]
fn two_thousand_mistakes_are_reported_at_once() {
    let mut text = "$version: \"2.0\"\nnamespace example\n".to_owned();
    for number in 0..500 {
        // Without a type, with a type that does not exist, with a value that does not fit, and with a name given twice.
        write!(
            text,
            "\nstructure Cut{number} {{\n    name String\n}}\n\
             \nstructure Wrong{number} {{\n    cut: Cut{number}\n    name: Strin{number}\n    twin: Twin{number}\n}}\n\
             \nstructure Long{number} {{\n    @length(min: \"x\")\n    name: String\n}}\n\
             \nstring Twin{number}\nstring Twin{number}\n"
        )
        .unwrap();
    }
    let (found, shown) = timed(20, || {
        let model = load_sources(vec![Source::new("large.smithy", text)]).unwrap();
        let found = validate(model).unwrap_err();
        let shown = render(&found, false);
        (found, shown)
    });
    let lines: Vec<usize> = found.iter().filter_map(|it| Some(it.location.as_ref()?.line)).collect();
    assert_eq!((found.len(), lines.len()), (2_000, 2_000));
    assert!(lines.is_sorted());
    for (kind, count) in [(event::IDL_SYNTAX, 1_000), (event::UNRESOLVED_TARGET, 500), (event::TRAIT_VALUE, 500)] {
        assert_eq!(found.iter().filter(|it| it.event_id == kind).count(), count, "{kind}");
    }
    assert_eq!(shown.matches("error[").count(), 2_000);
}
