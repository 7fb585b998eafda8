//! `wait`: polls an operation until a resource reaches a state.
//!
//! Each waiter is a subcommand of `wait` with the parameters of its operation. Like the AWS CLI, it polls at fixed
//! intervals and up to a fixed number of times, unlike the library, which polls for a given time. Messages and exit
//! code are those of the AWS CLI.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::arguments;
use crate::call::Caller;
use crate::failure::{Called, Failure};
use crate::globals::Globals;
use crate::help;
use crate::help_page::Page;
use crate::program::{Command, Program, Table};
use crate::run::{self, Target};
use crate::{names, params};
use tinsmith_runtime::client::Fault;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::{ProvideErrorMetadata, SdkError};
use tinsmith_runtime::schema::waiters::{Acceptor, Expected, Matcher, State, Waiter};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::waiters::{Answer, accepted};

/// The command's description, in one sentence.
const ABOUT: &str = "Wait until a resource reaches a state, by polling an operation.";

/// The number of polls of most waiters in the AWS CLI, used where the operation has none of its own.
const POLLS: u32 = 40;

/// The command.
pub(crate) const COMMAND: Command =
    Command { name: "wait", about: ABOUT, is_offered, run, options: Vec::new, words, help };

/// Whether the service has any waiters.
fn is_offered(program: &Program) -> bool {
    !program.table.waiters().is_empty()
}

/// The names of the waiters, sorted.
fn words_of(program: &Program) -> Vec<String> {
    let mut names: Vec<String> = program.table.waiters().into_iter().map(|(name, _)| names::dashed(name)).collect();
    names.sort();
    names
}

/// The command of a waiter, such as `wait user-exists`.
pub(crate) fn name(waiter: &'static Waiter) -> String {
    format!("wait {}", names::dashed(waiter.name))
}

/// The waiter with this name, and the operation that it polls.
fn find(program: &Program, word: &str) -> Result<(&'static Operation, &'static Waiter), Failure> {
    let waiters = program.table.waiters();
    let Some((name, polled)) = waiters.into_iter().find(|(name, _)| names::is_dashed(name, word)) else {
        let names = words_of(program);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        return Err(Failure::usage(arguments::invalid_choice("subcommand", word, &names), Some(called())));
    };
    let operation = program.operation(polled)?;
    let missing = || Failure::General(format!("the operation {polled} has no waiter {name}"));
    let waiter = operation.waiters().iter().find(|it| it.name == name).ok_or_else(missing)?;
    Ok((operation, waiter))
}

fn called() -> Called {
    Called { name: "wait".to_owned(), line: "wait <subcommand>".to_owned() }
}

/// Runs the command.
fn run(program: &Program, globals: &Globals, rest: &[String]) -> Result<(), Failure> {
    let Some((word, rest)) = rest.split_first() else {
        return Err(Failure::usage("the following arguments are required: subcommand".to_owned(), Some(called())));
    };
    let (operation, waiter) = find(program, word)?;
    let name = name(waiter);
    let call = |caller: &Caller, input: &mut Dynamic| wait(caller, operation, waiter, input);
    run::run(program.table, globals, &Target { operation, name, instead: Some(&call) }, rest)
}

/// The words and options that may follow those after the command's name.
fn words(program: &Program, before: &[String]) -> Vec<String> {
    let Some(word) = before.first() else { return words_of(program) };
    let found = find(program, word).ok();
    let params = found.map(|(operation, _)| params::params(operation)).unwrap_or_default();
    params.iter().filter(|it| !it.hidden).map(|it| format!("--{}", it.option.name)).collect()
}

/// The help page of the command or of a waiter.
fn help(program: &Program, words: &[String]) -> Result<Page, Failure> {
    if let Some(word) = words.first() {
        let (operation, waiter) = find(program, word)?;
        let text = format!("{}\n\n{}", waiter.about, pace(program.table, operation, waiter));
        return Ok(help::command(program.table, operation, &name(waiter), &text));
    }
    let mut page = Page::of_command(
        program.name(),
        ABOUT,
        "wait",
        &["wait <subcommand> [parameters]"],
        "Each subcommand polls one operation and takes its parameters. It prints nothing. The exit code is 0 when the \
         condition is met, and 255 if it can no longer be met or is not met in time.",
    );
    page.section("SUBCOMMANDS");
    for word in words_of(program) {
        let about = find(program, &word).map(|(_, waiter)| waiter.about).unwrap_or_default();
        page.entry(1, &word, about);
    }
    page.item(1, &format!("Run `{} wait <subcommand> help` for help on a subcommand.", program.name()));
    help::global_options(&mut page);
    Ok(page)
}

