//! The prompt that completes commands, which the AWS CLI has and this program does not.

use std::io::IsTerminal;

use crate::failure::Failure;
use crate::globals::{AUTO_PROMPT, Globals, NO_AUTO_PROMPT};
use crate::settings;
use crate::terminal::eprint;

/// Prints a warning if the arguments ask for the prompt. On a terminal, also does so if the environment or the profile
/// turns the prompt on. Without a terminal, the AWS CLI shows no prompt either.
pub(crate) fn check(globals: &Globals) -> Result<(), Failure> {
    let (program, is_asked) = (globals.program, globals.has(AUTO_PROMPT));
    match (is_asked, globals.has(NO_AUTO_PROMPT)) {
        (true, true) => {
            let message =
                "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time.".to_owned();
            return Err(Failure::Param(message));
        }
        (true, false) => eprint(&format!("warning: {program} has no --cli-auto-prompt. The option is ignored.\n")),
        (false, false) if std::io::stderr().is_terminal() => {
            if let Some(setting) = settings::auto_prompt(globals) {
                eprint(&format!(
                    "warning: {program} has no auto-prompt, so {setting} has no effect. To hide this warning, add \
                     --no-cli-auto-prompt.\n"
                ));
            }
        }
        (false, _) => {}
    }
    Ok(())
}
