//! Tests `tin s3` and `tin s3api` with moto: buckets, trees, streams, parts, versions, tags, unusual keys, presigned URLs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_codegen::model::load_files;
use tinsmith_pack::PackWriter;
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::{Config, Credentials, Region};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::presigning::PresigningConfig;
use tinsmith_runtime::shape::Structure;
use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::{moto, peers};

/// A separate directory, moto, and `tin` with the tables of S3.
struct Place {
    directory: PathBuf,
    url: String,
    pack: PathBuf,
}

impl Place {
    fn new(name: &str) -> Option<Self> {
        let pack = pack()?;
        let url = moto::shared()?;
        let directory = std::env::temp_dir().join(format!("tinsmith-s3-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).unwrap();
        Some(Self { directory, url, pack })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(tin());
        command.env_clear().current_dir(&self.directory).arg("--pack").arg(&self.pack).args(arguments);
        command.env("HOME", &self.directory).env("AWS_REGION", "us-east-1").env("TZ", "UTC");
        command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
        command.env("AWS_ENDPOINT_URL", &self.url);
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs a command, which must succeed, and returns its output lines without progress.
    fn lines(&self, arguments: &[&str]) -> Vec<String> {
        let run = self.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
        let text = run.stdout.split(['\r', '\n']).map(str::trim_end);
        text.filter(|it| !it.is_empty() && !it.starts_with("Completed ")).map(str::to_owned).collect()
    }

    fn sorted(&self, arguments: &[&str]) -> Vec<String> {
        let mut lines = self.lines(arguments);
        lines.sort();
        lines
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// The model of S3 in the shared data.
fn model() -> Option<PathBuf> {
    let model = peers::shared("models/s3.json");
    if model.is_none() {
        peers::skip("the shared data has no model of S3");
    }
    model
}

/// A pack with only S3.
fn pack() -> Option<PathBuf> {
    static PACK: OnceLock<Option<PathBuf>> = OnceLock::new();
    PACK.get_or_init(|| {
        let described = describe_model(load_files(&[model()?]).unwrap(), &Selection::default()).unwrap();
        let mut writer = PackWriter::new();
        writer.add(PackWriter::pack("s3api", &described.description, false).unwrap());
        let path = std::env::temp_dir().join(format!("tinsmith-s3-{}.pack", std::process::id()));
        fs::write(&path, writer.finish().unwrap()).unwrap();
        Some(path)
    })
    .clone()
}

/// Bytes without repetition.
fn bytes(count: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn large_objects_are_copied_in_parts_both_ways() {
    let Some(place) = Place::new("parts") else { return };
    let content = bytes(20 << 20);
    place.write("big", &content);
    assert_eq!(place.lines(&["s3", "mb", "s3://parts"]), ["make_bucket: parts"]);
    let up = place.lines(&["s3", "cp", "big", "s3://parts/d/big"]);
    assert_eq!(up, ["upload: ./big to s3://parts/d/big"]);
    let copied = place.lines(&["s3", "cp", "s3://parts/d/big", "s3://parts/copy"]);
    assert_eq!(copied, ["copy: s3://parts/d/big to s3://parts/copy"]);
    assert_eq!(place.lines(&["s3", "cp", "s3://parts/copy", "out/"]), ["download: s3://parts/copy to out/copy"]);
    assert!(place.read("out/copy") == content);
    // No temporary file is left.
    assert_eq!(fs::read_dir(place.path("out")).unwrap().count(), 1);

    let mut child = place.command(&["s3", "cp", "-", "s3://parts/stream"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&content).unwrap();
    assert!(child.wait().unwrap().success());
    let output = place.command(&["s3", "cp", "s3://parts/stream", "-"]).output().unwrap();
    assert!(output.stdout == content);

    assert_eq!(place.lines(&["s3", "mv", "s3://parts/stream", "moved"]), ["move: s3://parts/stream to ./moved"]);
    assert!(place.read("moved") == content);
    assert_eq!(place.run(&["s3", "ls", "s3://parts/stream"]).code, 1);
    let listed = place.lines(&["s3", "ls", "s3://parts", "--summarize"]);
    assert_eq!(listed[0].trim(), "PRE d/");
    assert!(listed[1].ends_with("20971520 copy"), "{listed:?}");
    assert_eq!(place.run(&["s3", "rb", "s3://parts"]).code, 1);
    assert!(place.lines(&["s3", "rb", "s3://parts", "--force"]).contains(&"remove_bucket: parts".to_owned()));
}

#[test]
fn a_sync_copies_what_is_new_or_changed_and_deletes_the_rest() {
    let Some(place) = Place::new("sync") else { return };
    place.lines(&["s3", "mb", "s3://sync"]);
    let names = ["tree/a b/x y.txt", "tree/+/p+q.html", "tree/é/😀.bin", "tree/%41", "tree/a&b=c?d#e"];
    for name in names {
        place.write(name, name.as_bytes());
    }
    let up = place.sorted(&["s3", "sync", "tree", "s3://sync/t"]);
    let mut expected: Vec<_> =
        names.iter().map(|it| format!("upload: {it} to s3://sync/t/{}", it.strip_prefix("tree/").unwrap())).collect();
    expected.sort();
    assert_eq!(up, expected);
    assert_eq!(place.lines(&["s3", "sync", "s3://sync/t", "back"]).len(), names.len());
    for name in names {
        assert_eq!(place.read(&name.replace("tree", "back")), name.as_bytes(), "{name}");
    }
    assert_eq!(place.lines(&["s3", "sync", "s3://sync/t", "back"]), [""; 0]);

    place.write("back/new", b"new");
    place.write("back/%41", b"longer than before");
    fs::remove_file(place.path("back/a&b=c?d#e")).unwrap();
    let changed = place.sorted(&["s3", "sync", "back", "s3://sync/t", "--delete"]);
    assert_eq!(
        changed,
        ["delete: s3://sync/t/a&b=c?d#e", "upload: back/%41 to s3://sync/t/%41", "upload: back/new to s3://sync/t/new",]
    );
    let filtered = ["s3", "rm", "s3://sync/t", "--recursive", "--exclude", "*", "--include", "*.txt", "--dryrun"];
    assert_eq!(place.lines(&filtered), ["(dryrun) delete: s3://sync/t/a b/x y.txt"]);
    assert_eq!(place.lines(&["s3", "mv", "s3://sync/t", "s3://sync/u", "--recursive"]).len(), 5);
    assert_eq!(place.run(&["s3", "ls", "s3://sync/t/"]).code, 1);
}

#[test]
fn unusual_keys_go_through_both_commands() {
    let Some(place) = Place::new("keys") else { return };
    place.lines(&["s3", "mb", "s3://keys"]);
    let long = "k".repeat(1024);
    for key in ["//x", "a//b", "../up", "a/../b", "a b+c", "tab\tx", "trailing/", "*", "😀", "%2F", &long] {
        place.write("body", key.as_bytes());
        place.lines(&["s3api", "put-object", "--bucket", "keys", "--key", key, "--body", "body"]);
        place.lines(&["s3api", "get-object", "--bucket", "keys", "--key", key, "out"]);
        assert_eq!(place.read("out"), key.as_bytes(), "{key}");
        let query = ["s3api", "list-objects-v2", "--bucket", "keys", "--query", "Contents[].Key", "--output", "text"];
        if !key.contains('\t') {
            assert_eq!(place.lines(&query), [key], "{key}");
        }
        place.lines(&["s3", "cp", &format!("s3://keys/{key}"), "copied"]);
        assert_eq!(place.read("copied"), key.as_bytes(), "{key}");
        place.lines(&["s3", "rm", &format!("s3://keys/{key}")]);
        assert_eq!(place.lines(&["s3", "ls", "s3://keys", "--recursive"]), [""; 0], "{key}");
    }
    // A key whose path leaves the directory is not downloaded.
    place.lines(&["s3api", "put-object", "--bucket", "keys", "--key", "../up", "--body", "body"]);
    let run = place.run(&["s3", "cp", "s3://keys", "down", "--recursive"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("warning: Skipping file ../up. File references a parent directory."), "{}", run.stderr);
}

#[test]
fn parts_versions_tags_and_ranges_work_by_hand() {
    let Some(place) = Place::new("hand") else { return };
    let api = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["s3api"].iter().chain(arguments).chain(&["--output", "text"]).copied().collect();
        place.lines(&arguments).join("\n")
    };
    let object = ["--bucket", "hand", "--key", "k"];
    let with = |name: &'static str, more: &[&str]| {
        let all: Vec<String> = [name].iter().chain(&object).chain(more).map(|it| (*it).to_owned()).collect();
        api(&all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    api(&["create-bucket", "--bucket", "hand"]);
    api(&["put-bucket-versioning", "--bucket", "hand", "--versioning-configuration", "Status=Enabled"]);
    let (first, second) = (bytes(5 << 20), b"the rest".to_vec());
    place.write("1", &first);
    place.write("2", &second);
    let id = with("create-multipart-upload", &["--query", "UploadId"]);
    let mut parts = Vec::new();
    for number in ["1", "2"] {
        let part = ["--upload-id", &id, "--part-number", number, "--body", number, "--query", "ETag"];
        parts.push(format!("{{PartNumber={number},ETag={}}}", with("upload-part", &part)));
    }
    let parts = format!("Parts=[{}]", parts.join(","));
    let version =
        with("complete-multipart-upload", &["--upload-id", &id, "--multipart-upload", &parts, "--query", "VersionId"]);
    with("get-object", &["--range", "bytes=5242878-5242883", "range"]);
    assert_eq!(place.read("range"), [&first[first.len() - 2..], b"the ".as_slice()].concat());

    with("put-object-tagging", &["--tagging", "TagSet=[{Key=a b,Value=c+d}]"]);
    assert_eq!(with("get-object-tagging", &["--query", "TagSet[].[Key,Value]"]), "a b\tc+d");
    with("delete-object", &[]);
    assert_eq!(place.run(&["s3", "cp", "s3://hand/k", "gone"]).code, 1);
    assert!(!place.path("gone").exists());
    with("get-object", &["--version-id", &version, "old"]);
    assert_eq!(place.read("old").len(), first.len() + second.len());
    with("delete-object", &["--version-id", &version]);
    let run = place.run(&["s3api", "head-object", "--bucket", "hand", "--key", "k", "--version-id", &version]);
    assert_eq!(run.code, 254, "{}", run.stderr);
}

#[tokio::test]
async fn presigned_urls_work_for_curl() {
    let (Some(place), Some(model)) = (Place::new("presign"), model()) else { return };
    if Command::new("curl").arg("--version").output().is_err() {
        return peers::skip("there is no curl");
    }
    place.lines(&["s3", "mb", "s3://presign"]);
    place.write("body", b"signed in front");

    let selection = Selection { operations: Some(vec!["PutObject".to_owned()]), ..Selection::default() };
    let tables = tinsmith_tables::load_files(&[model], &selection).unwrap().tables.leak();
    let config = Config::builder()
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(&place.url);
    let operation = tables.operation("PutObject").unwrap().unwrap();
    let mut input = Dynamic::new(operation.input);
    for (name, text) in [("Bucket", "presign"), ("Key", "a b/+.txt")] {
        let (index, _) = operation.input.find_member(name).unwrap();
        input.member_mut(index).unwrap().slot().put_string(text.to_owned()).unwrap();
    }
    let validity = PresigningConfig::expires_in(Duration::from_secs(60)).unwrap();
    let client = Handle::new(tables.service().unwrap(), config.build());
    let put = client.presign_values(operation, &mut input, None, &validity).await.unwrap();
    let curl = |arguments: &[&str]| {
        let output = Command::new("curl").args(["--silent", "--fail"]).args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        output.stdout
    };
    curl(&["--upload-file", &place.path("body").to_string_lossy(), put.uri()]);

    let url = place.lines(&["s3", "presign", "s3://presign/a b/+.txt", "--expires-in", "60"]);
    assert_eq!(curl(&[&url[0]]), b"signed in front");
}

#[test]
fn failures_say_what_is_wrong_and_leave_no_file() {
    let Some(place) = Place::new("failures") else { return };
    place.lines(&["s3", "mb", "s3://failures"]);
    place.write("file", b"x");
    for (arguments, code, message) in [
        (&["s3", "cp", "a", "b"][..], 252, "usage: tin s3 cp <LocalPath> <S3Uri>"),
        (&["s3", "cp", "none", "s3://failures/"], 255, "The user-provided path none does not exist."),
        (&["s3", "cp", "s3://failures/none", "."], 1, "Key \"none\" does not exist"),
        (&["s3", "cp", "file", "s3://nobucket/x"], 1, "upload failed: ./file to s3://nobucket/x"),
        (&["s3", "ls", "s3://nobucket"], 254, "NoSuchBucket"),
        (&["s3", "mv", "s3://b/k", "s3://b/k"], 252, "Cannot mv a file onto itself"),
        (&["s3", "bogus"], 252, "Found invalid choice 'bogus'"),
        (&["s3", "cp", "file", "s3://failures/", "--grants", "x"], 1, "grants should be of the form"),
    ] {
        let run = place.run(arguments);
        assert_eq!(run.code, code, "{arguments:?} {}", run.stderr);
        assert!(run.stderr.contains(message), "{arguments:?} {}", run.stderr);
    }
    let left: Vec<_> = fs::read_dir(&place.directory).unwrap().flatten().map(|it| it.file_name()).collect();
    assert_eq!(left, ["file"]);
    assert!(Path::new(&place.path("file")).exists());
}

#[test]
#[cfg(unix)]
fn a_link_to_a_directory_that_contains_it_is_skipped() {
    let Some(place) = Place::new("links") else { return };
    place.write("tree/sub/file", b"content");
    std::os::unix::fs::symlink("..", place.path("tree/sub/up")).unwrap();
    std::os::unix::fs::symlink("../tree/sub", place.path("tree/twice")).unwrap();
    let run = place.run(&["s3", "cp", "tree", "s3://links", "--recursive", "--dryrun", "--no-progress"]);
    let mut lines: Vec<_> = run.stdout.lines().collect();
    lines.sort_unstable();
    let expected = [
        "(dryrun) upload: tree/sub/file to s3://links/sub/file",
        "(dryrun) upload: tree/twice/file to s3://links/twice/file",
    ];
    assert_eq!((run.code, lines.as_slice()), (2, expected.as_slice()));
    assert_eq!(run.stderr.matches("The link leads to a directory that contains it.").count(), 2, "{}", run.stderr);
}
