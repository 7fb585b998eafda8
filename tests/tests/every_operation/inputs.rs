//! Creates inputs from the tables: samples with known values filled in.

use serde_json::{Map, Value};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::schema::{Kind, Schema};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::{json, skeleton};

use crate::known::Known;

/// A policy that allows something.
const POLICY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}"#;

/// A policy that allows EC2 to assume a role.
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

/// Strings that a server interprets, by `Member` or `Operation.Member`: a sample with the right characters is not
/// sufficient, or is not created because the member is optional.
const TEXTS: &[(&str, &str)] = &[
    ("AWSServiceName", "autoscaling.amazonaws.com"),
    ("AssumeRolePolicyDocument", TRUST),
    ("CertificateBody", include_str!("../../tls/cert.pem")),
    ("Password", "Every-0peration"),
    ("PolicyDocument", POLICY),
    ("PrivateKey", include_str!("../../tls/key.pem")),
    ("UpdateAssumeRolePolicy.PolicyDocument", TRUST),
    ("Url", "https://identity.example.com"),
];

/// The known value that a member refers to, by `Member` or `Operation.Member`, if it has another name than the member.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("DeleteServiceLinkedRole.RoleName", "CreateServiceLinkedRole.RoleName"),
    ("PermissionsBoundary", "PolicyArn"),
    // Only a version that is not the default can be deleted.
    ("SetDefaultPolicyVersion.VersionId", "DefaultVersionId"),
];

/// An input of the operation: the required members, and optional members that refer to something that exists.
pub fn make(operation: &Operation, known: &Known) -> Dynamic {
    let mut sample = Dynamic::new(operation.input);
    skeleton::sample(&mut sample);
    let sample: Value = serde_json::from_str(&json::to_string(&sample)).expect("what is written is JSON");
    let made = structure(operation, operation.input, &sample, known).to_string();
    let mut input = Dynamic::new(operation.input);
    json::from_str(&made, &mut input).unwrap_or_else(|error| panic!("{}: {made}: {error}", operation.name));
    input
}

fn structure(operation: &Operation, schema: &Schema, sample: &Value, known: &Known) -> Value {
    let mut made = Map::new();
    for member in schema.members() {
        let name = member.name();
        let value = match (told(operation, name, known), member.target().kind()) {
            (Some(text), Kind::String) => Some(Value::from(text)),
            (_, kind) if member.is_required() => sample.get(name).map(|sample| match kind {
                Kind::Structure => structure(operation, member.target(), sample, known),
                _ => sample.clone(),
            }),
            _ => None,
        };
        made.extend(value.map(|value| (name.to_owned(), value)));
    }
    Value::Object(made)
}

/// The value for a member from the tables above or from earlier responses.
fn told<'k>(operation: &Operation, name: &str, known: &'k Known) -> Option<&'k str> {
    let own = format!("{}.{name}", operation.name);
    let find = |table: &'static [(&str, &'static str)]| {
        let of = |wanted: &str| table.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
        of(&own).or_else(|| of(name))
    };
    find(TEXTS).or_else(|| known.get(find(OTHER_NAMES).unwrap_or(name)))
}
