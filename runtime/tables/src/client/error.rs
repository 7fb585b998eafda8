//! The errors of calls.

use std::fmt;

use tinsmith_pack::Broken;
use tinsmith_runtime::client::Fault;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::{DisplayChain, ProvideErrorMetadata, SdkError};
use tinsmith_runtime::json;
use tinsmith_runtime::service::Operation;

/// The error of a call. It only contains strings, and may outlive the client.
///
/// Its message is for people. Programs decide by [`kind`](Self::kind) and, for errors of the service, by
/// [`code`](Self::code).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallError {
    kind: CallErrorKind,
    message: String,
    code: Option<String>,
    request_id: Option<String>,
    details: Option<String>,
}

/// What failed. The variants without a counterpart in the official `SdkError` are `Input` and `Wait`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallErrorKind {
    /// There is no such operation, or its input is invalid. Nothing was sent.
    Input,
    /// The request could not be constructed, for example for lack of credentials, region or endpoint. Nothing was sent.
    Construction,
    /// The call or its last attempt timed out.
    Timeout,
    /// The request could not be sent, or no readable response arrived.
    Dispatch,
    /// The response could not be understood, or the pages of an operation would never end.
    Response,
    /// The service returned an error.
    Service,
    /// A waiter did not reach its state.
    Wait,
}

impl CallError {
    pub(super) fn new(kind: CallErrorKind, message: impl fmt::Display) -> Self {
        Self { kind, message: message.to_string(), code: None, request_id: None, details: None }
    }

    /// The error of a request that cannot be sent.
    pub(super) fn input(message: impl fmt::Display) -> Self {
        Self::new(CallErrorKind::Input, message)
    }

    /// The error of tables that cannot be read.
    pub(super) fn tables(broken: &Broken) -> Self {
        Self::new(CallErrorKind::Construction, broken)
    }

    /// The error of the service with this code and message.
    pub(super) fn of_service(code: Option<&str>, message: Option<&str>) -> Self {
        let shown = match (code, message) {
            (Some(code), Some(message)) => format!("{code}: {message}"),
            (Some(text), None) | (None, Some(text)) => text.to_owned(),
            (None, None) => "the service returned an error without a code".to_owned(),
        };
        Self { code: code.map(str::to_owned), ..Self::new(CallErrorKind::Service, shown) }
    }

    pub(super) fn of(operation: &'static Operation, error: &SdkError<Fault>) -> Self {
        let kind = match error {
            SdkError::ServiceError(context) => {
                let fault = context.err();
                let modeled = fault.index.and_then(|index| operation.errors.get(index));
                let details = modeled.and_then(|schema| {
                    let mut members = Dynamic::new(schema);
                    // If they cannot be read, the error is still reported.
                    operation.service.protocol.parse_error_members(context.raw(), &mut members).ok()?;
                    Some(json::to_string(&members))
                });
                let request_id = fault.meta().extra("aws_request_id").map(str::to_owned);
                return Self { request_id, details, ..Self::of_service(fault.code(), fault.message()) };
            }
            // One violation a line.
            SdkError::ValidationFailure(violations) => return Self::input(format_args!("{error}:\n{violations}")),
            SdkError::ConstructionFailure(_) => CallErrorKind::Construction,
            SdkError::TimeoutError(_) => CallErrorKind::Timeout,
            SdkError::ResponseError(_) => CallErrorKind::Response,
            _ => CallErrorKind::Dispatch,
        };
        Self::new(kind, DisplayChain(error))
    }

    /// What failed.
    pub fn kind(&self) -> CallErrorKind {
        self.kind
    }

    /// The code of the service's error, if it returned one.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The request id, if the service returned one.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The members of the service's error as JSON, if the model has it. They may contain sensitive values.
    pub fn details(&self) -> Option<&str> {
        self.details.as_deref()
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CallError {}
