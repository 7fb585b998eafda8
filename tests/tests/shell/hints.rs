//! Hints for values that look like typos.

use tinsmith_tests::command::run;
use tinsmith_tests::server::{Act, Server};

#[test]
fn a_mistyped_value_is_told_once_the_service_refuses_it() {
    const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
    for (status, hint) in [
        ("Inactiv", "Status: unknown value \"Inactiv\".\n\nMaybe you meant:\n\n  * Inactive\n"),
        ("ACTIVE", "Maybe you meant:\n\n  * Active\n"),
        ("Gone", ""),
        ("Active", ""),
    ] {
        let update = ["update-access-key", "--access-key-id", KEY, "--status", status];
        let refused = run(&Server::start([Act::error(400, "ValidationError")]).url(), &update);
        assert_eq!((refused.code, refused.stdout.as_str()), (254, ""), "{status}");
        assert!(refused.stderr.contains(hint), "{status}: {}", refused.stderr);
        assert_eq!(refused.stderr.contains("Maybe"), !hint.is_empty(), "{status}: {}", refused.stderr);
        let taken = run(&Server::start([]).url(), &update);
        assert_eq!((taken.code, taken.stderr.as_str()), (0, ""), "the service knows best: {status}");
    }
    let mut filter = vec!["get-account-authorization-details", "--filter", "Usr", "Role"];
    filter.push("--no-paginate");
    let refused = run(&Server::start([Act::error(400, "ValidationError")]).url(), &filter);
    assert!(refused.stderr.contains("Filter[0]: unknown value \"Usr\""), "{}", refused.stderr);
}
