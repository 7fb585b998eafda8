//! Secrets in outputs: whether there are any, and outputs without them.
//!
//! A secret, such as that of an access key, is only returned once. It must not be lost unnoticed when it is printed,
//! and must not be shown in messages.

use std::collections::HashSet;

use crate::value::{Fields, Value};
use tinsmith_runtime::redact::REDACTED;
use tinsmith_runtime::schema::{Kind, Member, Schema};

/// Whether values of this shape can contain a secret.
pub(crate) fn is_in(schema: &'static Schema) -> bool {
    fn look(schema: &'static Schema, seen: &mut HashSet<&'static str>) -> bool {
        let is_new = schema.members().is_empty() || seen.insert(schema.id());
        is_new && schema.members().iter().any(|it| it.is_sensitive() || look(it.target(), seen))
    }
    look(schema, &mut HashSet::new())
}

/// The fields of a structure, with secrets replaced by a marker.
pub(crate) fn redacted(fields: &Fields, schema: &'static Schema) -> Fields {
    let shown = fields.iter().map(|(name, value)| {
        let member = schema.find_member(name).map(|(_, member)| member);
        (name.to_owned(), member.map_or_else(|| value.clone(), |member| of(value, member)))
    });
    shown.collect()
}

fn of(value: &Value, member: &'static Member) -> Value {
    if member.is_sensitive() {
        return Value::string(REDACTED);
    }
    let schema = member.target();
    match (value, schema.members()) {
        (Value::List(values), [element]) => Value::List(values.iter().map(|it| of(it, element)).collect()),
        (Value::Object(fields), [_, element]) if schema.kind() == Kind::Map => {
            Value::Object(fields.iter().map(|(name, it)| (name.to_owned(), of(it, element))).collect())
        }
        (Value::Object(fields), _) => Value::Object(redacted(fields, schema)),
        _ => value.clone(),
    }
}
