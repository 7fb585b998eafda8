//! Steps that fail after the first change: earlier steps are undone, and the rest is reported.

use tinsmith_tests::server::{Act, Server};

use crate::stage::{
    FILE, Home, NEW, OLD, and, created_with, file_with_new, listed, only_old, requests, short, until_created,
    until_verified, used_long_ago,
};

/// The requests of a rotation up to the creation of the new key.
pub const CREATED: [&str; 3] = ["admin List", "admin GetLastUsed old", "admin Create"];
/// The requests that verify it.
pub const VERIFIED: [&str; 3] = ["new List", "new List", "new List"];

/// A rotation that fails.
struct Case {
    what: &'static str,
    script: Vec<Act>,
    /// the requests after the creation of the new key
    requests: &'static [&'static str],
    code: i32,
    /// the lines of standard error, without headings and without the final message
    told: &'static [&'static str],
    /// a part of the final message
    error: &'static str,
    /// whether the file keeps the new key
    stored: bool,
}

/// The report of the steps before a failure.
pub const MADE: &str = "  Created new.";
const STORED: &str = "  Stored it in the profile bob of ~/.aws/credentials.";
const ACCEPTED: &str = "  Verified it: the service accepts its signatures.";
pub const BACK: &str = "Rolling back:";
const RESTORED: &str = "  Restored ~/.aws/credentials.";
pub const DELETED: &str = "  Deleted new.";
pub const CLEAN: &str = "Rolled back: old is unchanged.";
pub const DELETE_NEW: &str = "  iam delete-access-key --user-name Bob --access-key-id new";

pub fn denied() -> Act {
    Act::error(403, "AccessDenied")
}

pub fn broken() -> Act {
    Act::error(500, "ServiceFailure")
}

pub fn stranger() -> Act {
    Act::error(403, "InvalidClientTokenId")
}

fn creation_cases() -> Vec<Case> {
    let looked = |act: Act| vec![only_old(), used_long_ago(), act];
    let lost = |list: Act| and(looked(Act::ResetAfterRequest), [list]);
    let case =
        |what, script, requests, code, told, error| Case { what, script, requests, code, told, error, stored: false };
    vec![
        case(
            "creation is refused",
            looked(denied()),
            &[],
            254,
            &["Nothing was changed."],
            "(AccessDenied) when calling the Create",
        ),
        case(
            "another rotation of the user has created a key first",
            looked(Act::error(409, "LimitExceeded")),
            &[],
            254,
            &["Nothing was changed."],
            "(LimitExceeded) when calling the Create",
        ),
        case(
            "the answer to the creation is lost, and there is no key",
            lost(only_old()),
            &["admin List"],
            255,
            &[BACK, "  There is no second key.", CLEAN],
            "Connection was closed",
        ),
        case(
            "the answer to the creation is lost, and there is a key",
            lost(listed(&[(OLD, "Active"), (NEW, "Active")])),
            &["admin List"],
            255,
            &[
                BACK,
                "  Found the key new, which did not exist before.",
                "Next steps:",
                "  If nobody else created that key, its secret is lost. Then delete it:",
                DELETE_NEW,
            ],
            "Connection was closed",
        ),
        case(
            "the answer to the creation is lost, and nothing can be seen",
            lost(broken()),
            &["admin List"],
            255,
            &[
                BACK,
                "  Failed to check for a second key: An error occurred (ServiceFailure) when calling the \
                 List operation (reached max retries: 0): about ServiceFailure",
                "Next steps:",
                "  Check for a second key and delete it:",
                "  iam list-access-keys --user-name Bob",
            ],
            "Connection was closed",
        ),
        case(
            "the new key has no secret that a file could hold",
            and(looked(created_with("a\nsecret = of another")), [listed(&[(OLD, "Active"), (NEW, "Active")])]),
            &["admin List"],
            255,
            &[
                BACK,
                "  Found the key new, which did not exist before.",
                "Next steps:",
                "  If nobody else created that key, its secret is lost. Then delete it:",
                DELETE_NEW,
            ],
            "contains no valid key",
        ),
    ]
}

