//! Interceptors: code that is told of each phase of a call, and may change what it sees.
//!
//! Trait and contexts are those of `aws-smithy-runtime-api`, so that interceptors written for the official
//! SDK, `aws-smithy-mocks` among them, work here. They see calls and pages. The polls of waiters are not
//! told to them.

pub use aws_smithy_runtime_api::client::interceptors::context::*;
pub use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
pub use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
pub use aws_smithy_types::config_bag::ConfigBag;

use super::Config;

impl Config {
    /// The interceptors, in the order in which they are told.
    pub fn interceptors(&self) -> impl Iterator<Item = &SharedInterceptor> {
        self.settings.interceptors.iter()
    }
}
