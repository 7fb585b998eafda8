//! Errors of an HTTP connector, and the official type in which connectors return them.

use std::error::Error as StdError;
use std::fmt;

pub use aws_smithy_runtime_api::client::result::ConnectorError;

use super::source::BoxError;

/// The reason why a request got no response: the details behind a [`ConnectorError`].
///
/// The official type cannot be asked whether the request can have reached the server. A connector that knows creates
/// this type and converts it:
///
/// ```
/// use tinsmith_runtime::error::{ConnectorError, TransportError};
///
/// let error: ConnectorError = TransportError::io("connection refused".into()).before_send().into();
/// assert!(error.is_io() && TransportError::from(error).is_before_send());
/// ```
#[derive(Debug)]
pub struct TransportError {
    kind: ConnectorErrorKind,
    source: BoxError,
    /// Whether the failure happened before the request can have reached the server.
    before_send: bool,
}

/// The kind of a [`ConnectorError`] or [`TransportError`].
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

impl TransportError {
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

impl fmt::Display for TransportError {
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

impl From<TransportError> for ConnectorError {
    fn from(error: TransportError) -> Self {
        let (kind, is_before_send) = (error.kind, error.before_send);
        let error = match kind {
            ConnectorErrorKind::Io => Self::io(error.into()),
            ConnectorErrorKind::Timeout => Self::timeout(error.into()),
            ConnectorErrorKind::User => Self::user(error.into()),
            ConnectorErrorKind::Other => Self::other(error.into(), None),
        };
        if is_before_send { error.never_connected() } else { error }
    }
}

impl From<ConnectorError> for TransportError {
    /// Returns the error behind a converted one. Any other request may have reached the server.
    fn from(error: ConnectorError) -> Self {
        let kind = match () {
            () if error.is_io() => ConnectorErrorKind::Io,
            () if error.is_timeout() => ConnectorErrorKind::Timeout,
            () if error.is_user() => ConnectorErrorKind::User,
            () => ConnectorErrorKind::Other,
        };
        match error.into_source().downcast::<Self>() {
            Ok(behind) => *behind,
            Err(source) => Self::new(kind, source),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
