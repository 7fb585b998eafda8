//! Global options, which every command accepts.

use std::time::Duration;

use super::arguments::{self, Misuse, Opt, Read, Takes};
use super::failure::{Called, ErrorFormat, Failure};
use super::output::Format;
use super::print_request::RequestFormat;
use super::query::Query;
use super::suggest;
use tinsmith_runtime::config::ProviderChain;
use tinsmith_runtime::validate::ValidationPolicy;

/// A global option with its help text.
pub(crate) struct Global {
    /// The name without dashes.
    pub name: &'static str,
    /// The number of values.
    pub takes: Takes,
    /// The permitted values.
    pub choices: &'static [&'static str],
    /// The help text.
    pub about: &'static str,
}

const fn flag(name: &'static str, about: &'static str) -> Global {
    Global { name, takes: Takes::Nothing, choices: &[], about }
}

const fn one(name: &'static str, choices: &'static [&'static str], about: &'static str) -> Global {
    Global { name, takes: Takes::One, choices, about }
}

/// The options that turn the prompt of the AWS CLI on and off.
pub(crate) const AUTO_PROMPT: &str = "cli-auto-prompt";
pub(crate) const NO_AUTO_PROMPT: &str = "no-cli-auto-prompt";

/// The global options, in the order of help.
pub(crate) const GLOBALS: &[Global] = &[
    flag("debug", "Write a log to standard error."),
    one("endpoint-url", &[], "Send requests to this URL instead of the service's endpoint."),
    flag("no-verify-ssl", "Do not check the server's certificate. Only accepted for http endpoints, which have none."),
    flag("no-paginate", "Make one call and show its page, instead of loading all pages."),
    one("output", Format::NAMES, "The format of the result."),
    one("query", &[], "A JMESPath expression that selects a part of the result."),
    one("profile", &[], "The profile of the shared files to use."),
    one("region", &[], "The region to use."),
    flag("version", "Show the program's version."),
    one("color", &["on", "off", "auto"], "Whether to color tables."),
    flag("no-sign-request", "Send requests without a signature. No credentials are needed."),
    one("ca-bundle", &[], "A PEM file with the certificates to trust instead of the system's."),
    one("cli-read-timeout", &[], "The timeout for each read of the response in seconds, 0 for no limit. Default 60."),
    one("cli-connect-timeout", &[], "The timeout for connecting in seconds, 0 for no limit. Default 60."),
    one(
        "cli-binary-format",
        &["base64", "raw-in-base64-out"],
        "The format of binary values in parameters. Default base64.",
    ),
    flag("no-cli-pager", "Print help and results without a pager."),
    flag(AUTO_PROMPT, "Prints a warning, because there is no prompt."),
    flag(NO_AUTO_PROMPT, "Hides the warning that there is no prompt."),
    one("cli-error-format", ErrorFormat::NAMES, "The format of errors. Default enhanced."),
    Global {
        name: "print-request",
        takes: Takes::ChoiceOr("text"),
        choices: RequestFormat::NAMES,
        about: "Show the signed request that would be sent, without secrets, and send nothing. As `curl`, it is a line \
                to run. Default text.",
    },
    Global {
        name: "validation",
        // Operations of AWS have parameters of this name, with other values.
        takes: Takes::OwnChoice,
        choices: &["enforce", "warn", "off"],
        about: "Whether values beyond a limit of the model are rejected, sent with a warning, or sent.",
    },
];

/// The global options for the parser.
pub(crate) fn table() -> Vec<Opt> {
    GLOBALS.iter().map(|it| Opt { name: it.name.into(), takes: it.takes, choices: it.choices }).collect()
}

/// The error of a global option that was left to the command because of its value, if the command does not have it
/// either. `unknown` are those of the arguments that nothing has taken.
pub(crate) fn misused(unknown: &[String], arguments: &[String]) -> Option<Misuse> {
    unknown.iter().find_map(|argument| {
        let (name, attached) =
            argument.split_once('=').map_or((&**argument, None), |(name, value)| (name, Some(value)));
        let global =
            GLOBALS.iter().find(|it| it.takes == Takes::OwnChoice && name.strip_prefix("--") == Some(it.name))?;
        let next = || arguments.iter().skip_while(|it| *it != argument).nth(1).map(String::as_str);
        let value = attached.or_else(next).unwrap_or_default();
        let option = Opt::one_of(global.name, global.takes, global.choices);
        arguments::check_choices(&option, &[value.to_owned()]).err()
    })
}

/// Parses the arguments of a command with only its own options.
///
/// # Errors
///
/// Fails if an option is used incorrectly or an argument is unknown, with suggestions of similar names.
pub fn read_options(options: &[Opt], called: &Called, arguments: &[String]) -> Result<Read, Failure> {
    let read = arguments::read(options, arguments);
    let read = read.map_err(|misuse| Failure::usage(misuse, Some(called.clone())))?;
    let unknown: Vec<String> = read.rest.iter().chain(&read.positional).cloned().collect();
    if unknown.is_empty() {
        return Ok(read);
    }
    Err(unknown_arguments(options, called, &unknown, arguments))
}

fn unknown_arguments(options: &[Opt], called: &Called, unknown: &[String], arguments: &[String]) -> Failure {
    if let Some(misuse) = misused(unknown, arguments) {
        return Failure::usage(misuse, Some(called.clone()));
    }
    let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
    let names = options.iter().map(|it| &*it.name).chain(GLOBALS.iter().map(|it| it.name));
    Failure::Unknown(suggest::unknown(&unknown, names), Some(called.clone()))
}

/// Parses the arguments of a command with its own options, and with up to `most` words between them.
///
/// # Errors
///
/// Fails if an option is used incorrectly or an argument is unknown, with suggestions of similar names.
pub fn read_words(
    options: &[Opt],
    called: &Called,
    arguments: &[String],
    most: usize,
) -> Result<(Read, Vec<String>), Failure> {
    let read = arguments::read(options, arguments);
    let mut read = read.map_err(|misuse| Failure::usage(misuse, Some(called.clone())))?;
    let mut words: Vec<String> = Vec::new();
    let mut unknown = Vec::new();
    for argument in read.positional.take().into_iter().chain(std::mem::take(&mut read.rest)) {
        match words.len() < most && (argument == "-" || argument.contains(' ') || !argument.starts_with('-')) {
            true => words.push(argument),
            false => unknown.push(argument),
        }
    }
    if unknown.is_empty() {
        return Ok((read, words));
    }
    Err(unknown_arguments(options, called, &unknown, arguments))
}

/// The values of the global options.
#[derive(Debug)]
pub struct Globals {
    /// Whether to log.
    pub(crate) debug: bool,
    /// The endpoint URL.
    pub endpoint_url: Option<String>,
    /// Whether to check certificates.
    pub(crate) verify_ssl: bool,
    /// Whether to load all pages.
    pub paginate: bool,
    /// The format of results, if set.
    pub(crate) output: Option<Format>,
    /// The query on the result.
    pub(crate) query: Option<Query>,
    /// The profile.
    pub profile: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// Whether to show the version and exit.
    pub(crate) version: bool,
    /// Whether to use color. If not set, depends on the terminal.
    pub color: Option<bool>,
    /// Whether to sign requests.
    pub sign: bool,
    /// The certificates to trust.
    pub ca_bundle: Option<String>,
    /// The timeout for each read of the response.
    pub(crate) read_timeout: Option<Duration>,
    /// The timeout for connecting.
    pub(crate) connect_timeout: Option<Duration>,
    /// Whether binary values are not base64, if set.
    pub(crate) raw_binary: Option<bool>,
    /// The validation policy.
    pub(crate) validation: Option<ValidationPolicy>,
    /// How to show the request instead of sending it, if it is not to be sent.
    pub(crate) print_request: Option<RequestFormat>,
    /// Whether a pager may show help and results.
    pub(crate) pager: bool,
    /// The options as they were given.
    pub(crate) given: Vec<(usize, Vec<String>)>,
    /// The name of the program, for messages.
    pub program: &'static str,
    /// The source of credentials, which the program sets, not an option.
    pub(crate) credentials: Option<&'static dyn ProviderChain>,
}

/// The error format in the arguments. It is read first, so that all other errors use it.
pub(crate) fn error_format(read: &Read) -> Option<ErrorFormat> {
    value(read, "cli-error-format").and_then(ErrorFormat::named)
}

/// The profile in the arguments.
pub(crate) fn profile(read: &Read) -> Option<String> {
    // An empty name is ignored, as in the AWS CLI.
    value(read, "profile").filter(|it| !it.is_empty()).map(str::to_owned)
}

/// Whether the arguments request color. `None` if it depends on the terminal.
pub(crate) fn color(read: &Read) -> Option<bool> {
    value(read, "color").filter(|it| *it != "auto").map(|it| it == "on")
}

impl Globals {
    /// The output format, if an option sets it.
    pub fn output_name(&self) -> Option<&'static str> {
        self.output.map(Format::name)
    }

    /// Whether an option selects a part of the result.
    pub fn has_query(&self) -> bool {
        self.query.is_some()
    }

    /// Whether an option is given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(index, _)| GLOBALS.get(*index).is_some_and(|it| it.name == name))
    }

    /// The options for calls of another service. They omit the endpoint, which belongs to the first service.
    pub fn for_other_service(&self) -> Self {
        Self {
            endpoint_url: None,
            output: self.output,
            query: None,
            profile: self.profile.clone(),
            region: self.region.clone(),
            ca_bundle: self.ca_bundle.clone(),
            given: self.given.clone(),
            ..*self
        }
    }

    /// Reads the values from the arguments of the program with this name.
    pub(crate) fn of(program: &'static str, read: &Read) -> Result<Self, Failure> {
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
            print_request: value(read, "print-request").and_then(RequestFormat::named),
            pager: !is_given("no-cli-pager"),
            given: read.options.clone(),
            program,
            credentials: None,
        })
    }

    /// The same with further options, which take precedence.
    pub(crate) fn with(&self, more: &Read) -> Result<Self, Failure> {
        let options = self.given.iter().chain(&more.options).cloned().collect();
        let globals = Self::of(self.program, &Read { options, ..Read::default() })?;
        Ok(Self { credentials: self.credentials, ..globals })
    }
}

/// The last value of an option. An empty string for a flag that is given.
fn value<'a>(read: &'a Read, name: &str) -> Option<&'a str> {
    let index = GLOBALS.iter().position(|it| it.name == name)?;
    read.last(index).map(|values| values.first().map_or("", String::as_str))
}

/// A timeout in seconds. `None` for 0.
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

/// Whether a URL begins with a scheme: `scheme:`, starting with a letter.
fn has_scheme(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}
