//! `logs tail`: prints the events of a log group, with `--follow` also new ones.
//!
//! Recorded invocations: the family `logs:tail`.

use std::collections::HashSet;
use std::io::IsTerminal;
use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use tinsmith_cli::command::{
    Caller, Failure, Fields, Globals, Takes, Value, fill_values, json_line, parse_json, print,
};
use tinsmith_cli::{Command, Program};
use tinsmith_runtime::timestamp;

use super::{Flag, Given, command};

const FLAGS: &[Flag] = &[
    ("since", Takes::One),
    ("follow", Takes::Nothing),
    ("format", Takes::One),
    ("filter-pattern", Takes::One),
    ("log-stream-names", Takes::Many),
    ("log-stream-name-prefix", Takes::One),
];

/// The pause between two calls.
const PAUSE: Duration = Duration::from_secs(5);

/// The command.
pub(super) const TAIL: Command =
    command!("tail", "CloudWatch Logs", "Print the events of a log group.", "<group-name>", FLAGS, run);

fn run(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("tail", &["group_name"], FLAGS, arguments)?;
    let format = given.text("format").unwrap_or("detailed");
    if !["detailed", "short", "json"].contains(&format) {
        return Err(Failure::usage(format!("argument --format: Found invalid choice '{format}'"), None));
    }
    let color = globals.color.unwrap_or_else(|| std::io::stdout().is_terminal());
    let caller = Caller::new(program.table.service, globals)?;
    let operation = program.operation("FilterLogEvents")?;
    let mut values = Fields::default();
    values.push("logGroupName", Value::string(given.word(0)));
    values.push("interleaved", Value::Boolean(true));
    values.push("startTime", Value::Integer(start(given.text("since").unwrap_or("10m"))?));
    let texts = [("filter-pattern", "filterPattern"), ("log-stream-name-prefix", "logStreamNamePrefix")];
    for (option, member) in texts {
        if let Some(text) = given.text(option) {
            values.push(member, Value::string(text));
        }
    }
    if let Some(names) = given.all("log-stream-names") {
        values.push("logStreamNames", Value::List(names.iter().map(Value::string).collect()));
    }
    let mut seen = Seen::default();
    loop {
        let answer = match caller.call(operation, &mut fill_values(operation, &values)?) {
            Err(Failure::Interrupted) if given.has("follow") => return Ok(()),
            answer => answer?,
        };
        if let Some(Value::List(events)) = answer.get("events") {
            for event in events {
                let Value::Object(event) = event else { continue };
                if !given.has("follow") || seen.is_new(event) {
                    print(&line(event, format, color))?;
                }
            }
        }
        match answer.get("nextToken") {
            Some(token) => values.set("nextToken", token.clone()),
            None if !given.has("follow") => return Ok(()),
            None => {
                values.remove("nextToken");
                if let Some(newest) = seen.keep_newest() {
                    values.set("startTime", Value::Integer(newest));
                }
                if let Err(Failure::Interrupted) = caller.pause(PAUSE) {
                    return Ok(());
                }
            }
        }
    }
}

/// The shown events with the newest timestamp. The next call starts at that time, and returns them again.
#[derive(Default)]
struct Seen {
    newest: Option<i64>,
    ids: HashSet<(i64, String)>,
}

impl Seen {
    fn is_new(&mut self, event: &Fields) -> bool {
        let time = millis(event);
        let id = event.get("eventId").and_then(Value::as_str).unwrap_or_default();
        self.newest = self.newest.max(Some(time));
        self.ids.insert((time, id.to_owned()))
    }

    fn keep_newest(&mut self) -> Option<i64> {
        let newest = self.newest?;
        self.ids.retain(|(time, _)| *time == newest);
        Some(newest)
    }
}

fn millis(event: &Fields) -> i64 {
    match event.get("timestamp") {
        Some(Value::Integer(millis)) => *millis,
        _ => 0,
    }
}

