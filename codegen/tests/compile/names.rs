//! Models whose names become equal in Rust, or like what the generator itself adds.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Keywords of Rust, words that the generator adds, and an ordinary word.
const WORDS: [&str; 12] =
    ["thing", "type", "self", "set", "get", "is", "as", "new", "unknown", "build", "value", "none"];

/// What the generator adds to names, and what names lose in Rust.
const PATTERNS: [&str; 30] = [
    "{}",
    "{}_",
    "_{}",
    "{}2",
    "{}_2",
    "{}__2",
    "{}_2_",
    "set_{}",
    "setSet_{}",
    "get_{}",
    "is_{}",
    "as_{}",
    "into_{}",
    "try_{}",
    "with_{}",
    "{}_input",
    "{}Output",
    "{}Error",
    "{}_Builder",
    "{}FluentBuilder",
    "{}_InputBuilder",
    "{}Value",
    "{}_mut",
    "{}s",
    "{}3D",
    "{}_3_d",
    "{}HTTPId",
    "{}_http_id",
    "wait_until_{}",
    "{}_paginator",
];

/// All names that differ in more than case.
pub(crate) fn names() -> Vec<String> {
    let mut seen = BTreeSet::new();
    let all = WORDS.iter().flat_map(|word| PATTERNS.iter().map(move |pattern| pattern.replace("{}", word)));
    all.filter(|name| seen.insert(name.to_ascii_lowercase())).collect()
}

fn member(target: &str) -> Value {
    json!({"target": target})
}

fn members<'a>(names: impl IntoIterator<Item = &'a String>, target: impl Fn(usize) -> Value) -> Value {
    names.into_iter().enumerate().map(|(index, name)| (name.clone(), target(index))).collect::<Map<_, _>>().into()
}

/// A model in which a quarter of the names are structures, a quarter operations, and so on. All names are members, values
/// and waiters, too.
pub(crate) fn model(turn: usize) -> Value {
    let names = names();
    let of_kind = |kind: usize| names.iter().skip((kind + turn) % 4).step_by(4).collect::<Vec<_>>();
    let id = |name: &str| format!("example.names#{name}");
    let mut shapes = Map::new();
    let text = "smithy.api#String";
    let simple = [text, "smithy.api#Integer", "smithy.api#Boolean", "smithy.api#Timestamp", "smithy.api#Blob"];
    let structures = of_kind(0);
    let everything = members(&names, |index| match index % 3 {
        0 => member(&id(structures[index % structures.len()])),
        _ => member(simple[index % simple.len()]),
    });
    for name in &structures {
        shapes.insert(id(name), json!({"type": "structure", "members": {"again": member(&id(name))}}));
    }
    for (index, name) in of_kind(1).into_iter().enumerate() {
        let shape = match index % 3 {
            0 => json!({"type": "union", "members": members(&names, |index| member(simple[index % 2]))}),
            1 => json!({"type": "enum", "members": members(&names, |_| member("smithy.api#Unit"))}),
            _ => json!({"type": "union", "members": {"a": member(&id(name)), "Unknown": member(text)}}),
        };
        shapes.insert(id(name), shape);
    }
    let errors = of_kind(2);
    for name in &errors {
        let fields = json!({"message": member(text), "code": member(text), "source": member(text)});
        shapes.insert(
            id(name),
            json!({"type": "structure", "members": fields, "traits": {"smithy.api#error": "client"}}),
        );
    }
    let operations = of_kind(3);
    for (index, name) in operations.iter().enumerate() {
        let (kind, error) = (of_kind(1)[index % 9].clone(), errors[index % errors.len()]);
        let fields =
            json!({"input": member(text), "nested": member(&id(&kind)), "everything": member(&id("Everything_"))});
        let (input, output) = (id(&format!("{name}In__")), id(&format!("{name}Out__")));
        shapes.insert(input.clone(), json!({"type": "structure", "members": fields}));
        shapes.insert(output.clone(), json!({"type": "structure", "members": fields}));
        let uri = format!("/{name}");
        let mut traits = json!({"smithy.api#http": {"method": "POST", "uri": uri}});
        if index == 0 {
            let waiter = json!({"acceptors": [{"state": "success", "matcher": {"success": true}}]});
            traits["smithy.waiters#waitable"] = members(names.iter().filter(|it| is_waiter(it)), |_| waiter.clone());
        }
        let operation = json!({"type": "operation", "input": {"target": input}, "output": {"target": output},
            "errors": [{"target": id(error)}], "traits": traits});
        shapes.insert(id(name), operation);
    }
    shapes.insert(id("Everything_"), json!({"type": "structure", "members": everything}));
    let operations: Vec<Value> = operations.iter().map(|it| member(&id(it))).collect();
    let service = json!({"type": "service", "version": "1", "operations": operations,
        "traits": {"aws.protocols#restJson1": {}}});
    shapes.insert(id(&format!("Names{turn}__")), service);
    json!({"smithy": "2.0", "shapes": shapes})
}

/// Waiters have names without underscores.
fn is_waiter(name: &str) -> bool {
    !name.contains('_') && name.starts_with(|c: char| c.is_ascii_alphabetic())
}
