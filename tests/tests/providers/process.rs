//! `credential_process`: a program of the user.

use std::time::{Duration, Instant};

use crate::support::{NO_INSTANCE, SECRET, TOKEN, assert_fails, keys, loader, provided};
use tinsmith_credentials::ProcessCredentials;
use tinsmith_tests::home::Home;

fn script(home: &Home, body: &str) -> String {
    let path = home.path("keys of mine.sh");
    std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).expect("a file");
    format!("sh \"{}\" 'an argument' --with=\"{SECRET}\"", path.display())
}

#[tokio::test]
async fn a_program_gives_keys() {
    let home = Home::new(None, None);
    let body = format!(
        "[ \"$1\" = 'an argument' ] || exit 1\necho '{{\"Version\": 1, \"AccessKeyId\": \"id\", \"SecretAccessKey\": \
         \"{SECRET}\", \"SessionToken\": \"{TOKEN}\", \"Expiration\": \"2030-01-01T00:00:00Z\"}}'"
    );
    let config = format!("[default]\ncredential_process = {}\n", script(&home, &body));
    std::fs::write(home.path(".aws/config"), config).expect("a file");
    let keys = keys(loader(&home, &[NO_INSTANCE])).await.expect("keys");
    assert_eq!((keys.access_key_id(), keys.secret_access_key()), ("id", SECRET));
    assert_eq!(keys.session_token(), Some(TOKEN));
    assert!(keys.expiry().is_some());
}

#[tokio::test]
async fn what_goes_wrong_is_told_and_the_output_is_not() {
    let home = Home::new(None, None);
    let json = |rest: &str| format!("echo '{{\"SecretAccessKey\": \"{SECRET}\"{rest}}}'");
    let cases: [(String, &[&str]); 9] = [
        (format!("echo {SECRET}; echo '  no network ' >&2; exit 3"), &["failed: ", "`sh` failed", "3", "no network"]),
        (format!("echo {SECRET}"), &["invalid JSON"]),
        (json(""), &["missing `Version`"]),
        (json(", \"Version\": 2"), &["`Version` is 2"]),
        (json(", \"Version\": 1"), &["missing `AccessKeyId`"]),
        (json(", \"Version\": 1, \"Expiration\": \"tomorrow\""), &["`Expiration` has a value of the wrong type"]),
        ("kill -9 $$".to_owned(), &["signal: 9"]),
        ("exec yes".to_owned(), &["`sh` wrote more than 1048576 bytes to standard output"]),
        (
            json(", \"Version\": 1, \"AccessKeyId\": \"id\", \"Expiration\": \"2020-01-01T00:00:00Z\""),
            &["failed: ", "the credentials expired at 2020-01-01T00:00:00Z"],
        ),
    ];
    for (body, parts) in cases {
        let provider = ProcessCredentials::new(script(&home, &body));
        assert!(!format!("{provider:?}").contains(SECRET));
        assert_fails(provided(&provider).await, parts);
    }
    for (command, parts) in [
        ("/no/such/program", ["failed: ", "`/no/such/program` failed to start"]),
        ("sh \"", ["wrong: ", "a quote is not closed"]),
        (" ", ["wrong: ", "expected a program"]),
    ] {
        assert_fails(provided(&ProcessCredentials::new(command)).await, &parts);
    }
}

#[tokio::test]
async fn a_program_that_hangs_is_ended() {
    let home = Home::new(None, None);
    let provider = ProcessCredentials::new(script(&home, "exec sleep 60")).timeout(Duration::from_millis(200));
    let started = Instant::now();
    assert_fails(provided(&provider).await, &["failed: ", "took longer than 200ms"]);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_child_that_keeps_the_output_open_is_not_waited_for() {
    let home = Home::new(None, None);
    let answer = format!("echo '{{\"Version\": 1, \"AccessKeyId\": \"id\", \"SecretAccessKey\": \"{SECRET}\"}}'");
    let started = Instant::now();
    let provider = ProcessCredentials::new(script(&home, &format!("sleep 30 &\n{answer}")));
    assert_eq!(provided(&provider).await.expect("keys").access_key_id(), "id");
    // If the output is invalid, the provider waits a little longer, in case more follows.
    let provider = ProcessCredentials::new(script(&home, "sleep 30 &\necho no answer"));
    assert_fails(provided(&provider).await, &["invalid JSON"]);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[tokio::test]
async fn messages_name_profile_key_and_line() {
    for (command, reason) in [
        ("sh -c 'exit 3' # \"not a comment\"", "`sh` failed (exit status: 3)"),
        ("no-such-program s3cr3t", "`no-such-program` failed to start: "),
        ("sh -c 'echo s3cr3t'", "`sh` printed invalid credentials: "),
        ("sh 's3cr3t", "a quote is not closed"),
    ] {
        // The credentials file wins.
        let text = |header: &str, command: &str| format!("# a comment\n[{header}]\ncredential_process = {command}\n");
        for (config, credentials, file) in [
            (text("profile work", command), String::new(), "config"),
            (text("profile work", "other"), text("work", command), "credentials"),
        ] {
            let home = Home::new(Some(&config), Some(&credentials));
            let found = keys(loader(&home, &[NO_INSTANCE]).profile_name("work")).await;
            let file = home.path(".aws").join(file);
            let place = format!("`credential_process` of the profile `work` ({}:3): {reason}", file.display());
            let error = found.as_ref().map(drop).expect_err("no keys");
            assert!(!format!("{error:?}").contains("s3cr3t"), "{error:?}");
            assert_fails(found, &[&place]);
        }
    }
}
