//! Shared parts of the tests that exercise the generated client from outside.

pub mod conformance;
pub mod peers;
