//! `ecs`: the options that monitor an express gateway service. The calls are made, but monitoring is not supported.

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::terminal::eprint;
use super::super::value::Value;
use super::{Custom, extra, yes};

const ECS: &str = "ECS";
const CREATE: &str = "create-express-gateway-service";
const DELETE: &str = "delete-express-gateway-service";
const UPDATE: &str = "update-express-gateway-service";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    extra(ECS, CREATE, "monitor-resources", Takes::OneOr("RESOURCE"), "", watch),
    extra(ECS, CREATE, "monitor-mode", Takes::One, "", yes),
    extra(ECS, DELETE, "monitor-resources", Takes::OneOr("RESOURCE"), "", watch),
    extra(ECS, DELETE, "monitor-mode", Takes::One, "", yes),
    extra(ECS, UPDATE, "monitor-resources", Takes::OneOr("RESOURCE"), "", watch),
    extra(ECS, UPDATE, "monitor-mode", Takes::One, "", yes),
];

/// Warns that monitoring is not supported.
fn watch(option: &str, _: &[String]) -> Result<Value, Failure> {
    eprint(&format!("warning: --{option} is not supported: the call is made without monitoring.\n"));
    Ok(Value::Null)
}
