//! The supported protocols: those of AWS, and others.

use std::fmt;

/// The facts about a protocol, apart from its implementation in the runtime.
struct Row {
    trait_id: &'static str,
    feature: &'static str,
    table: &'static str,
    needs_bindings: bool,
}

/// Declares the protocols in order of preference, one row each.
macro_rules! protocols {
    ($($protocol:ident: $trait_id:literal, $feature:literal, bindings: $needs_bindings:literal;)*) => {
        /// A protocol, chosen by a trait on the service.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Protocol {
            $(#[doc = concat!("`", $trait_id, "`")] $protocol,)*
        }

        impl Protocol {
            /// All protocols in order of preference: a client of a service that supports several uses the first.
            pub const ALL: &[Protocol] = &[$(Protocol::$protocol),*];

            const fn row(self) -> Row {
                match self {
                    $(Protocol::$protocol => Row {
                        trait_id: $trait_id,
                        feature: $feature,
                        table: stringify!($protocol),
                        needs_bindings: $needs_bindings,
                    },)*
                }
            }
        }
    };
}

// Columns: the name here and in the runtime's module `protocol`, the trait, the runtime's feature, and whether
// operations need HTTP bindings. The order is that of AWS's own clients, which do not support `simpleRestJson`.
protocols! {
    RpcV2Cbor:  "smithy.protocols#rpcv2Cbor", "rpc-v2-cbor", bindings: false;
    RpcV2Json:  "smithy.protocols#rpcv2Json", "rpc-v2-json", bindings: false;
    AwsJson1_0: "aws.protocols#awsJson1_0",   "aws-json",    bindings: false;
    AwsJson1_1: "aws.protocols#awsJson1_1",   "aws-json",    bindings: false;
    RestJson1:  "aws.protocols#restJson1",    "rest-json",   bindings: true;
    SimpleRestJson: "alloy#simpleRestJson",   "rest-json",   bindings: true;
    RestXml:    "aws.protocols#restXml",      "rest-xml",    bindings: true;
    AwsQuery:   "aws.protocols#awsQuery",     "aws-query",   bindings: false;
    Ec2Query:   "aws.protocols#ec2Query",     "ec2-query",   bindings: false;
}

impl Protocol {
    /// The ID of the trait that declares the protocol.
    pub const fn trait_id(self) -> &'static str {
        self.row().trait_id
    }

    /// The protocol of this name, with or without its namespace: `restJson1` or `aws.protocols#restJson1`.
    pub fn by_name(name: &str) -> Option<Self> {
        let is_it = |id: &str| {
            id.eq_ignore_ascii_case(name) || id.rsplit('#').next().is_some_and(|it| it.eq_ignore_ascii_case(name))
        };
        Self::ALL.iter().copied().find(|it| is_it(it.trait_id()))
    }

    /// The name, without its namespace.
    pub fn name(self) -> &'static str {
        self.trait_id().rsplit('#').next().unwrap_or_default()
    }

    /// The feature of the runtime that enables the protocol.
    pub const fn feature(self) -> &'static str {
        self.row().feature
    }

    /// The name of the protocol in the runtime's module `protocol`.
    pub const fn table(self) -> &'static str {
        self.row().table
    }

    /// Whether operations need the trait `smithy.api#http`.
    pub const fn needs_bindings(self) -> bool {
        self.row().needs_bindings
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.trait_id())
    }
}
