//! The credentials file before and after a rotation.

use std::path::Path;

use tinsmith_tests::command::Run;
use tinsmith_tests::peers;
use tinsmith_tests::server::{Act, Server};

use crate::stage::{FILE, Home, NEW, NEW_SECRET, OLD, file_with_new, finish, only_old, until_verified, used};

const TO_BOB: [&str; 4] = ["--user-name", "Bob", "--to-profile", "bob"];

#[cfg(unix)]
fn access(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[cfg(unix)]
fn allow(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a file of ours");
}

#[test]
fn a_file_is_made_where_there_is_none() {
    let (home, server) = (Home::new(None), Server::start(until_verified()));
    let run = home.run(&server.url(), &TO_BOB);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = format!("[bob]\naws_access_key_id = {NEW}\naws_secret_access_key = {NEW_SECRET}\n");
    assert_eq!(home.text(), Some(text));
    #[cfg(unix)]
    assert_eq!((access(&home.credentials()), access(&home.path(".aws"))), (0o600, 0o700));

    // And is removed again if the rotation fails.
    let mut script = until_verified();
    script.push(Act::error(403, "AccessDenied"));
    let (home, server) = (Home::new(None), Server::start(script));
    assert_eq!(home.run(&server.url(), &TO_BOB).code, 254);
    assert!(!home.path(".aws").exists(), "the directory was made for it");

    // A dry run does not create it.
    let server = Server::start([only_old(), used(None)]);
    assert_eq!(home.run(&server.url(), &[&TO_BOB[..], &["--dry-run"]].concat()).code, 0);
    assert!(!home.path(".aws").exists());
}

#[cfg(unix)]
#[test]
fn its_owner_alone_may_read_it_and_a_link_stays_a_link() {
    let home = Home::new(Some(FILE));
    let real = home.path("dotfiles");
    std::fs::rename(home.credentials(), &real).expect("a file");
    std::os::unix::fs::symlink(&real, home.credentials()).expect("a link");
    allow(&real, 0o644);
    let mut script = until_verified();
    script.push(Act::error(403, "AccessDenied"));
    assert_eq!(home.run(&Server::start(script).url(), &TO_BOB).code, 254);
    assert_eq!((home.text().as_deref(), access(&real)), (Some(FILE), 0o644), "restored as it was");

    assert_eq!(home.run(&Server::start(until_verified()).url(), &TO_BOB).code, 0);
    assert_eq!((home.text(), access(&real)), (Some(file_with_new()), 0o600));
    assert!(std::fs::symlink_metadata(home.credentials()).is_ok_and(|it| it.is_symlink()));
}

/// The mode is what protects the file, not its group. The owner is kept, or nothing is changed.
#[cfg(unix)]
#[test]
fn the_group_of_the_file_does_not_matter_and_its_owner_is_kept() {
    use std::os::unix::fs::chown;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    const OTHER: u32 = 12345;
    let refused = "Failed to store the key in ~/.aws/credentials: failed to keep the file's owner, another user: ";
    for (owner, mode, refused) in [(NOBODY, 0o600, None), (OTHER, 0o644, Some(refused))] {
        for more in [&["--dry-run"][..], &[]] {
            let home = Home::new(Some(FILE));
            let given = [home.path(""), home.path(".aws")].iter().try_for_each(|it| chown(it, Some(NOBODY), None));
            if given.and_then(|()| chown(home.credentials(), Some(owner), Some(OTHER))).is_err() {
                return peers::skip("only the superuser can give files away");
            }
            allow(&home.credentials(), mode);
            let server = Server::start(until_verified());
            let mut command = home.command(&server.url(), &[&TO_BOB[..], more].concat());
            command.uid(NOBODY).gid(NOBODY);
            let Ok(output) = command.output() else { return peers::skip("other users cannot run the command") };
            let run = Run::from(output);
            let is_done = refused.is_none() && more.is_empty();
            match refused {
                None => assert_eq!(run.code, 0, "{more:?}: {}", run.stderr),
                Some(told) => {
                    assert!(run.code == 255 && run.stderr.contains(told), "{more:?}: {}", run.stderr);
                    assert_eq!(server.seen().len(), 2, "{more:?}: nothing is created");
                }
            }
            assert_eq!(home.text(), Some(if is_done { file_with_new() } else { FILE.to_owned() }), "{more:?}");
            assert_eq!(access(&home.credentials()), mode, "{more:?}");
        }
    }
}

#[test]
fn the_file_that_the_environment_names_is_the_one() {
    let (home, server) = (Home::new(Some(FILE)), Server::start(until_verified()));
    let mut command = home.command(&server.url(), &TO_BOB);
    command.env("AWS_SHARED_CREDENTIALS_FILE", home.path("elsewhere/keys"));
    let run = finish(command);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("\"CredentialsFile\": \"~/elsewhere/keys\""), "{}", run.stdout);
    assert!(std::fs::read_to_string(home.path("elsewhere/keys")).is_ok_and(|it| it.contains(NEW_SECRET)));
    assert_eq!(home.text().as_deref(), Some(FILE));
}

