//! Messages about responses that cannot be read.

use tinsmith_tests::command::run;
use tinsmith_tests::server::{Act, Server};

#[test]
fn messages_about_bad_responses_have_the_url_and_say_nothing_twice() {
    let answer = |status, body: &str| Act::Answer(status, vec![], body.to_owned());
    let bare = || Act::Bare("HTTP/1.1 200 OK\r\nContent-Length: banana\r\n\r\n".to_owned());
    let cases = [
        (vec![answer(200, "")], "Unable to parse response: invalid response of "),
        (vec![answer(307, "<html>moved</html>")], "with HTTP status 307: "),
        // It may be retried.
        (vec![bare(), bare(), bare()], "; the request may have taken effect: "),
    ];
    for (acts, expected) in cases {
        let server = Server::start(acts);
        let failed = run(&server.url(), &["list-users"]);
        assert_eq!((failed.code, failed.stdout.as_str()), (255, ""), "{}", failed.stderr);
        assert!(failed.stderr.contains(expected), "{}", failed.stderr);
        assert_eq!(failed.stderr.matches(&server.url()).count(), 1, "{}", failed.stderr);
        assert!(failed.stderr.matches("failed to read").count() <= 1, "{}", failed.stderr);
    }
}
