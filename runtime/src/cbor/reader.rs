//! Reads CBOR into a value, without a tree in between.

use std::borrow::Cow;

use aws_smithy_types::DateTime;
use minicbor::Decoder;
use minicbor::data::Type;

use super::{MAX_DEPTH, big, tag};
use crate::defaults::Defaults;
use crate::guide::Guide;
use crate::message::ParseError;
use crate::schema::{Member, Schema};
use crate::shape::{List, Map, Mismatch, Shape, Slot, Structure, Union};

type Read<T = ()> = Result<T, ParseError>;

/// The largest number of seconds that a double represents exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads bytes into a value.
pub(super) struct Reader<'a> {
    bytes: Decoder<'a>,
    depth: usize,
    guide: Guide,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: Decoder::new(bytes), depth: 0, guide: Guide::default() }
    }

    /// Checks that nothing follows.
    pub(super) fn end(&self) -> Read {
        if self.bytes.position() == self.bytes.input().len() { Ok(()) } else { Err(self.error("unexpected data")) }
    }

    /// Reads a map into a structure.
    pub(super) fn structure(&mut self, value: &mut dyn Structure) -> Read {
        let mut here = self.guide.enter(value.schema());
        let mut completion = Defaults::within(self.guide.defaults(&here));
        self.entries(|reader, key| {
            let found = reader.guide.find(&mut here, |it| it.name() == key);
            let Some((index, member)) = found else { return reader.skip() };
            if reader.null()? {
                return Ok(());
            }
            completion.saw(index);
            match value.member_mut(index) {
                Some(place) => reader.value(member, place),
                None => reader.skip(),
            }
        })?;
        completion.finish(value);
        Ok(())
    }

    /// Passes the string entries of a map to `see`.
    pub(super) fn strings(&mut self, see: &mut dyn FnMut(&str, &str)) -> Read {
        self.entries(|reader, key| match reader.kind()? {
            Type::String | Type::StringIndef => {
                see(&key, &reader.text()?);
                Ok(())
            }
            _ => reader.skip(),
        })
    }

    /// Reads a value that is not null into its place.
    pub(super) fn value(&mut self, member: &'static Member, place: &mut dyn Shape) -> Read {
        let schema = member.target();
        let put = match place.slot() {
            Slot::Structure(it) => return self.structure(it),
            Slot::Union(it) => return self.union(it),
            Slot::List(it) => return self.list(schema, it),
            Slot::Map(it) => return self.map(schema, it),
            Slot::Boolean(it) => {
                *it = self.step(Decoder::bool)?;
                Ok(())
            }
            slot @ (Slot::String(_) | Slot::Enum(_)) => slot.put_string(self.text()?.into_owned()),
            slot @ Slot::Blob(_) => slot.put_blob(self.blob()?),
            slot @ Slot::Timestamp(_) => slot.put_timestamp(self.timestamp()?),
            slot @ (Slot::Float(_) | Slot::Double(_)) => slot.put_double(self.double()?),
            slot @ (Slot::BigInteger(_) | Slot::BigDecimal(_)) => slot.put_number(&self.number()?),
            slot @ (Slot::Byte(_) | Slot::Short(_) | Slot::Integer(_) | Slot::Long(_)) => {
                slot.put_integer(self.integer()?)
            }
            Slot::Document(_) | Slot::Stream(_) | Slot::Events(_) => {
                return Err(self.error("unexpected document"));
            }
        };
        put.map_err(|Mismatch| self.error(&format!("the value of `{}` is out of range", member.name())))
    }

    fn list(&mut self, schema: &'static Schema, list: &mut dyn List) -> Read {
        let [member] = schema.members() else { return self.skip() };
        let mut left = self.step(Decoder::array)?;
        list.clear();
        self.descend(|reader| {
            while reader.is_more(&mut left)? {
                if !reader.null()? {
                    reader.value(member, list.push())?;
                } else if schema.is_sparse() {
                    list.push();
                }
            }
            Ok(())
        })
    }

    fn map(&mut self, schema: &'static Schema, map: &mut dyn Map) -> Read {
        let [_, member] = schema.members() else { return self.skip() };
        map.clear();
        self.entries(|reader, key| {
            if !reader.null()? {
                return reader.value(member, map.insert(&key));
            }
            if schema.is_sparse() {
                map.insert(&key);
            }
            Ok(())
        })
    }

    /// Reads a map with one member. An unknown member is skipped.
    fn union(&mut self, union: &mut dyn Union) -> Read {
        let schema = union.schema();
        let mut here = self.guide.enter(schema);
        let mut is_set = false;
        self.entries(|reader, key| {
            let found = reader.guide.find(&mut here, |it| it.name() == key);
            let Some((index, member)) = found else { return reader.skip() };
            if reader.null()? {
                return Ok(());
            }
            if is_set {
                return Err(reader.error(&format!("the union `{}` has more than one member", schema.name())));
            }
            is_set = true;
            match union.set(index) {
                Some(place) => reader.value(member, place),
                None => reader.skip(),
            }
        })
    }

    /// Reads a map, entry by entry.
    fn entries(&mut self, mut read: impl FnMut(&mut Self, Cow<'a, str>) -> Read) -> Read {
        let mut left = self.step(Decoder::map)?;
        self.descend(|reader| {
            while reader.is_more(&mut left)? {
                let key = reader.text()?;
                read(reader, key)?;
            }
            Ok(())
        })
    }

    /// Whether an array or map has another entry. One without a length ends with a break.
    fn is_more(&mut self, left: &mut Option<u64>) -> Read<bool> {
        if let Some(left) = left {
            let is_more = *left > 0;
            *left = left.saturating_sub(1);
            return Ok(is_more);
        }
        let is_end = self.kind()? == Type::Break;
        if is_end {
            self.bytes.set_position(self.bytes.position() + 1);
        }
        Ok(!is_end)
    }

    /// Reads null or undefined, if it comes next.
    fn null(&mut self) -> Read<bool> {
        match self.kind()? {
            Type::Null => self.step(Decoder::null).map(|()| true),
            Type::Undefined => self.step(Decoder::undefined).map(|()| true),
            _ => Ok(false),
        }
    }

    fn text(&mut self) -> Read<Cow<'a, str>> {
        if self.kind()? == Type::String {
            return self.step(Decoder::str).map(Cow::Borrowed);
        }
        let pieces = self.bytes.str_iter().and_then(Iterator::collect::<Result<String, _>>);
        pieces.map(Cow::Owned).map_err(|_| self.error("expected a string"))
    }

    fn blob(&mut self) -> Read<Vec<u8>> {
        if self.kind()? == Type::Bytes {
            return self.step(Decoder::bytes).map(<[u8]>::to_vec);
        }
        let pieces = self.bytes.bytes_iter().and_then(Iterator::collect::<Result<Vec<&[u8]>, _>>);
        pieces.map(|it| it.concat()).map_err(|_| self.error("expected bytes"))
    }

    fn integer(&mut self) -> Read<i64> {
        match self.kind()? {
            Type::F16 | Type::F32 | Type::F64 => {
                let number = self.double()?;
                let is_whole = number.fract() == 0.0 && number.abs() <= EXACT;
                if is_whole { Ok(number as i64) } else { Err(self.error("expected an integer")) }
            }
            _ => self.step(Decoder::i64),
        }
    }

    fn double(&mut self) -> Read<f64> {
        match self.kind()? {
            Type::F16 => self.half(),
            Type::F32 => self.step(Decoder::f32).map(f64::from),
            Type::F64 => self.step(Decoder::f64),
            _ => self.step(Decoder::int).map(|it| i128::from(it) as f64),
        }
    }

    /// Reads a 16-bit float: <https://www.rfc-editor.org/rfc/rfc8949.html#section-appendix.d>
    fn half(&mut self) -> Read<f64> {
        let at = self.bytes.position() + 1;
        let Some(&[high, low]) = self.bytes.input().get(at..at + 2) else {
            return Err(self.error("unexpected end"));
        };
        self.bytes.set_position(at + 2);
        let bits = u16::from_be_bytes([high, low]);
        let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
        let size = match exponent {
            0 => fraction * 2_f64.powi(-24),
            31 if fraction == 0.0 => f64::INFINITY,
            31 => f64::NAN,
            _ => (fraction + 1024.0) * 2_f64.powi(exponent - 25),
        };
        Ok(if bits & 0x8000 == 0 { size } else { -size })
    }

    fn timestamp(&mut self) -> Read<DateTime> {
        if self.kind()? == Type::Tag {
            let tag = self.step(Decoder::tag)?;
            if tag.as_u64() != tag::EPOCH_SECONDS {
                return Err(self.error("expected a timestamp"));
            }
        }
        if !matches!(self.kind()?, Type::F16 | Type::F32 | Type::F64) {
            return self.step(Decoder::i64).map(DateTime::from_secs);
        }
        let seconds = self.double()?;
        let is_in_range = seconds.abs() <= EXACT;
        if is_in_range { Ok(DateTime::from_secs_f64(seconds)) } else { Err(self.error("invalid timestamp")) }
    }

    /// Reads a number of any size as decimal digits.
    fn number(&mut self) -> Read<String> {
        match self.kind()? {
            Type::F16 | Type::F32 | Type::F64 => self.double().map(|it| it.to_string()),
            Type::Tag => match self.step(Decoder::tag)?.as_u64() {
                tag::POSITIVE => Ok(big::to_digits(&self.blob()?, false)),
                tag::NEGATIVE => Ok(big::to_digits(&self.blob()?, true)),
                tag::DECIMAL_FRACTION => {
                    let length = self.step(Decoder::array)?;
                    let exponent = self.step(Decoder::i64)?;
                    let mantissa = self.descend(Self::number)?;
                    if length.is_none() {
                        self.is_more(&mut None)?;
                    }
                    Ok(big::join_decimal(&mantissa, exponent))
                }
                _ => Err(self.error("expected a number")),
            },
            _ => self.step(Decoder::int).map(|it| it.to_string()),
        }
    }

    fn kind(&self) -> Read<Type> {
        self.bytes.datatype().map_err(|_| self.error("unexpected end"))
    }

    fn skip(&mut self) -> Read {
        self.step(Decoder::skip)
    }

    /// Runs a step of the decoder.
    fn step<T>(&mut self, read: impl FnOnce(&mut Decoder<'a>) -> Result<T, minicbor::decode::Error>) -> Read<T> {
        let at = self.bytes.position();
        read(&mut self.bytes).map_err(|error| {
            let what = if error.is_end_of_input() { "unexpected end of the data" } else { "unexpected value" };
            ParseError::new(format!("invalid CBOR: {what} at byte {at} of the document"))
        })
    }

    /// Reads one level deeper.
    fn descend<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(&format!("maps and arrays are nested deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn error(&self, what: &str) -> ParseError {
        ParseError::new(format!("invalid CBOR: {what} at byte {} of the document", self.bytes.position()))
    }
}
