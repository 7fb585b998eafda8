//! Services, operations and protocols, based on the tables of [`schema`](crate::schema).
//!
//! A [`Service`] refers to its [`Protocol`], and a protocol reads the tables of an [`Operation`], so all three are
//! defined in one module.

mod discovery;

use std::fmt;

use crate::codec::Codec;
use crate::error::ErrorMetadata;
use crate::message::{ParseError, Request, Response, SerializeError};
use crate::schema::rules::Rules;
use crate::schema::waiters::Waiter;
use crate::schema::{Datum, Record, Schema, Trait, XmlNamespace, has};
use crate::shape::Structure;

pub use discovery::EndpointDiscovery;

/// A service: what all its operations share.
///
/// It does not list its operations. Each operation refers to its service instead, so that a program that calls one
/// operation does not carry the others.
#[derive(Debug)]
pub struct Service {
    /// The absolute shape id.
    pub id: &'static str,
    /// The API version, such as `2010-05-08`.
    pub version: &'static str,
    /// The name that SDKs use for the service, such as `IAM` (`aws.api#service$sdkId`).
    pub sdk_id: &'static str,
    /// The first label of the service's host names at AWS, such as `iam`. Empty if the service is not at AWS.
    pub endpoint_prefix: &'static str,
    /// The service's name in a signature's scope (`aws.auth#sigv4$name`), such as `iam`.
    pub signing_name: &'static str,
    /// The full name, such as `AWS Identity and Access Management`.
    pub title: &'static str,
    /// The protocol that serializes requests and parses responses.
    pub protocol: &'static dyn Protocol,
    /// The endpoint rules. A service without rules has an endpoint in every region.
    pub endpoint_rules: Option<&'static Rules>,
    /// How the service says where requests are sent, if it does.
    pub endpoint_discovery: Option<&'static EndpointDiscovery>,
    /// The service's traits, such as its XML namespace.
    pub traits: &'static [Trait],
}

impl Service {
    /// The service of examples and tests, which speaks this protocol.
    #[doc(hidden)]
    pub const fn example(protocol: &'static dyn Protocol) -> Self {
        Self {
            id: "demo#Demo",
            version: "2020-01-01",
            sdk_id: "Demo",
            endpoint_prefix: "demo",
            signing_name: "demo",
            title: "Demo",
            protocol,
            endpoint_rules: None,
            endpoint_discovery: None,
            traits: &[],
        }
    }

    /// The shape's name without its namespace, such as `AWSSecurityTokenServiceV20110615`.
    pub fn name(&self) -> &'static str {
        self.id.rsplit_once('#').map_or(self.id, |(_, name)| name)
    }

    /// Whether the service has endpoints at AWS.
    pub fn is_at_aws(&self) -> bool {
        !self.endpoint_prefix.is_empty()
    }

    /// The XML namespace of the service's elements.
    pub fn xml_namespace(&self) -> Option<XmlNamespace> {
        self.traits.iter().find_map(|t| match t {
            Trait::XmlNamespace(it) => Some(*it),
            _ => None,
        })
    }

    /// Header fields of every request.
    pub fn static_headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let found = self.traits.iter().find_map(|it| match it {
            Trait::StaticHeaders(record) => Some(*record),
            _ => None,
        });
        found.unwrap_or(&[]).iter().filter_map(|(name, value)| Some((*name, value.text()?)))
    }

    /// The service's name in the targets of AWS JSON requests.
    pub fn target_prefix(&self) -> &'static str {
        let prefix = self.traits.iter().find_map(|it| match it {
            Trait::TargetPrefix(prefix) => Some(*prefix),
            _ => None,
        });
        prefix.unwrap_or_else(|| self.name())
    }

    /// Whether a header field of requests holds the hash of the body.
    pub fn sends_payload_hash(&self) -> bool {
        has!(self.traits, Trait::PayloadHash)
    }

    /// Whether errors say that a bucket is in another region, and which.
    pub fn redirects_regions(&self) -> bool {
        has!(self.traits, Trait::RegionRedirect)
    }

    /// Whether a header field of responses holds the CRC-32 of the body.
    pub fn has_crc32(&self) -> bool {
        has!(self.traits, Trait::Crc32)
    }

    /// Whether errors have their AWS Query code in a header field.
    pub fn is_query_compatible(&self) -> bool {
        has!(self.traits, Trait::AwsQueryCompatible)
    }
}

