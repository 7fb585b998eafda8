//! Selects the proxy of a request: the one that the program set, or that of the environment, which is read as the AWS
//! CLI does.
//!
//! | variable | meaning |
//! | --- | --- |
//! | `https_proxy`, `HTTPS_PROXY` | proxy of `https` URLs |
//! | `http_proxy`, `HTTP_PROXY` | proxy of `http` URLs; in upper case ignored where `REQUEST_METHOD` is set |
//! | `no_proxy`, `NO_PROXY` | hosts that are reached directly |
//!
//! Lowercase variables win; if one is set but empty, there is no proxy. `ALL_PROXY` is not read. `no_proxy` is `*` or a
//! list of names separated by commas. A name matches itself and its subdomains; with a port, it only matches that port.
//! An IP address is compared like a name. Networks (`10.0.0.0/8`) are not supported.

use std::error::Error;
use std::fmt;

use aws_smithy_types::base64;
use hyper::Uri;
use hyper::header::HeaderValue;
use percent_encoding::percent_decode_str;

use crate::error::BoxError;
use crate::scan;

/// The proxies of a connector.
pub(super) struct Proxies {
    http: Route,
    https: Route,
    direct: Direct,
}

/// A proxy.
#[derive(Clone)]
pub(super) struct Proxy {
    uri: Uri,
    authorization: Option<HeaderValue>,
}

/// The route of requests of one scheme.
#[derive(Clone)]
enum Route {
    Direct,
    Proxy(Proxy),
    /// The proxy URL is invalid. Requests fail instead of bypassing the proxy.
    Invalid {
        source: &'static str,
    },
}

/// Hosts that are reached without a proxy.
#[derive(Default)]
struct Direct {
    is_all: bool,
    names: Vec<String>,
}

impl Proxies {
    /// No proxy.
    pub(super) fn none() -> Self {
        Self { http: Route::Direct, https: Route::Direct, direct: Direct::default() }
    }

    /// Uses the proxy with this URL for all requests.
    pub(super) fn all(url: &str) -> Self {
        let route = Route::of(url, "the connector's proxy");
        Self { http: route.clone(), https: route, direct: Direct::default() }
    }

    /// Reads the proxies of the process's environment.
    pub(super) fn of_process() -> Self {
        let text = |it: std::ffi::OsString| it.to_string_lossy().into_owned();
        Self::of_environment(std::env::vars_os().map(|(name, value)| (text(name), text(value))))
    }

    fn of_environment(variables: impl Iterator<Item = (String, String)>) -> Self {
        let is_proxy = |name: &str| name.to_ascii_lowercase().ends_with("_proxy");
        let mut is_cgi = false;
        let mut all: Vec<_> = Vec::new();
        for (name, value) in variables {
            is_cgi |= name == "REQUEST_METHOD";
            if is_proxy(&name) {
                all.push((name, value));
            }
        }
        let get = |wanted: &str| {
            let is_it = |name: &str| scan::is_same(name, wanted);
            if let Some((_, value)) = all.iter().find(|(name, _)| is_it(name) && name.ends_with("_proxy")) {
                return Some(value.clone()).filter(|it| !it.is_empty());
            }
            // A server that runs this as a CGI program sets `HTTP_PROXY` from a header field of its client.
            let is_trusted = !(is_cgi && wanted == "http_proxy");
            let (_, value) = all.iter().find(|(name, value)| is_trusted && is_it(name) && !value.is_empty())?;
            Some(value.clone())
        };
        Self {
            http: get("http_proxy").map_or(Route::Direct, |it| Route::of(&with_scheme(it), "`HTTP_PROXY`")),
            https: get("https_proxy").map_or(Route::Direct, |it| Route::of(&with_scheme(it), "`HTTPS_PROXY`")),
            direct: get("no_proxy").map(|it| Direct::of(&it)).unwrap_or_default(),
        }
    }

    /// The proxy of a request to this URL. `None` if there is none.
    pub(super) fn find(&self, url: &Uri) -> Result<Option<&Proxy>, ProxyError> {
        let route = if url.scheme_str() == Some("https") { &self.https } else { &self.http };
        match route {
            Route::Direct => Ok(None),
            _ if self.direct.contains(url) => Ok(None),
            Route::Proxy(proxy) => Ok(Some(proxy)),
            Route::Invalid { source } => Err(ProxyError::invalid(source)),
        }
    }
}

