//! `cloudfront update-distribution --default-root-object`: changes one value of the existing configuration.

use crate::call::Caller;
use crate::customize::{self, Given};
use crate::failure::Failure;
use crate::fill::fill_given;
use crate::program::Table;
use crate::value::{Fields, Value};

/// Gets the configuration whose root object is changed.
pub(super) fn prepare_update_distribution(
    caller: &Caller,
    table: &'static Table,
    given: &Given<'_>,
    values: &mut Fields,
) -> Result<(), Failure> {
    let Some(root) = (given.option)("default-root-object") else { return Ok(()) };
    let missing = || Failure::General("unknown operation GetDistributionConfig".to_owned());
    let operation = table.operation("get-distribution-config")?.ok_or_else(missing)?;
    let mut asked = Fields::default();
    asked.push("Id", values.get("Id").cloned().unwrap_or(Value::Null));
    let answer = caller.call(operation, &mut fill_given(operation, &asked)?)?;
    if let Some(tag) = answer.get("ETag") {
        values.set("IfMatch", tag.clone());
    }
    if let Some(config) = answer.get("DistributionConfig") {
        values.set("DistributionConfig", config.clone());
    }
    customize::put(values, "DistributionConfig.DefaultRootObject", Value::String(root));
    Ok(())
}
