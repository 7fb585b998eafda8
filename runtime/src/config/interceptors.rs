//! Interceptors: code that runs at each phase of a call and may change it.
//!
//! The trait and its contexts are those of `aws-smithy-runtime-api`, so interceptors written for the official SDK work
//! here, including `aws-smithy-mocks`. They run for calls and for pages, but not for the polls of waiters.

pub use aws_smithy_runtime_api::client::interceptors::context::*;
pub use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
pub use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
pub use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
pub use aws_smithy_types::config_bag::ConfigBag;

use super::Config;

impl Config {
    /// The interceptors, in the order in which they run.
    pub fn interceptors(&self) -> impl Iterator<Item = &SharedInterceptor> {
        self.settings.interceptors.iter()
    }
}
