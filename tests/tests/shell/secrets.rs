//! A secret is shown only once: tests that standard output is closed or full, or that a query fails.

use std::process::{Command, Stdio};

use tinsmith_tests::command::{Run, binary, iam, run};
use tinsmith_tests::server::{Act, Server};

const SECRET: &str = "th3+s3cr3t/of+a+n3w+k3y/which+is+shown+onc";

fn created() -> Act {
    let key = format!(
        "<UserName>Bob</UserName><AccessKeyId>AKIANEWKEYOFBOB00000</AccessKeyId><Status>Active</Status>\
         <SecretAccessKey>{SECRET}</SecretAccessKey>"
    );
    let body = format!(
        "<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey>{key}</AccessKey></CreateAccessKeyResult>\
         </CreateAccessKeyResponse>"
    );
    Act::Answer(200, Vec::new(), body)
}

/// The response without its secret, which is shown if the secret is lost.
const REST: &str = "{\"AccessKey\": {\"UserName\": \"Bob\", \"AccessKeyId\": \"AKIANEWKEYOFBOB00000\", \"Status\": \
                    \"Active\", \"SecretAccessKey\": \"*** Sensitive Data Redacted ***\"}}";

/// Runs a shell command line in which `iam` is the command.
fn shell(url: &str, line: &str) -> Run {
    let like = iam(&[]);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &line.replace("iam", &binary().display().to_string())]).env_clear();
    command.envs(like.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("AWS_ENDPOINT_URL", url);
    Run::from(command.output().expect("a shell starts"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_secret_that_cannot_be_printed_is_no_success() {
    let server = Server::start([]);
    let closed = shell(&server.url(), "iam create-access-key >&-");
    assert_eq!((closed.code, server.seen().len()), (255, 0), "nothing is created: {}", closed.stderr);
    assert!(closed.stderr.contains("Standard output is closed"), "{}", closed.stderr);
    // A user can choose not to see the secret.
    let server = Server::start([created(), created()]);
    assert_eq!(shell(&server.url(), "iam create-access-key --output off >&-").code, 0);
    assert_eq!(shell(&server.url(), "iam create-access-key > /dev/null").code, 0);
    assert_eq!(server.seen().len(), 2);

    let full = shell(&Server::start([created()]).url(), "iam create-access-key > /dev/full");
    let server = Server::start([created()]);
    let mut broken = iam(&["create-access-key"]);
    broken.env("AWS_ENDPOINT_URL", server.url()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = broken.spawn().expect("the command starts");
    drop(child.stdout.take());
    let broken = Run::from(child.wait_with_output().expect("the command ends"));
    for (run, reason) in [(full, "No space left on device"), (broken, "Broken pipe")] {
        assert_eq!(run.code, 255, "{}", run.stderr);
        let told = format!(
            "Unable to write the output: {reason}\nThe call was made, and what it created exists. Its secret was not \
             printed. The rest of the response: {REST}\n"
        );
        assert!(run.stderr.contains(&told) && !run.stderr.contains(SECRET), "{}", run.stderr);
    }
    // Output without secrets may be closed, as in any program.
    assert_eq!(shell(&Server::start([]).url(), "iam list-users >&-").code, 0);
}

#[test]
fn a_query_is_checked_before_a_secret_is_created() {
    for query in ["sum(AccessKey)", "AccessKey.abs(SecretAccessKey)", "AccessKey.[", "nope()"] {
        let server = Server::start([created()]);
        let run = run(&server.url(), &["create-access-key", "--query", query]);
        assert_eq!((run.code, run.stdout.as_str(), server.seen().len()), (252, "", 0), "{query}: {}", run.stderr);
        assert!(run.stderr.contains("Bad value for --query"), "{query}: {}", run.stderr);
    }
    let server = Server::start([created()]);
    let run = run(&server.url(), &["create-access-key", "--query", "AccessKey.SecretAccessKey", "--output", "text"]);
    assert_eq!((run.code, run.stdout), (0, format!("{SECRET}\n")), "{}", run.stderr);
}

/// The response has fewer members than the model requires, so that the query fails despite the check.
#[test]
fn a_query_that_fails_on_the_answer_shows_no_secret() {
    let server = Server::start([created()]);
    let query = "AccessKey.length(CreateDate)";
    let run = run(&server.url(), &["create-access-key", "--query", query]);
    assert_eq!((run.code, run.stdout.as_str()), (255, ""), "{}", run.stderr);
    assert!(run.stderr.contains("The query fails on the response.\n"), "{}", run.stderr);
    assert!(run.stderr.contains(REST) && !run.stderr.contains(SECRET), "{}", run.stderr);
}

#[test]
fn a_creation_that_may_have_been_carried_out_is_told() {
    let look = |line: &str| format!("may have been carried out. To see what exists:\n\n  {line}\n");
    let limit = || Act::error(409, "LimitExceeded");
    let key = ["create-access-key", "--user-name", "Bob", "--region", "us-west-2"];
    let list = look("iam list-access-keys --user-name Bob --region us-west-2");
    for (what, arguments, script, code, hint) in [
        ("the first answer is lost", &key[..], vec![Act::ResetAfterRequest, limit()], 254, Some(&list)),
        ("the server fails first", &key, vec![Act::error(500, "ServiceFailure"), limit()], 254, Some(&list)),
        ("no answer at all", &key, vec![Act::ResetAfterRequest; 3], 255, Some(&list)),
        ("an answer that is none", &key, vec![Act::Answer(200, Vec::new(), "<html>".to_owned())], 255, Some(&list)),
        ("refused at once", &key, vec![limit()], 254, None),
        (
            "a name that takes another plural",
            &["create-policy", "--policy-name", "p", "--policy-document", "{}"],
            vec![Act::ResetAfterRequest, Act::error(409, "EntityAlreadyExists")],
            254,
            Some(&look("iam list-policies")),
        ),
        (
            "a name that can be looked up",
            &["create-user", "--user-name", "it's Bob", "--path", "/x/", "--validation", "off"],
            vec![Act::ResetAfterRequest, Act::error(409, "EntityAlreadyExists")],
            254,
            Some(&look("iam get-user --user-name 'it'\\''s Bob'")),
        ),
        (
            "nothing is created",
            &["delete-user", "--user-name", "Bob"],
            vec![Act::ResetAfterRequest, limit()],
            254,
            None,
        ),
    ] {
        let run = run(&Server::start(script).url(), arguments);
        assert_eq!(run.code, code, "{what}: {}", run.stderr);
        match hint {
            Some(hint) => assert!(run.stderr.contains(hint), "{what}: {}", run.stderr),
            None => assert!(!run.stderr.contains("carried out"), "{what}: {}", run.stderr),
        }
    }
}
