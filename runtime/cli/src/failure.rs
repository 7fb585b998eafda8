//! Failures of a command: exit code, message and format.

use super::arguments::Misuse;
use super::output::table::Style;
use super::output::{Format, json};
use super::value::{Fields, Value};
use super::visible;
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::profile::Profiles;

/// A command, for usage lines.
#[derive(Clone, Debug)]
pub struct Called {
    /// The command's name.
    pub name: String,
    /// The name with the required parameters.
    pub line: String,
}

/// The command of a program with this name that asks for keys and a region. Programs of a single service have none, and
/// their messages are those of the AWS CLI.
fn configuring(program: &str) -> Option<&'static str> {
    match program {
        "tin" => Some("tin configure"),
        "aws" => Some("aws configure"),
        _ => None,
    }
}

/// The reason why a command fails.
#[derive(Debug)]
pub enum Failure {
    /// The arguments are invalid: the reason and, if known, the command.
    Usage(Misuse, Option<Called>),
    /// Unknown arguments with suggestions, and the command.
    Unknown(String, Option<Called>),
    /// The value of an option is invalid.
    Param(String),
    /// A configuration is missing or invalid: a code and a message.
    Configuration(&'static str, String),
    /// The service returned an error.
    Service {
        /// The message.
        message: String,
        /// Code, message, and the error's other members.
        details: Fields,
        /// Whether it is certain that nothing was done, because the service rejected the only attempt.
        is_refusal: bool,
    },
    /// A request was sent, but its outcome is unknown for lack of a response.
    Unanswered(String),
    /// Any other failure.
    General(String),
    /// The command has already reported its errors: its exit code.
    Reported(u8),
    /// The user interrupted the command.
    Interrupted,
    /// The request was printed instead of being sent, as `--print-request` asks.
    Printed,
}

impl Failure {
    /// Creates the failure of invalid arguments. The usage of the command, if it is known, is shown with it.
    pub fn usage(misuse: impl Into<Misuse>, command: Option<Called>) -> Self {
        Self::Usage(misuse.into(), command)
    }

    /// Creates the failure of an invalid option value.
    pub fn param(option: &str, reason: impl std::fmt::Display) -> Self {
        Self::Param(format!("Error parsing parameter '{option}': {reason}"))
    }

    /// Creates the failure of a program with this name that finds no credentials. Shared files that cannot be read may be
    /// the reason, so they are named.
    pub fn no_credentials(program: &str) -> Self {
        let command = configuring(program).unwrap_or("aws login");
        let message = "Unable to locate credentials. You can configure credentials by running";
        let mut message = format!("{message} \"{command}\".");
        let profiles = Profiles::of(&Environment::of_process()).unwrap_or_default();
        for reason in profiles.lost() {
            message.push_str("\nPossible reason: ");
            message.push_str(&reason.to_string());
        }
        Self::Configuration("NoCredentials", message)
    }

    /// Creates the failure of a program with this name that finds no region.
    pub fn no_region(program: &str) -> Self {
        let command = configuring(program).unwrap_or("aws configure");
        let message = "You must specify a region. You can also configure your region by running";
        Self::Configuration("NoRegion", format!("{message} \"{command}\"."))
    }

    /// Creates the failure for a command of the AWS CLI that this program does not have.
    pub(crate) fn missing(program: &str, command: &str) -> Self {
        // Under the name of the AWS CLI, the name of the program would mislead.
        let program = if program == "aws" { "tin" } else { program };
        Self::Param(format!("`aws {command}` of the AWS CLI is not part of {program}."))
    }

    /// The same failure with the name of the service before the command in usage lines.
    pub(crate) fn within(self, service: &str) -> Self {
        let placed = |command: Option<Called>| {
            let of = |text: Option<String>| format!("{service} {}", text.as_deref().unwrap_or("<command>"));
            let (name, line) = command.map(|it| (it.name, it.line)).unzip();
            Some(Called { name: of(name), line: of(line) })
        };
        match self {
            Self::Usage(misuse, command) => Self::Usage(misuse, placed(command)),
            Self::Unknown(arguments, command) => Self::Unknown(arguments, placed(command)),
            other => other,
        }
    }

    /// Adds a hint after the message, if a value was rejected or a request was sent.
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        if let Self::Param(message) | Self::Service { message, .. } | Self::Unanswered(message) = &mut self {
            message.push_str(hint);
        }
        self
    }

    /// Whether the call failed although a request may have been carried out.
    pub fn is_in_doubt(&self) -> bool {
        matches!(self, Self::Unanswered(_) | Self::Service { is_refusal: false, .. })
    }

