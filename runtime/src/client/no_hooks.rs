//! Replaces the interceptor hooks when the feature `interceptors` is off: nothing is called.

use super::Fault;
use super::failure::Failure;
use crate::error::SdkError;
use crate::http::HttpRequest;
use crate::message::{RequestBody, Response};
use crate::shape::Structure;

/// No interceptors.
#[derive(Debug)]
pub(super) struct Hooks;

#[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "the signatures are those of the interceptor hooks")]
impl Hooks {
    #[inline]
    pub(super) fn none() -> Self {
        Self
    }

    #[inline]
    pub(super) fn before_serialization(&mut self) -> Result<(), SdkError<Fault>> {
        Ok(())
    }

    #[inline]
    pub(super) fn input(&mut self) -> Option<&mut dyn Structure> {
        None
    }

    #[inline]
    pub(super) fn after_serialization(&mut self, _: impl FnOnce() -> HttpRequest) -> Result<(), SdkError<Fault>> {
        Ok(())
    }

    #[inline]
    pub(super) fn before_attempt(&mut self, _: u32) -> Result<(), Failure> {
        Ok(())
    }

    #[inline]
    pub(super) fn body(&mut self) -> Option<RequestBody> {
        None
    }

    #[inline]
    pub(super) fn restore(&mut self, _: &mut HttpRequest) {}

    #[inline]
    pub(super) fn before_signing(&mut self, _: &mut HttpRequest) -> Result<(), Failure> {
        Ok(())
    }

    #[inline]
    pub(super) fn before_transmit(&mut self, _: &mut HttpRequest) -> Result<(), Failure> {
        Ok(())
    }

    #[inline]
    pub(super) fn after_transmit(&mut self, response: Response) -> Result<Response, Failure> {
        Ok(response)
    }

    #[inline]
    pub(super) fn place(&mut self) -> Option<&mut dyn Structure> {
        None
    }

    #[inline]
    pub(super) fn after_attempt(&mut self, made: Result<(), Failure>) -> Result<(), Failure> {
        made
    }
}
