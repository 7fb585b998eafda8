//! A body that is validated while it is read.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_smithy_types::body::{Error as BoxError, SdkBody};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::algorithm::{Algorithm, Hasher};
use super::mismatch;

/// A body with the checksum so far and the expected one.
struct Validating {
    body: SdkBody,
    algorithm: Algorithm,
    /// `None` once it was compared.
    hasher: Option<Hasher>,
    expected: String,
}

/// Wraps a body. It ends with an error if it does not have this checksum.
pub(super) fn validating(body: SdkBody, algorithm: Algorithm, expected: String) -> SdkBody {
    SdkBody::from_body_1_x(Validating { body, algorithm, hasher: Some(Hasher::new(algorithm)), expected })
}

impl Validating {
    fn compare(&mut self) -> Result<(), BoxError> {
        let actual = self.hasher.take().map(Hasher::finish);
        match actual.is_none_or(|it| it == self.expected) {
            true => Ok(()),
            false => Err(mismatch(self.algorithm.name()).into()),
        }
    }
}

impl Body for Validating {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        match (&frame, &mut self.hasher) {
            (Some(Ok(frame)), Some(hasher)) => {
                if let Some(bytes) = frame.data_ref() {
                    hasher.update(bytes);
                }
            }
            (None, _) => {
                if let Err(error) = self.compare() {
                    return Poll::Ready(Some(Err(error)));
                }
            }
            _ => {}
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        // Not before the checksum was compared.
        self.hasher.is_none() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        Body::size_hint(&self.body)
    }
}
