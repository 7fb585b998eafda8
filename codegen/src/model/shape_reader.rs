//! Reads the properties of a shape in the JSON AST.

use super::json::wrong_type;
use super::node::{Node, Object, annotation};
use super::prelude;
use super::shape::{Member, Operation, Resource, Service, Shape, ShapeKind};
use super::shape_id::{ShapeId, is_identifier};
use super::shape_types;
use super::traits::Traits;
use super::version::Version;
use crate::diagnostic::{Diagnostic, Diagnostics, event, nearest};

/// Reads the properties of one shape. Properties are removed from the object as they are read; the remaining ones are
/// reported at the end.
pub(super) struct Reader<'a> {
    pub(super) id: ShapeId,
    pub(super) object: Object,
    pub(super) problems: &'a mut Diagnostics,
}

/// The properties of all types of shapes, for suggestions.
const PROPERTIES: &[&str] = &[
    "collectionOperations",
    "create",
    "delete",
    "errors",
    "identifiers",
    "input",
    "key",
    "list",
    "member",
    "members",
    "mixins",
    "operations",
    "output",
    "properties",
    "put",
    "read",
    "rename",
    "resources",
    "traits",
    "update",
    "value",
    "version",
];

impl Reader<'_> {
    pub(super) fn shape(mut self, ty: &str, version: Version) -> Option<Shape> {
        let mut traits = self.traits();
        let mut members = Vec::new();
        let kind = match ty {
            "list" => {
                members = self.fixed_members(&["member"])?;
                ShapeKind::List
            }
            "set" if version == Version::V1 => {
                traits.insert("smithy.api#uniqueItems", annotation());
                members = self.fixed_members(&["member"])?;
                ShapeKind::List
            }
            "map" => {
                members = self.fixed_members(&["key", "value"])?;
                ShapeKind::Map
            }
            "structure" | "union" | "enum" | "intEnum" => {
                members = self.members();
                plain_kind(ty)?
            }
            "service" => ShapeKind::Service(self.service()),
            "resource" => ShapeKind::Resource(self.resource()),
            "operation" => ShapeKind::Operation(self.operation()),
            simple => match plain_kind(simple) {
                Some(kind) => kind,
                None => {
                    self.unknown_type(ty);
                    return None;
                }
            },
        };
        let mixins = self.targets("mixins");
        let shape = Shape { id: self.id.clone(), kind, traits, members, mixins };
        self.finish();
        Some(shape)
    }

    fn unknown_type(&mut self, ty: &str) {
        let hint = match ty {
            "set" => Some("use a list with the trait smithy.api#uniqueItems".to_owned()),
            _ => nearest(ty, shape_types::statements()).map(|near| format!("did you mean \"{near}\"?")),
        };
        let message = format!("unknown shape type \"{ty}\"");
        self.problems.push(Diagnostic::error(event::UNKNOWN_SHAPE_TYPE, message).hint(hint));
    }

    /// Reports unknown properties.
    pub(super) fn finish(self) {
        for (key, _) in self.object {
            let message = format!("unknown property \"{key}\" of this shape");
            let hint = nearest(&key, PROPERTIES.iter().copied()).map(|near| format!("did you mean \"{near}\"?"));
            self.problems.push(Diagnostic::warning(event::AST_SYNTAX, message).hint(hint));
        }
    }

    fn wrong(&mut self, what: &str, expected: &str, node: &Node) {
        self.problems.push(wrong_type(what, expected, node));
    }

    pub(super) fn traits(&mut self) -> Traits {
        match self.object.remove("traits") {
            Some(Node::Object(object)) => self.read_traits(object, None),
            Some(other) => {
                self.wrong("traits", "an object", &other);
                Traits::default()
            }
            None => Traits::default(),
        }
    }

    fn read_traits(&mut self, object: Object, member: Option<&str>) -> Traits {
        let mut traits = Traits::default();
        for (name, value) in object {
            if ShapeId::parse(&name).is_some() {
                traits.insert(name, value);
                continue;
            }
            let hint = ShapeId::parse_or_prelude(&name).map(|id| format!("did you mean {id}?"));
            let message = format!("the trait \"{name}\" must be an absolute shape ID");
            self.report_on(member, Diagnostic::error(event::ILLEGAL_IDENTIFIER, message).hint(hint));
        }
        traits
    }

    fn report_on(&mut self, member: Option<&str>, diagnostic: Diagnostic) {
        self.problems.push(match member {
            Some(member) => diagnostic.on(self.id.with_member(member)),
            None => diagnostic,
        });
    }

    fn members(&mut self) -> Vec<Member> {
        let object = match self.object.remove("members") {
            Some(Node::Object(object)) => object,
            Some(other) => {
                self.wrong("members", "an object", &other);
                return Vec::new();
            }
            None => return Vec::new(),
        };
        object.into_iter().filter_map(|(name, node)| self.member(name, node)).collect()
    }

    /// The members of a list or map. `None` if one of them cannot be read. Validation reports missing ones.
    fn fixed_members(&mut self, names: &[&str]) -> Option<Vec<Member>> {
        let mut members = Vec::with_capacity(names.len());
        for name in names {
            if let Some(node) = self.object.remove(name) {
                members.push(self.member((*name).to_owned(), node));
            }
        }
        members.into_iter().collect()
    }

    fn member(&mut self, name: String, node: Node) -> Option<Member> {
        if !is_identifier(&name) {
            let message = format!("invalid member name \"{name}\"");
            let hint = "use letters, digits and underscores, and do not start with a digit";
            let diagnostic = Diagnostic::error(event::ILLEGAL_IDENTIFIER, message).hint(hint.to_owned());
            self.report_on(Some(&name), diagnostic);
            return None;
        }
        let Node::Object(mut object) = node else {
            self.report_on(Some(&name), wrong_type(&name, "an object", &node));
            return None;
        };
        let target = self.read_target(object.remove("target"), Some(&name))?;
        let traits = match object.remove("traits") {
            Some(Node::Object(traits)) => self.read_traits(traits, Some(&name)),
            Some(other) => {
                self.report_on(Some(&name), wrong_type("traits", "an object", &other));
                Traits::default()
            }
            None => Traits::default(),
        };
        for key in object.keys() {
            let message = format!("unknown property \"{key}\" of a member");
            self.report_on(Some(&name), Diagnostic::warning(event::AST_SYNTAX, message));
        }
        Some(Member { name, target, traits })
    }

    /// Reads an ID that must be absolute.
    fn read_target(&mut self, node: Option<Node>, member: Option<&str>) -> Option<ShapeId> {
        let Some(node) = node else {
            let message = "the reference has no \"target\"";
            self.report_on(member, Diagnostic::error(event::AST_SYNTAX, message));
            return None;
        };
        let id = node.as_str().and_then(ShapeId::parse).filter(|id| id.member().is_none());
        if id.is_none() {
            let relative = node.as_str().and_then(ShapeId::parse_or_prelude);
            let near = relative.filter(prelude::has).map(|id| format!("did you mean {id}?"));
            let message = format!("a \"target\" must be an absolute shape ID, not {node}");
            self.report_on(member, Diagnostic::error(event::AST_SYNTAX, message).hint(near));
        }
        id
    }

    /// Reads `{"target": id}` from a key.
    fn target(&mut self, key: &str) -> Option<ShapeId> {
        match self.object.remove(key)? {
            Node::Object(mut object) => self.read_target(object.remove("target"), None),
            other => {
                self.wrong(key, "an object with a \"target\"", &other);
                None
            }
        }
    }

    /// Reads `[{"target": id}, …]` from a key.
    fn targets(&mut self, key: &str) -> Vec<ShapeId> {
        let values = match self.object.remove(key) {
            Some(Node::Array(values)) => values,
            Some(other) => {
                self.wrong(key, "an array", &other);
                return Vec::new();
            }
            None => return Vec::new(),
        };
        let mut targets = Vec::with_capacity(values.len());
        for value in values {
            match value {
                Node::Object(mut object) => targets.extend(self.read_target(object.remove("target"), None)),
                other => self.wrong(key, "an array of objects with a \"target\"", &other),
            }
        }
        targets
    }

    /// Reads `{"name": {"target": id}, …}` from a key.
    fn named_targets(&mut self, key: &str) -> Vec<(String, ShapeId)> {
        let object = match self.object.remove(key) {
            Some(Node::Object(object)) => object,
            Some(other) => {
                self.wrong(key, "an object", &other);
                return Vec::new();
            }
            None => return Vec::new(),
        };
        let mut targets = Vec::with_capacity(object.len());
        for (name, value) in object {
            match value {
                Node::Object(mut object) => {
                    targets.extend(self.read_target(object.remove("target"), None).map(|id| (name, id)));
                }
                other => self.wrong(&name, "an object with a \"target\"", &other),
            }
        }
        targets
    }

    fn service(&mut self) -> Service {
        let version = match self.object.remove("version") {
            Some(Node::String(version)) => version,
            Some(other) => {
                self.wrong("version", "a string", &other);
                String::new()
            }
            None => String::new(),
        };
        Service {
            version,
            operations: self.targets("operations"),
            resources: self.targets("resources"),
            errors: self.targets("errors"),
            rename: self.rename(),
        }
    }

    fn rename(&mut self) -> Vec<(ShapeId, String)> {
        let object = match self.object.remove("rename") {
            Some(Node::Object(object)) => object,
            Some(other) => {
                self.wrong("rename", "an object", &other);
                return Vec::new();
            }
            None => return Vec::new(),
        };
        let mut rename = Vec::with_capacity(object.len());
        for (from, to) in object {
            match (ShapeId::parse(&from), to) {
                (Some(from), Node::String(to)) if is_identifier(&to) => rename.push((from, to)),
                (_, to) => {
                    let message = format!("\"rename\" must map shape IDs to names, found \"{from}\": {to}");
                    self.problems.push(Diagnostic::error(event::AST_SYNTAX, message));
                }
            }
        }
        rename
    }

    fn resource(&mut self) -> Resource {
        let lifecycle = ["create", "put", "read", "update", "delete", "list"];
        Resource {
            identifiers: self.named_targets("identifiers"),
            properties: self.named_targets("properties"),
            lifecycle: lifecycle.into_iter().filter_map(|key| Some((key, self.target(key)?))).collect(),
            operations: self.targets("operations"),
            collection_operations: self.targets("collectionOperations"),
            resources: self.targets("resources"),
        }
    }

    fn operation(&mut self) -> Operation {
        let unit = ShapeId::of_prelude("Unit");
        Operation {
            input: self.target("input").unwrap_or_else(|| unit.clone()),
            output: self.target("output").unwrap_or(unit),
            errors: self.targets("errors"),
        }
    }
}

/// The kinds that have no data of their own beside members.
fn plain_kind(name: &str) -> Option<ShapeKind> {
    Some(match name {
        "blob" => ShapeKind::Blob,
        "boolean" => ShapeKind::Boolean,
        "string" => ShapeKind::String,
        "byte" => ShapeKind::Byte,
        "short" => ShapeKind::Short,
        "integer" => ShapeKind::Integer,
        "long" => ShapeKind::Long,
        "float" => ShapeKind::Float,
        "double" => ShapeKind::Double,
        "bigInteger" => ShapeKind::BigInteger,
        "bigDecimal" => ShapeKind::BigDecimal,
        "timestamp" => ShapeKind::Timestamp,
        "document" => ShapeKind::Document,
        "structure" => ShapeKind::Structure,
        "union" => ShapeKind::Union,
        "enum" => ShapeKind::Enum,
        "intEnum" => ShapeKind::IntEnum,
        _ => return None,
    })
}
