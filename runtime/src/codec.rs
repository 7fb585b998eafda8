//! How a protocol writes and reads what stands in a body.

use crate::message::{ParseError, SerializeError};
use crate::schema::Member;
use crate::shape::{Shape, Structure, View};

/// How a protocol writes and reads what stands in a body or in an event.
pub trait Codec: Send + Sync {
    /// The media type of the bodies that it writes.
    fn media_type(&self) -> &'static str;

    /// Whether a text or blob that is a body by itself is written as it is, and not in this format.
    fn is_payload_raw(&self) -> bool {
        true
    }

    /// Writes the members that this structure has.
    fn write_structure(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError>;

    /// Writes a member that is the body by itself; none where an absent one has no body.
    fn write_payload(&self, member: &'static Member, view: View<'_>) -> Result<Option<Vec<u8>>, SerializeError>;

    /// Reads a body, which may be empty, into the members that this structure has.
    fn read_structure(&self, body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError>;

    /// Reads a body, which is not empty, into a member.
    fn read_payload(&self, body: &[u8], member: &'static Member, place: &mut dyn Shape) -> Result<(), ParseError>;
}
