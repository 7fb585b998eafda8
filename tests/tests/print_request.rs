//! `--print-request`: what is shown is what would be sent, in every protocol and without secrets, and nothing is sent.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_smithy_types::base64;
use serde_json::Value;
use tinsmith_tests::command::{Run, iam, tin};
use tinsmith_tests::peers;
use tinsmith_tests::server::{Seen, Server};
use tinsmith_tests::terminal::in_path;

/// The traits of all protocols.
const PROTOCOLS: &[&str] = &[
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "smithy.protocols#rpcv2Cbor",
    "smithy.protocols#rpcv2Json",
    "alloy#simpleRestJson",
];

const MODEL: &str = r#"
$version: "2.0"
namespace demo
use PROTOCOL

@NAME
@xmlNamespace(uri: "http://demo/")
@aws.auth#sigv4(name: "demo")
service Demo {
    version: "2020-01-01"
    operations: [Change, Upload]
}

@http(method: "POST", uri: "/things/{id}")
operation Change {
    input := {
        @required
        @httpLabel
        id: String
        @httpHeader("x-note")
        note: String
        size: Integer
        data: Blob
        tags: Tags
        password: Password
    }
}

@http(method: "PUT", uri: "/upload")
operation Upload {
    input := {
        @required
        @httpPayload
        body: Stream
    }
}

list Tags {
    member: String
}

@sensitive
string Password

@streaming
blob Stream
"#;

const CHANGE: &[&str] = &["change", "--id", "a b/c", "--note", "it's", "--size", "3", "--tags", "x", "y&z"];

/// A server, and the model of a service in a protocol.
struct Place {
    server: Server,
    model: PathBuf,
}

impl Place {
    fn new(protocol: &str) -> Self {
        // Tests run at the same time.
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("print-request-{count}"));
        std::fs::create_dir_all(&directory).unwrap();
        let name = protocol.rsplit('#').next().unwrap();
        let model = directory.join(format!("{name}.smithy"));
        let text = MODEL.replace("PROTOCOL", protocol).replace("NAME", name);
        // Only protocols with HTTP bindings have streams.
        let text = if name.contains("est") { text } else { text.replace(", Upload]", "]") };
        std::fs::write(&model, text).unwrap();
        Self { server: Server::start([]), model }
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(tin());
        command.env_clear().arg("--model").arg(&self.model).args(["--endpoint-url", &self.server.url()]);
        environment(&mut command).args(arguments);
        command.output().unwrap().into()
    }

    /// The output of a command that prints a request and sends nothing.
    fn printed(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
        assert_eq!(self.server.seen().len(), 0, "{arguments:?}");
        assert!(!run.stdout.contains("s3cr3t") && !run.stdout.contains("t0k3n"), "{}", run.stdout);
        run.stdout
    }

    /// The only request that was sent.
    fn sent(&self) -> Seen {
        let mut seen = self.server.replay([]);
        assert_eq!(seen.len(), 1);
        seen.remove(0)
    }
}

fn environment(command: &mut Command) -> &mut Command {
    command.env("HOME", peers::target().join("no-home")).env("AWS_REGION", "eu-west-1").env("AWS_MAX_ATTEMPTS", "1");
    command.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").env("AWS_SECRET_ACCESS_KEY", "s3cr3t");
    command.env("AWS_SESSION_TOKEN", "t0k3n")
}

/// The fields that both requests have, without those that differ from request to request.
fn fields(seen: &Seen) -> Vec<(String, String)> {
    let changes = ["authorization", "x-amz-date", "amz-sdk-invocation-id", "host", "content-length", "accept"];
    let mut fields: Vec<_> =
        seen.headers.iter().filter(|(name, _)| !changes.contains(&name.as_str())).cloned().collect();
    fields.sort();
    fields
}

#[test]
fn json_is_what_is_sent() {
    for protocol in PROTOCOLS {
        let place = Place::new(protocol);
        let shown = place.printed(&[CHANGE, &["--print-request", "json"]].concat());
        place.run(CHANGE);
        let sent = place.sent();
        let shown: Value = serde_json::from_str(&shown).unwrap();
        let text = |name: &str| shown[name].as_str().map(str::to_owned);
        let path = text("Url").unwrap().replace(&place.server.url(), "");
        assert_eq!(sent.line, format!("{} {path} HTTP/1.1", text("Method").unwrap()), "{protocol}");
        let bytes = text("BodyBase64").map(|it| String::from_utf8_lossy(&base64::decode(it).unwrap()).into_owned());
        assert_eq!(text("Body").or(bytes).unwrap(), sent.body, "{protocol}");
        let mut headers = Seen::default();
        for (name, value) in shown["Headers"].as_object().unwrap() {
            let value = value.as_str().unwrap().replace("(hidden)", "t0k3n");
            headers.headers.push((name.to_ascii_lowercase(), value));
        }
        assert_eq!(fields(&headers), fields(&sent), "{protocol}");
        let authorization = headers.header("authorization").unwrap();
        let (ours, theirs) = (authorization.split(", Sig").next(), sent.header("authorization").unwrap());
        assert!(theirs.starts_with(ours.unwrap()) && authorization.ends_with("Signature=t0k3n"), "{authorization}");
        assert_eq!((text("Service").as_deref(), text("Operation").as_deref()), (Some("Demo"), Some("Change")));
    }
}

