//! Codecs: how a protocol writes and parses bodies.

use crate::message::{ParseError, SerializeError};
use crate::schema::Member;
use crate::shape::{Shape, Structure, View};

/// Writes and parses bodies and events for a protocol.
pub trait Codec: Send + Sync {
    /// The media type of the bodies.
    fn media_type(&self) -> &'static str;

    /// Whether a text or blob that is a body by itself is written as it is, and not in this format.
    fn is_payload_raw(&self) -> bool {
        true
    }

    /// Whether there is no body if none of its members is set.
    fn omits_empty(&self) -> bool {
        false
    }

    /// Writes the members of a structure.
    fn write_structure(&self, value: &dyn Structure) -> Result<Vec<u8>, SerializeError>;

    /// Writes a member that is the whole body. `None` if it is absent and then has no body.
    fn write_payload(&self, member: &'static Member, view: View<'_>) -> Result<Option<Vec<u8>>, SerializeError>;

    /// Parses a body, which may be empty, into the members of a structure.
    fn read_structure(&self, body: &[u8], value: &mut dyn Structure) -> Result<(), ParseError>;

    /// Parses a body, which is not empty, into a member.
    fn read_payload(&self, body: &[u8], member: &'static Member, place: &mut dyn Shape) -> Result<(), ParseError>;
}
