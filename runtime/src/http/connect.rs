//! Opens connections for the default connector: direct or through a proxy, with or without TLS.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::Uri;
use hyper::header::HeaderValue;
use hyper::rt::ReadBufCursor;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::rt::TokioIo;
use tower_service::Service;

use super::io::BoxIo;
use super::plain::Plain;
use super::proxies::{Proxies, ProxyError};
use super::resolve::Resolver;
use super::tls::{Encrypted, Tls};
use crate::error::BoxError;

pub(super) type Connecting = Pin<Box<dyn Future<Output = Result<Stream, BoxError>> + Send>>;

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
    tcp: HttpConnector<Resolver>,
    tls: Arc<Tls>,
}

impl Service<Uri> for Direct {
    type Response = Stream;
    type Error = BoxError;
    type Future = Connecting;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Connecting {
        let tcp = self.tcp.call(uri.clone());
        let tls = self.tls.clone();
        Box::pin(async move {
            let tcp = tcp.await?.into_inner();
            if uri.scheme_str() == Some("https") {
                tls.wrap(&uri, Box::pin(tcp)).await.map(Stream::encrypted)
            } else {
                Ok(Stream::new(Box::pin(Plain::new(tcp))))
            }
        })
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
    pub(super) fn new(tls: Tls, proxies: Proxies, resolver: Resolver) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(resolver);
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let direct = Direct { tcp, tls: Arc::new(tls) };
        Self { direct, proxies: Arc::new(proxies) }
    }

    /// The `Proxy-Authorization` of a request. Tunnels through a proxy send it when they are opened.
    pub(super) fn proxy_authorization(&self, uri: &Uri) -> Option<HeaderValue> {
        if uri.scheme_str() != Some("http") {
            return None;
        }
        self.proxies.find(uri).ok()??.basic_auth().cloned()
    }

    /// Connects to the server of a URL. The time is divided among the addresses of the host, so that an address that
    /// does not respond leaves time for the next one. IPv6 and IPv4 are tried concurrently.
    pub(super) fn connect(&self, uri: Uri, limit: Option<Duration>) -> Connecting {
        let mut direct = self.direct.clone();
        direct.tcp.set_connect_timeout(limit);
        let proxy = match self.proxies.find(&uri) {
            Ok(None) => return direct.call(uri),
            Ok(Some(proxy)) => proxy.clone(),
            Err(error) => return Box::pin(std::future::ready(Err(error.into()))),
        };
        if !matches!(proxy.uri().scheme_str(), Some("http" | "https")) {
            return Box::pin(std::future::ready(Err(ProxyError::unsupported(proxy.uri()).into())));
        }
        if uri.scheme_str() != Some("https") {
            let connecting = direct.call(proxy.uri().clone());
            return Box::pin(async move {
                let stream = connecting.await.map_err(|error| ProxyError::new(proxy.uri(), error))?;
                Ok(Stream { is_proxied: true, ..stream })
            });
        }
        let tls = direct.tls.clone();
        let mut tunnel = Tunnel::new(proxy.uri().clone(), direct);
        if let Some(value) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(value.clone());
        }
        let connecting = tunnel.call(uri.clone());
        Box::pin(async move {
            let stream = connecting.await.map_err(|error| ProxyError::new(proxy.uri(), error))?;
            tls.wrap(&uri, stream.io.into_inner()).await.map(Stream::encrypted)
        })
    }
}
