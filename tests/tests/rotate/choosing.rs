//! Which key is rotated, the preconditions, and when the old key is deleted.

use serde_json::{Value, json};
use tinsmith_tests::server::{Act, Server};

use crate::stage::{
    ADMIN, FILE, Home, NEW, OLD, and, created, file_with_new, finish, listed, only_old, requests, short, until_created,
    until_verified, used, used_long_ago,
};

const BOB: [&str; 2] = ["--user-name", "Bob"];

fn with<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["--user-name", "Bob", "--to-profile", "bob"], arguments].concat()
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn with_two_keys_the_one_to_remove_is_named() {
    let (lately, long_ago, never) = ("2026-01-01T00:00:00Z", "2020-01-01T00:00:00Z", None);
    let (delete_old, delete_new) = (
        "delete-access-key --user-name Bob --access-key-id old",
        "delete-access-key --user-name Bob --access-key-id new",
    );
    let set_old = "update-access-key --user-name Bob --access-key-id old --status Inactive";
    let set_new = "update-access-key --user-name Bob --access-key-id new --status Inactive";
    for (what, statuses, uses, named, lines) in [
        ("one is out of use", ("Active", "Inactive"), (never, Some(lately)), None, &[delete_new][..]),
        ("both are in use", ("Active", "Active"), (Some(long_ago), Some(lately)), None, &[set_old, delete_old]),
        ("both are in use, one never was", ("Active", "Active"), (Some(long_ago), never), None, &[set_new, delete_new]),
        ("the other is named", ("Active", "Active"), (never, Some(lately)), Some(OLD), &[set_new, delete_new]),
        ("both are out of use", ("Inactive", "Inactive"), (Some(lately), Some(long_ago)), None, &[delete_new]),
        ("the only one in use is never named", ("Inactive", "Active"), (never, never), Some(OLD), &[]),
    ] {
        let keys = listed(&[(OLD, statuses.0), (NEW, statuses.1)]);
        let server = Server::start([keys, used(uses.0), used(uses.1)]);
        let named: Vec<&str> = named.into_iter().flat_map(|id| ["--access-key-id", id]).collect();
        let run = Home::new(Some(FILE)).run(&server.url(), &with(&named));
        assert_eq!((run.code, run.stdout.as_str()), (255, ""), "{what}");
        let shown = short(&run.stderr);
        assert!(
            shown.contains("Nothing was changed.\n\niam: [ERROR]: The user Bob has 2 access keys"),
            "{what}: {shown}"
        );
        assert!(
            shown.contains(&format!("  old {}, ", statuses.0)) && shown.contains(&format!("  new {}, ", statuses.1))
        );
        assert!(shown.contains("last used 20") || shown.contains("never used"), "{what}: {shown}");
        let typed: Vec<&str> = shown.lines().filter_map(|line| line.strip_prefix("  iam ")).collect();
        assert_eq!(typed, lines, "{what}");
        assert_eq!(requests(&server), ["admin List", "admin GetLastUsed old", "admin GetLastUsed new"], "{what}");
    }
}

#[test]
fn the_key_that_signs_is_not_named_for_removal() {
    let keys = listed(&[(ADMIN, "Active"), (NEW, "Active")]);
    let server = Server::start([keys, used(None), used(Some("2026-01-01T00:00:00Z"))]);
    let run = Home::new(None).run(&server.url(), &["--to-stdout"]);
    let shown = short(&run.stderr);
    assert!(shown.contains("  admin Active, never used; it signs this command\n"), "{shown}");
    assert!(shown.ends_with("  iam delete-access-key --access-key-id new\n"), "{shown}");
}

