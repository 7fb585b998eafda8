//! Traits as the tables hold them, and the accessors that find them.

use super::datum::Record;
use super::waiters::Waiter;
use super::{Member, Pattern, Schema};

/// A trait of a shape, member or operation, as far as a walk needs it.
///
/// The generator writes every trait named here into the tables, whatever protocol the service
/// speaks, so that a further protocol needs no new kind of generated code.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Trait {
    /// `required`: <https://smithy.io/2.0/spec/type-refinement-traits.html#required-trait>
    Required,
    /// `default`, where it is not null.
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
    /// `sparse`: null is a legal element or value.
    Sparse,
    /// `sensitive`: never shown in messages and logs.
    Sensitive,
    /// `deprecated`
    Deprecated,
    /// `input`
    Input,
    /// `output`
    Output,
    /// `error`; true where the client is at fault
    Error(bool),
    /// `httpError`: the HTTP status
    HttpError(u16),
    /// `retryable`; true where the error says that calls come too fast
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
    /// `idempotencyToken`: the client fills it in where the caller gave none.
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
    /// `http` on an operation: method, URI pattern, status of success
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
    /// `optionalAuth`: may be sent unsigned
    OptionalAuth,
    /// `auth` with an empty list: is always sent unsigned
    NoAuth,
    /// `aws.auth#unsignedPayload`
    UnsignedPayload,
    /// `paginated`, with the service's settings merged in:
    /// input token, output token, items, page size; dotted paths
    Paginated {
        /// the input member that takes the token
        input_token: &'static str,
        /// path to the token in the output
        output_token: &'static str,
        /// path to the list or map of results in the output
        items: Option<&'static str>,
        /// the input member that limits a page
        page_size: Option<&'static str>,
    },
    /// `smithy.waiters#waitable`, ordered by name:
    /// <https://smithy.io/2.0/additional-specs/waiters.html#smithy-waiters-waitable-trait>
    Waitable(&'static [&'static Waiter]),
    /// `aws.protocols#awsQueryCompatible` on the service
    AwsQueryCompatible,
    /// `streaming`: the blob is read while it is sent or received, or the union is that of the events of a stream
    Streaming,
    /// `eventHeader`: the member of an event is a header field of its message
    EventHeader,
    /// `eventPayload`: the member of an event is the payload of its message
    EventPayload,
    /// `requiresLength`: the size of the streaming blob has to be known before it is sent
    RequiresLength,
    /// `aws.customizations#s3UnwrappedXmlOutput`
    S3UnwrappedXmlOutput,
    /// `smithy.rules#contextParam`: the parameter of endpoint rules that the member gives
    ContextParam(&'static str),
    /// `smithy.rules#staticContextParams`: parameters of endpoint rules with the operation's values
    StaticContextParams(Record),
    /// `smithy.rules#operationContextParams`: parameters of endpoint rules with
    /// JMESPath expressions that find them in the input
    OperationContextParams(&'static [(&'static str, &'static str)]),
    /// The authentication schemes of a service or operation, as `schemes`:
    /// <https://smithy.io/2.0/spec/authentication-traits.html#auth-trait>
    Auth(Record),
    /// `httpApiKeyAuth`
    HttpApiKeyAuth(Record),
    /// A correction: header fields that every request of the service has
    StaticHeaders(Record),
    /// A correction: the qualified name of the service that AWS JSON sends instead of the shape's name
    TargetPrefix(&'static str),
    /// A correction: an absent label stands for the account that signs, as `-`
    AccountId,
    /// A correction: answers have the CRC-32 of their body in `x-amz-crc32`
    Crc32,
    /// A correction: the member is the endpoint that the request goes to
    EndpointUrl,
    /// A correction: an answer of success may have an error in its body
    ErrorInSuccess,
    /// A correction: the hash of the body is sent in a header field
    PayloadHash,
    /// A correction: errors name the region of a bucket that is elsewhere
    RegionRedirect,
    /// A correction: a large body is sent once the server asks for it
    ExpectContinue,
    /// A correction: the label is what stands behind the last slash of the value
    ResourceId,
    /// A correction: uploads carry the hash of their body and the one of the tree of its parts
    TreeHash,
    /// `aws.protocols#httpChecksum`:
    /// <https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait>
    HttpChecksum(Record),
}

/// The value of a `default` trait, as far as it is a scalar or empty.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum DefaultValue {
    /// true or false
    Boolean(bool),
    /// a whole number; of a timestamp, seconds since 1970
    Integer(i64),
    /// a number with a fraction
    Double(f64),
    /// a string; of a blob, base64
    String(&'static str),
    /// `[]`
    EmptyList,
    /// `{}`
    EmptyMap,
}

/// Bounds of a `length` trait, inclusive: code points of a string, bytes of a blob, entries of a
/// list or map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    /// the least, 0 where there is none
    pub min: u64,
    /// the most, `u64::MAX` where there is none
    pub max: u64,
}

/// Bounds of a `range` trait, inclusive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// the least
    pub min: Option<f64>,
    /// the most
    pub max: Option<f64>,
}

