//! Traits in the tables, and their accessors.

use super::datum::Record;
use super::waiters::Waiter;
use super::{Member, Pattern, Schema};

/// A trait of a shape, member or operation.
///
/// The generator writes all of these traits into the tables, whatever the service's protocol is, so that a new protocol
/// needs no other generated code.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Trait {
    /// `required`: <https://smithy.io/2.0/spec/type-refinement-traits.html#required-trait>
    Required,
    /// `default`, if it is not null.
    Default(DefaultValue),
    /// `clientOptional`
    ClientOptional,
    /// `length`: <https://smithy.io/2.0/spec/constraint-traits.html#length-trait>
    Length(Length),
    /// `pattern`: <https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait>
    Pattern(&'static Pattern),
    /// `range`: <https://smithy.io/2.0/spec/constraint-traits.html#range-trait>
    Range(Range),
    /// `uniqueItems`: <https://smithy.io/2.0/spec/constraint-traits.html#uniqueitems-trait>
    UniqueItems,
    /// `sparse`: elements or values may be null.
    Sparse,
    /// `sensitive`: must not be shown in messages and logs.
    Sensitive,
    /// `deprecated`
    Deprecated,
    /// `input`
    Input,
    /// `output`
    Output,
    /// `error`: whether the client is at fault.
    Error(bool),
    /// `httpError`: the HTTP status
    HttpError(u16),
    /// `retryable`: whether it is a throttling error.
    Retryable(bool),
    /// `aws.protocols#awsQueryError`: the code on the wire
    AwsQueryError(&'static str),
    /// `mediaType`
    MediaType(&'static str),
    /// `jsonName`
    JsonName(&'static str),
    /// `xmlName`
    XmlName(&'static str),
    /// `xmlFlattened`
    XmlFlattened,
    /// `xmlAttribute`
    XmlAttribute,
    /// `xmlNamespace`
    XmlNamespace(XmlNamespace),
    /// `timestampFormat`
    TimestampFormat(TimestampFormat),
    /// `aws.protocols#ec2QueryName`
    Ec2QueryName(&'static str),
    /// `idempotencyToken`: the client fills it in if the caller did not.
    IdempotencyToken,
    /// `hostLabel`
    HostLabel,
    /// `httpLabel`
    HttpLabel,
    /// `httpHeader`
    HttpHeader(&'static str),
    /// `httpPrefixHeaders`
    HttpPrefixHeaders(&'static str),
    /// `httpQuery`
    HttpQuery(&'static str),
    /// `httpQueryParams`
    HttpQueryParams,
    /// `httpPayload`
    HttpPayload,
    /// `httpResponseCode`
    HttpResponseCode,
    /// `http` on an operation: method, URI pattern, status of successful responses.
    Http(&'static str, &'static str, u16),
    /// `endpoint` on an operation: its host prefix
    HostPrefix(&'static str),
    /// `requestCompression`: encodings in order of preference
    RequestCompression(&'static [&'static str]),
    /// `httpChecksumRequired`
    HttpChecksumRequired,
    /// `idempotent`
    Idempotent,
    /// `readonly`
    Readonly,
    /// `optionalAuth`: may be sent without a signature.
    OptionalAuth,
    /// `auth` with an empty list: always sent without a signature.
    NoAuth,
    /// `aws.auth#unsignedPayload`
    UnsignedPayload,
    /// `paginated`, merged with the service's settings. Paths are dotted.
    Paginated {
        /// The input member for the token.
        input_token: &'static str,
        /// The path to the token in the output.
        output_token: &'static str,
        /// The path to the list or map of items in the output.
        items: Option<&'static str>,
        /// The input member that limits the page size.
        page_size: Option<&'static str>,
    },
    /// `smithy.waiters#waitable`, ordered by name:
    /// <https://smithy.io/2.0/additional-specs/waiters.html#smithy-waiters-waitable-trait>.
    Waitable(&'static [&'static Waiter]),
    /// `aws.protocols#awsQueryCompatible` on the service
    AwsQueryCompatible,
    /// `streaming`: the blob is read while it is sent or received, or the union holds the events of a stream.
    Streaming,
    /// `eventHeader`: the event's member is a header field of its message.
    EventHeader,
    /// `eventPayload`: the event's member is the payload of its message.
    EventPayload,
    /// `requiresLength`: the size of the streaming blob must be known before it is sent.
    RequiresLength,
    /// `aws.customizations#s3UnwrappedXmlOutput`
    S3UnwrappedXmlOutput,
    /// `smithy.rules#contextParam`: the endpoint parameter that the member provides.
    ContextParam(&'static str),
    /// `smithy.rules#staticContextParams`: endpoint parameters with fixed values.
    StaticContextParams(Record),
    /// `smithy.rules#operationContextParams`: endpoint parameters with JMESPath expressions that select them from the
    /// input.
    OperationContextParams(&'static [(&'static str, &'static str)]),
    /// The authentication schemes of a service or operation, as `schemes`:
    /// <https://smithy.io/2.0/spec/authentication-traits.html#auth-trait>.
    Auth(Record),
    /// `httpApiKeyAuth`
    HttpApiKeyAuth(Record),
    /// Added by corrections: header fields of every request of the service.
    StaticHeaders(Record),
    /// A correction: the qualified name of the service that AWS JSON sends instead of the shape's name
    TargetPrefix(&'static str),
    /// Added by corrections: if the label is not set, it is `-`, which means the account of the credentials.
    AccountId,
    /// Added by corrections: responses have the CRC-32 of their body in `x-amz-crc32`.
    Crc32,
    /// Added by corrections: the member is the endpoint URL of the request.
    EndpointUrl,
    /// Added by corrections: a successful response may have an error in its body.
    ErrorInSuccess,
    /// Added by corrections: a header field of the request holds the hash of the body.
    PayloadHash,
    /// Added by corrections: errors name the region of a bucket that is elsewhere.
    RegionRedirect,
    /// Added by corrections: a large body is sent once the server asks for it.
    ExpectContinue,
    /// Added by corrections: a string in outputs is a policy, percent-encoded JSON.
    PolicyDocument,
    /// Added by corrections: the AWS CLI writes one of the `parts` of a `member` of the output to a file, and prints
    /// none of them. Its `option` selects the part.
    OutputFile(Record),
    /// Added by corrections: the AWS CLI has options that also write a string of the output to a file: the path of the
    /// string by the option's name.
    OutputStrings(Record),
    /// Added by corrections: pagination that `paginated` cannot express, with `inputTokens`, `outputTokens`, `more`, `items`
    /// and `pageSize`. In a path of the output, `[-1]` is the last element of a list, and `||` separates alternatives.
    Pages(Record),
    /// Added by imports: the paths of the output that the AWS CLI has `collected` from all pages, and those that it has
    /// `kept` from the first. It drops all others.
    PageResults(Record),
    /// Added by corrections: the AWS CLI writes a `member` of an `event` in the output's stream to a file.
    SavedEvent(Record),
    /// Added by corrections: the number of polls of the AWS CLI by waiter name.
    WaiterAttempts(Record),
    /// Added by corrections: the label is what follows the last slash of the value.
    ResourceId,
    /// Added by corrections: another member that a client computes from this one is sent instead of it.
    NotSent,
    /// Added by corrections: the request contains a presigned URL of itself in another region. Names the `member` for the
    /// URL, the one for the region, as `source`, and optionally one for the client's region, as `destination`.
    PresignedUrl(Record),
    /// Added by corrections: a presigned request is a `GET`, with the members of the input in its query.
    PresignInQuery,
    /// Added by corrections: a value in a response that is not valid is ignored.
    Lenient,
    /// Added by corrections: responses have MD5 digests of messages.
    MessageDigests,
    /// Added by corrections: the MD5 digest of the member with this name, of the same structure or of the input.
    Md5Of(&'static str),
    /// `aws.api#clientDiscoveredEndpoint`: the service says where the request is sent. Whether that is required.
    DiscoveredEndpoint(bool),
    /// `smithy.api#longPoll`: the service may respond only after this time, as `timeoutMillis`.
    LongPoll(Record),
    /// Added by corrections: uploads have the hash and the tree hash of their body in header fields.
    TreeHash,
    /// `aws.protocols#httpChecksum`:
    /// <https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait>
    HttpChecksum(Record),
}

/// The value of a `default` trait, if it is a scalar or empty.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum DefaultValue {
    /// A boolean.
    Boolean(bool),
    /// An integer. For a timestamp, seconds since 1970.
    Integer(i64),
    /// A number with a fraction.
    Double(f64),
    /// A string. For a blob, base64.
    String(&'static str),
    /// `[]`
    EmptyList,
    /// `{}`
    EmptyMap,
}

/// Inclusive bounds of a `length` trait: the number of code points of a string, of bytes of a blob, or of entries of a
/// list or map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    /// The minimum, or 0.
    pub min: u64,
    /// The maximum, or `u64::MAX`.
    pub max: u64,
}

/// Inclusive bounds of a `range` trait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The minimum.
    pub min: Option<f64>,
    /// The maximum.
    pub max: Option<f64>,
}

/// An `xmlNamespace` trait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct XmlNamespace {
    /// The URI of the namespace.
    pub uri: &'static str,
    /// The prefix. Empty if there is none.
    pub prefix: &'static str,
}

/// A `timestampFormat` trait: <https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait>
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimestampFormat {
    /// RFC 3339 in UTC, such as `2026-11-24T07:52:52Z`
    DateTime,
    /// IMF-fixdate, such as `Tue, 24 Nov 2026 07:52:52 GMT`
    HttpDate,
    /// Seconds since 1970, with a fraction.
    EpochSeconds,
}

/// Declares an accessor of schema and member for the trait that `$pattern` matches.
macro_rules! find {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $pattern:pat => $found:expr;)*) => {
        impl Schema {
            $($(#[$doc])* pub fn $name(&self) -> Option<$type> {
                $name(self.traits)
            })*
        }
        impl Member {
            $($(#[$doc])* ///
            /// The member's own, or else its target's.
            pub fn $name(&self) -> Option<$type> {
                $name(self.traits()).or_else(|| $name(self.target().traits))
            })*
        }
        $(fn $name(traits: &[Trait]) -> Option<$type> {
            traits.iter().find_map(|t| match t { $pattern => Some($found), _ => None })
        })*
    };
}

find! {
    /// The bounds of the length.
    length: Length = Trait::Length(it) => *it;
    /// The pattern that values must match.
    pattern: &'static Pattern = Trait::Pattern(it) => *it;
    /// The bounds of the number.
    range: Range = Trait::Range(it) => *it;
    /// The format on the wire, if it differs from the protocol's default.
    timestamp_format: TimestampFormat = Trait::TimestampFormat(it) => *it;
    /// The media type of the string or blob.
    media_type: &'static str = Trait::MediaType(it) => *it;
    /// The default value.
    default_value: DefaultValue = Trait::Default(it) => *it;
}

/// Declares accessors of traits that a member does not inherit from its target, or that only shapes have.
macro_rules! own {
    ($($owner:ident: $(#[$doc:meta])* $name:ident: $type:ty = $pattern:pat => $found:expr;)*) => {
        $(impl $owner {
            $(#[$doc])* pub fn $name(&self) -> Option<$type> {
                self.traits().iter().find_map(|t| match t { $pattern => Some($found), _ => None })
            }
        })*
    };
}

own! {
    Member: /// The key in JSON, where it is not the member's name.
        json_name: &'static str = Trait::JsonName(it) => *it;
    Member: /// The element or parameter name, where it is not the member's name.
        xml_name: &'static str = Trait::XmlName(it) => *it;
    Member: /// The namespace of the member's element.
        xml_namespace: XmlNamespace = Trait::XmlNamespace(it) => *it;
    Member: /// The parameter name in the EC2 query protocol.
        ec2_query_name: &'static str = Trait::Ec2QueryName(it) => *it;
    Schema: /// The element name of the shape where it is the root.
        xml_name: &'static str = Trait::XmlName(it) => *it;
    Schema: /// The namespace of the shape's element.
        xml_namespace: XmlNamespace = Trait::XmlNamespace(it) => *it;
    Schema: /// The error's code in AWS Query answers, where it is not the shape's name.
        query_error_code: &'static str = Trait::AwsQueryError(it) => *it;
    Schema: /// The HTTP status of the error.
        http_error: u16 = Trait::HttpError(it) => *it;
    Schema: /// Whether the error may be retried; `Some(true)` where calls come too fast.
        retryable: bool = Trait::Retryable(it) => *it;
}

/// Whether a trait is in a slice.
macro_rules! has {
    ($traits:expr, $pattern:pat) => {
        $traits.iter().any(|t| matches!(t, $pattern))
    };
}
pub(crate) use has;
