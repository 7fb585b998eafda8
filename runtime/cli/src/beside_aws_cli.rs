//! Compares this command line with the AWS CLI's own code on generated input.
//!
//! Needs a Python with `awscli` (and `ruamel.yaml` for YAML): `TINSMITH_PYTHON`, or the one in `target/venv`. Without
//! it, the comparison is skipped with a message.

use std::io::Write;
use std::process::{Command, Stdio};

use super::output::table::Style;
use super::output::{self, json::one_line};
use super::value::Value;
use super::{json, names, query, shorthand};

/// The number of inputs compared of each kind.
const ROUNDS: usize = 600;

fn python() -> Option<String> {
    let venv = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/venv/bin/python");
    let python = std::env::var("TINSMITH_PYTHON").unwrap_or_else(|_| venv.to_owned());
    let able = Command::new(&python).args(["-c", "import awscli"]).stderr(Stdio::null()).status();
    able.is_ok_and(|status| status.success()).then_some(python)
}

/// Records that the running test is skipped, in the file from which `cargo xtask test` counts skipped tests.
pub(crate) fn skip(reason: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    eprintln!("skipped: {test}: {reason}");
    if let Some(file) = std::env::var_os("TINSMITH_SKIPS") {
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(file).unwrap();
        file.write_all(format!("{test}\t{reason}\n").as_bytes()).unwrap();
    }
}

/// The results of the AWS CLI's code for the inputs. `None` if it fails.
fn ask(python: &str, kind: &str, inputs: &[String]) -> Vec<Option<String>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/beside_aws_cli.py");
    let mut peer = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines: String = inputs
        .iter()
        .map(|input| one_line(&Value::List(vec![Value::string(kind), Value::string(input)])) + "\n")
        .collect();
    let mut stdin = peer.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = peer.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answers = text.lines().map(|line| json::parse(line).unwrap().as_str().map(str::to_owned));
    answers.collect()
}

/// Compares the results of `ours` with those of the AWS CLI.
fn check(kind: &str, inputs: Vec<String>, ours: impl Fn(&str) -> String) {
    check_some(kind, inputs, |input| Some(ours(input)));
}

/// Like [`check`], without the inputs for which `ours` returns nothing.
fn check_some(kind: &str, inputs: Vec<String>, ours: impl Fn(&str) -> Option<String>) {
    let Some(python) = python() else {
        return skip("no Python with awscli (set TINSMITH_PYTHON)");
    };
    let answers = ask(&python, kind, &inputs);
    assert_eq!(answers.len(), inputs.len(), "{kind}: an answer to every input");
    let mut compared = 0;
    for (input, theirs) in inputs.iter().zip(answers) {
        let (Some(theirs), Some(ours)) = (theirs, ours(input)) else { continue };
        compared += 1;
        assert_eq!(ours, theirs, "{kind} of {input:?}");
    }
    eprintln!("{kind}: {compared} of {} compared", inputs.len());
    assert!(compared > 0 || kind == "yaml", "{kind}: nothing was compared");
}

fn pick<'a>(random: &mut fastrand::Rng, from: &[&'a str]) -> &'a str {
    from[random.usize(..from.len())]
}

/// A random text of pieces that matter to the grammar.
fn pieces(random: &mut fastrand::Rng, from: &[&str], most: usize) -> String {
    (0..random.usize(1..=most)).map(|_| pick(random, from)).collect()
}

/// A random output: a structure of scalars, lists and structures, in which each name has one kind.
fn structure(random: &mut fastrand::Rng, depth: usize) -> Value {
    const SCALARS: &[&str] = &["UserName", "Path", "Id", "CreateDate", "true", "12"];
    const NESTED: &[&str] = &["Tags", "A", "Keys"];
    let scalars = (0..random.usize(..4)).map(|_| pick(random, SCALARS).to_owned()).collect::<Vec<_>>();
    let nested = (0..random.usize(..3).min(depth)).map(|_| pick(random, NESTED).to_owned()).collect::<Vec<_>>();
    let mut fields: Vec<_> = scalars.into_iter().map(|name| (name, scalar(random))).collect();
    fields.extend(nested.into_iter().map(|name| (name, collection(random, depth - 1))));
    random.shuffle(&mut fields);
    Value::Object(fields.into_iter().collect())
}

fn scalar(random: &mut fastrand::Rng) -> Value {
    const WORDS: &[&str] =
        &["a", "Active", "2026-01-02T03:04:05+00:00", "", "arn:aws:iam::1:user/x", "two words", "a\nb"];
    match random.usize(..4) {
        0 => Value::Integer(random.i64(-5..100)),
        1 => Value::Boolean(random.bool()),
        _ => Value::string(pick(random, WORDS)),
    }
}

