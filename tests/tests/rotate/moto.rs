//! The whole sequence with a real IAM implementation.

use serde_json::Value;
use tinsmith_tests::command::{Run, iam, run};
use tinsmith_tests::moto;

use crate::stage::Home;

/// Runs another command, which must succeed.
fn ok(url: &str, arguments: &[&str]) -> Value {
    let run = run(url, arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
    if run.stdout.is_empty() { Value::Null } else { json(&run.stdout) }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Creates a user with a key, and returns the key's ID and secret.
fn user_with_key(url: &str, user: &str) -> (String, String) {
    ok(url, &["create-user", "--user-name", user]);
    let key = &ok(url, &["create-access-key", "--user-name", user])["AccessKey"];
    let text = |name: &str| key[name].as_str().expect("the answer holds the key").to_owned();
    (text("AccessKeyId"), text("SecretAccessKey"))
}

/// The IDs and statuses of a user's keys.
fn keys(url: &str, user: &str) -> Vec<(String, String)> {
    let listed = ok(url, &["list-access-keys", "--user-name", user]);
    let text = |key: &Value, name: &str| key[name].as_str().unwrap_or_default().to_owned();
    let listed = listed["AccessKeyMetadata"].as_array().expect("a list").iter();
    listed.map(|it| (text(it, "AccessKeyId"), text(it, "Status"))).collect()
}

fn key(id: &str, status: &str) -> (String, String) {
    (id.to_owned(), status.to_owned())
}

#[test]
fn a_key_is_rotated_into_a_profile() {
    let Some(url) = moto::shared() else { return };
    let (old, secret) = user_with_key(&url, "stored");
    let file =
        format!("# c\n[other]\nx = 1\n\n[stored]\naws_access_key_id={old}\naws_secret_access_key={secret}\n# end\n");
    let home = Home::new(Some(&file));
    let run = home.run(&url, &["--user-name", "stored", "--to-profile", "stored"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let result = json(&run.stdout);
    let new = result["NewAccessKey"]["AccessKeyId"].as_str().expect("an id");
    assert_eq!(
        (&result["OldAccessKey"]["AccessKeyId"], &result["OldAccessKey"]["Status"]),
        (&old.as_str().into(), &"Inactive".into())
    );
    assert_eq!(result["NewAccessKey"].get("SecretAccessKey"), None);
    assert_eq!(keys(&url, "stored"), [key(&old, "Inactive"), key(new, "Active")]);

    // Only the bytes of the key changed, and the new key works.
    let text = home.text().expect("the file is there");
    let stored = text.lines().find_map(|line| line.strip_prefix("aws_secret_access_key=")).expect("a secret");
    assert_eq!(text, file.replace(&old, new).replace(&secret, stored));
    let mut own = iam(&["list-access-keys", "--profile", "stored", "--query", "AccessKeyMetadata[].UserName"]);
    own.env("HOME", home.path("")).env("AWS_ENDPOINT_URL", &url);
    let own = Run::from(own.output().expect("the command starts"));
    assert_eq!((own.code, json(&own.stdout)), (0, serde_json::json!(["stored", "stored"])), "{}", own.stderr);

    // The suggested command can be run as printed.
    let next = result["NextCommand"].as_str().expect("a line").split(' ').skip(1).collect::<Vec<_>>();
    ok(&url, &next);
    assert_eq!(keys(&url, "stored"), [key(new, "Active")]);
}

#[test]
fn a_key_rotates_itself_and_its_predecessor_is_deleted() {
    let Some(url) = moto::shared() else { return };
    let (old, secret) = user_with_key(&url, "self");
    let home = Home::new(Some(&format!("[me]\naws_access_key_id = {old}\naws_secret_access_key = {secret}\n")));
    let arguments = ["--profile", "me", "--to-profile", "me", "--delete-old-after", "now", "--output", "text"];
    let mut command = home.command(&url, &arguments);
    command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    let run = Run::from(command.output().expect("the command starts"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let listed = keys(&url, "self");
    assert!(matches!(&listed[..], [(id, status)] if *id != old && status == "Active"), "{listed:?}");
    assert!(run.stdout.contains("\tDeleted\n"), "{}", run.stdout);
    assert!(home.text().is_some_and(|it| it.contains(&listed[0].0) && !it.contains(&secret)));
}

#[test]
fn a_key_is_printed_for_a_script() {
    let Some(url) = moto::shared() else { return };
    user_with_key(&url, "printed");
    let home = Home::new(None);
    let query = "NewAccessKey.[AccessKeyId, SecretAccessKey]";
    let run = home.run(&url, &["--user-name", "printed", "--to-stdout", "--query", query, "--output", "text"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (id, secret) = run.stdout.trim_end().split_once('\t').expect("id and secret");
    assert!(!run.stderr.contains(secret), "{}", run.stderr);
    assert_eq!(home.names(), [""; 0]);
    let mut own = iam(&["list-access-keys"]);
    own.env("AWS_ENDPOINT_URL", &url).env("AWS_ACCESS_KEY_ID", id).env("AWS_SECRET_ACCESS_KEY", secret);
    assert!(own.output().is_ok_and(|it| it.status.success()));
    let last = keys(&url, "printed").pop();
    assert_eq!(last, Some(key(id, "Active")));
}
