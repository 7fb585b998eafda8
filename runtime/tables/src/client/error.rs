//! The errors of calls.

use std::fmt;

use tinsmith_runtime::client::Fault;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use tinsmith_runtime::json;
use tinsmith_runtime::service::Operation;

/// The error of a call. It only contains strings, and may outlive the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallError {
    message: String,
    code: Option<String>,
    request_id: Option<String>,
    details: Option<String>,
}

impl CallError {
    pub(super) fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), code: None, request_id: None, details: None }
    }

    pub(super) fn of_service(message: impl fmt::Display, code: Option<String>) -> Self {
        Self { code, ..Self::new(message) }
    }

    pub(super) fn of(operation: &'static Operation, error: &SdkError<Fault>) -> Self {
        let text = |text: &str| text.to_owned();
        let SdkError::ServiceError(context) = error else { return Self::new(DisplayErrorContext(error)) };
        let fault = context.err();
        let modeled = fault.index.and_then(|index| operation.errors.get(index));
        let details = modeled.and_then(|schema| {
            let mut members = Dynamic::new(schema);
            // If they cannot be read, the error is still reported.
            operation.service.protocol.parse_error_members(context.raw(), &mut members).ok()?;
            Some(json::to_string(&members))
        });
        Self {
            message: DisplayErrorContext(error).to_string(),
            code: fault.code().map(text),
            request_id: fault.meta().extra("aws_request_id").map(text),
            details,
        }
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
