//! Streams of bytes, whatever carries them.

use std::pin::Pin;

use tokio::io::{AsyncRead, AsyncWrite};

/// What a connection is read from and written to. One type for all of them, so that hyper and
/// rustls are compiled once.
pub(super) trait Io: AsyncRead + AsyncWrite + Send {}

impl<T: AsyncRead + AsyncWrite + Send> Io for T {}

pub(super) type BoxIo = Pin<Box<dyn Io>>;
