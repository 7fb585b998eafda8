//! `emr`: options for kinds of cluster states, and tags as words. Its commands that are not operations, such as
//! `create-cluster`, are not supported.

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::value::{Fields, Value};
use super::{Custom, extra, needed, texts};

const EMR: &str = "EMR";
const LIST: &str = "list-clusters";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    extra(EMR, LIST, "active", Takes::Nothing, "ClusterStates", active),
    extra(EMR, LIST, "terminated", Takes::Nothing, "ClusterStates", terminated),
    extra(EMR, LIST, "failed", Takes::Nothing, "ClusterStates", failed),
    needed(EMR, "add-tags", "tags", Takes::Many, "Tags", texts),
];

fn states(states: &[&str]) -> Result<Value, Failure> {
    Ok(Value::List(states.iter().map(|it| Value::string(*it)).collect()))
}

fn active(_: &str, _: &[String]) -> Result<Value, Failure> {
    states(&["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"])
}

fn terminated(_: &str, _: &[String]) -> Result<Value, Failure> {
    states(&["TERMINATED"])
}

fn failed(_: &str, _: &[String]) -> Result<Value, Failure> {
    states(&["TERMINATED_WITH_ERRORS"])
}

/// Converts tags written as words: `key=value`, or only a key.
pub(super) fn finish_tags(values: &mut Fields) -> Result<(), Failure> {
    let Some(Value::List(tags)) = values.get_mut("Tags") else { return Ok(()) };
    for tag in tags {
        let Some(text) = tag.as_str() else { continue };
        let (key, value) = text.split_once('=').unwrap_or((text, ""));
        let fields = [("Key".to_owned(), Value::string(key)), ("Value".to_owned(), Value::string(value))];
        *tag = Value::Object(fields.into_iter().collect());
    }
    Ok(())
}
