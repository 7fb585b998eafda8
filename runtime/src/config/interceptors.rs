//! Interceptors: code that is told of each phase of a call, and may change what it sees.
//!
//! Trait and contexts are those of `aws-smithy-runtime-api`, so that interceptors written for the official
//! SDK, `aws-smithy-mocks` among them, work here. They see calls and pages. The polls of waiters are not
//! told to them.

pub use aws_smithy_runtime_api::client::interceptors::context::*;
pub use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
pub use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
pub use aws_smithy_types::config_bag::ConfigBag;

use super::{Builder, Config};

impl Config {
    /// The interceptors, in the order in which they are told.
    pub fn interceptors(&self) -> impl Iterator<Item = &SharedInterceptor> {
        self.settings.interceptors.iter()
    }
}

impl Builder {
    /// Adds an interceptor. Those of the client are told before those of a call.
    pub fn interceptor(mut self, interceptor: impl Intercept + 'static) -> Self {
        self.push_interceptor(SharedInterceptor::new(interceptor));
        self
    }

    /// Adds an interceptor.
    pub fn push_interceptor(&mut self, interceptor: SharedInterceptor) -> &mut Self {
        self.settings.interceptors.push(interceptor);
        self
    }

    /// Sets the interceptors in place of those that were added.
    pub fn set_interceptors(&mut self, interceptors: impl IntoIterator<Item = SharedInterceptor>) -> &mut Self {
        self.settings.interceptors = interceptors.into_iter().collect();
        self
    }
}
