//! The certificates of the test servers: self-signed, for `localhost` and `127.0.0.1`.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

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

/// A certificate that `tests/tls/create.sh` has created, with this name.
pub fn created(name: &str) -> PathBuf {
    file(&format!("{name}.pem"))
}

/// The configuration of a server that requires a certificate of its clients.
pub fn demanding_server_config(certificate: PathBuf) -> ServerConfig {
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_file(authority()).expect("the certificate of the repository");
    roots.add(authority).expect("the certificate of the repository");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    let (chain, key) = chain_of(certificate);
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions that ring supports")
        .with_client_cert_verifier(verifier.build().expect("a root certificate"))
        .with_single_cert(chain, key)
        .expect("the key of the certificate")
}

/// The configuration of a server that uses a certificate.
pub fn server_config(certificate: PathBuf) -> ServerConfig {
    let (chain, key) = chain_of(certificate);
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions that ring supports")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("the key of the certificate")
}

/// A certificate and its key.
fn chain_of(certificate: PathBuf) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
    let key = if certificate == authority() { "authority-key.pem" } else { "key.pem" };
    let certificate = CertificateDer::from_pem_file(certificate).expect("the certificate of the repository");
    (vec![certificate], PrivateKeyDer::from_pem_file(file(key)).expect("the key of the repository"))
}
