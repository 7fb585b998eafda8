//! The options that every command takes.

use std::time::Duration;

use super::arguments::{self, Opt, Read, Takes};
use super::failure::{Called, ErrorFormat, Failure};
use super::output::Format;
use super::query::Query;
use super::suggest;
use tinsmith_runtime::config::ProviderChain;
use tinsmith_runtime::validate::ValidationPolicy;

/// An option for all commands, and what help says about it.
pub(crate) struct Global {
    /// its name without dashes
    pub name: &'static str,
    /// how many values it takes
    pub takes: Takes,
    /// the values that are allowed
    pub choices: &'static [&'static str],
    /// what it does, for help
    pub about: &'static str,
}

const fn flag(name: &'static str, about: &'static str) -> Global {
    Global { name, takes: Takes::Nothing, choices: &[], about }
}

const fn one(name: &'static str, choices: &'static [&'static str], about: &'static str) -> Global {
    Global { name, takes: Takes::One, choices, about }
}

/// The table of them, in the order of help.
pub(crate) const GLOBALS: &[Global] = &[
    flag("debug", "Write what happens to standard error."),
    one("endpoint-url", &[], "Send requests to this URL instead of the service's own."),
    flag("no-verify-ssl", "Do not check the server's certificate. Only for http endpoints, where there is none."),
    flag("no-paginate", "Make one call and show its page, instead of following all pages."),
    one("output", Format::NAMES, "How the result is written."),
    one("query", &[], "A JMESPath expression: what of the result is shown."),
    one("profile", &[], "The profile of the shared files to use."),
    one("region", &[], "The region to use."),
    flag("version", "Show the program's version."),
    one("color", &["on", "off", "auto"], "Whether tables have colour."),
    flag("no-sign-request", "Send requests without a signature; no credentials are needed."),
    one("ca-bundle", &[], "A PEM file with the certificates to trust instead of the system's."),
    one("cli-read-timeout", &[], "The seconds that an answer may take, 0 for no limit. Default 60."),
    one("cli-connect-timeout", &[], "The seconds that a connection may take, 0 for no limit. Default 60."),
    one("cli-binary-format", &["base64", "raw-in-base64-out"], "How binary values are given. Default base64."),
    flag("no-cli-pager", "Accepted; there is no pager."),
    flag("cli-auto-prompt", "Accepted; there is no prompt."),
    flag("no-cli-auto-prompt", "Accepted; there is no prompt."),
    one("cli-error-format", ErrorFormat::NAMES, "How errors are written. Default enhanced."),
    one(
        "validation",
        &["enforce", "warn", "off"],
        "What happens to values beyond a limit of the model: refused, sent with a warning, or sent.",
    ),
];

/// The options as the reading of arguments needs them.
pub(crate) fn table() -> Vec<Opt> {
    GLOBALS.iter().map(|it| Opt { name: it.name.into(), takes: it.takes, choices: it.choices }).collect()
}

/// Reads the arguments of a command: its own options, and nothing else.
///
/// # Errors
///
/// An option is used wrongly, or an argument is unknown; options with a similar name are suggested.
pub fn read_options(options: &[Opt], called: &Called, arguments: &[String]) -> Result<Read, Failure> {
    let read = arguments::read(options, arguments);
    let read = read.map_err(|message| Failure::Usage(message, Some(called.clone())))?;
    let unknown: Vec<&str> = read.rest.iter().chain(&read.positional).map(String::as_str).collect();
    if unknown.is_empty() {
        return Ok(read);
    }
    let names = options.iter().map(|it| &*it.name).chain(GLOBALS.iter().map(|it| it.name));
    Err(Failure::Unknown(suggest::unknown(&unknown, names), Some(called.clone())))
}

/// Reads the arguments of a command: its own options, and up to this many words between them.
///
/// # Errors
///
/// An option is used wrongly, or an argument is unknown; options with a similar name are suggested.
pub fn read_words(
    options: &[Opt],
    called: &Called,
    arguments: &[String],
    most: usize,
) -> Result<(Read, Vec<String>), Failure> {
    let read = arguments::read(options, arguments);
    let mut read = read.map_err(|message| Failure::Usage(message, Some(called.clone())))?;
    let mut words: Vec<String> = Vec::new();
    let mut unknown = Vec::new();
    for argument in read.positional.take().into_iter().chain(std::mem::take(&mut read.rest)) {
        match words.len() < most && (argument == "-" || !argument.starts_with('-')) {
            true => words.push(argument),
            false => unknown.push(argument),
        }
    }
    if unknown.is_empty() {
        return Ok((read, words));
    }
    let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
    let names = options.iter().map(|it| &*it.name).chain(GLOBALS.iter().map(|it| it.name));
    Err(Failure::Unknown(suggest::unknown(&unknown, names), Some(called.clone())))
}

/// The values of the options.
#[derive(Debug)]
pub struct Globals {
    /// whether to log
    pub(crate) debug: bool,
    /// the endpoint
    pub endpoint_url: Option<String>,
    /// whether certificates are checked
    pub(crate) verify_ssl: bool,
    /// whether all pages are followed
    pub(crate) paginate: bool,
    /// how results are written, if it is said
    pub(crate) output: Option<Format>,
    /// what of the result is shown
    pub(crate) query: Option<Query>,
    /// the profile
    pub profile: Option<String>,
    /// the region
    pub region: Option<String>,
    /// whether to show the version and end
    pub(crate) version: bool,
    /// whether there is colour; on a terminal where it is not said
    pub(crate) color: Option<bool>,
    /// whether requests are signed
    pub sign: bool,
    /// the certificates to trust
    pub ca_bundle: Option<String>,
    /// how long an answer may take
    pub(crate) read_timeout: Option<Duration>,
    /// how long a connection may take
    pub(crate) connect_timeout: Option<Duration>,
    /// whether binary values are given as they are, if it is said
    pub(crate) raw_binary: Option<bool>,
    /// what happens to values beyond a limit
    pub(crate) validation: Option<ValidationPolicy>,
    /// where credentials come from, as the program has it and no option
    pub(crate) credentials: Option<&'static dyn ProviderChain>,
}

/// The error format that the arguments ask for, known before anything else so that every other
/// mistake can be written in it.
pub(crate) fn error_format(read: &Read) -> Option<ErrorFormat> {
    value(read, "cli-error-format").and_then(ErrorFormat::named)
}

/// The profile that the arguments ask for.
pub(crate) fn profile(read: &Read) -> Option<String> {
    // An empty name counts as none, as in the AWS CLI.
    value(read, "profile").filter(|it| !it.is_empty()).map(str::to_owned)
}

/// Whether the arguments ask for colour; none where that is left to the terminal.
pub(crate) fn color(read: &Read) -> Option<bool> {
    value(read, "color").filter(|it| *it != "auto").map(|it| it == "on")
}

impl Globals {
    /// The values that the arguments give.
    pub(crate) fn of(read: &Read) -> Result<Self, Failure> {
        let text = |name| value(read, name).map(str::to_owned);
        let is_given = |name| self::value(read, name).is_some();
        let bad = |name: &str, value: &str, why: &str| Failure::Param(format!("Bad value for --{name} {value}: {why}"));
        let query = value(read, "query").map(|it| Query::parse(it).map_err(|error| bad("query", it, &error)));
        let endpoint_url = text("endpoint-url");
        if let Some(url) = endpoint_url.as_deref().filter(|url| !has_scheme(url)) {
            let url = format!("\"{url}\"");
            let why = "scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/";
            return Err(bad("endpoint-url", &url, why));
        }
        Ok(Self {
            debug: is_given("debug"),
            endpoint_url,
            verify_ssl: !is_given("no-verify-ssl"),
            paginate: !is_given("no-paginate"),
            output: value(read, "output").and_then(Format::named),
            query: query.transpose()?,
            profile: profile(read),
            region: text("region"),
            version: is_given("version"),
            color: color(read),
            sign: !is_given("no-sign-request"),
            ca_bundle: text("ca-bundle"),
            read_timeout: timeout(read, "cli-read-timeout")?,
            connect_timeout: timeout(read, "cli-connect-timeout")?,
            raw_binary: value(read, "cli-binary-format").map(|it| it != "base64"),
            validation: match value(read, "validation") {
                Some("enforce") => Some(ValidationPolicy::Enforce),
                Some("warn") => Some(ValidationPolicy::Warn),
                Some("off") => Some(ValidationPolicy::Off),
                _ => None,
            },
            credentials: None,
        })
    }
}

/// The option's last value; of a flag that is given, an empty one.
fn value<'a>(read: &'a Read, name: &str) -> Option<&'a str> {
    let index = GLOBALS.iter().position(|it| it.name == name)?;
    read.last(index).map(|values| values.first().map_or("", String::as_str))
}

/// A timeout in seconds; none for 0.
fn timeout(read: &Read, name: &str) -> Result<Option<Duration>, Failure> {
    const DEFAULT: u64 = 60;
    let Some(text) = value(read, name) else { return Ok(Some(Duration::from_secs(DEFAULT))) };
    match text.trim().parse() {
        Ok(0) => Ok(None),
        Ok(seconds) => Ok(Some(Duration::from_secs(seconds))),
        Err(_) => {
            Err(Failure::General(format!("Bad value for --{name} {text}: expected an integer number of seconds, or 0")))
        }
    }
}

/// Whether a URL says how to connect: `scheme:`, which begins with a letter.
fn has_scheme(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}
