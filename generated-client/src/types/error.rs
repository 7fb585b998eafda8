//! Errors.
use crate::schema;
use tinsmith_runtime::error::ErrorMetadata;
use tinsmith_runtime::schema::{Member, Schema, Trait};

/// A resource does not exist.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct NoSuchEntityException {
    /// What the service says about it.
    pub message: Option<String>,
    meta: ErrorMetadata,
}
pub(crate) static NO_SUCH_ENTITY_EXCEPTION: Schema = Schema::structure(
    "com.amazonaws.iam#NoSuchEntityException",
    &[Member::new("message", &schema::NO_SUCH_ENTITY_MESSAGE, &[])],
    &[Trait::Error(true), Trait::HttpError(404), Trait::AwsQueryError("NoSuchEntity")],
);
tinsmith_runtime::error_structure! {
    NoSuchEntityException, NoSuchEntityExceptionBuilder, NO_SUCH_ENTITY_EXCEPTION;
    (opt str message set_message),
}
