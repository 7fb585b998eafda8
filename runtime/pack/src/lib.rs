//! Tables of services as data.
//!
//! [`description`] is a service's tables without Rust: plain values that a generator writes and a
//! loader reads. A [`Pack`] is a file that holds many of them. Nothing here depends on the runtime, so
//! that the generator can describe a service without compiling a client.

pub mod description;
mod file;
mod source;

pub use file::{Entry, Pack, PackWriter, Packed, PackedService, VERSION};
pub use source::{Broken, Source};
