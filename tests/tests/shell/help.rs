//! Help: as wide as the terminal, by a pager there, in the words of the command line.

use std::ffi::OsStr;

use tinsmith_tests::command::{Run, binary, iam, run};
use tinsmith_tests::peers;
use tinsmith_tests::terminal::Terminal;

fn help(command: &str) -> String {
    let Run { code, stdout, .. } = run("http://127.0.0.1:9", &[command, "help"]);
    assert_eq!(code, 0, "{command}");
    stdout
}

#[test]
fn help_is_as_wide_as_it_is_told() {
    for (columns, least, most) in [("120", 100, 120), ("70", 60, 70), ("", 70, 80), ("0", 70, 80), ("wide", 70, 80)] {
        let run = Run::from(iam(&["list-users", "help"]).env("COLUMNS", columns).output().expect("the command starts"));
        let prose = run.stdout.lines().filter(|line| line.starts_with("    ") && !line.contains("iam "));
        let widest = prose.map(|line| line.chars().count()).max().unwrap_or_default();
        assert!((least..=most).contains(&widest), "{columns}: {widest}\n{}", run.stdout);
    }
}

#[test]
fn help_is_shown_by_the_users_pager_on_a_terminal() {
    if !Terminal::is_able("sed") {
        return peers::skip("the program `script` is not installed");
    }
    let shown = |arguments: &str, variables: &[(&str, &str)]| {
        let line = format!("{} {arguments}", binary().display());
        let variables = [&[("HOME", "/no-home")], variables].concat();
        Terminal::start(&line, variables.iter().map(|(name, value)| (*name, OsStr::new(value)))).rest()
    };
    let (by_aws, by_system) = (("AWS_PAGER", "sed 's/^/A /'"), ("PAGER", "sed 's/^/B /'"));
    for (arguments, variables, start) in [
        ("help", &[by_aws, by_system][..], "A NAME\r\n"),
        ("get-user help", &[by_system], "B NAME\r\n"),
        ("get-user --help", &[("AWS_PAGER", ""), by_system], "NAME\r\n"),
        ("help --no-cli-pager", &[by_aws], "NAME\r\n"),
        ("help | cat", &[by_aws], "NAME\r\n"),
        ("help 2> /dev/null", &[("PAGER", "no-such-pager")], "NAME\r\n"),
    ] {
        let seen = shown(arguments, variables);
        assert!(seen.starts_with(start), "{arguments} {variables:?}: {:?}", seen.get(..80));
    }
}

#[test]
fn help_speaks_of_what_is_typed() {
    let key = help("update-access-key");
    assert!(key.contains("`delete-access-key`") && !key.contains("`DeleteAccessKey`"), "{key}");
    assert!(key.contains("`--user-name`") && !key.contains("`UserName`"), "{key}");
    assert!(key.contains("iam update-access-key "), "{key}");
    let policy = help("create-policy");
    assert!(policy.contains("To read it from a file, give file://PATH.\n"), "{policy}");
    assert!(
        policy.contains("--policy-name ReadReports \\\n        --policy-document file://policy-document.json\n"),
        "{policy}"
    );
    assert!(policy.contains("pattern: ^((/[A-Za-z0-9"), "{policy}");
    assert!(policy.contains("\nOUTPUT\n    Policy "), "{policy}");
    for command in ["create-policy", "attach-role-policy", "upload-server-certificate", "delete-access-key"] {
        let help = help(command);
        assert!(!help.contains("xxx") && !help.contains("\\u002F"), "{help}");
    }
    assert!(help("create-user").contains("The waiter `wait user-exists` waits"));
    assert!(help("delete-user").contains("the request fails with `DeleteConflict`"));
    let program = run("http://127.0.0.1:9", &["help"]).stdout;
    for section in ["OUTPUT", "ENVIRONMENT", "FILES", "EXIT STATUS"] {
        assert!(program.contains(&format!("\n{section}\n")), "{section}: {program}");
    }
    let page = run("http://127.0.0.1:9", &["man"]).stdout;
    assert!(page.contains("\n.SH EXIT STATUS\n") && page.contains("AWS_PAGER"), "{page}");
}

#[test]
fn every_example_is_a_command_line_that_is_accepted() {
    let home = peers::target().join("tests/examples-of-help");
    std::fs::create_dir_all(&home).expect("a directory");
    // Long values are in files.
    for (name, text) in [
        ("assume-role-policy-document.json", "{}".to_owned()),
        ("certificate-body", "-".to_owned()),
        ("policy-document.json", "{}".to_owned()),
        ("policy-input-list.json", "[\"{}\"]".to_owned()),
        ("private-key", "-".to_owned()),
        ("saml-metadata-document", "m".repeat(1_000)),
        ("ssh-public-key-body", "ssh-rsa AAAA".to_owned()),
    ] {
        std::fs::write(home.join(name), text).expect("a file");
    }
    let program = run("http://127.0.0.1:9", &["help"]).stdout;
    let (_, list) = program.split_once("\nCOMMANDS\n").expect("the section");
    let (list, _) = list.split_once("\nOTHER COMMANDS\n").expect("the section");
    let names = list.lines().filter_map(|line| line.strip_prefix("    ")?.split(' ').next());
    let commands: Vec<&str> = names.filter(|it| !it.is_empty()).collect();
    assert!(commands.len() > 150, "{commands:?}");
    for command in commands {
        let help = help(command);
        let (_, example) = help.split_once("\nEXAMPLE\n").expect("the section");
        let mut lines = example.lines().skip_while(|it| !it.starts_with("    iam "));
        let mut line = lines.next().expect("an example").trim().to_owned();
        while let Some(start) = line.strip_suffix('\\') {
            line = format!("{start}{}", lines.next().expect("another line").trim());
        }
        assert!(!line.contains("xxx") && !line.contains(" <"), "{line}");
        let mut shell = iam(&[]);
        let program = shell.get_program().to_owned();
        let environment: Vec<_> =
            shell.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect();
        shell = std::process::Command::new("sh");
        shell.env_clear().envs(environment).env("IAM", program).current_dir(&home).env("AWS_MAX_ATTEMPTS", "1");
        let line = line.replacen("iam ", "\"$IAM\" --endpoint-url http://127.0.0.1:9 ", 1);
        let run = Run::from(shell.args(["-c", &line]).output().expect("a shell"));
        // Nobody listens at this port, and nothing else is wrong.
        assert!(run.stderr.contains("Could not connect to the endpoint URL"), "{line}: {}", run.stderr);
    }
}

#[test]
fn a_hidden_value_is_not_spoken_of_as_if_it_were_shown() {
    let run = run("http://127.0.0.1:9", &["change-password", "--old-password", "a\u{1}s3cret", "--new-password", "b"]);
    assert_eq!(run.code, 252);
    let told = "Invalid value for parameter OldPassword, value: (sensitive, not shown), valid pattern: ";
    assert!(run.stderr.contains(told) && !run.stderr.contains("s3cret"), "{}", run.stderr);
}
