//! Endpoint rules of a service, as a table.
//!
//! A model has its rules as a tree (`endpointRuleSet`) or as a decision diagram (`endpointBdd`). Both become the same
//! table: numbered conditions, numbered results, and nodes that check one condition each and continue at another node
//! or a result. See <https://smithy.io/2.0/additional-specs/rules-engine/>.

/// The endpoint rules of a service.
#[derive(Debug)]
pub struct Rules {
    /// The parameters of the rules.
    pub parameters: &'static [Parameter],
    /// The conditions, without duplicates.
    pub conditions: &'static [Condition],
    /// The results.
    pub results: &'static [Outcome],
    /// Condition, target if it holds, target if it does not. A target from 0 on is a node; a negative target is the
    /// result `-1 - target`.
    pub nodes: &'static [[i32; 3]],
    /// The first target.
    pub root: i32,
}

/// A parameter of endpoint rules.
#[derive(Debug)]
pub struct Parameter {
    /// The name used in conditions.
    pub name: &'static str,
    /// The built-in that provides the value, if there is one.
    pub built_in: Option<BuiltIn>,
    /// Whether a value is required.
    pub required: bool,
    /// The default value.
    pub default: Option<Expr>,
}

/// A value that clients provide.
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

/// A condition. It holds if its value is set and not `false`.
#[derive(Debug)]
pub struct Condition {
    /// The name under which the value is stored, if it is.
    pub assign: Option<&'static str>,
    /// The value.
    pub value: Expr,
}

/// An expression.
#[derive(Debug)]
#[non_exhaustive]
pub enum Expr {
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Integer(i32),
    /// A string. `{name}` and `{name#path}` are placeholders, `{{` and `}}` braces.
    Text(&'static str),
    /// A parameter or the value of a condition.
    Ref(&'static str),
    /// A part of a value, such as `resourceId[0]`.
    Attr(&'static Expr, &'static str),
    /// A function call.
    Call(Function, &'static [Expr]),
    /// An array.
    List(&'static [Expr]),
    /// An object.
    Record(&'static [(&'static str, Expr)]),
}

/// The functions of the standard library and of AWS. See
/// <https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html> and
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

/// The result of endpoint rules.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// An endpoint, with its URL, its properties, such as `authSchemes`, and the header fields of requests to it, with
    /// their values.
    Endpoint(Expr, &'static [(&'static str, Expr)], &'static [(&'static str, &'static [Expr])]),
    /// The request cannot be sent, for the reason in the text.
    Error(Expr),
    /// No rule matches.
    NoMatch,
}
