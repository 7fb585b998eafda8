//! Explains errors of rustls and what to do about them.

use std::fmt::Write;

use aws_smithy_types::DateTime;
use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error};

use crate::scan;
use crate::schema::TimestampFormat;
use crate::timestamp;

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
        Error::AlertReceived(alert) => of_alert(*alert),
        other => other.to_string(),
    }
}

/// Explains why a server ended a connection that looked open, if it refused the handshake late: with TLS 1.3 the client
/// is done before the server is.
pub(super) fn late_refusal(error: &Error) -> Option<String> {
    use AlertDescription as A;
    match error {
        Error::AlertReceived(
            alert @ (A::CertificateRequired | A::BadCertificate | A::HandshakeFailure | A::AccessDenied),
        ) => Some(of_alert(*alert)),
        _ => None,
    }
}

fn of_alert(alert: AlertDescription) -> String {
    use AlertDescription as A;
    let text = match alert {
        A::ProtocolVersion => "the server supports neither TLS 1.2 nor TLS 1.3",
        A::HandshakeFailure | A::InsufficientSecurity => {
            "the server refused the TLS handshake: it supports none of this client's ciphers, or requires a client \
             certificate"
        }
        A::CertificateRequired | A::BadCertificate => {
            "the server requires a client certificate, which is not supported"
        }
        A::UnrecognisedName => "the server has no certificate for this name: check the host of the URL",
        A::NoApplicationProtocol => "the server does not offer HTTP/1.1",
        other => return format!("the server refused the connection ({other:?})"),
    };
    text.to_owned()
}

fn of_certificate(reason: &CertificateError) -> String {
    use CertificateError as E;
    let text = match reason {
        E::UnknownIssuer => {
            "the server's certificate is not signed by a trusted authority: to trust its authority, set \
             `AWS_CA_BUNDLE`, or `ca_bundle` in the profile, to a PEM file with its certificate"
        }
        E::ExpiredContext { time, not_after } => {
            return outside("expired at", *not_after, *time, "renew the certificate");
        }
        E::NotValidYetContext { time, not_before } => {
            return outside("is only valid from", *not_before, *time, "wait until then");
        }
        E::Expired => "the server's certificate has expired, or this machine's clock is wrong",
        E::NotValidYet => "the server's certificate is not valid yet, or this machine's clock is wrong",
        E::Revoked => "the server's certificate was revoked: it needs a new one",
        E::BadSignature => {
            "the server's certificate has an invalid signature: it was changed, or an authority of the same name has \
             signed it with another key. If the authority has a new certificate, set `AWS_CA_BUNDLE`, or `ca_bundle` in \
             the profile, to a PEM file with it"
        }
        E::BadEncoding => "the server's certificate is not a valid X.509 certificate",
        E::NotValidForName => "the server's certificate is not valid for this name: check the host of the URL",
        E::NotValidForNameContext { expected, presented } => {
            return for_other_names(&expected.to_str(), presented);
        }
        E::InvalidPurpose | E::InvalidPurposeContext { .. } => {
            "the server's certificate is not valid for servers: its extended key usage must contain `serverAuth`"
        }
        E::UnhandledCriticalExtension => {
            "the server's certificate has a critical extension that this client does not support"
        }
        other => return of_other_certificate(other),
    };
    text.to_owned()
}

/// Explains errors that have no type in every version of rustls.
fn of_other_certificate(reason: &CertificateError) -> String {
    let debug = format!("{reason:?}");
    if scan::contains(&debug, "CaUsedAsEndEntity") {
        return "the server's certificate belongs to a certificate authority (CA) and is not valid for a server: \
                create one with `basicConstraints=critical,CA:FALSE` (`openssl req -x509` needs `-addext` for it, and \
                for `subjectAltName=DNS:` with the host)"
            .to_owned();
    }
    if scan::contains(&debug, "UnsupportedSignatureAlgorithm") {
        return "the server's certificate is signed with an algorithm that is not supported: use ECDSA with P-256 or \
                P-384, Ed25519, or RSA with SHA-256 and at least 2048 bits"
            .to_owned();
    }
    format!("the server's certificate was rejected: {reason}")
}

/// Explains that a certificate is used before or after its time.
fn outside(verb: &str, limit: UnixTime, now: UnixTime, remedy: &str) -> String {
    let shown = |time: UnixTime| {
        let time = i64::try_from(time.as_secs()).ok().map(DateTime::from_secs);
        time.and_then(|it| timestamp::write(&it, TimestampFormat::DateTime))
            .unwrap_or_else(|| "another time".to_owned())
    };
    let (limit, now) = (shown(limit), shown(now));
    format!("the server's certificate {verb} {limit}, and this machine's clock says {now}: {remedy}, or set the clock")
}

fn for_other_names(expected: &str, presented: &[String]) -> String {
    /// The maximum number of names in the message.
    const MOST: usize = 5;
    if presented.is_empty() {
        return format!(
            "the server's certificate is not valid for `{expected}`, because it names no host: create one with \
             `subjectAltName`"
        );
    }
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
    text.push_str(": use such a name in the URL, or add this one to the certificate's `subjectAltName`");
    text
}
