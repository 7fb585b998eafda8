//! Intended differences from the AWS CLI.

use crate::invocations::Invocation;
use crate::outcome::Outcome;

/// A difference and its reason.
pub struct Difference {
    /// the reason
    pub reason: &'static str,
    /// whether it explains why two outcomes differ: ours, then the AWS CLI's
    pub explains: fn(&Invocation, &Outcome, &Outcome) -> bool,
}

/// All intended differences.
pub const DIFFERENCES: &[Difference] = &[
    Difference {
        reason: "a sample of an output satisfies its own shape; the AWS CLI fails at its own (aws/aws-cli#2337)",
        explains: |it, ours, theirs| is_output_sample(it) && ours.code == 0 && theirs.code == 252,
    },
    Difference {
        reason: "a sample of an output has times as answers have them, with their offset, and keeps to patterns",
        explains: |it, ours, theirs| is_output_sample(it) && ours.code == 0 && theirs.code == 0,
    },
    Difference {
        reason: "operations with an output file have samples and documents too (aws/aws-cli#1414)",
        explains: |it, ours, theirs| {
            it.arguments[0] == "create-virtual-mfa-device" && ours.code == 0 && theirs.code == 252
        },
    },
    Difference {
        reason: "a letter such as é takes one column of a table, as terminals show it; the AWS CLI counts two",
        explains: |it, ours, theirs| {
            let words = |outcome: &Outcome| {
                let border = |c: char| matches!(c, '-' | '+' | '|') || c.is_whitespace();
                outcome.stdout.split(border).filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>()
            };
            has(it, "table") && ours.code == theirs.code && theirs.stdout.contains('é') && words(ours) == words(theirs)
        },
    },
    Difference {
        reason: "an operation without parameters takes none; the AWS CLI drops them",
        explains: |_, ours, theirs| {
            let told = theirs.message.ends_with("must be one of:");
            ours.message.ends_with("there is none") && (told || theirs.requests.len() == 1)
        },
    },
    Difference {
        reason: "the text of a list in pages is written at once, and a query sees all pages; the AWS CLI takes each page \
                 by itself",
        explains: |it, ours, theirs| {
            let one_call = has(it, "--no-paginate");
            has(it, "text") && !one_call && (ours.code, ours.requests.len()) == (0, theirs.requests.len())
        },
    },
    Difference {
        reason: "structures in one cell are written as JSON, and not as Python writes them",
        explains: |_, ours, theirs| {
            theirs.stdout.contains("{'b': [1, None]") && ours.stdout.contains("{\"b\": [1, null]")
        },
    },
    Difference {
        reason: "what is wrong with a query is said by another library",
        explains: |it, ours, theirs| {
            let query = |outcome: &Outcome| outcome.code == 252 && outcome.message.starts_with("Bad value for --query");
            has(it, "--query") && query(ours) && query(theirs)
        },
    },
    Difference {
        reason: "version 1 does not ask for an option that it knows by two names; version 2 does",
        explains: |it, ours, theirs| {
            it.arguments[0].ends_with("-mfa-device") && ours.message.starts_with(&format!("{}, ", theirs.message))
        },
    },
    Difference {
        reason: "maximum lengths and patterns are checked before anything is sent",
        explains: |it, ours, theirs| {
            let told = |line: &str| ours.message.lines().any(|it| it == line);
            it.strict && ours.code == 252 && theirs.code == 252 && theirs.message.lines().all(told)
        },
    },
];

/// Differences in the story with moto.
pub const AT_MOTO: &[Difference] = &[
    Difference {
        reason: "the text of a list in pages is written at once, and a query sees all pages; the AWS CLI takes each page \
                 by itself, with its own columns, and has a line of None where a page has nothing",
        explains: |it, ours, theirs| {
            let is_list = it.arguments[0].starts_with("list-") && has(it, "text");
            is_list && (ours.code, theirs.code) == (0, 0) && (cells(ours) == cells(theirs) || sum(ours) == sum(theirs))
        },
    },
    Difference {
        reason: "lists that mix names and structures make a table; the AWS CLI breaks off",
        explains: |it, ours, theirs| has(it, "table") && ours.code == 0 && theirs.message == "list index out of range",
    },
];

/// The non-empty cells of a text table.
fn cells(outcome: &Outcome) -> Vec<&str> {
    outcome.stdout.split(['\t', '\n']).filter(|it| !matches!(*it, "" | "None")).collect()
}

/// The sum of numbers, one per line. For any other text, a value that equals nothing.
fn sum(outcome: &Outcome) -> f64 {
    outcome.stdout.lines().map(|it| it.parse().unwrap_or(f64::NAN)).sum()
}

fn has(invocation: &Invocation, word: &str) -> bool {
    invocation.arguments.iter().any(|it| it == word)
}

fn is_output_sample(invocation: &Invocation) -> bool {
    invocation.arguments.windows(2).any(|it| it == ["--generate-cli-skeleton", "output"])
}
