//! The JSON AST: one file's JSON to shapes. <https://smithy.io/2.0/spec/json-ast.html>

use super::load::{annotation, trait_id};
use super::locate::Locator;
use super::merge::{Apply, Merge};
use super::node::{Node, Object};
use super::prelude;
use super::shape::{Member, Operation, Resource, Service, Shape, ShapeKind};
use super::shape_id::{ShapeId, is_identifier};
use super::traits::Traits;
use crate::diagnostic::{Diagnostic, Diagnostics, event, nearest};

/// The versions of the format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Smithy 1.0: sets, enum traits, boxed numbers.
    V1,
    /// Smithy 2.0.
    V2,
}

/// The version that a file declares.
pub(super) fn read_version(root: &Node) -> Result<Version, Diagnostics> {
    if root.as_object().is_none() {
        let message = format!("a model is an object, this file holds {}", root.kind());
        return Err(Diagnostic::error(event::AST_SYNTAX, message).into());
    }
    match root.get("smithy").and_then(Node::as_str) {
        Some("1" | "1.0") => Ok(Version::V1),
        Some("2" | "2.0") => Ok(Version::V2),
        Some(other) => {
            let message = format!("Smithy version \"{other}\" is not known");
            let hint = "1.0 and 2.0 can be read".to_owned();
            Err(Diagnostic::error(event::UNSUPPORTED_VERSION, message)
                .hint(hint)
                .into())
        }
        None => {
            let message = "the file does not say which version of Smithy it is in";
            let hint = "a model starts with \"smithy\": \"2.0\"".to_owned();
            Err(Diagnostic::error(event::UNSUPPORTED_VERSION, message)
                .hint(hint)
                .into())
        }
    }
}

/// Adds one file to what the others gave.
pub(super) fn read_file(
    root: Node,
    version: Version,
    file: usize,
    merge: &mut Merge,
    problems: &mut Diagnostics,
    locator: &Locator<'_>,
) {
    let Node::Object(mut root) = root else { return };
    match root.remove("metadata") {
        Some(Node::Object(metadata)) => merge.add_metadata(metadata, problems),
        Some(other) => problems.push(wrong_json("metadata", "an object", &other)),
        None => {}
    }
    let shapes = match root.remove("shapes") {
        Some(Node::Object(shapes)) => shapes,
        Some(other) => return problems.push(wrong_json("shapes", "an object", &other)),
        None => return,
    };
    for (id, node) in shapes {
        let mut found = Diagnostics::new();
        read_entry(&id, node, version, file, merge, &mut found);
        problems.extend(found.into_iter().map(|diagnostic| {
            let id = diagnostic.shape_id.clone().unwrap_or_else(|| id.clone());
            let place = locator.find_in(file, &id);
            let diagnostic = diagnostic.on(id);
            match place {
                Some(place) => diagnostic.at(place),
                None => diagnostic,
            }
        }));
    }
}

fn wrong_json(what: &str, expected: &str, node: &Node) -> Diagnostic {
    Diagnostic::error(
        event::AST_SYNTAX,
        format!("\"{what}\" must be {expected}, it is {}", node.kind()),
    )
}

fn read_entry(
    text: &str,
    node: Node,
    version: Version,
    file: usize,
    merge: &mut Merge,
    problems: &mut Diagnostics,
) {
    let Some(id) = ShapeId::parse(text) else {
        let message = format!("\"{text}\" is not an absolute shape id");
        let hint = "it has the form namespace#Name, of letters, digits and underscores";
        return problems
            .push(Diagnostic::error(event::ILLEGAL_IDENTIFIER, message).hint(hint.to_owned()));
    };
    let Node::Object(mut object) = node else {
        merge.broken.insert(id);
        return problems.push(wrong_json(text, "an object", &node));
    };
    let ty = match object.remove("type") {
        Some(Node::String(ty)) => ty,
        Some(other) => {
            merge.broken.insert(id);
            return problems.push(wrong_json("type", "a string", &other));
        }
        None => {
            merge.broken.insert(id);
            return problems.push(Diagnostic::error(
                event::AST_SYNTAX,
                "the shape has no \"type\"",
            ));
        }
    };
    let mut reader = Reader {
        id: id.clone(),
        object,
        problems,
    };
    if ty == "apply" {
        let traits = reader.traits();
        reader.finish();
        merge.applies.push(Apply { id, traits, file });
    } else if id.member().is_some() {
        let message = "a member is defined inside its shape; only an apply statement can name it from outside";
        problems.push(Diagnostic::error(event::ILLEGAL_IDENTIFIER, message));
    } else if let Some(shape) = reader.shape(&ty, version) {
        merge.add_shape(shape, version, problems);
    } else {
        merge.broken.insert(id);
    }
}

