//! What an HTTP connector fails with.

use std::error::Error as StdError;
use std::fmt;

use super::source::BoxError;

/// A failure of an HTTP connector.
#[derive(Debug)]
pub struct ConnectorError {
    kind: ConnectorErrorKind,
    source: BoxError,
    /// Whether the failure came before the request can have reached the server.
    before_send: bool,
}

/// What kind of failure a [`ConnectorError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectorErrorKind {
    /// no connection, or a broken one
    Io,
    /// connecting or reading took too long
    Timeout,
    /// the request itself is at fault
    User,
    /// anything else
    Other,
}

impl ConnectorError {
    /// A failure of this kind with its cause.
    pub fn new(kind: ConnectorErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into(), before_send: false }
    }

    /// Marks that the request cannot have reached the server, such as a refused connection.
    pub fn before_send(mut self) -> Self {
        self.before_send = true;
        self
    }

    /// Whether the request cannot have reached the server.
    pub fn is_before_send(&self) -> bool {
        self.before_send
    }

    /// No connection, or a broken one.
    pub fn io(source: BoxError) -> Self {
        Self::new(ConnectorErrorKind::Io, source)
    }

    /// Connecting or reading took too long.
    pub fn timeout(source: BoxError) -> Self {
        Self::new(ConnectorErrorKind::Timeout, source)
    }

    /// The request itself is at fault.
    pub fn user(source: BoxError) -> Self {
        Self::new(ConnectorErrorKind::User, source)
    }

    /// Whether no connection, or a broken one, was the cause.
    pub fn is_io(&self) -> bool {
        self.kind == ConnectorErrorKind::Io
    }

    /// Whether connecting or reading took too long.
    pub fn is_timeout(&self) -> bool {
        self.kind == ConnectorErrorKind::Timeout
    }

    /// Whether the request itself was at fault.
    pub fn is_user(&self) -> bool {
        self.kind == ConnectorErrorKind::User
    }

    /// Whether it is none of these.
    pub fn is_other(&self) -> bool {
        self.kind == ConnectorErrorKind::Other
    }

    /// Kind and cause.
    #[cfg(feature = "http")]
    pub(crate) fn into_parts(self) -> (ConnectorErrorKind, BoxError) {
        (self.kind, self.source)
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ConnectorErrorKind {
        self.kind
    }
}

impl fmt::Display for ConnectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.kind, self.before_send) {
            (ConnectorErrorKind::Io, true) => "no connection to the endpoint",
            (ConnectorErrorKind::Io, false) => "the connection to the endpoint broke off",
            (ConnectorErrorKind::Timeout, true) => "timed out while connecting to",
            (ConnectorErrorKind::Timeout, false) => "no response in time from",
            (ConnectorErrorKind::User, _) => "the request cannot be sent",
            (ConnectorErrorKind::Other, true) => "no connection to the endpoint is possible",
            (ConnectorErrorKind::Other, false) => "the endpoint's response cannot be used",
        })
    }
}

impl StdError for ConnectorError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
