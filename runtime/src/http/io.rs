//! A trait for all byte streams of connections.

use std::pin::Pin;

use tokio::io::{AsyncRead, AsyncWrite};

/// The byte stream of a connection. All connections use one type, so that hyper and rustls are compiled once.
pub(super) trait Io: AsyncRead + AsyncWrite + Send {}

impl<T: AsyncRead + AsyncWrite + Send> Io for T {}

pub(super) type BoxIo = Pin<Box<dyn Io>>;