#[test]
fn other_credentials_are_overwritten_where_that_is_asked_for() {
    for (what, file, held) in [
        ("another key", "[bob]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = x\n", "the key AKIAOTHER"),
        ("a process", "[bob]\ncredential_process = x\n", "credentials by credential_process"),
        ("half a key", "[bob]\naws_secret_access_key = x\n", "a secret key without its id"),
    ] {
        let home = Home::new(Some(file));
        let run = home.run(&Server::start([only_old(), used(None)]).url(), &TO_BOB);
        let told = format!("The profile bob has {held}, not the key to rotate. Choose another profile, or add");
        assert!(run.code == 255 && run.stderr.contains(&told), "{what}: {}", run.stderr);
        assert_eq!(home.text().as_deref(), Some(file), "{what}");

        let run = home.run(&Server::start(until_verified()).url(), &[&TO_BOB[..], &["--overwrite"]].concat());
        assert_eq!(run.code, 0, "{what}: {}", run.stderr);
        assert!(home.text().is_some_and(|it| it.contains(NEW) && it.contains(NEW_SECRET)), "{what}");
    }
}

#[test]
fn a_file_that_cannot_be_used_is_told_before_anything_is_changed() {
    let home = Home::new(Some("[bob\nsecret"));
    let server = Server::start([only_old(), used(None)]);
    let run = home.run(&server.url(), &TO_BOB);
    assert!(run.code == 255 && run.stderr.contains(".aws/credentials:1: "), "{}", run.stderr);
    assert!(server.seen().len() <= 2, "nothing was created");

    // A device in the place of the file, and a file in the place of the directory.
    for (name, reason) in [("/dev/null", "it is not a regular file"), ("file/keys", "")] {
        let home = Home::new(None);
        std::fs::write(home.path("file"), "").expect("a file");
        let server = Server::start([only_old(), used(None)]);
        let mut command = home.command(&server.url(), &TO_BOB);
        // The absolute path stays unchanged.
        command.env("AWS_SHARED_CREDENTIALS_FILE", home.path(name));
        let run = finish(command);
        assert_eq!(run.code, 255, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(reason) && !run.stderr.contains("Created"), "{name}: {}", run.stderr);
        assert!(server.seen().len() <= 2, "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_directory_that_cannot_be_written_is_named_and_a_dry_run_refuses_it_too() {
    for more in [&[][..], &["--dry-run"]] {
        let (home, server) = (Home::new(None), Server::start([only_old(), used(None)]));
        let mut command = home.command(&server.url(), &[&TO_BOB[..], more].concat());
        // No file can be created there.
        command.env("AWS_SHARED_CREDENTIALS_FILE", "/proc/self/credentials");
        let run = finish(command);
        assert_eq!((run.code, run.stdout.as_str()), (255, ""), "{more:?}: {}", run.stderr);
        let reason = "Failed to store the key in /proc/self/credentials: failed to create a file in the directory ";
        assert!(run.stderr.starts_with("Nothing was changed.\n") && run.stderr.contains(reason), "{}", run.stderr);
        assert_eq!(server.seen().len(), 2, "{more:?}");
    }
}

#[test]
fn what_stands_twice_is_refused_with_its_lines() {
    let key = |id: &str| format!("aws_access_key_id = {id}\naws_secret_access_key = the+secret+of+{id}\n");
    for (file, told) in [
        (format!("[bob]\n{}\n[ bob ]\n{}", key(OLD), key("AKIAOTHER")), "the section bob is in lines 1 and 5"),
        (format!("[bob]\n{}{}", key("AKIAOTHER"), key(OLD)), "aws_access_key_id of bob is in lines 2 and 4"),
    ] {
        for more in [&[][..], &["--dry-run"], &["--overwrite"]] {
            let (home, server) = (Home::new(Some(&file)), Server::start([only_old(), used(None)]));
            let run = home.run(&server.url(), &[&TO_BOB[..], more].concat());
            assert_eq!(run.code, 255, "{more:?}: {}", run.stderr);
            assert!(run.stderr.contains(told) && !run.stderr.contains("the+secret"), "{more:?}: {}", run.stderr);
            assert_eq!((home.text().as_ref(), server.seen().len()), (Some(&file), 2), "{more:?}");
        }
    }
}

#[test]
fn other_places_of_the_old_key_are_told() {
    let keys = format!("aws_access_key_id = {OLD}\naws_secret_access_key = x\n");
    let home = Home::new(Some(&format!("{FILE}\n[robot]\n{keys}")));
    std::fs::write(home.path(".aws/config"), format!("[profile bob]\n{keys}")).expect("a file");
    let told = |to: &[&str]| {
        let server = Server::start(until_verified());
        home.run(&server.url(), &[&["--user-name", "Bob"], to].concat()).stderr
    };
    let shown = told(&["--to-stdout"]);
    let places = "the profile bob of ~/.aws/config, the profile bob of ~/.aws/credentials, the profile robot of \
                  ~/.aws/credentials";
    assert!(shown.contains(&format!("\n  Replace {OLD} in {places}.\n")), "{shown}");
    let shown = told(&["--to-profile", "bob"]);
    let places = "the profile bob of ~/.aws/config, the profile robot of ~/.aws/credentials";
    assert!(shown.contains(&format!("\n  Replace {OLD} in {places}.\n")), "{shown}");
}
