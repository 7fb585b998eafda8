//! A request of an operation.

use std::fmt;

use aws_smithy_types::Document;
use aws_smithy_types::byte_stream::ByteStream;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json;
use tinsmith_runtime::presigning::PresigningConfig;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{Slot, Structure};
use tinsmith_runtime::validate;

use super::{CallError, Client, Presigned, Response, document};

/// A request of an operation, with the members of its input that were set so far.
///
/// [`Client::request`] creates it.
#[must_use = "nothing is sent before `send` or one of its like"]
pub struct Request {
    // Before the client, whose tables it refers to.
    pub(super) input: Dynamic,
    pub(super) operation: &'static Operation,
    pub(super) client: Client,
}

impl Request {
    pub(super) fn new(client: Client, operation: &'static Operation) -> Self {
        Self { input: Dynamic::new(operation.input), operation, client }
    }

    /// Sets the members in a JSON object. Others stay as they are.
    ///
    /// # Errors
    ///
    /// All mistakes in the JSON, each with its place.
    pub fn json(mut self, input: &str) -> Result<Self, CallError> {
        json::from_str(input, &mut self.input).map_err(CallError::input)?;
        Ok(self)
    }

    /// Sets the members in a document, which must be an object. Others stay as they are.
    ///
    /// # Errors
    ///
    /// All mistakes in the document.
    pub fn document(self, input: &Document) -> Result<Self, CallError> {
        self.json(&document::document_to_json(input))
    }

    /// Sets the streaming blob of the input. Without such a member, nothing changes.
    pub fn body(mut self, body: ByteStream) -> Self {
        if let Some((index, _)) = self.operation.input.streaming_member()
            && let Some(Slot::Stream(place)) = self.input.member_mut(index).map(|it| it.slot())
        {
            *place = body;
        }
        self
    }

    /// Checks the input as a call does, without making one.
    ///
    /// # Errors
    ///
    /// All violated constraints.
    pub fn validate(&self) -> Result<(), CallError> {
        validate::validate(&self.input).map_err(CallError::input)
    }

    /// The input as a document. Streams are omitted.
    pub fn input(&self) -> Document {
        document::of_structure(&self.input)
    }

    /// Makes the call.
    ///
    /// # Errors
    ///
    /// The input is not valid, or the call fails.
    pub async fn send(self) -> Result<Response, CallError> {
        let Self { mut input, operation, client } = self;
        send(&client, operation, &mut input).await
    }

    /// Signs the request for someone without credentials, and does not send it.
    ///
    /// # Errors
    ///
    /// The request cannot be created or signed.
    pub async fn presigned(mut self, validity: PresigningConfig) -> Result<Presigned, CallError> {
        complete(self.operation, &mut self.input);
        let handle = self.client.handle();
        let presigned = handle.presign_values(self.operation, &mut self.input, None, &validity).await;
        presigned.map(|it| Presigned::new(&it)).map_err(|error| CallError::of(self.operation, &error))
    }
}

/// Sets the defaults of nested structures, as generated clients do. Services at AWS get only what is given, as from other
/// untyped clients of AWS.
pub(super) fn complete(operation: &Operation, input: &mut Dynamic) {
    if !operation.service.is_at_aws() {
        input.fill_nested_defaults();
    }
}

/// Makes a call.
pub(super) async fn send(
    client: &Client,
    operation: &'static Operation,
    input: &mut Dynamic,
) -> Result<Response, CallError> {
    complete(operation, input);
    let mut output = Dynamic::new(operation.output);
    match client.handle().invoke(operation, input, &mut output, None).await {
        Ok(()) => Ok(Response::new(client, operation, output)),
        Err(error) => Err(CallError::of(operation, &error)),
    }
}

impl Clone for Request {
    /// Copies the request. A streaming body is copied if it is in memory, and is empty otherwise.
    fn clone(&self) -> Self {
        Self { input: self.input.clone(), operation: self.operation, client: self.client.clone() }
    }
}

impl fmt::Debug for Request {
    /// Shows the input without its sensitive members.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("operation", &self.operation.name).field("input", &self.input).finish()
    }
}
