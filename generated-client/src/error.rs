pub use tinsmith_runtime::error::{
    BuildError, ConstructionError, DisplayErrorContext, ErrorMetadata, ProvideErrorMetadata, SdkError,
};
