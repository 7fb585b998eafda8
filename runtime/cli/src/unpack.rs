//! Converts the arguments of an option to a value: text, JSON or shorthand, depending on the member's shape, perhaps
//! from a file.

use super::failure::Failure;
use super::value::{Fields, Value};
use super::{files, hints, json, shorthand, streams};
use tinsmith_runtime::schema::{Kind, Member, Schema};

/// Converts the arguments of an option to a value for a member.
pub fn unpack(option: &str, member: &Member, arguments: &[String]) -> Result<Value, Failure> {
    let value = match arguments.last() {
        Some(path) if streams::is_blob(member) => blob(option, path),
        Some(path) if member.target().is_streaming() => streams::source(path).ok_or_else(|| {
            Failure::param(option, "Events must be a path to a file with a JSON object a line, or `-`.")
        }),
        _ => {
            // An error of reading a file does not reveal a secret.
            let texts = arguments.iter().map(|text| {
                let loaded = files::load(text).map_err(|reason| Failure::param(option, reason))?;
                Ok(loaded.unwrap_or_else(|| Value::string(text)))
            });
            read(option, member.target(), arguments, texts.collect::<Result<_, Failure>>()?)
        }
    };
    // The messages quote the invalid text.
    value.map_err(|failure| match member.is_sensitive() {
        true => Failure::param(option, "invalid value"),
        false => failure,
    })
}

/// The path of a streaming blob, without the prefix that other options need, as in the AWS CLI.
fn blob(option: &str, path: &str) -> Result<Value, Failure> {
    const NO_FILE: &str = "Blob values must be a path to a file.";
    match ["fileb://", "file://"].iter().find_map(|it| path.strip_prefix(it)) {
        Some(plain) => {
            Err(Failure::param(option, format!("{NO_FILE}\n\nThis option takes a plain path: {option} {plain}")))
        }
        None => streams::source(path).ok_or_else(|| Failure::param(option, NO_FILE)),
    }
}

fn read(option: &str, schema: &'static Schema, arguments: &[String], texts: Vec<Value>) -> Result<Value, Failure> {
    match (schema.kind(), texts) {
        (Kind::List, texts) => list(option, schema, texts),
        (kind @ (Kind::Long | Kind::Float | Kind::Double), mut texts) => {
            // The AWS CLI parses these with the arguments, but integers only later.
            let text = texts.pop();
            let name = if kind == Kind::Long { "int" } else { "float" };
            let given = arguments.last().map(String::as_str).unwrap_or_default();
            let wrong = || Failure::usage(format!("argument {option}: invalid {name} value: '{given}'"), None);
            text.and_then(|text| one(option, schema, text).ok()).ok_or_else(wrong)
        }
        (_, mut texts) => match texts.pop() {
            Some(text) => one(option, schema, text),
            None => Err(Failure::param(option, "expected a value")),
        },
    }
}

/// A list: a JSON array, or one word per element.
fn list(option: &str, schema: &'static Schema, texts: Vec<Value>) -> Result<Value, Failure> {
    if let [Value::String(text)] = &texts[..]
        && text.trim_start().starts_with('[')
    {
        return parse_json(option, text);
    }
    let Some(element) = schema.members().first() else { return Ok(Value::List(texts)) };
    if let [only] = element.target().members()
        && is_list_of_words(schema)
        && texts.iter().all(|text| text.as_str().is_some_and(|it| !is_json(it) && !it.contains('=')))
    {
        let structure = |text| Value::Object([(only.name().to_owned(), text)].into_iter().collect());
        return Ok(Value::List(texts.into_iter().map(structure).collect()));
    }
    if !is_complex(element.target()) {
        let elements = texts.into_iter().map(|text| one(option, element.target(), text));
        return Ok(Value::List(elements.collect::<Result<_, _>>()?));
    }
    // The first element determines whether all of them are JSON.
    if matches!(texts.first(), Some(Value::String(text)) if is_json(text)) || holds_document(schema) {
        let elements = texts.iter().map(|text| parse_json(option, text.as_str().unwrap_or_default()));
        return Ok(Value::List(elements.collect::<Result<_, _>>()?));
    }
    let elements = texts.iter().map(|text| parse_shorthand(option, element.target(), text));
    Ok(Value::List(elements.collect::<Result<_, _>>()?))
}

/// Whether the elements of a list, structures with one member, can be words, as in the AWS CLI.
fn is_list_of_words(schema: &Schema) -> bool {
    const LISTS: &[&str] = &[
        "com.amazonaws.elasticloadbalancing#Instances",
        "com.amazonaws.elasticloadbalancing#TagKeyList",
        "com.amazonaws.firehose#PutRecordBatchRequestEntryList",
        "com.amazonaws.workspaces#RebootWorkspaceRequests",
        "com.amazonaws.workspaces#RebuildWorkspaceRequests",
        "com.amazonaws.workspaces#TerminateWorkspaceRequests",
    ];
    LISTS.contains(&schema.id())
}

