//! The error response of a service, before it has a Rust type.

use std::fmt;

use crate::error::{ErrorMetadata, ProvideErrorMetadata, RequestId, request_id_of};

/// The error response of a service, before it has a Rust type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fault {
    /// The index of the operation's modeled error, if it is one.
    pub index: Option<usize>,
    /// The error's code, message and request id.
    pub meta: ErrorMetadata,
    /// How many attempts were made.
    pub attempts: u32,
    /// Whether the error could have been retried, but the configured number of attempts was reached.
    pub retries_exhausted: bool,
}

impl Fault {
    /// Creates an error that the operation does not model, returned to the first attempt.
    pub fn unmodeled(meta: ErrorMetadata) -> Self {
        Self { index: None, meta, attempts: 1, retries_exhausted: false }
    }
}

impl ProvideErrorMetadata for Fault {
    fn meta(&self) -> &ErrorMetadata {
        &self.meta
    }
}

impl RequestId for Fault {
    fn request_id(&self) -> Option<&str> {
        request_id_of(self)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.meta)
    }
}

impl std::error::Error for Fault {}
