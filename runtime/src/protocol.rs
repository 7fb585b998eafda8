//! Protocols, one per file, based on shared codecs.
//!
//! A protocol works with schemas, values and messages, but not with endpoints or connections. Each protocol has a
//! feature of its name, which the generated crates of services that use it enable. The feature enables the codecs that
//! the protocol uses. A new protocol needs a row of features in `Cargo.toml`, a row of [`ALL`], and a row in the
//! generator's table of protocols.

#[cfg(feature = "aws-json")]
mod aws_json;
#[cfg(feature = "aws-query")]
mod aws_query;
#[cfg(feature = "codec-http")]
mod checksum;
#[cfg(feature = "codec-http")]
mod compression;
#[cfg(feature = "ec2-query")]
mod ec2_query;
#[cfg(any(feature = "codec-json", feature = "codec-rpc"))]
mod error_answer;
#[cfg(feature = "codec-query")]
mod form;
#[cfg(feature = "codec-http")]
mod host;
#[cfg(feature = "codec-json")]
mod json_answer;
#[cfg(feature = "codec-rest")]
mod rest;
#[cfg(feature = "rest-json")]
mod rest_json;
#[cfg(feature = "rest-xml")]
mod rest_xml;
#[cfg(feature = "codec-rpc")]
mod rpc_v2;
#[cfg(feature = "rpc-v2-cbor")]
mod rpc_v2_cbor;
#[cfg(feature = "rpc-v2-json")]
mod rpc_v2_json;
#[cfg(feature = "rest-json")]
mod simple_rest_json;
#[cfg(feature = "codec-http")]
mod status;
#[cfg(feature = "codec-xml")]
mod xml_answer;

use crate::message::Request;
pub use crate::message::{ParseError, SerializeError};
use crate::service::Operation;
pub use crate::service::Protocol;
#[cfg(feature = "aws-json")]
pub use aws_json::{AwsJson1_0, AwsJson1_1};
#[cfg(feature = "aws-query")]
pub use aws_query::AwsQuery;
#[cfg(feature = "ec2-query")]
pub use ec2_query::Ec2Query;
#[cfg(feature = "rest-json")]
pub use rest_json::RestJson1;
#[cfg(feature = "rest-xml")]
pub use rest_xml::RestXml;
#[cfg(feature = "rpc-v2-cbor")]
pub use rpc_v2_cbor::RpcV2Cbor;
#[cfg(feature = "rpc-v2-json")]
pub use rpc_v2_json::RpcV2Json;
#[cfg(feature = "rest-json")]
pub use simple_rest_json::SimpleRestJson;

/// Completes a request whose body is in memory: compresses it if it has at least this many bytes and the operation asks
/// for compression, and adds a checksum if the operation requires one.
pub fn complete(
    operation: &Operation,
    request: &mut Request,
    min_compression: Option<usize>,
) -> Result<(), SerializeError> {
    #[cfg(feature = "codec-http")]
    {
        compression::apply(operation, request, min_compression);
        checksum::apply(operation, request)?;
    }
    // Without a protocol, there is no request.
    let _ = (operation, request, min_compression);
    Ok(())
}

/// The protocols that are compiled in, in order of preference.
pub static ALL: &[&dyn Protocol] = &[
    #[cfg(feature = "rpc-v2-cbor")]
    &RpcV2Cbor,
    #[cfg(feature = "rpc-v2-json")]
    &RpcV2Json,
    #[cfg(feature = "aws-json")]
    &AwsJson1_0,
    #[cfg(feature = "aws-json")]
    &AwsJson1_1,
    #[cfg(feature = "rest-json")]
    &RestJson1,
    #[cfg(feature = "rest-json")]
    &SimpleRestJson,
    #[cfg(feature = "rest-xml")]
    &RestXml,
    #[cfg(feature = "aws-query")]
    &AwsQuery,
    #[cfg(feature = "ec2-query")]
    &Ec2Query,
];

/// The protocol with this trait id, if it is compiled in.
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
