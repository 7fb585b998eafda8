//! The request of a call that is not made.

use super::attempt::Attempt;
use super::call::validated;
use super::hooks::Hooks;
use super::{Fault, Shared};
use crate::config::Config;
use crate::error::SdkError;
use crate::http::HttpRequest;
use crate::service::Operation;
use crate::shape::Structure;

/// Validates an input, and signs the request of a first attempt. A body that streams is not read, so the request lacks
/// a checksum that would have to be computed before it is sent; no endpoint is discovered.
pub(super) async fn run(
    shared: &Shared,
    operation: &'static Operation,
    input: &mut dyn Structure,
    config: &Config,
) -> Result<HttpRequest, SdkError<Fault>> {
    let request = &validated(shared, operation, input, config, false).await?;
    let attempt = Attempt { shared, request, number: 1, max: config.retry().max_attempts().max(1) };
    let time = shared.clock.correct(config.now());
    let signed = attempt.signed(time, &mut Hooks::none()).await;
    signed.map(|(request, _)| request).map_err(|failure| failure.error)
}
