//! Traits whose values are plain data, and parameters of endpoint rules.

use super::trait_values::{Datum, Trait};
use crate::model::{Node, Object, Traits};
use crate::waiters::parse_path;

/// The traits of a service or operation whose values are plain data.
pub(super) fn resolve_records(traits: &Traits) -> Vec<Trait> {
    let mut found = Vec::new();
    found.extend(traits.static_context_params().map(|it| Trait::Record("StaticContextParams", static_params(it))));
    found.extend(traits.http_checksum().map(|it| {
        let text = |name: &str, value: Option<&str>| Some((name.to_owned(), Datum::Text(value?.to_owned())));
        let mut fields = Vec::new();
        fields.extend(text("requestAlgorithmMember", it.request_algorithm_member));
        fields.push(("requestChecksumRequired".to_owned(), Datum::Flag(it.request_checksum_required)));
        fields.extend(text("requestValidationModeMember", it.request_validation_mode_member));
        fields.push(("responseAlgorithms".to_owned(), texts(&it.response_algorithms)));
        Trait::Record("HttpChecksum", fields)
    }));
    let schemes = traits.auth_schemes();
    if !schemes.is_empty() {
        found.push(Trait::Record("Auth", vec![("schemes".to_owned(), texts(&schemes))]));
    }
    found.extend(traits.get("smithy.api#httpApiKeyAuth").and_then(Node::as_object).map(|key| {
        let fields = key.iter().filter_map(|(name, value)| Some((name.to_owned(), Datum::of(value)?)));
        Trait::Record("HttpApiKeyAuth", fields.collect())
    }));
    found.extend(traits.correction("staticHeaders").and_then(Node::as_object).map(|headers| {
        let fields = headers.iter().filter_map(|(name, value)| Some((name.to_owned(), Datum::of(value)?)));
        Trait::Record("StaticHeaders", fields.collect())
    }));
    found.extend(traits.get("smithy.api#longPoll").and_then(Node::as_object).map(|object| {
        let fields = object.iter().filter_map(|(name, value)| Some((name.to_owned(), Datum::of(value)?)));
        Trait::Record("LongPoll", fields.collect())
    }));
    for (name, table) in [
        ("outputFile", "OutputFile"),
        ("outputStrings", "OutputStrings"),
        ("pageResults", "PageResults"),
        ("pages", "Pages"),
        ("savedEvent", "SavedEvent"),
        ("presignedUrl", "PresignedUrl"),
        ("waiterAttempts", "WaiterAttempts"),
    ] {
        found.extend(traits.correction(name).and_then(Node::as_object).map(|object| {
            let fields = object.iter().filter_map(|(name, value)| Some((name.to_owned(), Datum::of(value)?)));
            Trait::Record(table, fields.collect())
        }));
    }
    found.extend(traits.operation_context_params().map(operation_params));
    found
}

fn texts(values: &[&str]) -> Datum {
    Datum::Texts(values.iter().map(|it| (*it).to_owned()).collect())
}

fn static_params(params: &Object) -> Vec<(String, Datum)> {
    let values = params.iter().filter_map(|(name, node)| Some((name.to_owned(), Datum::of(node.get("value")?)?)));
    values.collect()
}

/// Parameters with JMESPath expressions on the input. An expression that cannot be parsed is omitted.
fn operation_params(params: &Object) -> Trait {
    let paths = params.iter().filter_map(|(name, node)| {
        let path = node.get("path")?.as_str()?;
        parse_path(path).ok()?;
        Some((name.to_owned(), path.to_owned()))
    });
    Trait::OperationContextParams(paths.collect())
}

impl Datum {
    fn of(node: &Node) -> Option<Self> {
        Some(match node {
            Node::Bool(value) => Self::Flag(*value),
            Node::Number(_) => Self::Number(node.as_integer()?.try_into().ok()?),
            Node::String(value) => Self::Text(value.clone()),
            Node::Array(values) => Self::Texts(values.iter().filter_map(Node::as_str).map(str::to_owned).collect()),
            _ => return None,
        })
    }
}
