//! The protocols of a service, as far as they affect member traits.

/// The protocol families that a service supports.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wire {
    /// HTTP bindings are used: rest-json and rest-xml.
    pub(super) rest: bool,
    /// JSON member names are used: rest-json.
    pub(super) json_names: bool,
    /// XML element names are used: rest-xml, query and ec2.
    pub(super) xml_names: bool,
    /// Error codes of the query protocol are used.
    pub(super) query_codes: bool,
}

impl Wire {
    /// Adds a protocol by its name in the description.
    pub(super) fn add(&mut self, protocol: &str) {
        self.rest |= matches!(protocol, "rest-json" | "rest-xml");
        self.json_names |= protocol == "rest-json";
        self.xml_names |= matches!(protocol, "rest-xml" | "query" | "ec2");
        self.query_codes |= protocol == "query";
    }
}

/// The trait of a protocol, by its name in the description.
pub(super) fn protocol_trait(protocol: &str, json_version: Option<&str>) -> Option<&'static str> {
    Some(match (protocol, json_version) {
        ("query", _) => "aws.protocols#awsQuery",
        ("ec2", _) => "aws.protocols#ec2Query",
        ("json", Some("1.1")) => "aws.protocols#awsJson1_1",
        ("json", Some("1.0") | None) => "aws.protocols#awsJson1_0",
        ("rest-json", _) => "aws.protocols#restJson1",
        ("rest-xml", _) => "aws.protocols#restXml",
        ("smithy-rpc-v2-cbor", _) => "smithy.protocols#rpcv2Cbor",
        _ => return None,
    })
}
