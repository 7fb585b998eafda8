//! Tests that converting models between the IDL and the JSON AST loses nothing.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

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

/// A document without empty objects and lists, which the IDL does not write everywhere.
fn without_empty_parts(node: &Node) -> Node {
    match node {
        Node::Object(object) => {
            let kept = object.iter().filter(|(key, value)| {
                let is_empty = matches!(value, Node::Object(it) if it.is_empty())
                    || matches!(value, Node::Array(it) if it.is_empty());
                !(is_empty && matches!(*key, "members" | "metadata" | "operations" | "errors" | "resources"))
            });
            Node::Object(kept.map(|(key, value)| (key.to_owned(), without_empty_parts(value))).collect())
        }
        Node::Array(values) => Node::Array(values.iter().map(without_empty_parts).collect()),
        other => other.clone(),
    }
}

/// Converts a model to IDL and back: the document must be equal, and the IDL must be the same if it is written again.
fn check_texts(path: &Path) {
    let name = path.display();
    let ast = to_ast(vec![source(path)]).unwrap_or_else(|found| panic!("{name}: {found}"));
    let there = idl(&ast);
    let back = to_ast(there.clone()).unwrap_or_else(|found| panic!("{name}: {found}"));
    assert!(
        without_empty_parts(&ast) == without_empty_parts(&back),
        "{name} differs after a conversion to IDL and back"
    );
    let again = idl(&back);
    assert_eq!(there.len(), again.len(), "{name}");
    for (first, second) in there.iter().zip(&again) {
        let differing = first.text.lines().zip(second.text.lines()).find(|(one, other)| one != other);
        assert!(first.text == second.text, "{name}: the IDL changes when it is written again: {differing:?}");
    }
}

/// Unpacks the archive of official models, once.
fn archived_models() -> Option<Vec<PathBuf>> {
    let archive = peers::shared("models-all.tar.xz")?;
    let directory = peers::target().join("archived-models");
    let unpacked = directory.join("unpacked");
    if !unpacked.exists() {
        std::fs::create_dir_all(&directory).expect("a directory below target");
        let status =
            Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(&directory).status().expect("tar starts");
        assert!(status.success(), "tar cannot unpack {}", archive.display());
        std::fs::write(unpacked, "").expect("a file below target");
    }
    Some(json_files(directory))
}

/// The small ones of all official models, or with `TINSMITH_ALL_MODELS` all of them.
#[test]
fn archived_models_survive() {
    /// The sum of the sizes that an unoptimized build converts in some seconds.
    const BYTES: u64 = 4_000_000;
    let Some(models) = archived_models() else { return };
    let mut models: Vec<(u64, PathBuf)> =
        models.into_iter().map(|path| (path.metadata().expect("a file").len(), path)).collect();
    models.sort();
    if std::env::var_os("TINSMITH_ALL_MODELS").is_none() {
        let mut left = BYTES;
        models.retain(|(size, _)| {
            left = left.saturating_sub(*size);
            left > 0
        });
    }
    assert!(models.len() > 50, "only {} models", models.len());
    eprintln!("{} models", models.len());
    let queue = Mutex::new(models);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().expect("no thread panics with the lock").pop();
                    let Some((_, path)) = next else { return };
                    check_texts(&path);
                }
            });
        }
    });
}

/// Editors and systems differ in what they write around the same lines.
#[test]
fn line_endings_and_marks_do_not_matter() {
    let path = peers::root().join("tests/weather/weather.smithy");
    let weather = std::fs::read_to_string(path).expect("a readable file");
    let block = "$version: \"2.0\"\n\nnamespace a\n\n/// One.\n///\n/// Two.\n@tags([\n    \"x\"\n])\n\
                 structure S {\n    @documentation(\"\"\"\n        A\n          B\n        \"\"\")\n    m: String = \"\"\n\n    // C\n    n: String\n}\n";
    for text in [&weather, block] {
        let ast = |text: String| to_ast(vec![Source::new("a.smithy", text)]).unwrap_or_else(|found| panic!("{found}"));
        let expected = ast(text.to_owned());
        for (what, text) in [
            ("CRLF", text.replace('\n', "\r\n")),
            ("a byte order mark", format!("\u{feff}{text}")),
            ("tabs", text.replace("\n    ", "\n\t")),
            ("no newline at the end", text.trim_end().to_owned()),
            ("spaces at the ends of lines", text.replace("{\n", "{  \t\n")),
        ] {
            // The margin of a text block is measured in characters.
            if !(what == "tabs" && text.contains("\"\"\"")) {
                assert!(ast(text) == expected, "{what}");
            }
        }
    }
}

/// Large and deep files take time and memory in proportion, and characters that no text has are errors with their place.
#[test]
fn odd_files_are_errors_with_their_place() {
    let head = "$version: \"2.0\"\nnamespace a\n";
    let error = |text: String| to_ast(vec![Source::new("a.smithy", text)]).expect_err("an error").to_string();
    let nul = error(format!("{head}structure S {{\n    a\u{0}b: String\n}}\n"));
    assert!(nul.contains("a.smithy:4:"), "{nul}");
    let deep = error(format!("{head}@x({}{})\nstructure S {{}}\n", "[".repeat(100_000), "]".repeat(100_000)));
    assert!(deep.contains("deeper than") && deep.len() < 2_000, "{deep}");
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
