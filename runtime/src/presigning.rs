//! Presigned requests: signed now, and sent later by someone without credentials.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::message::Headers;

/// The longest validity that Signature Version 4 permits.
const ONE_WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How long a presigned request is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresigningConfig {
    start_time: Option<SystemTime>,
    expires_in: Duration,
}

impl PresigningConfig {
    /// A validity from now on, for this time: at most one week.
    #[inline]
    pub fn expires_in(expires_in: Duration) -> Result<Self, PresigningConfigError> {
        Self::builder().expires_in(expires_in).build()
    }

    /// Creates a builder.
    #[inline]
    pub fn builder() -> PresigningConfigBuilder {
        PresigningConfigBuilder::default()
    }

    /// How long the request is valid.
    #[inline]
    pub fn expires(&self) -> Duration {
        self.expires_in
    }

    /// The start of the validity, if it is not now.
    #[inline]
    pub fn start_time(&self) -> Option<SystemTime> {
        self.start_time
    }
}

/// Builder of a [`PresigningConfig`].
#[derive(Clone, Debug, Default)]
pub struct PresigningConfigBuilder {
    start_time: Option<SystemTime>,
    expires_in: Option<Duration>,
}

impl PresigningConfigBuilder {
    /// Sets the start of the validity: by default now.
    #[inline]
    pub fn start_time(mut self, start_time: SystemTime) -> Self {
        self.start_time = Some(start_time);
        self
    }

    /// Sets how long the request is valid: at most one week.
    #[inline]
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = Some(expires_in);
        self
    }

    /// Builds the configuration.
    #[inline]
    pub fn build(self) -> Result<PresigningConfig, PresigningConfigError> {
        match self.expires_in {
            None => Err(PresigningConfigError("`expires_in` is required")),
            Some(it) if it > ONE_WEEK => Err(PresigningConfigError("`expires_in` must be at most one week")),
            Some(expires_in) => Ok(PresigningConfig { start_time: self.start_time, expires_in }),
        }
    }
}

/// The error of an invalid validity of a presigned request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresigningConfigError(&'static str);

impl fmt::Display for PresigningConfigError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for PresigningConfigError {}

/// A request with its signature in the URL. Anyone who has it can send it until it expires.
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedRequest {
    pub(crate) method: &'static str,
    pub(crate) uri: String,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
}

impl PresignedRequest {
    /// The method, such as `GET`.
    #[inline]
    pub fn method(&self) -> &str {
        self.method
    }

    /// The full URL.
    #[inline]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The header fields that must be sent with the request.
    #[inline]
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter()
    }

    /// The body that must be sent with the request. It is empty for most requests, and for uploads, whose body is not
    /// part of the signature.
    #[inline]
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Debug for PresignedRequest {
    /// Shows the method only: anyone who has the URL can send the request.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedRequest").field("method", &self.method).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::PresigningConfig;

    #[test]
    fn requests_are_valid_for_a_week_at_most() {
        let day = Duration::from_secs(24 * 60 * 60);
        assert_eq!(PresigningConfig::expires_in(day * 7).map(|it| it.expires()), Ok(day * 7));
        let error = PresigningConfig::expires_in(day * 8).unwrap_err();
        assert_eq!(error.to_string(), "`expires_in` must be at most one week");
        let error = PresigningConfig::builder().build().unwrap_err();
        assert_eq!(error.to_string(), "`expires_in` is required");
    }
}