/// Adds `http`, which the URL in a variable may omit.
fn with_scheme(url: String) -> String {
    match () {
        () if scan::contains(&url, "://") => url,
        () if url.starts_with("//") => format!("http:{url}"),
        () => format!("http://{url}"),
    }
}

impl Route {
    fn of(url: &str, source: &'static str) -> Self {
        Proxy::parse(url).map_or(Self::Invalid { source }, Self::Proxy)
    }
}

impl Proxy {
    /// Reads a URL, which may contain a name and password. `None` if it is not that of a proxy.
    fn parse(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let scheme = uri.scheme_str()?;
        if !matches!(scheme, "http" | "https" | "socks4" | "socks4a" | "socks5" | "socks5h") {
            return None;
        }
        let authority = uri.authority()?.as_str();
        let (user, server) =
            authority.rsplit_once('@').map_or((None, authority), |(user, server)| (Some(user), server));
        let authorization = user.and_then(|user| {
            let (name, password) = user.split_once(':').unwrap_or((user, ""));
            let decoded = |text| percent_decode_str(text).decode_utf8_lossy();
            let both = format!("{}:{}", decoded(name), decoded(password));
            let mut value = HeaderValue::try_from(format!("Basic {}", base64::encode(both))).ok()?;
            value.set_sensitive(true);
            Some(value)
        });
        let uri = Uri::builder().scheme(scheme).authority(server).path_and_query("/").build().ok()?;
        Some(Self { uri, authorization })
    }

    /// The URL without name and password.
    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The `Proxy-Authorization` with name and password.
    pub(super) fn authorization(&self) -> Option<&HeaderValue> {
        self.authorization.as_ref()
    }

    /// Whether it speaks HTTP, and not SOCKS.
    pub(super) fn is_http(&self) -> bool {
        matches!(self.uri.scheme_str(), Some("http" | "https"))
    }
}

impl Direct {
    fn of(text: &str) -> Self {
        let name = |it: &str| it.trim().trim_start_matches('.').to_ascii_lowercase();
        Self { is_all: text == "*", names: text.split(',').map(name).filter(|it| !it.is_empty()).collect() }
    }

    fn contains(&self, url: &Uri) -> bool {
        let host = url.host().unwrap_or_default().to_ascii_lowercase();
        let with_port = url.port().map(|port| format!("{host}:{port}"));
        let ends = |host: &str, name: &str| {
            host.strip_suffix(name).is_some_and(|start| start.is_empty() || start.ends_with('.'))
        };
        let is_it = |name: &String| ends(&host, name) || with_port.as_ref().is_some_and(|it| ends(it, name));
        self.is_all || self.names.iter().any(is_it)
    }
}

/// The error of a configured proxy.
#[derive(Debug)]
pub struct ProxyError {
    message: String,
    source: Option<BoxError>,
    /// Whether retrying does not help.
    is_final: bool,
}

impl ProxyError {
    /// Connecting to the proxy or through it failed.
    pub(super) fn new(proxy: &Uri, source: impl Into<BoxError>) -> Self {
        let message = format!("Failed to connect to proxy URL: \"{}\"", shown(proxy));
        Self { message, source: Some(source.into()), is_final: false }
    }

    /// The proxy's scheme is not supported.
    pub(super) fn unsupported(proxy: &Uri) -> Self {
        let reason = "only proxies with `http` and `https` URLs are supported";
        Self { is_final: true, ..Self::new(proxy, reason) }
    }

    fn invalid(source: &str) -> Self {
        // Without the text, which may contain a password.
        Self { message: format!("invalid proxy URL in {source}"), source: None, is_final: true }
    }

    /// Whether retrying does not help.
    pub(super) fn is_final(&self) -> bool {
        self.is_final
    }
}

/// The URL without name and password.
fn shown(proxy: &Uri) -> String {
    let (scheme, host) = (proxy.scheme_str().unwrap_or("http"), proxy.host().unwrap_or_default());
    let port = proxy.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{scheme}://{host}{port}")
}

impl fmt::Display for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for ProxyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|it| &**it as _)
    }
}

#[cfg(test)]
mod tests;
