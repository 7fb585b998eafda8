//! What a call can end in.

use std::error::Error as StdError;
use std::fmt;

use super::connector::{ConnectorError, ConnectorErrorKind};
use super::modeled::OperationError;
use super::request_id::{RequestId, request_id_of};
use super::source::{BoxError, DisplayChain};
use super::{BuildError, ErrorMetadata, ProvideErrorMetadata};
use crate::message::Response;
use crate::validate::Violations;

/// What a call ended in instead of an output, before its caller gets it.
///
/// The variants are the official SDK's, and `ValidationFailure`: the input breaks its model's
/// constraints and nothing was sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum SdkError<E, R = Response> {
    /// The input breaks constraints of its model. Nothing was sent.
    ValidationFailure(Violations),
    /// The request could not be made: no credentials, no region, a bad endpoint. Nothing was sent.
    ConstructionFailure(ConstructionFailure),
    /// The call, or its last attempt, took longer than the configured time.
    TimeoutError(TimeoutError),
    /// The request could not be sent, or it was, and no response came that could be read.
    DispatchFailure(DispatchFailure),
    /// An answer came that could not be understood.
    ResponseError(ResponseError<R>),
    /// The service answered with an error.
    ServiceError(ServiceError<E, R>),
}

/// Declares an error context with an opaque source.
macro_rules! context {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name {
            source: BoxError,
        }

        impl $name {
            /// The failure with this cause.
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
    /// Why a request could not be made.
    ConstructionFailure;
    /// Which time ran out.
    TimeoutError;
}

/// Why a request could not be sent, or no response came that could be read.
#[derive(Debug)]
pub struct DispatchFailure {
    source: ConnectorError,
}

impl DispatchFailure {
    /// The failure with this cause.
    pub fn new(source: ConnectorError) -> Self {
        Self { source }
    }

    /// Whether no connection, or a broken one, was the cause.
    pub fn is_io(&self) -> bool {
        self.source.is_io()
    }

    /// Whether connecting or reading took too long.
    pub fn is_timeout(&self) -> bool {
        self.source.is_timeout()
    }

    /// Whether the request itself was at fault.
    pub fn is_user(&self) -> bool {
        self.source.is_user()
    }

    /// Whether it was none of these.
    pub fn is_other(&self) -> bool {
        self.source.is_other()
    }

    /// The cause.
    pub(crate) fn into_connector_error(self) -> ConnectorError {
        self.source
    }

    /// What kind of failure the cause is.
    pub(crate) fn kind(&self) -> ConnectorErrorKind {
        self.source.kind()
    }

    /// The cause, if it is a connector's.
    pub fn as_connector_error(&self) -> Option<&ConnectorError> {
        Some(&self.source)
    }
}

/// An answer that could not be understood.
#[derive(Debug)]
pub struct ResponseError<R = Response> {
    source: BoxError,
    raw: R,
}

impl<R> ResponseError<R> {
    /// The failure with its cause and the answer.
    pub fn new(source: impl Into<BoxError>, raw: R) -> Self {
        Self { source: source.into(), raw }
    }

    /// The cause and the answer as it came.
    pub(crate) fn into_parts(self) -> (BoxError, R) {
        (self.source, self.raw)
    }

    /// The answer as it came.
    pub fn raw(&self) -> &R {
        &self.raw
    }

    /// The answer as it came.
    pub fn into_raw(self) -> R {
        self.raw
    }
}

/// An error that the service answered with.
pub struct ServiceError<E, R = Response> {
    /// On the heap, so that the result of a call is not as large as its largest error.
    answered: Box<(E, R)>,
}

impl<E, R> ServiceError<E, R> {
    /// The error and the answer it came in.
    pub fn new(source: E, raw: R) -> Self {
        Self { answered: Box::new((source, raw)) }
    }

    /// The error and the answer it came in.
    pub fn into_parts(self) -> (E, R) {
        *self.answered
    }

    /// The error.
    pub fn err(&self) -> &E {
        &self.answered.0
    }

    /// The error.
    pub fn into_err(self) -> E {
        self.answered.0
    }

    /// The answer as it came.
    pub fn raw(&self) -> &R {
        &self.answered.1
    }

    /// The answer as it came.
    pub fn into_raw(self) -> R {
        self.answered.1
    }
}

impl<E: fmt::Debug, R: fmt::Debug> fmt::Debug for ServiceError<E, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceError").field("source", self.err()).field("raw", self.raw()).finish()
    }
}

/// What tests make in place of a call's own failure.
impl<E, R> SdkError<E, R> {
    /// A [`ConstructionFailure`](Self::ConstructionFailure) with this cause.
    pub fn construction_failure(source: impl Into<BoxError>) -> Self {
        Self::ConstructionFailure(ConstructionFailure::new(source))
    }

    /// A [`TimeoutError`](Self::TimeoutError) with this cause.
    pub fn timeout_error(source: impl Into<BoxError>) -> Self {
        Self::TimeoutError(TimeoutError::new(source))
    }

    /// A [`DispatchFailure`](Self::DispatchFailure) with this cause.
    pub fn dispatch_failure(source: ConnectorError) -> Self {
        Self::DispatchFailure(DispatchFailure::new(source))
    }

    /// A [`ResponseError`](Self::ResponseError) with this cause and answer.
    pub fn response_error(source: impl Into<BoxError>, raw: R) -> Self {
        Self::ResponseError(ResponseError::new(source, raw))
    }

    /// A [`ServiceError`](Self::ServiceError) with this error and answer.
    pub fn service_error(source: E, raw: R) -> Self {
        Self::ServiceError(ServiceError::new(source, raw))
    }
}

impl<E, R> SdkError<E, R> {
    /// The service's error, if it is one.
    pub fn as_service_error(&self) -> Option<&E> {
        match self {
            Self::ServiceError(context) => Some(context.err()),
            _ => None,
        }
    }

    /// The answer, if one came.
    pub fn raw_response(&self) -> Option<&R> {
        match self {
            Self::ServiceError(context) => Some(context.raw()),
            Self::ResponseError(context) => Some(&context.raw),
            _ => None,
        }
    }

    /// The same with the service's error changed.
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
    /// The service's error; of any other failure, an unhandled one with the failure's text.
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
            Self::DispatchFailure(it) if it.source.is_before_send() => "the request could not be sent",
            Self::DispatchFailure(_) => "the request was sent, and whether it took effect is not known",
            Self::ResponseError(_) => "the response could not be read",
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
    /// The cause. Every variant has one.
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
