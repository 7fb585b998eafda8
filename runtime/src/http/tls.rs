//! TLS of the default connector: rustls with ring, initialized on first use.

mod words;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use hyper::Uri;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::io::BoxIo;
use super::plain::TlsError;
use super::tcp;
use crate::error::BoxError;
use crate::join::join;
use crate::private_file;

/// An encrypted connection.
pub(super) type Encrypted = TlsStream<BoxIo>;

/// Sets up TLS on connections.
pub(super) struct Tls {
    ca_bundle: Option<PathBuf>,
    /// Whether to offer HTTP/2 to the server.
    offers_http2: bool,
    config: OnceLock<Result<Arc<ClientConfig>, TlsError>>,
}

impl Tls {
    pub(super) fn new(ca_bundle: Option<PathBuf>) -> Self {
        Self { ca_bundle, offers_http2: false, config: OnceLock::new() }
    }

    /// A copy that also offers HTTP/2 to the server.
    #[cfg(feature = "http2")]
    pub(super) fn offering_http2(&self) -> Self {
        Self { ca_bundle: self.ca_bundle.clone(), offers_http2: true, config: OnceLock::new() }
    }

    /// Performs the handshake with the server of a URL over a connection.
    ///
    /// Errors name the server, because behind a proxy the connection has another URL.
    pub(super) async fn wrap(&self, uri: &Uri, io: BoxIo) -> Result<Encrypted, BoxError> {
        let config = self.config.get_or_init(|| configure(self.ca_bundle.as_deref(), self.offers_http2)).clone()?;
        let host = tcp::host(uri);
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| TlsError::new(format!("the host `{host}` of the URL is not a valid name for TLS")))?;
        TlsConnector::from(config).connect(name, io).await.map_err(|error| {
            // Errors of rustls itself, such as a rejected certificate, are permanent. A connection that was lost may
            // work the next time.
            match error.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>()) {
                Some(refused) => TlsError::new(words::explain(refused)).into(),
                None => error.into(),
            }
        })
    }
}

/// The refusal of a handshake that became known while the request was sent.
pub(super) fn late_refusal(error: &io::Error) -> Option<TlsError> {
    let error = error.get_ref()?.downcast_ref()?;
    words::late_refusal(error).map(TlsError::new)
}

/// Whether the server selected HTTP/2.
#[cfg(feature = "http2")]
pub(super) fn is_http2(io: &Encrypted) -> bool {
    io.get_ref().1.alpn_protocol() == Some(b"h2")
}

fn configure(ca_bundle: Option<&Path>, offers_http2: bool) -> Result<Arc<ClientConfig>, TlsError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsError::new(error.to_string()))?
        .with_root_certificates(load_roots(ca_bundle)?)
        .with_no_client_auth();
    let protocols: &[&[u8]] = if offers_http2 { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] };
    config.alpn_protocols = protocols.iter().map(|it| it.to_vec()).collect();
    Ok(Arc::new(config))
}

/// The limit of a CA bundle, so that a device such as `/dev/zero` gives an error.
const MOST_BYTES: u64 = 16 << 20;

/// The certificates in a PEM file, and the errors of what cannot be read.
fn read_bundle(path: &Path) -> (Vec<CertificateDer<'static>>, Vec<String>) {
    let bytes = match private_file::read(path, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => return (Vec::new(), vec![error.to_string()]),
    };
    let (mut certificates, mut errors) = (Vec::new(), Vec::new());
    for read in CertificateDer::pem_slice_iter(&bytes) {
        match read {
            Ok(certificate) => certificates.push(certificate),
            Err(error) => errors.push(error.to_string()),
        }
    }
    (certificates, errors)
}

fn load_roots(ca_bundle: Option<&Path>) -> Result<RootCertStore, TlsError> {
    let (certificates, errors) = match ca_bundle {
        Some(path) => read_bundle(path),
        None => {
            let loaded = rustls_native_certs::load_native_certs();
            (loaded.certs, loaded.errors.iter().map(ToString::to_string).collect())
        }
    };
    let mut roots = RootCertStore::empty();
    // A system's store may contain certificates that rustls cannot use. The others are enough.
    roots.add_parsable_certificates(certificates);
    #[cfg(feature = "webpki-roots")]
    if roots.is_empty() && ca_bundle.is_none() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    if !roots.is_empty() {
        return Ok(roots);
    }
    Err(TlsError::new(match ca_bundle {
        Some(path) => without_bundle(path, &errors),
        None => without_store(&errors),
    }))
}

/// Explains that a CA bundle cannot be used.
fn without_bundle(path: &Path, errors: &[String]) -> String {
    let path = path.display();
    let reason = match errors {
        [] => "expected certificates in PEM format".to_owned(),
        errors => join(errors, "; "),
    };
    format!("no usable root certificate in the CA bundle `{path}`: {reason}")
}

/// Explains that the system has no certificates, as in an empty container image.
fn without_store(errors: &[String]) -> String {
    let errors: String = errors.iter().map(|error| format!("; {error}")).collect();
    format!(
        "no usable root certificate in the system's certificate store{errors}: install one (`ca-certificates`), name a \
         file with `AWS_CA_BUNDLE`, or enable the feature `webpki-roots`"
    )
}