#[test]
fn a_key_is_picked_by_its_id_or_refused() {
    for (what, keys, arguments, sentence) in [
        (
            "no key",
            vec![],
            with(&[]),
            "The user Bob has no access key to rotate. To create one:\n\n  iam create-access-key --user-name Bob\n",
        ),
        (
            "not this key",
            vec![(OLD, "Active")],
            with(&["--access-key-id", NEW]),
            "The user Bob has no access key new. The keys are: old\n",
        ),
        ("no key, but named", vec![], with(&["--access-key-id", NEW]), "The user Bob has no access key new\n"),
    ] {
        let server = Server::start([listed(&keys)]);
        let run = Home::new(Some(FILE)).run(&server.url(), &arguments);
        assert_eq!(run.code, 255, "{what}");
        assert!(short(&run.stderr).ends_with(sentence), "{what}: {}", run.stderr);
        assert_eq!(requests(&server), ["admin List"], "{what}");
    }
    let server = Server::start(until_verified());
    let run = Home::new(Some(FILE)).run(&server.url(), &with(&["--access-key-id", OLD]));
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn keys_on_further_pages_count() {
    let Act::Answer(status, headers, body) = only_old() else { panic!("an answer") };
    let more = "<IsTruncated>true</IsTruncated><Marker>next</Marker>";
    let first = Act::Answer(status, headers, body.replace("<IsTruncated>false</IsTruncated>", more));
    let server = Server::start([first, listed(&[(NEW, "Inactive")]), used(None), used(None)]);
    let run = Home::new(Some(FILE)).run(&server.url(), &with(&[]));
    assert!(run.stderr.contains("The user Bob has 2 access keys"), "{}", run.stderr);
    assert!(server.seen()[1].body.contains("Marker=next"));
}

#[test]
fn an_own_key_is_followed_by_the_new_one() {
    // The default is the user whose key signs, here the key of the profile that gets the new key.
    let own = |script: Vec<Act>| {
        let (home, server) = (Home::new(Some(FILE)), Server::start(script));
        let mut command = home.command(&server.url(), &["--profile", "bob", "--to-profile", "bob"]);
        command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
        let run = finish(command);
        (run, requests(&server), home.text())
    };
    let steps = ["old List", "old GetLastUsed old", "old Create", "new List", "new List", "new List"];
    let (run, requests, text) = own(until_verified());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("It signs this command."), "{}", run.stderr);
    assert_eq!(requests, [&steps[..], &["new Update old Inactive"]].concat());
    assert_eq!(text, Some(file_with_new()));
    let next = json_of(&run.stdout)["NextCommand"].clone();
    assert_eq!(next, format!("iam delete-access-key --access-key-id {OLD} --profile bob"));

    // Once the old key may be inactive, the new key signs the requests that undo the steps.
    let (run, requests, text) = own(and(until_verified(), [Act::error(500, "ServiceFailure")]));
    assert_eq!(run.code, 254);
    let back = ["new Update old Inactive", "new Update old Active", "new Delete new"];
    assert_eq!(requests, [&steps[..], &back].concat());
    assert_eq!(text.as_deref(), Some(FILE));

    // The new key may also need time before it can sign.
    let late = [Act::error(403, "InvalidClientTokenId"), Act::ok()];
    let (run, requests, _) = own(and(until_verified(), late));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(requests[6..], ["new Update old Inactive", "new Update old Inactive"]);
}

