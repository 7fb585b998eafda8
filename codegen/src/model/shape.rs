//! Shapes and members in Smithy's terms.

use super::node::Node;
use super::shape_id::ShapeId;
use super::traits::Traits;

/// One shape of a model. <https://smithy.io/2.0/spec/model.html#shapes>
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The absolute ID, without a member.
    pub id: ShapeId,
    /// The type of the shape, with the data that only this type has.
    pub kind: ShapeKind,
    /// The traits on the shape itself.
    pub traits: Traits,
    /// The members, in order. A list has one, `member`; a map has `key` and `value`; simple shapes, services, resources
    /// and operations have none.
    pub members: Vec<Member>,
    /// The mixins that were flattened into this shape, in order.
    pub mixins: Vec<ShapeId>,
}

/// A member of a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The name, without the shape.
    pub name: String,
    /// The target shape.
    pub target: ShapeId,
    /// The traits of the member, without those of the target.
    pub traits: Traits,
}

/// The types of shapes.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeKind {
    /// Bytes.
    Blob,
    /// True or false.
    Boolean,
    /// A string.
    String,
    /// A string enum.
    Enum,
    /// A signed 8-bit integer.
    Byte,
    /// A signed 16-bit integer.
    Short,
    /// A signed 32-bit integer.
    Integer,
    /// A signed 64-bit integer.
    Long,
    /// A single-precision float.
    Float,
    /// A double-precision float.
    Double,
    /// An integer of any size.
    BigInteger,
    /// A decimal number of any precision.
    BigDecimal,
    /// A point in time.
    Timestamp,
    /// Untyped data.
    Document,
    /// An integer enum.
    IntEnum,
    /// An ordered list of values.
    List,
    /// A map with string keys.
    Map,
    /// Named members with different targets.
    Structure,
    /// Exactly one of several named members.
    Union,
    /// A service.
    Service(Service),
    /// A resource that a service manages.
    Resource(Resource),
    /// An operation.
    Operation(Operation),
}

impl ShapeKind {
    /// The name in the JSON AST.
    pub fn name(&self) -> &'static str {
        match self {
            ShapeKind::Blob => "blob",
            ShapeKind::Boolean => "boolean",
            ShapeKind::String => "string",
            ShapeKind::Enum => "enum",
            ShapeKind::Byte => "byte",
            ShapeKind::Short => "short",
            ShapeKind::Integer => "integer",
            ShapeKind::Long => "long",
            ShapeKind::Float => "float",
            ShapeKind::Double => "double",
            ShapeKind::BigInteger => "bigInteger",
            ShapeKind::BigDecimal => "bigDecimal",
            ShapeKind::Timestamp => "timestamp",
            ShapeKind::Document => "document",
            ShapeKind::IntEnum => "intEnum",
            ShapeKind::List => "list",
            ShapeKind::Map => "map",
            ShapeKind::Structure => "structure",
            ShapeKind::Union => "union",
            ShapeKind::Service(_) => "service",
            ShapeKind::Resource(_) => "resource",
            ShapeKind::Operation(_) => "operation",
        }
    }

    /// Whether values are strings, including enums.
    pub fn is_string(&self) -> bool {
        matches!(self, ShapeKind::String | ShapeKind::Enum)
    }

    /// Whether values are numbers of any size, including intEnums.
    pub fn is_number(&self) -> bool {
        self.is_whole_number() || matches!(self, ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal)
    }

    /// Whether values are integers of any size, including intEnums.
    pub fn is_whole_number(&self) -> bool {
        use ShapeKind::*;
        matches!(self, Byte | Short | Integer | Long | BigInteger | IntEnum)
    }

    /// Whether it is a service, resource or operation. These have no values.
    pub fn is_service_kind(&self) -> bool {
        matches!(self, ShapeKind::Service(_) | ShapeKind::Resource(_) | ShapeKind::Operation(_))
    }

    /// Whether a shape of this type defines the names of its members.
    pub fn has_named_members(&self) -> bool {
        use ShapeKind::*;
        matches!(self, Structure | Union | Enum | IntEnum)
    }
}

/// The data of a service. <https://smithy.io/2.0/spec/service-types.html#service>
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Service {
    /// The version, often a date. Empty if not set.
    pub version: String,
    /// The operations bound to the service itself. See [`Model::operations_of`](super::Model::operations_of) for all
    /// operations, including those of resources.
    pub operations: Vec<ShapeId>,
    /// The resources bound to the service itself.
    pub resources: Vec<ShapeId>,
    /// Errors that every operation can return.
    pub errors: Vec<ShapeId>,
    /// Other names for shapes in the service's closure.
    pub rename: Vec<(ShapeId, String)>,
}

