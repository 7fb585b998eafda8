//! The certificates of the test servers: self-signed, for `localhost` and `127.0.0.1`.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A file in `tests/tls`.
fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tls").join(name)
}

/// The certificate that clients must trust.
pub fn certificate() -> PathBuf {
    file("cert.pem")
}

/// A certificate of an authority, as created by `openssl req -x509`. A server must not use it.
pub fn authority() -> PathBuf {
    file("authority.pem")
}

/// The configuration of a server that uses a certificate.
pub fn server_config(certificate: PathBuf) -> ServerConfig {
    let key = if certificate == authority() { "authority-key.pem" } else { "key.pem" };
    let certificate = CertificateDer::from_pem_file(certificate).expect("the certificate of the repository");
    let key = PrivateKeyDer::from_pem_file(file(key)).expect("the key of the repository");
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions that ring supports")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("the key of the certificate")
}
