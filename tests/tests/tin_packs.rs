//! Packs that `tin` cannot use: each is reported with its path and what to do, and none makes it wait.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::{pack, peers};

/// A directory for the packs of a test.
fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tin-packs").join(name);
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

/// Runs `tin` with this pack. It is killed if it waits.
fn run(pack: &Path, line: &[&str]) -> Run {
    let mut command = Command::new(tin());
    command.env_clear().env("HOME", peers::target().join("no-home")).arg("--pack").arg(pack).args(line);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    child.wait_with_output().unwrap().into()
}

#[test]
fn packs_that_cannot_be_used_are_named() {
    let directory = directory("bad");
    let good = std::fs::read(pack::of_repository()).unwrap();
    let path = |name: &str| directory.join(name);
    let write = |name: &str, bytes: &[u8]| std::fs::write(path(name), bytes).unwrap();
    let version = |version: u32| [&good[..8], &version.to_le_bytes(), &good[12..]].concat();
    write("older", &version(tinsmith_pack::VERSION - 1));
    write("newer", &version(tinsmith_pack::VERSION + 1));
    write("empty", b"");
    write("head", &good[..10]);
    write("half", &good[..good.len() / 2]);
    write("other", b"#!/bin/sh\n");
    std::fs::create_dir(path("folder")).unwrap();
    let mut cases = vec![
        ("older", "expected a pack of version"),
        ("newer", "expected a pack of version"),
        ("empty", "found nothing"),
        ("head", "the pack is incomplete"),
        ("half", "the pack is incomplete"),
        ("other", "found another kind of file"),
        ("folder", "expected a file"),
        ("missing", "failed to read the pack"),
    ];
    if cfg!(unix) && Command::new("mkfifo").arg(path("fifo")).status().is_ok_and(|it| it.success()) {
        cases.push(("fifo", "expected a file"));
    }
    for (name, reason) in cases {
        let path = path(name);
        for line in [&["sts", "get-caller-identity"][..], &["s3", "ls"], &["help", "sts"], &["help", "--search", "key"]]
        {
            let run = run(&path, line);
            assert_eq!((run.code, run.stdout.as_str()), (253, ""), "{name} {line:?}: {}", run.stderr);
            assert!(run.stderr.contains(reason), "{name} {line:?}: {}", run.stderr);
            assert!(run.stderr.contains(&*path.to_string_lossy()), "{name} {line:?}: {}", run.stderr);
        }
        // Help is there, and says why there are no services.
        let help = run(&path, &["help"]);
        assert_eq!(help.code, 0, "{name}: {}", help.stderr);
    }
}

#[test]
fn a_damaged_service_does_not_hide_the_others() {
    let directory = directory("damaged");
    let mut bytes = std::fs::read(pack::of_repository()).unwrap();
    // Tables are in the order of names, after the directory.
    bytes[1024] ^= 0xff;
    let path = directory.join("damaged.pack");
    std::fs::write(&path, bytes).unwrap();
    let run_of = |service: &str, operation: &str| run(&path, &[service, operation, "--generate-cli-skeleton"]);
    let damaged = run_of("iam", "list-users");
    assert_eq!(damaged.code, 255, "{damaged:?}");
    assert!(damaged.stderr.contains("iam: damaged tables:"), "{}", damaged.stderr);
    assert_eq!(run_of("sts", "get-caller-identity").code, 0);
}
