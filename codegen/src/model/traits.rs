//! Traits: their raw values, and typed accessors.
//!
//! The accessors are lenient: validation has checked every value in a `Valid<Model>`, so `None` means that the trait is
//! absent.

use super::node::{Node, Object};
use super::protocol::Protocol;
use super::shape_id::ShapeId;
use super::trait_types::{
    AwsQueryError, AwsService, Deprecated, ErrorFault, Http, HttpChecksum, Length, Paginated, Range, Retryable,
    TimestampFormat, XmlNamespace,
};

/// The traits that declare an authentication scheme.
const AUTH_SCHEMES: [&str; 6] = [
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

/// The traits of a shape or member, sorted by ID.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traits {
    /// Sorted by ID. A vector, because most shapes have one to four traits.
    entries: Vec<(String, Node)>,
}

impl Traits {
    /// The value of the trait with an absolute ID.
    pub fn get(&self, id: &str) -> Option<&Node> {
        self.position(id).ok().map(|index| &self.entries[index].1)
    }

    /// Whether the trait is present.
    pub fn has(&self, id: &str) -> bool {
        self.position(id).is_ok()
    }

    /// Applies a trait and replaces an existing value.
    pub fn insert(&mut self, id: impl Into<String>, value: Node) {
        let id = id.into();
        match self.position(&id) {
            Ok(index) => self.entries[index].1 = value,
            Err(index) => self.entries.insert(index, (id, value)),
        }
    }

    /// Removes a trait.
    pub fn remove(&mut self, id: &str) -> Option<Node> {
        self.position(id).ok().map(|index| self.entries.remove(index).1)
    }

