//! Shows requests instead of sending them.

use std::io::IsTerminal;

use super::Caller;
use crate::failure::Failure;
use crate::print_request::{Secrets, Shown};
use crate::terminal::print;
use crate::visible;
use tinsmith_runtime::config::Config;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::redact::copy_redacted;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::stream;

impl Caller {
    /// Shows the request of a call if it is not to be sent, and otherwise does nothing. `file` is the path that the
    /// body is read from.
    ///
    /// # Errors
    ///
    /// [`Failure::Printed`] after the request was shown.
    pub async fn show_request(
        &self,
        operation: &'static Operation,
        input: &mut Dynamic,
        config: Option<&Config>,
        file: Option<&str>,
    ) -> Result<(), Failure> {
        let Some(format) = self.shows else { return Ok(()) };
        let mut secrets = Secrets::default();
        let mut shown = Dynamic::new(operation.input);
        let copied = copy_redacted(input, &mut shown, &mut |member| secrets.hide(member));
        copied.map_err(|_| Failure::General("Failed to copy the input.".to_owned()))?;
        stream::move_stream(input, &mut shown);
        let own = self.config_of_call(config, operation, &shown);
        let request = self.handle.dry_run(operation, &mut shown, own.as_ref().or(config)).await;
        let request = request.map_err(|error| self.failure(operation, error))?;
        let shown = Shown { operation, request: &request, secrets: &secrets, file };
        let text = shown.write(format)?;
        print(&if std::io::stdout().is_terminal() { visible::text(&text) } else { text.into() })?;
        Err(Failure::Printed)
    }
}
