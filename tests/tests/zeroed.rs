//! Tests that our copies of secrets are overwritten before their memory is freed.
//!
//! An allocator looks for the secret in all memory that is freed. It is a separate program because of the allocator.

#![allow(unsafe_code, reason = "an allocator is unsafe to implement")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use tinsmith_credentials::Loader;
use tinsmith_runtime::config::ProvideCredentials;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json;
use tinsmith_runtime::schema::{Kind, Member, Schema, Trait};
use tinsmith_runtime::shape::{Structure, View};
use tinsmith_tests::home::Home;

const SECRET: &str = "s3cr3t/k3y-of-nobody";

/// The number of freed blocks with the secret.
static LEFT: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static WATCHING: Watching = Watching;

struct Watching;

// SAFETY: every call is passed on unchanged to the system's allocator. A block is read before it is freed, when it is
// still valid; bytes that were never written are only compared.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { System.alloc_zeroed(layout) }
    }

    // The default `realloc` copies to a new block, and frees the old one here.
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let bytes = unsafe { std::slice::from_raw_parts(block, layout.size()) };
        if bytes.windows(SECRET.len()).any(|it| it == SECRET.as_bytes()) {
            LEFT.fetch_add(1, Ordering::Relaxed);
        }
        unsafe { System.dealloc(block, layout) }
    }
}

/// The number of blocks with the secret that this frees.
fn left_by(action: impl FnOnce()) -> usize {
    let before = LEFT.load(Ordering::Relaxed);
    action();
    LEFT.load(Ordering::Relaxed) - before
}

static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
static SENSITIVE: Schema = Schema::simple("demo#Sensitive", Kind::String, &[Trait::Sensitive]);
static BYTES: Schema = Schema::simple("demo#Bytes", Kind::Blob, &[Trait::Sensitive]);
static LIST: Schema = Schema::list("demo#List", &[Member::new("member", &SENSITIVE, &[])], &[]);
static KEYS: Schema = Schema::structure(
    "demo#Keys",
    &[
        Member::new("Key", &SENSITIVE, &[]),
        Member::new("Bytes", &BYTES, &[]),
        Member::new("More", &LIST, &[]),
        Member::new("Plain", &TEXT, &[]),
    ],
    &[],
);

/// Reads JSON, and returns the value of its first member.
fn read(text: &str) -> Dynamic {
    let mut keys = Dynamic::new(&KEYS);
    json::from_str(text, &mut keys).expect("valid JSON");
    keys
}

/// Provides credentials from files in `~/.aws`; `~` in the configuration is the home directory.
fn provide(config: &str, files: &[(&str, &str)]) {
    let home = Home::new(None, None);
    let config = config.replace('~', &home.path("").to_string_lossy());
    for (name, text) in [("config", config.as_str())].iter().chain(files) {
        std::fs::write(home.path(".aws").join(name), text).expect("a file");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let environment = home.environment(&[("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_REGION", "eu-west-1")]);
        let config = Loader::new().environment(environment).load().expect("a configuration");
        let provider = config.credentials_provider().expect("a provider");
        let keys = provider.provide_credentials().await.expect("keys");
        assert_eq!(keys.secret_access_key(), SECRET);
    });
}

// One test: the allocator sees all threads of the program.
#[test]
fn secrets_are_overwritten() {
    assert_eq!(left_by(|| drop(SECRET.to_owned())), 1, "the allocator notices what is left behind");
    let is_read = |text: &str, index: usize| {
        let keys = read(text);
        assert!(matches!(keys.member(index).map(|it| it.view()), Some(View::String(SECRET))), "{keys:?}");
    };
    assert_eq!(
        left_by(|| is_read(r#"{"Plain": "s3cr3t/k3y-of-nobody"}"#, 3)),
        1,
        "only sensitive members are overwritten"
    );
    assert_eq!(left_by(|| is_read(r#"{"Key": "s3cr3t/k3y-of-nobody"}"#, 0)), 0, "a string");
    assert_eq!(left_by(|| is_read(r#"{"Key": "s3cr3t\/k3y-of\u002dnobody"}"#, 0)), 0, "a string with escapes");
    assert_eq!(left_by(|| drop(read(r#"{"Bytes": "czNjcjN0L2szeS1vZi1ub2JvZHk="}"#))), 0, "a blob");
    assert_eq!(left_by(|| drop(read(r#"{"More": ["s3cr3t/k3y-of-nobody", "x"]}"#))), 0, "a list");
    let cleared = || {
        let mut keys = read(r#"{"Key": "s3cr3t/k3y-of-nobody"}"#);
        let copy = keys.clone();
        keys.clear(0);
        drop(copy);
    };
    assert_eq!(left_by(cleared), 0, "a cleared value, and a copy");
    let credentials = "[default]\naws_access_key_id = id\naws_secret_access_key = s3cr3t/k3y-of-nobody # mine\n";
    assert_eq!(left_by(|| provide("", &[("credentials", credentials)])), 0, "a profile");
    #[cfg(unix)]
    {
        let output = r#"{"Version": 1, "AccessKeyId": "id", "SecretAccessKey": "s3cr3t\/k3y-of-nobody"}"#;
        let process = "[default]\ncredential_process = cat '~/.aws/output'\n";
        assert_eq!(left_by(|| provide(process, &[("output", output)])), 0, "a credential process");
    }
}
