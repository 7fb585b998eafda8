//! Endpoint URLs: the part of RFC 3986 that requests can be sent to.

use std::fmt;

use crate::scan;

/// An absolute `http` or `https` URL without user information and fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    scheme: &'static str,
    authority: String,
    /// Empty, or with a leading slash and no trailing one.
    path: String,
    query: String,
}

/// The error of an invalid URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlError {
    /// `None` if the URL may contain a password.
    url: Option<String>,
    reason: &'static str,
}

impl UrlError {
    /// The reason, without the URL.
    pub fn reason(&self) -> &'static str {
        self.reason
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.url {
            Some(url) => write!(f, "invalid URL {url:?}: {}", self.reason),
            None => write!(f, "invalid URL: {}", self.reason),
        }
    }
}

impl std::error::Error for UrlError {}

impl Url {
    /// Creates an `https` URL from a valid host name.
    pub(super) fn https(host: String) -> Self {
        Self { scheme: "https", authority: host, path: String::new(), query: String::new() }
    }

    /// Parses a URL.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let shown = (!scan::has(text, b'@')).then(|| text.to_owned());
        Self::read(text).map_err(|reason| UrlError { url: shown, reason })
    }

    fn read(text: &str) -> Result<Self, &'static str> {
        let (scheme, rest) = scan::split_once(text, "://").ok_or("its scheme is missing (http:// or https://)")?;
        let (scheme, default_port) = match scheme {
            _ if scan::is_same(scheme, "http") => ("http", 80),
            _ if scan::is_same(scheme, "https") => ("https", 443),
            _ => return Err("its scheme is neither http nor https"),
        };
        if scan::has(rest, b'#') {
            return Err("it has a fragment");
        }
        if !rest.bytes().all(|b| b.is_ascii_graphic() && !br#""<>\^`{|}"#.contains(&b)) {
            return Err("it contains a character that must be percent-encoded");
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Ok(Self {
            scheme,
            authority: read_authority(authority, default_port)?,
            path: path.trim_end_matches('/').to_owned(),
            query: query.to_owned(),
        })
    }

    /// Whether it uses TLS.
    pub fn is_https(&self) -> bool {
        self.scheme == "https"
    }

    /// The host with the port, unless it is the scheme's default.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The full URL of a request. The prefix goes before the host name, the request's path and query after those of the
    /// URL.
    pub fn join(&self, host_prefix: &str, uri: &str) -> String {
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let capacity = self.scheme.len() + self.authority.len() + self.path.len() + self.query.len();
        let mut url = String::with_capacity(capacity + host_prefix.len() + uri.len() + 6);
        for part in [self.scheme, "://", host_prefix, &self.authority, &self.path] {
            url.push_str(part);
        }
        if path != "/" || self.path.is_empty() {
            if !path.starts_with('/') {
                url.push('/');
            }
            url.push_str(path);
        }
        let mut separator = '?';
        for query in [self.query.as_str(), query] {
            if !query.is_empty() {
                url.push(separator);
                url.push_str(query);
                separator = '&';
            }
        }
        url
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.join("", "/"))
    }
}

/// Parses host and port. The scheme's default port is dropped, as in the `Host` header field.
fn read_authority(authority: &str, default_port: u16) -> Result<String, &'static str> {
    if scan::has(authority, b'@') {
        return Err("it has a user name");
    }
    let (host, port) = match authority.rsplit_once(':') {
        // The last colon of an IPv6 address is before its closing bracket.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_address = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let is_legal = match is_address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)),
    };
    if host.is_empty() {
        return Err("its host is missing");
    }
    if !is_legal {
        return Err("its host is invalid");
    }
    let port = port.filter(|it| !it.is_empty());
    // Parsed as a number, so that `080` is signed as it is sent.
    let number = port.map(|it| it.parse().ok().filter(|_| it.bytes().all(|b| b.is_ascii_digit())));
    match number {
        None => Ok(host.to_owned()),
        Some(Some(port)) if port == default_port => Ok(host.to_owned()),
        Some(Some(port @ 1..)) => Ok(format!("{host}:{port}")),
        Some(_) => Err("expected a port from 1 to 65535"),
    }
}

#[cfg(test)]
mod tests {
    use super::Url;

    #[test]
    fn path_and_query_are_kept() {
        let cases = [
            ("http://h", "/", "http://h/"),
            ("http://h/", "/", "http://h/"),
            ("HTTP://h:80/", "/", "http://h/"),
            ("https://h:443", "/x?y=1", "https://h/x?y=1"),
            ("http://h:0080", "/", "http://h/"),
            ("http://h:", "/", "http://h/"),
            ("http://h:08080", "/", "http://h:8080/"),
            ("http://h:8080/base/", "/", "http://h:8080/base"),
            ("http://h/base/path?x=1", "/", "http://h/base/path?x=1"),
            ("http://h/base?x=1", "/p?y=2", "http://h/base/p?x=1&y=2"),
            ("http://h?x=1", "/", "http://h/?x=1"),
            ("http://[::1]:4566", "/", "http://[::1]:4566/"),
            ("http://[::1]", "/", "http://[::1]/"),
        ];
        for (base, uri, joined) in cases {
            assert_eq!(Url::parse(base).map(|it| it.join("", uri)).as_deref(), Ok(joined), "{base} {uri}");
        }
        assert_eq!(Url::parse("https://h").map(|it| it.join("data.", "/")).as_deref(), Ok("https://data.h/"));
    }

    #[test]
    fn mistakes_are_named() {
        let cases = [
            ("127.0.0.1:5000", "scheme is missing"),
            ("", "scheme is missing"),
            ("ftp://h", "neither http nor https"),
            ("http://", "host is missing"),
            ("http://:80", "host is missing"),
            ("http://a b", "percent-encoded"),
            ("http://h/é", "percent-encoded"),
            ("http://h\r\nx: y", "percent-encoded"),
            ("http://h/#top", "fragment"),
            ("http://h:99999", "port"),
            ("http://h:x", "port"),
            ("http://h:+80", "port"),
            ("http://h:0", "port"),
            ("http://[::g]", "host is invalid"),
            ("http://a%20b", "host is invalid"),
        ];
        for (url, reason) in cases {
            let error = Url::parse(url).map_err(|it| it.to_string()).expect_err(url);
            assert!(error.contains(reason), "{url}: {error}");
        }
    }

    #[test]
    fn a_password_is_not_repeated() {
        let error = Url::parse("http://user:hunter2@h").map_err(|it| it.to_string()).expect_err("refused");
        assert!(!error.contains("hunter2"), "{error}");
        assert!(error.contains("user name"), "{error}");
    }
}
