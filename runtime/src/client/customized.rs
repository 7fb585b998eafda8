//! A call with settings of its own.

use std::fmt;

use super::{Call, Handle};
use crate::config::Builder;
use crate::error::SdkError;

/// A call with a configuration of its own.
pub struct Customized<C: Call> {
    handle: Handle,
    input: C::Input,
    overrides: Option<Builder>,
}

impl<C: Call> Customized<C> {
    /// The call of this client with this input.
    pub fn new(handle: Handle, input: C::Input) -> Self {
        Self { handle, input, overrides: None }
    }

    /// Sets what this call does differently: what the builder sets stands in place of the
    /// client's configuration. A second override replaces the first.
    pub fn config_override(mut self, overrides: impl Into<Builder>) -> Self {
        self.overrides = Some(overrides.into());
        self
    }

    /// Sends it.
    pub async fn send(self) -> Result<C::Output, SdkError<C::Error>> {
        let config = self.overrides.map(|it| self.handle.config().with_overrides(it));
        self.handle.send::<C>(self.input, config.as_ref()).await
    }
}

impl<C: Call> fmt::Debug for Customized<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customized")
            .field("operation", &C::OPERATION.name)
            .field("overrides", &self.overrides)
            .finish_non_exhaustive()
    }
}
