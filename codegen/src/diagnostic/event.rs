//! The kinds of mistakes. Each has at least one model in `tests/bad-models` that raises it.

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $id;)*

        /// Every kind, for the test that demands a bad model of each.
        pub const ALL: &[&str] = &[$($name),*];
    };
}

events! {
    /// A model file cannot be read.
    FILE_READ = "FileRead";
    /// A file is not JSON.
    JSON_SYNTAX = "JsonSyntax";
    /// A `.smithy` file does not follow the grammar of the Smithy IDL.
    IDL_SYNTAX = "IdlSyntax";
    /// An object has the same key twice.
    DUPLICATE_KEY = "DuplicateKey";
    /// The file is JSON, but not laid out as the Smithy JSON AST demands.
    AST_SYNTAX = "AstSyntax";
    /// The file is of a Smithy version that cannot be read.
    UNSUPPORTED_VERSION = "UnsupportedVersion";
    /// A name that is not allowed in a shape id or as a member.
    ILLEGAL_IDENTIFIER = "IllegalIdentifier";
    /// A `type` that Smithy does not have.
    UNKNOWN_SHAPE_TYPE = "UnknownShapeType";
    /// One shape is defined twice, differently.
    DUPLICATE_SHAPE = "DuplicateShape";
    /// One member is defined twice.
    DUPLICATE_MEMBER = "DuplicateMember";
    /// Two names differ only by case.
    SHAPE_CONFLICT = "ShapeConflict";
    /// Two files give one metadata key different values.
    METADATA_CONFLICT = "MetadataConflict";
    /// One trait is applied twice with different values.
    TRAIT_CONFLICT = "TraitConflict";
    /// A mixin cannot be used: it is not a mixin, of another kind, or in a cycle.
    MIXIN = "Mixin";
    /// A shape id that names nothing.
    UNRESOLVED_TARGET = "UnresolvedTarget";
    /// A shape id that names a shape of the wrong kind.
    WRONG_TARGET = "WrongTarget";
    /// A trait has a value that it cannot have.
    TRAIT_VALUE = "TraitValue";
    /// A trait or waiter has a key that is not known. It is passed over.
    UNKNOWN_KEY = "UnknownKey";
    /// A pattern that generated clients cannot check.
    UNCHECKED_PATTERN = "UncheckedPattern";
    /// A trait stands on a shape that cannot have it.
    TRAIT_TARGET = "TraitTarget";
    /// A trait of the `smithy.api` namespace that is not known.
    UNKNOWN_TRAIT = "UnknownTrait";
    /// An enum or intEnum whose members do not make sense.
    ENUM_MEMBERS = "EnumMembers";
    /// A shape without the members that its kind needs.
    EMPTY_SHAPE = "EmptyShape";
    /// A default value that does not fit its member or shape.
    DEFAULT_VALUE = "DefaultValue";
    /// The paginated trait names a member that is not there or of the wrong kind. Clients do without.
    PAGINATION = "Pagination";
    /// A waiter that makes no sense. Clients do without.
    WAITER = "Waiter";
    /// A waiter looks at an error that its operation does not name.
    WAITER_ERROR = "WaiterError";
    /// Endpoint rules that make no sense.
    ENDPOINT_RULES = "EndpointRules";
    /// Endpoint rules ask for what clients do not know.
    ENDPOINT_PARAMETER = "EndpointParameter";
    /// HTTP bindings of an operation that contradict each other.
    HTTP_BINDING = "HttpBinding";
    /// A shape of which no value can exist.
    IMPOSSIBLE_RECURSION = "ImpossibleRecursion";
    /// An example whose values do not fit their operation.
    EXAMPLE = "Example";
    /// The service that was asked for is not there, or the choice is not clear.
    UNKNOWN_SERVICE = "UnknownService";
    /// An operation that was asked for is not there.
    UNKNOWN_OPERATION = "UnknownOperation";
    /// The service speaks none of the protocols that can be generated.
    UNSUPPORTED_PROTOCOL = "UnsupportedProtocol";
    /// A name is too long, or lists are nested too deep, for a crate to be generated.
    BEYOND_LIMIT = "BeyondLimit";
    /// A selected operation streams.
    UNSUPPORTED_STREAMING = "UnsupportedStreaming";
    /// A trait changes what goes over the wire in a way that clients do not know.
    UNSUPPORTED_TRAIT = "UnsupportedTrait";
    /// An authentication scheme that clients do not know.
    UNSUPPORTED_AUTHENTICATION = "UnsupportedAuthentication";
    /// A correction of a service's models changes nothing any more.
    STALE_CORRECTION = "StaleCorrection";
}
