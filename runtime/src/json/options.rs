//! How JSON is read and written: for people, or on the wire.

use crate::schema::{Member, TimestampFormat};

/// What differs between the JSON that people write and the JSON of the protocols.
///
/// Start from [`PEOPLE`](Self::PEOPLE) or [`WIRE`](Self::WIRE) and change what must differ:
///
/// ```
/// use tinsmith_runtime::json::Options;
///
/// const RAW_BLOBS: Options = Options { raw_blobs: true, ..Options::PEOPLE };
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Keys are the members' `jsonName`s where they have one. The awsJson protocols ignore it.
    pub json_names: bool,
    /// How timestamps are written.
    pub timestamps: Timestamps,
    /// Blobs are the text itself and not base64.
    pub raw_blobs: bool,
    /// Members that the schema does not have are skipped and are no mistake.
    pub skip_unknown: bool,
    /// Null says that a member is absent; in lists and maps that are not sparse it is skipped.
    /// Otherwise it is a mistake.
    pub skip_null: bool,
    /// A whole number may be written with a point, as `1.0`.
    pub whole_floats: bool,
    /// Numbers without bounds are written as texts, and read from texts and from numbers.
    pub big_numbers_as_text: bool,
    /// Spaces per level; with 0 all is one line without spaces.
    pub indent: usize,
    /// Characters beyond ASCII are escaped.
    pub ascii: bool,
    /// How many lists and objects may be in each other when reading.
    pub depth: usize,
}

/// How timestamps are written. RFC 3339 and seconds since 1970 are read in any case.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Timestamps {
    /// As RFC 3339 in UTC, closed by this text: `Z` or `+00:00`, or nothing.
    Text(&'static str),
    /// As the member's `timestampFormat` says, else in this format.
    Modeled(TimestampFormat),
    /// In this format, whatever the model says.
    Fixed(TimestampFormat),
}

impl Options {
    /// Member names, as in `to_json` and `--cli-input-json`; strict, since a slip of the pen
    /// should be reported.
    pub const PEOPLE: Self = Self {
        json_names: false,
        timestamps: Timestamps::Text("Z"),
        raw_blobs: false,
        skip_unknown: false,
        skip_null: false,
        whole_floats: false,
        big_numbers_as_text: false,
        indent: 0,
        ascii: false,
        depth: 128,
    };

    /// As [`PEOPLE`](Self::PEOPLE), laid out as the AWS CLI does.
    pub const PRETTY: Self = Self { indent: 4, ..Self::PEOPLE };

    /// The awsJson protocols: lenient, since a newer service may send what this client does not
    /// know (<https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html>).
    pub const WIRE: Self = Self {
        timestamps: Timestamps::Modeled(TimestampFormat::EpochSeconds),
        skip_unknown: true,
        skip_null: true,
        whole_floats: true,
        ..Self::PEOPLE
    };

    /// The key of a member.
    pub(super) fn name(&self, member: &Member) -> &'static str {
        let renamed = if self.json_names { member.json_name() } else { None };
        renamed.unwrap_or(member.name())
    }
}
