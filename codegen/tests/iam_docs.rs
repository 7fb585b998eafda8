//! Tests of `models/iam/docs.json`: completeness and style.
//!
//! Finds operations and members that were added to `models/iam/model.json` without documentation, and documentation
//! that mentions removed ones.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;

use tinsmith_codegen::model::{Model, Shape, Traits, load_files};
use tinsmith_tests::peers;

/// Names in the documentation that belong to other services.
const FOREIGN_NAMES: &[&str] = &["AssumeRoot"];

/// The namespace of the model.
const NAMESPACE: &str = "com.amazonaws.iam#";

/// The number of consecutive words in common with the official documentation that counts as copied.
const COPIED_WORDS: usize = 7;

fn iam() -> Model {
    load_files(&["model.json", "docs.json"].map(|name| peers::root().join("models/iam").join(name))).unwrap()
}

/// The traits of every operation, service, type and member in the model, by ID. Lists and simple shapes, whose
/// documentation is never shown, are omitted.
fn described(model: &Model) -> Vec<(String, &Traits)> {
    let is_seen = |it: &&Shape| it.kind.has_named_members() || it.kind.is_service_kind();
    let of_model = model.shapes.values().filter(|shape| shape.id.as_str().starts_with(NAMESPACE));
    let mut found = Vec::new();
    for shape in of_model.filter(is_seen) {
        found.push((shape.id.name().to_owned(), &shape.traits));
        found.extend(shape.members_with_ids().map(|(id, member)| {
            let name = format!("{}${}", shape.id.name(), id.member().unwrap_or_default());
            (name, &member.traits)
        }));
    }
    found
}

/// All documentation traits of a model.
fn documentation(model: &Model) -> Vec<(String, &str)> {
    let shapes = model.shapes.values();
    let all = shapes.flat_map(|shape| {
        let members = shape.members_with_ids().map(|(id, member)| (id.as_str().to_owned(), &member.traits));
        members.chain([(shape.id.as_str().to_owned(), &shape.traits)])
    });
    all.filter_map(|(id, traits)| Some((id, traits.documentation()?))).collect()
}

/// All names in the model: shapes, members, enum values and waiters.
fn names(model: &Model) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for shape in model.shapes.values() {
        names.insert(shape.id.name());
        names.extend(shape.members.iter().map(|member| member.name.as_str()));
        names.extend(shape.members.iter().filter_map(|member| member.traits.enum_value()?.as_str()));
        let waiters = shape.traits.get("smithy.waiters#waitable").and_then(|waiters| waiters.as_object());
        names.extend(waiters.into_iter().flat_map(|waiters| waiters.keys()));
    }
    names
}

/// The words of a text in lower case, without markup.
fn words(text: &str) -> Vec<String> {
    let mut is_tag = false;
    let mut plain = |c: char| {
        is_tag = (is_tag || c == '<') && c != '>';
        if is_tag || c == '>' { ' ' } else { c }
    };
    let text: String = text.chars().map(&mut plain).collect();
    let trimmed = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    trimmed.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[test]
fn everything_that_is_seen_is_documented() {
    let model = iam();
    let described = described(&model);
    let is_operation =
        |name: &str| model.shape(&format!("{NAMESPACE}{name}")).is_some_and(|it| it.as_operation().is_some());
    assert!(described.iter().filter(|(name, _)| is_operation(name)).count() >= 8, "the operations are gone");
    let without = described.iter().filter(|(_, traits)| traits.documentation().is_none());
    let without: Vec<&str> = without.map(|(name, _)| name.as_str()).collect();
    assert!(without.is_empty(), "without documentation in models/iam/docs.json: {without:#?}");
}

/// Help and skeletons show only the first sentence, and generated text follows the last one.
#[test]
fn it_is_made_of_sentences() {
    let model = iam();
    let is_paragraph = |it: &str| it.ends_with('.') && !it.starts_with(char::is_lowercase) && it.trim() == it;
    let is_sound = |text: &str| text.split("\n\n").all(is_paragraph) && !text.contains("  ");
    let of_model = documentation(&model).into_iter().filter(|(id, _)| id.starts_with(NAMESPACE));
    let unsound: Vec<_> = of_model.filter(|(_, text)| !is_sound(text)).collect();
    assert!(unsound.is_empty(), "not paragraphs of whole sentences: {unsound:#?}");
}

#[test]
fn what_it_names_is_there() {
    let model = iam();
    let names = names(&model);
    let is_name = |code: &str| {
        code.starts_with(|c: char| c.is_ascii_uppercase())
            && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let mut unknown = Vec::new();
    for (id, text) in documentation(&model) {
        // Every other piece between backticks is code.
        let code = text.split('`').skip(1).step_by(2);
        let of_nothing = code.filter(|it| is_name(it) && !names.contains(it) && !FOREIGN_NAMES.contains(it));
        unknown.extend(of_nothing.map(|name| format!("{id}: {name}")));
    }
    assert!(unknown.is_empty(), "no such names in the model: {unknown:#?}");
}

#[test]
fn it_is_in_our_own_words() {
    let Some(official) = peers::shared("models/iam.json") else { return };
    let official = load_files(&[official]).unwrap();
    let texts: Vec<Vec<String>> = documentation(&official).iter().map(|(_, text)| words(text)).collect();
    let taken: BTreeSet<&[String]> = texts.iter().flat_map(|text| text.windows(COPIED_WORDS)).collect();
    assert!(!taken.is_empty(), "the official model has no documentation");
    let model = iam();
    let mut copied = Vec::new();
    for (id, text) in documentation(&model) {
        let words = words(text);
        let found = words.windows(COPIED_WORDS).find(|it| taken.contains(it));
        copied.extend(found.map(|it| format!("{id}: {}", it.join(" "))));
    }
    assert!(copied.is_empty(), "words of the official documentation: {copied:#?}");
}
