//! Values known from responses and inputs: names of things that exist, by member name.

use std::collections::BTreeMap;

use serde_json::Value;

/// Members whose values do not identify anything.
const SAYS_NOTHING: &[&str] = &["Marker", "NextToken", "Path", "Description", "nextToken", "description"];

/// Prefixes of identifiers that do not belong to them.
const PATHS: &[&str] = &["/change/", "/delegationset/", "/hostedzone/"];

/// Values by the name of their member, and by that name with the name of the surrounding structure or operation as
/// prefix: the response `CreatePolicy: {Policy: {Arn}}` provides `Arn`, `PolicyArn` and `CreatePolicy.Arn`. The first
/// value is kept, so that all operations use the same few things.
#[derive(Default)]
pub struct Known(BTreeMap<String, String>);

impl Known {
    /// The value for a member with this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Adds the values of a response, or of an input that succeeded.
    pub fn learn(&mut self, operation: &str, value: &Value) {
        // Items of lists were often not created by this test, unless the operation creates something.
        let has_own_items = ["Create", "Run", "Request"].iter().any(|word| operation.starts_with(word));
        self.learn_structure(operation, "", value, has_own_items);
    }

    fn learn_structure(&mut self, operation: &str, around: &str, value: &Value, has_own_items: bool) {
        for (name, value) in value.as_object().into_iter().flatten() {
            let inner = if has_own_items && value[0].is_object() { &value[0] } else { value };
            self.learn_structure(operation, name, inner, has_own_items);
            if let Some(text) = value.as_str().filter(|it| !it.is_empty() && !SAYS_NOTHING.contains(&name.as_str())) {
                // Route 53 returns identifiers with the paths that they have in requests.
                let text = PATHS.iter().find_map(|path| text.strip_prefix(path)).unwrap_or(text);
                for key in [name.clone(), format!("{around}{name}"), format!("{operation}.{name}")] {
                    self.0.entry(key).or_insert_with(|| text.to_owned());
                }
            }
        }
    }
}