    /// The exit code, as in version 2 of the AWS CLI.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Usage(..) | Self::Unknown(..) | Self::Param(_) => 252,
            Self::Configuration(..) => 253,
            Self::Service { .. } => 254,
            Self::General(_) | Self::Unanswered(_) => 255,
            Self::Reported(code) => *code,
            Self::Interrupted => 130,
            Self::Printed => 0,
        }
    }

    /// The message.
    pub fn sentence(&self) -> &str {
        match self {
            Self::Usage(misuse, _) => &misuse.message,
            Self::Param(message) | Self::General(message) => message,
            Self::Unknown(message, _) | Self::Configuration(_, message) | Self::Service { message, .. } => message,
            Self::Unanswered(message) => message,
            Self::Interrupted => "interrupted",
            Self::Printed => "the request was printed instead of being sent",
            Self::Reported(_) => "the errors were already reported",
        }
    }

    /// The text for standard error. `style` is the look of tables. Characters that control a terminal are escaped if it
    /// is one.
    pub(crate) fn text(&self, program: &str, format: ErrorFormat, style: Style) -> String {
        let text = self.raw_text(program, format, style);
        // Structured formats have their own escapes, and tables have colors.
        let is_plain = format.structured().is_none() || !self.has_details();
        if style.is_terminal && is_plain { visible::text(&text).into_owned() } else { text }
    }

    /// Whether it is written in the error format, whichever that is.
    fn has_details(&self) -> bool {
        !matches!(
            self,
            Self::Interrupted
                | Self::Printed
                | Self::Reported(_)
                | Self::Unknown(..)
                | Self::General(_)
                | Self::Unanswered(_)
        )
    }

    fn raw_text(&self, program: &str, format: ErrorFormat, style: Style) -> String {
        let (sentence, details) = match self {
            Self::Interrupted | Self::Printed | Self::Reported(_) => return String::new(),
            Self::Unknown(arguments, command) => {
                let usage = usage(program, command.as_ref());
                return format!("\n{usage}\n\n{program}: [ERROR]: Unknown options: {arguments}\n");
            }
            Self::General(message) | Self::Unanswered(message) => {
                return format!("\n{program}: [ERROR]: {}\n", message.trim());
            }
            Self::Usage(misuse, command) => {
                let usage = usage(program, command.as_ref());
                // The AWS CLI has no hints: its message comes first, as it is.
                let hint = misuse.hint.as_ref().map(|it| format!("\n  {it}\n")).unwrap_or_default();
                coded("ParamValidation", &format!("{}\n\n{usage}{hint}", misuse.message.trim_end()))
            }
            Self::Param(message) => coded("ParamValidation", message),
            Self::Configuration(code, message) => coded(code, message),
            Self::Service { message, details, .. } => (message.clone(), details.clone()),
        };
        match format.structured() {
            Some(format) => format.write("error", &Value::Object(details), style),
            None => {
                let plain = details.get("Message").and_then(Value::as_str).unwrap_or(&sentence);
                let legacy = format == ErrorFormat::Legacy && !matches!(self, Self::Service { .. });
                let mut text = format!("\n{program}: [ERROR]: {}\n", if legacy { plain } else { &sentence }.trim());
                if format == ErrorFormat::Enhanced {
                    text.push_str(&additional(&details));
                }
                text
            }
        }
    }
}

/// The usage lines of the program.
fn usage(program: &str, command: Option<&Called>) -> String {
    let (name, line) = command.map_or(("<command>", "<command>"), |it| (&it.name, &it.line));
    format!(
        "usage: {program} [options] {line} [parameters]\nTo see help text, you can run:\n\n  {program} help\n  {program} \
         {name} help\n"
    )
}

fn coded(code: &str, message: &str) -> (String, Fields) {
    let fields = [("Code".to_owned(), Value::string(code)), ("Message".to_owned(), Value::string(message))];
    (format!("An error occurred ({code}): {message}"), fields.into_iter().collect())
}

/// The members of an error other than code and message, one per line.
fn additional(details: &Fields) -> String {
    let more: Vec<_> = details.iter().filter(|(name, _)| !matches!(*name, "Code" | "Message")).collect();
    if more.is_empty() {
        return String::new();
    }
    let mut text = "\nAdditional error details:\n".to_owned();
    let mut hidden = false;
    for (name, value) in more {
        let shown = inline(value);
        hidden |= shown.is_none();
        text.push_str(&format!("{name}: {}\n", shown.as_deref().unwrap_or("<complex value>")));
    }
    if hidden {
        text.push_str("Use \"--cli-error-format json\" or another error format to see the full details.\n");
    }
    text
}

/// A small value on one line. `None` if it is larger.
fn inline(value: &Value) -> Option<String> {
    const MOST: usize = 5;
    let scalar = |value: &Value| value.as_str().map_or_else(|| json::one_line(value), str::to_owned);
    match value {
        Value::List(values) if values.len() < MOST && values.iter().all(Value::is_scalar) => {
            Some(format!("[{}]", values.iter().map(scalar).collect::<Vec<_>>().join(", ")))
        }
        Value::Object(fields) if fields.len() < MOST && fields.iter().all(|(_, value)| value.is_scalar()) => {
            let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name}: {}", scalar(value))).collect();
            Some(format!("{{{}}}", fields.join(", ")))
        }
        value if value.is_scalar() => Some(scalar(value)),
        _ => None,
    }
}

/// The format of errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ErrorFormat {
    /// A message.
    Legacy,
    /// A message with the error's code, followed by its members.
    #[default]
    Enhanced,
    /// Code, message and members, in the format of results.
    Structured(Format),
}

impl ErrorFormat {
    /// The names of all formats.
    pub(crate) const NAMES: &'static [&'static str] = &["legacy", "json", "yaml", "text", "table", "enhanced"];

    /// The format with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "legacy" => Some(Self::Legacy),
            "enhanced" => Some(Self::Enhanced),
            _ => Format::named(name).map(Self::Structured),
        }
    }

    fn structured(self) -> Option<Format> {
        match self {
            Self::Structured(format) => Some(format),
            _ => None,
        }
    }
}
