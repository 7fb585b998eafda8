//! Options for reading and writing JSON.

use crate::schema::{Member, TimestampFormat};

/// The differences between user-facing JSON and the JSON of the protocols.
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
    /// Whether keys are the members' `jsonName`s. The awsJson protocols ignore those.
    pub json_names: bool,
    /// The format of written timestamps.
    pub timestamps: Timestamps,
    /// Whether blobs are plain text instead of base64.
    pub raw_blobs: bool,
    /// Whether unknown members are skipped, rather than reported.
    pub skip_unknown: bool,
    /// Whether null means an absent member, and is skipped in lists and maps that are not sparse. If not, null is a
    /// mistake.
    pub skip_null: bool,
    /// Whether an integer may have a decimal point, such as `1.0`.
    pub whole_floats: bool,
    /// Whether bigInteger and bigDecimal are written as strings, and read from strings and numbers.
    pub big_numbers_as_text: bool,
    /// The number of spaces per level. 0 writes everything on one line without spaces.
    pub indent: usize,
    /// Whether characters beyond ASCII are escaped.
    pub ascii: bool,
    /// The maximum nesting of lists and objects when reading.
    pub depth: usize,
}

/// The format of written timestamps. RFC 3339 and seconds since 1970 can always be read.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Timestamps {
    /// RFC 3339 in UTC, ending in this text: `Z`, `+00:00` or nothing.
    Text(&'static str),
    /// The member's `timestampFormat`, or else this format.
    Modeled(TimestampFormat),
    /// This format, regardless of the model.
    Fixed(TimestampFormat),
}

impl Options {
    /// User-facing JSON, with the model's member names, as in `to_json` and `--cli-input-json`. Strict, so that typing
    /// errors are reported.
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

    /// Like [`PEOPLE`](Self::PEOPLE), in the layout of the AWS CLI.
    pub const PRETTY: Self = Self { indent: 4, ..Self::PEOPLE };

    /// The awsJson protocols. Lenient, because newer services may send members that this client does not know
    /// (<https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html>).
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
