//! Rotations while other programs change the same credentials file.

use std::process::Stdio;
use std::sync::{Arc, Mutex};

use tinsmith_tests::server::{Act, Server};

use crate::stage::{
    FILE, Home, NEW, NEW_SECRET, OLD, OLD_SECRET, and, listed, only_old, requests, until_created, until_verified,
};

/// A file with this many profiles that all have the old key.
fn file(profiles: usize) -> String {
    let profile = |number| format!("[p{number}]\naws_access_key_id = {OLD}\naws_secret_access_key = {OLD_SECRET}\n");
    (0..profiles).map(profile).collect()
}

/// Each process reads the file and replaces it as a whole. Without a lock, the last one would restore the others' old
/// keys, and their new secrets would be lost.
#[test]
fn rotations_at_the_same_time_lose_no_key() {
    const PROFILES: usize = 6;
    let home = Home::new(Some(&file(PROFILES)));
    let servers: Vec<Server> = (0..PROFILES).map(|_| Server::start(and(until_verified(), [Act::ok()]))).collect();
    let started: Vec<_> = servers
        .iter()
        .enumerate()
        .map(|(number, server)| {
            let profile = format!("p{number}");
            let mut command = home.command(&server.url(), &["--user-name", "Bob", "--to-profile", &profile]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts")
        })
        .collect();
    for child in started {
        let output = child.wait_with_output().expect("the command ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let text = home.text().expect("the file");
    assert_eq!(text, file(PROFILES).replace(OLD, NEW).replace(OLD_SECRET, NEW_SECRET));
    assert_eq!(home.names(), ["credentials"]);
}

/// Before the old key is deactivated, the rotation checks again that the file has the new key.
#[test]
fn the_old_key_stays_active_when_another_program_drops_the_new_one() {
    let home = Home::new(Some(FILE));
    let credentials = home.credentials();
    let overwrite = move || std::fs::write(&credentials, FILE).expect("a file");
    let script = and(until_created(), [only_old(), only_old(), only_old().after(overwrite)]);
    let both = || listed(&[(OLD, "Active"), (NEW, "Active")]);
    let server = Server::start(and(script, [both(), Act::ok(), Act::ok()]));
    let run = home.run(&server.url(), &["--user-name", "Bob", "--to-profile", "bob"]);
    assert_eq!(run.code, 255, "{}", run.stderr);
    assert!(run.stderr.contains("no longer has the new key"), "{}", run.stderr);
    assert!(!requests(&server).iter().any(|it| it.contains("Update old")), "{:?}", requests(&server));
    assert_eq!(home.text().as_deref(), Some(FILE));
}

/// A program that writes the file in place leaves half of it for a moment. That half must not become permanent.
#[test]
fn a_half_written_file_is_not_made_permanent() {
    let home = Home::new(Some(&file(4)));
    let credentials = home.credentials();
    let truncate = move || std::fs::write(&credentials, file(1)).expect("a file");
    let [first, second, third] = <[Act; 3]>::try_from(until_created()).expect("three answers");
    let server = Server::start([first, second, third.after(truncate), Act::ok(), Act::ok()]);
    let run = home.run(&server.url(), &["--user-name", "Bob", "--to-profile", "p0"]);
    assert_eq!(run.code, 255, "{}", run.stderr);
    assert!(run.stderr.contains("profiles are missing (p1, p2, p3)"), "{}", run.stderr);
    assert_eq!(home.text(), Some(file(1)));
}

/// If the process is killed, the contents before are still there.
#[test]
fn the_former_file_is_kept_until_the_end() {
    let home = Home::new(Some(FILE));
    let directory = home.path(".aws");
    let found = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&found);
    let look = move || {
        let entries = std::fs::read_dir(&directory).expect("a directory").flatten();
        let copies = entries.filter(|it| it.file_name().to_string_lossy().starts_with(".credentials.backup."));
        *seen.lock().expect("no panic") = copies.filter_map(|it| std::fs::read_to_string(it.path()).ok()).collect();
    };
    let server = Server::start(and(until_verified(), [Act::ok().after(look)]));
    let run = home.run(&server.url(), &["--user-name", "Bob", "--to-profile", "bob"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(requests(&server).last().is_some_and(|it| it.contains("Update old")), "{:?}", requests(&server));
    assert_eq!(*found.lock().expect("no panic"), [FILE]);
    assert_eq!(home.names(), ["credentials"]);
}