/// Reads the properties of one shape. What is taken out of the object has been understood;
/// what is left at the end is reported.
struct Reader<'a> {
    id: ShapeId,
    object: Object,
    problems: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn shape(mut self, ty: &str, version: Version) -> Option<Shape> {
        let mut traits = self.traits();
        let mut members = Vec::new();
        let kind = match ty {
            "list" => {
                members.extend(self.named_member("member"));
                ShapeKind::List
            }
            "set" if version == Version::V1 => {
                traits.insert("smithy.api#uniqueItems", annotation());
                members.extend(self.named_member("member"));
                ShapeKind::List
            }
            "map" => {
                members.extend(self.named_member("key"));
                members.extend(self.named_member("value"));
                ShapeKind::Map
            }
            "structure" | "union" | "enum" | "intEnum" => {
                members = self.members();
                match ty {
                    "structure" => ShapeKind::Structure,
                    "union" => ShapeKind::Union,
                    "enum" => ShapeKind::Enum,
                    _ => ShapeKind::IntEnum,
                }
            }
            "service" => ShapeKind::Service(self.service()),
            "resource" => ShapeKind::Resource(self.resource()),
            "operation" => ShapeKind::Operation(self.operation()),
            simple => match simple_kind(simple) {
                Some(kind) => kind,
                None => {
                    self.unknown_type(ty);
                    return None;
                }
            },
        };
        let mixins = self.targets("mixins");
        let shape = Shape {
            id: self.id.clone(),
            kind,
            traits,
            members,
            mixins,
        };
        self.finish();
        Some(shape)
    }

    fn unknown_type(&mut self, ty: &str) {
        let hint = match ty {
            "set" => Some(
                "Smithy 2.0 has lists with the trait smithy.api#uniqueItems instead".to_owned(),
            ),
            _ => nearest(ty, TYPES).map(|near| format!("did you mean \"{near}\"?")),
        };
        let message = format!("\"{ty}\" is not a type of shape");
        self.problems
            .push(Diagnostic::error(event::UNKNOWN_SHAPE_TYPE, message).hint(hint));
    }

    /// Reports what nobody asked for.
    fn finish(self) {
        for (key, _) in self.object {
            let message = format!("the property \"{key}\" means nothing on this shape");
            self.problems
                .push(Diagnostic::warning(event::AST_SYNTAX, message));
        }
    }

    fn wrong(&mut self, what: &str, expected: &str, node: &Node) {
        self.problems.push(wrong_json(what, expected, node));
    }

    fn traits(&mut self) -> Traits {
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
            let hint = trait_id(&name).map(|id| format!("did you mean {id}?"));
            let message = format!("the trait \"{name}\" must be named by an absolute shape id");
            self.report_on(
                member,
                Diagnostic::error(event::ILLEGAL_IDENTIFIER, message).hint(hint),
            );
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
        object
            .into_iter()
            .filter_map(|(name, node)| self.member(name, node))
            .collect()
    }

    fn named_member(&mut self, name: &str) -> Option<Member> {
        let node = self.object.remove(name)?;
        self.member(name.to_owned(), node)
    }

    fn member(&mut self, name: String, node: Node) -> Option<Member> {
        if !is_identifier(&name) {
            let message = format!("\"{name}\" cannot be the name of a member");
            let hint =
                "a name has letters, digits and underscores, and does not start with a digit";
            let diagnostic =
                Diagnostic::error(event::ILLEGAL_IDENTIFIER, message).hint(hint.to_owned());
            self.report_on(Some(&name), diagnostic);
            return None;
        }
        let Node::Object(mut object) = node else {
            self.report_on(Some(&name), wrong_json(&name, "an object", &node));
            return None;
        };
        let target = self.read_target(object.remove("target"), Some(&name))?;
        let traits = match object.remove("traits") {
            Some(Node::Object(traits)) => self.read_traits(traits, Some(&name)),
            Some(other) => {
                self.report_on(Some(&name), wrong_json("traits", "an object", &other));
                Traits::default()
            }
            None => Traits::default(),
        };
        for key in object.keys() {
            let message = format!("the property \"{key}\" means nothing on a member");
            self.report_on(Some(&name), Diagnostic::warning(event::AST_SYNTAX, message));
        }
        Some(Member {
            name,
            target,
            traits,
        })
    }

    /// Reads an id that must be absolute.
    fn read_target(&mut self, node: Option<Node>, member: Option<&str>) -> Option<ShapeId> {
        let Some(node) = node else {
            let message = "a reference needs a \"target\"";
            self.report_on(member, Diagnostic::error(event::AST_SYNTAX, message));
            return None;
        };
        let id = node
            .as_str()
            .and_then(ShapeId::parse)
            .filter(|id| id.member().is_none());
        if id.is_none() {
            let relative = node.as_str().and_then(trait_id);
            let near = relative
                .filter(prelude::has)
                .map(|id| format!("did you mean {id}?"));
            let message = format!("a \"target\" must be an absolute shape id, it is {node}");
            self.report_on(
                member,
                Diagnostic::error(event::AST_SYNTAX, message).hint(near),
            );
        }
        id
    }

    /// Reads `{"target": id}` under a key.
    fn target(&mut self, key: &str) -> Option<ShapeId> {
        match self.object.remove(key)? {
            Node::Object(mut object) => self.read_target(object.remove("target"), None),
            other => {
                self.wrong(key, "an object with a \"target\"", &other);
                None
            }
        }
    }

    /// Reads `[{"target": id}, …]` under a key.
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
                Node::Object(mut object) => {
                    targets.extend(self.read_target(object.remove("target"), None))
                }
                other => self.wrong(key, "an array of objects with a \"target\"", &other),
            }
        }
        targets
    }

    /// Reads `{"name": {"target": id}, …}` under a key.
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
                    targets.extend(
                        self.read_target(object.remove("target"), None)
                            .map(|id| (name, id)),
                    );
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
                    let message =
                        format!("\"rename\" maps shape ids to names, it has \"{from}\": {to}");
                    self.problems
                        .push(Diagnostic::error(event::AST_SYNTAX, message));
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
            lifecycle: lifecycle
                .into_iter()
                .filter_map(|key| Some((key, self.target(key)?)))
                .collect(),
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

/// The names of all types, for near matches.
const TYPES: &[&str] = &[
    "blob",
    "boolean",
    "string",
    "enum",
    "byte",
    "short",
    "integer",
    "long",
    "float",
    "double",
    "bigInteger",
    "bigDecimal",
    "timestamp",
    "document",
    "intEnum",
    "list",
    "map",
    "structure",
    "union",
    "service",
    "resource",
    "operation",
    "apply",
];

fn simple_kind(name: &str) -> Option<ShapeKind> {
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
        _ => return None,
    })
}
