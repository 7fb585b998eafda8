//! Tables of services, made while a program runs.
//!
//! The runtime's walks work on tables and do not know where a table comes from. In a generated
//! crate they are statics; here they are made in memory, from a Smithy model (feature `models`) or
//! from whatever else is a [`Source`](tinsmith_pack::Source). An operation's tables are made when it
//! is first asked for, so that a service of 700 operations costs what its used operations cost.
//!
//! [`Tables`] is a handle: clones share the tables, and the last one frees them. [`Client`] calls the
//! service that they describe. Neither lends a table,
//! as tables refer to each other by `&'static`. A program that needs them for as long as it runs,
//! such as a command, takes them with [`Tables::leak`].

mod arena;
mod build;
mod client;
mod made;
#[cfg(feature = "models")]
mod models;
mod names;
mod tables;
mod trees;

pub use client::{CallError, Client};
#[cfg(feature = "models")]
pub use models::{Loaded, load_files, load_model};
pub use tables::{StaticTables, Tables};
pub use tinsmith_pack::Broken;
