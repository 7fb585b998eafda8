//! Defaults of members that are missing in a text.
//!
//! A member with a default is never absent in a generated type, so its default must be filled in if the text does not
//! have it. A required member without a default is blank in this case, as clients treat responses that lack it:
//! <https://smithy.io/2.0/spec/aggregate-types.html#client-error-correction>. A member that may be absent, like all
//! members of a [`Dynamic`](crate::dynamic::Dynamic), stays absent.
//!
//! Codecs do this for each structure, because only they know which members were in the text.

use aws_smithy_types::date_time::Format;
use aws_smithy_types::{DateTime, Document, Number, base64};

use crate::schema::{DefaultValue, Member, Schema};
use crate::shape::{Mismatch, Slot, Structure};

/// The index of the first member with a default, and the number of members up to the last one.
pub(crate) fn range(schema: &Schema) -> (usize, usize) {
    let has_default = |member: &Member| member.default_value().is_some();
    let members = schema.members();
    let end = members.iter().rposition(has_default).map_or(0, |last| last + 1);
    (members.iter().position(has_default).unwrap_or(end), end)
}

/// Tracks the members of a structure that were read.
pub(crate) struct Defaults {
    /// The first member with a default.
    start: usize,
    /// The number of members up to the last one with a default.
    end: usize,
    /// The members from the first one on that were read, as bits.
    seen: u64,
    /// The indices of members that are beyond the bits.
    others: Vec<usize>,
}

impl Defaults {
    /// Starts with no member read.
    #[cfg(any(feature = "codec-rest", feature = "codec-rpc", feature = "ec2-query"))]
    pub(crate) fn of(schema: &Schema) -> Self {
        Self::within(range(schema))
    }

    /// Starts with no member read, with the [`range`] of the schema.
    pub(crate) fn within((start, end): (usize, usize)) -> Self {
        Self { start, end, seen: 0, others: Vec::new() }
    }

    /// Records that the member at this index was read.
    #[inline]
    pub(crate) fn saw(&mut self, index: usize) {
        if (self.start..self.end).contains(&index) {
            self.mark(index);
        }
    }

    fn mark(&mut self, index: usize) {
        match self.bit(index) {
            Some(bit) => self.seen |= bit,
            None if self.others.contains(&index) => {}
            None => self.others.push(index),
        }
    }

    fn has_seen(&self, index: usize) -> bool {
        match self.bit(index) {
            Some(bit) => self.seen & bit != 0,
            None => self.others.contains(&index),
        }
    }

    fn bit(&self, index: usize) -> Option<u64> {
        1_u64.checked_shl(u32::try_from(index.checked_sub(self.start)?).ok()?)
    }

    /// Fills in the defaults.
    pub(crate) fn finish(self, value: &mut dyn Structure) {
        let members = value.schema().members();
        for index in self.start..self.end {
            let default = members.get(index).and_then(Member::default_value);
            let Some(default) = default.filter(|_| !self.has_seen(index)) else { continue };
            let there = value.member(index).is_some_and(|it| !it.view().is_absent());
            if let Some(place) = value.member_mut(index).filter(|_| there) {
                // Cannot fail: the generator rejects defaults that do not match the member's type.
                let _ = put_default(default, place.slot());
            }
        }
    }
}

