//! The prelude: shapes that every model has. <https://smithy.io/2.0/spec/model.html#prelude>

use std::collections::BTreeMap;

use super::node::Node;
use super::number::Number;
use super::shape::{Shape, ShapeKind};
use super::shape_id::ShapeId;

/// The simple shapes of the prelude with their kinds.
const SIMPLE: [(&str, ShapeKind); 14] = [
    ("String", ShapeKind::String),
    ("Blob", ShapeKind::Blob),
    ("BigInteger", ShapeKind::BigInteger),
    ("BigDecimal", ShapeKind::BigDecimal),
    ("Timestamp", ShapeKind::Timestamp),
    ("Document", ShapeKind::Document),
    ("Boolean", ShapeKind::Boolean),
    ("Byte", ShapeKind::Byte),
    ("Short", ShapeKind::Short),
    ("Integer", ShapeKind::Integer),
    ("Long", ShapeKind::Long),
    ("Float", ShapeKind::Float),
    ("Double", ShapeKind::Double),
    ("Unit", ShapeKind::Structure),
];

/// The types that also exist with the prefix `Primitive` and a default of zero or false.
const PRIMITIVE: [&str; 7] = ["Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double"];

/// All shapes of the prelude.
pub(super) fn shapes() -> BTreeMap<ShapeId, Shape> {
    let mut shapes = Vec::new();
    for (name, kind) in SIMPLE {
        if PRIMITIVE.contains(&name) {
            let zero = match kind {
                ShapeKind::Boolean => Node::Bool(false),
                _ => Node::Number(Number::Integer(0)),
            };
            let mut shape = Shape::new(ShapeId::of_prelude(&format!("Primitive{name}")), kind.clone());
            shape.traits.insert("smithy.api#default", zero);
            shapes.push(shape);
        }
        let mut shape = Shape::new(ShapeId::of_prelude(name), kind);
        if name == "Unit" {
            shape.traits.insert("smithy.api#unitType", Node::Object(Default::default()));
        }
        shapes.push(shape);
    }
    shapes.into_iter().map(|shape| (shape.id.clone(), shape)).collect()
}

/// Whether the prelude has a shape.
pub(super) fn has(id: &ShapeId) -> bool {
    let name = id.name();
    id.namespace() == "smithy.api"
        && (SIMPLE.iter().any(|(simple, _)| *simple == name)
            || name.strip_prefix("Primitive").is_some_and(|rest| PRIMITIVE.contains(&rest)))
}

/// Whether the prelude has a trait. <https://smithy.io/2.0/spec/model.html#prelude>
pub(super) fn has_trait(id: &ShapeId) -> bool {
    id.namespace() == "smithy.api" && TRAITS.binary_search(&id.name()).is_ok()
}

/// Whether the value of a trait of the prelude is a list. Such a trait without a value has an empty one.
pub(super) fn is_list_trait(id: &str) -> bool {
    let name = id.strip_prefix("smithy.api#");
    name.is_some_and(|name| matches!(name, "auth" | "enum" | "examples" | "references" | "suppress" | "tags"))
}

/// Whether the prelude has a shape or trait.
pub(crate) fn is_prelude(id: &ShapeId) -> bool {
    has(id) || has_trait(id)
}

/// The names of the prelude's traits, sorted.
const TRAITS: &[&str] = &[
    "addedDefault",
    "auth",
    "authDefinition",
    "box",
    "clientOptional",
    "cors",
    "default",
    "deprecated",
    "documentation",
    "endpoint",
    "enum",
    "enumValue",
    "error",
    "eventHeader",
    "eventPayload",
    "examples",
    "externalDocumentation",
    "hostLabel",
    "http",
    "httpApiKeyAuth",
    "httpBasicAuth",
    "httpBearerAuth",
    "httpChecksumRequired",
    "httpDigestAuth",
    "httpError",
    "httpHeader",
    "httpLabel",
    "httpPayload",
    "httpPrefixHeaders",
    "httpQuery",
    "httpQueryParams",
    "httpResponseCode",
    "idRef",
    "idempotencyToken",
    "idempotent",
    "input",
    "internal",
    "jsonName",
    "length",
    "longPoll",
    "mediaType",
    "metadata",
    "mixin",
    "nestedProperties",
    "noReplace",
    "notProperty",
    "optionalAuth",
    "output",
    "paginated",
    "pattern",
    "private",
    "property",
    "protocolDefinition",
    "range",
    "readonly",
    "recommended",
    "references",
    "requestCompression",
    "required",
    "requiresLength",
    "resourceIdentifier",
    "retryable",
    "sensitive",
    "since",
    "sparse",
    "streaming",
    "suppress",
    "tags",
    "timestampFormat",
    "title",
    "trait",
    "traitValidators",
    "uniqueItems",
    "unitType",
    "unstable",
    "xmlAttribute",
    "xmlFlattened",
    "xmlName",
    "xmlNamespace",
];
