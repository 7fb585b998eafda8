//! Rotations that fail: before the first change, while the key is verified, and while it is stored.

use std::process::Stdio;

use tinsmith_tests::command::Run;
use tinsmith_tests::server::{Act, Server};

use crate::stage::{
    FILE, Home, NEW, NEW_SECRET, and, checked, file_with_new, listed, only_old, requests, short, until_created,
    until_verified, used,
};
use crate::undone::{BACK, CLEAN, CREATED, DELETE_NEW, DELETED, MADE, VERIFIED, broken, denied, stranger};

#[test]
fn what_fails_before_the_first_step_changes_nothing() {
    for (what, script, arguments, error) in [
        ("keys cannot be listed", vec![denied()], &["--to-profile", "bob"][..], "(AccessDenied) when calling the List"),
        ("the last use is not told", vec![only_old(), broken()], &["--to-profile", "bob"], "calling the GetLastUsed"),
        (
            "the last use is not told, on which it depends",
            vec![only_old(), denied()],
            &["--to-profile", "bob", "--delete-old-after", "7d"],
            "calling the GetLastUsed",
        ),
        (
            "the profile has another key",
            vec![listed(&[(NEW, "Active")]), used(None)],
            &["--to-profile", "bob"],
            "The profile bob has the key old, not the key to rotate.",
        ),
        (
            "the secret would be seen nowhere",
            vec![only_old(), used(None)],
            &["--to-stdout", "--output", "off"],
            "does not contain New.Secret",
        ),
        (
            "the secret would be asked for nowhere",
            vec![only_old(), used(None)],
            &["--to-stdout", "--query", "NewAccessKey.AccessKeyId"],
            "does not contain New.Secret",
        ),
        (
            "the result cannot be asked for this",
            vec![only_old(), used(None)],
            &["--to-profile", "bob", "--query", "abs(UserName)"],
            "abs",
        ),
    ] {
        let (home, server) = (Home::new(Some(FILE)), Server::start(script));
        let run = home.run(&server.url(), &[&["--user-name", "Bob"], arguments].concat());
        assert_eq!(run.stdout, "", "{what}");
        let (told, sentence) = run.stderr.split_once("\niam: [ERROR]: ").expect("a sentence at the end");
        assert_eq!(told, "Nothing was changed.\n", "{what}");
        assert!(short(sentence).contains(error), "{what}: {sentence}");
        assert!(matches!(run.code, 252 | 254 | 255), "{what}: {}", run.code);
        assert!(!requests(&server).iter().any(|it| it.contains("Create")), "{what}");
        assert_eq!((home.text().as_deref(), home.names()), (Some(FILE), vec!["credentials".to_owned()]), "{what}");
    }
}

