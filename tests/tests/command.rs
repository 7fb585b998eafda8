//! Tests the rotation of an access key with the `iam` command, as in a shell.

use std::process::Stdio;

use serde_json::{Value, json};
use tinsmith_tests::command::{Run, iam, run};
use tinsmith_tests::moto;

/// Runs the command, which must succeed.
fn ok(url: &str, arguments: &[&str]) -> String {
    let run = run(url, arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run.stdout
}

/// The same for a response in JSON.
fn answer(url: &str, arguments: &[&str]) -> Value {
    let stdout = ok(url, arguments);
    serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {stdout}"))
}

/// Creates a user with a key, and returns the key's ID.
fn user_with_key(url: &str, user: &str) -> String {
    let created = answer(url, &["create-user", "--user-name", user]);
    assert_eq!(created["User"]["UserName"], user);
    let key = answer(url, &["create-access-key", "--user-name", user]);
    key["AccessKey"]["AccessKeyId"].as_str().expect("the answer holds the key's id").to_owned()
}

fn status(url: &str, user: &str, key: &str) -> String {
    let query = format!("AccessKeyMetadata[?AccessKeyId=='{key}'].Status");
    let listed = ["list-access-keys", "--user-name", user, "--query", &query, "--output", "text"];
    ok(url, &listed).trim().to_owned()
}

#[test]
fn a_key_is_rotated_from_first_to_last_step() {
    let Some(url) = moto::shared() else { return };
    let first = user_with_key(&url, "shell");
    let second = answer(&url, &["create-access-key", "--user-name", "shell"]);
    let second = second["AccessKey"]["AccessKeyId"].as_str().expect("the answer holds the key's id");
    let listed = answer(&url, &["list-access-keys", "--user-name", "shell"]);
    assert_eq!(listed["AccessKeyMetadata"].as_array().map(Vec::len), Some(2));

    for wanted in ["Inactive", "Active", "Inactive"] {
        let update = ["update-access-key", "--user-name", "shell", "--access-key-id", &first, "--status", wanted];
        assert_eq!(ok(&url, &update), "");
        assert_eq!(status(&url, "shell", &first), wanted);
    }
    let used = answer(&url, &["get-access-key-last-used", "--access-key-id", &first]);
    assert_eq!(used["UserName"], "shell");

    for key in [&first, second] {
        assert_eq!(ok(&url, &["delete-access-key", "--user-name", "shell", "--access-key-id", key]), "");
    }
    assert_eq!(ok(&url, &["delete-user", "--user-name", "shell"]), "");
    let gone = run(&url, &["get-user", "--user-name", "shell"]);
    assert_eq!((gone.code, gone.stdout.as_str()), (254, ""));
    assert!(gone.stderr.contains("(NoSuchEntity) when calling the GetUser operation"), "{}", gone.stderr);
}

#[test]
fn a_filled_in_skeleton_is_an_input() {
    let Some(url) = moto::shared() else { return };
    let key = user_with_key(&url, "skeleton");
    let mut input = answer(&url, &["update-access-key", "--generate-cli-skeleton"]);
    assert_eq!(input, json!({"UserName": "", "AccessKeyId": "", "Status": "Active"}));
    input["UserName"] = "skeleton".into();
    input["AccessKeyId"] = key.as_str().into();
    input["Status"] = "Inactive".into();
    let text = input.to_string();
    assert_eq!(ok(&url, &["update-access-key", "--cli-input-json", &text]), "");
    assert_eq!(status(&url, "skeleton", &key), "Inactive");

    // An option takes precedence over the same member in the JSON.
    assert_eq!(ok(&url, &["update-access-key", "--cli-input-json", &text, "--status", "Active"]), "");
    assert_eq!(status(&url, "skeleton", &key), "Active");
}

#[test]
fn a_filled_in_yaml_skeleton_is_an_input() {
    let Some(url) = moto::shared() else { return };
    let key = user_with_key(&url, "yaml");
    let skeleton = ok(&url, &["update-access-key", "--generate-cli-skeleton", "yaml-input"]);
    let filled: String = skeleton
        .lines()
        .map(|line| match line.split_once(':').map(|(name, _)| name) {
            Some("UserName") => "UserName: yaml # a comment\n".to_owned(),
            Some("AccessKeyId") => format!("AccessKeyId: {key}\n"),
            Some("Status") => "Status: Inactive\n".to_owned(),
            _ => panic!("{skeleton}"),
        })
        .collect();
    assert_eq!(ok(&url, &["update-access-key", "--cli-input-yaml", &filled]), "");
    assert_eq!(status(&url, "yaml", &key), "Inactive");
}

#[test]
fn exit_codes_say_what_kind_of_failure_it_was() {
    let Some(url) = moto::shared() else { return };
    user_with_key(&url, "codes");
    let update =
        |key, status| ["update-access-key", "--user-name", "codes", "--access-key-id", key, "--status", status];

    let missing = run(&url, &update("AKIAIOSFODNN7EXAMPLE", "Inactive"));
    assert_eq!((missing.code, missing.stdout.as_str()), (254, ""));
    assert!(missing.stderr.contains("(NoSuchEntity) when calling the UpdateAccessKey operation"), "{}", missing.stderr);

    let short = run(&url, &update("AKIA", "Inactive"));
    assert_eq!((short.code, short.stdout.as_str()), (252, ""));
    assert!(short.stderr.contains("AccessKeyId"), "{}", short.stderr);

    let unknown = run(&url, &["update-access-key", "--no-such-option"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (252, ""));

    let mut keyless = iam(&update("AKIAIOSFODNN7EXAMPLE", "Inactive"));
    keyless
        .env_remove("AWS_ACCESS_KEY_ID")
        .env_remove("AWS_SECRET_ACCESS_KEY")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    let keyless = Run::from(keyless.env("AWS_ENDPOINT_URL", &url).output().expect("the command starts"));
    assert_eq!((keyless.code, keyless.stdout.as_str()), (253, ""));

    // Nothing listens on port 9.
    let unreachable = run("http://127.0.0.1:9", &["get-user", "--user-name", "codes"]);
    assert_eq!((unreachable.code, unreachable.stdout.as_str()), (255, ""));
}

#[test]
fn a_list_is_read_in_parts() {
    let Some(url) = moto::shared() else { return };
    let first = user_with_key(&url, "parts");
    let second = answer(&url, &["create-access-key", "--user-name", "parts", "--query", "AccessKey.AccessKeyId"]);
    let list = |more: &[&str]| run(&url, &[&["list-access-keys", "--user-name", "parts"], more].concat());
    let ids = "AccessKeyMetadata[?Status==`Active`].AccessKeyId | join(' ', @)";
    let id = |more: &[&str]| list(&[&["--max-items", "1", "--output", "text", "--query", ids], more].concat()).stdout;
    assert_eq!(id(&[]).trim(), first);
    let token = list(&["--max-items", "1", "--output", "text", "--query", "NextToken"]).stdout;
    assert_eq!(id(&["--starting-token", token.trim()]).trim(), second.as_str().expect("an id"));

    let empty = list(&["--page-size", "0"]);
    assert_eq!((empty.code, empty.stdout.as_str()), (252, ""));
    assert!(empty.stderr.contains("parameter MaxItems, value: 0, valid min value: 1"), "{}", empty.stderr);
}

#[test]
fn a_mistyped_option_is_told_with_the_one_that_is_meant() {
    for (arguments, wanted) in [
        (
            &["get-user", "--usr-name=Bob"][..],
            "Unknown options: --usr-name=Bob\n\nMaybe you meant:\n\n  * --user-name\n",
        ),
        (&["get-user", "--regio-n", "x"], "Unknown options: --regio-n, x\n\nMaybe you meant:\n\n  * --region\n"),
        (
            &["delete-user", "--usr-name", "Bob"],
            "required: --user-name\n\nUnknown options: --usr-name, Bob\n\nMaybe you meant:\n\n  * --user-name\n",
        ),
        (&["get-user", "--no-user-name"], "Unknown options: --no-user-name\n"),
    ] {
        let run = run("http://127.0.0.1:9", arguments);
        assert_eq!((run.code, run.stdout.as_str()), (252, ""), "{arguments:?}");
        assert!(run.stderr.contains(wanted), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stderr.contains("Maybe"), wanted.contains("Maybe"), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn what_is_set_wrong_is_told_in_one_sentence() {
    let proxy = ("http_proxy", "http://name:hidden@127.0.0.1:9");
    let secret = ("AWS_SECRET_ACCESS_KEY", "");
    for (variable, arguments, sentence) in [
        (proxy, &["get-user"][..], "Failed to connect to proxy URL: \"http://127.0.0.1:9\": "),
        (secret, &["get-user"], "the environment has `AWS_ACCESS_KEY_ID` but not `AWS_SECRET_ACCESS_KEY`\n"),
        (secret, &["get-user", "--region", "no/region"], "Provided region_name 'no/region' doesn't match a supported"),
    ] {
        let mut command = iam(arguments);
        command.env("AWS_ENDPOINT_URL", "http://iam.test").env("AWS_MAX_ATTEMPTS", "1").env(variable.0, variable.1);
        let run = Run::from(command.args(["--debug"]).output().expect("the command starts"));
        assert_eq!((run.code, run.stdout.as_str()), (255, ""), "{arguments:?}");
        let error = run.stderr.split_once("\niam: [ERROR]: ").expect("a sentence").1;
        assert!(error.starts_with(sentence), "{arguments:?}: {}", run.stderr);
        assert!(!run.stderr.contains("hidden"), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStrExt;
    let argument = std::ffi::OsStr::from_bytes(b"B\xff");
    let run = Run::from(iam(&["get-user", "--user-name"]).arg(argument).output().expect("the command starts"));
    assert_eq!((run.code, run.stdout.as_str()), (252, ""));
    assert!(run.stderr.contains("The argument \"B\\xFF\" is not valid UTF-8."), "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_never_a_crash() {
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("Linux has this device");
    let sample = ["update-access-key", "--generate-cli-skeleton"];
    let output = Run::from(iam(&sample).stdout(full()).output().expect("the command starts"));
    assert_eq!(output.code, 255);
    assert!(output.stderr.contains("Unable to write the output: No space left on device"), "{}", output.stderr);
    let errors = |arguments: &[&str]| iam(arguments).stderr(full()).output().expect("the command starts").status.code();
    assert_eq!(errors(&["no-such-command"]), Some(252));
    assert_eq!(errors(&["update-access-key", "--generate-cli-skeleton", "--debug"]), Some(0));
}

#[test]
fn debugging_shows_no_secret() {
    let Some(url) = moto::shared() else { return };
    user_with_key(&url, "debugged");
    let mut command = iam(&["create-access-key", "--user-name", "debugged", "--debug"]);
    command.env("AWS_SECRET_ACCESS_KEY", "a-very-distinctive-secret").env("AWS_SESSION_TOKEN", "a-distinctive-token");
    let run =
        Run::from(command.env("AWS_ENDPOINT_URL", &url).stdin(Stdio::null()).output().expect("the command starts"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.is_empty());
    let created: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let secret = created["AccessKey"]["SecretAccessKey"].as_str().expect("the answer holds the secret");
    for secret in [secret, "a-very-distinctive-secret", "a-distinctive-token"] {
        assert!(!run.stderr.contains(secret), "{}", run.stderr);
    }
}
