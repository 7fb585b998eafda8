//! Settings of the program itself in environment and profile: output format and binary format.

use std::io::IsTerminal;

use terminal_size::{Height, Width, terminal_size_of};

use super::answer::Times;
use super::failure::{ErrorFormat, Failure};
use super::globals::Globals;
use super::output::Format;
use super::output::table::Style;
use crate::terminal::eprint;
use tinsmith_runtime::config::{Environment, ValidationPolicy, validation_policy};
use tinsmith_runtime::profile::Profiles;
use tinsmith_runtime::schema::TimestampFormat;
use tinsmith_runtime::service::Service;

/// The format of results: from the option, the environment or the profile; JSON by default.
pub(crate) fn format(globals: &Globals) -> Result<Format, Failure> {
    if let Some(format) = globals.output {
        return Ok(format);
    }
    let name = std::env::var("AWS_DEFAULT_OUTPUT").ok().filter(|it| !it.is_empty());
    match name.or_else(|| in_profile(globals.profile.as_deref(), "output")) {
        None => Ok(Format::Json),
        Some(name) => Format::named(&name).ok_or_else(|| Failure::General(format!("Unknown output type: {name}"))),
    }
}

/// Whether strings for binary members are used as they are, not as base64.
pub(crate) fn is_raw_binary(globals: &Globals) -> bool {
    let in_profile =
        || in_profile(globals.profile.as_deref(), "cli_binary_format").is_some_and(|it| it == "raw-in-base64-out");
    globals.raw_binary.unwrap_or_else(in_profile)
}

/// The format of times, from `cli_timestamp_format` of the profile.
pub(crate) fn times(globals: &Globals, service: &Service) -> Result<Times, Failure> {
    match in_profile(globals.profile.as_deref(), "cli_timestamp_format").as_deref() {
        None | Some("iso8601") => Ok(Times::Iso8601),
        // The format of times in protocols, if the model does not name another.
        Some("wire") if service.protocol.id().contains("Json") => Ok(Times::Wire(TimestampFormat::EpochSeconds)),
        Some("wire") => Ok(Times::Wire(TimestampFormat::DateTime)),
        Some(other) => Err(Failure::Configuration(
            "Configuration",
            format!("Unknown cli_timestamp_format value: {other}, valid values are \"wire\" or \"iso8601\""),
        )),
    }
}

/// The format of errors without an option: from the environment or the profile; enhanced by default.
pub(crate) fn error_format(profile: Option<&str>) -> ErrorFormat {
    let name = std::env::var("AWS_CLI_ERROR_FORMAT").ok().filter(|it| !it.is_empty());
    let Some(name) = name.or_else(|| in_profile(profile, "cli_error_format")) else { return ErrorFormat::default() };
    ErrorFormat::named(&name.to_ascii_lowercase()).unwrap_or_else(|| {
        eprint(&format!("Invalid cli_error_format: '{name}'. Using 'enhanced' format.\n"));
        ErrorFormat::default()
    })
}

/// The validation policy: from the option, the environment or the profile. By default, invalid inputs are rejected.
pub(crate) fn validation(globals: &Globals) -> Result<ValidationPolicy, Failure> {
    if let Some(policy) = globals.validation {
        return Ok(policy);
    }
    let environment = Environment::of_process();
    let profiles = load(&environment).unwrap_or_default();
    let profile = profiles.get(profile_name(globals.profile.as_deref(), &environment));
    let found = validation_policy(&environment, profile);
    found.map(Option::unwrap_or_default).map_err(|error| Failure::Configuration("Configuration", error.to_string()))
}

/// Whether inputs below a minimum are rejected. The AWS CLI does so, unless the profile turns off all checks.
pub(crate) fn checks_minimums(globals: &Globals) -> bool {
    let off = in_profile(globals.profile.as_deref(), "parameter_validation");
    !off.is_some_and(|it| it.eq_ignore_ascii_case("false"))
}

