//! Customizations of the AWS CLI: renamed options, options that set a part of a parameter, operations that are not
//! offered.
//!
//! Each table is in a separate file, for one service or one kind of change. Services are identified by SDK id,
//! operations and options by their names on the command line. What a table cannot express is a function named in it:
//! one that converts the arguments of an option to a value (`Parse`), or one of the steps in `rules`.

mod cloudfront;
mod cloudsearch;
mod cloudwatch;
mod codedeploy;
mod datapipeline;
mod ec2;
mod ecs;
mod emr;
mod given;
mod glacier;
mod lambda;
#[cfg(feature = "private-keys")]
mod launch_key;
mod logs;
mod names;
mod offered;
mod pages;
mod rules;
mod s3;
mod ses;
mod uploads;
mod user_data;

use super::arguments::Takes;
use super::failure::Failure;
use super::files;
use super::param::{Extra, Param, Parse};
use super::unpack;
use super::value::{Fields, Value};
use tinsmith_runtime::schema::{Kind, Member};
use tinsmith_runtime::service::Operation;

pub(crate) use given::Given;
pub(crate) use offered::{hidden_name, is_missing, is_offered};
pub(crate) use pages::{is_manual, page_results, page_size, pages, size_member};
pub(crate) use rules::{answered, check, check_moved, finish};
pub use s3::check_bucket;

/// A change to the options of an operation.
#[derive(Debug)]
pub(crate) struct Custom {
    /// The SDK id of the service.
    service: &'static str,
    /// The operation's command, or `*` for all.
    operation: &'static str,
    /// The change.
    change: Change,
}

