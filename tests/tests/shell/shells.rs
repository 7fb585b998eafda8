//! Completion in real shells: a line is typed with the tab key, and run.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use std::process::Command;

use tinsmith_tests::command::binary;
use tinsmith_tests::peers;
use tinsmith_tests::terminal::{Terminal, in_path};

/// The typed line. The sample that it prints shows the completion of each word.
const TYPED: &str =
    "iam update-access-k\t--stat\tIna\t--generate-cli-sk\tfilled-i\t--cli-input-json file://TEMP/in\t\n";

/// A directory with a file whose name must be quoted, and the command at the front of the path.
fn stage(shell: &str) -> (String, OsString) {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("completion-{shell}"));
    fs::create_dir_all(&directory).expect("a directory");
    fs::write(directory.join("in put.json"), "{\"UserName\": \"from-the-file\"}").expect("a file");
    let command = directory.join("iam");
    // It may exist and lead to an older binary.
    let _ = fs::remove_file(&command);
    std::os::unix::fs::symlink(binary(), &command).expect("a link");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = [directory.clone()].into_iter().chain(std::env::split_paths(&path));
    let path = std::env::join_paths(path).expect("paths");
    (directory.display().to_string(), path)
}

/// Types the line in a shell that first runs these lines.
fn complete(shell: &str, command: &str, first: &[&str]) {
    if !Terminal::is_able(shell) {
        return peers::skip(&format!("{shell} or the program `script` is not installed"));
    }
    let (directory, path) = stage(shell);
    let home = OsStr::new(&directory);
    let mut terminal = Terminal::start(command, [("HOME", home), ("PATH", &path), ("ZDOTDIR", home)]);
    for line in first.iter().copied().chain(["echo rea''dy"]) {
        terminal.send(&format!("{line}\n"));
    }
    terminal.wait_for("ready");
    terminal.send(&TYPED.replace("TEMP", &directory));
    let seen = terminal.wait_for("}");
    for value in ["\"UserName\": \"from-the-file\"", "\"Status\": \"Inactive\""] {
        assert!(seen.contains(value), "{shell}: {seen}");
    }
    terminal.send("exit\n");
}

#[test]
fn bash_completes() {
    complete("bash", "bash --norc --noprofile -i", &["eval \"$(iam completion bash)\""]);
}

#[test]
fn zsh_completes() {
    complete("zsh", "zsh -f -i", &["autoload -Uz compinit; compinit -u -D", "eval \"$(iam completion zsh)\""]);
}

#[test]
fn fish_completes() {
    if !in_path("fish") {
        return peers::skip("fish is not installed");
    }
    let (directory, path) = stage("fish");
    for (line, word) in [
        ("iam update-access-k", "update-access-key"),
        ("iam update-access-key --status Ina", "Inactive"),
        (&format!("iam get-user --cli-input-json file://{directory}/in"), "in put.json"),
    ] {
        let script = format!("iam completion fish | source; complete -C '{line}'");
        let mut command = Command::new("fish");
        command.args(["--no-config", "--command", &script]).env("PATH", &path).env("HOME", &directory);
        let output = command.output().expect("fish starts");
        let seen = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(seen.contains(word), "{line}: {seen}");
    }
}