#[test]
fn a_last_use_that_may_not_be_seen_stops_nothing_that_does_not_depend_on_it() {
    let mut script = until_verified();
    script[1] = denied();
    let (home, server) = (Home::new(Some(FILE)), Server::start(script));
    let run = home.run(&server.url(), &["--user-name", "Bob", "--to-profile", "bob"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told =
        "  Its last use is unknown: An error occurred (AccessDenied) when calling the GetAccessKeyLastUsed operation";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert_eq!(home.text(), Some(file_with_new()));
}

#[test]
fn a_key_that_is_accepted_late_or_may_do_nothing_is_verified() {
    for (what, answers) in [
        ("late", vec![stranger(), only_old(), stranger(), only_old(), only_old(), only_old()]),
        (
            "a service that is ill for a while",
            vec![broken(), Act::ResetAfterRequest, only_old(), only_old(), only_old()],
        ),
        ("a user who may not look at keys", vec![denied(), denied(), denied()]),
    ] {
        let count = answers.len();
        let (home, server) = (Home::new(Some(FILE)), Server::start(and(until_created(), answers)));
        let run = home.run(&server.url(), &["--user-name", "Bob", "--to-profile", "bob"]);
        assert_eq!(run.code, 0, "{what}: {}", run.stderr);
        let verified = vec!["new List"; count];
        assert_eq!(
            requests(&server),
            [&CREATED, verified.as_slice(), &["admin Update old Inactive"]].concat(),
            "{what}"
        );
        assert_eq!(home.text(), Some(file_with_new()), "{what}");
    }
}

#[test]
fn a_key_that_cannot_be_stored_is_deleted() {
    let home = Home::new(Some(FILE));
    let file = home.credentials();
    // Between reading and writing, the file becomes a directory.
    let spoil = move || {
        std::fs::remove_file(&file).expect("the file is there");
        std::fs::create_dir(&file).expect("nothing is in its place");
    };
    let mut script = until_created();
    script[2] = script[2].clone().after(spoil);
    let server = Server::start(script);
    let run = home.run(&server.url(), &["--user-name", "Bob", "--to-profile", "bob"]);
    assert_eq!((run.code, run.stdout.as_str()), (255, ""));
    let told = short(&run.stderr);
    assert!(told.contains(&[MADE, BACK, DELETED, CLEAN].join("\n")), "{told}");
    assert!(told.contains("Failed to store the key in ~/.aws/credentials: Is a directory"), "{told}");
    assert_eq!(requests(&server), [&CREATED[..], &["admin Delete new"]].concat());
    assert_eq!(home.names(), ["credentials"]);
}

#[test]
fn what_others_write_to_the_file_in_the_meantime_is_kept() {
    let more = "\n[carol]\naws_access_key_id = C\n";
    let add = |home: &Home| {
        let file = home.credentials();
        move || std::fs::write(&file, std::fs::read_to_string(&file).expect("a file") + more).expect("a file")
    };
    // Before the key is stored: it is written to the file as it is at that time.
    let home = Home::new(Some(FILE));
    let mut script = until_created();
    script[2] = script[2].clone().after(add(&home));
    let server = Server::start(and(script, [only_old(), only_old(), only_old()]));
    let run = home.run(&server.url(), &["--user-name", "Bob", "--to-profile", "bob"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(home.text(), Some(file_with_new() + more));

    // Afterwards: the file is not restored, and keeps its key.
    let home = Home::new(Some(FILE));
    let mut script = and(until_verified(), [denied()]);
    script[5] = script[5].clone().after(add(&home));
    let server = Server::start(script);
    let run = home.run(&server.url(), &["--user-name", "Bob", "--to-profile", "bob"]);
    assert_eq!(run.code, 254);
    let told = [
        BACK,
        "  Could not restore ~/.aws/credentials: another program changed it in the meantime",
        "  Kept new, which is in the profile bob.",
        "Next steps:",
        "  Replace the keys in the profile bob of ~/.aws/credentials.",
        DELETE_NEW,
    ];
    assert!(short(&run.stderr).contains(&told.join("\n")), "{}", run.stderr);
    assert!(!requests(&server).contains(&"admin Delete new".to_owned()));
    assert_eq!(home.text(), Some(file_with_new() + more));
}

#[test]
fn an_old_key_that_cannot_be_deleted_stays_out_of_use() {
    let script = and(until_verified(), [Act::ok(), denied()]);
    let (home, server) = (Home::new(Some(FILE)), Server::start(script));
    let arguments = ["--user-name", "Bob", "--to-profile", "bob", "--delete-old-after", "now"];
    let run = home.run(&server.url(), &arguments);
    assert_eq!(run.code, 254);
    let told = [
        "  Set old Inactive.",
        "  Could not delete old. Otherwise, the rotation is complete.",
        "Next steps:",
        "  iam delete-access-key --user-name Bob --access-key-id old",
        "",
        "iam: [ERROR]: An error occurred (AccessDenied) when calling the Delete operation: about AccessDenied\n",
    ];
    assert!(short(&run.stderr).ends_with(&told.join("\n")), "{}", run.stderr);
    assert!(run.stdout.contains("\"Status\": \"Inactive\""), "{}", run.stdout);
    assert_eq!(home.text(), Some(file_with_new()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_key_that_could_not_be_printed_is_not_created() {
    let program = tinsmith_tests::command::binary().display().to_string();
    for closed in [">&-", ">/dev/null"] {
        let server = Server::start([only_old(), used(None)]);
        let line = format!("{program} rotate-access-key --user-name Bob --to-stdout {closed}");
        let like = Home::new(None);
        let mut shell = std::process::Command::new("/bin/sh");
        shell.args(["-c", &line]).env_clear();
        shell.envs(like.command(&server.url(), &[]).get_envs().filter_map(|(name, value)| Some((name, value?))));
        let run = Run::from(shell.output().expect("a shell starts"));
        assert_eq!((run.code, run.stdout.as_str()), (255, ""), "{closed}: {}", run.stderr);
        assert!(run.stderr.starts_with("Nothing was changed.\n"), "{closed}: {}", run.stderr);
        assert!(run.stderr.contains("Standard output is closed or leads to the null device"), "{}", run.stderr);
        assert_eq!(requests(&server), ["admin List", "admin GetLastUsed old"], "{closed}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_key_that_nobody_reads_is_deleted() {
    let server = Server::start(until_verified());
    let mut command = Home::new(None).command(&server.url(), &["--user-name", "Bob", "--to-stdout"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
    drop(child.stdout.take());
    let run = Run::from(child.wait_with_output().expect("the command ends"));
    assert_eq!(run.code, 255, "{}", run.stderr);
    let told = [BACK, "  Set old Active again.", DELETED, CLEAN].join("\n");
    assert!(short(&run.stderr).contains(&told), "{}", run.stderr);
    assert!(!run.stderr.contains("Printed"), "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_key_that_cannot_be_printed_is_deleted_and_the_old_one_brought_back() {
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("Linux has this device");
    let server = Server::start(until_verified());
    let home = Home::new(None);
    let mut command = home.command(&server.url(), &["--user-name", "Bob", "--to-stdout", "--debug"]);
    let run = checked(command.stdout(full()).output().expect("the command starts").into(), true);
    assert_eq!(run.code, 255);
    let told = [BACK, "  Set old Active again.", DELETED, CLEAN].join("\n");
    assert!(short(&run.stderr).contains(&told), "{}", run.stderr);
    assert!(run.stderr.ends_with("Unable to write the output: No space left on device\n"), "{}", run.stderr);
    let changes = ["admin Update old Inactive", "admin Update old Active", "admin Delete new"];
    assert_eq!(requests(&server), [&CREATED[..], &VERIFIED, &changes].concat());
    assert_eq!(home.names(), [""; 0]);
}

#[test]
fn a_key_that_is_to_be_printed_is_printed_when_it_may_be_the_only_one() {
    let server = Server::start(and(until_verified(), [broken(), broken()]));
    let run = Home::new(None).run(&server.url(), &["--user-name", "Bob", "--to-stdout"]);
    assert_eq!(run.code, 254);
    assert!(short(&run.stderr).contains("  Printed new, which is kept.\nNext steps:\n"), "{}", run.stderr);
    assert!(run.stdout.contains(NEW_SECRET), "{}", run.stdout);
}
