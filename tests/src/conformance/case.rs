//! Test cases, as in a model's traits.

use serde_json::{Map, Value};
use tinsmith_runtime::json::Options;

/// The format of values in a case: blobs as strings, timestamps as seconds, null for absent values.
pub(super) const PARAMS: Options =
    Options { raw_blobs: true, big_numbers_as_text: true, skip_null: true, whole_floats: true, ..Options::PEOPLE };

/// The kind of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// an input that is serialized to a request
    Request,
    /// a response that is parsed to an output
    Response,
    /// a response that is parsed to an error
    Error,
}

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The kind.
    pub kind: Kind,
    /// The shape ID of the operation or error.
    pub shape: String,
    fields: Map<String, Value>,
}

/// The supported fields of a case. A case with other fields would pass without being checked completely.
const FIELDS: [&str; 21] = [
    "id",
    "protocol",
    "documentation",
    "tags",
    "appliesTo",
    "params",
    "method",
    "uri",
    "queryParams",
    "requireQueryParams",
    "forbidQueryParams",
    "host",
    "resolvedHost",
    "headers",
    "requireHeaders",
    "forbidHeaders",
    "body",
    "bodyMediaType",
    "code",
    "vendorParams",
    "vendorParamsShape",
];

impl Case {
    /// The ID of the case.
    pub fn id(&self) -> &str {
        self.text("id").unwrap_or("?")
    }

    /// The name of the shape, without namespace.
    pub fn shape_name(&self) -> &str {
        self.shape.rsplit_once('#').map_or(&self.shape, |(_, name)| name)
    }

    /// A string field.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_str)
    }

    /// A number field.
    pub(super) fn number(&self, field: &str) -> Option<u64> {
        self.fields.get(field).and_then(Value::as_u64)
    }

    /// The entries of a field that is an object of strings.
    pub(super) fn entries(&self, field: &str) -> impl Iterator<Item = (&str, &str)> {
        let object = self.fields.get(field).and_then(Value::as_object);
        object.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()))
    }

    /// The elements of a field that is a list of strings.
    pub(super) fn list(&self, field: &str) -> impl Iterator<Item = &str> {
        self.fields.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// The parameters. Empty if there are none.
    pub(super) fn params(&self) -> Value {
        self.fields.get("params").cloned().unwrap_or_else(|| Value::Object(Map::new()))
    }

    /// Whether the body is encoded in base64.
    pub(super) fn is_binary(&self) -> bool {
        self.text("bodyMediaType") == Some("application/cbor")
            || self.text("protocol") == Some("smithy.protocols#rpcv2Cbor")
    }

    /// Fails if the case has fields that are not checked.
    pub(super) fn understood(&self) -> Result<(), String> {
        match self.fields.keys().find(|field| !FIELDS.contains(&field.as_str())) {
            Some(field) => Err(format!("the case has a field `{field}`, which nothing looks at")),
            None => Ok(()),
        }
    }
}

/// The cases of a model that a client must pass, in model order.
pub fn cases(model: &Value) -> Vec<Case> {
    let shapes = model.get("shapes").and_then(Value::as_object);
    let protocols = protocols(model);
    let mut cases = Vec::new();
    for (id, shape) in shapes.into_iter().flatten() {
        let answer = if shape.pointer("/traits/smithy.api#error").is_some() { Kind::Error } else { Kind::Response };
        for (kind, name) in [(Kind::Request, "httpRequestTests"), (answer, "httpResponseTests")] {
            let found = shape.pointer(&format!("/traits/smithy.test#{name}")).and_then(Value::as_array);
            for fields in found.into_iter().flatten().filter_map(Value::as_object) {
                let case = Case { kind, shape: id.clone(), fields: fields.clone() };
                let spoken = case.text("protocol").is_some_and(|it| protocols.contains(&it));
                if spoken && case.text("appliesTo") != Some("server") {
                    cases.push(case);
                }
            }
        }
    }
    cases
}

/// The protocols of the model's services.
fn protocols(model: &Value) -> Vec<&str> {
    let shapes = model.get("shapes").and_then(Value::as_object).into_iter().flatten();
    let services = shapes.filter(|(_, shape)| shape.get("type").and_then(Value::as_str) == Some("service"));
    services
        .filter_map(|(_, shape)| shape.get("traits").and_then(Value::as_object))
        .flat_map(|traits| traits.keys().map(String::as_str))
        .filter(|id| id.starts_with("aws.protocols#") || id.starts_with("smithy.protocols#"))
        .collect()
}
