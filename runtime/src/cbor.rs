//! The CBOR codec: writes and reads values along their schema.
//!
//! The rules are those of <https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html>. Unknown members and
//! nulls are skipped. Errors name the byte at which reading failed, and never quote the document.

mod big;
mod reader;
mod writer;

#[cfg(test)]
mod tests;

use crate::message::{ParseError, SerializeError};
use crate::schema::Member;
use crate::shape::{Shape, Structure, View};

/// The maximum nesting of maps and arrays: much deeper than any service needs, and much less than exhausts a stack.
const MAX_DEPTH: usize = 128;

/// Tags of <https://www.rfc-editor.org/rfc/rfc8949.html#section-3.4>.
mod tag {
    pub(super) const EPOCH_SECONDS: u64 = 1;
    pub(super) const POSITIVE: u64 = 2;
    pub(super) const NEGATIVE: u64 = 3;
    pub(super) const DECIMAL_FRACTION: u64 = 4;
}

/// Writes a structure: the members that are set, in model order.
pub(crate) fn write(value: &dyn Structure) -> Result<Vec<u8>, SerializeError> {
    let mut writer = writer::Writer::new();
    writer.structure(value)?;
    Ok(writer.finish())
}

/// Writes the value of a member.
pub(crate) fn write_value(member: &'static Member, view: View<'_>) -> Result<Vec<u8>, SerializeError> {
    let mut writer = writer::Writer::new();
    writer.value(member, view)?;
    Ok(writer.finish())
}

/// Reads the value of a member.
pub(crate) fn read_value(bytes: &[u8], member: &'static Member, place: &mut dyn Shape) -> Result<(), ParseError> {
    let mut reader = reader::Reader::new(bytes);
    reader.value(member, place)?;
    reader.end()
}

/// Reads a map into a structure. Members that the map lacks stay as they are, or get their default.
pub(crate) fn read(bytes: &[u8], value: &mut dyn Structure) -> Result<(), ParseError> {
    let mut reader = reader::Reader::new(bytes);
    reader.structure(value)?;
    reader.end()
}

/// Passes every string member of a map to `see`, and skips the others. Protocols need this to find out which error they
/// received.
pub(crate) fn read_strings(bytes: &[u8], see: &mut dyn FnMut(&str, &str)) -> Result<(), ParseError> {
    let mut reader = reader::Reader::new(bytes);
    reader.strings(see)?;
    reader.end()
}
