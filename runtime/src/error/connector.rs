//! Errors of an HTTP connector.

use std::error::Error as StdError;
use std::fmt;

use super::source::BoxError;

/// The error of an HTTP connector.
#[derive(Debug)]
pub struct ConnectorError {
    kind: ConnectorErrorKind,
    source: BoxError,
    /// Whether the failure happened before the request can have reached the server.
    before_send: bool,
}

/// The kind of a [`ConnectorError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectorErrorKind {
    /// The connection could not be made, or was lost.
    Io,
    /// Connecting or reading timed out.
    Timeout,
    /// The request is invalid.
    User,
    /// Any other failure.
    Other,
}

impl ConnectorError {
    /// Creates an error of this kind with its cause.
    pub fn new(kind: ConnectorErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into(), before_send: false }
    }

    /// Marks that the request cannot have reached the server, for example because the connection was refused.
    pub fn before_send(mut self) -> Self {
        self.before_send = true;
        self
    }

    /// Whether the request cannot have reached the server.
    pub fn is_before_send(&self) -> bool {
        self.before_send
    }

    /// Creates an error for a connection that could not be made or was lost.
    pub fn io(source: BoxError) -> Self {
        Self::new(ConnectorErrorKind::Io, source)
    }

    /// Creates an error for connecting or reading that timed out.
    pub fn timeout(source: BoxError) -> Self {
        Self::new(ConnectorErrorKind::Timeout, source)
    }

    /// Creates an error for an invalid request.
    pub fn user(source: BoxError) -> Self {
        Self::new(ConnectorErrorKind::User, source)
    }

    /// Whether the connection could not be made or was lost.
    pub fn is_io(&self) -> bool {
        self.kind == ConnectorErrorKind::Io
    }

    /// Whether connecting or reading timed out.
    pub fn is_timeout(&self) -> bool {
        self.kind == ConnectorErrorKind::Timeout
    }

    /// Whether the request was invalid.
    pub fn is_user(&self) -> bool {
        self.kind == ConnectorErrorKind::User
    }

    /// Whether it is of another kind.
    pub fn is_other(&self) -> bool {
        self.kind == ConnectorErrorKind::Other
    }

    /// Returns the kind and the cause.
    #[cfg(feature = "http")]
    pub(crate) fn into_parts(self) -> (ConnectorErrorKind, BoxError) {
        (self.kind, self.source)
    }

    /// The kind of the error.
    pub fn kind(&self) -> ConnectorErrorKind {
        self.kind
    }
}

impl fmt::Display for ConnectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.kind, self.before_send) {
            (ConnectorErrorKind::Io, true) => "failed to connect to the endpoint",
            (ConnectorErrorKind::Io, false) => "lost the connection to the endpoint",
            (ConnectorErrorKind::Timeout, true) => "timed out while connecting to the endpoint",
            (ConnectorErrorKind::Timeout, false) => "timed out while waiting for the endpoint's response",
            (ConnectorErrorKind::User, _) => "failed to send the request",
            (ConnectorErrorKind::Other, true) => "failed to connect to the endpoint",
            (ConnectorErrorKind::Other, false) => "failed to process the endpoint's response",
        })
    }
}

impl StdError for ConnectorError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
