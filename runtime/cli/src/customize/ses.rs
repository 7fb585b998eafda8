//! `ses send-email`: options for the parts of a message.

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::value::{Fields, Value};
use super::{Custom, extra, optional, rename, text, texts};

const SES: &str = "SES";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    optional(SES, "send-email", "message"),
    optional(SES, "send-email", "destination"),
    rename(SES, "send-email", "source", "from"),
    extra(SES, "send-email", "to", Takes::Many, "Destination.ToAddresses", texts),
    extra(SES, "send-email", "cc", Takes::Many, "Destination.CcAddresses", texts),
    extra(SES, "send-email", "bcc", Takes::Many, "Destination.BccAddresses", texts),
    extra(SES, "send-email", "subject", Takes::One, "Message.Subject.Data", text),
    extra(SES, "send-email", "text", Takes::One, "Message.Body.Text.Data", text),
    extra(SES, "send-email", "html", Takes::One, "Message.Body.Html.Data", text),
];

/// Adds the parts of a message that no option sets, as empty ones.
pub(super) fn complete_message(values: &mut Fields) -> Result<(), Failure> {
    let Some(Value::Object(message)) = values.get_mut("Message") else { return Ok(()) };
    for part in ["Subject", "Body"] {
        if !message.contains(part) {
            message.push(part, Value::Object(Fields::default()));
        }
    }
    Ok(())
}
