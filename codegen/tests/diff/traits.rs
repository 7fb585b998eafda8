//! Tests the events of changed trait values: whole values, and the parts that a rule names.

use tinsmith_codegen::diff::diff;
use tinsmith_codegen::model::{Model, Source, load_sources};

/// A definition of the trait `t`, its value before and after, and the events on `S`, without notes of other kinds.
type Row = (&'static str, &'static str, &'static str, &'static [&'static str]);

const ROWS: &[Row] = &[
    (
        "@trait(breakingChanges: [{change: \"remove\"}]) structure t {}",
        "@t",
        "",
        &["ERROR TraitBreakingChange.Remove: Trait `demo#t` was removed"],
    ),
    (
        "@trait(breakingChanges: [{change: \"add\", severity: \"WARNING\", message: \"Ask first.\"}]) string t",
        "",
        "@t(\"a\")",
        &["WARNING TraitBreakingChange.Add: Trait `demo#t` was added: `\"a\"`; Ask first."],
    ),
    ("@trait(breakingChanges: [{change: \"presence\"}]) string t", "@t(\"a\")", "@t(\"b\")", &[]),
    (
        "@trait(breakingChanges: [{change: \"any\", path: \"\", severity: \"NOTE\"}]) string t",
        "@t(\"a\")",
        "@t(\"b\")",
        &["NOTE TraitBreakingChange.Update: Trait `demo#t` changed from `\"a\"` to `\"b\"`"],
    ),
    (
        "@trait(breakingChanges: [{change: \"update\", path: \"/member\"}]) list t { member: String }",
        "@t([\"a\", \"b\", \"c\"])",
        "@t([\"a\", \"B\", \"c\", \"d\"])",
        &["ERROR TraitBreakingChange.Update: Trait `demo#t` changed at `/1` from `\"b\"` to `\"B\"`"],
    ),
    (
        "@trait(breakingChanges: [{change: \"remove\", path: \"/value\"}]) map t { key: String, value: String }",
        "@t(a: \"A\", b: \"B\")",
        "@t(a: \"A2\")",
        &["ERROR TraitBreakingChange.Remove: Trait `demo#t` was removed at `/b`: `\"B\"`"],
    ),
    (
        "@trait(breakingChanges: [{change: \"any\", path: \"/a/b\", severity: \"DANGER\"}]) structure t { a: A }\n\
         structure A { b: String, c: String }",
        "@t(a: {b: \"1\", c: \"1\"})",
        "@t(a: {c: \"2\"})",
        &["DANGER TraitBreakingChange.Remove: Trait `demo#t` was removed at `/a/b`: `\"1\"`"],
    ),
    (
        "@trait(breakingChanges: [{change: \"any\", path: \"/list/member/name\"}]) structure t { list: List }\n\
         list List { member: Item }\nstructure Item { name: String }",
        "@t(list: [{name: \"a\"}, {name: \"b\"}])",
        "@t(list: [{name: \"a\"}, {}, {name: \"c\"}])",
        &[
            "ERROR TraitBreakingChange.Add: Trait `demo#t` was added at `/list/2/name`: `\"c\"`",
            "ERROR TraitBreakingChange.Remove: Trait `demo#t` was removed at `/list/1/name`: `\"b\"`",
        ],
    ),
    (
        "@trait(breakingChanges: [{change: \"update\", path: \"/foo\"}]) union t { foo: String, bar: String }",
        "@t(foo: \"a\")",
        "@t(bar: \"a\")",
        &[],
    ),
    // A part of a trait that is removed is not an event of its own.
    ("@trait(breakingChanges: [{change: \"any\", path: \"/a\"}]) structure t { a: String }", "@t(a: \"1\")", "", &[]),
    // Without rules, a change is known but its meaning is not.
    (
        "@trait structure t { a: String }",
        "@t(a: \"1\")",
        "@t(a: \"2\")",
        &["NOTE ModifiedTrait.Update: Trait `demo#t` changed from `{\"a\":\"1\"}` to `{\"a\":\"2\"}`"],
    ),
];

fn model(definition: &str, applied: &str) -> Model {
    let text = format!("$version: \"2.0\"\nnamespace demo\n{definition}\n{applied}\nstring S\n");
    load_sources(vec![Source::new("demo.smithy", &text)]).unwrap_or_else(|found| panic!("{text}\n{found}"))
}

#[test]
fn rules_of_a_trait_apply_to_the_parts_of_its_value() {
    for (definition, old, new, expected) in ROWS {
        let events = diff(&model(definition, old), &model(definition, new));
        let of_shape = events.iter().filter(|it| it.shape_id == "demo#S");
        let shown = of_shape.map(|it| format!("{} {}: {}", it.severity, it.id.replace(".demo#t", ""), it.message));
        assert_eq!(shown.collect::<Vec<_>>(), *expected, "{definition}");
    }
}

#[test]
fn parts_of_known_traits_have_rules() {
    let model = |encodings: &str, code: &str| {
        let text = format!(
            "$version: \"2.0\"\nnamespace demo\n@requestCompression(encodings: [{encodings}])\n\
             @http(method: \"PUT\", uri: \"/\"{code})\noperation Put {{}}\n"
        );
        load_sources(vec![Source::new("demo.smithy", &text)]).unwrap_or_else(|found| panic!("{found}"))
    };
    let events = diff(&model("\"gzip\", \"br\"", ""), &model("\"gzip\"", ", code: 201"));
    let shown: Vec<String> = events.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "DANGER TraitBreakingChange.Add.smithy.api#http demo#Put: Trait `smithy.api#http` was added at `/code`: `201`",
            "DANGER TraitBreakingChange.Remove.smithy.api#requestCompression demo#Put: Trait \
             `smithy.api#requestCompression` was removed at `/encodings/1`: `\"br\"`",
        ]
    );
}
