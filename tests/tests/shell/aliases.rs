//! Commands that a user has defined in `~/.aws/cli/alias`.

use std::fs;

use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::home::Home;
use tinsmith_tests::server::{Act, Server};

const ALIASES: &str = "[toplevel]\nnames = iam list-users\n\n[command iam]\n\
                       # keys of a user\n\
                       keys = list-access-keys --output text --query 'AccessKeyMetadata[].AccessKeyId'\n\
                       list-users = list-users --no-paginate\n\
                       ids = keys --user-name Bob\n\
                       mine = ids --output json\n\
                       hail = greet you\n\
                       here = there\nthere = back\nback = here --output text\nself = self\n\
                       greet = !f() { echo \"hi $1 and $2\"; }; f\n\
                       fail =\n  !echo gone >&2;\n  exit 7\n\
                       other = list-users --profile work\n\
                       open = list-users --query 'Users\n\n[command sts]\nme = get-caller-identity\n";

/// What the command does with these aliases, and the bodies of its requests.
fn alias(arguments: &[&str]) -> (Run, Vec<String>) {
    let home = Home::new(None, None);
    fs::create_dir_all(home.path(".aws/cli")).expect("a directory");
    fs::write(home.path(".aws/cli/alias"), ALIASES).expect("a file");
    let key = "<AccessKeyMetadata><member><AccessKeyId>AKIA1</AccessKeyId></member></AccessKeyMetadata>";
    let body =
        format!("<ListAccessKeysResponse><ListAccessKeysResult>{key}</ListAccessKeysResult></ListAccessKeysResponse>");
    let server = Server::start([Act::Answer(200, Vec::new(), body)]);
    let mut command = iam(arguments);
    command.env("HOME", home.path("")).env("AWS_ENDPOINT_URL", server.url());
    let run = Run::from(command.output().expect("the command starts"));
    (run, server.seen().into_iter().map(|it| it.body).collect())
}

#[test]
fn aliases_are_expanded_as_the_aws_cli_does() {
    let (run, sent) = alias(&["keys", "--user-name", "Bob"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "AKIA1\n"), "{}", run.stderr);
    assert!(sent[0].contains("Action=ListAccessKeys") && sent[0].contains("UserName=Bob"), "{sent:?}");
    // An alias may have the name of the command that it changes, and its options win.
    let (run, sent) = alias(&["--output", "json", "keys", "--user-name", "Bob"]);
    assert_eq!((run.stdout.as_str(), sent.len()), ("AKIA1\n", 1), "{}", run.stderr);
    let (run, sent) = alias(&["list-users", "--max-items", "1"]);
    assert_eq!((run.code, sent.len()), (0, 1), "{}", run.stderr);
    assert!(sent[0].contains("MaxItems=1"), "{sent:?}");
    // An alias may name another one, and the innermost options win.
    for name in ["ids", "mine"] {
        let (run, sent) = alias(&[name]);
        assert_eq!((run.code, run.stdout.as_str()), (0, "AKIA1\n"), "{}", run.stderr);
        assert!(sent[0].contains("Action=ListAccessKeys") && sent[0].contains("UserName=Bob"), "{sent:?}");
    }
    let (run, sent) = alias(&["hail", "me"]);
    assert_eq!((run.code, run.stdout.as_str(), sent.len()), (0, "hi you and me\n", 0), "{}", run.stderr);
    // A shell command line, whose exit code counts.
    let (run, sent) = alias(&["greet", "it's me", "$HOME"]);
    assert_eq!((run.code, run.stdout.as_str(), sent.len()), (0, "hi it's me and $HOME\n", 0), "{}", run.stderr);
    let (run, _) = alias(&["fail"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (7, "", "gone\n"));
}

#[test]
fn aliases_that_cannot_be_used_are_told() {
    for (arguments, code, told) in [
        (
            ["open"],
            255,
            "Value of alias \"open\" could not be parsed. Received error: a quote is not closed when parsing:",
        ),
        (["other"], 255, "Global parameter \"--profile\" detected in alias \"other\""),
        (["there"], 255, "Alias \"there\" expands to itself (there -> back -> here -> there)"),
        (["self"], 255, "Alias \"self\" expands to itself (self -> self)"),
        // Aliases of other services, and of no service, are not those of this program.
        (["me"], 252, "Found invalid choice 'me'"),
        (["names"], 252, "Found invalid choice 'names'"),
    ] {
        let (run, sent) = alias(&arguments);
        assert_eq!((run.code, sent.len()), (code, 0), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{arguments:?}: {}", run.stderr);
    }
}
