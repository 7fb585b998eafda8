//! Finds the words that can complete a command line.

use super::files::paths;
use super::regions::REGIONS;
use crate::arguments::{Opt, Takes};
use crate::globals::{self, GLOBALS};
use crate::params::{self, Meaning, Param};
use crate::program::{Command, Found, Group, Program};
use crate::{help, settings};
use tinsmith_runtime::schema::{Kind, Schema};
use tinsmith_runtime::service::Operation;

/// A possible completion.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Candidate {
    /// The word.
    pub text: String,
    /// Its description, on one line.
    pub about: String,
}

/// What the words of a line are about.
pub(crate) enum Scope<'a> {
    /// The commands of a program for one service.
    Service(&'a Program),
    /// The commands of a group.
    Group(&'a Program, &'static Group),
    /// These names, such as those of services, before any other word.
    Names(Vec<Candidate>),
    /// These words, of which several may follow each other.
    Words(Vec<Candidate>),
}

/// The completions of `current` after the words `before`, which begin after the program's name.
pub(crate) fn candidates(scope: &Scope<'_>, before: &[String], current: &str) -> Vec<Candidate> {
    let mut place = Place::new(scope);
    before.iter().for_each(|word| place.pass(word));
    let mut found = place.candidates(current);
    found.retain(|it| it.text.starts_with(current));
    found
}

/// The state of a command line at one position.
struct Place<'a> {
    scope: &'a Scope<'a>,
    command: Option<Found>,
    params: Vec<Param>,
    /// The global options, followed by those of the operation or command.
    options: Vec<Opt>,
    /// The options that were given, by index.
    given: Vec<usize>,
    /// The option whose value comes next, and whether something else may come instead.
    pending: Option<(usize, bool)>,
    /// The words after the command that are neither options nor their values.
    words: Vec<String>,
}

impl Scope<'_> {
    fn program(&self) -> Option<&Program> {
        match self {
            Self::Service(program) | Self::Group(program, _) => Some(program),
            Self::Names(_) | Self::Words(_) => None,
        }
    }

    /// The command with this name.
    fn find(&self, name: &str) -> Option<Found> {
        match self {
            Self::Service(program) => program.find(name).ok(),
            Self::Group(_, group) => group.commands.iter().find(|it| it.name == name).map(Found::Command),
            Self::Names(_) | Self::Words(_) => None,
        }
    }

    /// The names of commands, or the options among them.
    fn names(&self, is_option: bool) -> Vec<Candidate> {
        let of_command = |it: &Command| Candidate { text: it.name.to_owned(), about: it.about.to_owned() };
        let help = Candidate { text: "help".to_owned(), about: "Show help for this program.".to_owned() };
        match self {
            Self::Names(names) | Self::Words(names) => {
                names.iter().filter(|it| it.text.starts_with('-') == is_option).cloned().collect()
            }
            _ if is_option => Vec::new(),
            Self::Group(_, group) => group.commands.iter().map(of_command).chain([help]).collect(),
            Self::Service(program) => {
                let table = program.table;
                let operations = table.operation_commands();
                let operations =
                    operations.map(|(text, name)| Candidate { text, about: help::about_name(table, name) });
                operations.chain(program.commands().into_iter().map(of_command)).chain([help]).collect()
            }
        }
    }
}

impl<'a> Place<'a> {
    fn new(scope: &'a Scope<'a>) -> Self {
        let options = globals::table();
        Self { scope, command: None, params: Vec::new(), options, given: Vec::new(), pending: None, words: Vec::new() }
    }

    /// Moves past a word.
    fn pass(&mut self, word: &str) {
        if let Some(name) = word.strip_prefix("--") {
            let (name, attached) = name.split_once('=').map_or((name, false), |(name, _)| (name, true));
            let index = self.option(name);
            self.given.extend(index);
            self.pending = index.filter(|_| !attached).and_then(|index| match self.options[index].takes {
                Takes::Nothing => None,
                Takes::One | Takes::OwnChoice => Some((index, false)),
                Takes::OneOr(_) | Takes::ChoiceOr(_) | Takes::Many => Some((index, true)),
            });
        } else if let Some((index, _)) = self.pending {
            self.pending = self.pending.filter(|_| self.options[index].takes == Takes::Many);
        } else if self.command.is_some() {
            self.words.push(word.to_owned());
        } else if let Some(found) = self.scope.find(word) {
            match &found {
                Found::Operation(operation) => {
                    self.params = params::params(operation);
                    self.options.extend(self.params.iter().map(|it| it.option.clone()));
                }
                Found::Command(command) => self.options.extend((command.options)()),
            }
            self.command = Some(found);
        }
    }

    /// The option with this name, or the only one that begins with it.
    fn option(&self, name: &str) -> Option<usize> {
        let fitting = |it: &&Opt| it.name.starts_with(name);
        let exact = self.options.iter().position(|it| it.name == name);
        let only = || self.options.iter().filter(fitting).count() == 1;
        exact.or_else(|| self.options.iter().position(|it| fitting(&it)).filter(|_| only()))
    }

