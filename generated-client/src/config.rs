pub use tinsmith_runtime::config::*;
