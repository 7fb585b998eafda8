//! One command, from arguments to output: read, check, sample or call, write.

use super::answer;
use super::arguments::{self, Opt, Read, Takes};
use super::call::Caller;
use super::failure::{Called, Failure};
use super::fill::fill_input;
use super::globals::{GLOBALS, Globals};
use super::input;
use super::outfile::{self, OutFile};
use super::output::Format;
use super::output::json::compact;
use super::paginate::{Merger, PaginationOptions};
use super::params::{self, Meaning, Param};
use super::program::Table;
use super::progress::Progress;
use super::result_format::ResultFormat;
use super::streams::Sink;
use super::terminal::{eprint, print};
use super::value::{Fields, Value};
use super::{customize, document, help, hints, names, settings, streams, suggest, unpack};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::Structure;

/// What a command does with its complete input.
pub(crate) type Action<'a> = dyn Fn(&Caller, &mut Dynamic) -> Result<(), Failure> + 'a;

/// What a command line runs.
pub(crate) struct Target<'a> {
    /// The operation whose parameters the command takes.
    pub operation: &'static Operation,
    /// The command's name, for the lines that say how to call it.
    pub name: String,
    /// What to do with the complete input instead of calling the operation and printing its output.
    pub instead: Option<&'a Action<'a>>,
}

/// A command with its options read.
struct Invocation<'a> {
    table: &'static Table,
    globals: &'a Globals,
    operation: &'static Operation,
    target: &'a Target<'a>,
    params: Vec<Param>,
    read: Read,
}

/// Runs a command. `rest` is what remains of the arguments without its name and the global options.
pub(crate) fn run(
    table: &'static Table,
    globals: &Globals,
    target: &Target<'_>,
    rest: &[String],
) -> Result<(), Failure> {
    let operation = target.operation;
    let params = params::params(operation);
    let options: Vec<Opt> = params.iter().map(|param| param.option.clone()).collect();
    let wrong = |message| Failure::Usage(message, Some(target.called()));
    if let [only] = rest
        && only == "help"
    {
        return print(&help::operation(table, operation).plain());
    }
    let read = arguments::read(&options, rest).map_err(wrong)?;
    let invocation = Invocation { table, globals, operation, target, params, read };
    invocation.log();
    let unknown = invocation.unknown();
    invocation.check_required(unknown.as_deref())?;
    if let Some(unknown) = unknown {
        return Err(Failure::Unknown(unknown, Some(target.called())));
    }
    invocation.run()
}

impl Target<'_> {
    /// The command of an operation.
    pub(crate) fn operation(operation: &'static Operation) -> Self {
        Self { operation, name: names::dashed(operation.name), instead: None }
    }

    /// How to call the command.
    fn called(&self) -> Called {
        help::called(self.operation, self.name.clone())
    }
}

