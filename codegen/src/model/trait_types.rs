//! The values of traits that have parts.

use super::node::Number;

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