    fn candidates(&self, current: &str) -> Vec<Candidate> {
        if let Some((name, value)) = current.strip_prefix("--").and_then(|it| it.split_once('=')) {
            let values = self.option(name).map(|index| self.values(index, value)).unwrap_or_default();
            return texts(values.into_iter().map(|value| format!("--{name}={value}")));
        }
        let is_option = current.starts_with('-');
        if let Some((index, optional)) = self.pending {
            let values = self.values(index, current);
            if !optional || !is_option && values.iter().any(|it| it.starts_with(current)) {
                return texts(values);
            }
        }
        match &self.command {
            None if is_option => [self.scope.names(true), self.globals()].concat(),
            None => self.scope.names(false),
            Some(Found::Operation(operation)) if is_option => [self.own(operation), self.globals()].concat(),
            Some(Found::Operation(operation)) if current.is_empty() => self.own(operation),
            Some(Found::Operation(_)) => texts(["help".to_owned()].into_iter().filter(|_| self.words.is_empty())),
            Some(Found::Command(command)) => {
                let Some(program) = self.scope.program() else { return Vec::new() };
                let words = (command.words)(program, &self.words).into_iter();
                let given = |word: &str| {
                    word.strip_prefix("--").and_then(|it| self.option(it)).is_some_and(|it| self.given.contains(&it))
                };
                let words = texts(words.filter(|word| word.starts_with('-') == is_option && !given(word)));
                if is_option { [words, self.globals()].concat() } else { words }
            }
        }
    }

    /// The operation's options that were not given, required ones first.
    fn own(&self, operation: &'static Operation) -> Vec<Candidate> {
        let given = |index: usize| self.given.contains(&(index + GLOBALS.len()));
        let open = self.params.iter().enumerate().filter(|(index, it)| !it.hidden && !given(*index));
        let (first, rest): (Vec<_>, Vec<_>) = open.map(|(_, it)| it).partition(|it| it.required);
        let candidate = |it: &Param| Candidate {
            text: format!("--{}", it.option.name),
            about: self
                .scope
                .program()
                .map_or_else(String::new, |program| help::about_param(program.table, operation, it)),
        };
        first.into_iter().chain(rest).map(candidate).collect()
    }

    fn globals(&self) -> Vec<Candidate> {
        let open = GLOBALS.iter().enumerate().filter(|(index, _)| !self.given.contains(index));
        open.map(|(_, it)| Candidate { text: format!("--{}", it.name), about: it.about.to_owned() }).collect()
    }

    /// The values of an option, if they can be listed.
    fn values(&self, index: usize, current: &str) -> Vec<String> {
        let option = &self.options[index];
        if !option.choices.is_empty() {
            return option.choices.iter().map(|&it| it.to_owned()).collect();
        }
        let meaning = index.checked_sub(GLOBALS.len()).and_then(|index| self.params.get(index)).map(|it| it.meaning);
        match (meaning, &*option.name) {
            (None, "profile" | "to-profile") => settings::profiles(),
            (None, "region") => REGIONS.iter().map(|&it| it.to_owned()).collect(),
            (None, "ca-bundle") | (Some(Meaning::OutFile), _) => paths(current),
            (None, _) => Vec::new(),
            (Some(meaning), _) => {
                let mut values = self.enum_values(meaning);
                values.extend(from_files(current, meaning));
                values
            }
        }
    }

    /// The values in the model for a member or for its elements.
    fn enum_values(&self, meaning: Meaning) -> Vec<String> {
        let (Some(Found::Operation(operation)), Meaning::Member(index)) = (&self.command, meaning) else {
            return Vec::new();
        };
        let schema = operation.input.members().get(index).map(|it| it.target());
        let element = |schema: &'static Schema| match schema.kind() {
            Kind::List => schema.members().first().map(|it| it.target()),
            _ => Some(schema),
        };
        match schema.and_then(element).map(Schema::kind) {
            Some(Kind::Enum(values)) => values.iter().map(|&it| it.to_owned()).collect(),
            Some(Kind::IntEnum(values)) => values.iter().map(i32::to_string).collect(),
            _ => Vec::new(),
        }
    }
}

/// The files that may contain a value. Documents usually come from files, so `file://` is suggested for them.
fn from_files(current: &str, meaning: Meaning) -> Vec<String> {
    for scheme in ["file://", "fileb://"] {
        if let Some(path) = current.strip_prefix(scheme) {
            return paths(path).into_iter().map(|path| format!("{scheme}{path}")).collect();
        }
    }
    let document = matches!(meaning, Meaning::Json | Meaning::Yaml);
    let begun = !current.is_empty() && "file://".starts_with(current);
    if document && current.is_empty() || begun { vec!["file://".to_owned()] } else { Vec::new() }
}

fn texts(texts: impl IntoIterator<Item = String>) -> Vec<Candidate> {
    texts.into_iter().map(|text| Candidate { text, about: String::new() }).collect()
}