/// A kind of change.
#[derive(Debug)]
enum Change {
    /// Renames an option.
    Rename(&'static str, &'static str),
    /// Adds a second name, which help does not show.
    Alias(&'static str, &'static str),
    /// Makes an option optional.
    Optional(&'static str),
    /// Hides an option from help.
    Hide(&'static str),
    /// Removes an option. The member can still be set in a document.
    Drop(&'static str),
    /// Adds an option that is not a member.
    Add(Extra),
}

const fn rename(service: &'static str, operation: &'static str, option: &'static str, name: &'static str) -> Custom {
    Custom { service, operation, change: Change::Rename(option, name) }
}

const fn alias(service: &'static str, operation: &'static str, option: &'static str, name: &'static str) -> Custom {
    Custom { service, operation, change: Change::Alias(option, name) }
}

const fn optional(service: &'static str, operation: &'static str, option: &'static str) -> Custom {
    Custom { service, operation, change: Change::Optional(option) }
}

const fn hide(service: &'static str, operation: &'static str, option: &'static str) -> Custom {
    Custom { service, operation, change: Change::Hide(option) }
}

const fn without(service: &'static str, operation: &'static str, option: &'static str) -> Custom {
    Custom { service, operation, change: Change::Drop(option) }
}

const fn extra(
    service: &'static str,
    operation: &'static str,
    name: &'static str,
    takes: Takes,
    path: &'static str,
    parse: Parse,
) -> Custom {
    let added = Extra { name, takes, required: false, path, parse: Some(parse) };
    Custom { service, operation, change: Change::Add(added) }
}

/// Adds an option that is parsed like the member at its path.
const fn part(service: &'static str, operation: &'static str, name: &'static str, path: &'static str) -> Custom {
    let added = Extra { name, takes: Takes::One, required: false, path, parse: None };
    Custom { service, operation, change: Change::Add(added) }
}

/// Like [`part`], for a required option.
const fn needed(
    service: &'static str,
    operation: &'static str,
    name: &'static str,
    takes: Takes,
    path: &'static str,
    parse: Parse,
) -> Custom {
    let added = Extra { name, takes, required: true, path, parse: Some(parse) };
    Custom { service, operation, change: Change::Add(added) }
}

/// All tables, in the order in which they apply.
const TABLES: &[&[Custom]] = &[
    names::RENAMES,
    names::ALIASES,
    cloudfront::OPTIONS,
    datapipeline::OPTIONS,
    ec2::OPTIONS,
    cloudwatch::OPTIONS,
    ses::OPTIONS,
    cloudsearch::OPTIONS,
    codedeploy::OPTIONS,
    ecs::OPTIONS,
    emr::OPTIONS,
    logs::OPTIONS,
    lambda::OPTIONS,
    #[cfg(feature = "private-keys")]
    launch_key::OPTIONS,
    uploads::OPTIONS,
];

/// The changes of an operation, whose command has this name.
fn of<'a>(operation: &'a Operation, command: &'a str) -> impl Iterator<Item = &'static Custom> + 'a {
    let tables = TABLES.iter().flat_map(|table| table.iter());
    tables.filter(move |it| it.service == operation.service.sdk_id && (it.operation == command || it.operation == "*"))
}

/// Changes the options of an operation.
pub(crate) fn options(operation: &Operation, command: &str, params: &mut Vec<Param>) {
    for custom in of(operation, command) {
        let named = |params: &[Param], name: &str| params.iter().position(|it| it.option.name == name);
        match &custom.change {
            Change::Rename(option, name) => {
                if let Some(index) = named(params, option) {
                    params[index].option.name = (*name).into();
                }
            }
            Change::Alias(option, name) => {
                if let Some(index) = named(params, option) {
                    let mut second = params[index].clone();
                    second.option.name = (*name).into();
                    second.hidden = true;
                    second.required = false;
                    params.insert(index + 1, second);
                }
            }
            Change::Optional(option) => {
                if let Some(index) = named(params, option) {
                    params[index].required = false;
                }
            }
            Change::Hide(option) => {
                if let Some(index) = named(params, option) {
                    params[index].hidden = true;
                }
            }
            Change::Drop(option) => params.retain(|it| it.option.name != *option),
            Change::Add(extra) => {
                // An option of the model with this name is replaced.
                params.retain(|it| it.option.name != extra.name);
                let mut param = Param::custom(extra.name, extra.takes, extra);
                param.required = extra.required;
                params.push(param);
            }
        }
    }
    // After renaming, because the opposites of these flags keep their names.
    if operation.service.sdk_id == "EC2" {
        ec2::pull_up_booleans(operation, params);
    }
}

impl Extra {
    /// Sets the value at the option's path from its arguments.
    pub(crate) fn apply(
        &self,
        operation: &Operation,
        values: &mut Fields,
        arguments: &[String],
    ) -> Result<(), Failure> {
        // An option with any number of values that has none is ignored.
        if arguments.is_empty() && self.takes == Takes::Many {
            return Ok(());
        }
        if self.path.is_empty() {
            return self.parse.map_or(Ok(()), |parse| parse(self.name, arguments).map(drop));
        }
        let value = match self.parse {
            Some(parse) => parse(self.name, arguments)?,
            None => unpack::unpack(&format!("--{}", self.name), member(operation, self)?, arguments)?,
        };
        put(values, self.path, value);
        Ok(())
    }
}

/// The member at the path of an option.
fn member(operation: &Operation, extra: &Extra) -> Result<&'static Member, Failure> {
    let mut schema = operation.input;
    let mut found = None;
    for step in extra.path.split('.') {
        let name = step.trim_end_matches("[]");
        found = schema.find_member(name).map(|(_, member)| member);
        let target = found.map(|it| it.target());
        let element = target.and_then(|it| it.members().first()).filter(|_| step.ends_with("[]"));
        schema = element.map(|it| it.target()).or(target).unwrap_or(schema);
    }
    let (name, operation) = (extra.name, operation.name);
    found.ok_or_else(|| Failure::General(format!("the model of {operation} does not support --{name}")))
}

/// Sets a value at a path, and creates missing parts of it.
pub(crate) fn put(values: &mut Fields, path: &str, value: Value) {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let (name, is_list) = step.strip_suffix("[]").map_or((step, false), |name| (name, true));
    let Some(rest) = rest else {
        values.set(name, if is_list { Value::List(vec![value]) } else { value });
        return;
    };
    let empty = || Value::Object(Fields::default());
    if !values.contains(name) {
        values.push(name, if is_list { Value::List(vec![empty()]) } else { empty() });
    }
    let inner = match values.get_mut(name) {
        Some(Value::List(items)) => {
            if items.is_empty() {
                items.push(empty());
            }
            items.first_mut()
        }
        other => other,
    };
    if let Some(Value::Object(fields)) = inner {
        put(fields, rest, value);
    }
}

/// The value of a flag. If the member is a structure, the flag sets the boolean in it.
pub(crate) fn flag(member: &Member, is_on: bool) -> Value {
    let value = Value::Boolean(is_on);
    match member.target().kind() {
        Kind::Structure => Value::Object([("Value".to_owned(), value)].into_iter().collect()),
        _ => value,
    }
}

/// The first argument, or the contents of the file that it names.
fn text(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    let text = arguments.first().map(String::as_str).unwrap_or_default();
    let loaded = files::load(text).map_err(|reason| Failure::param(option, reason))?;
    Ok(loaded.unwrap_or_else(|| Value::string(text)))
}

/// All arguments, as a list of strings.
fn texts(_: &str, arguments: &[String]) -> Result<Value, Failure> {
    Ok(Value::List(arguments.iter().map(Value::string).collect()))
}

/// An integer.
fn whole(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    let text = arguments.first().map(String::as_str).unwrap_or_default();
    let wrong = || Failure::usage(format!("argument --{option}: invalid int value: '{text}'"), None);
    text.trim().parse().map(Value::Integer).map_err(|_| wrong())
}

/// A number with or without a fraction.
fn number(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    let text = arguments.first().map(String::as_str).unwrap_or_default().trim();
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(whole), _) => Ok(Value::Integer(whole)),
        (_, Ok(number)) => Ok(Value::Double(number)),
        _ => Err(Failure::General(format!("Error parsing parameter '--{option}': '{text}' is not a number"))),
    }
}

/// True, for an option that is given.
fn yes(_: &str, _: &[String]) -> Result<Value, Failure> {
    Ok(Value::Boolean(true))
}

/// False, for an option that is given.
fn no(_: &str, _: &[String]) -> Result<Value, Failure> {
    Ok(Value::Boolean(false))
}
