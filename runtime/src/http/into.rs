//! Types that can be set as a connector.

use super::{HttpClient, SharedHttpClient};

/// A type that [`Builder::http_client`](crate::config::Builder::http_client) accepts: an [`HttpClient`] or, with the
/// features `aws-config` and `interceptors`, also a connector of `aws-smithy-runtime-api`. `Kind` distinguishes the two
/// and is always inferred.
pub trait IntoHttpClient<Kind> {
    /// Converts it to a connector.
    fn into_http_client(self) -> SharedHttpClient;
}

/// The kind of connectors that implement [`HttpClient`].
#[derive(Debug)]
pub struct OwnKind;

impl<T: HttpClient + 'static> IntoHttpClient<OwnKind> for T {
    fn into_http_client(self) -> SharedHttpClient {
        SharedHttpClient::new(self)
    }
}

/// The kind of connectors that implement the official crates' trait.
#[cfg(any(feature = "aws-config", feature = "interceptors"))]
#[derive(Debug)]
pub struct OfficialKind;

#[cfg(any(feature = "aws-config", feature = "interceptors"))]
impl<T: aws_smithy_runtime_api::client::http::HttpClient + 'static> IntoHttpClient<OfficialKind> for T {
    fn into_http_client(self) -> SharedHttpClient {
        SharedHttpClient::new(super::official::Official::new(self))
    }
}
