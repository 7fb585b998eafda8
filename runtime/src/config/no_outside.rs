//! Without the feature `loader`, a configuration has what the program sets, and nothing else.

use super::SharedTokenProvider;
use crate::service::Service;

/// Nothing.
#[derive(Clone, Default)]
pub(super) struct Outside {}

#[allow(
    clippy::unused_self,
    clippy::unnecessary_wraps,
    reason = "the signatures are those of the module with a loader"
)]
impl Outside {
    pub(super) fn or(self, _: &Self) -> Self {
        self
    }

    pub(super) fn endpoint_url(&self, _: &Service) -> Result<Option<String>, String> {
        Ok(None)
    }

    pub(super) fn variable(&self, _: &str, _: &Service) -> Option<&str> {
        None
    }

    pub(super) fn variables_of(&self, _: &Service) -> Option<String> {
        None
    }

    pub(super) fn profile_tokens(&self) -> Option<&SharedTokenProvider> {
        None
    }
}
