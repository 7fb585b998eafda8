//! The commands that only the command line of IAM has.
//!
//! The generated `iam` links this crate and hands [`COMMANDS`] to `tinsmith-cli`.

mod rotate;

/// The table of them.
pub const COMMANDS: &[tinsmith_cli::Command] = &[rotate::COMMAND];
