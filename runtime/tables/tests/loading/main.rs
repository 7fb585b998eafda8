//! Tables loaded from models.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod alike;
mod client;
mod memory;
