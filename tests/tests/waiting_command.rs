//! Compares `iam wait` with `aws iam wait`, with servers that send the same responses.

use std::path::PathBuf;
use std::process::Command;

use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::peers;
use tinsmith_tests::server::{Act, Server};

/// A successful, empty response.
fn there(operation: &str) -> Act {
    let body = format!("<{operation}Response><{operation}Result></{operation}Result></{operation}Response>");
    Act::Answer(200, Vec::new(), body)
}

fn missing() -> Act {
    Act::error(404, "NoSuchEntity")
}

/// The outcome of a run: exit code, output, the message on standard error, and the requests.
type Ended = (i32, String, String, usize);

fn ended(run: Run, server: &Server) -> Ended {
    // The AWS CLI here is version 1, which has no such prefix before a message.
    let sentence = run.stderr.trim().trim_start_matches("iam: [ERROR]: ").to_owned();
    (run.code, run.stdout, sentence, server.seen().len())
}

fn ours(script: Vec<Act>, arguments: &[&str]) -> Ended {
    let server = Server::start(script);
    let output = iam(&[&["wait"], arguments].concat()).env("AWS_ENDPOINT_URL", server.url()).output();
    ended(output.expect("the command starts").into(), &server)
}

fn theirs(aws: &PathBuf, script: Vec<Act>, arguments: &[&str]) -> Ended {
    let server = Server::start(script);
    let mut command = Command::new(aws);
    command.env_clear().args(["iam", "wait"]).args(arguments).env("HOME", peers::target().join("no-home"));
    command
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_DEFAULT_REGION", "us-east-1");
    // Version 2 and our command retry in this mode.
    command.env("AWS_RETRY_MODE", "standard").env("AWS_ENDPOINT_URL", server.url());
    ended(command.output().expect("the AWS CLI starts").into(), &server)
}

/// The description, the server's responses, the arguments, and the outcome: exit code, message, requests.
type Case = (&'static str, Vec<Act>, &'static [&'static str], (i32, &'static str, usize));

fn cases() -> Vec<Case> {
    let bob: &[&str] = &["user-exists", "--user-name", "Bob"];
    vec![
        ("there at once", vec![there("GetUser")], bob, (0, "", 1)),
        ("there at the third poll", vec![missing(), missing(), there("GetUser")], bob, (0, "", 3)),
        (
            "an error that no acceptor knows",
            vec![missing(), Act::error(403, "AccessDenied"), there("GetUser")],
            bob,
            (255, "Waiter UserExists failed: An error occurred (AccessDenied): about AccessDenied", 2),
        ),
        (
            "an error that stays through all attempts of a poll",
            vec![Act::error(503, "ServiceFailure"); 3],
            bob,
            (255, "Waiter UserExists failed: An error occurred (ServiceFailure): about ServiceFailure", 3),
        ),
        (
            "never there",
            vec![missing(); 30],
            bob,
            (
                255,
                "Waiter UserExists failed: Max attempts exceeded. Previously accepted state: Matched expected service \
                 error code: NoSuchEntity",
                20,
            ),
        ),
        (
            "an error by the name of its shape",
            vec![missing(), there("GetInstanceProfile")],
            &["instance-profile-exists", "--instance-profile-name", "P"],
            (0, "", 2),
        ),
        (
            "input as JSON",
            vec![missing(), there("GetRole")],
            &["role-exists", "--cli-input-json", r#"{"RoleName": "R"}"#],
            (0, "", 2),
        ),
        (
            "a policy",
            vec![missing(), there("GetPolicy")],
            &["policy-exists", "--policy-arn", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
            (0, "", 2),
        ),
    ]
}

#[test]
fn the_command_waits_as_the_aws_cli_does() {
    let aws = peers::python().map(|python| python.with_file_name("aws"));
    let aws = aws.and_then(|aws| aws.exists().then_some(aws).ok_or_else(|| "there is no AWS CLI".to_owned()));
    if let Err(reason) = &aws {
        peers::skip(reason);
    }
    // In parallel, because one of them takes twenty seconds.
    std::thread::scope(|scope| {
        for (what, script, arguments, (code, sentence, requests)) in cases() {
            let (peers_script, aws) = (script.clone(), aws.as_ref().ok());
            let expected = (code, String::new(), sentence.to_owned(), requests);
            scope.spawn({
                let expected = expected.clone();
                move || assert_eq!(ours(script, arguments), expected, "{what}")
            });
            if let Some(aws) = aws {
                scope.spawn(move || assert_eq!(theirs(aws, peers_script, arguments), expected, "the AWS CLI: {what}"));
            }
        }
    });
}

#[test]
fn wrong_use_is_told_before_anything_is_sent() {
    for (arguments, code, part) in [
        (&[][..], 252, "the following arguments are required: subcommand"),
        (&["user-exist", "--user-name", "Bob"], 252, "Maybe you meant:\n\n  * user-exists"),
        (&["role-exists"], 252, "iam [options] wait role-exists --role-name <string> [parameters]"),
        (&["user-exists", "--user", "Bob", "--role-name", "R"], 252, "Unknown options: --role-name, R"),
        (&["user-exists", "--user-name", ""], 252, "Invalid length for parameter UserName"),
    ] {
        let (actual, stdout, stderr, requests) = ours(vec![there("GetUser")], arguments);
        assert_eq!((actual, stdout.as_str(), requests), (code, "", 0), "{arguments:?}: {stderr}");
        assert!(stderr.contains(part), "{arguments:?}: {stderr}");
    }
}

#[test]
fn help_tells_of_waiters() {
    for (arguments, part) in [
        (&["help"][..], "user-exists                     Waits until `GetUser` succeeds."),
        (&["user-exists", "help"], "iam wait user-exists\n        [--user-name <string>]"),
        (&["user-exists", "--help"], "every second, and fails with exit code 255 after 20\n    calls."),
        (&["instance-profile-exists", "help"], "40 calls."),
    ] {
        let (code, stdout, stderr, requests) = ours(Vec::new(), arguments);
        assert_eq!((code, stderr.as_str(), requests), (0, "", 0), "{arguments:?}");
        assert!(stdout.contains(part), "{arguments:?}: {stdout}");
    }
}

#[test]
fn without_a_server_there_is_nothing_to_wait_for() {
    let server = Server::start([Act::ResetAfterRequest, Act::ResetAfterRequest, Act::ResetAfterRequest]);
    let output = iam(&["wait", "user-exists"]).env("AWS_ENDPOINT_URL", server.url()).output();
    let run = Run::from(output.expect("the command starts"));
    assert_eq!(run.code, 255);
    assert!(run.stderr.contains("Connection was closed before we received a valid response"), "{}", run.stderr);
}
