//! Example command lines.

use super::describe::placeholder;
use super::{id, is_from_file, quoted};
use crate::answer::{self, Times};
use crate::help_page::Page;
use crate::names;
use crate::outfile;
use crate::output::json::compact;
use crate::params::{self, Meaning};
use crate::program::Table;
use crate::streams;
use crate::value::{Fields, Value};
use crate::visible;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options};
use tinsmith_runtime::schema::{Kind, Member};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::skeleton::Skeleton;

/// Adds the section: the example of the model, or one with plausible values for the required parameters.
pub(super) fn section(page: &mut Page, table: &Table, operation: &'static Operation, name: &str) {
    page.section("EXAMPLE");
    let documented = documented(table, operation);
    if let Some((title, _)) = &documented
        && !title.is_empty()
    {
        page.text(1, &format!("{}:", title.trim_end_matches(['.', ':'])));
    }
    let parts = parts(table, operation, name, documented.map(|(_, fields)| fields));
    for (index, line) in folded(&parts).iter().enumerate() {
        page.line(1 + usize::from(index > 0), &visible::text(line));
    }
}

/// The parts of a command line as lines of a shell, with options moved to further lines if it is long.
fn folded(parts: &[String]) -> Vec<String> {
    /// The maximum width: that of a small terminal, without two levels of indentation and ` \\`.
    const WIDTH: usize = 70;
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.chars().count() + part.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(part);
            }
            _ => lines.push(part.clone()),
        }
    }
    let last = lines.len().saturating_sub(1);
    for line in lines.iter_mut().take(last) {
        line.push_str(" \\");
    }
    lines
}

/// The title and the input of the model's example, if there is one that can be read.
fn documented(table: &Table, operation: &'static Operation) -> Option<(&'static str, Fields)> {
    /// Models write blobs as text, and are not always correct.
    const OPTIONS: Options =
        Options { raw_blobs: true, skip_unknown: true, skip_null: true, whole_floats: true, ..Options::PEOPLE };
    let (title, input) = table.docs().example(&id(table.service, operation.name))?;
    let mut value = Dynamic::new(operation.input);
    json::read(input.as_bytes(), &mut value, &OPTIONS).ok()?;
    Some((title, answer::read(&value, Times::default())))
}

/// A command line that the service would accept: the command, and options with their values.
fn parts(table: &Table, operation: &'static Operation, name: &str, documented: Option<Fields>) -> Vec<String> {
    let documented = documented.unwrap_or_default();
    let sample = answer::read(&Skeleton::new(operation.input, table.docs()).sample(), Times::default());
    let mut parts = vec![format!("{} {name}", table.program)];
    for param in params::params(operation).iter().filter(|it| !it.hidden) {
        let Meaning::Member(index) = param.meaning else { continue };
        let Some(member) = operation.input.members().get(index) else { continue };
        let value = match documented.get(member.name()) {
            Some(value) => Some((value, true)),
            None if params::is_required(member) => sample.get(member.name()).map(|it| (it, false)),
            None => continue,
        };
        let option = format!("--{}", param.option.name);
        parts.push(match value {
            Some((Value::Boolean(false), true)) => format!("--no-{}", param.option.name),
            Some((Value::Boolean(_), _)) if member.target().kind() == Kind::Boolean => option,
            _ if is_from_file(member) || is_list_from_file(member) => format!("{option} {}", from_file(member)),
            Some((Value::String(text), true)) => given(&option, text),
            Some((Value::String(text), false)) => {
                let text = plausible(table, member, text);
                let text = if text.starts_with('<') { text } else { quoted(&text) };
                format!("{option} {text}")
            }
            Some((Value::List(values), _)) if words(values).is_some() => {
                format!("{option} {}", words(values).unwrap_or_default())
            }
            Some((other, _)) => given(&option, &compact(other)),
            None => format!("{option} {}", placeholder(member.target())),
        });
    }
    if let Some(out) = outfile::of(operation) {
        let part = out.parts.first().unwrap_or(&"");
        parts.push(format!("--outfile {part} --{} {part}", out.part_option));
    }
    parts
}

/// Strings as the words of a list, unless one looks like an option.
fn words(values: &[Value]) -> Option<String> {
    let word = |value: &Value| match value {
        Value::String(text) if !text.starts_with(['-', '{', '[']) => Some(quoted(text)),
        _ => None,
    };
    values.iter().map(word).collect::<Option<Vec<_>>>().filter(|it| !it.is_empty()).map(|it| it.join(" "))
}

/// An option with its value, which may look like an option itself.
fn given(option: &str, text: &str) -> String {
    let separator = if text.starts_with('-') { '=' } else { ' ' };
    format!("{option}{separator}{}", quoted(text))
}

/// Whether a value is a list of such long values.
fn is_list_from_file(member: &Member) -> bool {
    let list = member.target();
    list.kind() == Kind::List && list.members().iter().any(|it| is_from_file(it) || it.target().is_policy_document())
}

/// The file that holds a long value.
fn from_file(member: &Member) -> String {
    let (name, file) = (member.name(), names::dashed(member.name()));
    match member.target().kind() {
        Kind::Blob if streams::is_blob(member) => file,
        Kind::Blob => format!("fileb://{file}"),
        _ if name.contains("Policy") => format!("file://{file}.json"),
        _ => format!("file://{file}"),
    }
}

/// A value that a person could give, in place of a sample that is only as long as it has to be.
fn plausible(table: &Table, member: &Member, sample: &str) -> String {
    let name = member.name();
    let stem = |suffix: &str| name.strip_suffix(suffix).filter(|it| !it.is_empty()).map(names::dashed);
    if !sample.contains("xxx") && sample != name {
        return sample.to_owned();
    }
    if name.ends_with("AccessKeyId") {
        return "AKIAIOSFODNN7EXAMPLE".to_owned();
    }
    if let Some(stem) = stem("Arn").or_else(|| stem("ARN")) {
        return format!("arn:aws:{}::123456789012:{stem}/example", table.service.signing_name);
    }
    if let Some(stem) = stem("Name") {
        return format!("example-{stem}");
    }
    format!("<{}>", names::dashed(name))
}
