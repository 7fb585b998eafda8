//! What stands for members that an answer lacks, and for those that a caller leaves out.
//!
//! A client fills in the default of an absent member, and makes up for a required one that a
//! service failed to send, so that a caller never meets a hole where the model promises a value:
//! <https://smithy.io/2.0/spec/aggregate-types.html#client-error-correction>. Codecs do so while
//! they read, structure by structure, because only they know what was there.

use aws_smithy_types::{DateTime, Document, base64};

use crate::schema::{DefaultValue, Member, Schema, Trait};
use crate::shape::{Mismatch, Slot, Structure};

/// Which members of a structure were read.
pub(crate) struct Completion {
    /// By index; empty where no member of the structure can lack anything.
    seen: Vec<bool>,
}

impl Completion {
    /// Nothing read yet.
    pub(crate) fn of(schema: &Schema) -> Self {
        let any = schema.members().iter().any(|member| member.is_required() || default_of(member).is_some());
        Self { seen: if any { vec![false; schema.members().len()] } else { Vec::new() } }
    }

    /// A value of the member at this index was read.
    pub(crate) fn saw(&mut self, index: usize) {
        if let Some(seen) = self.seen.get_mut(index) {
            *seen = true;
        }
    }

    /// Fills in what was not read and has to be there.
    pub(crate) fn finish(self, value: &mut dyn Structure) {
        let members = value.schema().members().iter();
        for (index, (member, _)) in members.zip(self.seen).enumerate().filter(|(_, (_, seen))| !seen) {
            let default = default_of(member);
            if let Some(place) = value.member_mut(index).filter(|_| default.is_some() || member.is_required()) {
                // Asking for the slot brings a blank value into being, which does where there is
                // no default, or one that is not of the member's type.
                let slot = place.slot();
                if let Some(default) = default {
                    let _ = put_default(default, slot);
                }
            }
        }
    }
}

/// The default that a client fills in for an absent member of a structure.
pub(crate) fn default_of(member: &Member) -> Option<DefaultValue> {
    let optional = member.traits().iter().any(|it| matches!(it, Trait::ClientOptional));
    member.default_value().filter(|_| !optional)
}

/// Writes a default into a blank slot.
pub(crate) fn put_default(default: DefaultValue, slot: Slot<'_>) -> Result<(), Mismatch> {
    if let Slot::Document(place) = slot {
        *place = document(default);
        return Ok(());
    }
    match default {
        DefaultValue::Boolean(value) => slot.put_boolean(value),
        DefaultValue::Integer(value) if matches!(slot, Slot::Timestamp(_)) => {
            slot.put_timestamp(DateTime::from_secs(value))
        }
        DefaultValue::Integer(value) => slot.put_integer(value),
        DefaultValue::Double(value) if matches!(slot, Slot::Timestamp(_)) => {
            slot.put_timestamp(DateTime::from_secs_f64(value))
        }
        DefaultValue::Double(value) => slot.put_double(value),
        DefaultValue::String(value) if matches!(slot, Slot::Blob(_)) => {
            slot.put_blob(base64::decode(value).map_err(|_| Mismatch)?)
        }
        DefaultValue::String(value) => slot.put_string(value.to_owned()),
        // A blank list or map is empty already.
        DefaultValue::EmptyList | DefaultValue::EmptyMap => Ok(()),
    }
}

fn document(default: DefaultValue) -> Document {
    match default {
        DefaultValue::Boolean(value) => value.into(),
        DefaultValue::Integer(value) => value.into(),
        DefaultValue::Double(value) => value.into(),
        DefaultValue::String(value) => value.into(),
        DefaultValue::EmptyList => Document::Array(Vec::new()),
        DefaultValue::EmptyMap => Document::Object(Default::default()),
    }
}
