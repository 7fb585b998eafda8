//! The features of the runtime that a service needs.

use super::trait_values::{Datum, Trait};
use super::{Operation, RustType};
use crate::model::{Protocol, Shape};
use crate::rules::{Expr, Outcome, Rules};
use crate::waiters::{Acceptor, Matcher};

/// The runtime features that the service and its operations need.
pub(super) fn needed_features(service: &[Trait], operations: &[Operation]) -> Vec<&'static str> {
    let any = |needs: fn(&Trait) -> bool| operations.iter().flat_map(|it| &it.traits).any(needs);
    let blobs = |it: &Operation| it.input.streams_blob() || it.output.streams_blob();
    let events = |it: &RustType| matches!(it, RustType::Receiver(..) | RustType::Sender(..));
    let mut fields = operations.iter().flat_map(|it| it.input.fields.iter().chain(&it.output.fields));
    let mut features = Vec::new();
    let has_checksum = |it: &Trait| match it {
        Trait::Flag(name) => *name == "HttpChecksumRequired",
        Trait::Record(name, _) => *name == "HttpChecksum",
        _ => false,
    };
    features.extend(any(has_checksum).then_some("checksum"));
    features.extend(any(|it| matches!(it, Trait::RequestCompression(_))).then_some("compression"));
    features.extend(service.contains(&Trait::Flag("Crc32")).then_some("crc32"));
    let has_digest = |it: &Trait| schemes(it).any(|it| it == "smithy.api#httpDigestAuth");
    features.extend((any(has_digest) || service.iter().any(has_digest)).then_some("digest-auth"));
    features.extend(any(|it| matches!(it, Trait::Truth("DiscoveredEndpoint", _))).then_some("endpoint-discovery"));
    features.extend(fields.any(|it| events(&it.ty)).then_some("event-stream"));
    features.extend(operations.iter().any(blobs).then_some("files"));
    let mut acceptors = operations.iter().flat_map(|it| &it.waiters).flat_map(|it| &it.rules.acceptors);
    let looks_inside = |it: &Acceptor| matches!(it.matcher, Matcher::Output(_) | Matcher::InputOutput(_));
    features.extend(acceptors.any(looks_inside).then_some("jmespath"));
    features.extend(any(|it| matches!(it, Trait::Flag("MessageDigests"))).then_some("message-digests"));
    features.extend(any(|it| matches!(it, Trait::OperationContextParams(_))).then_some("operation-context-params"));
    features.extend(any(|it| matches!(it, Trait::Record("PresignedUrl", _))).then_some("presigned-url"));
    features.extend(any(|it| matches!(it, Trait::Flag("TreeHash"))).then_some("tree-hash"));
    features
}

/// Whether the protocol supports event streams over HTTP/2 only.
pub(super) fn needs_http2(service: &Shape, protocol: Protocol) -> bool {
    let versions = service.traits.get(protocol.trait_id()).and_then(|it| it.get("eventStreamHttp")?.as_array());
    versions.is_some_and(|it| !it.is_empty() && it.iter().all(|it| it.as_str() == Some("h2")))
}

/// The authentication schemes in a trait.
fn schemes(found: &Trait) -> impl Iterator<Item = &str> {
    let fields = match found {
        Trait::Record("Auth", fields) => fields.as_slice(),
        _ => &[],
    };
    let texts = fields.iter().filter_map(|(_, value)| match value {
        Datum::Texts(texts) => Some(texts),
        _ => None,
    });
    texts.flatten().map(String::as_str)
}

/// Whether requests have asymmetric signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asymmetric {
    Never,
    /// At some endpoints, or if the client prefers them.
    Sometimes,
    /// All of them.
    Always,
}

impl Asymmetric {
    /// Reads the schemes of a service and of its endpoints.
    pub(super) fn of(service: &[Trait], rules: Option<&Rules>) -> Self {
        let declared: Vec<&str> = service.iter().flat_map(schemes).collect();
        let is_declared = declared.contains(&"aws.auth#sigv4a");
        let endpoints = rules.into_iter().flat_map(|it| &it.results).filter_map(|it| match it {
            Outcome::Endpoint { properties, .. } => Some(first_scheme(properties) == Some("sigv4a")),
            _ => None,
        });
        let endpoints: Vec<bool> = endpoints.collect();
        let is_alone = is_declared && !declared.contains(&"aws.auth#sigv4");
        match () {
            () if is_alone || !endpoints.is_empty() && endpoints.iter().all(|it| *it) => Self::Always,
            () if is_declared || endpoints.contains(&true) => Self::Sometimes,
            () => Self::Never,
        }
    }
}

/// The name of the scheme that an endpoint prefers.
fn first_scheme(properties: &[(String, Expr)]) -> Option<&str> {
    let (_, schemes) = properties.iter().find(|(name, _)| name == "authSchemes")?;
    let Expr::List(schemes) = schemes else { return None };
    let Expr::Record(fields) = schemes.first()? else { return None };
    match fields.iter().find(|(name, _)| name == "name") {
        Some((_, Expr::Text(name))) => Some(name),
        _ => None,
    }
}
