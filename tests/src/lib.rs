//! Shared parts of the tests that exercise generated clients from outside.

pub mod command;
pub mod conformance;
pub mod moto;
pub mod peers;
