//! Commands of services that are not operations, and groups of commands beside the services, each in one file.

mod cloudfront;
mod codecommit;
mod datapipeline;
mod ddb;
mod dlm;
mod ecr;
mod eks;
mod iam;
mod kubeconfig;
mod logs;
mod mfa_login;
mod model;
mod rds;
mod sso;
mod tokens;

use tinsmith_cli::command::{Called, Failure, Fields, Opt, Page, Read, Takes, Value, global_options, read_words};
use tinsmith_cli::many::{
    CONFIGURE_ABOUT, ConfigureCommand, OwnCommand, configure_page, configure_words, run_configure,
};
use tinsmith_cli::{Command, Group, Program};

/// The commands of services. Each is available if its service is.
pub(crate) static COMMANDS: &[Command] = &[
    cloudfront::SIGN,
    codecommit::CREDENTIAL_HELPER,
    datapipeline::CREATE_DEFAULT_ROLES,
    datapipeline::LIST_RUNS,
    dlm::CREATE_DEFAULT_ROLE,
    ecr::GET_LOGIN_PASSWORD,
    eks::GET_TOKEN,
    eks::UPDATE_KUBECONFIG,
    logs::TAIL,
    rds::ADD_OPTION,
    rds::REMOVE_OPTION,
    sso::LOGIN,
    sso::LOGOUT,
    tokens::DSQL,
    tokens::DSQL_ADMIN,
    tokens::RDS,
];

/// The commands that belong to no service.
pub(crate) static OWN: &[OwnCommand] = &[CONFIGURE, model::COMMAND];

/// `configure`, with the subcommands that call services.
const CONFIGURE: OwnCommand = OwnCommand {
    name: "configure",
    about: CONFIGURE_ABOUT,
    run: |context, rest| run_configure(context, rest, CONFIGURE_MORE),
    help: |program| configure_page(program, CONFIGURE_MORE),
    words: |before| configure_words(before, CONFIGURE_MORE),
};

const CONFIGURE_MORE: &[ConfigureCommand] = &[
    ConfigureCommand {
        name: "mfa-login",
        about: "Get temporary credentials with a code of multi-factor authentication, and write them to a profile.",
        run: mfa_login::run,
    },
    ConfigureCommand {
        name: "sso",
        about: "Sign in with single sign-on, and write a profile for an account and a role.",
        run: sso::configure,
    },
];

/// The groups of commands beside the services.
pub(crate) static GROUPS: &[Group] = &[ddb::GROUP, tinsmith_s3_commands::GROUP];

/// An option of a command.
pub(crate) type Flag = (&'static str, Takes);

/// Defines a command: its name, the SDK ids of its services, its description, arguments and options, and the function
/// that runs it.
macro_rules! command {
    ($name:literal, $($service:literal)|*, $about:literal, $line:literal, $options:expr, $run:path) => {
        tinsmith_cli::Command {
            name: $name,
            about: $about,
            is_offered: |program| matches!(program.table.service.sdk_id, $($service)|*),
            run: $run,
            options: || crate::commands::options($options),
            words: |_, _| crate::commands::option_words($options),
            help: |program, _| Ok(crate::commands::page(program, $name, $about, $line, $options)),
        }
    };
}
pub(crate) use command;

fn options(flags: &[Flag]) -> Vec<Opt> {
    flags.iter().map(|(name, takes)| Opt::new(*name, *takes)).collect()
}

fn option_words(flags: &[Flag]) -> Vec<String> {
    flags.iter().map(|(name, _)| format!("--{name}")).collect()
}

fn page(program: &Program, name: &str, about: &str, line: &str, flags: &[Flag]) -> Page {
    let synopsis = format!("{name} {line} [options]");
    let mut page = Page::of_command(program.name(), about, name, &[synopsis.as_str()], "");
    if !flags.is_empty() {
        page.section("PARAMETERS");
    }
    for (name, takes) in flags {
        let value = match takes {
            Takes::Nothing => "",
            Takes::One | Takes::OwnChoice | Takes::OneOr(_) | Takes::ChoiceOr(_) => " <text>",
            Takes::Many => " <text>...",
        };
        page.item(1, &format!("--{name}{value}"));
    }
    global_options(&mut page);
    page
}

/// The text of a member. Empty if there is none.
fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The arguments of a command.
pub(crate) struct Given {
    flags: &'static [Flag],
    read: Read,
    words: Vec<String>,
    called: Called,
}

impl Given {
    /// Reads the arguments: one word for each name, and these options.
    pub(crate) fn read(
        command: &str,
        names: &[&str],
        flags: &'static [Flag],
        arguments: &[String],
    ) -> Result<Self, Failure> {
        let called = Called { name: command.to_owned(), line: command.to_owned() };
        let (read, words) = read_words(&options(flags), &called, arguments, names.len())?;
        let given = Self { flags, read, words, called };
        match names.get(given.words.len()..).filter(|it| !it.is_empty()) {
            Some(missing) => Err(given.missing(&missing.join(", "))),
            None => Ok(given),
        }
    }

    fn missing(&self, names: &str) -> Failure {
        let message = format!("the following arguments are required: {names}");
        Failure::usage(message, Some(self.called.clone()))
    }

    /// The word at an index.
    pub(crate) fn word(&self, index: usize) -> &str {
        self.words.get(index).map(String::as_str).unwrap_or_default()
    }

    /// The values of an option.
    pub(crate) fn all(&self, name: &str) -> Option<&[String]> {
        self.read.last(self.flags.iter().position(|(it, _)| *it == name)?)
    }

    /// The value of an option.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.all(name)?.first().map(String::as_str)
    }

    /// Whether an option is given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.all(name).is_some()
    }

    /// The value of an option that must be given.
    pub(crate) fn needed(&self, name: &str) -> Result<&str, Failure> {
        self.text(name).ok_or_else(|| self.missing(&format!("--{name}")))
    }

    /// Checks that these options are given, and names all that are missing.
    pub(crate) fn check_needed(&self, names: &[&str]) -> Result<(), Failure> {
        let missing: Vec<_> = names.iter().filter(|it| !self.has(it)).map(|it| format!("--{it}")).collect();
        if missing.is_empty() { Ok(()) } else { Err(self.missing(&missing.join(", "))) }
    }

    /// The value of an option that takes a number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<i64>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let wrong = |_| Failure::General(format!("argument --{name}: invalid int value: '{text}'"));
        text.trim().parse().map(Some).map_err(wrong)
    }
}
