//! `UpdateAccessKey`: Changes the status of an access key.

use crate::types::{self, error};
use crate::{Client, schema};
use tinsmith_runtime::error::Unhandled;
use tinsmith_runtime::schema::{Member, Operation, Schema, Trait};

impl Client {
    /// Changes the status of an access key.
    pub fn update_access_key(&self) -> builders::UpdateAccessKeyFluentBuilder {
        UpdateAccessKeyBuilder::of(self)
    }
}

/// What [`update_access_key`](Client::update_access_key) takes.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct UpdateAccessKeyInput {
    /// The user who owns the key.
    pub user_name: Option<String>,
    /// The id of the key.
    pub access_key_id: Option<String>,
    /// The new status.
    pub status: Option<types::StatusType>,
}

/// What [`update_access_key`](Client::update_access_key) answers.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct UpdateAccessKeyOutput {}

/// What [`update_access_key`](Client::update_access_key) fails with.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum UpdateAccessKeyError {
    /// A resource that does not exist.
    NoSuchEntityException(error::NoSuchEntityException),
    /// Any other error.
    Unhandled(Unhandled),
}

static INPUT: Schema = Schema::structure(
    "com.amazonaws.iam#UpdateAccessKeyRequest",
    &[
        Member::new("UserName", &schema::EXISTING_USER_NAME_TYPE, &[]),
        Member::new("AccessKeyId", &schema::EXISTING_USER_NAME_TYPE, &[Trait::Required]),
        Member::new("Status", &types::STATUS_TYPE, &[Trait::Required]),
    ],
    &[Trait::Input],
);
static OUTPUT: Schema = Schema::structure("com.amazonaws.iam#UpdateAccessKeyOutput", &[], &[]);
pub static OPERATION: Operation = Operation {
    name: "UpdateAccessKey",
    service: &schema::SERVICE,
    input: &INPUT,
    output: &OUTPUT,
    errors: &[&error::NO_SUCH_ENTITY_EXCEPTION],
    traits: &[],
};

tinsmith_runtime::operation! {
    UpdateAccessKey, OPERATION, Client;
    UpdateAccessKeyInput, UpdateAccessKeyBuilder => UpdateAccessKeyOutput, UpdateAccessKeyError;
    INPUT;
    (opt str user_name set_user_name),
    (opt str access_key_id set_access_key_id),
    (opt val status set_status types::StatusType),
}
tinsmith_runtime::structure! {
    UpdateAccessKeyOutput, UpdateAccessKeyOutputBuilder, OUTPUT;
}
tinsmith_runtime::operation_error! {
    UpdateAccessKeyError;
    (NoSuchEntityException is_no_such_entity_exception),
}

/// Builders of the operation's input and output, by the official SDK's names.
pub mod builders {
    pub use super::UpdateAccessKeyOutputBuilder;
    /// The call with a client behind it.
    pub type UpdateAccessKeyFluentBuilder = super::UpdateAccessKeyBuilder<crate::Client>;
    /// The input alone.
    pub type UpdateAccessKeyInputBuilder = super::UpdateAccessKeyBuilder;
}
