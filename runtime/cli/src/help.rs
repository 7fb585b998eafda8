//! Help pages.

mod describe;
mod example;

use super::arguments::Takes;
use super::failure::Called;
use super::globals::{GLOBALS, Globals};
use super::help_page::{Page, first_sentence};
use super::names;
use super::params::{self, Meaning, Param};
use super::program::{Program, Table};
use super::streams;
use describe::{constraints, placeholder};
use tinsmith_runtime::schema::{Kind, Member};
use tinsmith_runtime::service::{Operation, Service};

/// The help page of the program.
pub(crate) fn program(program: &Program) -> Page {
    let (name, table) = (program.name(), program.table);
    let mut page = Page::default();
    page.section("NAME");
    page.text(1, &format!("{name} - {}", table.service.title));
    page.section("SYNOPSIS");
    page.text(1, &format!("{name} [options] <command> [parameters]"));
    if let Some(text) = table.docs().shape(table.service.id) {
        page.section("DESCRIPTION");
        page.text(1, text);
    }
    page.section("COMMANDS");
    for (command, name) in table.operation_commands() {
        page.entry(1, &command, &about_name(table, name));
    }
    let others = program.commands();
    if !others.is_empty() {
        page.section("OTHER COMMANDS");
    }
    for command in others {
        page.entry(1, command.name, command.about);
    }
    page.item(1, &format!("Run `{name} <command> help` for help on a command."));
    global_options(&mut page);
    surroundings(&mut page);
    page
}

/// The sections about what is around every command.
fn surroundings(page: &mut Page) {
    page.section("OUTPUT");
    page.text(
        1,
        "Results go to standard output, in the format of `--output`, of `AWS_DEFAULT_OUTPUT` or of `output` in the \
         profile, else as JSON. Everything else goes to standard error. With `--query`, only what the expression finds \
         is printed.",
    );
    page.section("ENVIRONMENT");
    for (name, about) in ENVIRONMENT {
        page.entry(1, name, about);
    }
    page.section("FILES");
    for (name, about) in FILES {
        page.entry(1, name, about);
    }
    page.section("EXIT STATUS");
    for (code, about) in CODES {
        page.entry(1, code, about);
    }
}

/// The variables that matter most.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("AWS_ACCESS_KEY_ID, ...", "The keys that sign: this, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN."),
    ("AWS_PROFILE", "The profile, without --profile."),
    ("AWS_REGION", "The region, without --region."),
    ("AWS_ENDPOINT_URL", "The URL that requests go to, without --endpoint-url."),
    ("AWS_CONFIG_FILE", "The file in place of ~/.aws/config."),
    ("AWS_SHARED_CREDENTIALS_FILE", "The file in place of ~/.aws/credentials."),
    ("AWS_CA_BUNDLE", "The certificates to trust, without --ca-bundle."),
    ("AWS_MAX_ATTEMPTS", "How often a call is tried at most."),
    ("AWS_DEFAULT_OUTPUT", "The format of results, without --output."),
    ("AWS_CLI_ERROR_FORMAT", "The format of errors, without --cli-error-format."),
    ("AWS_CLI_FILE_ENCODING", "The encoding of files that are given as file://PATH. UTF-8 by default."),
    ("AWS_PAGER, PAGER", "The program that shows help and results on a terminal; empty for none."),
    ("HTTPS_PROXY, NO_PROXY", "The proxy, and the hosts that are called without it."),
    ("TINSMITH_VALIDATION", "What happens to values beyond a limit, without --validation."),
];

/// The files that are read and written.
const FILES: &[(&str, &str)] = &[
    ("~/.aws/config", "Profiles and settings."),
    ("~/.aws/credentials", "Keys of profiles."),
    ("~/.aws/cli/alias", "Commands that you define."),
    ("~/.aws/cli/cache", "Temporary keys of roles."),
];

/// The exit codes.
const CODES: &[(&str, &str)] = &[
    ("0", "Success."),
    ("130", "Interrupted."),
    ("252", "Invalid arguments or input. Nothing was sent."),
    ("253", "Credentials or a region are missing."),
    ("254", "The service returned an error."),
    ("255", "Any other failure."),
];

/// The help page of an operation's command.
pub(crate) fn operation(table: &Table, operation: &'static Operation) -> Page {
    let text = table.docs().shape(&id(table.service, operation.name)).unwrap_or_default();
    command(table, operation, &names::dashed(operation.name), &typed(table, operation, text))
}

