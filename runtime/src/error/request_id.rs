//! The id by which AWS support finds a request.

#[cfg(feature = "aws-config")]
pub use aws_types::request_id::RequestId;
#[cfg(not(feature = "aws-config"))]
pub use own::RequestId;

use super::ProvideErrorMetadata;

/// The key under which error metadata keeps the request id. It is the official SDK's.
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

/// The official crates' trait as far as it goes, for programs that link none of them. With the feature
/// `aws-config` that trait itself stands here, so nothing may be added to this one.
#[cfg(not(feature = "aws-config"))]
mod own {
    use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
    use aws_smithy_runtime_api::client::result::SdkError;
    use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};

    use super::request_id_of;

    /// Gives the id by which AWS support finds a request.
    pub trait RequestId {
        /// The request id, where the answer had one.
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
