//! Creates inputs from the tables: samples with known values filled in.

use serde_json::{Map, Value};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::schema::{Kind, Member, Schema};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::{json, skeleton};

use crate::known::Known;

/// A policy that allows services to assume a role.
pub const SERVICES_TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com","states.amazonaws.com"]},"Action":"sts:AssumeRole"}]}"#;

/// Texts that values in `inputs.json` refer to by `$NAME`. Any other `$NAME` refers to a known value.
const TEXTS: &[(&str, &str)] = &[
    ("certificate", include_str!("../../tls/cert.pem")),
    ("private-key", include_str!("../../tls/key.pem")),
    // A policy that allows something.
    ("policy", r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}"#),
    // A policy that allows EC2 to assume a role.
    (
        "trust",
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#,
    ),
];

/// Values of a service that a server interprets: a sample with the right characters is not sufficient, or is not
/// created because the member is optional.
#[derive(Default)]
pub struct Inputs {
    /// By member, in any operation.
    members: Map<String, Value>,
    /// By operation, then by member.
    operations: Map<String, Value>,
}

impl Inputs {
    /// The values of a service in `inputs.json`.
    pub fn of(service: &str) -> Self {
        let all: Value = serde_json::from_str(include_str!("inputs.json")).expect("inputs.json is JSON");
        let part = |name: &str| all[service][name].as_object().cloned().unwrap_or_default();
        Self { members: part("members"), operations: part("operations") }
    }

    /// An input of the operation: the required members, and optional members that refer to something that exists.
    pub fn make(&self, operation: &Operation, known: &Known) -> Dynamic {
        let mut sample = Dynamic::new(operation.input);
        skeleton::sample(&mut sample);
        let sample: Value = serde_json::from_str(&json::to_string(&sample)).expect("what is written is JSON");
        let own = self.operations.get(operation.name);
        let mut made = self.structure(operation.input, &sample, known);
        for (name, value) in own.and_then(Value::as_object).into_iter().flatten() {
            made[name] = resolve(value, known).unwrap_or_else(|| sample[name].clone());
        }
        let made = made.to_string();
        let mut input = Dynamic::new(operation.input);
        json::from_str(&made, &mut input).unwrap_or_else(|error| panic!("{}: {made}: {error}", operation.name));
        input
    }

    fn structure(&self, schema: &Schema, sample: &Value, known: &Known) -> Value {
        let mut made = Map::new();
        for member in schema.members() {
            let name = member.name();
            let required = || member.is_required().then(|| self.required(member, &sample[name], known)).flatten();
            let value = self.told(member, known).or_else(required).filter(|it| !it.is_null());
            made.extend(value.map(|value| (name.to_owned(), value)));
        }
        Value::Object(made)
    }

    /// The value for a member from `inputs.json` or from earlier responses.
    fn told(&self, member: &Member, known: &Known) -> Option<Value> {
        let name = member.name();
        if let Some(value) = self.members.get(name) {
            return resolve(value, known);
        }
        match member.target().kind() {
            Kind::String => known.get(name).map(Value::from),
            _ => None,
        }
    }

    fn required(&self, member: &Member, sample: &Value, known: &Known) -> Option<Value> {
        let singular = member.name().strip_suffix('s').unwrap_or(member.name());
        match member.target().kind() {
            _ if sample.is_null() => None,
            Kind::Structure => Some(self.structure(member.target(), sample, known)),
            // Lists of identifiers are called `InstanceIds` where one is an `InstanceId`.
            Kind::List if sample[0].is_string() && known.get(singular).is_some() => {
                Some(Value::from(vec![known.get(singular)]))
            }
            _ => Some(sample.clone()),
        }
    }
}

/// The value with texts and known values in place of their names, if all of those are known.
fn resolve(value: &Value, known: &Known) -> Option<Value> {
    match value {
        Value::String(text) => match text.strip_prefix('$') {
            Some(name) => {
                let text = TEXTS.iter().find(|(key, _)| *key == name).map(|(_, text)| *text);
                // Versions of some services have this name.
                let text = text.or((name == "LATEST").then_some("$LATEST"));
                text.or_else(|| known.get(name)).map(Value::from)
            }
            None => Some(value.clone()),
        },
        Value::Array(items) => items.iter().map(|item| resolve(item, known)).collect(),
        Value::Object(fields) => {
            let resolved = fields.iter().map(|(name, item)| Some((name.clone(), resolve(item, known)?)));
            resolved.collect::<Option<Map<_, _>>>().map(Value::Object)
        }
        other => Some(other.clone()),
    }
}
