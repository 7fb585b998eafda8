use std::process::Command;

use super::*;

/// Variables, a URL, and the proxy that it goes through, if any.
type Case = (&'static [(&'static str, &'static str)], &'static str, &'static str);

const CASES: &[Case] = &[
    (&[], "https://iam.amazonaws.com", ""),
    (&[("HTTPS_PROXY", "http://p:1")], "https://iam.amazonaws.com", "http://p:1"),
    (&[("HTTPS_PROXY", "http://p:1")], "http://iam.amazonaws.com", ""),
    (&[("HTTP_PROXY", "http://p:1")], "http://iam.amazonaws.com", "http://p:1"),
    (&[("HTTP_PROXY", "http://p:1")], "https://iam.amazonaws.com", ""),
    // Lowercase variables win; an empty one means no proxy.
    (&[("HTTPS_PROXY", "http://up:1"), ("https_proxy", "http://low:1")], "https://h", "http://low:1"),
    (&[("HTTPS_PROXY", "http://up:1"), ("https_proxy", "")], "https://h", ""),
    (&[("HTTPS_PROXY", "")], "https://h", ""),
    (&[("Https_Proxy", "http://mixed:1")], "https://h", "http://mixed:1"),
    // Variables for all schemes are ignored.
    (&[("ALL_PROXY", "socks5://p:1")], "https://h", ""),
    (&[("all_proxy", "http://p:1")], "http://h", ""),
    // The scheme may be missing.
    (&[("https_proxy", "p:1")], "https://h", "http://p:1"),
    (&[("https_proxy", "//p:1")], "https://h", "http://p:1"),
    (&[("https_proxy", "https://p:1")], "https://h", "https://p:1"),
    // In a CGI program, the variable is set by the client.
    (&[("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://p:1")], "http://h", ""),
    (&[("REQUEST_METHOD", "GET"), ("http_proxy", "http://p:1")], "http://h", "http://p:1"),
    (&[("REQUEST_METHOD", "GET"), ("HTTPS_PROXY", "http://p:1")], "https://h", "http://p:1"),
    // Hosts without a proxy.
    (&[("https_proxy", "http://p:1"), ("no_proxy", "*")], "https://h", ""),
    (&[("https_proxy", "http://p:1"), ("no_proxy", "*")], "https://127.0.0.1:5000", ""),
    (&[("https_proxy", "http://p:1"), ("no_proxy", "a,*")], "https://h", "http://p:1"),
    (&[("https_proxy", "http://p:1"), ("NO_PROXY", "h")], "https://h", ""),
    (&[("https_proxy", "http://p:1"), ("NO_PROXY", "h"), ("no_proxy", "x")], "https://h", "http://p:1"),
    (&[("https_proxy", "http://p:1"), ("no_proxy", "amazonaws.com")], "https://iam.amazonaws.com", ""),
    (&[("https_proxy", "http://p:1"), ("no_proxy", " .AMAZONAWS.com , x")], "https://iam.amazonaws.COM", ""),
    (&[("https_proxy", "http://p:1"), ("no_proxy", "amazonaws.com")], "https://notamazonaws.com", "http://p:1"),
    (&[("https_proxy", "http://p:1"), ("no_proxy", ",,")], "https://h", "http://p:1"),
    (&[("https_proxy", "http://p:1"), ("no_proxy", "h:5000")], "https://h:5000", ""),
    (&[("https_proxy", "http://p:1"), ("no_proxy", "test:5000")], "https://h.test:5000", ""),
    (&[("https_proxy", "http://p:1"), ("no_proxy", "h:5001")], "https://h:5000", "http://p:1"),
    (&[("https_proxy", "http://p:1"), ("no_proxy", "h:443")], "https://h", "http://p:1"),
    (&[("https_proxy", "http://p:1"), ("no_proxy", "h")], "https://h:5000", ""),
    (&[("http_proxy", "http://p:1"), ("no_proxy", "127.0.0.1")], "http://127.0.0.1:5000", ""),
    (&[("http_proxy", "http://p:1"), ("no_proxy", "127.0.0.0/8")], "http://127.0.0.1:5000", "http://p:1"),
    (&[("http_proxy", "http://p:1"), ("no_proxy", "[::1]")], "http://[::1]:5000", ""),
    (&[("http_proxy", "http://p:1"), ("no_proxy", "::1")], "http://[::1]:5000", "http://p:1"),
    (&[("http_proxy", "http://p:1"), ("no_proxy", "localhost")], "http://127.0.0.1", "http://p:1"),
];

fn found(variables: &[(&str, &str)], url: &str) -> Result<String, ProxyError> {
    let owned = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let proxies = Proxies::of_environment(owned);
    let url: Uri = url.parse().unwrap();
    Ok(proxies.find(&url)?.map(|it| shown(it.uri())).unwrap_or_default())
}

#[test]
fn the_environment_names_proxies() {
    for (variables, url, expected) in CASES {
        assert_eq!(found(variables, url).unwrap(), *expected, "{variables:?} {url}");
    }
}

#[test]
fn a_proxy_that_is_none_is_not_passed_by() {
    for value in ["ftp://user:pass@127.0.0.1:9", "user:pass @nowhere", "http://"] {
        let error = found(&[("https_proxy", value)], "https://h").unwrap_err();
        assert!(error.is_final() && error.to_string() == "invalid proxy URL in `HTTPS_PROXY`", "{value}: {error}");
    }
}

#[test]
fn a_socks_proxy_is_known_but_not_spoken() {
    let proxies = Proxies::all("socks5://127.0.0.1:9");
    assert!(!proxies.find(&Uri::from_static("https://h")).unwrap().unwrap().is_http());
}

#[test]
fn name_and_password_are_sent_and_not_shown() {
    let proxies = Proxies::all("http://user:p%40ss@proxy.test:8080");
    let proxy = proxies.find(&Uri::from_static("https://h")).unwrap().unwrap();
    assert_eq!(proxy.authorization().unwrap(), "Basic dXNlcjpwQHNz");
    assert!(proxy.authorization().unwrap().is_sensitive());
    let nameless = Proxies::all("https://user@proxy.test");
    let nameless = nameless.find(&Uri::from_static("http://h")).unwrap().unwrap();
    assert_eq!(nameless.authorization().unwrap(), "Basic dXNlcjo=");
    assert_eq!(
        ProxyError::new(proxy.uri(), "x").to_string(),
        "Failed to connect to proxy URL: \"http://proxy.test:8080\""
    );
}

/// Compares with botocore, in a Python for tests (`TINSMITH_PYTHON`).
#[test]
fn botocore_takes_the_same_proxies() {
    const SCRIPT: &str = "
import os, sys
from botocore.httpsession import ProxyConfiguration
from botocore.utils import get_environ_proxies
url = sys.argv[1]
print(ProxyConfiguration(get_environ_proxies(url)).proxy_url_for(url) or '')
";
    let Some(python) = std::env::var_os("TINSMITH_PYTHON") else { return };
    for (variables, url, expected) in CASES {
        let mut command = Command::new(&python);
        let names = std::env::vars_os().map(|(name, _)| name);
        for name in names.filter(|it| it.to_string_lossy().to_ascii_lowercase().ends_with("_proxy")) {
            command.env_remove(name);
        }
        let output = command.args(["-c", SCRIPT, url]).envs(variables.iter().copied()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(text.trim(), *expected, "{variables:?} {url}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
