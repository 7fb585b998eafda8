//! Responds to the challenges of HTTP digest authentication.

use std::sync::{Mutex, PoisonError};

use super::Fault;
use crate::config::Login;
use crate::error::SdkError;
use crate::http::HttpRequest;
use crate::idempotency::random_token;
use crate::sign::digest::Challenge;

/// The last challenge of the server, and the number of requests that responded to it.
#[derive(Default)]
pub(super) struct LastChallenge {
    last: Mutex<Option<(Challenge, u32)>>,
}

impl LastChallenge {
    /// Adds the response to a request, if the server has sent a challenge. Otherwise the request is sent without it, and
    /// the server responds with a challenge.
    pub(super) fn respond(&self, login: &Login, request: &mut HttpRequest) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((challenge, count)) = &mut *last else { return };
        *count = count.saturating_add(1);
        let authorization = challenge.respond(login, request, *count, &random_token());
        request.headers.insert_known("authorization", authorization);
    }

    /// Remembers the challenge of an error. Returns whether it has one that this client can respond to.
    pub(super) fn learn(&self, error: &SdkError<Fault>) -> bool {
        let Some(response) = error.raw_response().filter(|it| it.status().as_u16() == 401) else { return false };
        let Some(challenge) = Challenge::of(response.headers()) else { return false };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((challenge, 0));
        true
    }
}
