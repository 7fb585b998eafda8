//! `cloudsearch`: separate options for the members of two operations' structures.

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::value::{Fields, Value};
use super::{Custom, extra, needed, text, without};

const CLOUDSEARCH: &str = "CloudSearch";
const EXPRESSION: &str = "define-expression";
const FIELD: &str = "define-index-field";

/// The temporary path of an index field's options, until its type is known.
const OPTIONS_OF_FIELD: &str = "IndexField.Options";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    without(CLOUDSEARCH, EXPRESSION, "expression"),
    needed(CLOUDSEARCH, EXPRESSION, "name", Takes::One, "Expression.ExpressionName", text),
    needed(CLOUDSEARCH, EXPRESSION, "expression", Takes::One, "Expression.ExpressionValue", text),
    without(CLOUDSEARCH, FIELD, "index-field"),
    needed(CLOUDSEARCH, FIELD, "name", Takes::One, "IndexField.IndexFieldName", text),
    needed(CLOUDSEARCH, FIELD, "type", Takes::One, "IndexField.IndexFieldType", text),
    extra(CLOUDSEARCH, FIELD, "default-value", Takes::One, "IndexField.Options.DefaultValue", text),
    extra(CLOUDSEARCH, FIELD, "facet-enabled", Takes::One, "IndexField.Options.FacetEnabled", boolean),
    extra(CLOUDSEARCH, FIELD, "search-enabled", Takes::One, "IndexField.Options.SearchEnabled", boolean),
    extra(CLOUDSEARCH, FIELD, "return-enabled", Takes::One, "IndexField.Options.ReturnEnabled", boolean),
    extra(CLOUDSEARCH, FIELD, "sort-enabled", Takes::One, "IndexField.Options.SortEnabled", boolean),
    extra(CLOUDSEARCH, FIELD, "highlight-enabled", Takes::One, "IndexField.Options.HighlightEnabled", boolean),
    extra(CLOUDSEARCH, FIELD, "source-field", Takes::One, "IndexField.Options.SourceField", text),
    extra(CLOUDSEARCH, FIELD, "analysis-scheme", Takes::One, "IndexField.Options.AnalysisScheme", text),
];

fn boolean(_: &str, arguments: &[String]) -> Result<Value, Failure> {
    Ok(Value::Boolean(!arguments.first().is_some_and(|it| it.eq_ignore_ascii_case("false"))))
}

/// Moves the options of an index field to the member for its type.
pub(super) fn finish_index_field(values: &mut Fields) -> Result<(), Failure> {
    let (_, waiting) = OPTIONS_OF_FIELD.split_once('.').unwrap_or_default();
    let Some(Value::Object(field)) = values.get_mut("IndexField") else { return Ok(()) };
    let Some(options) = field.get(waiting).cloned() else { return Ok(()) };
    field.remove(waiting);
    let Value::Object(mut options) = options else { return Ok(()) };
    let kind = field.get("IndexFieldType").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut words = kind.split('-');
    let mut member: String = words.by_ref().take(1).map(capitalized).collect();
    member.extend(words.map(capitalized));
    if kind == "latlon" {
        member = "LatLon".to_owned();
    }
    if let Some(source) = options.get("SourceField").filter(|_| kind.ends_with("-array")).cloned() {
        options.remove("SourceField");
        options.push("SourceFields", source);
    }
    if let Some(default) = options.get("DefaultValue").and_then(Value::as_str).map(str::to_owned) {
        let parsed = match kind.trim_end_matches("-array") {
            "int" => default.parse().ok().map(Value::Integer),
            "double" => default.parse().ok().map(Value::Double),
            _ => None,
        };
        options.set("DefaultValue", parsed.unwrap_or(Value::String(default)));
    }
    field.push(format!("{member}Options"), Value::Object(options));
    Ok(())
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}
