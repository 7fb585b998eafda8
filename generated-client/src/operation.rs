//! Operations: input, output, errors and builder of each.

pub mod update_access_key;
pub use tinsmith_runtime::error::RequestId;
