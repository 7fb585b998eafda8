//! Retries: the standard and the adaptive mode of the AWS SDKs.
//!
//! A call makes up to `max_attempts` attempts. Before each retry is a pause of random length, whose upper bound
//! doubles. A budget of tokens keeps the client from adding load to a service that is down. The adaptive mode also
//! limits the rate of all attempts once the service throttles
//! (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>).

mod budget;
mod classify;
mod delay;
mod rate_limiter;

pub use budget::{Budget, Spent};
pub use classify::{Reason, is_clock_code, is_expired_code, of_connector, of_service};
pub use delay::{pause, requested_delay, server_time};
pub use rate_limiter::{Place, RateLimiter};
