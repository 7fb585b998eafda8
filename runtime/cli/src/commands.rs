//! The commands that every program has beside its operations.

use crate::program::Command;
use crate::{completion, configure, man, wait};

/// The table of them.
pub(crate) const COMMANDS: &[Command] = &[completion::COMMAND, configure::COMMAND, man::COMMAND, wait::COMMAND];