fn later_cases() -> Vec<Case> {
    let case =
        |what, script, requests, code, told, error| Case { what, script, requests, code, told, error, stored: false };
    vec![
        case(
            "the new key is not accepted in time",
            and(until_created(), [stranger(), stranger(), Act::ok()]),
            &["new List", "new List", "admin Delete new"],
            255,
            &[MADE, STORED, BACK, RESTORED, DELETED, CLEAN],
            "The new key was not accepted within 1s: An error occurred (InvalidClientTokenId)",
        ),
        case(
            "deactivation is refused",
            and(until_verified(), [denied()]),
            &["new List", "new List", "new List", "admin Update old Inactive", "admin Delete new"],
            254,
            &[MADE, STORED, ACCEPTED, BACK, RESTORED, DELETED, CLEAN],
            "(AccessDenied) when calling the Update",
        ),
        case(
            "nobody knows what has become of the deactivation",
            and(until_verified(), [broken()]),
            &[
                "new List",
                "new List",
                "new List",
                "admin Update old Inactive",
                "admin Update old Active",
                "admin Delete new",
            ],
            254,
            &[MADE, STORED, ACCEPTED, BACK, "  Set old Active again.", RESTORED, DELETED, CLEAN],
            "(ServiceFailure) when calling the Update",
        ),
        case(
            "the new key is not known yet where it is to be deleted",
            and(until_verified(), [denied(), Act::error(404, "NoSuchEntity"), Act::ok()]),
            &["new List", "new List", "new List", "admin Update old Inactive", "admin Delete new", "admin Delete new"],
            254,
            &[MADE, STORED, ACCEPTED, BACK, RESTORED, DELETED, CLEAN],
            "(AccessDenied) when calling the Update",
        ),
        case(
            "the new key cannot be deleted",
            and(until_verified(), [denied(), denied()]),
            &["new List", "new List", "new List", "admin Update old Inactive", "admin Delete new"],
            254,
            &[
                MADE,
                STORED,
                ACCEPTED,
                BACK,
                RESTORED,
                "  Could not delete new: An error occurred (AccessDenied) when calling the Delete operation: about \
                 AccessDenied",
                "Next steps:",
                DELETE_NEW,
            ],
            "(AccessDenied) when calling the Update",
        ),
    ]
}

/// Cases in which undoing could leave the user without a working key.
fn kept_cases() -> Vec<Case> {
    vec![Case {
        what: "the old key cannot be brought back",
        script: and(until_verified(), [broken(), broken()]),
        requests: &["new List", "new List", "new List", "admin Update old Inactive", "admin Update old Active"],
        code: 254,
        told: &[
            MADE,
            STORED,
            ACCEPTED,
            BACK,
            "  Could not set old Active again: An error occurred (ServiceFailure) when calling the Update operation (reached max retries: 0): about \
                 ServiceFailure",
            "  Kept new, so that there is a working key.",
            "Next steps:",
            "  iam update-access-key --user-name Bob --access-key-id old --status Active",
            DELETE_NEW,
        ],
        error: "(ServiceFailure) when calling the Update",
        stored: true,
    }]
}

#[test]
fn every_step_that_fails_has_those_before_it_taken_back() {
    for case in creation_cases().into_iter().chain(later_cases()).chain(kept_cases()) {
        let what = case.what;
        let (home, server) = (Home::new(Some(FILE)), Server::start(case.script));
        let run = home.run(&server.url(), &["--user-name", "Bob", "--to-profile", "bob", "--verify-within", "1s"]);
        assert_eq!((run.code, run.stdout.as_str()), (case.code, ""), "{what}: {}", run.stderr);
        let (told, error) = run.stderr.rsplit_once("\niam: [ERROR]: ").expect("a sentence at the end");
        let (told, error) = (short(told), short(error));
        let mut lines = told.lines();
        for head in [
            "The access key old of the user Bob:",
            "  It was last used 2021-01-02T03:04:05Z for s3 in eu-west-1.",
            "Rotating it:",
        ] {
            assert_eq!(lines.next(), Some(head), "{what}");
        }
        assert_eq!(lines.collect::<Vec<_>>(), case.told, "{what}");
        assert!(error.contains(case.error), "{what}: {error}");
        assert_eq!(requests(&server), [&CREATED, case.requests].concat(), "{what}");
        let file = if case.stored { file_with_new() } else { FILE.to_owned() };
        assert_eq!(home.text(), Some(file), "{what}");
        assert_eq!(home.names(), ["credentials"], "{what}");
    }
}
