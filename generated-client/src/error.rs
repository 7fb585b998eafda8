pub use tinsmith_runtime::error::{BuildError, DisplayErrorContext, ErrorMetadata, ProvideErrorMetadata, SdkError};
