//! Output that appears only in a terminal.

use std::ffi::OsStr;

use tinsmith_tests::command::{Run, binary, run};
use tinsmith_tests::home::Home;
use tinsmith_tests::peers;
use tinsmith_tests::server::{Act, Server};
use tinsmith_tests::terminal::Terminal;

/// A page of a list of users.
fn page(number: usize, last: bool) -> Act {
    let next = if last { String::new() } else { format!("<Marker>page-{number}</Marker>") };
    let user = format!("<member><UserName>user-{number}</UserName></member>");
    let result = format!("<Users>{user}</Users><IsTruncated>{}</IsTruncated>{next}", !last);
    let body = format!("<ListUsersResponse><ListUsersResult>{result}</ListUsersResult></ListUsersResponse>");
    Act::Answer(200, Vec::new(), body)
}

fn pages(count: usize) -> Server {
    Server::start((1..=count).map(|number| page(number, number == count)))
}

/// The output of the command with these arguments in a terminal.
fn shown(server: &Server, arguments: &str) -> Option<String> {
    if !Terminal::is_able("sh") {
        peers::skip("the program `script` is not installed");
        return None;
    }
    let line = format!("{} {arguments}", binary().display());
    let url = server.url();
    let environment = [
        ("AWS_ENDPOINT_URL", url.as_str()),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_REGION", "us-east-1"),
        ("HOME", "/no-home"),
    ];
    let environment = environment.map(|(name, value)| (name, OsStr::new(value)));
    Some(Terminal::start(&line, environment).rest())
}

