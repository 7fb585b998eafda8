//! Explains errors of rustls and what to do about them.

use std::fmt::Write;

use rustls::{CertificateError, Error};

/// Explains why a handshake failed.
pub(super) fn explain(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(reason) => of_certificate(reason),
        Error::NoCertificatesPresented => "the server presents no certificate".to_owned(),
        Error::UnsupportedNameType => "failed to check the certificate: unsupported kind of host name".to_owned(),
        Error::InvalidMessage(_) | Error::InappropriateMessage { .. } => {
            "the server does not use TLS on this port: check the port, and whether the endpoint needs `http`".to_owned()
        }
        Error::PeerIncompatible(reason) => {
            format!("the server supports none of the TLS versions and ciphers of this client ({reason:?})")
        }
        Error::PeerMisbehaved(reason) => format!("the server violated the TLS protocol ({reason:?})"),
        Error::AlertReceived(alert) => format!("the server refused the connection ({alert:?})"),
        other => other.to_string(),
    }
}

fn of_certificate(reason: &CertificateError) -> String {
    use CertificateError as E;
    let text = match reason {
        E::UnknownIssuer => {
            "the server's certificate is not signed by a trusted authority: to trust its authority, set \
             `AWS_CA_BUNDLE`, or `ca_bundle` in the profile, to a PEM file with its certificate"
        }
        E::Expired | E::ExpiredContext { .. } => {
            "the server's certificate has expired, or this machine's clock is wrong"
        }
        E::NotValidYet | E::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet, or this machine's clock is wrong"
        }
        E::Revoked => "the server's certificate was revoked",
        E::BadSignature => "the server's certificate has an invalid signature",
        E::BadEncoding => "the server's certificate is invalid",
        E::NotValidForName => "the server's certificate is not valid for this name",
        E::NotValidForNameContext { expected, presented } => {
            return for_other_names(&expected.to_str(), presented);
        }
        E::InvalidPurpose | E::InvalidPurposeContext { .. } => "the server's certificate is not valid for servers",
        // rustls does not export this error's type.
        E::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => {
            "the server's certificate belongs to a certificate authority (CA) and is not valid for a server: \
             create one with `basicConstraints=critical,CA:FALSE`"
        }
        other => return format!("the server's certificate was rejected: {other}"),
    };
    text.to_owned()
}

fn for_other_names(expected: &str, presented: &[String]) -> String {
    /// The maximum number of names in the message.
    const MOST: usize = 5;
    let mut text = format!("the server's certificate is not valid for `{expected}`");
    for (index, name) in presented.iter().take(MOST).enumerate() {
        // Each name is in rustls's notation: `DnsName("localhost")`.
        let name = name.split_once('(').map_or(name.as_str(), |(_, name)| name.trim_end_matches(')'));
        let separator = if index == 0 { ", but for" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(text, "{separator} {}", name.trim_matches('"').escape_debug());
    }
    if presented.len() > MOST {
        text.push_str(", …");
    }
    text
}
