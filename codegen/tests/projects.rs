//! Tests `smithy-build.json`: its files, and the transforms of projections.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use tinsmith_codegen::model::Model;
use tinsmith_codegen::project::load_projected;

const MODEL: &str = r#"
$version: "2.0"
namespace demo
use aws.protocols#restJson1

@restJson1
service A { version: "1", operations: [Get, Secret], rename: { "other#Thing": "OtherThing" } }
@restJson1
service B { version: "1", operations: [Get] }

@readonly @http(method: "GET", uri: "/")
operation Get { input := { @required @httpQuery("q") q: String @tags(["beta"]) @httpQuery("b") b: String }
                output := { list: Things thing: other#Thing } }
@tags(["internal"]) @readonly @http(method: "GET", uri: "/secret")
operation Secret { input: SecretInput }
structure SecretInput {}
list Things { member: Thing }
@internal
structure Thing { name: String }
@tags(["keep"])
structure Unused { old: Old }
@deprecated(since: "2020-01-01")
string Old
string Wire
"#;

const OTHER: &str = "$version: \"2.0\"\nnamespace other\nstructure Thing { n: Integer }\n";

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, project: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tinsmith-project-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("model/more")).unwrap();
        fs::write(path.join("model/demo.smithy"), MODEL).unwrap();
        fs::write(path.join("model/more/other.smithy"), OTHER).unwrap();
        fs::write(path.join("smithy-build.json"), project).unwrap();
        Self(path)
    }

    fn load(&self, projection: Option<&str>) -> Result<(Model, Vec<String>), String> {
        let loaded = load_projected(&[self.0.join("smithy-build.json")], projection);
        let (model, warnings) = loaded.map_err(|found| found.to_string())?;
        Ok((model, warnings.into_iter().map(|it| it.message).collect()))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The IDs of shapes and members outside the prelude, sorted.
fn ids(model: &Model) -> Vec<String> {
    let own = model.shapes.values().filter(|shape| ["demo", "other", "flat"].contains(&shape.id.namespace()));
    let mut ids: Vec<String> = own
        .flat_map(|shape| {
            let members = shape.members_with_ids().map(|(id, _)| id.to_string());
            [shape.id.to_string()].into_iter().chain(members).collect::<Vec<_>>()
        })
        .collect();
    ids.sort();
    ids
}

/// A transform, what it removes, what it adds, and its warnings.
type Row = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const ROWS: &[Row] = &[
    (r#"{"name": "includeServices", "args": {"services": ["demo#A"]}}"#, &["demo#B"], &[], &[]),
    (
        r#"{"name": "excludeShapesByTag", "args": {"tags": ["internal", "beta"]}}"#,
        &["demo#GetInput$b", "demo#Secret"],
        &[],
        &[],
    ),
    (
        r#"{"name": "excludeShapesByTrait", "args": {"traits": ["internal"]}}"#,
        &["demo#GetOutput$list", "demo#Thing", "demo#Thing$name", "demo#Things", "demo#Things$member"],
        &[],
        &[],
    ),
    (r#"{"name": "removeUnusedShapes", "args": {"exportTagged": ["keep"]}}"#, &["demo#Wire"], &[], &[]),
    (r#"{"name": "removeUnusedShapes"}"#, &["demo#Old", "demo#Unused", "demo#Unused$old", "demo#Wire"], &[], &[]),
    (
        r#"{"name": "removeDeprecatedShapes", "args": {"relativeDate": "2021-01-01"}}"#,
        &["demo#Old", "demo#Unused$old"],
        &[],
        &[],
    ),
    (
        r#"{"name": "renameShapes", "args": {"renamed": {"demo#Wire": "demo#Cable"}}}"#,
        &["demo#Wire"],
        &["demo#Cable"],
        &[],
    ),
    (
        r#"{"name": "renameShapes", "args": {"renamed": {"demo#Wire": "demo#Old"}}}"#,
        &[],
        &[],
        &["the transform renameShapes is ignored: two shapes would have the ID demo#Old"],
    ),
    (
        r#"{"name": "flattenNamespaces", "args": {"namespace": "flat", "service": "demo#A"}}"#,
        &[
            "demo#A",
            "demo#Get",
            "demo#GetInput",
            "demo#GetInput$b",
            "demo#GetInput$q",
            "demo#GetOutput",
            "demo#GetOutput$list",
            "demo#GetOutput$thing",
            "demo#Secret",
            "demo#SecretInput",
            "demo#Thing",
            "demo#Thing$name",
            "demo#Things",
            "demo#Things$member",
            "other#Thing",
            "other#Thing$n",
        ],
        &[
            "flat#A",
            "flat#Get",
            "flat#GetInput",
            "flat#GetInput$b",
            "flat#GetInput$q",
            "flat#GetOutput",
            "flat#GetOutput$list",
            "flat#GetOutput$thing",
            "flat#OtherThing",
            "flat#OtherThing$n",
            "flat#Secret",
            "flat#SecretInput",
            "flat#Thing",
            "flat#Thing$name",
            "flat#Things",
            "flat#Things$member",
        ],
        &[],
    ),
    (
        r#"{"name": "includeNamespaces", "args": {"namespaces": ["demo"]}}"#,
        &["demo#GetOutput$thing", "other#Thing", "other#Thing$n"],
        &[],
        &[],
    ),
    (r#"{"name": "removeTraitDefinitions"}"#, &[], &[], &[]),
    (r#"{"name": "polish"}"#, &[], &[], &["the transform polish is not supported and is ignored"]),
    (
        r#"{"name": "includeServices"}"#,
        &[],
        &[],
        &["the transform includeServices is ignored: the argument services is missing"],
    ),
];

#[test]
fn each_transform_does_what_it_says() {
    let before = Scratch::new("plain", r#"{"version": "1.0", "sources": ["model"]}"#).load(None).unwrap().0;
    let before = ids(&before);
    for (transform, gone, new, warned) in ROWS {
        let project = format!(
            r#"{{"version": "1.0", "sources": ["model"], "projections": {{"client": {{"transforms": [{transform}]}}}}}}"#
        );
        let scratch = Scratch::new("row", &project);
        let (model, warnings) = scratch.load(Some("client")).unwrap_or_else(|found| panic!("{transform}:\n{found}"));
        assert_eq!(warnings, *warned, "{transform}");
        let after = ids(&model);
        let lost: Vec<&String> = before.iter().filter(|id| !after.contains(id)).collect();
        let found: Vec<&String> = after.iter().filter(|id| !before.contains(id)).collect();
        assert_eq!(lost, *gone, "{transform}");
        assert_eq!(found, *new, "{transform}");
        // The projection `source` has no transforms.
        assert_eq!(ids(&scratch.load(None).unwrap().0), before, "{transform}");
    }
}

#[test]
fn traits_are_kept_or_dropped_and_kinds_change() {
    let project = r#"{"version": "1.0", "sources": ["model"], "projections": {
        "without": {"transforms": [{"name": "excludeTraits", "args": {"traits": ["required", "aws.protocols#"]}}]},
        "with": {"transforms": [{"name": "includeTraits", "args": {"traits": ["smithy.api#http"]}}]},
        "types": {"transforms": [{"name": "changeTypes", "args": {"shapeTypes": {"demo#Wire": "integer"}}}]},
        "both": {"transforms": [{"name": "apply", "args": {"projections": ["types", "without"]}}]},
        "wrong": {"transforms": [{"name": "changeTypes", "args": {"shapeTypes": {"demo#Wire": "structure"}}}]}}}"#;
    let scratch = Scratch::new("traits", project);
    let has = |model: &Model, id: &str, member: &str, name: &str| {
        let shape = model.shape(id).unwrap();
        if member.is_empty() { shape.traits.has(name) } else { shape.member(member).unwrap().traits.has(name) }
    };
    for name in ["without", "both"] {
        let (model, warnings) = scratch.load(Some(name)).unwrap();
        assert!(warnings.is_empty());
        assert!(!has(&model, "demo#GetInput", "q", "smithy.api#required"));
        assert!(has(&model, "demo#GetInput", "q", "smithy.api#httpQuery"));
        assert!(!has(&model, "demo#A", "", "aws.protocols#restJson1"));
    }
    let (model, _) = scratch.load(Some("with")).unwrap();
    assert!(
        !has(&model, "demo#GetInput", "q", "smithy.api#required") && has(&model, "demo#Get", "", "smithy.api#http")
    );
    let (model, _) = scratch.load(Some("both")).unwrap();
    assert_eq!(model.shape("demo#Wire").unwrap().kind.name(), "integer");
    let (_, warnings) = scratch.load(Some("wrong")).unwrap();
    assert_eq!(
        warnings,
        ["the transform changeTypes is ignored: demo#Wire has the type string and cannot become structure"]
    );
}

#[test]
fn what_is_wrong_or_not_understood_is_said_with_its_place() {
    let project = r#"{
    // Comments are allowed.
    "version": "1.0", "sources": ["model", "lib.jar"], "colour": "red",
    "maven": {"dependencies": ["software.amazon.smithy:smithy-aws-traits:1.0", "com.example:traits:1.0"]},
    "plugins": {"openapi": {}}, "projections": {"base": {"abstract": true}}
}"#;
    let scratch = Scratch::new("said", project);
    let found = load_projected(&[scratch.0.join("smithy-build.json")], None).unwrap().1;
    let found: Vec<String> =
        found.into_iter().map(|it| format!("{}:{}", it.location.map_or(0, |it| it.line), it.message)).collect();
    let expected = [
        "3:lib.jar is ignored; unpack the models that you need from it",
        "3:unknown property colour, which is ignored",
        "4:the dependency com.example:traits:1.0 is not downloaded; list the models that you need from it",
    ];
    assert_eq!(found, expected);
    assert!(scratch.load(Some("base")).unwrap_err().contains("the projection base is abstract"));
    let error = scratch.load(Some("bas")).unwrap_err();
    assert!(error.contains("unknown projection bas; did you mean base?"), "{error}");

    for (project, expected) in [
        ("{", "invalid JSON"),
        ("[]", "expected an object, found an array"),
        (r#"{"sources": []}"#, "the version is missing"),
        (r#"{"version": "2.0"}"#, "unsupported version 2.0"),
        (r#"{"version": "1.0", "sources": ["nowhere"]}"#, "nowhere does not exist"),
        (
            r#"{"version": "1.0", "projections": {"source": {"transforms": [{"name": "apply", "args": {"projections": ["source"]}}]}}}"#,
            "the projection source applies itself",
        ),
    ] {
        let error = Scratch::new("wrong", project).load(None).unwrap_err();
        assert!(error.contains(expected) && error.contains("smithy-build.json:1:"), "{project}: {error}");
    }
}
