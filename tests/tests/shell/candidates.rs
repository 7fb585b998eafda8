//! The words that completion offers.

use std::fs;
use std::path::Path;

use tinsmith_tests::command::{Run, iam};

/// The words offered after a line, for this shell.
fn offered(shell: &str, line: &str) -> Vec<String> {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("candidates");
    fs::create_dir_all(home.join("a directory")).expect("a directory");
    fs::write(home.join("input.json"), "{}").expect("a file");
    fs::write(home.join(".hidden"), "").expect("a file");
    fs::write(home.join("config"), "[default]\n[profile work]\n[profile wide world]\n").expect("a file");
    let mut command = iam(&["completion", "candidates", shell]);
    command.env("COMP_LINE", line).env("HOME", &home).env("AWS_CONFIG_FILE", home.join("config"));
    let run = Run::from(command.output().expect("the command starts"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{line}");
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn what_fits_is_offered() {
    for (line, expected) in [
        ("iam update-access", &["update-access-key"][..]),
        ("iam compl", &["completion"]),
        ("iam hel", &["help"]),
        ("iam completion ", &["bash", "zsh", "fish"]),
        ("iam completion bash ", &[]),
        ("iam configure ", &["list"]),
        ("iam man update-access", &["update-access-key"]),
        ("iam update-access-key --st", &["--status"]),
        ("iam update-access-key --status ", &["Active", "Inactive", "Expired"]),
        ("iam update-access-key --stat Ina", &["Inactive"]),
        ("iam update-access-key --status=Ex", &["Expired"]),
        ("iam update-access-key --status Active --stat", &[]),
        ("iam update-access-key --generate-cli-skeleton filled-y", &["filled-yaml-input"]),
        ("iam --region eu-nor", &["eu-north-1"]),
        ("iam list-users --region=eu-nor", &["eu-north-1"]),
        ("iam list-users --profile w", &["wide\\ world", "work"]),
        ("iam list-users --profile 'w", &["wide world", "work"]),
        ("iam rotate-access-key --to-profile w", &["wide\\ world", "work"]),
        ("iam rotate-access-key --to-prof=wo", &["work"]),
        ("iam rotate-access-key --user-name w", &[]),
        ("iam rotate-access-key --to-profile work --to-", &["--to-stdout"]),
        ("iam list-users --output tab", &["table"]),
        ("iam list-users --endpoint-url ", &[]),
        ("iam get-user --cli-input-json ", &["file://"]),
        ("iam get-user --user-name ", &[]),
        ("iam get-user --user-name fil", &["file://"]),
        ("iam get-user --cli-input-json file://~/", &["//~/a\\ directory/", "//~/config", "//~/input.json"]),
        ("iam get-user --cli-input-json file://~/.h", &["//~/.hidden"]),
        ("iam get-user --cli-input-json 'file://~/a", &["file://~/a directory/"]),
        ("iam get-user --user-name fileb://~/inp", &["//~/input.json"]),
        ("iam get-account-authorization-details --filter User R", &["Role"]),
        ("iam create-virtual-mfa-device --bootstrap-method Q", &["QRCodePNG"]),
        ("iam create-virtual-mfa-device --outfile ~/inp", &["~/input.json"]),
        ("iam no-such-command --st", &[]),
        ("iam no-such-command --reg", &["--region"]),
        ("", &[]),
    ] {
        let offered = offered("bash", line);
        // At the start, everything matches.
        if !line.is_empty() {
            assert_eq!(offered, expected, "{line}");
        }
    }
}

#[test]
fn what_is_required_comes_first_and_words_are_explained() {
    let words = |line: &str| offered("bash", line);
    let own = words("iam update-access-key ");
    assert_eq!(own[..3], ["--access-key-id", "--status", "--user-name"]);
    assert!(!own.contains(&"--region".to_owned()), "{own:?}");
    assert!(words("iam update-access-key -").contains(&"--region".to_owned()));
    assert!(words("iam ").len() > 170, "every operation");
    for shell in ["zsh", "fish"] {
        let lines = offered(shell, "iam update-access-key --st");
        let (word, about) = lines[0].split_once('\t').expect("an explanation");
        assert!(word == "--status" && about.ends_with('.'), "{lines:?}");
        // These shells replace the whole word.
        assert_eq!(offered(shell, "iam x --region=eu-nor"), ["--region=eu-north-1"]);
    }
}

#[test]
fn wrong_use_is_told() {
    for (arguments, sentence) in [
        (&["completion"][..], "the following arguments are required: shell"),
        (&["completion", "bsh"], "argument shell: Found invalid choice 'bsh'"),
        (&["completion", "bash", "more"], "Unknown options: more"),
        (&["man", "get-usr"], "Maybe you meant:\n\n  * get-user"),
    ] {
        let run = Run::from(iam(arguments).output().expect("the command starts"));
        assert_eq!((run.code, run.stdout.as_str()), (252, ""), "{arguments:?}");
        assert!(run.stderr.contains(sentence), "{arguments:?}: {}", run.stderr);
    }
}
