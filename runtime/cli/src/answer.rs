//! Converts outputs to values for printing.

use aws_smithy_types::date_time::Format;
use aws_smithy_types::{DateTime, Document, Number, base64};
use percent_encoding::percent_decode_str;

use super::json;
use super::value::{Fields, Value};
use tinsmith_runtime::schema::{Kind, Member, TimestampFormat, Trait};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{Structure, Union, View};

/// The format of times.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Times {
    /// ISO 8601, in UTC with the offset.
    #[default]
    Iso8601,
    /// The format of the protocol: this one, if the model does not name another.
    Wire(TimestampFormat),
}

/// Converts the members of an output that are set: those in headers first, as in the AWS CLI, then the others, each in
/// model order.
pub(crate) fn read(structure: &dyn Structure, times: Times) -> Fields {
    let (mut first, rest): (Vec<_>, Vec<_>) = set_members(structure).partition(|(_, member)| is_in_head(member));
    first.extend(rest);
    fields(structure, first.into_iter(), times)
}

/// Like [`read`], for a complete response of an operation. If the body is one member and empty, the AWS CLI shows the
/// member as empty.
pub(crate) fn read_response(operation: &Operation, output: &dyn Structure, times: Times) -> Fields {
    let mut fields = read(output, times);
    let has_bodies = operation.service.protocol.id().contains("#rest");
    if let Some((name, value)) = empty_body(output).filter(|_| has_bodies) {
        fields.push(name, value);
    }
    fields
}

/// The member that is the whole body of a response, if the body is empty.
fn empty_body(structure: &dyn Structure) -> Option<(&'static str, Value)> {
    let mut members = structure.schema().members().iter().enumerate();
    let (index, body) = members.find(|(_, it)| it.traits().iter().any(|it| matches!(it, Trait::HttpPayload)))?;
    let value = match body.target().kind() {
        _ if body.target().is_streaming() || !is_absent(structure, index) => return None,
        Kind::String | Kind::Blob => Value::String(String::new()),
        Kind::Structure => Value::Object(Fields::default()),
        _ => return None,
    };
    Some((body.name(), value))
}

/// Whether the member is a header or the status code of the response.
fn is_in_head(member: &Member) -> bool {
    let is_head =
        |it: &Trait| matches!(it, Trait::HttpHeader(_) | Trait::HttpPrefixHeaders(_) | Trait::HttpResponseCode);
    member.traits().iter().any(is_head)
}

/// The members that are set, each with its index, in model order.
fn set_members(structure: &dyn Structure) -> impl Iterator<Item = (usize, &'static Member)> + '_ {
    structure.schema().members().iter().enumerate().filter(|(index, _)| !is_absent(structure, *index))
}

fn fields(structure: &dyn Structure, members: impl Iterator<Item = (usize, &'static Member)>, times: Times) -> Fields {
    let field = |(index, member): (usize, &'static Member)| {
        Some((member.name().to_owned(), value(structure.member(index)?.view(), member, times)))
    };
    members.filter_map(field).collect()
}

/// The members of an output that are set, with times as ISO 8601.
pub fn read_output(output: &dyn Structure) -> Fields {
    read(output, Times::Iso8601)
}

/// Converts an event of a stream.
pub(crate) fn event(event: &dyn Union, member: &'static Member, times: Times) -> Value {
    value(View::Union(event), member, times)
}

fn is_absent(structure: &dyn Structure, index: usize) -> bool {
    structure.member(index).is_none_or(|member| member.view().is_absent())
}

fn value(view: View<'_>, member: &'static Member, times: Times) -> Value {
    let schema = member.target();
    match view {
        View::Boolean(it) => Value::Boolean(it),
        View::Integer(number) => Value::Integer(number),
        // Converted through its digits, so that 0.1 does not become 0.10000000149.
        View::Float(number) => number.to_string().parse().map_or(Value::Null, Value::Double),
        View::Double(number) => Value::Double(number),
        View::Number(digits) => digits.parse().map_or_else(|_| Value::Digits(digits.to_owned()), Value::Integer),
        View::String(text) if schema.is_policy_document() => policy(text),
        View::String(text) => Value::string(text),
        View::Blob(bytes) => Value::String(base64::encode(bytes)),
        View::Timestamp(time) => timestamp(time, member, times),
        View::Document(it) => document(it),
        View::List(list) => {
            let element = |index| match (list.get(index), schema.members()) {
                (Some(it), [member]) => value(it.view(), member, times),
                _ => Value::Null,
            };
            Value::List((0..list.len()).map(element).collect())
        }
        View::Map(map) => {
            let mut fields = Fields::default();
            for (key, it) in map.entries() {
                let shown = match schema.members() {
                    [_, member] => value(it.view(), member, times),
                    _ => Value::Null,
                };
                fields.push(key, shown);
            }
            Value::Object(fields)
        }
        View::Structure(it) => Value::Object(fields(it, set_members(it), times)),
        View::Union(union) => {
            let mut fields = Fields::default();
            if let Some((index, it)) = union.get()
                && let Some(member) = union.schema().members().get(index)
            {
                fields.push(member.name(), value(it.view(), member, times));
            }
            Value::Object(fields)
        }
        // Absent, or of a kind that the command line does not support yet.
        _ => Value::Null,
    }
}

/// Decodes a policy into an object. A text that is not a policy stays as it is.
fn policy(text: &str) -> Value {
    let decoded = percent_decode_str(text).decode_utf8().ok();
    decoded.and_then(|it| json::parse(&it).ok()).unwrap_or_else(|| Value::string(text))
}

fn timestamp(time: &DateTime, member: &Member, times: Times) -> Value {
    let Times::Wire(default) = times else { return Value::String(iso8601(time)) };
    let format = member.timestamp_format().unwrap_or(default);
    let text = tinsmith_runtime::timestamp::write(time, format).unwrap_or_else(|| iso8601(time));
    match format {
        TimestampFormat::EpochSeconds => json::parse(&text).unwrap_or(Value::String(text)),
        _ => Value::String(text),
    }
}

/// A time in UTC with its offset, such as `2026-11-24T06:42:36.033597+00:00`.
fn iso8601(time: &DateTime) -> String {
    let Ok(text) = time.fmt(Format::DateTimeWithOffset) else { return time.secs().to_string() };
    let text = text.trim_end_matches('Z');
    match text.split_once('.') {
        Some((seconds, fraction)) => format!("{seconds}.{fraction:0<6}+00:00"),
        None => format!("{text}+00:00"),
    }
}

fn document(document: &Document) -> Value {
    match document {
        Document::Null => Value::Null,
        Document::Bool(it) => Value::Boolean(*it),
        Document::Number(Number::PosInt(number)) => {
            i64::try_from(*number).map_or_else(|_| Value::Digits(number.to_string()), Value::Integer)
        }
        Document::Number(Number::NegInt(number)) => Value::Integer(*number),
        Document::Number(Number::Float(number)) => Value::Double(*number),
        Document::String(text) => Value::string(text),
        Document::Array(values) => Value::List(values.iter().map(self::document).collect()),
        Document::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(name, _)| *name);
            Value::Object(sorted.into_iter().map(|(name, value)| (name.clone(), self::document(value))).collect())
        }
    }
}