/// Describes how often a waiter polls.
fn pace(table: &Table, operation: &Operation, waiter: &Waiter) -> String {
    let (program, polled, polls) = (table.program, names::dashed(operation.name), polls(operation, waiter));
    let seconds = if waiter.min_delay == 1 { "second".to_owned() } else { format!("{} seconds", waiter.min_delay) };
    format!("Calls `{program} {polled}` every {seconds}, and fails with exit code 255 after {polls} calls.")
}

/// The maximum number of polls.
fn polls(operation: &Operation, waiter: &Waiter) -> u32 {
    operation.waiter_attempts(waiter.name).unwrap_or(POLLS)
}

/// Polls the operation until the waiter succeeds or fails.
pub(crate) fn wait(
    caller: &Caller,
    operation: &'static Operation,
    waiter: &'static Waiter,
    input: &mut Dynamic,
) -> Result<(), Failure> {
    let mut polling = Polling { operation, waiter, left: polls(operation, waiter), matched: None };
    loop {
        let mut sent = input.clone();
        let judged = match caller.answer(operation, &mut sent)? {
            Ok(output) => polling.judge(Answer::Output(&output, &sent)),
            Err(SdkError::ServiceError(context)) => polling.judge(Answer::Error(context.err())),
            // Without a response, no acceptor can match.
            Err(error) => return Err(caller.failure(operation, error)),
        };
        if let ControlFlow::Break(ended) = judged {
            return ended.map_err(|reason| Failure::General(format!("Waiter {} failed: {reason}", waiter.name)));
        }
        caller.pause(Duration::from_secs(waiter.min_delay.into()))?;
    }
}

/// The state of a wait.
struct Polling {
    operation: &'static Operation,
    waiter: &'static Waiter,
    /// The number of polls left.
    left: u32,
    /// The last acceptor that matched.
    matched: Option<&'static Acceptor>,
}

impl Polling {
    /// Continues, or ends with success or with the reason of the failure.
    fn judge(&mut self, answer: Answer<'_>) -> ControlFlow<Result<(), String>> {
        self.left = self.left.saturating_sub(1);
        match (accepted(self.waiter, self.operation, answer), answer) {
            (Some(Acceptor { state: State::Success, .. }), _) => return ControlFlow::Break(Ok(())),
            (Some(Acceptor { state: State::Failure, matcher }), _) => {
                let reason = format!("Waiter encountered a terminal failure state: {}", explain(matcher));
                return ControlFlow::Break(Err(reason));
            }
            (Some(acceptor), _) => self.matched = Some(acceptor),
            (None, Answer::Error(fault)) => return ControlFlow::Break(Err(unexpected(fault))),
            (None, _) => {}
        }
        if self.left > 0 {
            return ControlFlow::Continue(());
        }
        let matched = self.matched.map(|it| format!(". Previously accepted state: {}", explain(&it.matcher)));
        ControlFlow::Break(Err(format!("Max attempts exceeded{}", matched.unwrap_or_default())))
    }
}

fn unexpected(fault: &Fault) -> String {
    let (code, message) = (fault.code().unwrap_or("Unknown"), fault.message().unwrap_or("Unknown"));
    format!("An error occurred ({code}): {message}")
}

