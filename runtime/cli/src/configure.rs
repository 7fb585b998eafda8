//! `configure list`: which value of the configuration comes from where.
//!
//! The form is that of version 2 of the AWS CLI, four columns with colons between them, and so are
//! the names of its four rows and of the kinds of places. The rows below them are ours.

mod sources;

use crate::arguments;
use crate::failure::{Called, Failure};
use crate::globals::Globals;
use crate::help;
use crate::help_page::Page;
use crate::output::Format;
use crate::program::{Command, Program};
use crate::result_format::ResultFormat;
use crate::terminal::print;
use crate::value::{Fields, Value};
use sources::{Setting, Sources};

/// What the command does, in one sentence.
const ABOUT: &str = "Show which value of the configuration comes from where.";

/// The command.
pub(crate) const COMMAND: Command = Command {
    name: "configure",
    about: ABOUT,
    is_offered: |_| true,
    run,
    options: Vec::new,
    words: |_, before| if before.is_empty() { vec!["list".to_owned()] } else { Vec::new() },
    help,
};

/// Runs the command.
fn run(program: &Program, globals: &Globals, rest: &[String]) -> Result<(), Failure> {
    let called = || Some(Called { name: "configure".to_owned(), line: "configure list".to_owned() });
    match rest {
        [word] if word == "list" => list(program, globals),
        [] => Err(Failure::Usage("the following arguments are required: subcommand".to_owned(), called())),
        [word, rest @ ..] if word == "list" => Err(Failure::Unknown(rest.join(", "), called())),
        [word, ..] => Err(Failure::Usage(arguments::invalid_choice("subcommand", word, &["list"]), called())),
    }
}

/// The help of the command.
fn help(program: &Program, _: &[String]) -> Result<Page, Failure> {
    let name = program.name();
    let mut page = Page::of_command(
        name,
        ABOUT,
        "configure list",
        &["configure list [options]"],
        "A line for each setting: its name, its value, what kind of place the value comes from, and the place. Of keys \
         the last four characters are shown. An option wins over the environment, and that over the shared files; with \
         --profile, keys in the environment do not count.\n\n\
         `manual` is an option, `env` a variable, `config-file` and `shared-credentials-file` are the shared files, and \
         `default` is what holds where nothing is set. The endpoint is the one that requests of this service go to.\n\n\
         With --output or --query on the command line, the lines are a list of objects. Nothing is sent to the \
         service.",
    );
    page.section("EXAMPLE");
    page.line(1, &format!("{name} configure list --profile work"));
    help::global_options(&mut page);
    Ok(page)
}

/// Prints the settings. What is wrong with them is told below.
fn list(program: &Program, globals: &Globals) -> Result<(), Failure> {
    let (settings, failure) = Sources::new(globals).settings(program.table.service);
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
    // The format comes from the option alone: what the profile says must not change the lines above.
    let format = globals.output.unwrap_or(Format::Json);
    ResultFormat::of(globals, format).write("Configuration", &result)
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
