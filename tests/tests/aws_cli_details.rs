//! Details of single operations in which `tin` follows the AWS CLI: what is sent, and the exit code.
//!
//! It needs a pack of all services in `TINSMITH_TEST_PACK`, as `.ci/run` sets it.

use std::ffi::OsString;
use std::process::Command;

use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::home::Home;
use tinsmith_tests::pack;
use tinsmith_tests::server::{Act, Seen, Server};

/// A home directory in which `tin` runs with a pack of all services.
struct Place {
    home: Home,
    pack: OsString,
}

impl Place {
    fn new() -> Option<Self> {
        pack::of_all_services().map(|pack| Self { home: Home::new(None, None), pack })
    }

    /// Runs `tin` with these variables. The server answers as told, and then with empty success.
    fn run_with(&self, variables: &[(&str, &str)], arguments: &[&str], script: Vec<Act>) -> (Run, Vec<Seen>) {
        let empty = std::iter::repeat_n(Act::Answer(200, Vec::new(), String::new()), 9);
        let server = Server::start(script.into_iter().chain(empty));
        let mut command = Command::new(tin());
        command.env_clear().args(arguments).current_dir(self.home.path(""));
        command.env("HOME", self.home.path("")).env("TINSMITH_PACK", &self.pack).env("AWS_REGION", "us-east-1");
        command.env("AWS_ACCESS_KEY_ID", "a").env("AWS_SECRET_ACCESS_KEY", "b").env("AWS_MAX_ATTEMPTS", "1");
        command.env("AWS_ENDPOINT_URL", server.url()).envs(variables.iter().copied());
        (Run::from(command.output().expect("tin starts")), server.seen())
    }

    fn run(&self, arguments: &[&str]) -> (Run, Vec<Seen>) {
        self.run_with(&[], arguments, Vec::new())
    }
}

#[test]
fn values_are_sent_as_the_aws_cli_sends_them() {
    let Some(place) = Place::new() else { return };
    std::fs::write(place.home.path("bytes"), [0, 255]).expect("a file");
    let run = ["ec2", "run-instances", "--image-id", "i"];
    let flags = ["ec2", "modify-instance-attribute", "--instance-id", "i"];
    let send = ["ses", "send-email", "--from", "a", "--to", "b", "--subject", "s"];
    let bundle = ["ec2", "bundle-instance", "--instance-id", "i", "--bucket", "b", "--prefix", "p"];
    let deploy = ["deploy", "create-deployment", "--application-name", "a"];
    let (s3, git) = ("bucket=b,key=k,bundleType=zip", "repository=r,commitId=c");
    for (words, more, part) in [
        // User data is encoded, whatever it is.
        (&run[..], &["--user-data", "plain"][..], "UserData=cGxhaW4%3D"),
        (&run, &["--user-data", "fileb://bytes"], "UserData=AP8%3D"),
        // Of a flag and its opposite, the last one counts.
        (&run, &["--ebs-optimized", "--no-ebs-optimized"], "EbsOptimized=false"),
        (&run, &["--no-ebs-optimized", "--ebs-optimized"], "EbsOptimized=true"),
        // A flag of a structure has an opposite too.
        (&flags, &["--no-ebs-optimized"], "EbsOptimized.Value=false"),
        (&flags, &["--ebs-optimized"], "EbsOptimized.Value=true"),
        (&send, &[], "Message.Subject.Data=s"),
        (&bundle, &["--policy", "aGk="], "Storage.S3.UploadPolicy=aGk%3D"),
        (&deploy, &["--s3-location", s3, "--github-location", git], "\"revisionType\":\"GitHub\""),
        (&["ddb", "put", "t"], &["- k: 0.12345678901234567890123"], "{\"N\":\"0.12345678901234567890123\"}"),
    ] {
        let (run, seen) = place.run(&[words, more].concat());
        assert!(seen.iter().any(|it| it.body.contains(part)), "{words:?} {more:?}: {seen:?} {}", run.stderr);
    }
    let (_, seen) = place.run(&["cloudfront", "get-realtime-log-config"]);
    assert_eq!(seen[0].body, "", "no member is set");
}