/// The start in milliseconds, from a time or a duration before now.
fn start(text: &str) -> Result<i64, Failure> {
    let now = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
    let ago = |unit: char| match unit {
        's' => Some(1),
        'm' => Some(60),
        'h' => Some(60 * 60),
        'd' => Some(24 * 60 * 60),
        'w' => Some(7 * 24 * 60 * 60),
        _ => None,
    };
    let mut letters = text.chars();
    if let Some(seconds) = letters.next_back().and_then(ago)
        && let Ok(amount) = letters.as_str().parse::<i64>()
    {
        let now = i64::try_from(now()).unwrap_or(i64::MAX);
        return Ok(now.saturating_sub(amount.saturating_mul(seconds).saturating_mul(1000)));
    }
    let whole = text.parse().ok().map(DateTime::from_secs);
    let time = whole.or_else(|| timestamp::read(text)).and_then(|it| it.to_millis().ok());
    time.ok_or_else(|| Failure::General(format!("Invalid timestamp \"{text}\" for --since")))
}

/// An event as a line.
fn line(event: &Fields, format: &str, color: bool) -> String {
    let painted = |code: &str, text: &str| match color {
        true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        false => text.to_owned(),
    };
    let text = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default();
    let time = DateTime::from_millis(millis(event));
    let whole = DateTime::from_secs(time.secs()).fmt(Format::DateTime).unwrap_or_default();
    let whole = whole.trim_end_matches('Z');
    let micros = time.subsec_nanos() / 1000;
    let stream = painted("36", text("logStreamName"));
    let shown = match format {
        "short" => format!("{} {}", painted("32", whole), text("message")),
        "json" => {
            let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
            let time = painted("32", &format!("{whole}{fraction}+00:00"));
            format!("{time} {stream} {}", pretty(text("message")))
        }
        _ => format!("{} {stream} {}", painted("32", &format!("{whole}.{micros:06}+00:00")), text("message")),
    };
    format!("{}\n", shown.trim_end())
}

/// Indents a message that is JSON, starting on a new line.
fn pretty(message: &str) -> String {
    match parse_json(message) {
        Ok(value) => format!("\n{}", indented(&value, 0)),
        Err(_) => message.to_owned(),
    }
}

fn indented(value: &Value, level: usize) -> String {
    let (inner, outer) = ("    ".repeat(level + 1), "    ".repeat(level));
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let one = |(name, value): (&str, &Value)| {
                format!("{inner}{}: {}", json_line(&Value::string(name)), indented(value, level + 1))
            };
            format!("{{\n{}\n{outer}}}", fields.iter().map(one).collect::<Vec<_>>().join(",\n"))
        }
        Value::List(values) if !values.is_empty() => {
            let one = |value: &Value| format!("{inner}{}", indented(value, level + 1));
            format!("[\n{}\n{outer}]", values.iter().map(one).collect::<Vec<_>>().join(",\n"))
        }
        value => json_line(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_written_as_the_aws_cli_writes_them() {
        let mut event = Fields::default();
        event.push("timestamp", Value::Integer(1100));
        event.push("logStreamName", Value::string("s"));
        event.push("message", Value::string("{\"a\": [1]}\n"));
        assert_eq!(line(&event, "detailed", false), "1970-01-01T00:00:01.100000+00:00 s {\"a\": [1]}\n");
        assert_eq!(line(&event, "short", false), "1970-01-01T00:00:01 {\"a\": [1]}\n");
        let json = "1970-01-01T00:00:01.100000+00:00 s \n{\n    \"a\": [\n        1\n    ]\n}\n";
        assert_eq!(line(&event, "json", false), json);
        assert!(line(&event, "short", true).starts_with("\u{1b}[32m1970"));
    }

    #[test]
    fn beginnings_are_times_or_so_long_ago() {
        assert_eq!(start("1970-01-01T00:00:02Z").unwrap(), 2000);
        assert!(start("5m").unwrap() > start("2h").unwrap());
        assert!(start("5h30m").is_err());
    }
}
