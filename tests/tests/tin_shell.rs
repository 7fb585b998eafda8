//! `tin` in a shell: completion of services, operations, options and values, searches, and manual pages.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::terminal::{Terminal, in_path};
use tinsmith_tests::{pack, peers};

/// The program with a pack and these arguments.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(tin());
    command.env_clear().env("HOME", peers::target().join("no-home")).env("TINSMITH_PACK", pack::of_repository());
    command.args(arguments);
    command
}

fn run(arguments: &[&str]) -> Run {
    command(arguments).output().unwrap().into()
}

/// The standard output of a command that succeeds.
fn good(arguments: &[&str]) -> String {
    let run = run(arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run.stdout
}

/// The words that are offered after a line.
fn offered(shell: &str, line: &str) -> Vec<String> {
    let mut command = command(&["completion", "candidates", shell]);
    let run = Run::from(command.env("COMP_LINE", line).output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{line}");
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn what_fits_is_offered() {
    for (line, expected) in [
        ("tin i", &["iam"][..]),
        ("tin s", &["s3", "sts"]),
        ("tin --region eu-west-1 --debug st", &["sts"]),
        ("tin --pack x st", &["sts"]),
        ("tin --output te", &["text"]),
        ("tin --print-request cu", &["curl"]),
        ("tin --print-request ia", &["iam"]),
        ("tin he", &["help"]),
        ("tin help st", &["sts"]),
        ("tin help iam update-access", &["update-access-key"]),
        ("tin iam update-access", &["update-access-key"]),
        ("tin iam rotate", &["rotate-access-key"]),
        ("tin iam wait user", &["user-exists"]),
        ("tin --region x iam --debug update-access-key --st", &["--status"]),
        ("tin iam update-access-key --status I", &["Inactive"]),
        ("tin iam update-access-key --status=E", &["Expired"]),
        ("tin iam list-users --region eu-nor", &["eu-north-1"]),
        ("tin configure g", &["get"]),
        ("tin configure get ", &[]),
        ("tin completion ", &["bash", "zsh", "fish"]),
        ("tin model ", &["add", "list", "remove"]),
        ("tin logout --a", &["--all"]),
        ("tin iam compl", &[]),
        ("tin no-such-service ", &[]),
    ] {
        assert_eq!(offered("bash", line), expected, "{line}");
    }
    assert_eq!(offered("fish", "tin st"), ["sts\tAWS Security Token Service"]);
    let all = offered("zsh", "tin ");
    for name in ["configure", "iam", "sts", "s3", "ddb", "help", "completion"] {
        assert!(all.iter().any(|it| it.split('\t').next() == Some(name)), "{name}: {all:?}");
    }
}

/// A directory with the program under this name at the front of the path.
fn stage(name: &str, shell: &str) -> (String, OsString) {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tin-completion-{shell}-{name}"));
    fs::create_dir_all(&directory).unwrap();
    let link = directory.join(name);
    let _ = fs::remove_file(&link);
    #[cfg(unix)]
    std::os::unix::fs::symlink(tin(), &link).unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(PathBuf::from(&directory)).chain(std::env::split_paths(&path));
    (directory.display().to_string(), std::env::join_paths(path).unwrap())
}

/// Types a line with the tab key in a shell that first runs these lines.
fn complete(name: &str, shell: &str, command: &str, first: &[&str]) {
    if !Terminal::is_able(shell) {
        return peers::skip(&format!("{shell} or the program `script` is not installed"));
    }
    let (directory, path) = stage(name, shell);
    let (home, pack) = (OsStr::new(&directory), pack::of_repository().as_os_str());
    let variables = [("HOME", home), ("PATH", &path), ("ZDOTDIR", home), ("TINSMITH_PACK", pack)];
    let mut terminal = Terminal::start(command, variables);
    for line in first.iter().map(|it| it.replace("NAME", name)).chain(["echo rea''dy".to_owned()]) {
        terminal.send(&format!("{line}\n"));
    }
    terminal.wait_for("ready");
    let typed = "NAME ia\tupdate-access-k\t--stat\tIna\t--generate-cli-sk\tfilled-i\t\n";
    terminal.send(&typed.replace("NAME", name));
    let seen = terminal.wait_for("}");
    assert!(seen.contains("\"Status\": \"Inactive\""), "{shell}: {seen}");
    terminal.send("exit\n");
}

#[test]
fn bash_completes() {
    for name in ["tin", "aws"] {
        complete(name, "bash", "bash --norc --noprofile -i", &["eval \"$(NAME completion bash)\""]);
    }
}

#[test]
fn zsh_completes() {
    let first = ["autoload -Uz compinit; compinit -u -D", "eval \"$(NAME completion zsh)\""];
    complete("tin", "zsh", "zsh -f -i", &first);
}

#[test]
fn fish_completes() {
    if !in_path("fish") {
        return peers::skip("fish is not installed");
    }
    let (directory, path) = stage("tin", "fish");
    for (line, word) in [
        ("tin ia", "iam"),
        ("tin iam update-access-k", "update-access-key"),
        ("tin iam update-access-key --status Ina", "Inactive"),
    ] {
        let script = format!("tin completion fish | source; complete -C '{line}'");
        let mut command = Command::new("fish");
        command.args(["--no-config", "--command", &script]).env("PATH", &path).env("HOME", &directory);
        let output = command.env("TINSMITH_PACK", pack::of_repository()).output().unwrap();
        let seen = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(seen.contains(word), "{line}: {seen}");
    }
}

/// `complete -C aws_completer aws`, as for the AWS CLI.
#[test]
fn it_completes_as_aws_completer() {
    let (directory, _) = stage("aws_completer", "line");
    for (line, point, expected) in [
        ("aws iam update-access", 21, &["update-access-key"][..]),
        ("aws iam update-access-key --status I", 21, &["update-access-key"]),
        ("aws iam update-access-key --status I", 36, &["Inactive"]),
    ] {
        let mut command = Command::new(Path::new(&directory).join("aws_completer"));
        command.env_clear().env("COMP_LINE", line).env("COMP_POINT", point.to_string());
        let run = Run::from(command.env("TINSMITH_PACK", pack::of_repository()).output().unwrap());
        assert_eq!(run.stdout.lines().collect::<Vec<_>>(), expected, "{line}");
    }
    let first = ["complete -C NAME_completer NAME", "ln -sf NAME $HOME/NAME_completer"];
    complete("aws", "bash", "bash --norc --noprofile -i", &first);
}

#[test]
fn searches_print_lines_to_run() {
    let found = good(&["help", "--search", "rotate key"]);
    assert!(found.starts_with("tin iam rotate-access-key "), "{found}");
    for words in [&["change", "passwords"][..], &["changing password"], &["password changes"]] {
        let found = good(&[&["help", "--search"], words].concat());
        assert!(found.lines().next().unwrap().starts_with("tin iam change-password "), "{found}");
        for line in found.lines() {
            let command: Vec<&str> = line.split("  # ").next().unwrap().split_whitespace().skip(1).collect();
            good(&[&command[..], &["help"]].concat());
        }
    }
    // A word of the documentation only.
    let found = good(&["help", "--search", "web identity"]);
    assert!(found.contains("tin sts assume-role-with-web-identity "), "{found}");
    // Commands that are not operations: of a group, of no service, and waiters.
    for (words, command) in [
        ("copy objects", "tin s3 cp "),
        ("s3 sync", "tin s3 sync "),
        ("export credentials", "tin configure export-credentials "),
        ("list profiles", "tin configure list-profiles "),
        ("wait role exists", "tin iam wait role-exists "),
        ("add models", "tin model add "),
        ("complete fish", "tin completion fish "),
        ("login sessions", "tin logout "),
    ] {
        let found = good(&["help", "--search", words]);
        assert!(found.lines().any(|line| line.starts_with(command)), "{words}: {found}");
    }
    let none = run(&["help", "--search", "zzzqqq"]);
    assert_eq!((none.code, none.stdout.as_str()), (255, ""));
    assert!(none.stderr.contains("No command matches 'zzzqqq'."), "{}", none.stderr);
    assert_eq!(run(&["help", "--search"]).code, 252);
}

#[test]
fn pages_are_found_by_help_before_and_after() {
    let operation = good(&["iam", "update-access-key", "help"]);
    assert!(operation.starts_with("NAME\n    tin iam update-access-key - "), "{operation}");
    assert_eq!(good(&["help", "iam", "update-access-key"]), operation);
    assert_eq!(good(&["help", "iam"]), good(&["iam", "help"]));
    assert_eq!(good(&["help", "model"]), good(&["model", "help"]));
    assert!(good(&["help"]).contains("tin help --search <words>"));
    assert_eq!(run(&["help", "no-such-service"]).code, 252);
}

#[test]
fn every_kind_of_page_is_a_manual_page() {
    let pages =
        [&[][..], &["iam"], &["iam", "update-access-key"], &["iam", "rotate-access-key"], &["iam", "wait"], &["model"]];
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tin-man");
    fs::create_dir_all(&directory).unwrap();
    let mut groff = Command::new("groff");
    groff.args(["-man", "-Tutf8", "-ww", "-z"]);
    for words in pages {
        let page = good(&[&["help", "--man"], words].concat());
        let title = [&["tin"][..], words].concat().join("-").to_uppercase().replace('-', "\\-");
        assert!(page.starts_with(&format!(".TH \"{title}\" 1 ")), "{page}");
        let path = directory.join(format!("{}.1", words.join("-")));
        fs::write(&path, page).unwrap();
        groff.arg(path);
    }
    if !in_path("groff") {
        return peers::skip("groff is not installed");
    }
    let set = Run::from(groff.output().unwrap());
    assert_eq!((set.code, set.stderr.as_str()), (0, ""));
}