/// Writes a default into a blank slot. A string is also a timestamp, a blob in base64, or a number that a table cannot
/// hold otherwise.
pub(crate) fn put_default(default: DefaultValue, slot: Slot<'_>) -> Result<(), Mismatch> {
    match (default, slot) {
        (default, Slot::Document(place)) => *place = document(default),
        (DefaultValue::Boolean(value), slot) => return slot.put_boolean(value),
        (DefaultValue::Integer(value), slot @ Slot::Timestamp(_)) => {
            return slot.put_timestamp(DateTime::from_secs(value));
        }
        (DefaultValue::Double(value), slot @ Slot::Timestamp(_)) => {
            return slot.put_timestamp(DateTime::from_secs_f64(value));
        }
        (DefaultValue::String(value), slot @ Slot::Timestamp(_)) => {
            return slot.put_timestamp(DateTime::from_str(value, Format::DateTime).map_err(|_| Mismatch)?);
        }
        (DefaultValue::Integer(value), slot) => return slot.put_integer(value),
        (DefaultValue::Double(value), slot @ (Slot::Float(_) | Slot::Double(_))) => return slot.put_double(value),
        (DefaultValue::Double(value), slot) => return slot.put_number(&value.to_string()),
        (DefaultValue::String(value), slot @ (Slot::Float(_) | Slot::Double(_))) => {
            return slot.put_double(value.parse().map_err(|_| Mismatch)?);
        }
        (DefaultValue::String(value), slot @ (Slot::BigInteger(_) | Slot::BigDecimal(_))) => {
            return slot.put_number(value);
        }
        (DefaultValue::String(value), slot @ (Slot::Blob(_) | Slot::Stream(_))) => {
            return slot.put_blob(base64::decode(value).map_err(|_| Mismatch)?);
        }
        (DefaultValue::String(value), slot) => return slot.put_string(value.to_owned()),
        // A blank list or map is already empty.
        (DefaultValue::EmptyList | DefaultValue::EmptyMap, _) => {}
    }
    Ok(())
}

fn document(default: DefaultValue) -> Document {
    match default {
        DefaultValue::Boolean(value) => value.into(),
        DefaultValue::Integer(value) => {
            Document::Number(u64::try_from(value).map_or(Number::NegInt(value), Number::PosInt))
        }
        DefaultValue::Double(value) => value.into(),
        DefaultValue::String(value) => value.into(),
        DefaultValue::EmptyList => Document::Array(Vec::new()),
        DefaultValue::EmptyMap => Document::Object(Default::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;
    use crate::schema::{Kind, Trait};
    use crate::shape::Shape;

    static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
    static TIME: Schema = Schema::simple("demo#Time", Kind::Timestamp, &[]);
    static BLOB: Schema = Schema::simple("demo#Blob", Kind::Blob, &[]);
    static ANY: Schema = Schema::simple("demo#Any", Kind::Document, &[]);
    static VALUE: Schema = Schema::structure(
        "demo#Value",
        &[
            Member::new("text", &TEXT, &[Trait::Default(DefaultValue::String("hi"))]),
            Member::new("time", &TIME, &[Trait::Default(DefaultValue::Integer(1))]),
            Member::new("blob", &BLOB, &[Trait::Default(DefaultValue::String("YQ=="))]),
            Member::new("any", &ANY, &[Trait::Default(DefaultValue::EmptyMap)]),
            Member::new("optional", &TEXT, &[Trait::Default(DefaultValue::String("hi")), Trait::ClientOptional]),
            Member::new("required", &TEXT, &[Trait::Required]),
        ],
        &[],
    );

    /// A structure as generated from the table.
    struct Value {
        text: String,
        time: DateTime,
        blob: aws_smithy_types::Blob,
        any: Document,
        optional: Option<String>,
        required: String,
    }

    impl Structure for Value {
        fn schema(&self) -> &'static Schema {
            &VALUE
        }

        fn member(&self, index: usize) -> Option<&dyn Shape> {
            let members: [&dyn Shape; 6] =
                [&self.text, &self.time, &self.blob, &self.any, &self.optional, &self.required];
            members.get(index).copied()
        }

        fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
            let members: [&mut dyn Shape; 6] =
                [&mut self.text, &mut self.time, &mut self.blob, &mut self.any, &mut self.optional, &mut self.required];
            members.into_iter().nth(index)
        }
    }

    #[test]
    fn defaults_stand_where_the_text_says_nothing() {
        for (text, expected) in [
            ("{}", r#"{"text":"hi","time":"1970-01-01T00:00:01Z","blob":"YQ==","any":{},"required":""}"#),
            (
                r#"{"text":"","time":0,"blob":"","any":null,"optional":"","required":"r"}"#,
                r#"{"text":"","time":"1970-01-01T00:00:00Z","blob":"","any":null,"optional":"","required":"r"}"#,
            ),
        ] {
            let mut value = Value {
                text: String::new(),
                time: DateTime::from_secs(0),
                blob: aws_smithy_types::Blob::new(Vec::new()),
                any: Document::Null,
                optional: None,
                required: String::new(),
            };
            json::from_str(text, &mut value).unwrap();
            assert_eq!(json::to_string(&value), expected, "{text}");
        }
    }
}
