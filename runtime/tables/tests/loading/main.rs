//! Tables loaded from models.

mod alike;
mod client;
mod memory;
