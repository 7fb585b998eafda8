//! Tables of services as data.
//!
//! [`description`] contains a service's tables as plain data, which a generator writes and a loader reads. A [`Pack`]
//! is a file with the tables of many services. Nothing here depends on the runtime, so the generator can describe a
//! service without compiling a client.

pub mod description;
mod file;
mod source;

pub use file::{Entry, Pack, PackWriter, Packed, PackedService, VERSION};
pub use source::{Broken, Source};
