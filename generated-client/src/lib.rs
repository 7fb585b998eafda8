//! A thin client of AWS Identity and Access Management (IAM), API version 2010-05-08.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

#[rustfmt::skip]
mod client;
pub mod config;
#[doc(hidden)]
#[rustfmt::skip]
pub mod docs;
pub mod error;
#[rustfmt::skip]
pub mod operation;
pub mod primitives;
#[doc(hidden)]
#[rustfmt::skip]
pub mod schema;
#[rustfmt::skip]
pub mod types;

pub use client::Client;
pub use config::Config;
