//! Shared code of the tests: a home directory, responses of IAM, and checks of a run.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::server::{Act, Seen, Server};

pub const OLD: &str = "AKIAOLDKEYOFBOB00000";
pub const NEW: &str = "AKIANEWKEYOFBOB00000";
pub const ADMIN: &str = "AKIAADMIN00000000000";

pub const NEW_SECRET: &str = "n3w+s3cr3t/0f+b0b/wh1ch+n0b0dy/m4y+s33//";
pub const OLD_SECRET: &str = "0ld+s3cr3t/0f+b0b/wh1ch+n0b0dy/m4y+s33//";
pub const ADMIN_SECRET: &str = "4dm1n+s3cr3t/wh1ch+n0b0dy/m4y+s33+31th3r";

/// A credentials file with the keys of `bob`, and everything that must be preserved around them.
pub const FILE: &str = "# Keys of this machine\r\n\n[default]\nregion = eu-west-1 ; home\n\n[bob]  # the robot\n  \
                        AWS_ACCESS_KEY_ID=AKIAOLDKEYOFBOB00000 # since May\n  \
                        aws_secret_access_key =  0ld+s3cr3t/0f+b0b/wh1ch+n0b0dy/m4y+s33//\n  output = json\n\
                        ; the end, without a newline";

/// The file with the new key of `bob`.
pub fn file_with_new() -> String {
    FILE.replace(OLD, NEW).replace(OLD_SECRET, NEW_SECRET)
}

/// A home directory with a credentials file. It is removed at the end of its test.
pub struct Home(PathBuf);

impl Home {
    /// Creates it with this content in `~/.aws/credentials`, or without `~/.aws`.
    pub fn new(credentials: Option<&str>) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let home = Self(std::env::temp_dir().join(format!("tinsmith-rotate-{}-{number}", std::process::id())));
        std::fs::create_dir_all(&home.0).expect("a directory");
        if let Some(text) = credentials {
            std::fs::create_dir(home.0.join(".aws")).expect("a directory");
            std::fs::write(home.credentials(), text).expect("a file");
        }
        home
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The credentials file.
    pub fn credentials(&self) -> PathBuf {
        self.path(".aws/credentials")
    }

    /// The exact content of the credentials file, or `None` if there is none.
    pub fn text(&self) -> Option<String> {
        std::fs::read_to_string(self.credentials()).ok()
    }

    /// The names in `~/.aws`, sorted: no file may be left behind.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(".aws")).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|it| it.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// `iam rotate-access-key` with these arguments, signed by the administrator.
    pub fn command(&self, url: &str, arguments: &[&str]) -> Command {
        let mut command = iam(&["rotate-access-key"]);
        command.args(arguments).env("HOME", &self.0).env("AWS_ENDPOINT_URL", url).env("AWS_MAX_ATTEMPTS", "1");
        command.env("AWS_ACCESS_KEY_ID", ADMIN).env("AWS_SECRET_ACCESS_KEY", ADMIN_SECRET).stdin(Stdio::null());
        command
    }

