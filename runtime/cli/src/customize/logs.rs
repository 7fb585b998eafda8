//! `logs start-live-tail`: prints events as they arrive. There is no interactive mode.

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::value::Value;
use super::{Custom, extra};

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[extra("CloudWatch Logs", "start-live-tail", "mode", Takes::One, "", mode)];

fn mode(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    match arguments.first().map(String::as_str) {
        Some("print-only") => Ok(Value::Null),
        Some("interactive") => {
            Err(Failure::Param(format!("--{option} interactive is not supported. Use --{option} print-only.")))
        }
        other => Err(Failure::Param(format!(
            "argument --{option}: Found invalid choice '{}', expected print-only",
            other.unwrap_or_default()
        ))),
    }
}