/// The data of a resource. <https://smithy.io/2.0/spec/service-types.html#resource>
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Resource {
    /// The members that identify a resource.
    pub identifiers: Vec<(String, ShapeId)>,
    /// The properties of the resource's state.
    pub properties: Vec<(String, ShapeId)>,
    /// The lifecycle operations, in the order of the specification, each with its role (`create`, `put`, `read`,
    /// `update`, `delete`, `list`).
    pub lifecycle: Vec<(&'static str, ShapeId)>,
    /// Other operations on a single resource.
    pub operations: Vec<ShapeId>,
    /// Other operations on the collection of resources.
    pub collection_operations: Vec<ShapeId>,
    /// The child resources.
    pub resources: Vec<ShapeId>,
}

impl Resource {
    /// All operations of this resource, without those of child resources.
    pub fn all_operations(&self) -> impl Iterator<Item = &ShapeId> {
        let lifecycle = self.lifecycle.iter().map(|(_, operation)| operation);
        lifecycle.chain(&self.operations).chain(&self.collection_operations)
    }
}

/// The data of an operation. <https://smithy.io/2.0/spec/service-types.html#operation>
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The input structure, or `smithy.api#Unit`.
    pub input: ShapeId,
    /// The output structure, or `smithy.api#Unit`.
    pub output: ShapeId,
    /// The errors that the operation declares itself.
    pub errors: Vec<ShapeId>,
}

impl Member {
    /// The string of an enum member: its `enumValue`, or else its name.
    /// <https://smithy.io/2.0/spec/simple-types.html#enum>
    pub fn enum_text(&self) -> &str {
        self.traits.enum_value().and_then(Node::as_str).unwrap_or(&self.name)
    }

    /// The integer of an intEnum member.
    pub fn enum_integer(&self) -> Option<i32> {
        self.traits.enum_value()?.as_integer()?.try_into().ok()
    }
}

impl Shape {
    /// Creates a shape without traits and members.
    pub fn new(id: ShapeId, kind: ShapeKind) -> Self {
        Self { id, kind, traits: Traits::default(), members: Vec::new(), mixins: Vec::new() }
    }

    /// The member with a name.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// The members with their IDs.
    pub fn members_with_ids(&self) -> impl Iterator<Item = (ShapeId, &Member)> {
        self.members.iter().map(|member| (self.id.with_member(&member.name), member))
    }

    /// The member of a list.
    pub fn as_list(&self) -> Option<&Member> {
        if matches!(self.kind, ShapeKind::List) { self.member("member") } else { None }
    }

    /// The key and the value of a map.
    pub fn as_map(&self) -> Option<(&Member, &Member)> {
        if !matches!(self.kind, ShapeKind::Map) {
            return None;
        }
        self.member("key").zip(self.member("value"))
    }

    /// The data of a service.
    pub fn as_service(&self) -> Option<&Service> {
        match &self.kind {
            ShapeKind::Service(service) => Some(service),
            _ => None,
        }
    }

    /// The data of a resource.
    pub fn as_resource(&self) -> Option<&Resource> {
        match &self.kind {
            ShapeKind::Resource(resource) => Some(resource),
            _ => None,
        }
    }

    /// The data of an operation.
    pub fn as_operation(&self) -> Option<&Operation> {
        match &self.kind {
            ShapeKind::Operation(operation) => Some(operation),
            _ => None,
        }
    }

    /// Every shape that this one refers to in its members and data, but not in traits.
    pub fn references(&self) -> Vec<&ShapeId> {
        let mut found: Vec<&ShapeId> = self.members.iter().map(|member| &member.target).collect();
        match &self.kind {
            ShapeKind::Service(service) => {
                found.extend(service.operations.iter().chain(&service.resources).chain(&service.errors));
            }
            ShapeKind::Resource(resource) => {
                found.extend(resource.identifiers.iter().chain(&resource.properties).map(|(_, id)| id));
                found.extend(resource.all_operations().chain(&resource.resources));
            }
            ShapeKind::Operation(operation) => {
                found.extend([&operation.input, &operation.output]);
                found.extend(&operation.errors);
            }
            _ => {}
        }
        found
    }
}
