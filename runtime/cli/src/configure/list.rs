//! `configure list`: shows the value and source of each setting.
//!
//! The format is that of version 2 of the AWS CLI: four columns separated by colons, with the same names of rows and
//! kinds of sources. The rows after the first four are additions.

use super::sources::{Setting, Sources};
use super::{Context, masked, no_more};
use crate::failure::Failure;
use crate::globals::Globals;
use crate::output::Format;
use crate::result_format::ResultFormat;
use crate::terminal::print;
use crate::value::{Fields, Value};
use tinsmith_runtime::service::Service;

/// Prints the settings of all services, like the AWS CLI.
pub(super) fn run_all(context: &Context<'_>, rest: &[String]) -> Result<(), Failure> {
    no_more(rest, "configure list")?;
    let mut sources = Sources::new(context.globals);
    let row = |name: &str, value: Option<&str>, kind: Option<&str>, place: Option<&str>| {
        let value = value.unwrap_or("<not set>");
        format!("{name:<10} : {value:<24} : {:<16} : {}\n", kind.unwrap_or("None"), place.unwrap_or("None"))
    };
    let mut text = row("NAME", Some("VALUE"), Some("TYPE"), Some("LOCATION"));
    let variables = |setting: &mut Setting, names: &str| {
        if setting.kind == Some("env") {
            setting.place = Some(names.to_owned());
        }
    };
    let mut profile = sources.take_profile();
    variables(&mut profile, "['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']");
    text.push_str(&row("profile", profile.value.as_deref(), profile.kind, profile.place.as_deref()));
    let (mut settings, failure) = sources.shared();
    for setting in &mut settings {
        if setting.name == "region" {
            variables(setting, "['AWS_REGION', 'AWS_DEFAULT_REGION']");
        } else if let Some(key) = &setting.value {
            setting.value = Some(masked(key));
            setting.place = Some(String::new());
        }
    }
    if let Some(failure) = failure {
        print(&text)?;
        return Err(failure);
    }
    for it in &settings {
        text.push_str(&row(it.name, it.value.as_deref(), it.kind, it.place.as_deref()));
    }
    print(&text)
}

/// Prints the settings, followed by errors in them.
pub(super) fn run(service: &'static Service, globals: &Globals) -> Result<(), Failure> {
    let (settings, failure) = Sources::new(globals).settings(service);
    print(&written(globals, &settings)?)?;
    failure.map_or(Ok(()), Err)
}

fn written(globals: &Globals, settings: &[Setting]) -> Result<String, Failure> {
    if globals.output.is_none() && globals.query.is_none() {
        return Ok(lines(settings));
    }
    let text = |it: &Option<String>| it.clone().map_or(Value::Null, Value::String);
    let object = |it: &Setting| {
        let mut fields = Fields::default();
        fields.push("Name", Value::string(it.name));
        fields.push("Value", text(&it.value));
        fields.push("Type", it.kind.map_or(Value::Null, Value::string));
        fields.push("Location", text(&it.place));
        Value::Object(fields)
    };
    let result = Value::List(settings.iter().map(object).collect());
    // The format comes from the option only, because the profile must not change the output.
    let format = globals.output.unwrap_or(Format::Json);
    ResultFormat::of(globals, format).write("Configuration", &result)
}

fn lines(settings: &[Setting]) -> String {
    // As wide as the AWS CLI's columns, or wider if necessary.
    let mut rows = vec![["NAME", "VALUE", "TYPE", "LOCATION"]];
    rows.extend(settings.iter().map(|it| {
        let (value, place) = (it.value.as_deref(), it.place.as_deref());
        [it.name, value.unwrap_or("<not set>"), it.kind.unwrap_or("None"), place.unwrap_or("None")]
    }));
    let width = |column: usize, least: usize| rows.iter().map(|it| it[column].chars().count()).fold(least, usize::max);
    let [names, values, kinds] = [width(0, 10), width(1, 24), width(2, 16)];
    let line = |[name, value, kind, place]: &[&str; 4]| {
        let line = format!("{name:<names$} : {value:<values$} : {kind:<kinds$} : {place}");
        line.trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
