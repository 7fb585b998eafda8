//! Tests of the program as a user runs it.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn tinsmith(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tinsmith")).args(arguments).output().expect("the program starts")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn weather() -> String {
    root().join("tests/weather/weather.smithy").display().to_string()
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A directory that is removed at the end of the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tinsmith-command-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a temporary directory");
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn an_operation_is_shown_as_a_tree() {
    let text = stdout(&tinsmith(&["inspect", &weather(), "get-city"]));
    let wanted = "\
operation example.weather#GetCity  GET /cities/{cityId}, readonly
├── input example.weather#GetCityInput
│   └── cityId: CityId  httpLabel, required, length 1 to 40, matches ^[A-Za-z0-9 ]+$
├── output example.weather#GetCityOutput
│   ├── name: String  required
│   └── coordinates: CityCoordinates  required
│       ├── latitude: Float  required
│       └── longitude: Float  required
├── error example.weather#NoSuchResource  client error, httpError 404
│   ├── resourceType: String  required
│   └── message: String
└── used by
    └── resource example.weather#City
";
    assert_eq!(text, wanted);
    let json = stdout(&tinsmith(&["inspect", &weather(), "CityId", "--format", "json"]));
    assert!(json.contains("\"label\": \"string example.weather#CityId\""), "{json}");
    assert!(json.contains("resource example.weather#City"), "{json}");
}

#[test]
fn a_wrong_name_is_answered_with_the_right_one() {
    let output = tinsmith(&["inspect", &weather(), "GetCty"]);
    assert_eq!(output.status.code(), Some(1));
    let wanted = "error: the model has no shape GetCty; did you mean GetCity?\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), wanted);
}

