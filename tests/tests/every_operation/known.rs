//! What answers and inputs have told: names of things that exist, by the names of members.

use std::collections::BTreeMap;

use serde_json::Value;

/// Members whose values say nothing about which thing is meant.
const SAYS_NOTHING: &[&str] = &["Marker", "Path", "Description"];

/// Values by the name of the member that holds them, and by that name behind the one of the
/// structure around it or of the operation: the answer `CreatePolicy: {Policy: {Arn}}` tells an
/// `Arn`, a `PolicyArn` and a `CreatePolicy.Arn`. The first value stands, so that all operations
/// are about the same few things.
#[derive(Default)]
pub struct Known(BTreeMap<String, String>);

impl Known {
    /// The value for a member of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Takes what an answer of an operation, or an input that succeeded, tells.
    pub fn learn(&mut self, operation: &str, value: &Value) {
        self.learn_structure(operation, "", value);
    }

    fn learn_structure(&mut self, operation: &str, around: &str, value: &Value) {
        // What lists hold is often not of this test's making.
        for (name, value) in value.as_object().into_iter().flatten() {
            self.learn_structure(operation, name, value);
            if let Some(text) = value.as_str().filter(|_| !SAYS_NOTHING.contains(&name.as_str())) {
                for key in [name.clone(), format!("{around}{name}"), format!("{operation}.{name}")] {
                    self.0.entry(key).or_insert_with(|| text.to_owned());
                }
            }
        }
    }
}