#[test]
fn curl_sends_the_same() {
    if !in_path("curl") {
        return peers::skip("curl is not installed");
    }
    for protocol in PROTOCOLS {
        let place = Place::new(protocol);
        let secret = ["--password", "s3cr3t"];
        let is_binary = protocol.contains("Cbor");
        let change = if is_binary { CHANGE.to_vec() } else { [CHANGE, &secret].concat() };
        let line = place.printed(&[&change[..], &["--print-request", "curl"]].concat());
        let mut shell = Command::new("sh");
        environment(shell.args(["-eu", "-c", &line]).env("PASSWORD", "s3cr3t"));
        assert!(shell.output().unwrap().status.success(), "{line}");
        let by_curl = place.sent();
        place.run(&change);
        let sent = place.sent();
        assert_eq!((&by_curl.line, &by_curl.body), (&sent.line, &sent.body), "{protocol}");
        for name in ["content-type", "x-note", "x-amz-target", "smithy-protocol", "x-amz-security-token"] {
            assert_eq!(by_curl.header(name), sent.header(name), "{protocol}: {name}");
        }
        assert!(by_curl.header("authorization").unwrap().contains("/eu-west-1/demo/aws4_request"), "{by_curl:?}");
        // Without a variable, the shell does not start curl.
        if !is_binary {
            let status = Command::new("sh").args(["-c", &line]).env_remove("PASSWORD").output().unwrap().status;
            assert!(!status.success() && place.server.seen().is_empty());
        }
    }
}

#[test]
fn secrets_are_hidden_in_every_protocol() {
    for protocol in PROTOCOLS {
        let place = Place::new(protocol);
        for format in ["text", "json"] {
            let shown = place.printed(&[CHANGE, &["--password", "s3cr3t", "--print-request", format]].concat());
            let body = if protocol.contains("Cbor") { "/aws4_request" } else { "(hidden)" };
            assert!(shown.contains(body) && shown.contains("Signature=(hidden)"), "{protocol}: {shown}");
        }
    }
    let place = Place::new("smithy.protocols#rpcv2Cbor");
    let run = place.run(&[CHANGE, &["--password", "s3cr3t", "--print-request", "curl"]].concat());
    assert_eq!(run.code, 252);
    assert!(run.stderr.contains("A shell cannot put secrets into a binary body."), "{}", run.stderr);
}

#[test]
fn a_body_that_streams_is_described() {
    let place = Place::new("aws.protocols#restJson1");
    let file = place.model.with_file_name("a 'file'");
    std::fs::write(&file, "the contents").unwrap();
    let path = file.to_str().unwrap();
    let text = place.printed(&["upload", "--body", path, "--print-request"]);
    assert!(text.starts_with("PUT http://127.0.0.1:") && text.contains("/upload\n"), "{text}");
    assert!(text.ends_with(&format!("\n\n(12 bytes, read from {path})\n")), "{text}");
    let json: Value =
        serde_json::from_str(&place.printed(&["upload", "--body", path, "--print-request=json"])).unwrap();
    assert_eq!((json["BodyFile"].as_str(), json["BodyLength"].as_i64()), (Some(path), Some(12)));
    // Nothing is written to standard input, and nothing waits for it.
    let text = place.printed(&["upload", "--body", "-", "--print-request"]);
    assert!(text.ends_with("\n(read from standard input)\n"), "{text}");
    if !in_path("curl") {
        return peers::skip("curl is not installed");
    }
    let line = place.printed(&["upload", "--body", path, "--print-request", "curl"]);
    let mut shell = Command::new("sh");
    assert!(environment(shell.args(["-eu", "-c", &line])).output().unwrap().status.success(), "{line}");
    assert_eq!(place.sent().body, "the contents");
}

#[test]
fn iam_prints_requests_too() {
    let run = |arguments: &[&str]| Run::from(iam(arguments).output().unwrap());
    let shown = run(&["list-users", "--print-request"]);
    assert_eq!((shown.code, shown.stderr.as_str()), (0, ""));
    assert!(shown.stdout.starts_with("POST https://iam.amazonaws.com/\n"), "{}", shown.stdout);
    assert!(shown.stdout.ends_with("\n\nAction=ListUsers&Version=2010-05-08\n"), "{}", shown.stdout);
    // The input is checked as always, and waiters show their first poll.
    let wrong = run(&["create-user", "--user-name", "a b", "--print-request", "json"]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (252, ""));
    let wait = run(&["wait", "user-exists", "--user-name", "bob", "--print-request", "curl"]);
    assert!(wait.code == 0 && wait.stdout.contains("Action=GetUser"), "{wait:?}");
    let help = run(&["list-users", "help"]);
    assert!(help.stdout.contains("--print-request [text|curl|json]"), "{}", help.stdout);
    // A file for a part of the output is not touched.
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("print-request-outfile");
    let device = ["create-virtual-mfa-device", "--virtual-mfa-device-name", "m", "--bootstrap-method", "QRCodePNG"];
    let shown = run(&[&device[..], &["--outfile", file.to_str().unwrap(), "--print-request"]].concat());
    assert!(shown.code == 0 && !file.exists(), "{shown:?}");
}