fn auth_schemes(traits: &'static [Trait]) -> Option<&'static [&'static str]> {
    traits.iter().find_map(|it| match it {
        Trait::Auth(record) => Datum::find(record, "schemes").map(Datum::texts),
        _ => None,
    })
}

/// The time of a long poll in milliseconds, if its trait names none.
const DEFAULT_POLL: u64 = 70_000;

/// An operation of a service.
#[derive(Debug)]
pub struct Operation {
    /// The operation's name, such as `UpdateAccessKey`.
    pub name: &'static str,
    /// The service of the operation.
    pub service: &'static Service,
    /// The input.
    pub input: &'static Schema,
    /// The output.
    pub output: &'static Schema,
    /// The modeled errors, in the order of the operation's error enum.
    pub errors: &'static [&'static Schema],
    /// The operation's traits.
    pub traits: &'static [Trait],
}

impl Operation {
    /// Whether the operation may be sent without a signature.
    pub fn is_optional_auth(&self) -> bool {
        has!(self.traits, Trait::OptionalAuth)
    }

    /// Whether the operation is always sent without a signature.
    pub fn is_never_signed(&self) -> bool {
        has!(self.traits, Trait::NoAuth)
    }

    /// The prefix of the host name, with `{member}` as placeholder.
    pub fn host_prefix(&self) -> Option<&'static str> {
        self.traits.iter().find_map(|t| match t {
            Trait::HostPrefix(it) => Some(*it),
            _ => None,
        })
    }

    /// The method and URI pattern, if the operation has HTTP bindings.
    pub fn http(&self) -> Option<(&'static str, &'static str)> {
        self.traits.iter().find_map(|t| match t {
            Trait::Http(method, uri, _) => Some((*method, *uri)),
            _ => None,
        })
    }

    /// Whether the root element of the response is the output's only member
    /// (<https://smithy.io/2.0/aws/customizations/s3-customizations.html#aws-customizations-s3unwrappedxmloutput-trait>).
    pub fn is_s3_unwrapped_xml_output(&self) -> bool {
        has!(self.traits, Trait::S3UnwrappedXmlOutput)
    }

    /// Whether the body is not part of the signature.
    pub fn has_unsigned_payload(&self) -> bool {
        has!(self.traits, Trait::UnsignedPayload)
    }

    /// Whether a successful response may have an error in its body.
    pub fn may_fail_in_success(&self) -> bool {
        has!(self.traits, Trait::ErrorInSuccess)
    }

    /// Whether a large body is sent only once the server asks for it.
    pub fn expects_continue(&self) -> bool {
        has!(self.traits, Trait::ExpectContinue)
    }

    /// Whether uploads have the hash and the tree hash of their body in header fields.
    pub fn has_tree_hash(&self) -> bool {
        has!(self.traits, Trait::TreeHash)
    }

    /// Whether the request must have a checksum of its body.
    pub fn is_checksum_required(&self) -> bool {
        has!(self.traits, Trait::HttpChecksumRequired)
    }

    /// The presigned URL that the request contains: `member`, `source` and optionally `destination`.
    pub fn presigned_url(&self) -> Option<Record> {
        self.traits.iter().find_map(|it| match it {
            Trait::PresignedUrl(record) => Some(*record),
            _ => None,
        })
    }

    /// Whether a presigned request has the members of its input in the query.
    pub fn is_presigned_in_query(&self) -> bool {
        has!(self.traits, Trait::PresignInQuery)
    }

    /// Whether responses have MD5 digests of messages.
    pub fn has_message_digests(&self) -> bool {
        has!(self.traits, Trait::MessageDigests)
    }

    /// Whether the service says where the request is sent, and whether that is required.
    pub fn discovered_endpoint(&self) -> Option<bool> {
        self.traits.iter().find_map(|it| match it {
            Trait::DiscoveredEndpoint(is_required) => Some(*is_required),
            _ => None,
        })
    }

    /// The time after which the service responds at the latest, if it may wait for something to happen.
    pub fn long_poll(&self) -> Option<std::time::Duration> {
        let record = self.traits.iter().find_map(|it| match it {
            Trait::LongPoll(record) => Some(*record),
            _ => None,
        })?;
        let milliseconds = Datum::find(record, "timeoutMillis").and_then(Datum::number);
        Some(std::time::Duration::from_millis(milliseconds.and_then(|it| it.try_into().ok()).unwrap_or(DEFAULT_POLL)))
    }

    /// Endpoint parameters with fixed values.
    pub fn static_context_params(&self) -> Record {
        let found = self.traits.iter().find_map(|it| match it {
            Trait::StaticContextParams(record) => Some(*record),
            _ => None,
        });
        found.unwrap_or(&[])
    }

    /// Endpoint parameters with JMESPath expressions that select them from the input.
    pub fn operation_context_params(&self) -> &'static [(&'static str, &'static str)] {
        let found = self.traits.iter().find_map(|it| match it {
            Trait::OperationContextParams(params) => Some(*params),
            _ => None,
        });
        found.unwrap_or(&[])
    }

    /// The part of the output that goes to a file, if any: `member`, `option` and `parts`.
    pub fn output_file(&self) -> Option<Record> {
        self.traits.iter().find_map(|it| match it {
            Trait::OutputFile(record) => Some(*record),
            _ => None,
        })
    }

    /// The strings of the output that options also write to files: the path of each by the option's name.
    pub fn output_strings(&self) -> Record {
        let found = self.traits.iter().find_map(|it| match it {
            Trait::OutputStrings(record) => Some(*record),
            _ => None,
        });
        found.unwrap_or(&[])
    }

    /// The pagination that a correction adds: `inputTokens`, `outputTokens`, `more`, `items` and `pageSize`.
    pub fn pages(&self) -> Option<Record> {
        self.traits.iter().find_map(|it| match it {
            Trait::Pages(record) => Some(*record),
            _ => None,
        })
    }

    /// What the AWS CLI prints of pages: the paths `collected` from all of them, and those `kept` from the first. Without
    /// it, everything is collected or kept.
    pub fn page_results(&self) -> Option<Record> {
        self.traits.iter().find_map(|it| match it {
            Trait::PageResults(record) => Some(*record),
            _ => None,
        })
    }

    /// The part of an event stream that goes to a file, if any: `event` and `member`.
    pub fn saved_event(&self) -> Option<Record> {
        self.traits.iter().find_map(|it| match it {
            Trait::SavedEvent(record) => Some(*record),
            _ => None,
        })
    }

    /// The number of polls of the AWS CLI for a waiter of the operation, if a correction sets it.
    pub fn waiter_attempts(&self, waiter: &str) -> Option<u32> {
        let record = self.traits.iter().find_map(|it| match it {
            Trait::WaiterAttempts(record) => Some(*record),
            _ => None,
        })?;
        Datum::find(record, waiter)?.number()?.try_into().ok()
    }

    /// The `httpChecksum` trait, if the operation has it.
    pub fn http_checksum(&self) -> Option<Record> {
        self.traits.iter().find_map(|it| match it {
            Trait::HttpChecksum(record) => Some(*record),
            _ => None,
        })
    }

    /// The authentication schemes in order of preference: the operation's own or else the service's.
    pub fn auth_schemes(&self) -> &'static [&'static str] {
        auth_schemes(self.traits).or_else(|| auth_schemes(self.service.traits)).unwrap_or(&[])
    }

    /// The waiters of the operation, ordered by name.
    pub fn waiters(&self) -> &'static [&'static Waiter] {
        let waiters = self.traits.iter().find_map(|t| match t {
            Trait::Waitable(it) => Some(*it),
            _ => None,
        });
        waiters.unwrap_or(&[])
    }

    /// The encodings for compressing the request, in order of preference.
    pub fn request_compression(&self) -> &'static [&'static str] {
        self.traits
            .iter()
            .find_map(|t| match t {
                Trait::RequestCompression(it) => Some(*it),
                _ => None,
            })
            .unwrap_or(&[])
    }
}

