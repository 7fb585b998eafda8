pub use tinsmith_runtime::primitives::{Blob, DateTime};