    /// Runs it. No secret may appear, except the new key's on standard output if it belongs there.
    pub fn run(&self, url: &str, arguments: &[&str]) -> Run {
        finish(self.command(url, arguments))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // Leftovers in the directory for temporary files do no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a command to completion with `--debug`, and checks its output for secrets.
pub fn finish(mut command: Command) -> Run {
    let is_printed = command.get_args().any(|it| it == "--to-stdout");
    let run = Run::from(command.arg("--debug").output().expect("the command starts"));
    checked(run, is_printed)
}

/// The run without its log, after a check that no secret appears in either.
pub fn checked(mut run: Run, is_printed: bool) -> Run {
    for secret in [NEW_SECRET, OLD_SECRET, ADMIN_SECRET] {
        assert!(!run.stderr.contains(secret), "a secret is shown:\n{}", run.stderr);
        let may = is_printed && secret == NEW_SECRET;
        assert!(may || !run.stdout.contains(secret), "a secret is shown:\n{}", run.stdout);
    }
    assert!(run.stderr.contains(" - DEBUG -") || !matches!(run.code, 0 | 254), "there is a log:\n{}", run.stderr);
    let lines = run.stderr.lines().filter(|line| !line.contains(" - DEBUG -") && !line.contains(" - TRACE -"));
    run.stderr = lines.map(|line| format!("{line}\n")).collect();
    run
}

fn answer(operation: &str, result: &str) -> Act {
    let body = format!(
        "<{operation}Response><{operation}Result>{result}</{operation}Result><ResponseMetadata><RequestId>r</RequestId>\
         </ResponseMetadata></{operation}Response>"
    );
    Act::Answer(200, Vec::new(), body)
}

/// A response with these keys of Bob and their status.
pub fn listed(keys: &[(&str, &str)]) -> Act {
    let key = |(id, status): &(&str, &str)| {
        format!(
            "<member><UserName>Bob</UserName><AccessKeyId>{id}</AccessKeyId><Status>{status}</Status>\
             <CreateDate>2020-02-03T04:05:06Z</CreateDate></member>"
        )
    };
    let keys: String = keys.iter().map(key).collect();
    let keys = format!("<AccessKeyMetadata>{keys}</AccessKeyMetadata><IsTruncated>false</IsTruncated>");
    answer("ListAccessKeys", &keys)
}

/// A response in which the user has only the old key.
pub fn only_old() -> Act {
    listed(&[(OLD, "Active")])
}

/// A response with the time of a key's last use, or without one.
pub fn used(date: Option<&str>) -> Act {
    let used = match date {
        Some(date) => {
            format!("<LastUsedDate>{date}</LastUsedDate><ServiceName>s3</ServiceName><Region>eu-west-1</Region>")
        }
        None => "<ServiceName>N/A</ServiceName><Region>N/A</Region>".to_owned(),
    };
    let used = format!("<UserName>Bob</UserName><AccessKeyLastUsed>{used}</AccessKeyLastUsed>");
    answer("GetAccessKeyLastUsed", &used)
}

/// A response in which the old key was last used long ago.
pub fn used_long_ago() -> Act {
    used(Some("2021-01-02T03:04:05Z"))
}

/// A response with the new key.
pub fn created() -> Act {
    created_with(NEW_SECRET)
}

/// A response with a new key that has this secret.
pub fn created_with(secret: &str) -> Act {
    let key = format!(
        "<AccessKey><UserName>Bob</UserName><AccessKeyId>{NEW}</AccessKeyId><Status>Active</Status>\
         <SecretAccessKey>{secret}</SecretAccessKey><CreateDate>2026-01-02T03:04:05Z</CreateDate></AccessKey>"
    );
    answer("CreateAccessKey", &key)
}

/// The responses up to the creation of the new key.
pub fn until_created() -> Vec<Act> {
    vec![only_old(), used_long_ago(), created()]
}

/// The responses up to the verification of the new key.
pub fn until_verified() -> Vec<Act> {
    let mut script = until_created();
    script.extend([only_old(), only_old(), only_old()]);
    script
}

/// A script with further actions.
pub fn and(mut script: Vec<Act>, more: impl IntoIterator<Item = Act>) -> Vec<Act> {
    script.extend(more);
    script
}

/// The requests: the signer, the operation without `AccessKey`, the key, the status.
pub fn requests(server: &Server) -> Vec<String> {
    server.seen().iter().map(request).collect()
}

fn request(seen: &Seen) -> String {
    let signer = seen.header("authorization").and_then(|it| it.split("Credential=").nth(1)?.split('/').next());
    let parameter = |name: &str| {
        let found = seen.body.split('&').find_map(|it| it.strip_prefix(name)?.strip_prefix('='));
        found.map(short).unwrap_or_default()
    };
    let words = [short(signer.unwrap_or("nobody")), parameter("Action"), parameter("AccessKeyId"), parameter("Status")];
    words.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// Shortens keys to the word in them, and operations by the words that all have.
pub fn short(text: &str) -> String {
    let text = text.replace(OLD, "old").replace(NEW, "new").replace(ADMIN, "admin");
    text.replace("AccessKeys", "").replace("AccessKey", "")
}
