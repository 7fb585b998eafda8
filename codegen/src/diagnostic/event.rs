//! The kinds of problems. `tests/bad-models` has at least one model that raises each.

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $id;)*

        /// All kinds, for the test that requires a bad model for each.
        pub const ALL: &[&str] = &[$($name),*];
    };
}

events! {
    /// A model file cannot be read.
    FILE_READ = "FileRead";
    /// A file is not valid JSON.
    JSON_SYNTAX = "JsonSyntax";
    /// A `.smithy` file does not follow the grammar of the Smithy IDL.
    IDL_SYNTAX = "IdlSyntax";
    /// An object has the same key twice.
    DUPLICATE_KEY = "DuplicateKey";
    /// A file is JSON, but not a valid Smithy JSON AST.
    AST_SYNTAX = "AstSyntax";
    /// The Smithy version of a file is not supported.
    UNSUPPORTED_VERSION = "UnsupportedVersion";
    /// A name is not allowed in a shape ID, as a member, or as a package.
    ILLEGAL_IDENTIFIER = "IllegalIdentifier";
    /// A `type` that is not in Smithy.
    UNKNOWN_SHAPE_TYPE = "UnknownShapeType";
    /// A shape has two different definitions.
    DUPLICATE_SHAPE = "DuplicateShape";
    /// A member has two definitions.
    DUPLICATE_MEMBER = "DuplicateMember";
    /// Two names differ only in case.
    SHAPE_CONFLICT = "ShapeConflict";
    /// Two files have different values for the same metadata key.
    METADATA_CONFLICT = "MetadataConflict";
    /// A trait is applied twice with different values.
    TRAIT_CONFLICT = "TraitConflict";
    /// A mixin cannot be used: it is not a mixin, it has a different type, or it is part of a cycle.
    MIXIN = "Mixin";
    /// A shape ID refers to a shape that does not exist.
    UNRESOLVED_TARGET = "UnresolvedTarget";
    /// A shape ID refers to a shape of the wrong type.
    WRONG_TARGET = "WrongTarget";
    /// A trait has an invalid value.
    TRAIT_VALUE = "TraitValue";
    /// A trait or waiter has an unknown key. It is ignored.
    UNKNOWN_KEY = "UnknownKey";
    /// A pattern that generated clients do not check.
    UNCHECKED_PATTERN = "UncheckedPattern";
    /// A trait is applied to a shape that cannot have it.
    TRAIT_TARGET = "TraitTarget";
    /// An unknown trait in the namespace `smithy.api`.
    UNKNOWN_TRAIT = "UnknownTrait";
    /// An enum or intEnum has invalid members.
    ENUM_MEMBERS = "EnumMembers";
    /// A shape lacks members that its type requires.
    EMPTY_SHAPE = "EmptyShape";
    /// A default value does not match its member or shape.
    DEFAULT_VALUE = "DefaultValue";
    /// A bound of a range that is rounded to a double.
    ROUNDED_RANGE = "RoundedRange";
    /// The `paginated` trait refers to a member that does not exist or has the wrong type. Clients get no paginator.
    PAGINATION = "Pagination";
    /// An invalid waiter. Clients do not get it.
    WAITER = "Waiter";
    /// A waiter refers to an error that its operation does not declare.
    WAITER_ERROR = "WaiterError";
    /// Invalid endpoint rules.
    ENDPOINT_RULES = "EndpointRules";
    /// The endpoint rules use a parameter that clients do not have.
    ENDPOINT_PARAMETER = "EndpointParameter";
    /// Conflicting HTTP bindings of an operation.
    HTTP_BINDING = "HttpBinding";
    /// A shape that no value can have.
    IMPOSSIBLE_RECURSION = "ImpossibleRecursion";
    /// An example does not match its operation.
    EXAMPLE = "Example";
    /// The selected service does not exist, or the selection is ambiguous.
    UNKNOWN_SERVICE = "UnknownService";
    /// A selected operation does not exist.
    UNKNOWN_OPERATION = "UnknownOperation";
    /// The service has no supported protocol.
    UNSUPPORTED_PROTOCOL = "UnsupportedProtocol";
    /// A name is too long, or lists are nested too deeply, to generate a crate.
    BEYOND_LIMIT = "BeyondLimit";
    /// A selected operation streams, which its protocol cannot do here.
    UNSUPPORTED_STREAMING = "UnsupportedStreaming";
    /// An error or something unsupported in a `smithy-build.json`.
    PROJECT = "Project";
    /// A trait changes the wire format in a way that clients do not support.
    UNSUPPORTED_TRAIT = "UnsupportedTrait";
    /// A correction of a service's model no longer changes anything.
    STALE_CORRECTION = "StaleCorrection";
}
