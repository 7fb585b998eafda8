//! Traits: the raw values, and the values that the rest of the crate reads.
//!
//! The typed accessors are lenient. In a `Valid<Model>` every value has been checked, so
//! `None` there means that the trait is absent.

use super::node::{Node, Number, Object};
use super::protocol::Protocol;
use super::shape_id::ShapeId;

/// The traits of a shape or member, ordered by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traits {
    /// Sorted by id. A vector, since most shapes have one to four traits.
    entries: Vec<(String, Node)>,
}

impl Traits {
    /// The value of the trait with this absolute id.
    pub fn get(&self, id: &str) -> Option<&Node> {
        self.position(id).ok().map(|index| &self.entries[index].1)
    }

    /// Whether the trait is there.
    pub fn has(&self, id: &str) -> bool {
        self.position(id).is_ok()
    }

    /// Applies a trait, in place of an earlier value.
    pub fn insert(&mut self, id: impl Into<String>, value: Node) {
        let id = id.into();
        match self.position(&id) {
            Ok(index) => self.entries[index].1 = value,
            Err(index) => self.entries.insert(index, (id, value)),
        }
    }

    /// Takes a trait away.
    pub fn remove(&mut self, id: &str) -> Option<Node> {
        self.position(id)
            .ok()
            .map(|index| self.entries.remove(index).1)
    }

    /// All traits, ordered by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Node)> {
        self.entries.iter().map(|(id, value)| (id.as_str(), value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn position(&self, id: &str) -> Result<usize, usize> {
        self.entries
            .binary_search_by(|(name, _)| name.as_str().cmp(id))
    }

    fn str(&self, id: &str) -> Option<&str> {
        self.get(id)?.as_str()
    }

    fn field<'a>(&'a self, id: &str, field: &str) -> Option<&'a str> {
        self.get(id)?.get(field)?.as_str()
    }
}

/// `length`: bounds of a size, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// The least size.
    pub min: Option<u64>,
    /// The greatest size.
    pub max: Option<u64>,
}

/// `range`: bounds of a number, both inclusive. [`Number`] displays exact decimal text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least value.
    pub min: Option<Number>,
    /// The greatest value.
    pub max: Option<Number>,
}

/// `error`: whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorFault {
    /// The caller's.
    Client,
    /// The service's.
    Server,
}

/// `deprecated`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecated<'a> {
    /// What to do instead.
    pub message: Option<&'a str>,
    /// Since when.
    pub since: Option<&'a str>,
}

/// `retryable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retryable {
    /// Whether the error means that there were too many calls.
    pub throttling: bool,
}

/// `xmlNamespace`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlNamespace<'a> {
    /// The namespace.
    pub uri: &'a str,
    /// The prefix that stands for it.
    pub prefix: Option<&'a str>,
}

/// `timestampFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// RFC 3339 in UTC.
    DateTime,
    /// The date of HTTP headers.
    HttpDate,
    /// Seconds since 1970.
    EpochSeconds,
}

/// `paginated`, on a service or an operation; paths are dotted for the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Paginated<'a> {
    /// The input member that continues.
    pub input_token: Option<&'a str>,
    /// The output path that says where to continue.
    pub output_token: Option<&'a str>,
    /// The output path of the items.
    pub items: Option<&'a str>,
    /// The input member that limits a page.
    pub page_size: Option<&'a str>,
}

impl<'a> Paginated<'a> {
    /// The operation's own values, and those of the service where it has none.
    #[must_use]
    pub fn or(self, service: Paginated<'a>) -> Self {
        Self {
            input_token: self.input_token.or(service.input_token),
            output_token: self.output_token.or(service.output_token),
            items: self.items.or(service.items),
            page_size: self.page_size.or(service.page_size),
        }
    }
}

/// `http`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Http<'a> {
    /// The method.
    pub method: &'a str,
    /// The path pattern, query included.
    pub uri: &'a str,
    /// The status of a success.
    pub code: u16,
}

/// `aws.api#service`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwsService<'a> {
    /// The name that every SDK derives its own from.
    pub sdk_id: &'a str,
    /// The namespace in ARNs.
    pub arn_namespace: Option<&'a str>,
    /// The name in CloudFormation.
    pub cloud_formation_name: Option<&'a str>,
    /// The event source in CloudTrail.
    pub cloud_trail_event_source: Option<&'a str>,
    /// The first label of the host name.
    pub endpoint_prefix: Option<&'a str>,
    /// The id of the documentation.
    pub doc_id: Option<&'a str>,
}

