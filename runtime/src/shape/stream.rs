//! The shape of a streaming blob.

use aws_smithy_types::byte_stream::ByteStream;

use super::{Blank, Shape, Slot, View};

impl Shape for ByteStream {
    /// An empty stream counts as absent: a message says the same of both.
    fn view(&self) -> View<'_> {
        match self.bytes() {
            Some([]) => View::Absent,
            Some(bytes) => View::Blob(bytes),
            None => View::Stream(self),
        }
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Stream(self)
    }
}

impl Blank for ByteStream {
    fn blank() -> Self {
        ByteStream::default()
    }
}
