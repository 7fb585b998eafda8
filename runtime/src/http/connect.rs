//! Opens connections for the default connector: direct or through a proxy, with or without TLS.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::Uri;
use hyper::header::HeaderValue;
use hyper::rt::ReadBufCursor;
use hyper_util::rt::TokioIo;

use super::io::BoxIo;
use super::plain::Plain;
use super::proxies::{Proxies, Proxy, ProxyError};
use super::tcp::{self, Hosts};
use super::tls::{Encrypted, Tls};
use super::tunnel;
use crate::error::BoxError;

/// A connection.
pub(super) struct Stream {
    io: TokioIo<BoxIo>,
    is_proxied: bool,
    #[cfg(feature = "http2")]
    is_http2: bool,
}

impl Stream {
    fn new(io: BoxIo) -> Self {
        Self {
            io: TokioIo::new(io),
            is_proxied: false,
            #[cfg(feature = "http2")]
            is_http2: false,
        }
    }

    #[cfg(not(feature = "http2"))]
    fn encrypted(io: Encrypted) -> Self {
        Self::new(Box::pin(io))
    }

    #[cfg(feature = "http2")]
    fn encrypted(io: Encrypted) -> Self {
        let is_http2 = super::tls::is_http2(&io);
        Self { is_http2, ..Self::new(Box::pin(io)) }
    }

    /// Whether the server selected HTTP/2.
    #[cfg(feature = "http2")]
    pub(super) fn is_http2(&self) -> bool {
        self.is_http2
    }

    /// Whether requests must name the full URL, as is required for plain HTTP through a proxy.
    pub(super) fn is_proxied(&self) -> bool {
        self.is_proxied
    }
}

impl hyper::rt::Read for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buf)
    }
}

impl hyper::rt::Write for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, bufs)
    }
}

/// Connects without a proxy.
#[derive(Clone)]
struct Direct {
    hosts: Arc<Hosts>,
    tls: Arc<Tls>,
}

impl Direct {
    async fn connect(&self, uri: &Uri, limit: Option<Duration>) -> Result<Stream, BoxError> {
        let tcp = tcp::connect(uri, &self.hosts, limit).await?;
        if uri.scheme_str() == Some("https") {
            self.tls.wrap(uri, Box::pin(tcp)).await.map(Stream::encrypted)
        } else {
            Ok(Stream::new(Box::pin(Plain::new(tcp))))
        }
    }

    /// Connects through a proxy: to the proxy itself, which passes plain requests on, or through a tunnel.
    async fn connect_by(&self, proxy: &Proxy, uri: &Uri, limit: Option<Duration>) -> Result<Stream, BoxError> {
        let failed = |error: BoxError| ProxyError::new(proxy.uri(), error);
        let stream = self.connect(proxy.uri(), limit).await.map_err(failed)?;
        if uri.scheme_str() != Some("https") {
            return Ok(Stream { is_proxied: true, ..stream });
        }
        let mut io = stream.io.into_inner();
        tunnel::open(&mut io, uri, proxy.authorization()).await.map_err(|error| failed(error.into()))?;
        self.tls.wrap(uri, io).await.map(Stream::encrypted)
    }
}

/// Connects, through a proxy if one is configured.
#[derive(Clone)]
pub(super) struct Connector {
    direct: Direct,
    proxies: Arc<Proxies>,
}

impl Connector {
    /// A copy that also offers HTTP/2 to the server.
    #[cfg(feature = "http2")]
    pub(super) fn offering_http2(&self) -> Self {
        let mut other = self.clone();
        other.direct.tls = Arc::new(self.direct.tls.offering_http2());
        other
    }
}

impl Connector {
    pub(super) fn new(tls: Tls, proxies: Proxies, hosts: Hosts) -> Self {
        Self { direct: Direct { hosts: Arc::new(hosts), tls: Arc::new(tls) }, proxies: Arc::new(proxies) }
    }

    /// The `Proxy-Authorization` of a request. Tunnels through a proxy send it when they are opened.
    pub(super) fn proxy_authorization(&self, uri: &Uri) -> Option<HeaderValue> {
        if uri.scheme_str() != Some("http") {
            return None;
        }
        self.proxies.find(uri).ok()??.authorization().cloned()
    }

    /// Connects to the server of a URL.
    pub(super) async fn connect(&self, uri: &Uri, limit: Option<Duration>) -> Result<Stream, BoxError> {
        match self.proxies.find(uri)? {
            None => self.direct.connect(uri, limit).await,
            Some(proxy) if !proxy.is_http() => Err(ProxyError::unsupported(proxy.uri()).into()),
            Some(proxy) => self.direct.connect_by(proxy, uri, limit).await,
        }
    }
}
