//! The outcome of a run, in a form that can be compared between programs.

use tinsmith_tests::command::Run;
use tinsmith_tests::server::Seen;

/// The outcome of a run.
#[derive(Debug, PartialEq)]
pub struct Outcome {
    /// The exit code of version 2.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// The messages on standard error, without the program's name and usage.
    pub message: String,
    /// The parameters of each request, sorted.
    pub requests: Vec<Vec<(String, String)>>,
}

impl Outcome {
    /// The outcome of a run of our command or of the AWS CLI.
    pub fn new(run: &Run, seen: &[Seen]) -> Self {
        Self {
            code: code(run),
            stdout: run.stdout.clone(),
            message: message(&run.stderr),
            requests: seen.iter().map(|it| parameters(&it.body)).collect(),
        }
    }
}

/// The exit code of version 2. Version 1 uses 2 for invalid arguments and 255 for everything else.
fn code(run: &Run) -> i32 {
    const WRONG_INPUT: &[&str] = &[
        "Parameter validation failed:",
        "Error parsing parameter",
        "Unknown options:",
        "Bad value for --query",
        "Unable to write to file",
    ];
    match run.code {
        2 => 252,
        255 if WRONG_INPUT.iter().any(|it| run.stderr.contains(it)) => 252,
        255 if run.stderr.contains("Cannot specify --no-paginate along with") => 252,
        255 if run.stderr.contains("An error occurred (") => 254,
        255 if run.stderr.contains("Unable to locate credentials") => 253,
        code => code,
    }
}

fn message(stderr: &str) -> String {
    // Errors in arguments come after the usage in version 1, and before it in version 2.
    let stderr = stderr.find("Unknown options:").map_or(stderr, |at| &stderr[at..]);
    let marks = ["iam: [ERROR]: ", "aws: [ERROR]: ", "aws: error: "];
    let text = marks.iter().find_map(|mark| stderr.rsplit_once(mark)).map_or(stderr, |(_, text)| text);
    let text = text.strip_prefix("An error occurred (ParamValidation): ").unwrap_or(text);
    // Version 1 lists the choices after its own message.
    let text = text.split(": Invalid choice, valid choices are:").next().unwrap_or(text);
    let text = text.split(": Found invalid choice '").next().unwrap_or(text);
    let text = text.split("\n\nusage:").next().unwrap_or(text).split("\n\nMaybe you meant").next().unwrap_or(text);
    let text = text.split("Error during pagination: ").last().unwrap_or(text);
    // Types of values are named differently in Python and JSON.
    let line = |line: &str| match line.split_once(", value: ") {
        Some((what, _)) if what.starts_with("Invalid type") => what.to_owned(),
        _ => line.trim().to_owned(),
    };
    let text = text.split("To send it anyway").next().unwrap_or(text);
    let lines: Vec<_> = text.lines().filter(|it| !it.starts_with("usage:")).map(line).collect();
    lines.join("\n").trim().to_owned()
}

fn parameters(body: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode(&text.replace('+', " "));
    let pair = |it: &str| it.split_once('=').map(|(name, value)| (decode(name), decode(value)));
    let mut parameters: Vec<_> = body.split('&').filter_map(pair).collect();
    parameters.sort();
    parameters
}

fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
