//! Streams on the command line.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tinsmith_runtime::dynamic::{Dynamic, DynamicUnion};
use tinsmith_runtime::events::EventBody;
use tinsmith_runtime::message::RequestBody;
use tinsmith_runtime::shape::{Outgoing, Sent, Slot, Structure, Union};
use tinsmith_tests::peers;

use super::client::{WATCH, WORDS};
use super::rpc::{First, echo};
use super::server::{Act, Server, part};
use super::source::file;

/// Runs the command against the server.
fn run(server: &Server, arguments: &[&str], input: &[u8]) -> Output {
    run_at(server.url(), arguments, input)
}

/// Runs the command against a server with this URL.
fn run_at(url: &str, arguments: &[&str], input: &[u8]) -> Output {
    let home = peers::target().join("streams/home");
    std::fs::create_dir_all(&home).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_blobs"))
        .args(arguments)
        .args(["--endpoint-url", url])
        .env_clear()
        .env("HOME", home)
        .envs([("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_REGION", "eu-west-1")])
        .env("AWS_MAX_ATTEMPTS", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A path that does not exist.
fn nothing(name: &str) -> std::path::PathBuf {
    let path = peers::target().join("streams").join(name);
    let _ = std::fs::remove_file(&path);
    path
}

/// The files in the same directory whose names start with the file's name.
fn beside(path: &Path) -> Vec<String> {
    let name = path.file_name().unwrap().to_str().unwrap();
    let entries = std::fs::read_dir(path.parent().unwrap()).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    names.filter(|it| it.contains(name)).collect()
}

#[test]
fn a_blob_is_read_from_a_file_and_from_standard_input() {
    let server = Server::start([]);
    let path = file("up", 3 << 20);
    let bytes = part(0, 1 << 20);
    for (argument, input, size) in [(path.to_str().unwrap(), &b""[..], 3 << 20), ("-", bytes, 1 << 20)] {
        let output = run(&server, &["put-sized", "--body", argument], input);
        assert!(output.status.success(), "{argument}: {}", text(&output.stderr));
        let seen = server.seen().pop().unwrap();
        assert_eq!((seen.bytes, seen.is_intact), (size, true), "{argument}");
    }
    let output = run(&server, &["put", "--body", "no/such/file"], b"");
    assert_eq!(output.status.code(), Some(252));
    assert!(text(&output.stderr).contains("parameter '--body': Blob values must be a path to a file."));
}

#[test]
fn a_blob_is_saved_to_a_file_or_printed() {
    let size = 3 << 20;
    let server = Server::start([Act::Give(size), Act::Give(1000)]);
    let path = nothing("down");
    let output = run(&server, &["get", path.to_str().unwrap()], b"");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let saved = std::fs::read(&path).unwrap();
    assert_eq!(saved.len() as u64, size);
    assert!(saved.chunks(1 << 20).enumerate().all(|(at, it)| it == part((at << 20) as u64, it.len())));
    assert_eq!(beside(&path), ["down"]);

    let output = run(&server, &["get", "-"], b"");
    assert_eq!(output.stdout, part(0, 1000), "{}", text(&output.stderr));

    let output = run(&server, &["get"], b"");
    assert_eq!(output.status.code(), Some(252));
    assert!(text(&output.stderr).contains("the following arguments are required: outfile"), "{}", text(&output.stderr));
}

#[test]
fn a_blob_that_breaks_off_leaves_the_file_as_it_was() {
    let server = Server::start([Act::GiveAndReset(2 << 20, 1 << 20), Act::GiveAndReset(2 << 20, 1 << 20)]);
    let path = nothing("broken");
    let output = run(&server, &["get", path.to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(255), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("Failed to receive the body"), "{}", text(&output.stderr));
    assert_eq!(beside(&path), [""; 0]);

    std::fs::write(&path, "before").unwrap();
    run(&server, &["get", path.to_str().unwrap()], b"");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    assert_eq!(beside(&path), ["broken"]);
}

/// Two words, possibly followed by an error.
struct Words(Vec<Option<&'static str>>);

impl Outgoing for Words {
    fn poll_next(&mut self, _: &mut std::task::Context<'_>, write: &mut dyn FnMut(Sent<'_>)) -> std::task::Poll<bool> {
        if self.0.is_empty() {
            return std::task::Poll::Ready(false);
        }
        match self.0.remove(0) {
            Some(word) => {
                let mut event = DynamicUnion::new(&WORDS);
                if let Slot::Structure(value) = event.set(0).unwrap().slot() {
                    value.member_mut(0).unwrap().slot().put_string(word.to_owned()).unwrap();
                }
                write(Sent::Event(&event));
            }
            None => {
                let mut error = Dynamic::new(WORDS.members()[1].target());
                error.member_mut(0).unwrap().slot().put_string("Long ago.".to_owned()).unwrap();
                write(Sent::Modeled(&error));
            }
        }
        std::task::Poll::Ready(true)
    }
}

/// The messages of these words.
async fn messages(words: Vec<Option<&'static str>>) -> &'static [u8] {
    let codec = super::client::SERVICE.protocol.event_codec().unwrap();
    let body = EventBody::new(Box::new(Words(words)), &WORDS, codec).into_sdk_body();
    RequestBody::from(body).collect().await.unwrap().to_vec().leak()
}

#[tokio::test]
async fn events_are_printed_one_a_line() {
    let whole = messages(vec![Some("one"), Some("two")]).await;
    let broken = messages(vec![Some("one"), None]).await;
    let server = Server::start([Act::Say(whole), Act::Say(broken)]);
    let watch = WATCH.name.to_lowercase();
    let output = run(&server, &[&watch], b"");
    assert_eq!(text(&output.stdout), "{\"word\":{\"text\":\"one\"}}\n{\"word\":{\"text\":\"two\"}}\n");
    assert!(output.status.success(), "{}", text(&output.stderr));

    let output = run(&server, &[&watch, "--query", "word.text"], b"");
    assert_eq!((text(&output.stdout).as_str(), output.status.code()), ("\"one\"\n", Some(254)));
    let expected = "An error occurred (Gone) when calling the Watch operation: Long ago.";
    assert!(text(&output.stderr).contains(expected), "{}", text(&output.stderr));
}

/// Each line is an event. They are sent as they come, and answers are printed as they come.
#[tokio::test]
async fn events_are_lines_of_json_in_both_directions() {
    let talk = async |path: String, input: &'static str| {
        let (url, received) = echo(None, First::Event).await;
        let arguments = move |url: &str| {
            let arguments = ["talk", "--words", &path, "--no-sign-request", "--output", "json"];
            run_at(url, &arguments, input.as_bytes())
        };
        let output = tokio::task::spawn_blocking(move || arguments(&url)).await.unwrap();
        let count = received.lock().unwrap().first().map_or(0, |(_, messages)| messages.len());
        (output, count)
    };
    const LINES: &str = "{\"word\": {\"text\": \"one\"}}\n\n{\"word\": {\"text\": \"two\"}}\n";
    let path = nothing("words.jsonl");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, LINES).unwrap();
    for (path, input) in [(path.to_str().unwrap(), ""), ("-", LINES)] {
        let (output, count) = talk(path.to_owned(), input).await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(count, 2);
        let found: String = text(&output.stdout).split_whitespace().collect();
        assert_eq!(found, r#"{"word":{"text":"one"}}{"word":{"text":"two"}}"#);
    }
    for (line, reason) in [
        ("{\"word\": {\"text\": \"one\"}}\n{\"word\": {\"text\": 2}}", "line 2 of standard input: "),
        ("{\"sound\": {}}", "Unknown parameter in event: \"sound\""),
        ("words", "line 1 of standard input: "),
    ] {
        let (output, _) = talk("-".to_owned(), line).await;
        let found = text(&output.stderr);
        assert!(!output.status.success() && found.contains(reason), "{line}: {found}");
    }
    let (output, count) = talk("no/such/file".to_owned(), "").await;
    assert_eq!((output.status.code(), count), (Some(252), 0));
    assert!(text(&output.stderr).contains("parameter '--words': Events must be a path"), "{}", text(&output.stderr));
}
