//! The encoding `aws-chunked`: a body in chunks, followed by a checksum that is computed while it is sent.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html>

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_smithy_types::body::{Error as BoxError, SdkBody};
use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};

use super::algorithm::{Algorithm, Hasher};
use super::sign_chunk::SignChunk;
use crate::message::RequestBody;

/// The size of each chunk except the last.
const CHUNK: usize = 1 << 16;

/// The number of digits of a signature.
const SIGNATURE: usize = 64;

/// A body in chunks.
struct Chunked {
    body: RequestBody,
    /// Received bytes of the body that are in no chunk yet.
    received: Bytes,
    /// The beginning of a chunk that consists of several received pieces.
    begun: BytesMut,
    /// Encoded bytes that are sent next.
    encoded: VecDeque<Bytes>,
    /// The number of bytes of the body that are not encoded yet.
    left: u64,
    /// The name of the header field after the body.
    trailer: String,
    /// The length of its value.
    value_len: usize,
    /// `None` once it was sent.
    hasher: Option<Hasher>,
    signer: Option<Box<dyn SignChunk>>,
}

/// Encodes a body of this size in chunks, signed or unsigned.
pub(super) fn chunked(
    body: RequestBody,
    size: u64,
    trailer: &str,
    algorithm: Algorithm,
    signer: Option<Box<dyn SignChunk>>,
) -> RequestBody {
    RequestBody::from(SdkBody::from_body_1_x(Chunked {
        body,
        received: Bytes::new(),
        begun: BytesMut::new(),
        encoded: VecDeque::new(),
        left: size,
        trailer: trailer.to_owned(),
        value_len: algorithm.encoded_len(),
        hasher: Some(Hasher::new(algorithm)),
        signer,
    }))
}

impl Chunked {
    /// The number of bytes still to be sent, including chunk headers and trailer.
    fn encoded_length(&self) -> u64 {
        let ready: usize = self.encoded.iter().map(Bytes::len).sum();
        ready as u64 + if self.hasher.is_none() { 0 } else { self.rest_length() }
    }

    /// The number of bytes that are not encoded yet, once they are.
    fn rest_length(&self) -> u64 {
        let signature = self.signer.as_ref().map_or(0, |_| ";chunk-signature=".len() + SIGNATURE);
        let around = |size: u64| format!("{size:x}").len() as u64 + signature as u64 + 4;
        let chunk = CHUNK as u64;
        let (whole, rest) = (self.left / chunk, self.left % chunk);
        let chunks = whole * (chunk + around(chunk)) + if rest == 0 { 0 } else { rest + around(rest) };
        // The last line of the chunks has no data, so no line end follows.
        let last = around(0) - 2;
        let trailer = (self.trailer.len() + 1 + self.value_len + 2) as u64;
        let signed = self.signer.as_ref().map_or(0, |_| "x-amz-trailer-signature:".len() + SIGNATURE + 2) as u64;
        chunks + last + trailer + signed + 2
    }

    /// Encodes a chunk without copying its data.
    fn push_chunk(&mut self, data: Bytes) {
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&data);
        }
        let head = self.head(&data);
        self.encoded.push_back(head.into());
        self.encoded.push_back(data);
        self.encoded.push_back(Bytes::from_static(b"\r\n"));
    }

    /// The line before the data of a chunk.
    fn head(&mut self, data: &[u8]) -> String {
        let mut head = format!("{:x}", data.len());
        if let Some(signer) = &mut self.signer {
            // Writing to a string cannot fail.
            let _ = write!(head, ";chunk-signature={}", signer.sign_chunk(data));
        }
        head.push_str("\r\n");
        head
    }

    /// Encodes what follows the last chunk with data.
    fn push_end(&mut self) {
        let mut end = self.head(&[]);
        let value = self.hasher.take().map(Hasher::finish).unwrap_or_default();
        let name = &self.trailer;
        let _ = write!(end, "{name}:{value}\r\n");
        if let Some(signer) = &mut self.signer {
            let signature = signer.sign_trailer(&format!("{name}:{value}\n"));
            let _ = write!(end, "x-amz-trailer-signature:{signature}\r\n");
        }
        end.push_str("\r\n");
        self.encoded.push_back(end.into());
    }

    /// Encodes the next chunk or the end.
    fn poll_encode(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        if self.left == 0 {
            self.push_end();
            return Poll::Ready(Ok(()));
        }
        let size = usize::try_from(self.left).unwrap_or(CHUNK).min(CHUNK);
        let data = ready!(self.poll_data(size, cx))?;
        self.left -= size as u64;
        self.push_chunk(data);
        Poll::Ready(Ok(()))
    }

    /// Receives this many bytes of the body. They are copied only if they arrive in several pieces.
    fn poll_data(&mut self, size: usize, cx: &mut Context<'_>) -> Poll<Result<Bytes, BoxError>> {
        loop {
            if self.begun.is_empty() && self.received.len() >= size {
                return Poll::Ready(Ok(self.received.split_to(size)));
            }
            let missing = size - self.begun.len();
            let piece = self.received.split_to(missing.min(self.received.len()));
            self.begun.extend_from_slice(&piece);
            if self.begun.len() == size {
                return Poll::Ready(Ok(self.begun.split().freeze()));
            }
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => self.received = frame.into_data().unwrap_or_default(),
                Some(Err(error)) => return Poll::Ready(Err(error)),
                None => return Poll::Ready(Err("the body is shorter than its announced size".into())),
            }
        }
    }
}

