//! The body of a call, for as many attempts as it allows.

use std::mem;
use std::sync::{Mutex, PoisonError};

use crate::message::RequestBody;

/// The body of a call.
pub(super) enum Body {
    /// It can be sent any number of times.
    Repeatable(RequestBody),
    /// It can be sent once, and is empty afterwards.
    Once(Mutex<RequestBody>),
}

impl Body {
    pub(super) fn new(body: RequestBody) -> Self {
        // The copy of a stream opens its file once more, so that only what streams is asked for one.
        match body.is_streaming() && body.try_clone().is_none() {
            true => Self::Once(Mutex::new(body)),
            false => Self::Repeatable(body),
        }
    }

    pub(super) fn is_repeatable(&self) -> bool {
        matches!(self, Self::Repeatable(_))
    }

    /// The body of the next attempt.
    pub(super) fn next(&self) -> RequestBody {
        match self {
            Self::Repeatable(body) => body.try_clone().unwrap_or_default(),
            Self::Once(body) => mem::take(&mut body.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }
}
