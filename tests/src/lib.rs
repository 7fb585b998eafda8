//! Shared parts of the tests that exercise generated clients from outside.

pub mod conformance;
