//! Errors of a call inside the client, with the official SDK's names and one more, [`ValidationFailure`]. Callers get
//! the official SDK's own type instead: `result::SdkError`.
//!
//! [`ValidationFailure`]: SdkError::ValidationFailure

mod connector;
mod modeled;
mod request_id;
mod sdk;
mod source;

pub use aws_smithy_types::error::display::DisplayErrorContext;
pub use aws_smithy_types::error::metadata::{Builder as ErrorMetadataBuilder, ErrorMetadata, ProvideErrorMetadata};
pub use aws_smithy_types::error::operation::BuildError;
pub use connector::{ConnectorError, ConnectorErrorKind, TransportError};
pub use modeled::{
    Answered, Declares, ModeledError, OperationError, Unhandled, debug_answer, display_answer, display_modeled,
    is_among, read_modeled,
};
pub use request_id::{RequestId, request_id_of, with_request_id};
pub use sdk::{ConstructionFailure, DispatchFailure, ResponseError, SdkError, ServiceError, TimeoutError};
pub use source::{BoxError, DisplayChain};

use std::fmt;

/// The error of a string that is not a value of an enum known to this client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVariantError {
    value: String,
}

impl UnknownVariantError {
    /// Creates the error for this value.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into() }
    }
}

impl fmt::Display for UnknownVariantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown enum value {:?}", self.value)
    }
}

impl std::error::Error for UnknownVariantError {}