/// The help page of a command with this name, which takes the operation's parameters and does what the text says.
pub(crate) fn command(table: &Table, operation: &'static Operation, name: &str, text: &str) -> Page {
    let docs = table.docs();
    let mut params = params::params(operation);
    params.retain(|param| !param.hidden);
    let mut synopsis = vec![name.to_owned()];
    synopsis.extend(params.iter().map(|param| form(operation, param)));
    if streams::takes_outfile(operation) {
        synopsis.push("<outfile>".to_owned());
    }
    synopsis.push("[options]".to_owned());
    let synopsis: Vec<&str> = synopsis.iter().map(String::as_str).collect();
    let mut page = Page::of_command(table.program, &first_sentence(text), name, &synopsis, text);
    page.section("PARAMETERS");
    for param in &params {
        parameter(&mut page, table, operation, param);
    }
    if let Some(blob) = streams::to_file(operation) {
        let about = format!("The file to write the {} to, or - for standard output.", blob.name());
        page.entry(1, "<outfile>", &about);
    }
    example::section(&mut page, table, operation, name);
    if !operation.output.members().is_empty() {
        page.section("OUTPUT");
        for member in operation.output.members() {
            let own = docs.member(operation.output.id(), member.name());
            let about = own.or_else(|| docs.shape(member.target().id())).map(first_sentence).unwrap_or_default();
            page.entry(1, member.name(), &about);
        }
    }
    if !operation.errors.is_empty() {
        page.section("ERRORS");
        for error in operation.errors {
            let code = error.query_error_code().unwrap_or(error.name());
            page.entry(1, code, &docs.shape(error.id()).map(first_sentence).unwrap_or_default());
        }
    }
    global_options(&mut page);
    page
}

/// A command with its required parameters, for usage lines.
pub(crate) fn called(operation: &'static Operation, name: String) -> Called {
    let params = params::params(operation).into_iter().filter(|param| param.required);
    let outfile = streams::takes_outfile(operation).then(|| "<outfile>".to_owned());
    let params = params.map(|param| written(operation, &param)).chain(outfile);
    let line = [name.clone()].into_iter().chain(params).collect::<Vec<_>>();
    Called { name, line: line.join(" ") }
}

/// The shape id of an operation, which identifies its documentation.
fn id(service: &Service, operation: &str) -> String {
    let namespace = service.id.split('#').next().unwrap_or_default();
    format!("{namespace}#{operation}")
}

/// Writes the last section of every help page.
pub fn global_options(page: &mut Page) {
    page.section("GLOBAL OPTIONS");
    for global in GLOBALS {
        let value = match global.takes {
            Takes::Nothing => String::new(),
            Takes::ChoiceOr(_) => format!(" [{}]", global.choices.join("|")),
            _ if global.choices.is_empty() => " <value>".to_owned(),
            _ => format!(" {}", global.choices.join("|")),
        };
        page.item(1, &format!("--{}{value}", global.name));
        page.text(2, global.about);
    }
}

/// The member that an option sets.
fn member(operation: &Operation, param: &Param) -> Option<&'static Member> {
    match param.meaning {
        Meaning::Member(index) | Meaning::Negated(index) => operation.input.members().get(index),
        _ => None,
    }
}

fn written(operation: &Operation, param: &Param) -> String {
    let name = &param.option.name;
    let value = match (param.meaning, member(operation, param)) {
        _ if param.option.takes == Takes::Nothing => String::new(),
        (_, Some(member)) => placeholder(member.target()),
        (Meaning::Skeleton, _) => "[<kind>]".to_owned(),
        (Meaning::PageSize | Meaning::MaxItems, _) => "<number>".to_owned(),
        (Meaning::OutFile | Meaning::Save(_), _) => "<path>".to_owned(),
        (Meaning::OutPart, _) => format!("<{}>", param.option.choices.join("|")),
        _ if param.option.takes == Takes::Many => "<text> ...".to_owned(),
        _ => "<text>".to_owned(),
    };
    if value.is_empty() { format!("--{name}") } else { format!("--{name} {value}") }
}

fn form(operation: &Operation, param: &Param) -> String {
    let written = written(operation, param);
    if param.required { written } else { format!("[{written}]") }
}

fn parameter(page: &mut Page, table: &Table, operation: &'static Operation, param: &Param) {
    page.item(1, &written(operation, param));
    page.text(2, &typed(table, operation, text(table, operation, param)));
    if let Some(member) = member(operation, param).filter(|it| is_from_file(it)) {
        page.text(
            2,
            match member.target().kind() {
                Kind::Blob if streams::is_blob(member) => "The path of the file to send, or - for standard input.",
                Kind::Blob => "To read it from a file, give fileb://PATH.",
                _ => "To read it from a file, give file://PATH.",
            },
        );
    }
    if let Some(member) = member(operation, param)
        && let Some(constraints) = constraints(member, param.meaning)
    {
        page.text(2, &constraints);
    }
}

