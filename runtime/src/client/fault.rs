//! The error answer of a service, before it has a Rust type.

use std::fmt;

use crate::error::{ErrorMetadata, ProvideErrorMetadata, RequestId, request_id_of};

/// The error answer of a service, before it has a Rust type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fault {
    /// Which of the operation's modeled errors it is.
    pub index: Option<usize>,
    /// Code, message and request id.
    pub meta: ErrorMetadata,
    /// How many attempts were made.
    pub attempts: u32,
    /// Whether another attempt was worth making, and the configured number was reached.
    pub retries_exhausted: bool,
}

impl Fault {
    /// An error that the operation does not model, answered to the first attempt.
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
