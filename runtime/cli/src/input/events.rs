//! Fills in events to send.

use tinsmith_runtime::shape::{Slot, Union};

use super::{Filler, Mistakes};
use crate::value::Value;

/// Fills in an event to send. Fails with what is wrong with its value.
pub(super) fn fill_event(event: &mut dyn Union, value: &Value, raw: bool) -> Result<(), String> {
    let mut filler = Filler { raw, complete: true, ..Filler::default() };
    let schema = event.schema();
    filler.value(Some(Slot::Union(event)), schema, value, "event", false);
    let Mistakes { base64, .. } = &filler.mistakes;
    match (base64, filler.mistakes.sentences()) {
        (Some(sentence), _) => Err(sentence.clone()),
        (None, sentences) if sentences.is_empty() => Ok(()),
        (None, sentences) => Err(sentences.join("; ")),
    }
}