/// Whether a value is so long that it comes from a file.
fn is_from_file(member: &Member) -> bool {
    /// The limit of values that nobody types. One of none says nothing.
    const LONG: std::ops::Range<u64> = 4096..u64::MAX;
    match member.target().kind() {
        Kind::Blob => true,
        Kind::String => member.name().ends_with("Document") || member.length().is_some_and(|it| LONG.contains(&it.max)),
        _ => false,
    }
}

/// Documentation in the names of the command line: operations, their parameters and waiters are written as they are
/// typed, and errors as messages name them.
fn typed(table: &Table, operation: &'static Operation, text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return text.to_owned();
    }
    let names = table.tables.names();
    let error = |name: &str| operation.errors.iter().find(|it| it.name() == name);
    let word = |(index, piece): (usize, &&str)| match index % 2 {
        1 if names.binary_search(piece).is_ok() => names::dashed(piece),
        1 if pieces[index - 1].ends_with("waiter ") => format!("wait {}", names::dashed(piece)),
        1 => match params::option_of(operation, piece) {
            Some(option) => option,
            None => error(piece).and_then(|it| it.query_error_code()).unwrap_or(piece).to_owned(),
        },
        _ => (*piece).to_owned(),
    };
    pieces.iter().enumerate().map(word).collect::<Vec<_>>().join("`")
}

/// The description of a parameter.
fn text<'a>(table: &'a Table, operation: &Operation, param: &Param) -> &'a str {
    match (param.meaning, member(operation, param)) {
        (Meaning::Negated(_), _) => "Sets the option above to false.",
        (_, Some(member)) => {
            let own = table.docs().member(operation.input.id(), member.name());
            own.or_else(|| table.docs().shape(member.target().id())).unwrap_or_default()
        }
        (Meaning::Json, _) => {
            "The parameters as JSON, in the format of --generate-cli-skeleton: text, file://PATH, or - for standard \
             input. Options override them."
        }
        (Meaning::Yaml, _) => "The parameters as YAML, like --cli-input-json.",
        (Meaning::StartingToken, _) => "Where to continue: the NextToken of a truncated result.",
        (Meaning::PageSize, _) => "The number of results per call. Does not change the output.",
        (Meaning::MaxItems, _) => {
            "The maximum number of results to show. If there are more, the result has a NextToken."
        }
        (Meaning::OutFile, _) => {
            "The file to write a part of the output to. It is overwritten, and only its owner can read it."
        }
        (Meaning::OutPart, _) => {
            "The part of the output to write to the file. The printed output contains none of the parts."
        }
        (Meaning::Save(_), _) => {
            "A file to write this part of the output to. It is overwritten, and only its owner can read it."
        }
        (Meaning::Extra(_), _) => "A shortcut for part of another parameter.",
        (Meaning::Skeleton | Meaning::Member(_), _) => {
            "Print a sample without making a call: `input` (the default), `yaml-input` or `output`; or the input with \
             the given parameters filled in: `filled-input` or `filled-yaml-input`."
        }
    }
}

/// The first sentence of an operation's documentation.
pub(crate) fn about_name(table: &Table, name: &str) -> String {
    table.docs().shape(&id(table.service, name)).map(first_sentence).unwrap_or_default()
}

/// The first sentence of a parameter's description.
pub(crate) fn about_param(table: &Table, operation: &'static Operation, param: &Param) -> String {
    match (param.meaning, member(operation, param)) {
        (Meaning::Negated(_), Some(member)) => {
            let option = params::option_of(operation, member.name());
            format!("Sets {} to false.", option.unwrap_or_else(|| params::option_name(member)))
        }
        _ => first_sentence(text(table, operation, param)),
    }
}

/// The options that say where calls go, as they are given to this command.
pub fn connection_options(globals: &Globals) -> String {
    let given =
        [("--region", &globals.region), ("--endpoint-url", &globals.endpoint_url), ("--ca-bundle", &globals.ca_bundle)];
    given.iter().filter_map(|(name, value)| Some(format!(" {name} {}", quoted(value.as_deref()?)))).collect()
}

/// Quotes a word for a shell if necessary.
pub fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@+,%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