impl Body for Chunked {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.encoded.is_empty() && self.hasher.is_some() {
            let encoded = ready!(self.poll_encode(cx));
            if let Err(error) = encoded {
                self.hasher = None;
                return Poll::Ready(Some(Err(error)));
            }
        }
        Poll::Ready(self.encoded.pop_front().map(|it| Ok(Frame::data(it))))
    }

    fn is_end_stream(&self) -> bool {
        self.hasher.is_none() && self.encoded.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.encoded_length())
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::Waker;

    use super::*;

    /// Numbers its signatures.
    #[derive(Default)]
    struct Numbers(u32, String);

    impl SignChunk for Numbers {
        fn sign_chunk(&mut self, _: &[u8]) -> &str {
            self.0 += 1;
            self.1 = format!("{:064x}", self.0);
            &self.1
        }

        fn sign_trailer(&mut self, trailer: &str) -> &str {
            assert!(trailer.starts_with("x-amz-checksum-crc32:") && trailer.ends_with("=\n"), "{trailer}");
            self.sign_chunk(&[])
        }
    }

    fn encoded(size: usize, is_signed: bool) -> (u64, String) {
        let signer = is_signed.then(|| Box::new(Numbers::default()) as Box<dyn SignChunk>);
        let body = RequestBody::from(vec![b'a'; size]);
        let body = chunked(body, size as u64, "x-amz-checksum-crc32", Algorithm::Crc32, signer);
        let length = body.content_length().expect("a known size");
        let body = pin!(body.collect());
        let Poll::Ready(bytes) = body.poll(&mut Context::from_waker(Waker::noop())) else { panic!("it waits") };
        (length, String::from_utf8(bytes.unwrap().to_vec()).unwrap())
    }

    #[test]
    fn a_body_is_sent_in_chunks_with_its_checksum_behind() {
        let (length, text) = encoded(CHUNK + 3, false);
        let chunk = "a".repeat(CHUNK);
        let checksum = Algorithm::Crc32.digest(&vec![b'a'; CHUNK + 3]);
        let expected = format!("10000\r\n{chunk}\r\n3\r\naaa\r\n0\r\nx-amz-checksum-crc32:{checksum}\r\n\r\n");
        assert_eq!(text, expected);
        assert_eq!(length, text.len() as u64);
        assert_eq!(encoded(0, false).1, "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n");
    }

    /// Yields its bytes in pieces of these sizes.
    struct Pieces(Bytes, Vec<usize>);

    impl Body for Pieces {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            let Some(size) = self.1.pop() else { return Poll::Ready(None) };
            Poll::Ready(Some(Ok(Frame::data(self.0.split_to(size)))))
        }
    }

    #[test]
    fn chunks_do_not_depend_on_the_pieces_in_which_a_body_arrives() {
        let bytes: Vec<u8> = (0..3 * CHUNK + 5).map(|index| (index % 251) as u8).collect();
        let encode = |sizes: Vec<usize>| {
            let body = SdkBody::from_body_1_x(Pieces(Bytes::from(bytes.clone()), sizes));
            let body = chunked(body.into(), bytes.len() as u64, "x-amz-checksum-crc32", Algorithm::Crc32, None);
            let body = pin!(body.collect());
            let Poll::Ready(encoded) = body.poll(&mut Context::from_waker(Waker::noop())) else { panic!("it waits") };
            encoded
        };
        let expected = encode(vec![bytes.len()]).unwrap();
        assert!(expected.ends_with(b"\r\n\r\n"));
        for sizes in [vec![5, 3 * CHUNK], vec![3 * CHUNK, 0, 5], vec![CHUNK + 1, CHUNK + 1, CHUNK + 3]] {
            assert_eq!(encode(sizes.clone()).unwrap(), expected, "{sizes:?}");
        }
        assert!(encode(vec![CHUNK]).is_err(), "the body is shorter than its announced size");
    }

    #[test]
    fn each_chunk_and_the_trailer_have_a_signature() {
        for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let (length, text) = encoded(size, true);
            assert_eq!(length, text.len() as u64, "{size}");
            let chunks = size.div_ceil(CHUNK) + 1;
            assert_eq!(text.matches(";chunk-signature=").count(), chunks, "{size}");
            let last = format!("x-amz-trailer-signature:{:064x}\r\n\r\n", chunks + 1);
            assert!(text.ends_with(&last), "{size}: {text}");
        }
    }
}
