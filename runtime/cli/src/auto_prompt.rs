//! The prompt that completes commands, which the AWS CLI has and this program does not.

use std::io::IsTerminal;

use crate::failure::Failure;
use crate::globals::{AUTO_PROMPT, Globals, NO_AUTO_PROMPT};
use crate::settings;
use crate::terminal::eprint;

/// Says that there is no prompt if the arguments ask for one, and on a terminal also if the environment or the profile
/// turns it on. A script that runs elsewhere gets no prompt from the AWS CLI either.
pub(crate) fn check(globals: &Globals) -> Result<(), Failure> {
    let (program, is_asked) = (globals.program, globals.has(AUTO_PROMPT));
    match (is_asked, globals.has(NO_AUTO_PROMPT)) {
        (true, true) => {
            let message =
                "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time.".to_owned();
            return Err(Failure::Param(message));
        }
        (true, false) => eprint(&format!("warning: {program} has no --cli-auto-prompt. The command runs as it is.\n")),
        (false, false) if std::io::stderr().is_terminal() => {
            if let Some(setting) = settings::auto_prompt(globals) {
                eprint(&format!(
                    "warning: {program} has no prompt, which {setting} turns on. --no-cli-auto-prompt turns off this \
                     warning.\n"
                ));
            }
        }
        (false, _) => {}
    }
    Ok(())
}
