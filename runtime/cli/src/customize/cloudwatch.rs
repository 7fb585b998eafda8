//! `cloudwatch put-metric-data`: options for the parts of a metric.

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::value::{Fields, Value};
use super::{Custom, extra, number, optional, text, whole};

const CLOUDWATCH: &str = "CloudWatch";
const COMMAND: &str = "put-metric-data";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    optional(CLOUDWATCH, COMMAND, "metric-data"),
    extra(CLOUDWATCH, COMMAND, "metric-name", Takes::One, "MetricData[].MetricName", text),
    extra(CLOUDWATCH, COMMAND, "timestamp", Takes::One, "MetricData[].Timestamp", text),
    extra(CLOUDWATCH, COMMAND, "unit", Takes::One, "MetricData[].Unit", text),
    extra(CLOUDWATCH, COMMAND, "value", Takes::One, "MetricData[].Value", number),
    extra(CLOUDWATCH, COMMAND, "dimensions", Takes::One, "MetricData[].Dimensions", dimensions),
    extra(CLOUDWATCH, COMMAND, "statistic-values", Takes::One, "MetricData[].StatisticValues", statistics),
    extra(CLOUDWATCH, COMMAND, "storage-resolution", Takes::One, "MetricData[].StorageResolution", whole),
];

/// Pairs of names and values, separated by commas.
fn pairs(option: &str, arguments: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let pairs = arguments.first().map(String::as_str).unwrap_or_default().split(',');
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    };
    let wrong = || Failure::General(format!("Error parsing parameter '--{option}': expected NAME=VALUE,NAME=VALUE"));
    pairs.map(|it| pair(it).ok_or_else(wrong)).collect()
}

fn dimensions(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    let dimension = |(name, value)| {
        let fields = [("Name".to_owned(), Value::String(name)), ("Value".to_owned(), Value::String(value))];
        Value::Object(fields.into_iter().collect())
    };
    Ok(Value::List(pairs(option, arguments)?.into_iter().map(dimension).collect()))
}

fn statistics(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    let mut fields = Fields::default();
    for (name, value) in pairs(option, arguments)? {
        fields.set(name, number(option, &[value])?);
    }
    Ok(Value::Object(fields))
}
