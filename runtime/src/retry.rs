//! Whether and when a failed attempt is made again: the standard mode of AWS SDKs.
//!
//! Up to `max_attempts` attempts; before each further one a pause of random length, whose upper
//! bound doubles; a budget of tokens that keeps a client from adding to the load of a service
//! that is down. Every [`RetryMode`](aws_smithy_types::retry::RetryMode) is served like this: the
//! adaptive mode's limit on the rate of requests is not kept.

mod budget;
mod classify;
mod delay;

pub use budget::Budget;
pub use classify::{Reason, is_clock_code, of_connector, of_service};
pub use delay::{backoff, requested_delay, server_time};
