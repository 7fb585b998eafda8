//! The body of a call, which knows whether it can be sent again.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::message::RequestBody;
use crate::stream::Events;

/// The body of a call.
pub(super) enum Body {
    /// It can be sent any number of times.
    Repeatable(RequestBody),
    /// It can be sent once, and is empty afterwards.
    Once(Mutex<RequestBody>),
    /// Events, which are signed one by one and sent once.
    Events(Mutex<Option<Events>>),
}

impl Body {
    pub(super) fn new(body: RequestBody) -> Self {
        // Copying a stream reopens its file, so only streaming bodies are tested that way.
        match body.is_streaming() && body.try_clone().is_none() {
            true => Self::Once(Mutex::new(body)),
            false => Self::Repeatable(body),
        }
    }

    pub(super) fn events(events: Events) -> Self {
        Self::Events(Mutex::new(Some(events)))
    }

    pub(super) fn is_repeatable(&self) -> bool {
        matches!(self, Self::Repeatable(_))
    }

    pub(super) fn is_event_stream(&self) -> bool {
        matches!(self, Self::Events(_))
    }

    /// The body of the next attempt. Empty for events.
    pub(super) fn next(&self) -> RequestBody {
        match self {
            Self::Repeatable(body) => body.try_clone().unwrap_or_default(),
            Self::Once(body) => mem::take(&mut lock(body)),
            Self::Events(_) => RequestBody::default(),
        }
    }

    /// The events, for the only attempt.
    pub(super) fn take_events(&self) -> Option<Events> {
        match self {
            Self::Events(events) => lock(events).take(),
            _ => None,
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
