//! Tables loaded from models.

mod alike;
mod memory;