/// `aws.protocols#awsQueryError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwsQueryError<'a> {
    /// The code on the wire.
    pub code: &'a str,
    /// The HTTP status.
    pub http_response_code: u16,
}

/// `aws.protocols#httpChecksum`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpChecksum<'a> {
    /// The input member that chooses the algorithm.
    pub request_algorithm_member: Option<&'a str>,
    /// Whether a request must carry a checksum.
    pub request_checksum_required: bool,
    /// The input member that asks for checking the response.
    pub request_validation_mode_member: Option<&'a str>,
    /// The algorithms that a response may carry.
    pub response_algorithms: Vec<&'a str>,
}

/// Accessors for traits whose presence is all they say.
macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        impl Traits {
            $($(#[$doc])* pub fn $name(&self) -> bool {
                self.has($id)
            })*
        }
    };
}

flags! {
    /// `required`: a value must be there.
    required = "smithy.api#required";
    /// `clientOptional`: clients treat the member as optional whatever else it has.
    client_optional = "smithy.api#clientOptional";
    /// `addedDefault`: the default came after the member.
    added_default = "smithy.api#addedDefault";
    /// `input`: a structure that only serves as an operation's input.
    input = "smithy.api#input";
    /// `output`: a structure that only serves as an operation's output.
    output = "smithy.api#output";
    /// `mixin`: a shape that is only there to be mixed in.
    mixin = "smithy.api#mixin";
    /// `uniqueItems`: no two equal items.
    unique_items = "smithy.api#uniqueItems";
    /// `sparse`: null is allowed as an item or value.
    sparse = "smithy.api#sparse";
    /// `sensitive`: never to be shown.
    sensitive = "smithy.api#sensitive";
    /// `idempotencyToken`: filled in by the client.
    idempotency_token = "smithy.api#idempotencyToken";
    /// `idempotent`: calling twice does no more than calling once.
    idempotent = "smithy.api#idempotent";
    /// `readonly`: calling changes nothing.
    readonly = "smithy.api#readonly";
    /// `streaming`: the value does not fit into memory, or is a stream of events.
    streaming = "smithy.api#streaming";
    /// `requiresLength`: the size of a stream must be known first.
    requires_length = "smithy.api#requiresLength";
    /// `hostLabel`: part of the host name.
    host_label = "smithy.api#hostLabel";
    /// `httpLabel`: part of the path.
    http_label = "smithy.api#httpLabel";
    /// `httpPayload`: the body.
    http_payload = "smithy.api#httpPayload";
    /// `httpQueryParams`: all further query parameters.
    http_query_params = "smithy.api#httpQueryParams";
    /// `httpResponseCode`: the status.
    http_response_code = "smithy.api#httpResponseCode";
    /// `httpChecksumRequired`: the request needs an MD5 of its body.
    http_checksum_required = "smithy.api#httpChecksumRequired";
    /// `xmlFlattened`: items without a wrapper.
    xml_flattened = "smithy.api#xmlFlattened";
    /// `xmlAttribute`: an attribute instead of an element.
    xml_attribute = "smithy.api#xmlAttribute";
    /// `optionalAuth`: may be called unsigned.
    optional_auth = "smithy.api#optionalAuth";
    /// `internal`: not for the public.
    internal = "smithy.api#internal";
    /// `aws.auth#unsignedPayload`: the body is not part of the signature.
    unsigned_payload = "aws.auth#unsignedPayload";
    /// `aws.protocols#awsQueryCompatible`: keeps the codes of the query protocol.
    aws_query_compatible = "aws.protocols#awsQueryCompatible";
}

impl Traits {
    /// `documentation`, in CommonMark.
    pub fn documentation(&self) -> Option<&str> {
        self.str("smithy.api#documentation")
    }

    /// `title` of a service.
    pub fn title(&self) -> Option<&str> {
        self.str("smithy.api#title")
    }

    /// `default`: the value itself; null takes the default of the target away.
    pub fn default_value(&self) -> Option<&Node> {
        self.get("smithy.api#default")
    }

