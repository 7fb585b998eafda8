//! Shared parts of the tests that exercise the generated client from outside.

pub mod command;
pub mod moto;
pub mod peers;
