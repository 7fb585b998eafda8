//! Endpoint rules of a service, as a table.
//!
//! A model writes its rules as a tree (`endpointRuleSet`) or as a decision diagram
//! (`endpointBdd`). Both become the same thing here: numbered conditions, numbered results, and
//! nodes that ask one condition each and go to another node or to a result.
//! See <https://smithy.io/2.0/additional-specs/rules-engine/>.

/// The rules by which a service's endpoint is found.
#[derive(Debug)]
pub struct Rules {
    /// What the rules are asked with.
    pub parameters: &'static [Parameter],
    /// The conditions, each once.
    pub conditions: &'static [Condition],
    /// Where the nodes lead to in the end.
    pub results: &'static [Outcome],
    /// Condition, where to go if it holds, and where to go if not. A place from 0 on is a node,
    /// a negative one is the result `-1 - place`.
    pub nodes: &'static [[i32; 3]],
    /// The place to begin at.
    pub root: i32,
}

/// What the rules may be asked with.
#[derive(Debug)]
pub struct Parameter {
    /// The name that conditions know it by.
    pub name: &'static str,
    /// Where its value comes from, if the client has it.
    pub built_in: Option<BuiltIn>,
    /// Whether there must be a value.
    pub required: bool,
    /// The value if none is given.
    pub default: Option<Expr>,
}

/// What a client knows without being asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuiltIn {
    /// `AWS::Region`
    Region,
    /// `AWS::UseFIPS`
    UseFips,
    /// `AWS::UseDualStack`
    UseDualStack,
    /// `SDK::Endpoint`
    Endpoint,
    /// `AWS::Auth::AccountId`
    AccountId,
    /// `AWS::Auth::AccountIdEndpointMode`
    AccountIdEndpointMode,
    /// `AWS::S3::ForcePathStyle`
    S3ForcePathStyle,
    /// `AWS::S3::Accelerate`
    S3Accelerate,
    /// `AWS::S3::UseGlobalEndpoint`
    S3UseGlobalEndpoint,
    /// `AWS::S3::UseArnRegion`
    S3UseArnRegion,
    /// `AWS::S3::DisableMultiRegionAccessPoints`
    S3DisableMultiRegionAccessPoints,
}

/// A condition: it holds where its value is there and is not `false`.
#[derive(Debug)]
pub struct Condition {
    /// The name under which its value is kept, if it is.
    pub assign: Option<&'static str>,
    /// Its value.
    pub value: Expr,
}

/// What a value is computed from.
#[derive(Debug)]
#[non_exhaustive]
pub enum Expr {
    /// `true` or `false`
    Bool(bool),
    /// a number
    Integer(i32),
    /// a text, in which `{name}` and `{name#path}` stand for values, and `{{` and `}}` for braces
    Text(&'static str),
    /// a parameter or the value of a condition
    Ref(&'static str),
    /// a part of a value, such as `resourceId[0]`
    Attr(&'static Expr, &'static str),
    /// the value of a function
    Call(Function, &'static [Expr]),
    /// an array
    List(&'static [Expr]),
    /// an object
    Record(&'static [(&'static str, Expr)]),
}

/// The functions of the standard library and of AWS.
/// See <https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html> and
/// <https://smithy.io/2.0/aws/rules-engine/library-functions.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Function {
    /// `isSet`
    IsSet,
    /// `not`
    Not,
    /// `booleanEquals`
    BooleanEquals,
    /// `stringEquals`
    StringEquals,
    /// `parseURL`
    ParseUrl,
    /// `isValidHostLabel`
    IsValidHostLabel,
    /// `uriEncode`
    UriEncode,
    /// `substring`
    Substring,
    /// `split`
    Split,
    /// `coalesce`
    Coalesce,
    /// `ite`
    Ite,
    /// `aws.partition`
    Partition,
    /// `aws.parseArn`
    ParseArn,
    /// `aws.isVirtualHostableS3Bucket`
    IsVirtualHostableS3Bucket,
}

/// What the rules end in.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// An endpoint: its URL; what is known of it beside, such as `authSchemes`; and headers that
    /// requests to it carry, each with its values.
    Endpoint(Expr, &'static [(&'static str, Expr)], &'static [(&'static str, &'static [Expr])]),
    /// The request cannot be made, for the reason that the text says.
    Error(Expr),
    /// No rule is for this case.
    NoMatch,
}
