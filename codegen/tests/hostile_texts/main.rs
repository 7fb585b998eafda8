//! Tests that text from a model never becomes code: every string of a model that uses every trait with a text is
//! replaced by texts that break out of strings, comments and code blocks unless everything is escaped.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod escapes;

use std::path::Path;

use escapes::{MARKER, leaks};
use serde_json::Value;
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_codegen::{CrateInfo, Generated, Selection, generate_model};

/// Texts that are hostile in Rust, in comments, in Markdown and in TOML.
fn texts() -> Vec<String> {
    let breaks = format!("\r{MARKER}\n{MARKER} = 1\r\n[dependencies.{MARKER}]\u{2028}{MARKER}\u{85}\u{b}{MARKER}");
    let quotes = format!("--> \"; {MARKER}!(); \"# \\\" \\ ' */ {MARKER}!(); /* // */ \"\"\"");
    let fences = format!("```\n{MARKER}!();\n```\n```rust\n{MARKER}!();\n~~~\n\n    {MARKER}!();\n\n\t{MARKER}!();\n");
    let controls = "\0\u{1}\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{2066}\u{200f}\u{feff}\u{e0041}\u{61c}";
    vec![
        format!("A{breaks} {quotes}\n{fences}{controls}"),
        format!(
            "~~~\n```\n{fences}~~~\n\n- a\n\n      {MARKER}!();\n\n[a](https://a.b/\r{MARKER}) `\r{MARKER}` {quotes}"
        ),
        format!(
            "<p>A</p>{fences}<a href=\"https://a.b/&#10;&#13;```&#x0a;{MARKER}\">b\r</a><pre>{fences}</pre><code>\r{breaks}</code>\
             &#0;&#8238;&#x202e;&#10;```{quotes}{controls}"
        ),
    ]
}

fn model() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models/hostile-texts.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn generated(model: &Value) -> Option<Generated> {
    let krate = CrateInfo {
        name: None,
        version: "1.2.3".to_owned(),
        runtime_path: "../runtime".to_owned(),
        credentials_path: None,
        cli_path: None,
        commands: None,
        ..CrateInfo::default()
    };
    let model = load_sources(vec![Source::new("texts.json", model.to_string())]).ok()?;
    generate_model(model, &Selection::default(), &krate).ok()
}

/// JSON pointers to all strings inside a value.
fn strings(value: &Value, here: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                strings(value, &format!("{here}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| strings(value, &format!("{here}/{index}"), found));
        }
        Value::String(_) => found.push(here.to_owned()),
        _ => {}
    }
}

#[test]
fn no_text_of_a_model_becomes_code() {
    let model = model();
    assert_eq!(leaks(&generated(&model).expect("a model that is right").files), [""; 0]);
    let mut places = Vec::new();
    strings(&model, "", &mut places);
    let mut taken = 0;
    for place in &places {
        for (number, text) in texts().into_iter().enumerate() {
            let mut hostile = model.clone();
            *hostile.pointer_mut(place).unwrap() = Value::String(text);
            // Where a name or number is required, other text is an error in the model.
            let Some(generated) = generated(&hostile) else { continue };
            taken += 1;
            assert_eq!(leaks(&generated.files), [""; 0], "text {number} at {place}");
        }
    }
    assert!(taken > 150, "{taken} of {} texts were taken", places.len() * 3);
}
