//! Runs one command: parses and checks the input, makes the call or a sample, and prints the output.

mod calls;
mod doubt;
mod printing;

use super::arguments::{self, Opt, Read, Takes};
use super::call::Caller;
use super::customize::Given;
use super::failure::{Called, Failure};
use super::fill::fill_input;
use super::globals::{self, GLOBALS, Globals};
use super::input;
use super::params::{self, Meaning, Param};
use super::program::{Program, Table};
use super::terminal::print;
use super::value::{Fields, Value};
use super::{customize, document, help, names, pager, settings, streams, suggest, unpack};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::service::Operation;

/// An action on the complete input.
pub(crate) type Action<'a> = dyn Fn(&Caller, &mut Dynamic) -> Result<(), Failure> + 'a;

/// The target of a command line.
pub(crate) struct Target<'a> {
    /// The operation whose parameters the command takes.
    pub operation: &'static Operation,
    /// The command's name, for usage lines.
    pub name: String,
    /// The action on the complete input, instead of calling the operation and printing its output.
    pub instead: Option<&'a Action<'a>>,
}

/// A command with its parsed options.
struct Invocation<'a> {
    table: &'static Table,
    globals: &'a Globals,
    operation: &'static Operation,
    target: &'a Target<'a>,
    /// The operation's name as a command.
    command: String,
    params: Vec<Param>,
    read: Read,
    /// The arguments as given.
    arguments: &'a [String],
}

/// Runs a command. `rest` are the arguments without its name and the global options.
pub(crate) fn run(
    table: &'static Table,
    globals: &Globals,
    target: &Target<'_>,
    rest: &[String],
) -> Result<(), Failure> {
    let operation = target.operation;
    let params = params::params(operation);
    let options: Vec<Opt> = params.iter().map(|param| param.option.clone()).collect();
    let wrong = |misuse| Failure::usage(misuse, Some(target.called()));
    if let [only] = rest
        && only == "help"
    {
        return pager::show(globals, &help::operation(table, operation));
    }
    let read = arguments::read(&options, rest).map_err(wrong)?;
    if let Some(misuse) = globals::misused(&read.rest, rest) {
        return Err(wrong(misuse));
    }
    let command = names::dashed(operation.name);
    let invocation = Invocation { table, globals, operation, target, command, params, read, arguments: rest };
    invocation.log();
    let unknown = invocation.unknown();
    invocation.check_required(unknown.as_deref())?;
    if let Some(unknown) = unknown {
        return Err(Failure::Unknown(unknown, Some(target.called())));
    }
    invocation.run()
}

/// Runs an operation as a command with another name: sends the input in the arguments and prints the result.
///
/// # Errors
///
/// The program does not have the operation, the arguments are wrong, or the call fails.
pub fn run_operation(
    program: &Program,
    globals: &Globals,
    operation: &str,
    name: &str,
    arguments: &[String],
) -> Result<(), Failure> {
    let target = Target { operation: program.operation(operation)?, name: name.to_owned(), instead: None };
    run(program.table, globals, &target, arguments)
}

impl Target<'_> {
    /// The command of an operation.
    pub(crate) fn operation(operation: &'static Operation) -> Self {
        Self { operation, name: names::dashed(operation.name), instead: None }
    }

    /// The usage line of the command.
    fn called(&self) -> Called {
        help::called(self.operation, self.name.clone())
    }
}

