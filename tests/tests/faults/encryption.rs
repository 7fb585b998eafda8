//! TLS servers, and the reasons why a client does not trust one.

use std::io::{Read, Write};
use std::net::TcpListener;

use tinsmith_iam::Client;
use tinsmith_runtime::error::ConnectorErrorKind;
use tinsmith_runtime::http::HyperClient;
use tinsmith_tests::server::{Act, Server};
use tinsmith_tests::tls;

use crate::connections::connector_error;
use crate::support::{call, call_with, config_of, text};

#[tokio::test]
async fn a_certificate_has_to_be_trusted() {
    let server = Server::start_tls([Act::error(500, "ServiceFailure")]);
    let url = format!("https://localhost:{}", server.address().port());
    let client = Client::from_conf(config_of(&url).ca_bundle(tls::certificate()).build());
    call(&client).await.expect("a certificate of the bundle");
    call(&client).await.expect("a certificate of the bundle");
    assert_eq!((server.seen().len(), server.connections()), (3, 2));

    // The system's certificate store does not contain this certificate.
    let outcome = call_with(config_of(&url)).await;
    assert_eq!(connector_error(&outcome).kind(), ConnectorErrorKind::Other);
    assert!(connector_error(&outcome).is_before_send());
    assert!(server.connections() <= 3, "a certificate does not get better by trying again");
    let shown = text(connector_error(&outcome));
    assert!(shown.contains(&format!("failed to connect to {url}: ")), "{shown}");

    let outcome = call_with(config_of(&url).ca_bundle("/no/such/bundle.pem")).await;
    let text = text(connector_error(&outcome));
    assert!(text.contains("/no/such/bundle.pem"), "{text}");

    // A file without end is not read to it.
    let outcome = call_with(config_of(&url).ca_bundle("/dev/zero")).await;
    let shown = crate::support::text(connector_error(&outcome));
    assert!(shown.contains("the CA bundle `/dev/zero`: the file is larger than the limit of "), "{shown}");

    let no_bundle = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let outcome = call_with(config_of(&url).ca_bundle(no_bundle)).await;
    let text = crate::support::text(connector_error(&outcome));
    assert!(text.contains("no usable root certificate in the CA bundle `") && text.contains("Cargo.toml`"), "{text}");
}

#[tokio::test]
async fn what_is_wrong_with_a_server_is_said_in_words() {
    let right = Server::start_tls([]);
    let authority = Server::start_tls_with(tls::authority(), []);
    let plain = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let plain_port = plain.local_addr().expect("a bound address").port();
    std::thread::spawn(move || {
        for mut stream in plain.incoming().flatten() {
            // Servers without TLS respond like this to a TLS handshake.
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            let _ = stream.read_to_end(&mut Vec::new());
        }
    });
    let port = |server: &Server| server.address().port();
    let cases = [
        ("no authority", format!("https://localhost:{}", port(&right)), tls::authority(), "`AWS_CA_BUNDLE`"),
        ("an authority", format!("https://localhost:{}", port(&authority)), tls::authority(), "CA:FALSE"),
        (
            "another name",
            format!("https://iam.test:{}", port(&right)),
            tls::certificate(),
            "not valid for `iam.test`, but for localhost",
        ),
        ("no TLS", format!("https://localhost:{plain_port}"), tls::certificate(), "does not use TLS on this port"),
    ];
    for (name, url, bundle, reason) in cases {
        let here = [std::net::SocketAddr::from(([127, 0, 0, 1], 0))];
        let connector = HyperClient::builder().no_proxy().ca_bundle(bundle).resolve("iam.test", here).build();
        let outcome = call_with(config_of(&url).http_client(connector)).await;
        let error = connector_error(&outcome);
        assert_eq!((error.kind(), error.is_before_send()), (ConnectorErrorKind::Other, true), "{name}");
        let shown = text(error);
        assert!(shown.contains(&url) && shown.contains(reason), "{name}: {shown}");
        assert!(!shown.contains("CaUsedAsEndEntity"), "{name}: {shown}");
    }
}

#[tokio::test]
async fn a_system_without_roots_trusts_those_of_the_feature() {
    // In a separate process in which the system has no certificate store.
    const NAME: &str = "encryption::a_system_without_roots_trusts_those_of_the_feature";
    if std::env::var_os("TINSMITH_ALONE").is_none() {
        let mut alone = std::process::Command::new(std::env::current_exe().expect("this program"));
        alone.args(["--exact", NAME]).env("TINSMITH_ALONE", "1");
        let run = alone.env("SSL_CERT_FILE", "/no/such/file").env("SSL_CERT_DIR", "/no/such/directory").output();
        let run = run.expect("this program");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
        return;
    }
    let server = Server::start_tls([]);
    let outcome = call_with(config_of(&format!("https://localhost:{}", server.address().port()))).await;
    // There are authorities to search, but the test's own is not one of them.
    let shown = text(connector_error(&outcome));
    assert!(shown.contains("is not signed by a trusted authority"), "{shown}");
}
