//! How requests and answers are written: one file per protocol, over shared codecs.
//!
//! A protocol knows schemas, values and messages, and neither endpoints nor connections. Each is
//! behind a feature of its name, which the generated crate of a service that speaks it enables, and
//! the feature enables the codecs that the protocol uses. A new protocol is a row of features in
//! `Cargo.toml`, a row of [`ALL`], and a row of the generator's table of protocols.

#[cfg(feature = "aws-json")]
mod aws_json;
#[cfg(feature = "aws-query")]
mod aws_query;
#[cfg(feature = "codec-http")]
mod checksum;
#[cfg(feature = "codec-http")]
mod compression;
#[cfg(feature = "codec-http")]
mod host;
#[cfg(feature = "codec-json")]
mod json_answer;
#[cfg(feature = "codec-rest")]
mod rest;
#[cfg(feature = "rest-json")]
mod rest_json;
#[cfg(feature = "codec-http")]
mod status;

pub use crate::message::{ParseError, SerializeError};
pub use crate::service::Protocol;
#[cfg(feature = "aws-json")]
pub use aws_json::{AwsJson1_0, AwsJson1_1};
#[cfg(feature = "aws-query")]
pub use aws_query::AwsQuery;
#[cfg(feature = "rest-json")]
pub use rest_json::RestJson1;

/// The protocols that are compiled in, in the order of preference.
pub static ALL: &[&dyn Protocol] = &[
    #[cfg(feature = "aws-json")]
    &AwsJson1_0,
    #[cfg(feature = "aws-json")]
    &AwsJson1_1,
    #[cfg(feature = "rest-json")]
    &RestJson1,
    #[cfg(feature = "aws-query")]
    &AwsQuery,
];

/// The protocol that this trait declares, if it is compiled in.
///
/// ```
/// # #[cfg(feature = "aws-query")]
/// # {
/// let protocol = tinsmith_runtime::protocol::by_id("aws.protocols#awsQuery").unwrap();
/// assert_eq!(protocol.id(), "aws.protocols#awsQuery");
/// # }
/// assert!(tinsmith_runtime::protocol::by_id("demo#other").is_none());
/// ```
pub fn by_id(id: &str) -> Option<&'static dyn Protocol> {
    ALL.iter().copied().find(|protocol| protocol.id() == id)
}
