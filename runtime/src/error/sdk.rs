//! The failures of a call.

use std::error::Error as StdError;
use std::fmt;

use super::connector::{ConnectorErrorKind, TransportError};
use super::modeled::OperationError;
use super::request_id::{RequestId, request_id_of};
use super::source::{BoxError, DisplayChain};
use super::{BuildError, ErrorMetadata, ProvideErrorMetadata};
use crate::message::Response;
use crate::validate::Violations;

/// The failure of a call, before it is converted for the caller.
///
/// The variants are those of the official SDK, and `ValidationFailure`.
#[derive(Debug)]
#[non_exhaustive]
pub enum SdkError<E, R = Response> {
    /// The input breaks constraints of its model. Nothing was sent.
    ValidationFailure(Violations),
    /// The request could not be constructed, for example for lack of credentials, region or endpoint. Nothing was sent.
    ConstructionFailure(ConstructionFailure),
    /// The call or its last attempt timed out.
    TimeoutError(TimeoutError),
    /// The request could not be sent, or no readable response arrived.
    DispatchFailure(DispatchFailure),
    /// The response could not be understood.
    ResponseError(ResponseError<R>),
    /// The service returned an error.
    ServiceError(ServiceError<E, R>),
}

/// Declares a failure with an opaque source.
macro_rules! context {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name {
            source: BoxError,
        }

        impl $name {
            /// Creates the failure with its cause.
            pub fn new(source: impl Into<BoxError>) -> Self {
                Self { source: source.into() }
            }

            /// The cause.
            pub fn into_source(self) -> BoxError {
                self.source
            }

            /// The cause.
            pub fn source(&self) -> &(dyn StdError + Send + Sync + 'static) {
                &*self.source
            }
        }
    )*};
}

context! {
    /// A request could not be constructed.
    ConstructionFailure;
    /// A call or attempt timed out.
    TimeoutError;
}

/// A request could not be sent, or no readable response arrived.
#[derive(Debug)]
pub struct DispatchFailure {
    source: TransportError,
    url: Option<Box<str>>,
}

impl DispatchFailure {
    /// Creates the failure with its cause.
    pub fn new(source: TransportError) -> Self {
        Self { source, url: None }
    }

    /// Adds the URL of the request, without its sensitive parts.
    pub(crate) fn with_url(self, url: &str) -> Self {
        Self { url: Some(url.into()), ..self }
    }

    /// The URL of the request, unless the failure came before it was known. Path and query are left out if they may
    /// contain secrets.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Whether the connection could not be made or was lost.
    pub fn is_io(&self) -> bool {
        self.source.is_io()
    }

    /// Whether connecting or reading timed out.
    pub fn is_timeout(&self) -> bool {
        self.source.is_timeout()
    }

    /// Whether the request was invalid.
    pub fn is_user(&self) -> bool {
        self.source.is_user()
    }

    /// Whether it is of another kind.
    pub fn is_other(&self) -> bool {
        self.source.is_other()
    }

    /// The cause.
    pub(crate) fn into_transport_error(self) -> TransportError {
        self.source
    }

    /// The kind of the cause.
    pub(crate) fn kind(&self) -> ConnectorErrorKind {
        self.source.kind()
    }

    /// The reason why there is no response.
    pub fn transport_error(&self) -> &TransportError {
        &self.source
    }
}

/// A response could not be understood.
#[derive(Debug)]
pub struct ResponseError<R = Response> {
    source: BoxError,
    raw: R,
}

impl<R> ResponseError<R> {
    /// Creates the failure with its cause and the response.
    pub fn new(source: impl Into<BoxError>, raw: R) -> Self {
        Self { source: source.into(), raw }
    }

    /// Returns the cause and the raw response.
    pub(crate) fn into_parts(self) -> (BoxError, R) {
        (self.source, self.raw)
    }

    /// The raw response.
    pub fn raw(&self) -> &R {
        &self.raw
    }

    /// Returns the raw response.
    pub fn into_raw(self) -> R {
        self.raw
    }
}

/// An error that the service returned.
pub struct ServiceError<E, R = Response> {
    /// Boxed, so that the result of a call is not as large as its largest error.
    answered: Box<(E, R)>,
}

impl<E, R> ServiceError<E, R> {
    /// Creates the failure from the error and its response.
    pub fn new(source: E, raw: R) -> Self {
        Self { answered: Box::new((source, raw)) }
    }

    /// Returns the error and the response.
    pub fn into_parts(self) -> (E, R) {
        *self.answered
    }

    /// The error.
    pub fn err(&self) -> &E {
        &self.answered.0
    }

    /// Returns the error.
    pub fn into_err(self) -> E {
        self.answered.0
    }

    /// The raw response.
    pub fn raw(&self) -> &R {
        &self.answered.1
    }

    /// Returns the raw response.
    pub fn into_raw(self) -> R {
        self.answered.1
    }
}

impl<E: fmt::Debug, R: fmt::Debug> fmt::Debug for ServiceError<E, R> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceError").field("source", self.err()).field("raw", self.raw()).finish()
    }
}

