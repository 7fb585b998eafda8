//! The files that profiles are read from.

pub use crate::files::{ProfileFileKind, ProfileFiles, ProfileFilesBuilder as Builder};
