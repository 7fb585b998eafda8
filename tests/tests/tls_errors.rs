//! What the command prints if a server cannot be reached with TLS: the URL, the reason in words, and what to do.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::server::{Act, Server};
use tinsmith_tests::tls;

/// The response to `ListUsers`.
const NOBODY: &str = "<ListUsersResponse><ListUsersResult><Users/><IsTruncated>false</IsTruncated></ListUsersResult>\
                      </ListUsersResponse>";

/// Calls the server at a URL, trusting a file.
fn call(url: &str, bundle: &PathBuf) -> Run {
    let mut command = iam(&["list-users", "--endpoint-url", url]);
    command.env("AWS_CA_BUNDLE", bundle).output().expect("the command starts").into()
}

fn localhost(scheme: &str, address: SocketAddr) -> String {
    format!("{scheme}://localhost:{}", address.port())
}

/// A server that sends these bytes to everyone or, if there are none, closes the connection.
fn bytes(sent: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("a bound address");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(sent);
                // Closing earlier could lose the bytes.
                if !sent.is_empty() {
                    let _ = stream.read(&mut [0; 4096]);
                }
            });
        }
    });
    address
}

/// What the command prints about a URL.
fn check(name: &str, url: &str, bundle: &PathBuf, expected: &str) {
    let run = call(url, bundle);
    assert_eq!((run.code, run.stdout.as_str()), (255, ""), "{name}: {}", run.stderr);
    let text = run.stderr.trim();
    let summary = if url.starts_with("https") { "SSL validation failed for" } else { "Could not connect to" };
    let start = format!("iam: [ERROR]: {summary} {url}/: ");
    let reason = text.strip_prefix(&start).unwrap_or_else(|| panic!("{name}: {text}"));
    assert!(reason.contains(expected), "{name}: {reason}");
    for rusty in ["CaUsedAsEndEntity", "UnknownIssuer", "InvalidCertificate", "AlertReceived", "DnsName"] {
        assert!(!reason.contains(rusty), "{name}: {reason}");
    }
}

#[test]
fn a_certificate_that_is_refused_is_explained() {
    // The certificate of the server, the bundle of the client, and a part of the message.
    let cases = [
        (tls::authority(), tls::authority(), "belongs to a certificate authority (CA)"),
        (tls::authority(), tls::certificate(), "basicConstraints=critical,CA:FALSE"),
        (
            tls::certificate(),
            tls::authority(),
            "not signed by a trusted authority: to trust its authority, set `AWS_CA_BUNDLE`",
        ),
        (tls::created("issued"), tls::certificate(), "`ca_bundle` in the profile"),
        (
            tls::created("expired"),
            tls::authority(),
            "expired at 2021-01-01T00:00:00Z, and this machine's clock says 20",
        ),
        (tls::created("early"), tls::authority(), "is only valid from 9998-01-01T00:00:00Z"),
        (tls::created("other-name"), tls::authority(), "not valid for `localhost`, but for iam.test: use such a name"),
        (tls::created("no-name"), tls::authority(), "names no host: create one with `subjectAltName`"),
        (tls::created("for-clients"), tls::authority(), "must contain `serverAuth`"),
        (tls::created("bad-signature"), tls::authority(), "has an invalid signature"),
        (tls::certificate(), PathBuf::from("/no/such/bundle.pem"), "CA bundle `/no/such/bundle.pem`: No such file"),
        (tls::certificate(), tls::created("key"), "expected certificates in PEM format"),
    ];
    for (certificate, bundle, expected) in cases {
        let name = certificate.display().to_string();
        let server = Server::start_tls_with(certificate, []);
        check(&name, &localhost("https", server.address()), &bundle, expected);
        assert!(server.seen().is_empty(), "{name}: nothing is sent to a server that is not trusted");
        assert!(server.connections() <= 1, "{name}: a certificate does not get better by trying again");
    }
    // An address needs a certificate for it, and one that names it is accepted.
    let server = Server::start_tls_with(tls::created("issued"), []);
    let url = format!("https://{}", server.address());
    check("an address", &url, &tls::authority(), "not valid for `127.0.0.1`, but for localhost");
    let server = Server::start_tls_with(tls::created("issued"), [Act::Answer(200, Vec::new(), NOBODY.to_owned())]);
    let run = call(&localhost("https", server.address()), &tls::authority());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn a_handshake_that_fails_is_explained() {
    for (name, sent, expected) in [
        ("plain HTTP", &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], "does not use TLS on this port"),
        ("old versions", b"\x15\x03\x01\x00\x02\x02\x46", "supports neither TLS 1.2 nor TLS 1.3"),
        ("no common cipher", b"\x15\x03\x03\x00\x02\x02\x28", "supports none of this client's ciphers"),
        ("an unknown name", b"\x15\x03\x03\x00\x02\x02\x70", "has no certificate for this name"),
        ("another protocol", b"\x15\x03\x03\x00\x02\x02\x78", "does not offer HTTP/1.1"),
        ("an internal error", b"\x15\x03\x03\x00\x02\x02\x50", "refused the connection (InternalError)"),
    ] {
        check(name, &localhost("https", bytes(sent)), &tls::authority(), expected);
    }
    // With TLS 1.3 the server demands a certificate when the client believes that the handshake is over.
    let server = Server::start_tls_configured(tls::demanding_server_config(tls::created("issued")), []);
    let url = localhost("https", server.address());
    check("a client certificate", &url, &tls::authority(), "requires a client certificate, which is not supported");
    assert!(server.seen().is_empty());
}

#[test]
fn a_server_that_expects_tls_is_noticed() {
    let server = Server::start_tls([]);
    let expected = "the server expects TLS on this port: use `https` in the URL";
    check("TLS", &localhost("http", server.address()), &tls::certificate(), expected);
    // Other servers close the connection without a word, or explain it in plain HTTP.
    let run = call(&localhost("http", bytes(b"")), &tls::certificate());
    let expected = "/\". If the server expects TLS, use `https` in the URL.";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    let words =
        b"HTTP/1.0 400 Bad Request\r\nContent-Length: 48\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";
    let run = call(&localhost("http", bytes(words)), &tls::certificate());
    let expected = "with HTTP status 400, which begins with \"Client sent an HTTP request to an HTTPS server.\"";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    assert_eq!(run.code, 255);
}
