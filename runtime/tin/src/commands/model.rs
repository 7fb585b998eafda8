//! `model add`, `list` and `remove`: Smithy models whose services are commands.

use std::path::{Path, PathBuf};

use tinsmith_cli::command::{
    Called, Failure, Fields, Opt, Page, ResultFormat, Takes, Value, eprint, global_options, print, read_words, reason,
};
use tinsmith_cli::many::{OwnCommand, OwnContext};
use tinsmith_pack::PackWriter;
use tinsmith_tables::{Described, describe_files};

use crate::store;

/// The group of commands.
pub(crate) const COMMAND: OwnCommand = OwnCommand {
    name: "model",
    about: "Add Smithy models, whose services are then commands.",
    run,
    help,
    words: |before| match before {
        [] => SUBCOMMANDS.iter().map(|it| it.0.to_owned()).collect(),
        [first] if first == "remove" => store::names(),
        [first, ..] if first == "add" => ["--name", "--service", "--replace"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    },
};

type Subcommand = (&'static str, &'static str, fn(&OwnContext<'_>, &[String]) -> Result<(), Failure>);

const SUBCOMMANDS: &[Subcommand] = &[
    ("add", "Check a model that consists of these files, and store it.", add),
    ("list", "List the stored models.", list),
    ("remove", "Remove a stored model.", remove),
];

fn run(context: &OwnContext<'_>, arguments: &[String]) -> Result<(), Failure> {
    let names: Vec<&str> = SUBCOMMANDS.iter().map(|it| it.0).collect();
    let usage = |message: String| Failure::usage(message, Some(called(&names.join("|"))));
    let [name, rest @ ..] = arguments else {
        return Err(usage("the following arguments are required: subcommand".to_owned()));
    };
    match SUBCOMMANDS.iter().find(|it| it.0 == name) {
        Some((_, _, run)) => run(context, rest),
        None => Err(usage(format!("argument subcommand: Found invalid choice '{name}'"))),
    }
}

fn called(line: &str) -> Called {
    Called { name: "model".to_owned(), line: format!("model {line}") }
}

fn help(program: &str) -> Page {
    let synopsis =
        ["model add <path>... [--name <name>] [--service <shape id>] [--replace]", "model list", "model remove <name>"];
    let about = "Add Smithy models, whose services are then commands.";
    let mut page = Page::of_command(
        program,
        about,
        "model",
        &synopsis,
        "A model consists of one or more files, as IDL (`.smithy`) or as JSON, of AWS or not. It is checked, and stored \
         in `$XDG_DATA_HOME/tinsmith/models`, by default `~/.local/share/tinsmith/models`.\n\n\
         Services of AWS and other commands have precedence over stored models, so a model with the name of one needs \
         another name.",
    );
    page.section("SUBCOMMANDS");
    for (name, about, _) in SUBCOMMANDS {
        page.entry(1, name, about);
    }
    page.section("PARAMETERS");
    for (name, about) in [
        ("--name <name>", "The name of the command, instead of the service's own."),
        ("--service <shape id>", "The service to store, if the model has several."),
        ("--replace", "Replace the stored model with this name."),
    ] {
        page.item(1, name);
        page.text(2, about);
    }
    page.section("EXAMPLE");
    for line in [
        format!("{program} model add weather.smithy"),
        format!("{program} weather get-forecast --city-id oslo --endpoint-url https://weather.example.com"),
    ] {
        page.line(1, &line);
    }
    global_options(&mut page);
    page
}

/// Checks a model and stores it.
fn add(context: &OwnContext<'_>, arguments: &[String]) -> Result<(), Failure> {
    let options = [Opt::new("name", Takes::One), Opt::new("service", Takes::One), Opt::new("replace", Takes::Nothing)];
    let called = called("add <path>...");
    let (read, files) = read_words(&options, &called, arguments, usize::MAX)?;
    if files.is_empty() {
        return Err(Failure::usage("the following arguments are required: path".to_owned(), Some(called)));
    }
    let text = |index| read.last(index).and_then(|it| it.first()).cloned();
    let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let described = describe_files(&files, text(1).as_deref());
    let described = described.map_err(|found| Failure::Param(format!("The model is not valid.\n{found}")))?;
    let name = text(0).unwrap_or_else(|| described.command.clone());
    check_name(context, &name, read.last(2).is_some())?;
    let bytes = packed(&name, &described);
    let bytes = bytes.map_err(|error| Failure::General(format!("Failed to pack the model: {error}")))?;
    let path = store::write(&name, &bytes);
    let path = path.map_err(|error| Failure::General(format!("Failed to store the model: {}", reason(&error))))?;
    if !described.warnings.is_empty() {
        eprint(&format!("{}\n", described.warnings));
    }
    eprint(&format!("Stored as {}.\n", path.display()));
    print(&format!("{} {name} help\n", context.program))
}

fn packed(name: &str, described: &Described) -> std::io::Result<Vec<u8>> {
    let mut writer = PackWriter::new();
    writer.add(PackWriter::pack(name, &described.description, true)?);
    writer.finish()
}

/// Checks that a model can have this name.
fn check_name(context: &OwnContext<'_>, name: &str, is_replaced: bool) -> Result<(), Failure> {
    let wrong = |message: String| Err(Failure::Param(message));
    if !store::is_name(name) {
        return wrong(format!(
            "The name `{name}` cannot be that of a command: expected lowercase letters, digits, dots and dashes. Choose \
             another one with --name."
        ));
    }
    let is_stored = store::path(name).is_some_and(|it| it.exists());
    if is_stored && !is_replaced {
        return wrong(format!(
            "There is a stored model `{name}` already. Replace it with --replace, or choose another name with --name."
        ));
    }
    // A stored model may be replaced even if it has no effect.
    if !is_stored && context.is_taken(name) {
        return wrong(format!(
            "There is a command `{name}` already, which has precedence. Choose another name with --name."
        ));
    }
    Ok(())
}

/// Lists the stored models.
fn list(context: &OwnContext<'_>, arguments: &[String]) -> Result<(), Failure> {
    read_words(&[], &called("list"), arguments, 0)?;
    let models = store::names().into_iter().map(|name| {
        let mut fields = Fields::default();
        let path = store::path(&name).unwrap_or_default();
        fields.push("Name", Value::string(name.clone()));
        match store::open(&name) {
            Ok(Some(pack)) => {
                for entry in pack.services() {
                    fields.push("Title", Value::string(entry.title));
                    fields.push("Version", Value::string(entry.version));
                    fields.push("Operations", Value::Integer(entry.operations.into()));
                }
            }
            Ok(None) => {}
            Err(message) => fields.push("Error", Value::String(message)),
        }
        fields.push("Path", Value::String(path.display().to_string()));
        Value::Object(fields)
    });
    let result: Fields = [("Models".to_owned(), Value::List(models.collect()))].into_iter().collect();
    print(&ResultFormat::new(context.globals)?.write("Models", &Value::Object(result))?)
}

/// Removes a stored model.
fn remove(_: &OwnContext<'_>, arguments: &[String]) -> Result<(), Failure> {
    let called = called("remove <name>");
    let (_, names) = read_words(&[], &called, arguments, 1)?;
    let [name] = names.as_slice() else {
        return Err(Failure::usage("the following arguments are required: name".to_owned(), Some(called)));
    };
    match store::remove(name) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Param(format!("There is no stored model `{name}`. `model list` lists all."))),
        Err(error) => {
            let path = store::path(name).unwrap_or_else(|| Path::new(name).to_owned());
            Err(Failure::General(format!("Failed to remove {}: {}", path.display(), reason(&error))))
        }
    }
}
