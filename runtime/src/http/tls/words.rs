//! What rustls objects to, in words, and what to do about it.

use std::fmt::Write;

use rustls::{CertificateError, Error};

/// Why a handshake failed.
pub(super) fn explain(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(reason) => of_certificate(reason),
        Error::NoCertificatesPresented => "the server presents no certificate".to_owned(),
        Error::UnsupportedNameType => "certificates cannot be checked for a host of this kind".to_owned(),
        Error::InvalidMessage(_) | Error::InappropriateMessage { .. } => {
            "the server does not speak TLS here: check the port, and whether the endpoint is one of `http`".to_owned()
        }
        Error::PeerIncompatible(reason) => {
            format!("the server supports none of the TLS versions and ciphers of this client ({reason:?})")
        }
        Error::PeerMisbehaved(reason) => format!("the server breaks the rules of TLS ({reason:?})"),
        Error::AlertReceived(alert) => format!("the server refused the connection ({alert:?})"),
        other => other.to_string(),
    }
}

fn of_certificate(reason: &CertificateError) -> String {
    use CertificateError as E;
    let text = match reason {
        E::UnknownIssuer => {
            "no trusted authority has signed the server's certificate: to trust the one that did, set \
             `AWS_CA_BUNDLE`, or `ca_bundle` in the profile, to a PEM file with its certificate"
        }
        E::Expired | E::ExpiredContext { .. } => {
            "the server's certificate has expired, or this machine's clock is wrong"
        }
        E::NotValidYet | E::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet, or this machine's clock is wrong"
        }
        E::Revoked => "the server's certificate was revoked",
        E::BadSignature => "the signature of the server's certificate is wrong",
        E::BadEncoding => "the server's certificate cannot be read",
        E::NotValidForName => "the server's certificate is for other names",
        E::NotValidForNameContext { expected, presented } => {
            return for_other_names(&expected.to_str(), presented);
        }
        E::InvalidPurpose | E::InvalidPurposeContext { .. } => "the server's certificate is not one for servers",
        // Its type is a detail of rustls that has no other name.
        E::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => {
            "the server's certificate is that of an authority (CA), which may sign others and not serve itself: \
             make the server one with `basicConstraints=critical,CA:FALSE`"
        }
        other => return format!("the server's certificate is not accepted: {other}"),
    };
    text.to_owned()
}

fn for_other_names(expected: &str, presented: &[String]) -> String {
    /// The most names that are listed.
    const MOST: usize = 5;
    let mut text = format!("the server's certificate is not valid for `{expected}`");
    for (index, name) in presented.iter().take(MOST).enumerate() {
        // Each is in rustls's own notation: `DnsName("localhost")`.
        let name = name.split_once('(').map_or(name.as_str(), |(_, name)| name.trim_end_matches(')'));
        let separator = if index == 0 { ", but for" } else { "," };
        // Writing to a string does not fail.
        let _ = write!(text, "{separator} {}", name.trim_matches('"').escape_debug());
    }
    if presented.len() > MOST {
        text.push_str(", …");
    }
    text
}
