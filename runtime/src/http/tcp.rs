//! Opens TCP connections: resolves the host, and tries its addresses.
//!
//! Addresses of the family that the resolver puts first are tried in sequence. If none has responded after a short
//! time, those of the other family are tried at the same time ([RFC 8305](https://www.rfc-editor.org/rfc/rfc8305)).

use std::future::{Future, poll_fn};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use hyper::Uri;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use crate::scan;

/// Hosts with configured addresses.
pub(super) type Hosts = Vec<(String, Vec<SocketAddr>)>;

type Connecting = Pin<Box<dyn Future<Output = io::Result<TcpStream>> + Send>>;

/// How long the first family of addresses is tried alone.
const HEAD_START: Duration = Duration::from_millis(300);

/// Connects to the server of a URL. The time is divided among the addresses of a family, so that an address that does
/// not respond leaves time for the next one.
pub(super) async fn connect(uri: &Uri, hosts: &Hosts, limit: Option<Duration>) -> io::Result<TcpStream> {
    let addresses = resolve(uri, hosts).await?;
    let is_ipv4 = addresses.first().is_some_and(SocketAddr::is_ipv4);
    let (first, second): (Vec<_>, Vec<_>) = addresses.into_iter().partition(|it| it.is_ipv4() == is_ipv4);
    let tcp = match second.is_empty() {
        true => in_sequence(first, limit).await?,
        false => race(Box::pin(in_sequence(first, limit)), Box::pin(in_sequence(second, limit))).await?,
    };
    tcp.set_nodelay(true)?;
    Ok(tcp)
}

/// The addresses of a URL's host: its own if it is an IP address, else those configured for it, else those that the
/// system's resolver finds.
async fn resolve(uri: &Uri, hosts: &Hosts) -> io::Result<Vec<SocketAddr>> {
    let host = host(uri);
    let port = uri.port_u16();
    let usual = port.unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, usual)]);
    }
    if let Some((_, known)) = hosts.iter().find(|(name, _)| scan::is_same(name, host)) {
        let with_port = |it: &SocketAddr| match (port, it.port()) {
            (None, own) if own != 0 => *it,
            _ => SocketAddr::new(it.ip(), usual),
        };
        return Ok(known.iter().map(with_port).collect());
    }
    Ok(lookup_host((host, usual)).await?.collect())
}

/// The host of a URL, an IPv6 address without its brackets.
pub(super) fn host(uri: &Uri) -> &str {
    uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']')
}

/// Tries addresses one after the other.
async fn in_sequence(addresses: Vec<SocketAddr>, limit: Option<Duration>) -> io::Result<TcpStream> {
    let share = limit.map(|it| it / u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1));
    let mut result = Err(io::Error::new(io::ErrorKind::NotFound, "no IP address was found for the host"));
    for address in addresses {
        result = match share {
            None => TcpStream::connect(address).await,
            Some(share) => timeout(share, TcpStream::connect(address))
                .await
                .unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut))),
        };
        if result.is_ok() {
            break;
        }
    }
    result
}

/// Waits for the first connection of two families, of which the first has a head start.
async fn race(mut first: Connecting, second: Connecting) -> io::Result<TcpStream> {
    match timeout(HEAD_START, &mut first).await {
        Ok(Ok(tcp)) => return Ok(tcp),
        Ok(Err(_)) => return second.await,
        Err(_) => {}
    }
    let mut pending = [Some(first), Some(second)];
    poll_fn(|cx| {
        let mut failure = None;
        for it in &mut pending {
            match it.as_mut().map(|it| it.as_mut().poll(cx)) {
                Some(Poll::Ready(Ok(tcp))) => return Poll::Ready(Ok(tcp)),
                Some(Poll::Ready(Err(error))) => (*it, failure) = (None, Some(error)),
                Some(Poll::Pending) | None => {}
            }
        }
        match failure {
            Some(error) if pending.iter().all(Option::is_none) => Poll::Ready(Err(error)),
            _ => Poll::Pending,
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    fn resolved(url: &'static str, known: &str) -> Vec<String> {
        let hosts = vec![("h.test".to_owned(), vec![known.parse().unwrap()])];
        let found = block_on(resolve(&Uri::from_static(url), &hosts)).unwrap();
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_port_is_that_of_the_url_or_else_of_the_address() {
        let cases = [
            ("http://h.test", "127.0.0.1:0", "127.0.0.1:80"),
            ("https://h.test", "127.0.0.1:0", "127.0.0.1:443"),
            ("https://H.TEST", "127.0.0.1:5000", "127.0.0.1:5000"),
            ("https://h.test:8443", "[::1]:5000", "[::1]:8443"),
            ("http://127.0.0.2", "127.0.0.1:0", "127.0.0.2:80"),
            ("https://[::1]:8443", "127.0.0.1:0", "[::1]:8443"),
        ];
        for (url, known, expected) in cases {
            assert_eq!(resolved(url, known), [expected], "{url} {known}");
        }
    }

    /// An address that refuses connections.
    fn refusing() -> SocketAddr {
        TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
    }

    #[test]
    fn an_address_that_refuses_is_followed_by_the_next() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let both = vec![refusing(), server.local_addr().unwrap()];
        let tcp = block_on(in_sequence(both, Some(Duration::from_secs(4)))).unwrap();
        assert_eq!(tcp.peer_addr().unwrap(), server.local_addr().unwrap());
        let error = block_on(in_sequence(vec![refusing()], None)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
        let error = block_on(in_sequence(Vec::new(), None)).unwrap_err();
        assert_eq!(error.to_string(), "no IP address was found for the host");
    }

    #[test]
    fn the_second_family_is_tried_when_the_first_fails_or_is_slow() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = server.local_addr().unwrap();
        let good = || Box::pin(in_sequence(vec![address], None)) as Connecting;
        let bad = || Box::pin(in_sequence(vec![refusing()], None)) as Connecting;
        let stuck = || Box::pin(std::future::pending()) as Connecting;
        let slow_and_bad = || {
            Box::pin(async {
                tokio::time::sleep(HEAD_START * 2).await;
                Err(io::Error::other("late"))
            }) as Connecting
        };
        block_on(async {
            assert!(race(good(), stuck()).await.is_ok());
            assert!(race(bad(), good()).await.is_ok());
            assert!(race(stuck(), good()).await.is_ok());
            assert!(race(slow_and_bad(), good()).await.is_ok());
            assert!(race(bad(), bad()).await.is_err());
            assert_eq!(race(slow_and_bad(), bad()).await.unwrap_err().to_string(), "late");
        });
    }
}
