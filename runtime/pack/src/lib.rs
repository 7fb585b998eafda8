//! Tables of services as data.
//!
//! [`description`] is a service's tables without Rust: plain values that a generator writes and a
//! loader reads. It depends on nothing of the runtime, so that the generator can make one without
//! compiling a client.

pub mod description;
mod source;

pub use source::{Broken, Source};
