//! Tests that joining lines of the printed code only changes white space. The tokens and the comments of a generated file
//! stay as prettyplease printed them.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::Value;
use tinsmith_codegen::emit::{Content, SourceFile, emit};
use tinsmith_codegen::ir::{PROTOCOLS, resolve};
use tinsmith_codegen::model::{Model, Source, load_files, load_sources};
use tinsmith_codegen::output::format_all;
use tinsmith_codegen::transform::{Selection, prepare};
use tinsmith_codegen::{CrateInfo, ir};
use tinsmith_tests::peers;

/// Texts whose lines end like lines that the layout joins.
const TEXTS: [&str; 3] = [
    "ends (\n[\n{\n<\n),\n],\n},\n>,\n\nstatic A: B = &[\n    Member(\n        1,\n    ),\n];\n\n```\nfoo(\n    a,\n)\n```\n(",
    "<p>Member(</p><ul><li>a [</li><li>b {</li></ul><pre>foo(\n    1,\n)</pre><code>Option&lt;</code>",
    "\"(\\\"[\", '<' // {",
];

/// The service of a model. `None` if the model is not one that a crate can be generated from.
fn service(model: Model) -> Option<ir::Service> {
    let services: Vec<String> = model.services().map(|(shape, _)| shape.id.to_string()).collect();
    let selection = Selection { service: services.first().cloned(), ..Selection::default() };
    let model = prepare(model, &selection, PROTOCOLS).ok()?.model;
    let krate =
        CrateInfo { version: "1.0.0".to_owned(), runtime_path: "../runtime".to_owned(), ..CrateInfo::default() };
    resolve(&model, &krate).ok()
}

/// Checks all files of a crate. Returns their number.
fn check(name: &str, service: &ir::Service) -> usize {
    let files = format_all(service, emit(service), 1).unwrap_or_else(|found| panic!("{name}: {found}"));
    let mut checked = 0;
    for SourceFile { path, content } in emit(service) {
        let Content::Rust(emit) = content else { continue };
        let printed = prettyplease::unparse(&syn::parse2(emit()).unwrap());
        let text = &files.iter().find(|it| it.path == path).unwrap().text;
        assert_eq!(tokens(text), tokens(&printed), "{name}: {path}");
        // The first line says where the file comes from.
        assert_eq!(comments(text).split_off(1), comments(&printed), "{name}: {path}");
        checked += 1;
    }
    checked
}

fn comments(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| line.starts_with("//")).collect()
}

/// The tokens of a text, without commas that make no difference.
fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    flatten(text.parse().unwrap(), &mut found);
    found
}

fn flatten(stream: TokenStream, found: &mut Vec<String>) {
    for token in stream {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                // Without its comma, a tuple of one element would be another value.
                let is_call =
                    found.last().is_some_and(|it| it.ends_with(|c: char| c.is_alphanumeric() || ">!".contains(c)));
                found.push(open.to_owned());
                let start = found.len();
                flatten(group.stream(), found);
                let commas = group.stream().into_iter().filter(|it| it.to_string() == ",").count();
                let is_tuple_of_one = open == "(" && !is_call && commas == 1;
                if found.len() > start && found.last().is_some_and(|it| it == ",") && !is_tuple_of_one {
                    found.pop();
                }
                found.push(close.to_owned());
            }
            token => {
                let token = token.to_string();
                if token == ">" && found.last().is_some_and(|it| it == ",") {
                    found.pop();
                }
                found.push(token);
            }
        }
    }
}

fn models_in(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut models: Vec<PathBuf> = entries.filter(|it| it.extension().is_some_and(|it| it == "json")).collect();
    models.retain(|it| !it.to_string_lossy().ends_with(".docs.json"));
    models.sort();
    models
}

#[test]
fn only_white_space_changes() {
    let root = peers::root();
    let mut models = models_in(&root.join("codegen/tests/models"));
    models.extend(models_in(&root.join("models/iam")).into_iter().filter(|it| it.ends_with("model.json")));
    match peers::shared("conformance") {
        Some(directory) => models.extend(models_in(&directory)),
        None => peers::skip("the shared data has no protocol tests"),
    }
    let mut checked = 0;
    for path in models {
        let model = load_files(&[&path]).unwrap_or_else(|found| panic!("{found}"));
        checked += service(model).map_or(0, |service| check(&path.display().to_string(), &service));
    }
    assert!(checked > 500, "only {checked} files");
}

#[test]
fn texts_that_look_like_code_stay_as_they_are() {
    let path = peers::root().join("codegen/tests/models/hostile-texts.json");
    let model: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut places = Vec::new();
    strings(&model, String::new(), &mut places);
    let mut checked = 0;
    for (place, text) in places.iter().zip(TEXTS.into_iter().cycle()) {
        let mut hostile = model.clone();
        *hostile.pointer_mut(place).unwrap() = Value::String(text.to_owned());
        // Where a name or number is required, other text is an error in the model.
        let Ok(loaded) = load_sources(vec![Source::new("texts.json", hostile.to_string())]) else { continue };
        let Some(service) = service(loaded) else { continue };
        checked += check(&format!("{place} {text:?}"), &service);
    }
    assert!(checked > 200, "only {checked} files");
}

/// JSON pointers to all strings inside a value.
fn strings(value: &Value, here: String, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                strings(value, format!("{here}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| strings(value, format!("{here}/{index}"), found));
        }
        Value::String(_) => found.push(here),
        _ => {}
    }
}
