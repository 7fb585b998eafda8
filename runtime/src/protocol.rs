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

pub use crate::message::{ParseError, SerializeError};
pub use crate::service::Protocol;
#[cfg(feature = "aws-json")]
pub use aws_json::{AwsJson1_0, AwsJson1_1};
#[cfg(feature = "aws-query")]
pub use aws_query::AwsQuery;
#[cfg(feature = "rest-json")]
pub use rest_json::RestJson1;