    /// `error`.
    pub fn error(&self) -> Option<ErrorFault> {
        match self.str("smithy.api#error")? {
            "client" => Some(ErrorFault::Client),
            "server" => Some(ErrorFault::Server),
            _ => None,
        }
    }

    /// `httpError`: the HTTP status of an error.
    pub fn http_error(&self) -> Option<u16> {
        self.get("smithy.api#httpError")?
            .as_integer()?
            .try_into()
            .ok()
    }

    /// `retryable`.
    pub fn retryable(&self) -> Option<Retryable> {
        let throttling = self
            .get("smithy.api#retryable")?
            .get("throttling")
            .and_then(Node::as_bool);
        Some(Retryable {
            throttling: throttling.unwrap_or(false),
        })
    }

    /// `length`.
    pub fn length(&self) -> Option<Length> {
        let node = self.get("smithy.api#length")?;
        let bound = |name| {
            node.get(name)
                .and_then(Node::as_integer)
                .and_then(|value| value.try_into().ok())
        };
        Some(Length {
            min: bound("min"),
            max: bound("max"),
        })
    }

    /// `pattern`: an ECMA 262 regular expression, searched for.
    pub fn pattern(&self) -> Option<&str> {
        self.str("smithy.api#pattern")
    }

    /// `range`.
    pub fn range(&self) -> Option<Range> {
        let node = self.get("smithy.api#range")?;
        let bound = |name| node.get(name).and_then(Node::as_number);
        Some(Range {
            min: bound("min"),
            max: bound("max"),
        })
    }

