//! Properties that hold for every input, however malformed: nothing panics, and parsed values stay the same when they
//! are written and parsed again.
//!
//! `cargo fuzz` calls these functions with generated inputs; `tests/tests/seeds.rs` calls them with the seeds in every
//! test run.

#[path = "../../../runtime/tests/walks/schemas.rs"]
mod schemas;

mod compile;
#[path = "../../../codegen/tests/hostile_texts/escapes.rs"]
mod escapes;
#[allow(dead_code)]
#[path = "../../../codegen/tests/compile/names.rs"]
mod names;
pub mod packs;

pub use packs::pack;

use std::collections::BTreeMap;

use schemas::{CHOICE, EVERYTHING, STRING, STRINGS, STRUCTURES, TAG, TAGS, TEXTS};
use serde_json::Value;
use tinsmith_codegen::convert::{json as ast, to_ast, to_idl};
use tinsmith_codegen::diagnostic::render;
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_codegen::validate as codegen_validate;
use tinsmith_codegen::{CrateInfo, Selection, generate_model};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, MistakeKind};
use tinsmith_runtime::message::{Headers, Response};
use tinsmith_runtime::protocol::{AwsQuery, Protocol};
use tinsmith_runtime::schema::{Member, Schema, Trait, XmlNamespace};
use tinsmith_runtime::service::{Operation, Service};
use tinsmith_runtime::shape::Structure;
use tinsmith_runtime::validate::validate;

/// A structure with the features that only XML has, and a member of every type.
static MESSAGE: Schema = Schema::structure(
    "test#Message",
    &[
        Member::new("Everything", &EVERYTHING, &[]),
        Member::new("Renamed", &STRING, &[Trait::XmlName("other")]),
        Member::new("Attribute", &STRING, &[Trait::XmlAttribute]),
        Member::new("Flat", &STRINGS, &[Trait::XmlFlattened]),
        Member::new("FlatTags", &TAGS, &[Trait::XmlFlattened, Trait::XmlName("flat")]),
        Member::new("FlatMap", &TEXTS, &[Trait::XmlFlattened]),
        Member::new("Spaced", &TAG, &[Trait::XmlNamespace(XmlNamespace { prefix: "x", uri: "urn:x" })]),
        Member::new("Choice", &CHOICE, &[]),
        Member::new("Message", &STRING, &[]),
    ],
    &[],
);

static FAULT: Schema = Schema::structure(
    "test#Fault",
    &[Member::new("message", &STRING, &[]), Member::new("Tags", &TAGS, &[])],
    &[Trait::Error(true)],
);

static SERVICE: Service = Service::example(&AwsQuery);

static OPERATION: Operation =
    Operation { name: "Do", service: &SERVICE, input: &MESSAGE, output: &MESSAGE, errors: &[&FAULT], traits: &[] };