#[test]
fn mistakes_have_the_exit_codes_of_the_aws_cli() {
    let Some(place) = Place::new() else { return };
    let rule = ["ec2", "authorize-security-group-ingress", "--group-id", "g", "--protocol"];
    for (words, more, code, message) in [
        (&rule[..], &["tcp", "--port", "x"][..], 252, "port parameter should be of the form"),
        (&rule, &["bogus"], 252, "protocol parameter should be one of"),
        (
            &["ec2", "modify-instance-attribute", "--instance-id", "i"],
            &["--ebs-optimized", "--no-ebs-optimized"],
            252,
            "Cannot specify both the \"--ebs-optimized\" option and the \"--no-ebs-optimized\" option.",
        ),
        (&["s3api", "head-bucket"], &["--bucket", "a/b"], 252, "Invalid bucket name \"a/b\""),
        (&["s3", "website"], &["s3://b/k", "--index-document", "i"], 252, "Invalid bucket name \"b/k\""),
        (&["s3", "presign"], &["s3://b"], 252, "expected a key after the bucket"),
        (&["s3", "ls"], &["--page-size", "x"], 255, "invalid int value: 'x'"),
        (&["configure", "set"], &["--sso-session", " ", "k", "v"], 252, "must not be blank"),
        (
            &["sts", "get-caller-identity"],
            &["--cli-auto-prompt", "--no-cli-auto-prompt"],
            252,
            "cannot be specified at the same time",
        ),
    ] {
        let (run, seen) = place.run(&[words, more].concat());
        assert_eq!((run.code, seen.len()), (code, 0), "{words:?} {more:?}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{words:?} {more:?}: {}", run.stderr);
    }
}

#[test]
fn empty_bodies_are_shown_as_empty_members() {
    let Some(place) = Place::new() else { return };
    for (words, stdout) in [
        (&["s3api", "get-bucket-policy", "--bucket", "b"][..], "{\n    \"Policy\": \"\"\n}\n"),
        (&["cloudfront", "get-distribution-config", "--id", "i"], "{\n    \"DistributionConfig\": {}\n}\n"),
    ] {
        assert_eq!(place.run(words).0.stdout, stdout, "{words:?}");
    }
}

#[test]
fn s3_needs_no_region() {
    let Some(place) = Place::new() else { return };
    let (run, seen) = place.run_with(&[("AWS_REGION", "")], &["s3api", "list-buckets"], Vec::new());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(seen[0].header("authorization").is_some_and(|it| it.contains("/us-east-1/s3/")), "{seen:?}");
    let (run, _) = place.run_with(&[("AWS_REGION", "")], &["ec2", "describe-regions"], Vec::new());
    assert_eq!(run.code, 253);
    assert!(run.stderr.contains("running \"tin configure\""), "{}", run.stderr);
}

#[test]
fn an_unsigned_url_has_no_query() {
    let Some(place) = Place::new() else { return };
    let arguments = ["s3", "presign", "s3://bucket/a b", "--no-sign-request"];
    let (run, _) = place.run_with(&[("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")], &arguments, Vec::new());
    assert!(run.stdout.ends_with("/bucket/a%20b\n"), "{} {}", run.stdout, run.stderr);
}

#[test]
fn a_move_onto_itself_through_an_access_point_is_refused() {
    let Some(place) = Place::new() else { return };
    // The account of other access points is part of the host.
    let point = "s3://arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-1/accesspoint/point/key";
    let bucket = |name: &str| {
        let body = format!("<GetAccessPointResult><Bucket>{name}</Bucket></GetAccessPointResult>");
        vec![Act::Answer(200, Vec::new(), body)]
    };
    let variables = [("AWS_DISABLE_HOST_PREFIX_INJECTION", "true")];
    let arguments = ["s3", "mv", "s3://bucket/key", point, "--validate-same-s3-paths", "--dryrun"];
    let (run, seen) = place.run_with(&variables, &arguments, bucket("bucket"));
    let asks = "GET /v20180820/accesspoint/arn";
    assert!(seen.first().is_some_and(|it| it.line.starts_with(asks)), "{seen:?} {}", run.stderr);
    assert_eq!(run.code, 252, "{}", run.stderr);
    assert!(run.stderr.contains("Cannot mv a file onto itself: s3://bucket/key - s3://bucket/key"), "{}", run.stderr);
    let (run, _) = place.run_with(&variables, &arguments, bucket("other"));
    assert!(!run.stderr.contains("onto itself"), "{}", run.stderr);
    let alias = ["s3", "mv", "s3://bucket/key", "s3://point--op-s3/key", "--validate-same-s3-paths"];
    assert_eq!(place.run(&alias).0.code, 252);
}

#[test]
fn a_prompt_is_said_to_be_missing() {
    let Some(place) = Place::new() else { return };
    let (run, seen) = place.run(&["s3api", "list-buckets", "--cli-auto-prompt"]);
    assert_eq!((run.code, seen.len()), (0, 1), "{}", run.stderr);
    assert!(run.stderr.contains("tin has no --cli-auto-prompt"), "{}", run.stderr);
    let set = [("AWS_CLI_AUTO_PROMPT", "on")];
    let (run, _) = place.run_with(&set, &["s3api", "list-buckets"], Vec::new());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "a script gets no warning");
}
