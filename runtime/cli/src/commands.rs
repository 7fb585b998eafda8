//! The commands of every program, besides its operations.

use crate::program::Command;
use crate::{completion, configure, man, wait};

/// The table of these commands.
pub(crate) const COMMANDS: &[Command] = &[completion::COMMAND, configure::COMMAND, man::COMMAND, wait::COMMAND];