/// A response in XML, as a successful one and as an error.
pub fn xml(data: &[u8]) {
    let answer = |status| Response::new(status, Headers::default(), data.to_vec());
    let mut output = Dynamic::new(&MESSAGE);
    match AwsQuery.parse(&OPERATION, &answer(200), &mut output) {
        Ok(()) => reads_what_it_writes(&output),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Ok(meta) = AwsQuery.parse_error(&OPERATION, &answer(400)) {
        let _ = AwsQuery.is_error_code(meta.code().unwrap_or_default(), &FAULT);
    }
    let mut fault = Dynamic::new(&FAULT);
    if AwsQuery.parse_error_members(&answer(400), &mut fault).is_ok() {
        reads_what_it_writes(&fault);
    }
}

/// An input from JSON, written as a form.
pub fn query(data: &[u8]) {
    let mut input = Dynamic::new(&MESSAGE);
    if json::read(data, &mut input, &json::Options::PEOPLE).is_err() {
        return;
    }
    let Ok(request) = AwsQuery.serialize(&OPERATION, &input) else { return };
    let form = String::from_utf8(request.body).expect("a form is text");
    assert!(form.starts_with("Action=Do&Version=2020-01-01"), "{form}");
    let mut names = std::collections::BTreeSet::new();
    for pair in form.split('&') {
        let (name, value) = pair.split_once('=').expect("a name and a value");
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
        assert!(name.bytes().chain(value.bytes()).all(is_plain), "{pair}");
        assert!(names.insert(name), "{name} appears twice in {form}");
    }
}

/// Hand-written JSON, for a structure selected by the first byte.
pub fn json(data: &[u8]) {
    let Some((choice, text)) = data.split_first() else { return };
    let schema = STRUCTURES[usize::from(*choice) % STRUCTURES.len()];
    let mut value = Dynamic::new(schema);
    match json::read(text, &mut value, &json::Options::PEOPLE) {
        Ok(()) => {
            reads_what_it_writes(&value);
            if let Err(violations) = validate(&value) {
                assert!(!violations.to_string().is_empty());
            }
            assert!(!format!("{value:?}").is_empty());
        }
        Err(errors) => {
            assert!(!errors.mistakes().is_empty());
            assert!(!errors.to_string().is_empty());
        }
    }
    let _ = json::read(text, &mut Dynamic::new(schema), &json::Options::WIRE);
    let _ = json::read_strings(text, &mut |_, _| {});
}

/// A model in the IDL: what is wrong with it is reported with its lines, and a valid one survives the way to the JSON
/// AST and back.
pub fn idl(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let sources = |text: &str| vec![Source::new("model.smithy", text)];
    let validated = load_sources(sources(text)).and_then(codegen_validate::validate);
    if let Err(found) = &validated {
        assert!(!render(found, false).is_empty());
    }
    let Ok(document) = to_ast(sources(text)) else { return };
    let files = to_idl(&document);
    let again: Vec<Source> =
        files.iter().map(|file| Source::new(format!("{}.smithy", file.namespace), file.text.as_str())).collect();
    if validated.is_ok() && !again.is_empty() {
        let again = to_ast(again).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(ast::print(&again), ast::print(&document));
    }
}

/// A model, as far as possible: loaded, validated, resolved, emitted, formatted. Its text must not become code, and a
/// sample of the generated crates is compiled.
pub fn model(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let krate = CrateInfo {
        name: None,
        version: "0.1.0".to_owned(),
        runtime_path: "../../runtime".to_owned(),
        credentials_path: None,
        cli_path: Some("../../runtime/cli".to_owned()),
        commands: None,
        ..CrateInfo::default()
    };
    let generate = |text: &str| {
        load_sources(vec![Source::new("model.json", text)])
            .and_then(|model| generate_model(model, &Selection::default(), &krate))
    };
    match generate(text) {
        Ok(generated) => {
            assert_eq!(escapes::leaks(&generated.files), [""; 0]);
            compile::sample(&generated.files);
        }
        Err(found) => return assert!(!found.to_string().is_empty()),
    }
    // The same model with texts that try to break out of strings and comments, and with names that become equal in Rust.
    let Ok(mut hostile) = serde_json::from_str(text) else { return };
    plant(&mut hostile);
    if let Ok(generated) = generate(&hostile.to_string()) {
        assert_eq!(escapes::leaks(&generated.files), [""; 0]);
    }
    if let Ok(generated) = generate(&with_odd_names(&hostile, data).to_string()) {
        compile::sample(&generated.files);
    }
}

/// A model whose shapes and members have names of the list of odd ones. The data decides which.
fn with_odd_names(model: &Value, data: &[u8]) -> Value {
    let names = names::names();
    let mut bytes = data.iter().rev().cycle().map(|byte| usize::from(*byte));
    let mut number = 0;
    let mut next = || {
        number = number * 31 + bytes.next().unwrap_or_default() + 1;
        number %= names.len();
        &names[number]
    };
    let ids = model.get("shapes").and_then(Value::as_object).into_iter().flat_map(|it| it.keys());
    let mut renamed = BTreeMap::new();
    for id in ids {
        let Some((namespace, _)) = id.split_once('#') else { continue };
        renamed.insert(id.clone(), format!("{namespace}#{}", next()));
    }
    let mut odd = rename(model, &renamed);
    let shapes = odd.get_mut("shapes").and_then(Value::as_object_mut);
    for shape in shapes.into_iter().flat_map(|it| it.values_mut()) {
        if let Some(members) = shape.get_mut("members").and_then(Value::as_object_mut) {
            let old = std::mem::take(members);
            members.extend(old.into_iter().map(|(_, member)| (next().clone(), member)));
        }
    }
    odd
}

/// Replaces IDs, wherever they are.
fn rename(value: &Value, renamed: &BTreeMap<String, String>) -> Value {
    let name = |text: &str| renamed.get(text).map_or_else(|| text.to_owned(), String::clone);
    match value {
        Value::String(text) => Value::String(name(text)),
        Value::Array(items) => items.iter().map(|it| rename(it, renamed)).collect(),
        Value::Object(entries) => entries.iter().map(|(key, value)| (name(key), rename(value, renamed))).collect(),
        other => other.clone(),
    }
}

/// Appends hostile text to every string of a model.
fn plant(value: &mut Value) {
    const TEXTS: [&str; 6] =
        ["smithy.api#documentation", "smithy.api#title", "smithy.api#mediaType", "message", "since", "documentation"];
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::String(text) if TEXTS.contains(&key.as_str()) => {
                        let marker = escapes::MARKER;
                        text.push_str(&format!(
                            "\r\n\n```\n{marker}!();\n~~~\n\n    {marker}!();\n\n\"; {marker}!(); \"# */ {marker} /* \0\u{202e}\u{2028}"
                        ));
                    }
                    value => plant(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(plant),
        _ => {}
    }
}

/// Writes a parsed value as JSON and parses it again. JSON cannot represent an unknown variant of a union, and allows
/// less nesting than XML.
fn reads_what_it_writes(value: &Dynamic) {
    let written = json::to_string(value);
    let mut again = Dynamic::new(value.schema());
    match json::from_str(&written, &mut again) {
        Ok(()) => assert_eq!(json::to_string(&again), written),
        Err(errors) => {
            let is_beyond = |kind: &_| matches!(kind, MistakeKind::UnionCount { .. } | MistakeKind::TooDeep(_));
            assert!(errors.mistakes().iter().all(|it| is_beyond(&it.kind)), "{errors}\nin {written}");
        }
    }
}