impl Invocation<'_> {
    /// The values of the last option of this meaning.
    fn given(&self, meaning: Meaning) -> Option<&[String]> {
        let mut options = self.read.options.iter().rev();
        options.find(|(index, _)| self.params[*index].meaning == meaning).map(|(_, values)| values.as_slice())
    }

    /// The value of the last option of this meaning.
    fn text(&self, meaning: Meaning) -> Option<&str> {
        self.given(meaning)?.first().map(String::as_str)
    }

    /// Logs what is run, without the values of options, which may be secret.
    fn log(&self) {
        let options: Vec<_> = self.read.options.iter().map(|(index, _)| &*self.params[*index].option.name).collect();
        tracing::debug!(program = self.table.program, operation = self.operation.name, ?options, "the command is read");
    }

    /// What nobody knows of the arguments, and the options that may be meant.
    fn unknown(&self) -> Option<String> {
        let positional = self.read.positional.iter().filter(|_| !streams::takes_outfile(self.operation));
        let unknown: Vec<_> = self.read.rest.iter().chain(positional).map(String::as_str).collect();
        if unknown.is_empty() {
            return None;
        }
        let own = self.params.iter().filter(|param| !param.hidden).map(|param| &*param.option.name);
        Some(suggest::unknown(&unknown, own.chain(GLOBALS.iter().map(|it| it.name))))
    }

    /// Options that must be given, unless the input comes from elsewhere or a sample of it is
    /// wanted. An option that nobody knows may be one of them, mistyped.
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
            // A flag that is missing is told of with the values.
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
        Err(Failure::Usage(message, Some(self.target.called())))
    }

    fn run(&self) -> Result<(), Failure> {
        let is_given = |name: &str| {
            let mut options = self.read.options.iter();
            options.any(|(index, _)| self.params[*index].option.name == name)
        };
        customize::check(self.operation, &names::dashed(self.operation.name), is_given)?;
        let pagination = self.pagination()?;
        let mut values = self.values()?;
        self.merge_document(&mut values)?;
        customize::finish(self.operation, &names::dashed(self.operation.name), &mut values)?;
        match self.text(Meaning::Skeleton) {
            Some("output") => {
                fill_input(self.globals, self.operation, &values)?;
                self.show(&Value::Object(document::sample_output(self.table, self.operation)), None)
            }
            Some(kind) => {
                // A sample is the same whatever is given beside it, as scripts expect, unless it is
                // said that it is to be filled in.
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
                None => self.call(&values, pagination),
            },
        }
    }

    /// What is asked of the pages; none where only one call is to be made.
    fn pagination(&self) -> Result<Option<PaginationOptions>, Failure> {
        let Some(pages) = params::pages(self.operation) else { return Ok(None) };
        let native = |name: &str| {
            let index = self.operation.input.find_member(name).map(|(index, _)| index);
            index.is_some_and(|index| self.given(Meaning::Member(index)).is_some())
        };
        let manual = native(pages.input_token) || pages.page_size.is_some_and(native);
        let max_items = self.number(Meaning::MaxItems, "--max-items")?;
        if !self.globals.paginate || manual {
            let shadowed = self.shadowed("max-items").is_some();
            let used = [("--starting-token", Meaning::StartingToken), ("--page-size", Meaning::PageSize)];
            let mut used: Vec<_> =
                used.iter().filter(|(_, it)| self.given(*it).is_some()).map(|(name, _)| *name).collect();
            if max_items.is_some() && !shadowed {
                used.push("--max-items");
            }
            if !used.is_empty() {
                let used = used.join(", ");
                return Err(Failure::Param(format!(
                    "Cannot specify --no-paginate along with pagination arguments: {used}"
                )));
            }
            return Ok(None);
        }
        self.number(Meaning::PageSize, "--page-size")?;
        if max_items.is_some_and(|most| most <= 0) {
            eprint("warning: Non-positive values for --max-items may result in undefined behavior.\n");
        }
        let starting_token = self.text(Meaning::StartingToken).map(str::to_owned);
        Ok(Some(PaginationOptions { starting_token, max_items }))
    }

    fn number(&self, meaning: Meaning, option: &str) -> Result<Option<i64>, Failure> {
        let Some(text) = self.text(meaning) else { return Ok(None) };
        text.trim().parse().map(Some).map_err(|_| {
            let message = format!("argument {option}: invalid int value: '{text}'");
            Failure::Usage(message, Some(self.target.called()))
        })
    }

    /// The member whose name an option of pages takes.
    fn shadowed(&self, option: &str) -> Option<&'static str> {
        let mut members = self.operation.input.members().iter().map(|member| member.name());
        members.find(|name| names::dashed(name) == option)
    }

    /// The members that options give, in model order.
    fn values(&self) -> Result<Fields, Failure> {
        let mut values = Fields::default();
        for (index, member) in self.operation.input.members().iter().enumerate() {
            let given = |it: &Param| matches!(it.meaning, Meaning::Member(at) | Meaning::Negated(at) if at == index);
            let last = self.read.options.iter().rev().find(|(param, _)| given(&self.params[*param]));
            let Some((param, arguments)) = last else { continue };
            let param = &self.params[*param];
            let value = match (param.option.takes, param.meaning) {
                (Takes::Nothing, meaning) => Value::Boolean(matches!(meaning, Meaning::Member(_))),
                _ => unpack::unpack(&format!("--{}", param.option.name), member, arguments)?,
            };
            values.push(member.name(), value);
        }
        for (index, arguments) in &self.read.options {
            if let Some(extra) = self.params[*index].extra {
                extra.apply(self.operation, &mut values, arguments)?;
            }
        }
        // Without pages the options of pages stand for the members of their names.
        if !self.globals.paginate
            && let (Some(name), Some(most)) =
                (self.shadowed("max-items"), self.number(Meaning::MaxItems, "--max-items")?)
            && params::pages(self.operation).is_some()
        {
            values.set(name, Value::Integer(most));
        }
        Ok(values)
    }

    /// Adds the members of `--cli-input-json` or `--cli-input-yaml` that no option gives.
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

    /// Fills in what is given of an input that need not be complete.
    fn fill_partly(&self, input: &mut Dynamic, values: &Fields) -> Result<(), Failure> {
        input::fill(input, values, settings::is_raw_binary(self.globals), false).into_result()
    }

    fn call(&self, values: &Fields, pagination: Option<PaginationOptions>) -> Result<(), Failure> {
        let format = settings::format(self.globals)?;
        let caller = Caller::new(self.table.service, self.globals)?;
        let pages = params::pages(self.operation);
        let manual = |name: &str| values.contains(name);
        let merged = pages
            .zip(pagination)
            .filter(|(pages, _)| !manual(pages.input_token) && !pages.page_size.is_some_and(manual));
        let Some((pages, pagination)) = merged else {
            let mut input = fill_input(self.globals, self.operation, values)?;
            if streams::takes_outfile(self.operation) || self.operation.output.streaming_member().is_some() {
                return self.stream(&caller, &mut input);
            }
            let file = self.out_file()?;
            let answer = caller.call(self.operation, &mut input);
            let mut answer = answer.map_err(|failure| failure.with_hint(&hints::mistyped(&input)))?;
            if let Some(file) = file {
                file.save(&mut answer)?;
            }
            return self.show(&Value::Object(answer), None);
        };
        let mut values = values.clone();
        if let (Some(size), Some(name)) = (self.number(Meaning::PageSize, "--page-size")?, pages.page_size) {
            values.set(name, Value::Integer(size));
        }
        let mut input = fill_input(self.globals, self.operation, &values)?;
        let mut merger = Merger::new(pages, self.operation.output, &pagination)?;
        let mut progress = Progress::new(self.globals, format);
        loop {
            if let Some(token) = merger.token() {
                go_on_at(&mut input, pages.input_token, token)?;
            }
            let page = caller.call(self.operation, &mut input);
            let page = page.map_err(|failure| failure.with_hint(&hints::mistyped(&input)))?;
            if format == Format::YamlStream {
                self.show(&Value::Object(page.clone()), None)?;
            }
            let more = merger.add(page)?;
            progress.page(merger.seen());
            if !more {
                break;
            }
        }
        drop(progress);
        let (result, next) = merger.finish();
        if format == Format::YamlStream { Ok(()) } else { self.show(&Value::Object(result), next) }
    }

    /// Makes a call whose answer streams: a blob into a file, events to standard output.
    fn stream(&self, caller: &Caller, input: &mut Dynamic) -> Result<(), Failure> {
        let path = self.read.positional.as_deref().filter(|_| streams::takes_outfile(self.operation));
        let sink = path.map(Sink::open).transpose()?;
        let answer = caller.answer(self.operation, input)?.map_err(|error| caller.failure(self.operation, error));
        let mut output = answer.map_err(|failure| failure.with_hint(&hints::mistyped(input)))?;
        let Some(sink) = sink else {
            return streams::events(caller, self.operation, &mut output, caller.times(), &mut |event| {
                let event = match &self.globals.query {
                    Some(query) => query.search(&event).map_err(Failure::General)?,
                    None => event,
                };
                print(&format!("{}\n", compact(&event)))
            });
        };
        let is_printed = sink.is_standard();
        let blob = streams::take(&mut output).unwrap_or_default();
        caller.run(sink.write(blob))??;
        // Behind the blob itself, nothing else can be told apart.
        if is_printed { Ok(()) } else { self.show(&Value::Object(answer::read(&output, caller.times())), None) }
    }

    /// The file that a part of the answer is to go to.
    fn out_file(&self) -> Result<Option<OutFile>, Failure> {
        match (outfile::of(self.operation), self.text(Meaning::OutFile), self.text(Meaning::OutPart)) {
            (Some(out), Some(path), Some(part)) => OutFile::open(out, path, part).map(Some),
            _ => Ok(None),
        }
    }

    /// Prints a result, and the token of the next page.
    fn show(&self, result: &Value, next: Option<String>) -> Result<(), Failure> {
        let format = ResultFormat::new(self.globals)?;
        let token = next.map(Value::String);
        // A query can ask for the token; without one, text has it on a line of its own.
        let below = format.format == Format::Text && self.globals.query.is_none();
        let mut result = result.clone();
        if let (Value::Object(fields), Some(token), true) = (&mut result, &token, !below) {
            fields.push("NextToken", token.clone());
        }
        let mut text = format.write(self.operation.name, &result)?;
        if let (Some(token), true) = (&token, below) {
            text.push_str(&format!("NEXTTOKEN\t{}\n", token.as_str().unwrap_or_default()));
        }
        print(&text)
    }
}

/// Sets the token of the page to ask for.
fn go_on_at(input: &mut Dynamic, name: &str, token: &str) -> Result<(), Failure> {
    let Some((index, _)) = input.schema().find_member(name) else { return Ok(()) };
    let Some(place) = input.member_mut(index) else { return Ok(()) };
    let done = place.slot().put_string(token.to_owned());
    done.map_err(|_| Failure::General(format!("The service's {name} takes no text")))
}
