//! The request id, which AWS Support uses to find a request.

#[cfg(feature = "aws-config")]
pub use aws_types::request_id::RequestId;
#[cfg(not(feature = "aws-config"))]
pub use own::RequestId;

use super::ProvideErrorMetadata;

/// The key of the request id in error metadata, as in the official SDK.
const KEY: &str = "aws_request_id";

/// The request id in an error's metadata.
pub fn request_id_of(error: &dyn ProvideErrorMetadata) -> Option<&str> {
    error.meta().extra(KEY)
}

/// Adds the request id to error metadata.
pub fn with_request_id(
    builder: aws_smithy_types::error::metadata::Builder,
    request_id: Option<&str>,
) -> aws_smithy_types::error::metadata::Builder {
    match request_id {
        Some(id) => builder.custom(KEY, id),
        None => builder,
    }
}

/// The official crates' trait, for programs that link none of them. With the feature `aws-config`, the official trait
/// takes its place, so this one must not have more methods.
#[cfg(not(feature = "aws-config"))]
mod own {
    use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
    use aws_smithy_runtime_api::client::result::SdkError;
    use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};

    use super::request_id_of;

    /// A type with the request id, which AWS Support uses to find a request.
    pub trait RequestId {
        /// The request id, if the response had one.
        fn request_id(&self) -> Option<&str>;
    }

    impl RequestId for ErrorMetadata {
        fn request_id(&self) -> Option<&str> {
            request_id_of(self)
        }
    }

    impl<E: ProvideErrorMetadata> RequestId for SdkError<E, HttpResponse> {
        fn request_id(&self) -> Option<&str> {
            let headers = self.raw_response()?.headers();
            headers.get("x-amzn-requestid").or_else(|| headers.get("x-amz-request-id")).or_else(|| request_id_of(self))
        }
    }
}
