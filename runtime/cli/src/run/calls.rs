//! The calls of a command: a single one, one with a streaming output, or one per page.

use std::io::IsTerminal;

use crate::answer;
use crate::call::Caller;
use crate::customize::{self, Given};
use crate::failure::Failure;
use crate::fill::{check_minimums, fill_input};
use crate::follow_ups;
use crate::hints;
use crate::input;
use crate::outfile::{self, OutFile, Saves};
use crate::output::Format;
use crate::output::json::compact;
use crate::pager::Screen;
use crate::paginate::{Merger, PaginationOptions};
use crate::params::{self, Meaning, Pages};
use crate::progress::Progress;
use crate::settings;
use crate::streams::{self, Sink};
use crate::terminal::{eprint, print};
use crate::value::{Fields, Value};
use crate::visible;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::schema::Kind;
use tinsmith_runtime::shape::Structure;

use super::{Invocation, doubt};

impl Invocation<'_> {
    /// Whether an option controls pagination manually, which turns it off.
    pub(super) fn is_manual(&self, pages: &Pages) -> bool {
        let mut given = self.read.options.iter().filter_map(|(index, _)| match self.params[*index].meaning {
            Meaning::Member(at) => self.operation.input.members().get(at),
            _ => None,
        });
        given.any(|member| pages.is_manual(member.name()) || customize::is_manual(self.operation, member.name()))
    }

    /// The pagination options. `None` if only one call is made.
    pub(super) fn pagination(&self) -> Result<Option<PaginationOptions>, Failure> {
        let Some(pages) = params::pages(self.operation) else { return Ok(None) };
        let max_items = self.number(Meaning::MaxItems, "--max-items")?;
        if !self.globals.paginate || self.is_manual(&pages) {
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

    /// Calls the operation, page by page if it is paginated, and shows the result.
    pub(super) fn call(
        &self,
        values: &mut Fields,
        pagination: Option<PaginationOptions>,
        given: &Given<'_>,
    ) -> Result<(), Failure> {
        self.check_secret()?;
        let caller = Caller::new(self.table.service, self.globals)?;
        follow_ups::prepare(&caller, self.table, self.operation, &self.command, given, values)?;
        let pages = params::pages(self.operation).zip(pagination);
        let by_hand = |pages: &Pages| values.iter().any(|(name, _)| pages.is_manual(name));
        match pages.filter(|(pages, _)| !by_hand(pages)) {
            Some((pages, pagination)) => self.call_pages(&caller, values, pages, &pagination, given),
            None => self.call_once(&caller, values, given),
        }
    }

    fn call_once(&self, caller: &Caller, values: &Fields, given: &Given<'_>) -> Result<(), Failure> {
        let files = |failure: Failure| failure.with_hint(&hints::files(values));
        let mut input = fill_input(self.globals, self.operation, values).map_err(files)?;
        let file =
            values.iter().find_map(|(_, it)| if let Value::File(path) = it { Some(path.as_str()) } else { None });
        caller.run(caller.show_request(self.operation, &mut input, None, file))??;
        if follow_ups::runs_plugin(self.operation) {
            return follow_ups::run_plugin(caller, self.table, self.globals, self.operation, &mut input, values);
        }
        if streams::takes_outfile(self.operation) || self.operation.output.streaming_member().is_some() {
            return self.stream(caller, &mut input);
        }
        let file = self.out_file()?;
        let saves = Saves::open(self.operation, given.option)?;
        let answer = caller.call(self.operation, &mut input);
        let mut answer = answer.map_err(|failure| {
            let doubt = doubt::look(self.table, self.globals, self.operation, values, &failure);
            files(failure.with_hint(&hints::mistyped(&input))).with_hint(&doubt)
        })?;
        saves.write(&answer)?;
        if let Some(file) = file {
            file.save(&mut answer)?;
        }
        customize::answered(self.operation, &self.command, given, &mut answer)?;
        self.show_answer(answer)
    }

    fn call_pages(
        &self,
        caller: &Caller,
        values: &mut Fields,
        pages: Pages,
        pagination: &PaginationOptions,
        given: &Given<'_>,
    ) -> Result<(), Failure> {
        let format = settings::format(self.globals)?;
        let size = self.number(Meaning::PageSize, "--page-size")?.map(Value::Integer);
        let size = size.or_else(|| customize::page_size(self.operation, values));
        if let (Some(size), Some(name)) = (size, pages.page_size) {
            values.set(name, size);
        }
        let mut input = fill_input(self.globals, self.operation, values)?;
        let mut merger = Merger::new(pages, self.operation.output, pagination)?;
        let mut progress = Progress::new(self.globals, format);
        let mut screen = Screen::new(self.globals);
        loop {
            for (name, token) in pages.input_tokens.iter().zip(merger.tokens()) {
                go_on_at(&mut input, name, token.as_ref())?;
            }
            check_minimums(self.globals, &input)?;
            let page = caller.call(self.operation, &mut input);
            let mut page = page.map_err(|failure| failure.with_hint(&hints::mistyped(&input)))?;
            customize::answered(self.operation, &self.command, given, &mut page)?;
            let follows = merger.cut(&mut page);
            if format == Format::YamlStream {
                merger.pass();
                if !self.show_part(Value::Object(page), &mut screen)? {
                    return Ok(());
                }
            } else {
                merger.merge(page);
            }
            progress.page(merger.seen());
            if !follows.another()? {
                break;
            }
        }
        drop(progress);
        let (result, next) = merger.finish(format == Format::Text);
        if format == Format::YamlStream { Ok(()) } else { self.show(Value::Object(result), next) }
    }

    /// Makes a call with a streaming output: a blob to a file, events to standard output.
    fn stream(&self, caller: &Caller, input: &mut Dynamic) -> Result<(), Failure> {
        let path = self.read.positional.as_deref().filter(|_| streams::takes_outfile(self.operation));
        let sink = path.map(Sink::open).transpose()?;
        let answer = caller.answer(self.operation, input)?.map_err(|error| caller.failure(self.operation, error));
        let mut output = answer.map_err(|failure| failure.with_hint(&hints::mistyped(input)))?;
        let Some(sink) = sink else {
            let is_terminal = std::io::stdout().is_terminal();
            return streams::events(caller, self.operation, &mut output, caller.times(), &mut |event| {
                let event = match &self.globals.query {
                    Some(query) => query.search(&event).map_err(Failure::General)?,
                    None => event,
                };
                let line = compact(&event) + "\n";
                print(&if is_terminal { visible::text(&line) } else { line.into() })
            });
        };
        if let Some((event, payload)) = streams::payload(self.operation) {
            return streams::payloads(caller, self.operation, &mut output, sink, event, payload);
        }
        let is_printed = sink.is_standard();
        let blob = streams::take(&mut output).unwrap_or_default();
        caller.run(sink.write(blob))??;
        // After the blob itself, nothing else is printed, because it could not be distinguished.
        if is_printed { Ok(()) } else { self.show(Value::Object(answer::read(&output, caller.times())), None) }
    }

    /// The file for a part of the output.
    fn out_file(&self) -> Result<Option<OutFile>, Failure> {
        match (outfile::of(self.operation), self.text(Meaning::OutFile), self.text(Meaning::OutPart)) {
            (Some(out), Some(path), Some(part)) => OutFile::open(out, path, part).map(Some),
            _ => Ok(None),
        }
    }
}

/// Sets a token of the next page. Without a token, clears the member.
fn go_on_at(input: &mut Dynamic, name: &str, token: Option<&Value>) -> Result<(), Failure> {
    let Some((index, member)) = input.schema().find_member(name) else { return Ok(()) };
    input.clear(index);
    let token = match token {
        None => return Ok(()),
        Some(Value::Integer(number)) if member.target().kind() == Kind::String => Value::String(number.to_string()),
        Some(token) => token.clone(),
    };
    let given: Fields = [(name.to_owned(), token)].into_iter().collect();
    let filled = input::fill(input, &given, false, false).into_result();
    filled.map_err(|_| Failure::General(format!("Invalid token for {name}")))
}