/// A value that is not a list.
fn one(option: &str, schema: &'static Schema, text: Value) -> Result<Value, Failure> {
    let Value::String(plain) = &text else { return Ok(text) };
    match schema.kind() {
        Kind::Byte | Kind::Short | Kind::Integer | Kind::IntEnum(_) | Kind::Long | Kind::BigInteger => {
            whole(option, plain)
        }
        Kind::Float | Kind::Double | Kind::BigDecimal => fraction(option, plain),
        Kind::Boolean => Ok(Value::Boolean(!plain.eq_ignore_ascii_case("false"))),
        Kind::Document => parse_json(option, plain),
        Kind::Structure | Kind::Union | Kind::Map | Kind::List => {
            if is_json(plain) || holds_document(schema) {
                return parse_json(option, plain);
            }
            if let [only] = schema.members()
                && schema.kind() == Kind::Structure
                && only.name() == "Value"
                && only.target().kind() == Kind::String
                && !plain.contains('=')
            {
                return Ok(Value::Object([("Value".to_owned(), text)].into_iter().collect()));
            }
            parse_shorthand(option, schema, &text)
        }
        _ => Ok(text),
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn is_complex(schema: &Schema) -> bool {
    matches!(schema.kind(), Kind::Structure | Kind::Union | Kind::Map | Kind::List | Kind::Document)
}

/// Whether the shape is a document, or a list or map of documents, which shorthand does not support.
fn holds_document(schema: &Schema) -> bool {
    match schema.kind() {
        Kind::Document => true,
        Kind::List | Kind::Map => schema.members().last().is_some_and(|it| holds_document(it.target())),
        _ => false,
    }
}

fn parse_json(option: &str, text: &str) -> Result<Value, Failure> {
    json::parse(text).map_err(|error| {
        let hint = hints::file(text);
        Failure::param(option, format!("Invalid JSON: {error}\nJSON received: {text}{hint}"))
    })
}

fn parse_shorthand(option: &str, schema: &'static Schema, text: &Value) -> Result<Value, Failure> {
    let text = text.as_str().unwrap_or_default();
    let mut value =
        shorthand::parse(text).map_err(|error| Failure::param(option, format!("{}{}", error.0, hints::file(text))))?;
    shape(option, schema, &mut value)?;
    Ok(value)
}

/// Converts the strings of shorthand to the types of the schema: numbers, booleans, and lists of one element written
/// without brackets.
fn shape(option: &str, schema: &'static Schema, value: &mut Value) -> Result<(), Failure> {
    match (schema.kind(), &mut *value) {
        (Kind::Structure | Kind::Union, Value::Object(fields)) => {
            for member in schema.members() {
                if let Some(value) = fields.get_mut(member.name()) {
                    if holds_document(member.target()) {
                        let name = member.name();
                        let message = format!(
                            "Shorthand syntax does not support document types. Use JSON input for top-level argument \
                             to specify nested parameter: {name}"
                        );
                        return Err(Failure::param(option, message));
                    }
                    shape(option, member.target(), value)?;
                }
            }
        }
        (Kind::Map, Value::Object(fields)) => {
            let shaped = fields.iter().map(|(name, value)| {
                let mut value = value.clone();
                if let [_, member] = schema.members() {
                    shape(option, member.target(), &mut value)?;
                }
                Ok((name.to_owned(), value))
            });
            *fields = shaped.collect::<Result<Vec<_>, Failure>>()?.into_iter().collect::<Fields>();
        }
        (Kind::List, Value::List(values)) => {
            if let [element] = schema.members() {
                values.iter_mut().try_for_each(|value| shape(option, element.target(), value))?;
            }
        }
        (Kind::List, _) => *value = Value::List(vec![value.clone()]),
        (Kind::Boolean, Value::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" => *value = Value::Boolean(true),
            "false" => *value = Value::Boolean(false),
            _ => {}
        },
        (kind, Value::String(_)) if is_number(kind) => *value = one(option, schema, value.clone())?,
        _ => {}
    }
    Ok(())
}

fn is_number(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Blob
            | Kind::Boolean
            | Kind::String
            | Kind::Enum(_)
            | Kind::Timestamp
            | Kind::Document
            | Kind::List
            | Kind::Map
            | Kind::Structure
            | Kind::Union
    )
}

fn whole(option: &str, text: &str) -> Result<Value, Failure> {
    let digits = text.trim();
    let unsigned = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    match digits.parse() {
        Ok(number) => Ok(Value::Integer(number)),
        Err(_) if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok(Value::Digits(digits.to_owned()))
        }
        // The AWS CLI fails here too, with this exit code.
        Err(_) => Err(Failure::General(format!("Error parsing parameter '{option}': '{text}' is not an integer"))),
    }
}

fn fraction(option: &str, text: &str) -> Result<Value, Failure> {
    Value::fraction(text.trim())
        .ok_or_else(|| Failure::General(format!("Error parsing parameter '{option}': '{text}' is not a number")))
}
