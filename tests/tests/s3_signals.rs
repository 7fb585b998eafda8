//! Tests that `tin s3` cleans up before a signal ends it: uploads in parts are aborted, and temporary files removed.
#![cfg(unix)]

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_codegen::model::load_files;
use tinsmith_pack::PackWriter;
use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::server::{Act, Seen, Server};
use tinsmith_tests::{peers, signals};

/// The signals, with the exit code and the message after each. That of `SIGINT` is the AWS CLI's.
const SIGNALS: [(&str, i32, &str); 3] = [
    ("INT", 1, "cancelled: ctrl-c received"),
    ("TERM", 143, "cancelled: SIGTERM received"),
    ("HUP", 129, "cancelled: SIGHUP received"),
];

/// A separate directory, and a server that receives uploads and sends objects without an end.
struct Place {
    directory: PathBuf,
    server: Server,
    /// The first lines of requests.
    lines: Arc<Mutex<Vec<String>>>,
}

impl Place {
    fn new(name: &str) -> Option<Self> {
        let Some(model) = peers::shared("models/s3.json") else {
            peers::skip("the shared data has no model of S3");
            return None;
        };
        let directory = std::env::temp_dir().join(format!("tinsmith-signals-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(directory.join("files")).unwrap();
        let described = describe_model(load_files(&[model]).unwrap(), &Selection::default()).unwrap();
        let mut writer = PackWriter::new();
        writer.add(PackWriter::pack("s3api", &described.description, false).unwrap());
        fs::write(directory.join("s3.pack"), writer.finish().unwrap()).unwrap();
        fs::write(directory.join("files/large"), vec![7; 20 << 20]).unwrap();
        let lines: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&lines);
        let server = Server::start_deciding(move |request| {
            let Some(request) = request else { return Act::Hang };
            seen.lock().unwrap().push(request.line.clone());
            act(request)
        });
        Some(Self { directory, server, lines })
    }

    /// Runs a command line in a shell, sends a signal when this request was seen, and waits for the end.
    fn interrupted(&self, command: &str, signal: &str, request: &str) -> Run {
        self.lines.lock().unwrap().clear();
        let child = self.start(command);
        self.wait_for(request);
        send(&child, signal);
        ended(child)
    }

    fn start(&self, command: &str) -> Child {
        signals::reach_programs();
        let mut shell = Command::new("sh");
        shell.env_clear().current_dir(self.directory.join("files")).args(["-c", command]);
        shell.env("TIN", tin()).env("TINSMITH_PACK", self.directory.join("s3.pack")).env("HOME", &self.directory);
        shell.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test").env("AWS_REGION", "us-east-1");
        shell.env("AWS_ENDPOINT_URL", self.server.url()).env("PATH", "/usr/bin:/bin");
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    fn wait_for(&self, request: &str) {
        let started = Instant::now();
        while !self.lines().iter().any(|line| line.starts_with(request)) {
            assert!(started.elapsed() < Duration::from_secs(20), "{request}: {:?}", self.lines());
            std::thread::sleep(Duration::from_millis(10));
        }
        // The response must arrive before the signal.
        std::thread::sleep(Duration::from_millis(300));
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    fn files(&self) -> Vec<String> {
        let files = fs::read_dir(self.directory.join("files")).unwrap();
        let mut names: Vec<_> = files.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// Uploads start and never get further than their first parts. Objects break off in the middle.
fn act(request: &Seen) -> Act {
    let facts = "ETag: \"e\"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n";
    let (method, target) = request.line.split_once(' ').unwrap_or_default();
    match method {
        "POST" if target.contains("uploads") => {
            let upload = "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";
            Act::Answer(200, Vec::new(), upload.to_owned())
        }
        "DELETE" => Act::Answer(204, Vec::new(), String::new()),
        "HEAD" => Act::Bare(format!("HTTP/1.1 200 OK\r\n{facts}Content-Length: 2000\r\n\r\n")),
        "GET" if target.contains("prefix=new") => Act::Answer(200, Vec::new(), "<ListBucketResult/>".to_owned()),
        "GET" if target.contains("list-type") => {
            let object = "<Key>object</Key><Size>2000</Size><ETag>&quot;e&quot;</ETag>\
                          <LastModified>2026-01-01T00:00:00.000Z</LastModified>";
            Act::Answer(200, Vec::new(), format!("<ListBucketResult><Contents>{object}</Contents></ListBucketResult>"))
        }
        "GET" => Act::Stall("x".repeat(2000)),
        _ => Act::Hang,
    }
}

/// Sends a signal to a process.
fn send(child: &Child, signal: &str) {
    let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|it| it.success()), "the signal is sent");
}

/// Waits for the end of a process, which must be near.
fn ended(mut child: Child) -> Run {
    let started = Instant::now();
    // Standard input stays open: a program that waits for it must end too.
    let input = child.stdin.take();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(8) {
            child.kill().unwrap();
            panic!("the command does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    drop(input);
    child.wait_with_output().unwrap().into()
}

#[test]
fn an_upload_in_parts_is_aborted() {
    let Some(place) = Place::new("up") else { return };
    let commands = ["cp large s3://bucket/", "mv large s3://bucket/", "sync . s3://bucket/new"];
    for (command, (signal, code, message)) in commands.iter().flat_map(|it| SIGNALS.map(|signal| (it, signal))) {
        let run = place.interrupted(&format!("exec \"$TIN\" s3 {command}"), signal, "PUT /bucket/");
        assert_eq!(run.code, code, "{command} {signal}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{command}: {}", run.stderr);
        let lines = place.lines();
        let last = lines.last().unwrap();
        assert!(last.starts_with("DELETE /bucket/") && last.contains("uploadId=u"), "{command} {signal}: {lines:?}");
        assert_eq!(place.files(), ["large"]);
    }
}

#[test]
fn an_incomplete_download_is_removed() {
    let Some(place) = Place::new("down") else { return };
    let commands = ["cp s3://bucket/object down", "mv s3://bucket/object down", "sync s3://bucket/ ."];
    for (command, (signal, code, message)) in commands.iter().flat_map(|it| SIGNALS.map(|signal| (it, signal))) {
        let run = place.interrupted(&format!("exec \"$TIN\" s3 {command}"), signal, "GET /bucket/object");
        assert_eq!(run.code, code, "{command} {signal}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{command}: {}", run.stderr);
        assert_eq!(place.files(), ["large"], "{command} {signal}");
        assert!(!place.lines().iter().any(|line| line.starts_with("DELETE")), "{command} {signal}");
    }
}

#[test]
fn waiting_for_standard_input_ends() {
    let Some(place) = Place::new("input") else { return };
    for (signal, code, _) in SIGNALS {
        let child = place.start("exec \"$TIN\" s3 cp - s3://bucket/object");
        std::thread::sleep(Duration::from_millis(700));
        send(&child, signal);
        let run = ended(child);
        assert_eq!(run.code, code, "{signal}: {}", run.stderr);
    }
}

/// `nohup` starts programs that ignore `SIGHUP`.
#[test]
#[cfg(target_os = "linux")]
fn an_ignored_signal_ends_nothing() {
    let Some(place) = Place::new("nohup") else { return };
    let child = place.start("trap '' HUP; exec \"$TIN\" s3 cp s3://bucket/object down");
    place.wait_for("GET /bucket/object");
    send(&child, "HUP");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(place.files().len(), 2, "the download goes on");
    send(&child, "TERM");
    assert_eq!(ended(child).code, 143);
    assert_eq!(place.files(), ["large"]);
}
