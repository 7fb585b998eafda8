//! Tests that converting models between the IDL and the JSON AST loses nothing.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use tinsmith_codegen::convert::{json, to_ast, to_idl};
use tinsmith_codegen::model::{Model, Node, Source, load_sources};
use tinsmith_tests::peers;

fn source(path: &Path) -> Source {
    Source::new(path.display().to_string(), std::fs::read_to_string(path).expect("a readable file"))
}

fn idl(document: &Node) -> Vec<Source> {
    to_idl(document).into_iter().map(|file| Source::new(format!("{}.smithy", file.namespace), file.text)).collect()
}

fn load(sources: Vec<Source>) -> Model {
    load_sources(sources).unwrap_or_else(|found| panic!("{found}"))
}

/// Converts a model to IDL and back. All three must be equal.
fn check(path: &Path) {
    let ast = to_ast(vec![source(path)]).unwrap_or_else(|found| panic!("{}: {found}", path.display()));
    let there = idl(&ast);
    let back = to_ast(there.clone()).unwrap_or_else(|found| panic!("{}: {found}", path.display()));
    let [original, there, back] =
        [vec![source(path)], there, vec![Source::new("back.json", json::print(&back))]].map(load);
    for (id, shape) in &original.shapes {
        assert_eq!(Some(shape), there.shapes.get(id), "{} as IDL: {id}", path.display());
        assert_eq!(Some(shape), back.shapes.get(id), "{} and back: {id}", path.display());
    }
    assert_eq!(original.shapes.len(), there.shapes.len(), "{}", path.display());
    assert_eq!(original.metadata, there.metadata, "{}", path.display());
    assert_eq!(original.metadata, back.metadata, "{}", path.display());
}

fn json_files(directory: PathBuf) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(directory).expect("a directory").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|it| it == "json"));
    files.sort();
    files
}

#[test]
fn our_models_survive() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    json_files(tests).iter().for_each(|path| check(path));
    check(&peers::root().join("models/iam/model.json"));
}

#[test]
fn shared_models_survive() {
    for directory in ["models", "conformance"] {
        let Some(directory) = peers::shared(directory) else { return };
        json_files(directory).iter().for_each(|path| check(path));
    }
}

#[test]
fn a_model_is_laid_out_as_its_documentation_has_it() {
    let text = r#"$version: "2.0"

metadata suppressions = [{ id: "X" }]

namespace example.weather

use example.units#Celsius

/// The weather of cities.
@title("Weather")
service Weather {
    version: "2006-03-01"
    operations: [
        GetForecast
    ]
}

@readonly
@http(method: "GET", uri: "/forecast/{city}", code: 200)
operation GetForecast {
    input: GetForecastInput
    output: GetForecastOutput
}

@input
structure GetForecastInput {
    /// Where.
    @required
    @httpLabel
    city: String

    days: Integer = 1
}

@output
structure GetForecastOutput {
    temperature: Celsius

    sky: Sky
}

enum Sky {
    CLEAR
    CLOUDY = "cloudy"
}
"#;
    let document = to_ast(vec![Source::new("weather.smithy", text)]).expect("a good file");
    let files = to_idl(&document);
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].text, text);
}