impl Invocation<'_> {
    /// The values of the last option with this meaning.
    fn given(&self, meaning: Meaning) -> Option<&[String]> {
        let mut options = self.read.options.iter().rev();
        options.find(|(index, _)| self.params[*index].meaning == meaning).map(|(_, values)| values.as_slice())
    }

    /// The value of the last option with this meaning.
    fn text(&self, meaning: Meaning) -> Option<&str> {
        self.given(meaning)?.first().map(String::as_str)
    }

    /// The value of the last option with this name. An empty string for a flag that is given.
    fn option(&self, name: &str) -> Option<String> {
        let mut options = self.read.options.iter().rev();
        let (_, values) = options.find(|(index, _)| self.params[*index].option.name == name)?;
        Some(values.first().cloned().unwrap_or_default())
    }

    /// Rejects a flag that can have a value together with its opposite. Of other flags, the last one counts.
    fn check_opposites(&self) -> Result<(), Failure> {
        let given = || self.read.options.iter().map(|(index, _)| &self.params[*index]);
        for param in given() {
            let opposite = given().find(|other| match (param.meaning, other.meaning) {
                (Meaning::Member(at), Meaning::Negated(negated)) => {
                    at == negated && param.option.takes != Takes::Nothing
                }
                _ => false,
            });
            if let Some(opposite) = opposite {
                let (one, other) = (&param.option.name, &opposite.option.name);
                let message = format!("Cannot specify both the \"--{one}\" option and the \"--{other}\" option.");
                return Err(Failure::Param(message));
            }
        }
        Ok(())
    }

    /// Logs the command without the values of options, which may be secret.
    fn log(&self) {
        let options: Vec<_> = self.read.options.iter().map(|(index, _)| &*self.params[*index].option.name).collect();
        tracing::debug!(program = self.table.program, operation = self.operation.name, ?options, "parsed the command");
    }

    /// The unknown arguments, with suggestions.
    fn unknown(&self) -> Option<String> {
        let positional = self.read.positional.iter().filter(|_| !streams::takes_outfile(self.operation));
        let unknown: Vec<_> = self.read.rest.iter().chain(positional).map(String::as_str).collect();
        if unknown.is_empty() {
            return None;
        }
        let own = self.params.iter().filter(|param| !param.hidden).map(|param| &*param.option.name);
        let suggested = suggest::unknown(&unknown, own.chain(GLOBALS.iter().map(|it| it.name)));
        Some(format!("{suggested}{}", self.flag_with_value()))
    }

    /// The suggestion for a flag that was given a value.
    fn flag_with_value(&self) -> String {
        let pairs = self.arguments.iter().zip(self.arguments.iter().skip(1));
        let is_flag = |it: &&Param| matches!(it.meaning, Meaning::Member(_)) && it.option.takes == Takes::Nothing;
        let found = pairs.into_iter().find_map(|(option, value)| {
            let mut flags = self.params.iter().filter(is_flag);
            let flag = flags.find(|it| option.strip_prefix("--") == Some(&*it.option.name))?;
            match value.to_ascii_lowercase().as_str() {
                "true" => Some(format!("--{}", flag.option.name)),
                "false" => Some(format!("--no-{}", flag.option.name)),
                _ => None,
            }
        });
        found.map_or_else(String::new, |line| format!("\n\nThis option takes no value. Use {line}"))
    }

    /// Checks that required options are given, unless the input comes from a document or only a sample is requested. An
    /// unknown option may be a required one with a typing error.
    fn check_required(&self, unknown: Option<&str>) -> Result<(), Failure> {
        let sample = self.text(Meaning::Skeleton).is_some_and(|kind| kind != "output");
        let has_document = self.text(Meaning::Json).is_some() || self.text(Meaning::Yaml).is_some();
        let no_outfile = streams::takes_outfile(self.operation) && self.read.positional.is_none();
        let outfile = no_outfile.then(|| "outfile".to_owned());
        if sample || has_document && outfile.is_none() {
            return Ok(());
        }
        let missing: Vec<_> = self
            .params
            .iter()
            // A missing flag is reported with the values.
            .filter(|param| param.required && !has_document && param.option.takes != Takes::Nothing)
            .filter(|param| self.given(param.meaning).is_none())
            .map(|param| format!("--{}", param.option.name))
            .chain(outfile)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut message = format!("the following arguments are required: {}", missing.join(", "));
        if let Some(unknown) = unknown {
            message.push_str(&format!("\n\nUnknown options: {unknown}"));
        }
        Err(Failure::usage(message, Some(self.target.called())))
    }

    fn run(&self) -> Result<(), Failure> {
        self.check_opposites()?;
        let option = |name: &str| self.option(name);
        let mut given = Given { option: &option, members: Vec::new() };
        customize::check(self.operation, &self.command, &given)?;
        let pagination = self.pagination()?;
        let mut values = self.values()?;
        self.merge_document(&mut values)?;
        given.members = values.iter().map(|(name, _)| name.to_owned()).collect();
        customize::finish(self.operation, &self.command, &given, &mut values)?;
        match self.text(Meaning::Skeleton) {
            Some("output") => {
                fill_input(self.globals, self.operation, &values)?;
                self.show(Value::Object(document::sample_output(self.operation)), None)
            }
            Some(kind) => {
                // A sample does not depend on the given values, as scripts expect, unless it is a filled one.
                let mut given = Dynamic::new(self.operation.input);
                if kind.starts_with("filled-") {
                    self.fill_partly(&mut given, &values)?;
                }
                print(&document::sample(self.table, self.operation, &given, kind.ends_with("yaml-input")))
            }
            None => match self.target.instead {
                Some(instead) => {
                    let caller = Caller::new(self.table.service, self.globals)?;
                    instead(&caller, &mut fill_input(self.globals, self.operation, &values)?)
                }
                None => self.call(&mut values, pagination, &given),
            },
        }
    }

    fn number(&self, meaning: Meaning, option: &str) -> Result<Option<i64>, Failure> {
        let Some(text) = self.text(meaning) else { return Ok(None) };
        text.trim().parse().map(Some).map_err(|_| {
            let message = format!("argument {option}: invalid int value: '{text}'");
            Failure::usage(message, Some(self.target.called()))
        })
    }

    /// The member whose name a pagination option takes.
    fn shadowed(&self, option: &str) -> Option<&'static str> {
        let mut members = self.operation.input.members().iter().map(|member| member.name());
        members.find(|name| names::dashed(name) == option)
    }

    /// The members set by options, in model order.
    fn values(&self) -> Result<Fields, Failure> {
        let mut values = Fields::default();
        for (index, member) in self.operation.input.members().iter().enumerate() {
            let given = |it: &Param| matches!(it.meaning, Meaning::Member(at) | Meaning::Negated(at) if at == index);
            let last = self.read.options.iter().rev().find(|(param, _)| given(&self.params[*param]));
            let Some((param, arguments)) = last else { continue };
            let param = &self.params[*param];
            let value = match (param.option.takes, param.meaning) {
                (Takes::Nothing, meaning) => customize::flag(member, matches!(meaning, Meaning::Member(_))),
                _ => unpack::unpack(&format!("--{}", param.option.name), member, arguments)?,
            };
            values.push(member.name(), value);
        }
        customize::check_moved(self.operation, &self.command, &values)?;
        for (index, arguments) in &self.read.options {
            if let Some(extra) = self.params[*index].extra {
                extra.apply(self.operation, &mut values, arguments)?;
            }
        }
        // Without pagination, its options set the members with their names.
        let by_hand = params::pages(self.operation).is_some_and(|pages| self.is_manual(&pages));
        if (!self.globals.paginate || by_hand)
            && let (Some(name), Some(most)) =
                (self.shadowed("max-items"), self.number(Meaning::MaxItems, "--max-items")?)
            && params::pages(self.operation).is_some()
        {
            values.set(name, Value::Integer(most));
        }
        Ok(values)
    }

    /// Adds the members of `--cli-input-json` or `--cli-input-yaml` that no option sets.
    fn merge_document(&self, values: &mut Fields) -> Result<(), Failure> {
        let document = match (self.text(Meaning::Json), self.text(Meaning::Yaml)) {
            (None, None) => return Ok(()),
            (Some(_), Some(_)) => {
                return Err(Failure::Param("Only one --cli-input- parameter may be specified.".to_owned()));
            }
            (Some(text), None) => document::read_json(text)?,
            (None, Some(text)) => document::read_yaml(text)?,
        };
        for (name, value) in document.iter().filter(|(name, _)| !values.contains(name)).collect::<Vec<_>>() {
            values.push(name, value.clone());
        }
        Ok(())
    }

    /// Fills in the given values of an input that may be incomplete.
    fn fill_partly(&self, input: &mut Dynamic, values: &Fields) -> Result<(), Failure> {
        input::fill(input, values, settings::is_raw_binary(self.globals), false).into_result()
    }
}
