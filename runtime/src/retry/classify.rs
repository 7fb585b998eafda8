//! Classifies failures: which ones may succeed when the same request is sent again.

use crate::error::{ConnectorErrorKind, TransportError};
use crate::message::Response;
use crate::schema::Schema;

/// The reason why a request can be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The service or the connection failed temporarily.
    Transient,
    /// Connecting or waiting for the response timed out.
    Timeout,
    /// The service throttles.
    Throttling,
    /// The model marks the error as retryable.
    Modeled,
    /// The client's clock was wrong and has been corrected.
    Clock,
    /// The credentials have expired, and the provider is asked for new ones.
    Credentials,
}

/// Error codes of throttling.
const THROTTLING: [&str; 14] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// Error codes of temporary failures.
const TRANSIENT: [&str; 3] = ["InternalError", "RequestTimeout", "RequestTimeoutException"];

/// Error codes of a request whose time is certainly wrong.
const CLOCK: [&str; 3] = ["RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed"];

/// Error codes of a request whose time may be wrong, among other causes.
const PERHAPS_CLOCK: [&str; 3] = ["AuthFailure", "InvalidSignatureException", "SignatureDoesNotMatch"];

/// Error codes of expired temporary credentials.
const EXPIRED: [&str; 2] = ["ExpiredToken", "ExpiredTokenException"];

/// HTTP statuses of temporary failures, for any body.
const STATUSES: [u16; 4] = [500, 502, 503, 504];

/// Classifies the failure of a connector.
pub fn of_connector(error: &TransportError) -> Option<Reason> {
    match error.kind() {
        ConnectorErrorKind::Io => Some(Reason::Transient),
        ConnectorErrorKind::Timeout => Some(Reason::Timeout),
        _ => None,
    }
}

/// Classifies an error of the service by its code, its traits in the model and the HTTP status.
pub fn of_service(code: Option<&str>, modeled: Option<&Schema>, response: &Response) -> Option<Reason> {
    let code = code.unwrap_or_default();
    if THROTTLING.contains(&code) {
        return Some(Reason::Throttling);
    }
    match modeled.and_then(Schema::retryable) {
        Some(true) => return Some(Reason::Throttling),
        Some(false) => return Some(Reason::Modeled),
        None => {}
    }
    (TRANSIENT.contains(&code) || STATUSES.contains(&response.status().as_u16())).then_some(Reason::Transient)
}

/// Whether a code means that the credentials have expired.
pub fn is_expired_code(code: Option<&str>) -> bool {
    code.is_some_and(|it| EXPIRED.contains(&it))
}

/// Whether a code means that the client's clock is wrong: `Some(true)` if certain, `Some(false)` if possible.
pub fn is_clock_code(code: Option<&str>) -> Option<bool> {
    let code = code?;
    match () {
        () if CLOCK.contains(&code) => Some(true),
        () if PERHAPS_CLOCK.contains(&code) => Some(false),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Reason, of_connector, of_service};
    use crate::error::{ConnectorErrorKind, TransportError};
    use crate::message::{Headers, Response};
    use crate::schema::{Schema, Trait};

    #[test]
    fn errors_of_the_service() {
        static SLOW: Schema = Schema::structure("x#Slow", &[], &[Trait::Retryable(true)]);
        static BUSY: Schema = Schema::structure("x#Busy", &[], &[Trait::Retryable(false)]);
        static PLAIN: Schema = Schema::structure("x#Plain", &[], &[]);
        let cases = [
            (Some("NoSuchEntity"), None, 404, None),
            (Some("Throttling"), None, 400, Some(Reason::Throttling)),
            (Some("RequestTimeout"), None, 400, Some(Reason::Transient)),
            (Some("ServiceFailure"), Some(&PLAIN), 500, Some(Reason::Transient)),
            (None, None, 503, Some(Reason::Transient)),
            (None, None, 501, None),
            (None, None, 429, None),
            (Some("Slow"), Some(&SLOW), 400, Some(Reason::Throttling)),
            (Some("Busy"), Some(&BUSY), 400, Some(Reason::Modeled)),
            (Some("Plain"), Some(&PLAIN), 400, None),
        ];
        for (code, modeled, status, reason) in cases {
            let response = Response::new(status, Headers::default(), Vec::new());
            assert_eq!(of_service(code, modeled, &response), reason, "{code:?} {status}");
        }
    }

    #[test]
    fn failures_of_the_connector() {
        let cases = [
            (ConnectorErrorKind::Io, Some(Reason::Transient)),
            (ConnectorErrorKind::Timeout, Some(Reason::Timeout)),
            (ConnectorErrorKind::User, None),
            (ConnectorErrorKind::Other, None),
        ];
        for (kind, reason) in cases {
            assert_eq!(of_connector(&TransportError::new(kind, "x")), reason, "{kind:?}");
        }
    }
}
