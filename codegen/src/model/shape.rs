//! Shapes and members, as Smithy names them.

use super::node::Node;
use super::shape_id::ShapeId;
use super::traits::Traits;

/// One shape of a model. <https://smithy.io/2.0/spec/model.html#shapes>
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The absolute id, without a member.
    pub id: ShapeId,
    /// What kind of shape it is, with the data that only that kind has.
    pub kind: ShapeKind,
    /// The traits on the shape itself.
    pub traits: Traits,
    /// The members in their order. A list has one, named `member`; a map has `key` and
    /// `value`; a simple shape, a service, a resource and an operation have none.
    pub members: Vec<Member>,
    /// The mixins that were flattened into this shape, in order.
    pub mixins: Vec<ShapeId>,
}

/// A member of a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its name, without the shape.
    pub name: String,
    /// The shape that its values have.
    pub target: ShapeId,
    /// The traits on the member. Those of the target are not repeated here.
    pub traits: Traits,
}

/// The kinds of shapes.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeKind {
    /// Bytes.
    Blob,
    /// True or false.
    Boolean,
    /// Text.
    String,
    /// One of several named strings.
    Enum,
    /// Eight bits, signed.
    Byte,
    /// Sixteen bits, signed.
    Short,
    /// Thirty-two bits, signed.
    Integer,
    /// Sixty-four bits, signed.
    Long,
    /// Single precision.
    Float,
    /// Double precision.
    Double,
    /// A whole number of any size.
    BigInteger,
    /// A decimal number of any precision.
    BigDecimal,
    /// A point in time.
    Timestamp,
    /// Open content.
    Document,
    /// One of several named integers.
    IntEnum,
    /// Values of one kind in order.
    List,
    /// Values by their string key.
    Map,
    /// Named values of different kinds.
    Structure,
    /// Exactly one of several named values.
    Union,
    /// An API.
    Service(Service),
    /// A thing that an API manages.
    Resource(Resource),
    /// One call of an API.
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

    /// Whether it is a string, an enum included.
    pub fn is_string(&self) -> bool {
        matches!(self, ShapeKind::String | ShapeKind::Enum)
    }

    /// Whether it is a number of any size, an intEnum included.
    pub fn is_number(&self) -> bool {
        self.is_whole_number() || matches!(self, ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal)
    }

    /// Whether it is a whole number of any size, an intEnum included.
    pub fn is_whole_number(&self) -> bool {
        use ShapeKind::*;
        matches!(self, Byte | Short | Integer | Long | BigInteger | IntEnum)
    }

    /// Whether it is a service, a resource or an operation: no value has such a shape.
    pub fn is_service_kind(&self) -> bool {
        matches!(self, ShapeKind::Service(_) | ShapeKind::Resource(_) | ShapeKind::Operation(_))
    }

    /// Whether a shape of this kind names its own members.
    pub fn has_named_members(&self) -> bool {
        use ShapeKind::*;
        matches!(self, Structure | Union | Enum | IntEnum)
    }
}

/// What only a service has. <https://smithy.io/2.0/spec/service-types.html#service>
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Service {
    /// The version, often a date; empty if there is none.
    pub version: String,
    /// The operations bound to the service itself. Those of its resources are not here:
    /// ask [`Model::operations_of`](super::Model::operations_of) for all of them.
    pub operations: Vec<ShapeId>,
    /// The resources bound to the service itself.
    pub resources: Vec<ShapeId>,
    /// Errors that every operation can raise.
    pub errors: Vec<ShapeId>,
    /// Other names for shapes of the closure.
    pub rename: Vec<(ShapeId, String)>,
}

/// What only a resource has. <https://smithy.io/2.0/spec/service-types.html#resource>
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Resource {
    /// The members that tell one resource from another.
    pub identifiers: Vec<(String, ShapeId)>,
    /// The properties of the resource's state.
    pub properties: Vec<(String, ShapeId)>,
    /// The lifecycle operations in the order of the specification: their name (`create`,
    /// `put`, `read`, `update`, `delete`, `list`) and the operation.
    pub lifecycle: Vec<(&'static str, ShapeId)>,
    /// Further operations on one resource.
    pub operations: Vec<ShapeId>,
    /// Further operations on the collection of resources.
    pub collection_operations: Vec<ShapeId>,
    /// The resources inside this one.
    pub resources: Vec<ShapeId>,
}

impl Resource {
    /// Every operation of this resource; those of its child resources are not among them.
    pub fn all_operations(&self) -> impl Iterator<Item = &ShapeId> {
        let lifecycle = self.lifecycle.iter().map(|(_, operation)| operation);
        lifecycle.chain(&self.operations).chain(&self.collection_operations)
    }
}

/// What only an operation has. <https://smithy.io/2.0/spec/service-types.html#operation>
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The input structure; `smithy.api#Unit` if there is none.
    pub input: ShapeId,
    /// The output structure; `smithy.api#Unit` if there is none.
    pub output: ShapeId,
    /// The errors that the operation names itself.
    pub errors: Vec<ShapeId>,
}

impl Member {
    /// The text of an enum member: its `enumValue`, or its name without one.
    /// <https://smithy.io/2.0/spec/simple-types.html#enum>
    pub fn enum_text(&self) -> &str {
        self.traits.enum_value().and_then(Node::as_str).unwrap_or(&self.name)
    }

    /// The number of an intEnum member.
    pub fn enum_integer(&self) -> Option<i32> {
        self.traits.enum_value()?.as_integer()?.try_into().ok()
    }
}

impl Shape {
    /// A shape without traits and members.
    pub fn new(id: ShapeId, kind: ShapeKind) -> Self {
        Self { id, kind, traits: Traits::default(), members: Vec::new(), mixins: Vec::new() }
    }

    /// The member of a name.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// The members with their ids.
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

    /// Every shape that this one names in its own data, members included; traits are not.
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
