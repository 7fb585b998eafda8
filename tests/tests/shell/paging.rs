//! Pagination options, which apply to every output format.

use tinsmith_tests::command::run;
use tinsmith_tests::server::{Act, Seen, Server};

/// Six users, in pages of two or of the requested size.
fn users(request: Option<&Seen>) -> Act {
    let body = request.map(|it| it.body.as_str()).unwrap_or_default();
    let number = |name: &str| body.split('&').find_map(|it| it.strip_prefix(name)?.strip_prefix('=')?.parse().ok());
    let (start, size): (usize, usize) = (number("Marker").unwrap_or(0), number("MaxItems").unwrap_or(2));
    let end = 6.min(start + size);
    let users: String = (start..end).map(|it| format!("<member><UserName>u{it}</UserName></member>")).collect();
    let marker = if end < 6 { format!("<Marker>{end}</Marker>") } else { String::new() };
    page(&format!("<Users>{users}</Users><IsTruncated>{}</IsTruncated>{marker}", end < 6))
}

fn page(result: &str) -> Act {
    let body = format!("<ListUsersResponse><ListUsersResult>{result}</ListUsersResult></ListUsersResponse>");
    Act::Answer(200, Vec::new(), body)
}

/// The names of the users in output of any format, in order.
fn names(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|it| it.len() == 2 && it.starts_with('u')).collect::<Vec<_>>().join(" ")
}

#[test]
fn options_of_pages_hold_for_every_format() {
    // The AWS CLI's token for the second result of the first page.
    const BEHIND_FIRST: &str = "eyJNYXJrZXIiOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==";
    let server = Server::start_deciding(users);
    for format in ["json", "text", "table", "yaml", "yaml-stream"] {
        for (options, found) in [
            (&[][..], "u0 u1 u2 u3 u4 u5"),
            (&["--max-items", "3"], "u0 u1 u2"),
            (&["--max-items", "4"], "u0 u1 u2 u3"),
            (&["--starting-token", BEHIND_FIRST], "u1 u2 u3 u4 u5"),
            (&["--starting-token", BEHIND_FIRST, "--max-items", "2"], "u1 u2"),
            (&["--starting-token", "4"], "u4 u5"),
            (&["--page-size", "5", "--max-items", "6"], "u0 u1 u2 u3 u4 u5"),
            (&["--page-size", "1", "--max-items", "2"], "u0 u1"),
        ] {
            let run = run(&server.url(), &[&["list-users", "--output", format], options].concat());
            assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{format} {options:?}");
            assert_eq!(names(&run.stdout), found, "{format} {options:?}: {}", run.stdout);
        }
    }
    let stream = run(&server.url(), &["list-users", "--output", "yaml-stream", "--max-items", "3"]).stdout;
    let expected = "- IsTruncated: true\n  Marker: '2'\n  Users:\n  - UserName: u0\n  - UserName: u1\n- IsTruncated: \
                    true\n  Marker: '4'\n  Users:\n  - UserName: u2\n";
    assert_eq!(stream, expected, "each page as the service has sent it, cut down");
}

#[test]
fn pages_that_lead_in_a_circle_end_with_an_error() {
    let user = "<Users><member><UserName>u</UserName></member></Users><IsTruncated>true</IsTruncated>";
    let at = |marker: &str| page(&format!("{user}<Marker>{marker}</Marker>"));
    for (markers, more, calls) in
        [(&["a", "a"][..], &[][..], 2), (&["a", "b", "a"], &[], 3), (&["a", "a"], &["--starting-token", "a"], 2)]
    {
        for format in ["json", "yaml-stream"] {
            let server = Server::start(markers.iter().map(|it| at(it)));
            let run = run(&server.url(), &[&["list-users", "--output", format], more].concat());
            assert_eq!((run.code, server.seen().len()), (255, calls), "{markers:?} {format}: {}", run.stderr);
            let told = "Error during pagination: The same next token was received twice: \"a\"\n";
            assert!(run.stderr.contains(told), "{markers:?} {format}: {}", run.stderr);
        }
    }
}