/// A wire protocol: it serializes inputs to HTTP requests and parses responses.
pub trait Protocol: fmt::Debug + Send + Sync {
    /// The id of the protocol's trait, such as `aws.protocols#awsQuery`.
    fn id(&self) -> &'static str;

    /// Serializes an input to a request.
    fn serialize(&self, operation: &Operation, input: &dyn Structure) -> Result<Request, SerializeError>;

    /// Parses a successful response, including its request id, into an output.
    fn parse(&self, operation: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError>;

    /// Parses code, message and request id of an error response.
    fn parse_error(&self, operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError>;

    /// Parses the members of a modeled error.
    fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError>;

    /// The codec for events. `None` if the protocol does not support event streams.
    fn event_codec(&self) -> Option<&'static dyn Codec> {
        None
    }

    /// Whether the first message of an event stream holds the other members of the input or output, because the
    /// protocol has no HTTP bindings.
    fn sends_initial_messages(&self) -> bool {
        false
    }

    /// Whether a response is an error.
    fn is_failure(&self, _operation: &Operation, response: &Response) -> bool {
        !response.is_success()
    }

    /// Whether this code on the wire stands for the error of this table.
    fn is_error_code(&self, code: &str, error: &Schema) -> bool {
        error.query_error_code().unwrap_or(error.name()) == code
    }
}
