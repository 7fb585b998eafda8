//! Prompts for codes of multi-factor authentication.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::error::BoxError;

/// A future of an MFA code.
pub type MfaFuture = Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send>>;

/// Asks for the code of an MFA device, which profiles with `mfa_serial` need.
///
/// The function gets the device's serial number or ARN, and is called each time the role is assumed.
///
/// ```
/// # use tinsmith_runtime as tinsmith_iam;
/// use tinsmith_iam::config::MfaPrompt;
///
/// fn prompt() -> MfaPrompt {
///     MfaPrompt::new(|device| async move {
///         println!("Code of {device}?");
///         let mut code = String::new();
///         std::io::stdin().read_line(&mut code)?;
///         Ok(code)
///     })
/// }
/// ```
#[derive(Clone)]
pub struct MfaPrompt(Arc<dyn Fn(String) -> MfaFuture + Send + Sync>);

impl MfaPrompt {
    /// Creates a prompt from a function.
    pub fn new<F>(ask: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<String, BoxError>> + Send + 'static,
    {
        Self(Arc::new(move |serial| Box::pin(ask(serial))))
    }

    /// Asks for the code of this device.
    pub fn ask(&self, serial: &str) -> MfaFuture {
        (self.0)(serial.to_owned())
    }
}

impl fmt::Debug for MfaPrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MfaPrompt").finish_non_exhaustive()
    }
}
