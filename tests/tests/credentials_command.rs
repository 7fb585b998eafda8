//! Tests credentials of the `iam` command other than access keys.

use std::io::Write;
use std::process::{Command, Stdio};

use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::home::Home;
use tinsmith_tests::server::{Act, Server};

const SECRET: &str = "s3cr3t-k3y-of-nobody";

const CONFIG: &str = "\
[default]
region = eu-west-1
[profile process]
region = eu-west-1
credential_process = sh -c 'echo s3cr3t-k3y-of-nobody; exit 1'
[profile circle]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = circle
[profile mfa]
role_arn = arn:aws:iam::123456789012:role/careful
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile keys]
aws_access_key_id = keys-id
aws_secret_access_key = s3cr3t-k3y-of-nobody
";

/// The command in an environment without keys.
fn command(home: &Home, arguments: &[&str]) -> Command {
    let mut command = iam(&["update-access-key", "--access-key-id", "AKIAIOSFODNN7EXAMPLE", "--status", "Inactive"]);
    command.args(arguments).env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    command.env("HOME", home.path("")).env("AWS_EC2_METADATA_DISABLED", "true");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

fn run(mut command: Command, input: &str) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it is read");
    child.wait_with_output().expect("it ends").into()
}

#[test]
fn without_credentials_it_is_not_configured_and_with_broken_ones_it_fails() {
    let home = Home::new(Some(CONFIG), None);
    let cases = [
        (&[][..], 253, "Unable to locate credentials"),
        (&["--profile", "process"], 255, "`sh` failed (exit status: 1)"),
        (&["--profile", "circle"], 255, "form a circle: `circle` -> `circle`"),
    ];
    for (arguments, code, part) in cases {
        let run = run(command(&home, arguments), "");
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.stderr.contains(part), "{run:?}");
        assert!(!run.stderr.contains(SECRET) && run.stdout.is_empty(), "{run:?}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named_as_the_reason() {
    let home = Home::new(None, Some("[default\naws_access_key_id = a\naws_secret_access_key = hidden\n"));
    let run = run(command(&home, &[]), "");
    assert_eq!(run.code, 253, "{run:?}");
    let (first, reason) = run.stderr.trim().split_once('\n').expect("two lines");
    assert!(first.contains("Unable to locate credentials"), "{run:?}");
    let file = home.path(".aws/credentials");
    assert!(reason.starts_with(&format!("Possible reason: {}:1: ", file.display())), "{run:?}");
    assert!(!reason.contains("hidden"), "{run:?}");
}

#[test]
fn with_debug_it_says_who_was_asked() {
    let home = Home::new(Some(CONFIG), None);
    let run = run(command(&home, &["--debug"]), "");
    assert_eq!(run.code, 253, "{run:?}");
    for part in
        ["provider=environment reason=", "provider=web identity", "provider=container", "METADATA_DISABLED is set"]
    {
        assert!(run.stderr.contains(part), "{part:?} is not in {run:?}");
    }
}

#[test]
fn the_person_is_asked_for_a_code() {
    let home = Home::new(Some(CONFIG), None);
    let body = format!(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>role-id</AccessKeyId><SecretAccessKey>{SECRET}\
         </SecretAccessKey><SessionToken>t</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>\
         </AssumeRoleResult></AssumeRoleResponse>"
    );
    let (sts, service) = (Server::start([Act::Answer(200, Vec::new(), body)]), Server::start([]));
    let mut command = command(&home, &["--profile", "mfa", "--region", "eu-north-1", "--endpoint-url", &service.url()]);
    command.env("AWS_ENDPOINT_URL_STS", sts.url());
    let run = run(command, "123456\n");
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.stderr, "Enter MFA code for arn:aws:iam::123456789012:mfa/me: ");
    let seen = sts.seen();
    assert!(seen[0].body.contains("TokenCode=123456"), "{}", seen[0].body);
    assert!(seen[0].header("authorization").is_some_and(|it| it.contains("/eu-north-1/sts/")), "{seen:?}");
    // The keys are cached, so no code is requested again.
    let mut again =
        self::command(&home, &["--profile", "mfa", "--region", "eu-north-1", "--endpoint-url", &service.url()]);
    again.env("AWS_ENDPOINT_URL_STS", sts.url());
    let again = self::run(again, "");
    assert_eq!((again.code, again.stderr.as_str()), (0, ""), "{again:?}");
    assert_eq!((sts.seen().len(), service.seen().len()), (1, 2));
    assert!(service.seen()[0].header("authorization").is_some_and(|it| it.contains("Credential=role-id/")));
}

#[test]
fn nobody_to_ask_is_told() {
    let home = Home::new(Some(CONFIG), None);
    let run = run(command(&home, &["--profile", "mfa"]), "");
    assert_eq!(run.code, 255, "{run:?}");
    assert!(run.stderr.contains("failed to get a code of the MFA device"), "{run:?}");
    assert!(run.stderr.contains("found the end of standard input"), "{run:?}");
}
