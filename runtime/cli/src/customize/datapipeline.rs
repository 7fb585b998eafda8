//! `datapipeline`: pipelines in the format of definition files.
//!
//! A definition has objects, parameters and values as plain JSON objects, while the service has lists of keys and
//! strings. An object refers to another as `{"ref": "its id"}`.

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::json;
use super::super::value::{Fields, Value};
use super::{Custom, Given, extra, needed, text, texts, without};

const DATA_PIPELINE: &str = "Data Pipeline";
const PUT: &str = "put-pipeline-definition";
const ACTIVATE: &str = "activate-pipeline";

/// The temporary paths of the options' texts, until all are known.
const DEFINITION: &str = "Definition";
const PARAMETERS: &str = "DefinitionParameters";
const VALUES_TEXT: &str = "DefinitionValues";
const VALUES_WORDS: &str = "DefinitionValueWords";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    without(DATA_PIPELINE, PUT, "pipeline-objects"),
    needed(DATA_PIPELINE, PUT, "pipeline-definition", Takes::One, DEFINITION, text),
    extra(DATA_PIPELINE, PUT, "parameter-objects", Takes::One, PARAMETERS, text),
    extra(DATA_PIPELINE, PUT, "parameter-values-uri", Takes::One, VALUES_TEXT, text),
    extra(DATA_PIPELINE, PUT, "parameter-values", Takes::Many, VALUES_WORDS, texts),
    extra(DATA_PIPELINE, ACTIVATE, "parameter-values-uri", Takes::One, VALUES_TEXT, text),
    extra(DATA_PIPELINE, ACTIVATE, "parameter-values", Takes::Many, VALUES_WORDS, texts),
];

/// Converts the definition in the options to the service's lists. Values in separate options win.
pub(super) fn finish_definition(values: &mut Fields) -> Result<(), Failure> {
    let [definition, parameters, values_text] = [DEFINITION, PARAMETERS, VALUES_TEXT].map(|name| take(values, name));
    let words = take(values, VALUES_WORDS);
    if values_text.is_some() && words.is_some() {
        let message = "Only parameter-values or parameter-values-uri is allowed";
        return Err(Failure::Param(message.to_owned()));
    }
    let definition = definition.map(|it| object("pipeline-definition", &it)).transpose()?;
    if let Some(definition) = &definition {
        let missing = || Failure::Param("Error in pipeline definition: Missing \"objects\" key".to_owned());
        let objects = elements(definition, "objects").ok_or_else(missing)?;
        values.set("pipelineObjects", written(&objects, "element", "fields", true)?);
    }
    let given = parameters.map(|it| object("parameter-objects", &it)).transpose()?;
    if let Some(objects) = given.as_ref().or(definition.as_ref()).and_then(|it| elements(it, "parameters")) {
        values.set("parameterObjects", written(&objects, "parameter", "attributes", false)?);
    }
    let given = match (values_text, words) {
        (Some(it), _) => Some(object("parameter-values-uri", &it)?),
        (None, Some(words)) => Some(of_words(&words)?),
        _ => None,
    };
    if let Some(Value::Object(pairs)) = given.as_ref().or(definition.as_ref()).and_then(|it| it.get("values")) {
        values.set("parameterValues", Value::List(pairs.iter().flat_map(|(id, value)| pair(id, value)).collect()));
    }
    Ok(())
}

fn take(values: &mut Fields, name: &str) -> Option<Value> {
    let found = values.get(name).cloned();
    values.remove(name);
    found
}

fn object(option: &str, given: &Value) -> Result<Fields, Failure> {
    let parsed = json::parse(given.as_str().unwrap_or_default());
    match parsed.map_err(|error| Failure::param(&format!("--{option}"), format!("Invalid JSON: {error}")))? {
        Value::Object(fields) => Ok(fields),
        other => Err(Failure::param(&format!("--{option}"), format!("expected a map, found {}", other.kind()))),
    }
}

fn elements(definition: &Fields, name: &str) -> Option<Vec<Fields>> {
    let Some(Value::List(elements)) = definition.get(name) else { return None };
    let fields = elements.iter().filter_map(|it| match it {
        Value::Object(fields) => Some(fields.clone()),
        _ => None,
    });
    Some(fields.collect())
}

/// Objects in the service's format: an id, an optional name, and a list of keys and strings.
fn written(objects: &[Fields], what: &str, list: &str, has_name: bool) -> Result<Value, Failure> {
    let one = |object: &Fields| {
        let missing = || Failure::Param(format!("Error in pipeline definition: Missing \"id\" key of {what}"));
        let id = object.get("id").ok_or_else(missing)?;
        let mut written = Fields::default();
        written.push("id", id.clone());
        if has_name {
            written.push("name", object.get("name").unwrap_or(id).clone());
        }
        let is_key = |name: &str| name != "id" && !(has_name && name == "name");
        let mut keys: Vec<_> = object.iter().filter(|(name, _)| is_key(name)).collect();
        keys.sort_by_key(|(name, _)| *name);
        let fields = keys.into_iter().flat_map(|(key, value)| match value {
            Value::List(values) => values.iter().map(|value| field(key, value)).collect(),
            value => vec![field(key, value)],
        });
        written.push(list, Value::List(fields.collect()));
        Ok(Value::Object(written))
    };
    Ok(Value::List(objects.iter().map(one).collect::<Result<_, Failure>>()?))
}