/// Constructors, for tests of programs.
impl<E, R> SdkError<E, R> {
    /// Creates a [`ConstructionFailure`](Self::ConstructionFailure) with this cause.
    pub fn construction_failure(source: impl Into<BoxError>) -> Self {
        Self::ConstructionFailure(ConstructionFailure::new(source))
    }

    /// Creates a [`TimeoutError`](Self::TimeoutError) with this cause.
    pub fn timeout_error(source: impl Into<BoxError>) -> Self {
        Self::TimeoutError(TimeoutError::new(source))
    }

    /// Creates a [`DispatchFailure`](Self::DispatchFailure) with this cause.
    pub fn dispatch_failure(source: TransportError) -> Self {
        Self::DispatchFailure(DispatchFailure::new(source))
    }

    /// Creates a [`ResponseError`](Self::ResponseError) with this cause and response.
    pub fn response_error(source: impl Into<BoxError>, raw: R) -> Self {
        Self::ResponseError(ResponseError::new(source, raw))
    }

    /// Creates a [`ServiceError`](Self::ServiceError) with this error and response.
    pub fn service_error(source: E, raw: R) -> Self {
        Self::ServiceError(ServiceError::new(source, raw))
    }
}

impl<E, R> SdkError<E, R> {
    /// The service's error, if it returned one.
    pub fn as_service_error(&self) -> Option<&E> {
        match self {
            Self::ServiceError(context) => Some(context.err()),
            _ => None,
        }
    }

    /// The raw response, if one arrived.
    pub fn raw_response(&self) -> Option<&R> {
        match self {
            Self::ServiceError(context) => Some(context.raw()),
            Self::ResponseError(context) => Some(&context.raw),
            _ => None,
        }
    }

    /// Converts the service's error. Other failures stay the same.
    pub fn map_service_error<E2>(self, map: impl FnOnce(E) -> E2) -> SdkError<E2, R> {
        match self {
            Self::ValidationFailure(it) => SdkError::ValidationFailure(it),
            Self::ConstructionFailure(it) => SdkError::ConstructionFailure(it),
            Self::TimeoutError(it) => SdkError::TimeoutError(it),
            Self::DispatchFailure(it) => SdkError::DispatchFailure(it),
            Self::ResponseError(it) => SdkError::ResponseError(it),
            Self::ServiceError(it) => {
                let (source, raw) = it.into_parts();
                SdkError::ServiceError(ServiceError::new(map(source), raw))
            }
        }
    }
}

impl<E: OperationError, R: fmt::Debug + Send + Sync + 'static> SdkError<E, R> {
    /// Returns the service's error, or, for any other failure, an unhandled error with the failure's text.
    pub fn into_service_error(self) -> E {
        match self {
            Self::ServiceError(context) => context.into_err(),
            other => {
                let text = DisplayChain(&other).to_string();
                E::read(None, ErrorMetadata::builder().message(text).build(), &mut |_| {})
            }
        }
    }
}

impl<E, R> fmt::Display for SdkError<E, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ValidationFailure(_) => "the input is invalid",
            Self::ConstructionFailure(_) => "failed to construct the request",
            Self::TimeoutError(_) => "the call timed out",
            Self::DispatchFailure(it) if it.source.is_before_send() => "failed to send the request",
            Self::DispatchFailure(_) => "failed to receive a response; the request may have taken effect",
            Self::ResponseError(_) => "failed to read the response",
            Self::ServiceError(_) => "the service returned an error",
        })
    }
}

impl<E: StdError + 'static, R: fmt::Debug> StdError for SdkError<E, R> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(match self {
            Self::ValidationFailure(it) => it,
            Self::ConstructionFailure(it) => &*it.source,
            Self::TimeoutError(it) => &*it.source,
            Self::DispatchFailure(it) => &it.source,
            Self::ResponseError(it) => &*it.source,
            Self::ServiceError(it) => it.err(),
        })
    }
}

impl<E: StdError + Send + Sync + 'static, R> SdkError<E, R> {
    /// Returns the cause. Every variant has one.
    pub fn into_source(self) -> Result<BoxError, Self> {
        Ok(match self {
            Self::ValidationFailure(it) => it.into(),
            Self::ConstructionFailure(it) => it.source,
            Self::TimeoutError(it) => it.source,
            Self::DispatchFailure(it) => it.source.into(),
            Self::ResponseError(it) => it.source,
            Self::ServiceError(it) => it.into_err().into(),
        })
    }
}

impl<E, R> From<BuildError> for SdkError<E, R> {
    fn from(error: BuildError) -> Self {
        Self::construction_failure(error)
    }
}

impl<E: ProvideErrorMetadata, R> ProvideErrorMetadata for SdkError<E, R> {
    fn meta(&self) -> &ErrorMetadata {
        static NONE: std::sync::LazyLock<ErrorMetadata> = std::sync::LazyLock::new(|| ErrorMetadata::builder().build());
        match self {
            Self::ServiceError(context) => context.err().meta(),
            _ => &NONE,
        }
    }
}

impl<E: ProvideErrorMetadata, R> RequestId for SdkError<E, R> {
    fn request_id(&self) -> Option<&str> {
        request_id_of(self)
    }
}
