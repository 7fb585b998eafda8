//! Compares our command with the AWS CLI on a story: a sequence of dependent commands, run with two fresh moto servers.
//!
//! Each run uses another output format per command. Both servers get the same seed before each command and thus create
//! the same keys and IDs, so that only dates must be normalized.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::moto::Moto;
use tinsmith_tests::peers;

use crate::differences::{AT_MOTO, Difference};
use crate::invocations::Invocation;
use crate::outcome::Outcome;
use crate::python_cli::PythonCli;

/// The output formats, used in turn.
const FORMATS: [&str; 3] = ["json", "text", "table"];

/// A line of the story.
struct Line {
    words: Vec<String>,
    code: i32,
    /// the name under which its output is stored
    keep: Option<String>,
}

/// The lines of the story.
fn story() -> Vec<Line> {
    let lines = include_str!("story.txt").lines().map(str::trim);
    lines.filter(|it| !it.is_empty() && !it.starts_with('#')).map(Line::read).collect()
}

impl Line {
    fn read(text: &str) -> Self {
        let mut words = words(text);
        let keep = words.get(1).is_some_and(|it| it == "=").then(|| words.drain(..2).next()).flatten();
        let code = words[0].parse().ok();
        if code.is_some() {
            words.remove(0);
        }
        Self { words, code: code.unwrap_or(0), keep }
    }

    /// The arguments, with stored output filled in.
    fn arguments(&self, kept: &BTreeMap<String, String>, format: &str) -> Vec<String> {
        let filled = |word: &String| match word.strip_prefix('$') {
            Some(name) => kept.get(name).unwrap_or_else(|| panic!("nothing kept ${name}")).clone(),
            None => word.clone(),
        };
        let mut arguments: Vec<_> = self.words.iter().map(filled).collect();
        if self.keep.is_none() {
            arguments.extend(["--output".to_owned(), format.to_owned()]);
        }
        arguments
    }
}

/// The words of a line. Spaces in quotes do not separate words.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in text.chars().chain([' ']) {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '\'' || c == '"' => quote = Some(c),
            None if c == ' ' => words.extend(Some(std::mem::take(&mut word)).filter(|it| !it.is_empty())),
            _ => word.push(c),
        }
    }
    words
}

/// A command of the story, with its outcome.
type Told = (Invocation, Outcome);

/// Runs the story, starting with this output format.
fn tell(story: &[Line], first: usize, url: &str, mut run: impl FnMut(&[String]) -> Run) -> Vec<Told> {
    let mut kept = BTreeMap::new();
    let mut told = Vec::new();
    for (number, line) in story.iter().enumerate() {
        let arguments = line.arguments(&kept, FORMATS[(first + number) % FORMATS.len()]);
        seed(url, first * story.len() + number);
        let ended = run(&arguments);
        if let Some(name) = &line.keep {
            kept.insert(name.clone(), ended.stdout.trim().trim_matches('"').to_owned());
        }
        let mut outcome = Outcome::new(&ended, &[]);
        outcome.stdout = without_dates(&outcome.stdout);
        told.push((Invocation { arguments, answers: Vec::new(), strict: false, code: Some(line.code) }, outcome));
    }
    told
}

/// Replaces the digits of every time by zeros, which keeps the width of columns.
fn without_dates(text: &str) -> String {
    let is_of_time = |c: char| c.is_ascii_digit() || "-:.+TZ".contains(c);
    let is_time = |word: &str| word.len() > 18 && word.as_bytes()[10] == b'T' && word.contains(':');
    let mut even = String::new();
    for word in text.split_inclusive(|c| !is_of_time(c)) {
        let digits = |c: char| if c.is_ascii_digit() { '0' } else { c };
        if is_time(word) { even.extend(word.chars().map(digits)) } else { even.push_str(word) }
    }
    even
}

/// Sets the seed of the server's random numbers.
fn seed(url: &str, number: usize) {
    let host = url.trim_start_matches("http://");
    let mut answer = String::new();
    let asked = TcpStream::connect(host).and_then(|mut stream| {
        write!(stream, "POST /moto-api/seed?a={number} HTTP/1.0\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n")?;
        stream.read_to_string(&mut answer)
    });
    assert!(asked.is_ok() && answer.contains(" 200 "), "moto takes no seed: {asked:?} {answer}");
}

fn ours(url: &str, config: &std::path::Path, arguments: &[String]) -> Run {
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let mut command = iam(&arguments);
    command.args(["--endpoint-url", url]).env("AWS_CONFIG_FILE", config);
    Run::from(command.output().expect("the command starts"))
}

fn theirs(url: &str, peer: &mut PythonCli, arguments: &[String]) -> Run {
    let around = |it: &[&str]| it.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
    peer.run(&[around(&["iam"]), arguments.to_vec(), around(&["--endpoint-url", url])].concat())
}

#[test]
fn the_command_does_at_moto_what_the_aws_cli_does() {
    let config = crate::config("story");
    let ready = PythonCli::start(&config).and_then(|peer| Ok((peer, Moto::start()?, Moto::start()?)));
    let (mut peer, our_moto, their_moto) = match ready {
        Ok(ready) => ready,
        Err(reason) => return peers::skip(&reason),
    };
    let (our_url, their_url) = (our_moto.url(), their_moto.url());
    let story = story();
    let (mut alike, mut explained, mut unexplained) = (0, BTreeMap::<usize, usize>::new(), Vec::new());
    for first in 0..FORMATS.len() {
        let (ours, theirs) = std::thread::scope(|scope| {
            let ours = scope.spawn(|| tell(&story, first, &our_url, |it| ours(&our_url, &config, it)));
            let theirs = tell(&story, first, &their_url, |it| theirs(&their_url, &mut peer, it));
            (ours.join().expect("no telling breaks off"), theirs)
        });
        for ((invocation, ours), (_, theirs)) in ours.iter().zip(&theirs) {
            let explains = |it: &Difference| (it.explains)(invocation, ours, theirs);
            let code = invocation.code.unwrap_or_default();
            if ours == theirs && ours.code == code {
                alike += 1;
            } else if let Some(index) = AT_MOTO.iter().position(explains).filter(|_| ours.code == code) {
                *explained.entry(index).or_default() += 1;
            } else {
                let arguments = &invocation.arguments;
                unexplained.push(format!("{arguments:?}, expected {code}\n  ours   {ours:?}\n  theirs {theirs:?}"));
            }
        }
    }
    let all = story.len() * FORMATS.len();
    let version = peer.version();
    println!("{alike} of {all} invocations of the story end as with version {version} of the AWS CLI");
    for (index, difference) in AT_MOTO.iter().enumerate() {
        let count = explained.get(&index).copied().unwrap_or_default();
        println!("{count:>5} differ: {}", difference.reason);
        assert!(count > 0 || !version.starts_with("1."), "never seen: {}", difference.reason);
    }
    assert!(unexplained.is_empty(), "{} differ:\n{}", unexplained.len(), unexplained.join("\n"));
}
