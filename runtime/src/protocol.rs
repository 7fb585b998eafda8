//! How requests and answers are written: one file per protocol, over shared codecs.
//!
//! A protocol knows schemas, values and messages, and neither endpoints nor connections. Each is
//! behind a feature of its name, which the generated crate of a service that speaks it enables.

#[cfg(feature = "aws-json")]
mod aws_json;
#[cfg(feature = "aws-query")]
mod aws_query;
#[cfg(any(feature = "aws-json", feature = "aws-query", feature = "rest-json"))]
mod checksum;
#[cfg(any(feature = "aws-json", feature = "aws-query", feature = "rest-json"))]
mod compression;
#[cfg(any(feature = "aws-json", feature = "aws-query", feature = "rest-json"))]
mod host;
#[cfg(any(feature = "aws-json", feature = "rest-json"))]
mod json_answer;
#[cfg(feature = "rest-json")]
mod rest;
#[cfg(feature = "rest-json")]
mod rest_json;
#[cfg(any(feature = "aws-json", feature = "aws-query", feature = "rest-json"))]
mod status;

use std::fmt;

pub use crate::message::{ParseError, SerializeError};
#[cfg(feature = "aws-json")]
pub use aws_json::{AwsJson1_0, AwsJson1_1};
#[cfg(feature = "aws-query")]
pub use aws_query::AwsQuery;
#[cfg(feature = "rest-json")]
pub use rest_json::RestJson1;

use crate::error::ErrorMetadata;
use crate::message::{Request, Response};
use crate::schema::{Operation, Schema};
use crate::shape::Structure;

/// A wire protocol, as the walks in and out of HTTP messages.
pub trait Protocol: fmt::Debug + Send + Sync {
    /// The protocol's trait, such as `aws.protocols#awsQuery`.
    fn id(&self) -> &'static str;

    /// Writes an input as a request.
    fn serialize(&self, operation: &Operation, input: &dyn Structure) -> Result<Request, SerializeError>;

    /// Reads an answer of success, its request id included, into an output.
    fn parse(&self, operation: &Operation, response: &Response, output: &mut dyn Structure) -> Result<(), ParseError>;

    /// Reads code, message and request id of an answer that is an error.
    fn parse_error(&self, operation: &Operation, response: &Response) -> Result<ErrorMetadata, ParseError>;

    /// Reads the members of a modeled error.
    fn parse_error_members(&self, response: &Response, error: &mut dyn Structure) -> Result<(), ParseError>;

    /// Whether this code on the wire means the error of this table.
    fn is_error_code(&self, code: &str, error: &Schema) -> bool {
        error.query_error_code().unwrap_or(error.name()) == code
    }
}
