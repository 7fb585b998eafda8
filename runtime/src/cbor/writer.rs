//! Writes a value as CBOR.

use minicbor::Encoder;
use minicbor::data::Tag;

use super::{big, tag};
use crate::message::SerializeError;
use crate::schema::{Kind, Member, Schema};
use crate::shape::{List, Map, Structure, Union, View};

type Written = Result<(), SerializeError>;

/// The bytes being written.
pub(super) struct Writer {
    out: Encoder<Vec<u8>>,
}

/// Runs a step of the encoder. Writing to a vector cannot fail.
macro_rules! put {
    ($step:expr) => {
        $step.map(drop).map_err(|_| SerializeError::new("failed to write CBOR"))
    };
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { out: Encoder::new(Vec::with_capacity(128)) }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.out.into_writer()
    }

    /// Writes the members that are set. Their number is only known at the end.
    pub(super) fn structure(&mut self, value: &dyn Structure) -> Written {
        put!(self.out.begin_map())?;
        for (index, member) in value.schema().members().iter().enumerate() {
            let is_written = |view: &View<'_>| !matches!(view, View::Absent | View::Events);
            let Some(view) = value.member(index).map(|it| it.view()).filter(is_written) else { continue };
            put!(self.out.str(member.name()))?;
            self.value(member, view)?;
        }
        put!(self.out.end())
    }

    pub(super) fn value(&mut self, member: &'static Member, view: View<'_>) -> Written {
        match view {
            View::Absent => put!(self.out.null()),
            View::Boolean(it) => put!(self.out.bool(it)),
            View::Integer(it) => put!(self.out.i64(it)),
            View::Float(it) => put!(self.out.f32(it)),
            View::Double(it) => put!(self.out.f64(it)),
            View::Number(it) => self.number(member, it),
            View::String(it) => put!(self.out.str(it)),
            View::Blob(it) => put!(self.out.bytes(it)),
            View::Timestamp(it) => {
                put!(self.out.tag(Tag::new(tag::EPOCH_SECONDS)))?;
                put!(self.out.f64(it.as_secs_f64()))
            }
            View::Document(_) => Err(refused(member, "is a document, which CBOR protocols do not support")),
            View::Stream(_) | View::Events => Err(refused(member, "is a stream, which CBOR protocols do not support")),
            View::List(it) => self.list(member.target(), it),
            View::Map(it) => self.map(member.target(), it),
            View::Structure(it) => self.structure(it),
            View::Union(it) => self.union(member, it),
        }
    }

    fn number(&mut self, member: &'static Member, digits: &str) -> Written {
        let bad = || refused(member, "is not a decimal number");
        if member.target().kind() == Kind::BigInteger {
            return self.big_integer(digits).unwrap_or_else(|| Err(bad()));
        }
        let (mantissa, exponent) = big::split_decimal(digits).ok_or_else(bad)?;
        put!(self.out.tag(Tag::new(tag::DECIMAL_FRACTION)))?;
        put!(self.out.array(2))?;
        put!(self.out.i64(exponent))?;
        self.big_integer(&mantissa).unwrap_or_else(|| Err(bad()))
    }

    /// Writes an integer. `None` if the text is not one.
    fn big_integer(&mut self, digits: &str) -> Option<Written> {
        if let Ok(number) = digits.parse() {
            return Some(put!(self.out.i64(number)));
        }
        let (is_negative, bytes) = big::to_bytes(digits)?;
        let tag = if is_negative { tag::NEGATIVE } else { tag::POSITIVE };
        Some(put!(self.out.tag(Tag::new(tag))).and_then(|()| put!(self.out.bytes(&bytes))))
    }

    fn list(&mut self, schema: &'static Schema, list: &dyn List) -> Written {
        let [member] = schema.members() else { return put!(self.out.array(0)) };
        let is_there = |view: &View<'_>| schema.is_sparse() || !view.is_absent();
        let views = || (0..list.len()).filter_map(|index| list.get(index)).map(|it| it.view()).filter(is_there);
        put!(self.out.array(views().count() as u64))?;
        views().try_for_each(|view| self.value(member, view))
    }

    fn map(&mut self, schema: &'static Schema, map: &dyn Map) -> Written {
        let [_, member] = schema.members() else { return put!(self.out.map(0)) };
        let mut entries = map.entries();
        entries.retain(|(_, value)| schema.is_sparse() || !value.view().is_absent());
        put!(self.out.map(entries.len() as u64))?;
        for (key, value) in entries {
            put!(self.out.str(key))?;
            self.value(member, value.view())?;
        }
        Ok(())
    }

    fn union(&mut self, member: &Member, union: &dyn Union) -> Written {
        let set = union.get().and_then(|(index, value)| Some((union.schema().members().get(index)?, value)));
        let (chosen, value) = set.ok_or_else(|| refused(member, "is a union without a known member"))?;
        put!(self.out.map(1))?;
        put!(self.out.str(chosen.name()))?;
        self.value(chosen, value.view())
    }
}

fn refused(member: &Member, why: &str) -> SerializeError {
    SerializeError::new(format!("the value of `{}` {why}", member.name()))
}