#[test]
fn models_are_converted_both_ways() {
    let scratch = Scratch::new("convert");
    let (ast, idl) = (scratch.path("weather.json"), scratch.path("weather.smithy"));
    stdout(&tinsmith(&["convert", &weather(), "--to", "ast", "--out", &ast]));
    stdout(&tinsmith(&["convert", &ast, "--to", "idl", "--out", &idl]));
    let again = stdout(&tinsmith(&["convert", &idl, "--to", "ast"]));
    assert_eq!(again, std::fs::read_to_string(&ast).expect("the converted model"));

    std::fs::write(&idl, "$version: \"2.0\"\n// why\nnamespace a\nstring B\n").expect("a file");
    let refused = tinsmith(&["convert", &idl, "--to", "idl"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("1 line comment would be lost"));
    assert!(stdout(&tinsmith(&["convert", &idl, "--to", "idl", "--drop-comments"])).contains("namespace a"));
}

#[test]
fn files_that_cannot_be_read_are_errors_of_every_command() {
    let scratch = Scratch::new("unreadable");
    let [cut, bytes, project] = ["cut.smithy", "bytes.smithy", "smithy-build.json"].map(|name| scratch.path(name));
    std::fs::write(&cut, "$version: \"2.0\"\nnamespace a\nstructure S {\n    a String\n}\n").expect("a file");
    std::fs::write(&bytes, b"$version: \"2.0\"\nnamespace a\xff\n").expect("a file");
    std::fs::write(&project, r#"{"version": "1.0", "sources": ["cut.smithy"]}"#).expect("a file");
    let out = scratch.path("out");
    for (file, place) in [(&cut, "cut.smithy:4:7"), (&bytes, "bytes.smithy:2:12"), (&project, "cut.smithy:4:7")] {
        for command in [
            &["inspect", file][..],
            &["convert", file, "--to", "ast"],
            &["compare", file, file],
            &["codegen", file, "--out", &out],
        ] {
            let output = tinsmith(command);
            let text = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.code() == Some(1) && text.contains(place), "{command:?}: {text}");
            assert!(output.stdout.is_empty() && !Path::new(&out).exists(), "{command:?}");
        }
    }
}

#[test]
fn a_crate_is_generated_and_checked() {
    let scratch = Scratch::new("codegen");
    let (out, runtime) = (scratch.path("client"), root().join("runtime").display().to_string());
    let arguments = ["codegen", &weather(), "--out", &out, "--runtime", &runtime, "--name", "weather-client"];
    let text = stdout(&tinsmith(&arguments));
    assert!(text.starts_with("weather-client in ") && text.contains(": 3 operations, "), "{text}");
    assert!(stdout(&tinsmith(&[&arguments[..], &["--check"]].concat())).ends_with("up to date\n"));
    let words = mentions_of_aws(&scratch.0.join("client"));
    assert!(words.is_empty(), "{words:?}");
    std::fs::write(scratch.0.join("client/src/lib.rs"), "// Generated by tinsmith\n").expect("a file");
    assert_eq!(tinsmith(&[&arguments[..], &["--check"]].concat()).status.code(), Some(1));
}

#[test]
fn dependencies_license_and_protocol_are_chosen() {
    let scratch = Scratch::new("choices");
    let model = scratch.path("two.smithy");
    let text = "$version: \"2.0\"\nnamespace a\nuse aws.protocols#restJson1\nuse smithy.protocols#rpcv2Cbor\n\
                @restJson1 @rpcv2Cbor service Two { version: \"1\", operations: [Get] }\n\
                @readonly @http(method: \"GET\", uri: \"/\") operation Get {}\n";
    std::fs::write(&model, text).expect("a file");
    let out = scratch.path("client");
    let manifest = |arguments: &[&str]| {
        stdout(&tinsmith(&[&["codegen", &model, "--out", &out], arguments].concat()));
        let schema = std::fs::read_to_string(scratch.0.join("client/src/schema.rs")).expect("a module");
        (std::fs::read_to_string(scratch.0.join("client/Cargo.toml")).expect("a manifest"), schema)
    };
    let (text, schema) = manifest(&[]);
    assert!(text.contains("tinsmith-runtime = { version = \"0.1.0\", default-features"), "{text}");
    assert!(text.contains("tinsmith-cli = { version = \"0.1.0\", optional = true }"), "{text}");
    assert!(!text.contains("license") && schema.contains("RpcV2Cbor"), "{text}");
    let git = "git=https://example.com/tinsmith#tag=v1";
    let chosen = ["--runtime", git, "--license", "MIT", "--crate-version", "1.2.3", "--protocol", "restJson1"];
    let (text, schema) = manifest(&chosen);
    assert!(text.contains("tinsmith-runtime = { git = \"https://example.com/tinsmith\", tag = \"v1\","), "{text}");
    assert!(text.contains("license = \"MIT\"\n") && text.contains("version = \"1.2.3\"\n"), "{text}");
    assert!(schema.contains("RestJson1") && text.contains("features = [\"rest-json\"]"), "{text}");

    let refused = tinsmith(&["codegen", &model, "--out", &out, "--protocol", "restXml"]);
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("smithy.protocols#rpcv2Cbor, aws.protocols#restJson1"), "{told}");
    assert!(told.ends_with("nothing was written\n"), "{told}");
    let refused = tinsmith(&["codegen", &model, "--out", &out, "--runtime", "nowhere"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("nowhere/Cargo.toml does not exist"));
}

#[test]
fn a_projection_is_inspected_and_generated() {
    let scratch = Scratch::new("projection");
    std::fs::copy(weather(), scratch.0.join("weather.smithy")).expect("a copy");
    let project = r#"{"version": "1.0", "sources": ["weather.smithy"], "projections": {"small": {"transforms": [
        {"name": "excludeShapesByTrait", "args": {"traits": ["paginated"]}}, {"name": "polish"}]}}}"#;
    std::fs::write(scratch.0.join("smithy-build.json"), project).expect("a file");
    let build = scratch.path("smithy-build.json");
    assert!(stdout(&tinsmith(&["inspect", &build])).contains("ListCities"));
    let small = tinsmith(&["inspect", &build, "--projection", "small"]);
    assert!(!stdout(&small).contains("ListCities"));
    let told = String::from_utf8_lossy(&small.stderr).into_owned();
    assert!(told.contains("the transform polish is not supported and is ignored"), "{told}");
    let out = scratch.path("client");
    let text = stdout(&tinsmith(&["codegen", &build, "--projection", "small", "--out", &out]));
    assert!(text.contains(": 2 operations, "), "{text}");
}

