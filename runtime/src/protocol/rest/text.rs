//! Simple values as text in paths, queries and header fields.

use std::borrow::Cow;

use aws_smithy_types::primitive::Encoder;

use crate::schema::TimestampFormat;
use crate::shape::View;
use crate::timestamp;

/// The text of a simple value, with timestamps in this format. `None` for other values, and for times that the format
/// cannot express.
pub(super) fn write(view: View<'_>, format: TimestampFormat) -> Option<Cow<'_, str>> {
    Some(match view {
        View::Boolean(it) => Cow::Borrowed(if it { "true" } else { "false" }),
        View::Integer(it) => Cow::Owned(it.to_string()),
        View::Float(it) => Cow::Owned(Encoder::from(it).encode().to_owned()),
        View::Double(it) => Cow::Owned(Encoder::from(it).encode().to_owned()),
        View::Number(it) | View::String(it) => Cow::Borrowed(it),
        View::Timestamp(it) => Cow::Owned(timestamp::write_for_service(it, format)?),
        _ => return None,
    })
}