/// An `xmlNamespace` trait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct XmlNamespace {
    /// the namespace's URI
    pub uri: &'static str,
    /// its prefix, empty where there is none
    pub prefix: &'static str,
}

/// A `timestampFormat` trait: <https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait>
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimestampFormat {
    /// RFC 3339 in UTC, such as `2026-11-24T07:52:52Z`
    DateTime,
    /// IMF-fixdate, such as `Tue, 24 Nov 2026 07:52:52 GMT`
    HttpDate,
    /// seconds since 1970, with a fraction
    EpochSeconds,
}

/// Defines, for schema and member, an accessor that returns what `$pattern` finds.
macro_rules! find {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $pattern:pat => $found:expr;)*) => {
        impl Schema {
            $($(#[$doc])* pub fn $name(&self) -> Option<$type> {
                $name(self.traits)
            })*
        }
        impl Member {
            $($(#[$doc])* ///
            /// The member's own, else its target's.
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
    /// The pattern to search for.
    pattern: &'static Pattern = Trait::Pattern(it) => *it;
    /// The bounds of the number.
    range: Range = Trait::Range(it) => *it;
    /// The format on the wire, where it is not the protocol's own.
    timestamp_format: TimestampFormat = Trait::TimestampFormat(it) => *it;
    /// The media type of the string or blob.
    media_type: &'static str = Trait::MediaType(it) => *it;
    /// The value that stands where none is given.
    default_value: DefaultValue = Trait::Default(it) => *it;
}

/// Defines accessors of traits that a member does not take over from its target, or that only a
/// shape has.
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

/// Whether a slice of traits holds a variant.
macro_rules! has {
    ($traits:expr, $pattern:pat) => {
        $traits.iter().any(|t| matches!(t, $pattern))
    };
}
pub(crate) use has;

impl Schema {
    /// Whether the list or map may hold nulls.
    pub fn is_sparse(&self) -> bool {
        has!(self.traits, Trait::Sparse)
    }

    /// Whether values must not be shown.
    pub fn is_sensitive(&self) -> bool {
        has!(self.traits, Trait::Sensitive)
    }

    /// Whether the list's elements must differ from each other.
    pub fn is_unique_items(&self) -> bool {
        has!(self.traits, Trait::UniqueItems)
    }

    /// Whether the blob is a stream, or the union is that of the events of a stream.
    pub fn is_streaming(&self) -> bool {
        has!(self.traits, Trait::Streaming)
    }

    /// Whether the size of the streaming blob has to be known before it is sent.
    pub fn requires_length(&self) -> bool {
        has!(self.traits, Trait::RequiresLength)
    }

    /// The index and the member that streams, of an input or output.
    pub fn streaming_member(&self) -> Option<(usize, &'static Member)> {
        self.members.iter().enumerate().find(|(_, member)| member.target().is_streaming())
    }

    /// Whether the structure is an error.
    pub fn is_error(&self) -> bool {
        has!(self.traits, Trait::Error(_))
    }
}

impl Member {
    /// Whether a value must be given.
    pub fn is_required(&self) -> bool {
        has!(self.traits(), Trait::Required)
    }

    /// Whether clients treat the member as optional whatever else it has.
    pub fn is_client_optional(&self) -> bool {
        has!(self.traits(), Trait::ClientOptional)
    }

    /// Whether values must not be shown, by the member's own trait or its target's.
    pub fn is_sensitive(&self) -> bool {
        has!(self.traits(), Trait::Sensitive) || self.target().is_sensitive()
    }

    /// Whether values, or what the lists and maps among them hold, must not be shown.
    pub fn holds_sensitive(&self) -> bool {
        self.is_sensitive() || self.target().members.iter().any(Self::is_sensitive)
    }

    /// Whether the list or map is written without an element around it.
    pub fn is_xml_flattened(&self) -> bool {
        has!(self.traits(), Trait::XmlFlattened)
    }

    /// Whether the member is an attribute of its structure's element.
    pub fn is_xml_attribute(&self) -> bool {
        has!(self.traits(), Trait::XmlAttribute)
    }

    /// Whether the client fills in a token where the caller gave none.
    pub fn is_idempotency_token(&self) -> bool {
        has!(self.traits(), Trait::IdempotencyToken)
    }

    /// Whether the value is an id that answers have behind a path.
    pub fn is_resource_id(&self) -> bool {
        has!(self.traits(), Trait::ResourceId)
    }

    /// Whether the value is the endpoint that the request goes to.
    pub fn is_endpoint_url(&self) -> bool {
        has!(self.traits(), Trait::EndpointUrl)
    }

    /// Whether the value goes into the host prefix of the operation.
    pub fn is_host_label(&self) -> bool {
        has!(self.traits(), Trait::HostLabel)
    }
}