    /// `deprecated`.
    pub fn deprecated(&self) -> Option<Deprecated<'_>> {
        let node = self.get("smithy.api#deprecated")?;
        let text = |name| node.get(name).and_then(Node::as_str);
        Some(Deprecated {
            message: text("message"),
            since: text("since"),
        })
    }

    /// `enumValue` of an enum or intEnum member; see also `Member::enum_text`.
    pub fn enum_value(&self) -> Option<&Node> {
        self.get("smithy.api#enumValue")
    }

    /// `mediaType` of a blob or string.
    pub fn media_type(&self) -> Option<&str> {
        self.str("smithy.api#mediaType")
    }

    /// `jsonName`.
    pub fn json_name(&self) -> Option<&str> {
        self.str("smithy.api#jsonName")
    }

    /// `xmlName`.
    pub fn xml_name(&self) -> Option<&str> {
        self.str("smithy.api#xmlName")
    }

    /// `xmlNamespace`.
    pub fn xml_namespace(&self) -> Option<XmlNamespace<'_>> {
        let node = self.get("smithy.api#xmlNamespace")?;
        let uri = node.get("uri")?.as_str()?;
        Some(XmlNamespace {
            uri,
            prefix: node.get("prefix").and_then(Node::as_str),
        })
    }

    /// `timestampFormat`.
    pub fn timestamp_format(&self) -> Option<TimestampFormat> {
        match self.str("smithy.api#timestampFormat")? {
            "date-time" => Some(TimestampFormat::DateTime),
            "http-date" => Some(TimestampFormat::HttpDate),
            "epoch-seconds" => Some(TimestampFormat::EpochSeconds),
            _ => None,
        }
    }

    /// `paginated` as it stands on this shape.
    pub fn paginated(&self) -> Option<Paginated<'_>> {
        let node = self.get("smithy.api#paginated")?;
        let text = |name| node.get(name).and_then(Node::as_str);
        Some(Paginated {
            input_token: text("inputToken"),
            output_token: text("outputToken"),
            items: text("items"),
            page_size: text("pageSize"),
        })
    }

    /// `examples` of an operation: objects with `title`, `documentation`, `input`, `output`,
    /// `error`.
    pub fn examples(&self) -> &[Node] {
        self.get("smithy.api#examples")
            .and_then(Node::as_array)
            .unwrap_or_default()
    }

    /// `tags`.
    pub fn tags(&self) -> Vec<&str> {
        strings(self.get("smithy.api#tags"))
    }

    /// `endpoint`: what stands before the host name.
    pub fn endpoint_host_prefix(&self) -> Option<&str> {
        self.field("smithy.api#endpoint", "hostPrefix")
    }

    /// `requestCompression`: the encodings, best first.
    pub fn request_compression(&self) -> Option<Vec<&str>> {
        Some(strings(
            self.get("smithy.api#requestCompression")?.get("encodings"),
        ))
    }

    /// `http`.
    pub fn http(&self) -> Option<Http<'_>> {
        let node = self.get("smithy.api#http")?;
        let code = node
            .get("code")
            .and_then(Node::as_integer)
            .and_then(|code| code.try_into().ok());
        Some(Http {
            method: node.get("method")?.as_str()?,
            uri: node.get("uri")?.as_str()?,
            code: code.unwrap_or(200),
        })
    }

    /// `httpHeader`: the header's name.
    pub fn http_header(&self) -> Option<&str> {
        self.str("smithy.api#httpHeader")
    }

    /// `httpQuery`: the parameter's name.
    pub fn http_query(&self) -> Option<&str> {
        self.str("smithy.api#httpQuery")
    }

    /// `httpPrefixHeaders`: the prefix, possibly empty.
    pub fn http_prefix_headers(&self) -> Option<&str> {
        self.str("smithy.api#httpPrefixHeaders")
    }

    /// `aws.protocols#httpChecksum`.
    pub fn http_checksum(&self) -> Option<HttpChecksum<'_>> {
        let node = self.get("aws.protocols#httpChecksum")?;
        let text = |name| node.get(name).and_then(Node::as_str);
        Some(HttpChecksum {
            request_algorithm_member: text("requestAlgorithmMember"),
            request_checksum_required: node
                .get("requestChecksumRequired")
                .and_then(Node::as_bool)
                .unwrap_or(false),
            request_validation_mode_member: text("requestValidationModeMember"),
            response_algorithms: strings(node.get("responseAlgorithms")),
        })
    }

    /// `aws.api#service`.
    pub fn aws_service(&self) -> Option<AwsService<'_>> {
        let node = self.get("aws.api#service")?;
        let text = |name| node.get(name).and_then(Node::as_str);
        Some(AwsService {
            sdk_id: text("sdkId")?,
            arn_namespace: text("arnNamespace"),
            cloud_formation_name: text("cloudFormationName"),
            cloud_trail_event_source: text("cloudTrailEventSource"),
            endpoint_prefix: text("endpointPrefix"),
            doc_id: text("docId"),
        })
    }

    /// `aws.auth#sigv4`: the signing name.
    pub fn sigv4_name(&self) -> Option<&str> {
        self.field("aws.auth#sigv4", "name")
    }

    /// `auth`: the schemes in order; an empty list means that calls are not signed.
    pub fn auth(&self) -> Option<Vec<&str>> {
        self.get("smithy.api#auth").map(|node| strings(Some(node)))
    }

    /// Whether `auth` says that calls are never signed.
    pub fn no_auth(&self) -> bool {
        self.auth().is_some_and(|schemes| schemes.is_empty())
    }

    /// `aws.protocols#awsQueryError`.
    pub fn aws_query_error(&self) -> Option<AwsQueryError<'_>> {
        let node = self.get("aws.protocols#awsQueryError")?;
        Some(AwsQueryError {
            code: node.get("code")?.as_str()?,
            http_response_code: node
                .get("httpResponseCode")?
                .as_integer()?
                .try_into()
                .ok()?,
        })
    }

    /// `aws.protocols#ec2QueryName`.
    pub fn ec2_query_name(&self) -> Option<&str> {
        self.str("aws.protocols#ec2QueryName")
    }

    /// `smithy.waiters#waitable`: waiters by name.
    pub fn waitable(&self) -> Option<&Object> {
        self.get("smithy.waiters#waitable")?.as_object()
    }

    /// The protocols of a service, in the order of [`Protocol::ALL`].
    pub fn protocols(&self) -> Vec<Protocol> {
        Protocol::ALL
            .into_iter()
            .filter(|protocol| self.has(protocol.trait_id()))
            .collect()
    }

    /// The id that a shape had before a transform gave it another one.
    pub fn original_shape_id(&self) -> Option<ShapeId> {
        ShapeId::parse(self.str(super::ORIGINAL_SHAPE_ID)?)
    }

    /// Whether a transform found that the member closes a cycle and must be boxed.
    pub fn boxed(&self) -> bool {
        self.has(super::BOXED)
    }
}

fn strings(node: Option<&Node>) -> Vec<&str> {
    let values = node.and_then(Node::as_array).unwrap_or_default();
    values.iter().filter_map(Node::as_str).collect()
}
