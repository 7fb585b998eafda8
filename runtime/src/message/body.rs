//! The body of a request: bytes in memory, or a stream that is read while it is sent.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use aws_smithy_types::body::{Error as BoxError, SdkBody};
use aws_smithy_types::byte_stream::ByteStream;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// The size of the pieces in which large bodies in memory are passed to the connection, so that progress can be
/// observed.
const PIECE: usize = 1 << 16;

/// The body of a request: bytes in memory, or a stream that is read while it is sent.
///
/// It implements [`http_body::Body`], so that a connector can pass it on as it is.
#[derive(Default)]
pub struct RequestBody(Content);

enum Content {
    Bytes(Bytes),
    Stream(SdkBody),
}

impl Default for Content {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl RequestBody {
    /// The bytes, if they are in memory.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }

    /// The size in bytes, if it is known.
    pub fn content_length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Stream(stream) => stream.content_length(),
        }
    }

    /// Whether the body is a stream.
    pub fn is_streaming(&self) -> bool {
        matches!(self.0, Content::Stream(_))
    }

    /// A copy of the body. `None` for a stream that can be read only once.
    pub fn try_clone(&self) -> Option<Self> {
        match &self.0 {
            Content::Bytes(bytes) => Some(Self(Content::Bytes(bytes.clone()))),
            Content::Stream(stream) => stream.try_clone().map(|it| Self(Content::Stream(it))),
        }
    }

    /// Returns the bytes if they are in memory, or else the body itself.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Content::Bytes(bytes) => Ok(bytes),
            stream => Err(Self(stream)),
        }
    }

    /// Converts the body to the official crates' type.
    pub fn into_sdk_body(self) -> SdkBody {
        match self.0 {
            Content::Bytes(bytes) => SdkBody::from(bytes),
            Content::Stream(stream) => stream,
        }
    }

    /// Reads the whole body.
    pub async fn collect(self) -> Result<Bytes, BoxError> {
        match self.0 {
            Content::Bytes(bytes) => Ok(bytes),
            Content::Stream(stream) => Ok(ByteStream::new(stream).collect().await?.into_bytes()),
        }
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Bytes(bytes))
    }
}

impl From<Vec<u8>> for RequestBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Content::Bytes(bytes.into()))
    }
}

impl From<SdkBody> for RequestBody {
    fn from(mut body: SdkBody) -> Self {
        if body.is_streaming() {
            return Self(Content::Stream(body));
        }
        // A body in memory is ready at once, and is taken without a copy.
        match Pin::new(&mut body).poll_frame(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(Ok(frame))) => Self(Content::Bytes(frame.into_data().unwrap_or_default())),
            _ => Self::default(),
        }
    }
}

impl From<ByteStream> for RequestBody {
    fn from(stream: ByteStream) -> Self {
        stream.into_inner().into()
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Content::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Bytes(bytes) => {
                let piece = bytes.split_to(bytes.len().min(PIECE));
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            Content::Stream(stream) => Pin::new(stream).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Content::Bytes(bytes) => bytes.is_empty(),
            Content::Stream(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Content::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Stream(stream) => stream.size_hint(),
        }
    }
}

impl fmt::Debug for RequestBody {
    /// Shows the size instead of the bytes, which may contain secrets.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content_length() {
            Some(length) => write!(f, "{length} bytes"),
            None => f.write_str("a stream of unknown size"),
        }
    }
}