fn field(key: &str, value: &Value) -> Value {
    let reference = match value {
        Value::Object(fields) if fields.len() == 1 => fields.get("ref"),
        _ => None,
    };
    let (name, value) = reference.map_or(("stringValue", value), |id| ("refValue", id));
    Value::Object([("key".to_owned(), Value::string(key)), (name.to_owned(), value.clone())].into_iter().collect())
}

/// The values of a parameter.
fn pair(id: &str, value: &Value) -> Vec<Value> {
    let one = |value: &Value| {
        let fields = [("id".to_owned(), Value::string(id)), ("stringValue".to_owned(), value.clone())];
        Value::Object(fields.into_iter().collect())
    };
    match value {
        Value::List(values) => values.iter().map(one).collect(),
        value => vec![one(value)],
    }
}

/// Values as words, `key=value`. A repeated key gives a list.
fn of_words(words: &Value) -> Result<Fields, Failure> {
    let Value::List(words) = words else { return Ok(Fields::default()) };
    let mut values = Fields::default();
    for word in words.iter().filter_map(Value::as_str) {
        let wrong = || Failure::Param(format!("Error in parameter: Invalid inline parameter format: {word}"));
        let (key, value) = word.split_once('=').ok_or_else(wrong)?;
        add(&mut values, key, Value::string(value));
    }
    Ok([("values".to_owned(), Value::Object(values))].into_iter().collect())
}

fn add(fields: &mut Fields, key: &str, value: Value) {
    match fields.get_mut(key) {
        Some(Value::List(values)) => values.push(value),
        Some(first) => *first = Value::List(vec![first.clone(), value]),
        None => fields.push(key, value),
    }
}

/// Converts the service's lists to a definition.
pub(super) fn show_definition(_: &Given<'_>, answer: &mut Fields) -> Result<(), Failure> {
    for (member, name, list) in
        [("pipelineObjects", "objects", "fields"), ("parameterObjects", "parameters", "attributes")]
    {
        if let Some(objects) = elements(answer, member) {
            answer.remove(member);
            answer.push(name, Value::List(objects.iter().map(|it| Value::Object(read(it, list))).collect()));
        }
    }
    if let Some(pairs) = elements(answer, "parameterValues") {
        answer.remove("parameterValues");
        let mut values = Fields::default();
        for pair in pairs {
            let id = pair.get("id").and_then(Value::as_str).unwrap_or_default();
            add(&mut values, id, pair.get("stringValue").cloned().unwrap_or(Value::Null));
        }
        answer.push("values", Value::Object(values));
    }
    Ok(())
}

/// An object of a definition.
fn read(object: &Fields, list: &str) -> Fields {
    let named = object.iter().filter(|(name, _)| *name == "id" || *name == "name");
    let mut read: Fields = named.map(|(name, value)| (name.to_owned(), value.clone())).collect();
    for field in elements(object, list).unwrap_or_default() {
        let key = field.get("key").and_then(Value::as_str).unwrap_or_default();
        let reference = || field.get("refValue").map(|id| [("ref".to_owned(), id.clone())].into_iter().collect());
        let value = field.get("stringValue").cloned().or_else(|| reference().map(Value::Object));
        add(&mut read, key, value.unwrap_or(Value::Null));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::super::super::output::json::one_line;
    use super::*;

    #[test]
    fn definitions_go_in_and_come_out() {
        let definition = r#"{"objects": [{"id": "a", "x": [{"ref": "b"}, "t"]}], "values": {"k": ["1", "2"]}}"#;
        let mut values = Fields::default();
        values.push(DEFINITION, Value::string(definition));
        finish_definition(&mut values).unwrap();
        assert_eq!(
            one_line(&Value::Object(values.clone())),
            r#"{"pipelineObjects": [{"id": "a", "name": "a", "fields": [{"key": "x", "refValue": "b"}, {"key": "x", "stringValue": "t"}]}], "parameterValues": [{"id": "k", "stringValue": "1"}, {"id": "k", "stringValue": "2"}]}"#
        );
        let given = Given { option: &|_| None, members: Vec::new() };
        show_definition(&given, &mut values).unwrap();
        assert_eq!(
            one_line(&Value::Object(values)),
            r#"{"objects": [{"id": "a", "name": "a", "x": [{"ref": "b"}, "t"]}], "values": {"k": ["1", "2"]}}"#
        );
    }

    #[test]
    fn mistakes_are_told() {
        for (name, value, message) in [
            (DEFINITION, Value::string("{}"), "Error in pipeline definition: Missing \"objects\" key"),
            (
                DEFINITION,
                Value::string("{\"objects\": [{}]}"),
                "Error in pipeline definition: Missing \"id\" key of element",
            ),
            (
                VALUES_WORDS,
                Value::List(vec![Value::string("x")]),
                "Error in parameter: Invalid inline parameter format: x",
            ),
        ] {
            let mut values = Fields::default();
            values.push(name, value);
            assert_eq!(finish_definition(&mut values).unwrap_err().sentence(), message);
        }
    }
}
