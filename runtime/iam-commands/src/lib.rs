//! The commands that only the command line of IAM has.
//!
//! The generated `iam` links this crate and passes [`COMMANDS`] to `tinsmith-cli`.

mod rotate;

/// The table of these commands.
pub const COMMANDS: &[tinsmith_cli::Command] = &[rotate::COMMAND];