#[test]
fn a_long_list_tells_how_far_it_has_come() {
    for (count, arguments, progress) in [
        (4, "list-users > /dev/null", "\r3 results in 3 pages ...\x1b[K\r4 results in 4 pages ...\x1b[K\r\x1b[K"),
        (2, "list-users > /dev/null", ""),
        (4, "list-users --output yaml-stream > /dev/null", ""),
        (4, "list-users --max-items 2 > /dev/null", ""),
    ] {
        let Some(seen) = shown(&pages(count), arguments) else { return };
        assert_eq!(seen, progress, "{count} pages: {arguments}");
    }
    let run = run(&pages(4).url(), &["list-users"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "there is no terminal");
}

#[test]
fn tables_have_colour_in_terminals_and_where_it_is_asked_for() {
    for (arguments, coloured) in [
        ("list-users --output table", true),
        ("list-users --output table --color off", false),
        ("list-users --output table | cat", false),
        ("list-users --output table --color on | cat", true),
    ] {
        let Some(seen) = shown(&pages(1), arguments) else { return };
        assert!(seen.contains("user-1"), "{seen}");
        assert_eq!(seen.contains("\x1b["), coloured, "{arguments}: {seen:?}");
    }
}

#[test]
fn tables_of_errors_have_colour_where_standard_error_is_a_terminal() {
    for (arguments, coloured) in [
        ("get-role --cli-error-format table", true),
        ("get-role --cli-error-format table > /dev/null", true),
        ("get-role --cli-error-format table 2>&1 | cat", false),
        ("get-role --cli-error-format table --color on 2>&1 | cat", true),
        ("get-role --cli-error-format table --color off", false),
        ("get-role --color on", false),
    ] {
        let Some(seen) = shown(&pages(1), arguments) else { return };
        assert!(seen.contains("ParamValidation"), "{arguments}: {seen:?}");
        assert_eq!(seen.contains("\x1b["), coloured, "{arguments}: {seen:?}");
    }
}

#[test]
fn nobody_reading_is_no_failure() {
    let Some(seen) = shown(&pages(1), "help | head -1") else { return };
    assert!(seen.starts_with("NAME\r\n"), "{seen:?}");
    assert!(!seen.contains("ERROR") && !seen.contains("panicked"), "{seen}");
}

#[test]
fn help_and_errors_fit_eighty_columns() {
    let long = |text: &str| {
        // Text to be copied, such as commands and URLs, stays on one line.
        let wide = |line: &&str| line.chars().count() > 80 && line.split_whitespace().all(|it| it.len() < 40);
        text.lines().filter(wide).map(str::to_owned).collect::<Vec<_>>()
    };
    let url = "http://127.0.0.1:9";
    let pages: [&[&str]; 4] = [&["help"], &["update-access-key", "help"], &["completion", "help"], &["man", "help"]];
    for arguments in pages {
        let Run { stdout, .. } = run(url, arguments);
        assert!(!stdout.is_empty());
        assert_eq!(long(&stdout), Vec::<String>::new(), "{arguments:?}");
    }
}

/// A path with control characters that affect terminals. A service may return it, except ESC, which XML does not allow.
const HOSTILE: &str = "a\u{7f}b\u{9b}31mc\u{202e}d";

#[test]
fn what_acts_on_a_terminal_is_escaped_there_and_exact_elsewhere() {
    let user = format!("<Users><member><UserName>u</UserName><Path>{HOSTILE}</Path></member></Users>");
    let body = format!("<ListUsersResponse><ListUsersResult>{user}</ListUsersResult></ListUsersResponse>");
    let list = || Server::start([Act::Answer(200, Vec::new(), body.clone())]);
    let raw = |text: &str| text.contains(['\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}']);
    let escaped = "a\\u007fb\\u009b31mc\\u202ed";
    for format in ["json", "text", "table --color off", "yaml", "yaml-stream"] {
        let Some(seen) = shown(&list(), &format!("list-users --output {format}")) else { return };
        let escaped = if format.starts_with("yaml") { "a\\x7Fb\\x9B31mc\\u202Ed" } else { escaped };
        assert!(!raw(&seen) && seen.contains(escaped), "{format}: {seen:?}");
        let piped =
            run(&list().url(), &[&["list-users", "--output"], &*format.split(' ').collect::<Vec<_>>()].concat());
        assert!(piped.stdout.contains(HOSTILE) || format.starts_with("yaml"), "{format}: {piped:?}");
    }
    let Some(seen) = shown(&list(), "list-users --query Users[0].Path --output json") else { return };
    assert_eq!(serde_json::from_str::<String>(seen.trim()).expect("JSON"), HOSTILE);

    // An error message with the same characters.
    let error = format!(
        "<ErrorResponse><Error><Code>Bad</Code><Message>{HOSTILE}</Message></Error><RequestId>r</RequestId></ErrorResponse>"
    );
    let refuse = || Server::start([Act::Answer(400, Vec::new(), error.clone())]);
    for format in ["legacy", "enhanced", "json", "text", "table --color off"] {
        let arguments = format!("get-user --cli-error-format {format}");
        let Some(seen) = shown(&refuse(), &arguments) else { return };
        assert!(!raw(&seen) && seen.contains(escaped), "{format}: {seen:?}");
    }
    assert!(run(&refuse().url(), &["get-user"]).stderr.contains(HOSTILE), "nobody's terminal");
}

#[test]
fn a_long_pause_is_told() {
    let busy = || Act::error(503, "SlowDown").with("Retry-After", "99999999");
    let Some(seen) = shown(&Server::start([busy()]), "get-user > /dev/null") else { return };
    let told = "Attempt 1 of 3 failed (SlowDown, HTTP status 503). Waiting ";
    assert!(seen.contains(told) && seen.contains(" s before the next one.\r\n"), "{seen:?}");
    // Nobody waits for long, and nobody sees a short pause.
    let Some(seen) = shown(&Server::start([Act::error(500, "ServiceFailure")]), "get-user > /dev/null") else { return };
    assert_eq!(seen, "");
}

#[test]
fn a_code_is_asked_for_without_an_echo_and_an_interrupt_ends_it_at_once() {
    if !Terminal::is_able("sh") {
        return peers::skip("the program `script` is not installed");
    }
    let keys = "aws_access_key_id = test\naws_secret_access_key = test";
    let role =
        "role_arn = arn:aws:iam::123456789012:role/r\nsource_profile = keys\nmfa_serial = arn:aws:iam::1:mfa/Bob";
    let home = Home::new(Some(&format!("[profile keys]\n{keys}\n[profile role]\n{role}\n")), None);
    let server = Server::start([]);
    let url = server.url();
    let directory = home.path("");
    let environment = [
        ("AWS_ENDPOINT_URL", OsStr::new(url.as_str())),
        ("AWS_REGION", OsStr::new("us-east-1")),
        ("HOME", directory.as_os_str()),
    ];
    let line = format!("{} get-user --profile role; echo code=$?; stty -a", binary().display());
    let mut terminal = Terminal::start(&line, environment);
    terminal.wait_for("Enter MFA code for arn:aws:iam::1:mfa/Bob: ");
    terminal.send("987654\n");
    let seen = terminal.rest();
    assert!(!seen.contains("987654") && seen.starts_with("\r\n"), "{seen:?}");
    assert!(server.seen()[0].body.contains("TokenCode=987654"), "{:?}", server.seen());
    assert!(seen.contains(" echo "), "the terminal is as it was: {seen}");

    // The interrupt reaches the shell too, which is to go on.
    let mut terminal = Terminal::start(&format!("trap : INT; {line}"), environment);
    terminal.wait_for("Enter MFA code for ");
    terminal.send("12\u{3}");
    let seen = terminal.rest();
    assert!(seen.contains("code=130") && seen.contains(" echo "), "{seen:?}");
}
