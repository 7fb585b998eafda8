//! The sending side of a connection, over HTTP/1.1 or HTTP/2.

use std::future::Future;
use std::pin::Pin;

use hyper::Request;
use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http1};

use super::connect::Stream;
use super::patience::Sent;

/// The future that drives a connection until it ends.
pub(super) type Driver = Pin<Box<dyn Future<Output = hyper::Result<()>> + Send>>;

/// Sends requests over a connection.
pub(super) enum Sender {
    Http1(http1::SendRequest<Sent>),
    #[cfg(feature = "http2")]
    Http2(hyper::client::conn::http2::SendRequest<Sent>),
}

impl Sender {
    /// Starts HTTP over a connection.
    pub(super) async fn handshake(stream: Stream) -> hyper::Result<(Self, Driver)> {
        #[cfg(feature = "http2")]
        if stream.is_http2() {
            let executor = hyper_util::rt::TokioExecutor::new();
            let (sender, driver) = hyper::client::conn::http2::handshake(executor, stream).await?;
            return Ok((Self::Http2(sender), Box::pin(driver)));
        }
        let (sender, driver) = http1::handshake(stream).await?;
        Ok((Self::Http1(sender), Box::pin(driver)))
    }

    /// Whether requests name host and path as in HTTP/1.1.
    pub(super) fn is_http1(&self) -> bool {
        matches!(self, Self::Http1(_))
    }

    pub(super) fn is_ready(&self) -> bool {
        match self {
            Self::Http1(sender) => sender.is_ready(),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.is_ready(),
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        match self {
            Self::Http1(sender) => sender.is_closed(),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.is_closed(),
        }
    }

    pub(super) async fn ready(&mut self) -> hyper::Result<()> {
        match self {
            Self::Http1(sender) => sender.ready().await,
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.ready().await,
        }
    }

    pub(super) async fn send(
        &mut self,
        request: Request<Sent>,
    ) -> Result<hyper::Response<Incoming>, TrySendError<Request<Sent>>> {
        match self {
            Self::Http1(sender) => sender.try_send_request(request).await,
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.try_send_request(request).await,
        }
    }
}
