//! Operations that need other calls, or another program, before or after their own call.

mod cloudfront;
mod session;

use crate::call::Caller;
use crate::customize::Given;
use crate::failure::Failure;
use crate::program::Table;
use crate::value::Fields;
use tinsmith_runtime::service::Operation;

pub(crate) use session::{run_plugin, runs_plugin};

/// Completes values with the result of another call.
type Prepare = fn(&Caller, &'static Table, &Given<'_>, &mut Fields) -> Result<(), Failure>;

/// The calls that complete values, by SDK id and command.
const PREPARE: &[(&str, &str, Prepare)] =
    &[("CloudFront", "update-distribution", cloudfront::prepare_update_distribution)];

/// Completes values with the results of other calls.
pub(crate) fn prepare(
    caller: &Caller,
    table: &'static Table,
    operation: &Operation,
    command: &str,
    given: &Given<'_>,
    values: &mut Fields,
) -> Result<(), Failure> {
    let is_it = |it: &&(&str, &str, Prepare)| (it.0, it.1) == (operation.service.sdk_id, command);
    PREPARE.iter().filter(is_it).try_for_each(|(_, _, prepare)| prepare(caller, table, given, values))
}
