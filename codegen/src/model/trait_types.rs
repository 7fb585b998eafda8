//! The values of structured traits.

use super::number::Number;

/// `length`: the inclusive bounds of a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// The minimum size.
    pub min: Option<u64>,
    /// The maximum size.
    pub max: Option<u64>,
}

/// `range`: the inclusive bounds of a number. [`Number`] formats exact decimals.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The minimum.
    pub min: Option<Number>,
    /// The maximum.
    pub max: Option<Number>,
}

/// `error`: the side at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorFault {
    /// The client.
    Client,
    /// The server.
    Server,
}

/// `deprecated`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecated<'a> {
    /// The explanation, often with a replacement.
    pub message: Option<&'a str>,
    /// The version or date since when it is deprecated.
    pub since: Option<&'a str>,
}

/// `retryable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retryable {
    /// Whether the error is a throttling error.
    pub throttling: bool,
}

/// `xmlNamespace`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlNamespace<'a> {
    /// The namespace.
    pub uri: &'a str,
    /// The prefix of the namespace.
    pub prefix: Option<&'a str>,
}

/// `timestampFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// RFC 3339 in UTC.
    DateTime,
    /// The date format of HTTP headers.
    HttpDate,
    /// Seconds since 1970.
    EpochSeconds,
}

/// `paginated` on a service or an operation. Output paths are dotted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Paginated<'a> {
    /// The input member for the token.
    pub input_token: Option<&'a str>,
    /// The output path of the next token.
    pub output_token: Option<&'a str>,
    /// The output path of the items.
    pub items: Option<&'a str>,
    /// The input member for the page size.
    pub page_size: Option<&'a str>,
}

impl<'a> Paginated<'a> {
    /// The operation's values, with the service's values for those that are missing.
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
    /// The path pattern with its query string.
    pub uri: &'a str,
    /// The status code of a successful response.
    pub code: u16,
}

/// `aws.api#service`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwsService<'a> {
    /// The SDK ID, from which SDKs derive names.
    pub sdk_id: &'a str,
    /// The namespace in ARNs.
    pub arn_namespace: Option<&'a str>,
    /// The name in CloudFormation.
    pub cloud_formation_name: Option<&'a str>,
    /// The event source in CloudTrail.
    pub cloud_trail_event_source: Option<&'a str>,
    /// The first label of the host name.
    pub endpoint_prefix: Option<&'a str>,
    /// The ID in the documentation.
    pub doc_id: Option<&'a str>,
}

/// `aws.protocols#awsQueryError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwsQueryError<'a> {
    /// The code on the wire.
    pub code: &'a str,
    /// The HTTP status code.
    pub http_response_code: u16,
}

/// `aws.protocols#httpChecksum`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpChecksum<'a> {
    /// The input member that selects the algorithm.
    pub request_algorithm_member: Option<&'a str>,
    /// Whether the request must have a checksum.
    pub request_checksum_required: bool,
    /// The input member that enables validation of the response.
    pub request_validation_mode_member: Option<&'a str>,
    /// The algorithms that a response may use.
    pub response_algorithms: Vec<&'a str>,
}
