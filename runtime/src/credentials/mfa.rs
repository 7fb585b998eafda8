//! Codes of multi-factor authentication, which a person has to be asked for.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::error::BoxError;

/// A code that is on its way.
pub type MfaFuture = Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send>>;

/// Asks for the code that an MFA device shows: what a profile with `mfa_serial` needs.
///
/// It is given the device's serial number or ARN, and called each time that the role is assumed
/// anew.
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
    /// Asks with this function.
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
