//! Data to send.

use std::fs::File;
use std::future::Future;
use std::io::Write;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame};
use tinsmith_runtime::primitives::{ByteStream, SdkBody};
use tinsmith_tests::peers;
use tokio::time::{Sleep, sleep};

use super::server::part;

/// A file of this size.
pub fn file(name: &str, size: u64) -> PathBuf {
    let directory = peers::target().join("streams");
    std::fs::create_dir_all(&directory).unwrap();
    let path = directory.join(name);
    let mut file = File::create(&path).unwrap();
    let mut place = 0;
    while place < size {
        let part = part(place, usize::try_from(size - place).unwrap().min(1 << 20));
        file.write_all(part).unwrap();
        place += part.len() as u64;
    }
    path
}

/// A stream of this size, which is not announced and can be read once. It pauses before its last part.
pub fn once(size: u64, pause: Duration) -> ByteStream {
    ByteStream::new(SdkBody::from_body_1_x(Once { place: 0, size, pause: Box::pin(sleep(pause)) }))
}

struct Once {
    place: u64,
    size: u64,
    pause: Pin<Box<Sleep>>,
}

impl Body for Once {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let left = self.size - self.place;
        if left == 0 {
            return Poll::Ready(None);
        }
        if left <= 1 << 16 {
            ready!(self.pause.as_mut().poll(cx));
        }
        let part = part(self.place, usize::try_from(left).unwrap().min(1 << 16));
        self.place += part.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(part.into()))))
    }
}

/// A stream that fails.
pub fn broken() -> ByteStream {
    struct Broken;
    impl Body for Broken {
        type Data = Bytes;
        type Error = std::io::Error;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            Poll::Ready(Some(Err(std::io::Error::other("the source broke"))))
        }
    }
    ByteStream::new(SdkBody::from_body_1_x(Broken))
}
