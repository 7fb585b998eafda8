//! Tables of services that are created at run time.
//!
//! The runtime does not depend on where a table comes from. In a generated crate, tables are statics; here they are
//! created in memory, from a Smithy model (feature `models`) or any other [`Source`](tinsmith_pack::Source). An
//! operation's tables are created when it is first requested, so a service of 700 operations only costs as much as the
//! operations that are used.
//!
//! [`Tables`] is a handle: clones share the tables, and the last one frees them. [`Client`] calls the service that they
//! describe. Neither gives out references to tables, because tables refer to each other by `&'static`. A program that
//! needs the tables for as long as it runs, such as a command, gets them with [`Tables::leak`].

mod arena;
mod build;
mod client;
mod made;
#[cfg(feature = "models")]
mod models;
mod names;
mod tables;
mod trees;

pub use client::{
    CallError, CallErrorKind, Client, Events, Presigned, Request, Response, document_to_json, json_to_document,
};
#[cfg(feature = "models")]
pub use models::{Described, Loaded, describe_files, load_files, load_model};
pub use tables::{StaticTables, Tables};
pub use tinsmith_pack::{Broken, Pack};