fn collection(random: &mut fastrand::Rng, depth: usize) -> Value {
    let kind = random.usize(..4);
    if kind == 0 {
        return structure(random, depth);
    }
    let element = |random: &mut fastrand::Rng| match kind {
        1 => scalar(random),
        2 => Value::List((0..random.usize(1..3)).map(|_| scalar(random)).collect()),
        _ => structure(random, depth),
    };
    Value::List((0..random.usize(..4)).map(|_| element(random)).collect())
}

fn values(seed: u64) -> Vec<String> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..ROUNDS).map(|_| one_line(&structure(&mut random, 3))).collect()
}

#[test]
fn shorthand_is_read_alike() {
    const PIECES: &[&str] = &[
        "Key",
        "=",
        ",",
        "a",
        "b c",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "\\",
        "\\,",
        " ",
        "\n",
        "@=",
        "-",
        "é",
        ":",
        "/",
        "k=v",
        "Key=a,Value=b",
        "[a,b]",
        "{k=v}",
        "'q r'",
        "\"d\\\"q\"",
        "|",
        "~",
        "&",
    ];
    let mut random = fastrand::Rng::with_seed(1);
    let inputs = (0..ROUNDS * 4).map(|index| match index % 2 {
        0 => pieces(&mut random, PIECES, 8),
        _ => format!("K={},V={}", pieces(&mut random, PIECES, 4), pieces(&mut random, PIECES, 4)),
    });
    check("shorthand", inputs.collect(), |input| match shorthand::parse(input) {
        Ok(value) => one_line(&value),
        Err(error) => error.0.trim().to_owned(),
    });
}

#[test]
fn names_are_made_alike() {
    const PIECES: &[&str] = &["User", "MFA", "ARN", "s", "Id", "v6", "SSH", "1", "By", "a", "X", "ACLs"];
    let mut random = fastrand::Rng::with_seed(2);
    check("name", (0..ROUNDS).map(|_| pieces(&mut random, PIECES, 5)).collect(), names::dashed);
}

#[test]
fn values_are_written_alike() {
    let parsed = |input: &str| json::parse(input).unwrap();
    let style = |width| Style { color: false, width, is_terminal: false };
    check("text", values(3), |input| output::text::write(&parsed(input)));
    check("table80", values(4), |input| output::table::write("Title", &parsed(input), style(80)));
    check("table30", values(5), |input| output::table::write("Title", &parsed(input), style(30)));
    let written = |input: &str| match parsed(input) {
        Value::Object(fields) if fields.is_empty() => "{}\n".to_owned(),
        value => output::yaml::write(&value, false),
    };
    check("yaml", values(6), written);
    const PIECES: &[&str] = &[
        "a",
        " ",
        "\n",
        ":",
        "#",
        "-",
        "'",
        "\"",
        "é",
        "😀",
        "\t",
        "\\",
        "12",
        ".",
        "true",
        "null",
        "[",
        "{",
        "%",
        "word word word word ",
        "2020-01-01",
        "=",
        "<<",
        "_",
        "e+5",
        "?",
        ",",
        "&",
        "*",
        "!",
        "|",
        "@",
    ];
    let mut random = fastrand::Rng::with_seed(7);
    let strings = (0..ROUNDS * 4).map(|_| {
        let fields = [("key".to_owned(), Value::String(pieces(&mut random, PIECES, 9)))];
        one_line(&Value::Object(fields.into_iter().collect()))
    });
    check("yaml", strings.collect(), written);
}

#[test]
fn queries_find_alike() {
    const PIECES: &[&str] = &[
        "UserName",
        "Path",
        "Tags",
        "[0]",
        "[*]",
        "[]",
        ".*",
        "@",
        ".Id",
        " | ",
        "[?Id]",
        "[?Path=='a']",
        "[?Path==`a`]",
        "`two words`",
        ".{a: Id, b: Path}",
        "[1:]",
        "[::-1]",
        ".[Id, Path]",
        " || `1`",
        " && Id",
        "!A",
        "length(@)",
        "keys(@)",
        "values(@)",
        "type(@)",
        "to_string(A)",
        "not_null(Id, Path)",
        "[?Id > `3`]",
        "[?CreateDate < '2027']",
        "sort_by(Tags, &Id)",
    ];
    let mut random = fastrand::Rng::with_seed(8);
    let inputs = values(9).into_iter().cycle().take(ROUNDS * 4);
    let inputs = inputs.map(|data| format!("{}\n{data}", pieces(&mut random, PIECES, 3)));
    check_some("query", inputs.collect(), |input| {
        let (expression, data) = input.split_once('\n').unwrap();
        let query = match query::Query::parse(expression) {
            Ok(query) => query,
            // Unlike this command line, the AWS CLI rejects an unknown function only when it evaluates the call, which
            // may never happen.
            Err(message) if message.contains("unknown function") => return None,
            Err(message) => return Some(message),
        };
        let found = query.search(&json::parse(data).unwrap());
        Some(found.map_or_else(|message| message, |value| one_line(&value)))
    });
}