/// A key of the profile. Errors in the files are reported when a call is made.
fn in_profile(profile: Option<&str>, key: &str) -> Option<String> {
    let environment = Environment::of_process();
    let profiles = load(&environment)?;
    profiles.get(profile_name(profile, &environment))?.get(key).map(str::to_owned)
}

/// The keys nested in a key of the profile, such as `max_concurrent_requests` in `s3`. `None` for those that are not
/// set. Errors in the files are reported when a call is made.
pub fn nested_settings<const N: usize>(globals: &Globals, key: &str, names: [&str; N]) -> [Option<String>; N] {
    let environment = Environment::of_process();
    let profiles = load(&environment).unwrap_or_default();
    let profile = profiles.get(profile_name(globals.profile.as_deref(), &environment));
    names.map(|name| profile?.get_nested(key, name).map(str::to_owned))
}

fn profile_name<'a>(profile: Option<&'a str>, environment: &'a Environment) -> &'a str {
    profile.or_else(|| environment.profile_name()).unwrap_or("default")
}

/// The names of all profiles.
pub(crate) fn profiles() -> Vec<String> {
    let profiles = load(&Environment::of_process());
    profiles.map(|it| it.names().map(str::to_owned).collect()).unwrap_or_default()
}

fn load(environment: &Environment) -> Option<Profiles> {
    Profiles::of(environment).ok()
}

/// The command line of the user's pager, and the setting that contains it, for messages. `None` if none is configured.
pub(crate) fn pager(globals: &Globals) -> Option<(String, String)> {
    let variable = |name: &str| Some((std::env::var(name).ok()?, format!("the variable {name}")));
    let of_profile = || {
        let environment = Environment::of_process();
        let profiles = load(&environment)?;
        let profile = profiles.get(profile_name(globals.profile.as_deref(), &environment))?;
        Some((profile.get("cli_pager")?.to_owned(), profile.describe("cli_pager")))
    };
    variable("AWS_PAGER").or_else(of_profile).or_else(|| variable("PAGER"))
}

/// The setting that turns on the prompt of the AWS CLI, for messages.
pub(crate) fn auto_prompt(globals: &Globals) -> Option<&'static str> {
    let variable = std::env::var("AWS_CLI_AUTO_PROMPT").ok();
    let is_on = |value: &str| value.eq_ignore_ascii_case("on");
    match variable {
        Some(value) => is_on(&value).then_some("the variable AWS_CLI_AUTO_PROMPT"),
        None => in_profile(globals.profile.as_deref(), "cli_auto_prompt")
            .is_some_and(|it| is_on(&it))
            .then_some("`cli_auto_prompt` of the profile"),
    }
}

/// How wide help is: as `COLUMNS` says, else as the terminal, else 80 columns.
pub(crate) fn help_width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|it| it.trim().parse().ok()).filter(|it| *it > 0);
    let of_terminal =
        || terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0)).filter(|it| *it > 0);
    columns.or_else(of_terminal).unwrap_or(COLUMNS)
}

/// The columns of a terminal that does not tell them.
const COLUMNS: usize = 80;

/// The look of a table on standard output.
pub(crate) fn style(globals: &Globals) -> Style {
    let stdout = std::io::stdout();
    styled(globals.color, stdout.is_terminal(), terminal_size_of(&stdout))
}

/// The look of an error table on standard error, with the requested color. The AWS CLI checks whether standard output
/// is a terminal instead, and so writes colors into files.
pub(crate) fn error_style(color: Option<bool>) -> Style {
    let stderr = std::io::stderr();
    styled(color, stderr.is_terminal(), terminal_size_of(&stderr))
}

fn styled(color: Option<bool>, is_terminal: bool, size: Option<(Width, Height)>) -> Style {
    let width = size.map_or(COLUMNS, |(width, _)| usize::from(width.0));
    Style { color: color.unwrap_or(is_terminal), width, is_terminal }
}
