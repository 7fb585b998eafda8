//! Runtime library of the clients that Tinsmith generates.
//!
//! Each shape is described once, by a static table ([`schema`]). Everything else walks a value along its table
//! ([`shape`]). Modules are declared from the lowest layer to the highest; each imports only from the modules above it
//! in this file.

mod join;
mod order;

pub mod schema;
pub mod shape;

mod defaults;
pub mod docs;
mod guide;
mod memory;
pub mod primitives;
pub mod redact;
mod scan;
mod sorted_map;
#[doc(hidden)]
pub mod timestamp;

pub mod dynamic;
pub mod idempotency;
pub mod path;
#[cfg(feature = "codec-text")]
mod scalars;

#[cfg(feature = "jmespath")]
mod jmespath;
pub mod json;
pub mod skeleton;
pub mod validate;

pub mod modeled;

pub mod message;

#[cfg(feature = "codec-cbor")]
mod cbor;
pub mod error;
#[cfg(feature = "codec-query")]
mod query;
#[cfg(feature = "codec-xml")]
mod xml;

pub mod codec;

pub mod service;

#[doc(hidden)]
pub mod checksum;
pub mod protocol;
pub mod result;

#[cfg(feature = "event-stream")]
pub mod events;

pub mod stream;

#[cfg(feature = "loader")]
mod environment;
pub mod partitions;
pub mod private_file;
#[cfg(feature = "loader")]
pub mod profile;
pub mod region;
#[cfg(feature = "loader")]
pub mod words;

pub mod credentials;
pub mod endpoint;
pub mod http;
pub mod retry;

pub mod config;
pub mod presigning;
pub mod sign;

pub mod client;

pub mod paginate;
pub mod waiters;
pub mod yaml;

#[cfg(feature = "test-util")]
pub mod stub;

#[doc(hidden)]
pub mod generated;
