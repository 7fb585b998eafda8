//! The program in `docs/dynamic.md`, as a user would build it: it calls services that nothing was generated for.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use tinsmith_tests::command::Run;
use tinsmith_tests::{media, moto, peers};

/// The path of the program, built now.
fn program() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let target = peers::target();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(peers::root()).args(["build", "--quiet", "--package", "tinsmith-tests"]);
        let status = cargo.args(["--example", "any_service", "--target-dir"]).arg(&target).status();
        assert!(status.is_ok_and(|status| status.success()), "the example cannot be built");
        target.join("debug/examples/any_service")
    })
}

fn run(url: &str, arguments: &[&str]) -> Run {
    let mut command = Command::new(program());
    command.env_clear().current_dir(peers::root().join("tests/media")).args(arguments);
    command.env("AWS_ENDPOINT_URL", url).env("HOME", peers::target().join("no-home")).env("AWS_REGION", "us-east-1");
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    command.output().expect("the program starts").into()
}

#[test]
fn the_chapter_has_the_program() {
    let read = |path: &str| std::fs::read_to_string(peers::root().join(path)).expect("a file");
    assert!(read("docs/dynamic.md").contains(&read("tests/examples/any_service.rs")));
}

#[test]
fn the_program_calls_a_service_of_a_model() {
    let url = media::serve();
    for (arguments, code, output) in [
        (&["media.smithy", "PutFile", r#"{"name": "a"}"#][..], 0, "{}\n"),
        (&["media.smithy", "PutFile", r#"{"name": "b"}"#], 0, "{}\n"),
        (&["media.smithy", "ListFiles", "{}"], 0, "{\"nextToken\":\"1\",\"files\":[\"a\"]}\n{\"files\":[\"b\"]}\n"),
        (&["media.smithy", "DescribeFile"], 0, "{\n    \"name\": \"\"\n}\n"),
        (&["media.smithy", "DescribeFile", r#"{"name": "c"}"#], 1, "NoSuchFile: there is no file c\n"),
        (&["media.smithy", "DescribeFiles", "{}"], 1, "unknown operation DescribeFiles\n"),
        (&["media.smithy"], 1, "usage: any_service MODEL OPERATION [JSON]\n"),
    ] {
        let run = run(&url, arguments);
        assert_eq!((run.code, run.stdout + &run.stderr), (code, output.to_owned()), "{arguments:?}");
    }
}

#[test]
fn the_program_calls_aws() {
    let Some(url) = moto::shared() else { return };
    let model = peers::root().join("models/sts/model.json");
    let model = model.to_string_lossy();
    let run = run(&url, &[&model, "GetAccessKeyInfo", r#"{"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}"#]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.starts_with("{\"Account\":\""), "{run:?}");
}
