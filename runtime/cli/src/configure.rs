//! `configure list`: which value of the configuration comes from where.
//!
//! The form is that of version 2 of the AWS CLI, four columns with colons between them, and so are
//! the names of its four rows and of the kinds of places. The rows below them are ours.

mod sources;

use super::arguments;
use super::failure::{Called, Failure};
use super::globals::Globals;
use super::help::{self, Page};
use super::output::Format;
use super::run::print;
use super::value::{Fields, Value};
use super::{Table, settings};
use sources::{Setting, Sources};

/// What the command does, in one sentence.
pub(crate) const ABOUT: &str = "Show which value of the configuration comes from where.";

/// Runs the command.
pub(crate) fn run(table: &'static Table, globals: &Globals, rest: &[String]) -> Result<(), Failure> {
    let called = || Some(Called { name: "configure".to_owned(), line: "configure list".to_owned() });
    match rest {
        [word] if word == "list" => list(table, globals),
        [] => Err(Failure::Usage("the following arguments are required: subcommand".to_owned(), called())),
        [word, rest @ ..] if word == "list" => Err(Failure::Unknown(rest.join(", "), called())),
        [word, ..] => Err(Failure::Usage(arguments::invalid_choice("subcommand", word, &["list"]), called())),
    }
}

/// The help of the command.
pub(crate) fn help(table: &'static Table, _: &[String]) -> Result<Page, Failure> {
    let program = table.program;
    let mut page = Page::default();
    page.section("NAME");
    page.text(1, &format!("{program} configure list - {ABOUT}"));
    page.section("SYNOPSIS");
    page.text(1, &format!("{program} configure list [options]"));
    page.section("DESCRIPTION");
    page.text(
        1,
        "A line for each setting: its name, its value, what kind of place the value comes from, and the place. Of keys \
         the last four characters are shown. An option wins over the environment, and that over the shared files; with \
         --profile, keys in the environment do not count.\n\n\
         `manual` is an option, `env` a variable, `config-file` and `shared-credentials-file` are the shared files, and \
         `default` is what holds where nothing is set. The endpoint is the one that requests of this service go to.\n\n\
         With --output or --query on the command line, the lines are a list of objects. Nothing is sent to the \
         service.",
    );
    page.section("EXAMPLE");
    page.line(1, &format!("{program} configure list --profile work"));
    help::globals(&mut page);
    Ok(page)
}

/// Prints the settings. What is wrong with them is told below.
fn list(table: &'static Table, globals: &Globals) -> Result<(), Failure> {
    let (settings, failure) = Sources::new(globals).settings(table.service);
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
    let mut result = Value::List(settings.iter().map(object).collect());
    if let Some(query) = &globals.query {
        result = query.search(&result).map_err(Failure::General)?;
    }
    Ok(globals.output.unwrap_or(Format::Json).write("Configuration", &result, settings::style(globals)))
}

fn lines(settings: &[Setting]) -> String {
    // As wide as the AWS CLI's columns, and wider where they have to be.
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
