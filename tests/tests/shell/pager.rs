//! Results are shown by a pager on a terminal.

use std::ffi::OsStr;
use std::process::Stdio;

use tinsmith_tests::command::{Run, binary, iam};
use tinsmith_tests::home::Home;
use tinsmith_tests::peers;
use tinsmith_tests::server::{Act, Seen, Server};
use tinsmith_tests::terminal::Terminal;

/// Two pages with a user each, or a new key.
fn respond(request: Option<&Seen>) -> Act {
    let body = request.map(|it| it.body.as_str()).unwrap_or_default();
    if body.contains("CreateAccessKey") {
        let key = "<AccessKeyId>AKIA1</AccessKeyId><SecretAccessKey>s3cret</SecretAccessKey>";
        return result("CreateAccessKey", &format!("<AccessKey>{key}</AccessKey>"));
    }
    let (name, rest) = match body.contains("Marker=2") {
        true => ("u2", "<IsTruncated>false</IsTruncated>"),
        false => ("u1", "<IsTruncated>true</IsTruncated><Marker>2</Marker>"),
    };
    result("ListUsers", &format!("<Users><member><UserName>{name}</UserName></member></Users>{rest}"))
}

fn result(operation: &str, content: &str) -> Act {
    let result = format!("<{operation}Result>{content}</{operation}Result>");
    Act::Answer(200, Vec::new(), format!("<{operation}Response>{result}</{operation}Response>"))
}

/// What appears on a terminal.
fn shown(server: &Server, arguments: &str, variables: &[(&str, &str)]) -> String {
    let line = format!("{} {arguments}", binary().display());
    let url = server.url();
    let base = [
        ("HOME", "/no-home"),
        ("AWS_ENDPOINT_URL", &*url),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "a"),
        ("AWS_SECRET_ACCESS_KEY", "b"),
    ];
    let variables = [&base, variables].concat();
    Terminal::start(&line, variables.iter().map(|(name, value)| (*name, OsStr::new(value)))).rest()
}

#[test]
fn results_are_shown_by_the_users_pager_on_a_terminal() {
    if !Terminal::is_able("sed") {
        return peers::skip("the program `script` is not installed");
    }
    let home = Home::new(Some("[default]\ncli_pager = sed 's/^/C /'\n"), None);
    let directory = home.path("").to_string_lossy().into_owned();
    let server = Server::start_deciding(respond);
    let text = "list-users --query Users[].UserName --output text";
    let users = |arguments: &str| format!("{text} {arguments}");
    let (by_aws, by_system) = (("AWS_PAGER", "sed 's/^/A /'"), ("PAGER", "sed 's/^/B /'"));
    let of_profile = ("HOME", &*directory);
    for (arguments, variables, expected) in [
        (users(""), &[by_aws, of_profile, by_system][..], "A u1\tu2\r\n"),
        (users(""), &[of_profile, by_system], "C u1\tu2\r\n"),
        (users(""), &[by_system], "B u1\tu2\r\n"),
        (users(""), &[("AWS_PAGER", ""), of_profile, by_system], "u1\tu2\r\n"),
        (users("--no-cli-pager"), &[by_aws], "u1\tu2\r\n"),
        (users("| cat"), &[by_aws], "u1\tu2\r\n"),
        (
            users(""),
            &[("PAGER", "no-such-pager")],
            "warning: failed to start the pager in the variable PAGER: `no-such-pager`: No such file or \
             directory\r\nu1\tu2\r\n",
        ),
        (users(""), &[("PAGER", "sh -c 'cat; echo $LESS'")], "u1\tu2\r\nFRX\r\n"),
        (users(""), &[("PAGER", "sh -c 'cat; echo $LESS'"), ("LESS", "R")], "u1\tu2\r\nR\r\n"),
        // Nothing to show: the pager is not started.
        ("list-users --output off".to_owned(), &[("PAGER", "echo started")], ""),
        // One pager shows all pages.
        (
            "list-users --output yaml-stream --query Users[].UserName".to_owned(),
            &[("PAGER", "sed '1s/^/first /'")],
            "first - - u1\r\n- - u2\r\n",
        ),
        // An error is not a result.
        ("get-user --user-name ?".to_owned(), &[("PAGER", "sed 's/.*/paged/'")], "\r\niam: [ERROR]: "),
    ] {
        let seen = shown(&server, &arguments, variables);
        let is_expected = if expected.ends_with('\n') { seen == expected } else { seen.starts_with(expected) };
        assert!(is_expected && (!expected.is_empty() || seen.is_empty()), "{arguments} {variables:?}: {seen:?}");
    }
}

#[test]
fn a_secret_is_printed_if_the_pager_does_not_show_it() {
    if !Terminal::is_able("sed") {
        return peers::skip("the program `script` is not installed");
    }
    let server = Server::start_deciding(respond);
    let create = "create-access-key --query AccessKey.SecretAccessKey --output text 2> /dev/null";
    for (pager, expected) in
        [("sed 's/^/paged /'", "paged s3cret\r\n"), ("false", "s3cret\r\n"), ("no-such-pager", "s3cret\r\n")]
    {
        assert_eq!(shown(&server, create, &[("AWS_PAGER", pager)]), expected, "{pager}");
    }
}

#[test]
fn a_pipe_is_no_terminal() {
    let server = Server::start_deciding(respond);
    let mut command = iam(&["list-users", "--output", "text", "--query", "Users[].UserName"]);
    command.env("AWS_ENDPOINT_URL", server.url()).env("AWS_PAGER", "sed 's/^/A /'").stdin(Stdio::null());
    let run = Run::from(command.output().expect("the command starts"));
    assert_eq!((run.code, run.stdout.as_str()), (0, "u1\tu2\n"), "{}", run.stderr);
}