/// Describes an acceptor's match in the words of the AWS CLI.
fn explain(matcher: &Matcher) -> String {
    match matcher {
        Matcher::Success(true) => "Matched expected HTTP status code: 200".to_owned(),
        Matcher::Success(false) => "Matched an error of the service".to_owned(),
        Matcher::ErrorType(error) => format!("Matched expected service error code: {error}"),
        Matcher::Output(path, expected) | Matcher::InputOutput(path, expected) => match expected {
            Expected::Is(text) => format!("For expression \"{path}\" we matched expected path: \"{text}\""),
            Expected::Truth(value) => {
                let value = if *value { "True" } else { "False" };
                format!("For expression \"{path}\" we matched expected path: \"{value}\"")
            }
            Expected::AllAre(text) => {
                format!("For expression \"{path}\" all members matched expected path: \"{text}\"")
            }
            Expected::AnyIs(text) => {
                format!("For expression \"{path}\" we matched expected path: \"{text}\" at least once")
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::{Polling, polls};
    use crate::test_service::OPERATION;
    use tinsmith_runtime::client::Fault;
    use tinsmith_runtime::dynamic::Dynamic;
    use tinsmith_runtime::error::ErrorMetadata;
    use tinsmith_runtime::schema::waiters::{Acceptor, Expected, Matcher, State, Waiter};
    use tinsmith_runtime::schema::{Kind, Member, Schema};
    use tinsmith_runtime::waiters::Answer;

    static TEXT: Schema = Schema::simple("test#Text", Kind::String, &[]);
    static TEXTS: Schema = Schema::list("test#Texts", &[Member::new("member", &TEXT, &[])], &[]);
    static STATUS: Schema =
        Schema::structure("test#Status", &[Member::new("State", &TEXT, &[]), Member::new("Parts", &TEXTS, &[])], &[]);

    const fn acceptor(state: State, matcher: Matcher) -> Acceptor {
        Acceptor { state, matcher }
    }

    const fn output(path: &'static str, expected: Expected) -> Matcher {
        Matcher::Output(path, expected)
    }

    static WAITER: Waiter = Waiter {
        name: "Ready",
        about: "",
        min_delay: 1,
        max_delay: 1,
        acceptors: &[
            acceptor(State::Success, output("State", Expected::Is("READY"))),
            acceptor(State::Success, output("Parts", Expected::AllAre("READY"))),
            acceptor(State::Failure, output("State", Expected::Is("BROKEN"))),
            acceptor(State::Failure, output("Parts", Expected::AnyIs("BROKEN"))),
            acceptor(State::Retry, Matcher::ErrorType("Missing")),
            acceptor(State::Failure, Matcher::ErrorType("Gone")),
        ],
    };

    /// The result of a wait of three polls with these responses: outputs as JSON, or error codes.
    fn ended(answers: &[&str]) -> (usize, Option<Result<(), String>>) {
        let mut polling = Polling { operation: &OPERATION, waiter: &WAITER, left: 3, matched: None };
        let input = Dynamic::new(OPERATION.input);
        for (index, answer) in answers.iter().enumerate() {
            let judged = if answer.starts_with('{') {
                let mut output = Dynamic::new(&STATUS);
                tinsmith_runtime::json::from_str(answer, &mut output).unwrap();
                polling.judge(Answer::Output(&output, &input))
            } else {
                let meta = ErrorMetadata::builder().code(*answer).message("the message").build();
                polling.judge(Answer::Error(&Fault::unmodeled(meta)))
            };
            if let ControlFlow::Break(ended) = judged {
                return (index + 1, Some(ended));
            }
        }
        (answers.len(), None)
    }

    #[test]
    fn a_wait_ends_with_the_sentence_of_the_aws_cli() {
        let ready = r#"{"State": "READY"}"#;
        let cases: [(&[&str], usize, Result<(), &str>); 9] = [
            (&["Missing", "{}", ready], 3, Ok(())),
            (&[r#"{"Parts": ["READY", "READY"]}"#], 1, Ok(())),
            (&["Missing", "Denied", ready], 2, Err("An error occurred (Denied): the message")),
            (
                &["Gone"],
                1,
                Err("Waiter encountered a terminal failure state: Matched expected service error code: Gone"),
            ),
            (
                &["{}", r#"{"State": "BROKEN"}"#],
                2,
                Err("Waiter encountered a terminal failure state: For expression \"State\" we matched expected path: \
                     \"BROKEN\""),
            ),
            (
                &[r#"{"Parts": ["READY", "BROKEN"]}"#],
                1,
                Err("Waiter encountered a terminal failure state: For expression \"Parts\" we matched expected path: \
                     \"BROKEN\" at least once"),
            ),
            (&["{}", "{}", "{}", ready], 3, Err("Max attempts exceeded")),
            (
                &["Missing", "{}", "{}"],
                3,
                Err("Max attempts exceeded. Previously accepted state: Matched expected service error code: Missing"),
            ),
            (&[r#"{"Parts": []}"#, "{}", "{}"], 3, Err("Max attempts exceeded")),
        ];
        for (answers, polls, expected) in cases {
            assert_eq!(ended(answers), (polls, Some(expected.map_err(str::to_owned))), "{answers:?}");
        }
        assert_eq!(ended(&["{}", "Missing"]), (2, None));
    }

    #[test]
    fn a_waiter_that_is_not_listed_polls_as_most_do() {
        assert_eq!(polls(&OPERATION, &WAITER), 40);
    }
}
