//! Made-up responses in AWS Query, derived from the tables.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use tinsmith_runtime::schema::{Kind, Schema, Trait};
use tinsmith_runtime::service::Operation;
use tinsmith_tests::server::Act;

use crate::python_cli::Known;
use crate::values::Values;

/// A successful response. A page has the token of the next one, and the last page has none.
pub fn success(known: &Known, operation: &Operation, seed: u64, page: Option<Option<&str>>) -> Act {
    let mut output = Values::of_answers(known, seed).structure(operation.output, 0.8, 0);
    let paginated = operation.traits.iter().find_map(|it| match it {
        Trait::Paginated { output_token, .. } => Some(*output_token),
        _ => None,
    });
    if let Some(token_name) = paginated {
        let token = page.flatten();
        output.remove(token_name);
        output.insert("IsTruncated".to_owned(), Value::Bool(token.is_some()));
        output.extend(token.map(|token| (token_name.to_owned(), Value::from(token))));
    }
    let name = operation.name;
    let result = match operation.output.id() == "smithy.api#Unit" {
        true => String::new(),
        false => format!("<{name}Result>{}</{name}Result>", members(operation.output, &output)),
    };
    let body = format!(
        "<{name}Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">{result}<ResponseMetadata>\
         <RequestId>request</RequestId></ResponseMetadata></{name}Response>"
    );
    Act::Answer(200, Vec::new(), body)
}

/// A response with the given error, or with an unknown one.
pub fn failure(known: &Known, error: Option<&Schema>, seed: u64) -> Act {
    let code = error.map_or("Unheard", |it| it.query_error_code().unwrap_or(it.name()));
    let mut fields = error.map(|it| Values::of_answers(known, seed).structure(it, 1.0, 0)).unwrap_or_default();
    let message = fields.remove("message").or_else(|| fields.remove("Message")).unwrap_or_else(|| "It is so.".into());
    let more = error.map(|it| members(it, &fields)).unwrap_or_default();
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{}</Message>{more}</Error>\
         <RequestId>request</RequestId></ErrorResponse>",
        escape(message.as_str().unwrap_or_default())
    );
    Act::Answer(409, Vec::new(), body)
}

fn members(schema: &Schema, fields: &Map<String, Value>) -> String {
    let member = |name: &str| schema.find_member(name).map(|(_, it)| it.target());
    let element = |(name, value): (&String, &Value)| {
        let content = member(name).map(|schema| content(schema, value)).unwrap_or_default();
        format!("<{name}>{content}</{name}>")
    };
    fields.iter().map(element).collect()
}

fn content(schema: &Schema, value: &Value) -> String {
    match (schema.kind(), value, schema.members()) {
        (Kind::Structure, Value::Object(fields), _) => members(schema, fields),
        (Kind::List, Value::Array(elements), [element]) => {
            let element = |it: &Value| format!("<member>{}</member>", content(element.target(), it));
            elements.iter().map(element).collect()
        }
        (Kind::Map, Value::Object(fields), [_, value_member]) => {
            let entry = |(key, value): (&String, &Value)| {
                let value = content(value_member.target(), value);
                format!("<entry><key>{}</key><value>{value}</value></entry>", escape(key))
            };
            // In the order in which our command writes them. That the AWS CLI keeps the service's order is tested with
            // moto.
            let ordered: BTreeMap<&String, &Value> = fields.iter().collect();
            ordered.into_iter().map(entry).collect()
        }
        (_, Value::String(text), _) => escape(text),
        (_, other, _) => other.to_string(),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
