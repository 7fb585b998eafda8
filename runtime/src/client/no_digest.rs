//! Nothing responds to challenges if the feature `digest-auth` is disabled.

use super::Fault;
use crate::config::Login;
use crate::error::SdkError;
use crate::http::HttpRequest;

/// No challenge.
#[derive(Default)]
pub(super) struct LastChallenge {}

#[allow(clippy::unused_self, reason = "the signatures are those of the module with challenges")]
impl LastChallenge {
    pub(super) fn respond(&self, _: &Login, _: &mut HttpRequest) {}

    pub(super) fn learn(&self, _: &SdkError<Fault>) -> bool {
        false
    }
}