#[test]
fn two_versions_are_compared() {
    let scratch = Scratch::new("compare");
    let (old, new) = (weather(), scratch.path("weather.smithy"));
    let text = std::fs::read_to_string(&old).expect("a model");
    assert_eq!(stdout(&tinsmith(&["compare", &old, &old])), "no differences\n");

    std::fs::write(
        &new,
        text.replace("    name: String\n}\n\n@readonly", "    name: String\n    mayor: String\n}\n\n@readonly"),
    )
    .expect("a file");
    let added = stdout(&tinsmith(&["compare", &old, &new]));
    assert_eq!(
        added,
        "NOTE AddedShape example.weather#CitySummary$mayor: Added member `example.weather#CitySummary$mayor`\n1 note\n"
    );
    assert_eq!(tinsmith(&["compare", &old, &new, "--fail-on", "note"]).status.code(), Some(1));

    std::fs::write(&new, text.replace("latitude: Float", "latitude: Double")).expect("a file");
    let broken = tinsmith(&["compare", &old, &new]);
    assert_eq!(broken.status.code(), Some(1));
    let told = String::from_utf8_lossy(&broken.stdout).into_owned();
    assert!(told.starts_with("ERROR ChangedMemberTarget example.weather#CityCoordinates$latitude: "), "{told}");
    assert!(tinsmith(&["compare", &old, &new, "--fail-on", "never"]).status.success());
    let json = tinsmith(&["compare", &old, &new, "--format", "json", "--severity", "error"]);
    assert!(String::from_utf8_lossy(&json.stdout).contains("\"id\": \"ChangedMemberTarget\""));
}

/// Lines of documentation and comments that mention AWS.
fn mentions_of_aws(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(mentions_of_aws(&path));
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a text");
        let is_prose = |line: &&str| {
            let line = line.trim_start();
            line.starts_with("//") || line.starts_with("#[doc") || line.starts_with('#') && !line.starts_with("#[")
        };
        let lines = text.lines().filter(is_prose).filter(|line| line.to_lowercase().contains("aws"));
        found.extend(lines.map(|line| format!("{}: {line}", path.display())));
    }
    found
}

#[test]
fn mistakes_are_shown_with_their_lines() {
    let scratch = Scratch::new("mistakes");
    let model = scratch.path("bad.smithy");
    std::fs::write(&model, "$version: \"2.0\"\nnamespace a\nstructur B {}\nstring C D\n").expect("a file");
    let output = tinsmith(&["inspect", &model]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("error[IdlSyntax]: unknown shape type `structur`"), "{text}");
    assert!(text.contains("3 | structur B {}\n  | ^^^^^^^^"), "{text}");
    assert!(text.contains("help: did you mean `structure`?"), "{text}");
    assert!(text.contains("4 | string C D\n  |          ^"), "{text}");
    assert!(text.ends_with("2 errors, 0 warnings\n"), "{text}");
}

/// 2,000 errors result in 2,000 diagnostics from a single run.
#[test]
fn every_one_of_two_thousand_mistakes_is_reported() {
    let scratch = Scratch::new("many");
    let model = scratch.path("many.smithy");
    let mut text = "$version: \"2.0\"\nnamespace a\n".to_owned();
    for number in 0..1_000 {
        text.push_str(&format!("structure S{number} {{\n    a String\n    b: = 1\n}}\n"));
    }
    std::fs::write(&model, text).expect("a file");
    let output = tinsmith(&["inspect", &model]);
    assert!(String::from_utf8_lossy(&output.stderr).ends_with("2000 errors, 0 warnings\n"));
}