    /// All traits, sorted by ID.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Node)> {
        self.entries.iter().map(|(id, value)| (id.as_str(), value))
    }

    /// The number of traits.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no traits.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn position(&self, id: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(name, _)| name.as_str().cmp(id))
    }

    fn str(&self, id: &str) -> Option<&str> {
        self.get(id)?.as_str()
    }

    fn field<'a>(&'a self, id: &str, field: &str) -> Option<&'a str> {
        self.get(id)?.get(field)?.as_str()
    }
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

    /// `default`: the value itself. Null removes the default of the target.
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
        self.get("smithy.api#httpError")?.as_integer()?.try_into().ok()
    }

    /// `retryable`.
    pub fn retryable(&self) -> Option<Retryable> {
        let throttling = self.get("smithy.api#retryable")?.get("throttling").and_then(Node::as_bool);
        Some(Retryable { throttling: throttling.unwrap_or(false) })
    }

    /// `length`.
    pub fn length(&self) -> Option<Length> {
        let node = self.get("smithy.api#length")?;
        let bound = |name| node.get(name).and_then(Node::as_integer).and_then(|value| value.try_into().ok());
        Some(Length { min: bound("min"), max: bound("max") })
    }

    /// `pattern`: an ECMA 262 regular expression that must match somewhere in the string.
    pub fn pattern(&self) -> Option<&str> {
        self.str("smithy.api#pattern")
    }

    /// `range`.
    pub fn range(&self) -> Option<Range> {
        let node = self.get("smithy.api#range")?;
        let bound = |name| node.get(name).and_then(Node::as_number).cloned();
        Some(Range { min: bound("min"), max: bound("max") })
    }

    /// `deprecated`.
    pub fn deprecated(&self) -> Option<Deprecated<'_>> {
        let node = self.get("smithy.api#deprecated")?;
        let text = |name| node.get(name).and_then(Node::as_str);
        Some(Deprecated { message: text("message"), since: text("since") })
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
        Some(XmlNamespace { uri, prefix: node.get("prefix").and_then(Node::as_str) })
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

    /// `paginated` on this shape, without the service's values.
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
        self.get("smithy.api#examples").and_then(Node::as_array).unwrap_or_default()
    }

    /// `tags`.
    pub fn tags(&self) -> Vec<&str> {
        strings(self.get("smithy.api#tags"))
    }

    /// `endpoint`: the host prefix.
    pub fn endpoint_host_prefix(&self) -> Option<&str> {
        self.field("smithy.api#endpoint", "hostPrefix")
    }

    /// `requestCompression`: the encodings, in order of preference.
    pub fn request_compression(&self) -> Option<Vec<&str>> {
        Some(strings(self.get("smithy.api#requestCompression")?.get("encodings")))
    }

    /// `http`.
    pub fn http(&self) -> Option<Http<'_>> {
        let node = self.get("smithy.api#http")?;
        let code = node.get("code").and_then(Node::as_integer).and_then(|code| code.try_into().ok());
        Some(Http { method: node.get("method")?.as_str()?, uri: node.get("uri")?.as_str()?, code: code.unwrap_or(200) })
    }

    /// `httpHeader`: the name of the header.
    pub fn http_header(&self) -> Option<&str> {
        self.str("smithy.api#httpHeader")
    }

    /// `httpQuery`: the name of the query parameter.
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
            request_checksum_required: node.get("requestChecksumRequired").and_then(Node::as_bool).unwrap_or(false),
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

    /// A trait that a correction added, by its name in the corrections namespace.
    pub fn correction(&self, name: &str) -> Option<&Node> {
        self.get(&format!("{}{name}", super::CORRECTIONS))
    }

    /// `aws.api#clientDiscoveredEndpoint`: whether the service must say where the request is sent.
    pub fn discovered_endpoint(&self) -> Option<bool> {
        self.get("aws.api#clientDiscoveredEndpoint")?.get("required")?.as_bool()
    }

    /// `aws.api#clientEndpointDiscovery`: the name of the operation that returns endpoints, and of the error for an
    /// expired endpoint, if the model has one.
    pub fn endpoint_discovery(&self) -> Option<(&str, Option<&str>)> {
        let node = self.get("aws.api#clientEndpointDiscovery")?;
        let name = |field| node.get(field)?.as_str().map(|id| id.rsplit_once('#').map_or(id, |(_, name)| name));
        Some((name("operation")?, name("error")))
    }

    /// `auth`: the authentication schemes in order. Empty if requests are not signed.
    pub fn auth(&self) -> Option<Vec<&str>> {
        self.get("smithy.api#auth").map(|node| strings(Some(node)))
    }

    /// Whether `auth` disables signing.
    pub fn no_auth(&self) -> bool {
        self.auth().is_some_and(|schemes| schemes.is_empty())
    }

    /// `aws.protocols#awsQueryError`.
    pub fn aws_query_error(&self) -> Option<AwsQueryError<'_>> {
        let node = self.get("aws.protocols#awsQueryError")?;
        Some(AwsQueryError {
            code: node.get("code")?.as_str()?,
            http_response_code: node.get("httpResponseCode")?.as_integer()?.try_into().ok()?,
        })
    }

    /// `aws.protocols#ec2QueryName`.
    pub fn ec2_query_name(&self) -> Option<&str> {
        self.str("aws.protocols#ec2QueryName")
    }

    /// `smithy.rules#contextParam`: the endpoint parameter that the member provides.
    pub fn context_param(&self) -> Option<&str> {
        self.field("smithy.rules#contextParam", "name")
    }

    /// `smithy.rules#staticContextParams`: endpoint parameters with fixed values for the operation.
    pub fn static_context_params(&self) -> Option<&Object> {
        self.get("smithy.rules#staticContextParams")?.as_object()
    }

    /// `smithy.rules#operationContextParams`: endpoint parameters with paths into the input.
    pub fn operation_context_params(&self) -> Option<&Object> {
        self.get("smithy.rules#operationContextParams")?.as_object()
    }

    /// `smithy.rules#clientContextParams`: endpoint parameters that a client configures.
    pub fn client_context_params(&self) -> Option<&Object> {
        self.get("smithy.rules#clientContextParams")?.as_object()
    }

    /// The IDs of a service's authentication schemes: those in `auth`, in its order, or else all declared ones, in
    /// alphabetical order.
    pub fn auth_schemes(&self) -> Vec<&str> {
        let declared = || AUTH_SCHEMES.into_iter().filter(|id| self.has(id)).collect();
        self.auth().unwrap_or_else(declared)
    }

    /// Whether this is an AWS service: it has AWS service metadata, or uses AWS signatures.
    pub fn is_of_aws(&self) -> bool {
        ["aws.api#service", "aws.auth#sigv4", "aws.auth#sigv4a"].iter().any(|id| self.has(id))
    }

    /// `smithy.waiters#waitable`: waiters by name.
    pub fn waitable(&self) -> Option<&Object> {
        self.get("smithy.waiters#waitable")?.as_object()
    }

    /// The protocols of a service, in the order of [`Protocol::ALL`].
    pub fn protocols(&self) -> Vec<Protocol> {
        Protocol::ALL.iter().copied().filter(|protocol| self.has(protocol.trait_id())).collect()
    }

    /// The original ID of a shape that a transform renamed.
    pub fn original_shape_id(&self) -> Option<ShapeId> {
        ShapeId::parse(self.str(super::ORIGINAL_SHAPE_ID)?)
    }

    /// Whether the member closes a reference cycle and must be boxed.
    pub fn boxed(&self) -> bool {
        self.has(super::BOXED)
    }
}

impl IntoIterator for Traits {
    type Item = (String, Node);
    type IntoIter = std::vec::IntoIter<(String, Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

fn strings(node: Option<&Node>) -> Vec<&str> {
    let values = node.and_then(Node::as_array).unwrap_or_default();
    values.iter().filter_map(Node::as_str).collect()
}