#[test]
fn the_environment_is_told_of_where_it_has_the_old_key() {
    let keys = || listed(&[(ADMIN, "Active")]);
    let server = Server::start(and(vec![keys(), used(None), created()], [keys(), keys(), keys()]));
    let home = Home::new(None);
    let run = home.run(&server.url(), &["--to-profile", "me"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let shown = short(&run.stderr);
    assert!(shown.contains("\n  Replace admin in the environment variable AWS_ACCESS_KEY_ID.\n"), "{shown}");
    assert!(shown.contains("\n    iam delete-access-key --access-key-id admin --profile me\n"), "{shown}");
}

#[test]
fn the_old_key_is_deleted_when_that_is_asked_for_and_due() {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    // Dates up to some days ago are shown in days.
    let lately = tinsmith_runtime::primitives::DateTime::from_secs(now as i64 - 3 * 86_400);
    let lately = lately.fmt(tinsmith_runtime::primitives::DateTimeFormat::DateTime).expect("a date of this age");
    let due = "Deleted old.";
    for (what, after, used_last, ending) in [
        ("now", "now", None, due),
        ("long unused", "7d", Some(used_long_ago()), due),
        ("never used, but made long ago", "1w", Some(used(None)), due),
        ("unused for longer", "48h", Some(used(Some(&lately))), due),
        ("used since", "4d", Some(used(Some(&lately))), "is not deleted yet: last used 20"),
        ("unused for less than a very long time", "999999999999w", Some(used(None)), "is not deleted yet: never used."),
    ] {
        let script = and(until_verified(), [Act::ok()]);
        let (home, server) = (Home::new(Some(FILE)), Server::start(and(script, used_last.clone())));
        let run = home.run(&server.url(), &with(&["--delete-old-after", after]));
        assert_eq!(run.code, 0, "{what}: {}", run.stderr);
        let shown = short(&run.stderr);
        assert!(shown.contains(ending), "{what}: {shown}");
        let is_due = ending == due;
        let looked: &[&str] = if used_last.is_some() { &["admin GetLastUsed old"] } else { &[] };
        let deleted: &[&str] = if is_due { &["admin Delete old"] } else { &[] };
        assert_eq!(requests(&server)[7..], [looked, deleted].concat(), "{what}");
        let result = json_of(&run.stdout);
        let status = if is_due { "Deleted" } else { "Inactive" };
        assert_eq!((&result["OldAccessKey"]["Status"], result.get("NextCommand").is_some()), (&json!(status), !is_due));
        let line = "\n    iam delete-access-key --user-name Bob --access-key-id old\n";
        assert_eq!(shown.contains(line), !is_due, "{what}: {shown}");
        assert_eq!(shown.contains("not before 20"), what == "used since", "{what}: {shown}");
    }
}

#[test]
fn a_dry_run_tells_and_changes_nothing() {
    for (what, arguments, steps) in [
        (
            "stored",
            with(&["--verify-within", "90s", "--delete-old-after", "7d"]),
            [
                "Create a second access key of the user Bob.",
                "Store it in the profile bob of ~/.aws/credentials, in place of the old key.",
                "Verify it by signed calls, for up to 90s.",
                "Set old Inactive.",
                "Delete old, which has not been used for 1w.",
            ],
        ),
        (
            "printed",
            [&BOB[..], &["--to-stdout"]].concat(),
            [
                "Create a second access key of the user Bob.",
                "Print it with its secret, once the steps below are done.",
                "Verify it by signed calls, for up to 2m.",
                "Set old Inactive.",
                "Print the command that deletes old.",
            ],
        ),
    ] {
        let (home, server) = (Home::new(Some(FILE)), Server::start([only_old(), used_long_ago()]));
        let run = home.run(&server.url(), &[&arguments[..], &["--dry-run"]].concat());
        assert_eq!(run.code, 0, "{what}: {}", run.stderr);
        assert!(run.stderr.ends_with("\nNothing was changed.\n"), "{what}: {}", run.stderr);
        let result = json_of(&short(&run.stdout));
        assert_eq!((&result["DryRun"], &result["Steps"]), (&json!(true), &json!(steps)), "{what}");
        assert_eq!(requests(&server), ["admin List", "admin GetLastUsed old"], "{what}");
        assert_eq!((home.text().as_deref(), home.names()), (Some(FILE), vec!["credentials".to_owned()]), "{what}");
    }
}

#[test]
fn a_key_that_was_out_of_use_before_stays_so() {
    let mut script = until_verified();
    script[0] = listed(&[(OLD, "Inactive")]);
    let server = Server::start(script);
    let run = Home::new(Some(FILE)).run(&server.url(), &with(&[]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!requests(&server).iter().any(|it| it.contains("Update")));

    let mut script = until_created();
    script[0] = listed(&[(OLD, "Inactive")]);
    let server =
        Server::start(and(script, [Act::error(403, "InvalidClientTokenId"), Act::error(403, "SignatureDoesNotMatch")]));
    let run = Home::new(Some(FILE)).run(&server.url(), &with(&["--verify-within", "1s"]));
    assert_eq!(run.code, 255, "{}", run.stderr);
    assert!(!requests(&server).iter().any(|it| it.contains("Update")));
}

#[test]
fn wrong_use_is_told_with_the_line_to_type() {
    for (arguments, sentence) in [
        (vec![], "one of the arguments --to-profile --to-stdout is required"),
        (with(&["--to-stdout"]), "argument --to-stdout: not allowed with argument --to-profile"),
        (with(&["--user"]), "argument --user-name: expected one argument"),
        (with(&["--usr-name", "x"]), "Unknown options: --usr-name, x\n\nMaybe you meant:\n\n  * --user-name\n"),
        (
            with(&["--verify-within", "1"]),
            "'--verify-within': invalid duration '1': expected an integer with a unit (s, m, h, d or w)",
        ),
        (with(&["--verify-within", "now"]), "invalid duration 'now': expected an integer"),
        (with(&["--verify-within", "99999999999999999999s"]), "expected an integer"),
        (with(&["--delete-old-after", "-1d"]), "--delete-old-after: expected one argument"),
        (with(&["--delete-old-after", "d"]), "invalid duration 'd': expected now, or an integer"),
        (with(&["--delete-old-after", "é"]), "invalid duration 'é': expected now, or an integer"),
        (vec!["--to-profile", "a]\n[b"], "invalid profile name"),
        (vec!["--to-profile", ""], "invalid profile name"),
        (vec!["--to-stdout", "--delete-old-after", "now"], "--delete-old-after needs --to-profile"),
        (vec!["--to-stdout", "--no-sign-request"], "--no-sign-request is not supported"),
    ] {
        // Nothing listens on port 9.
        let run = Home::new(Some(FILE)).run("http://127.0.0.1:9", &arguments);
        assert_eq!((run.code, run.stdout.as_str()), (252, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(sentence), "{arguments:?}: {}", run.stderr);
    }
    let run = Home::new(Some(FILE)).run("http://127.0.0.1:9", &[]);
    assert!(run.stderr.contains("usage: iam [options] rotate-access-key --user-name <name> --to-profile <profile>"));
}

#[test]
fn the_lines_to_type_are_signed_by_a_key_that_works() {
    // The old key in the environment signs, and the new key is stored in a profile.
    let keys = || listed(&[(ADMIN, "Active")]);
    let verified = || and(vec![keys(), used(None), created()], [keys(), keys(), keys()]);
    let (refused, ill) = (|| Act::error(403, "AccessDenied"), || Act::error(500, "ServiceFailure"));
    for (what, script, line) in [
        ("the old one", and(verified(), [refused(), refused()]), "iam delete-access-key --access-key-id new\n"),
        (
            "the new one",
            and(verified(), [ill(), ill()]),
            "iam update-access-key --access-key-id admin --status Active --profile me\n  \
             iam delete-access-key --access-key-id new --profile me\n",
        ),
    ] {
        let run = Home::new(None).run(&Server::start(script).url(), &["--to-profile", "me"]);
        assert_eq!(run.code, 254, "{what}: {}", run.stderr);
        assert!(short(&run.stderr).contains(&format!("Next steps:\n  {line}")), "{what}: {}", run.stderr);
    }
}
