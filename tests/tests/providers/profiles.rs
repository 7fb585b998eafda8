//! Broken profiles: each is an error with its place, and no other provider is tried.

use crate::support::{SECRET, assert_fails, keys, loader};
use tinsmith_tests::home::Home;
use tinsmith_tests::server::Server;

const CONFIG: &str = "\
[profile a]
role_arn = arn:aws:iam::123456789012:role/a
source_profile = b
[profile b]
role_arn = arn:aws:iam::123456789012:role/b
source_profile = c
[profile c]
role_arn = arn:aws:iam::123456789012:role/c
source_profile = b
[profile alone]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = alone
[profile missing]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = nobody
[profile without]
role_arn = arn:aws:iam::123456789012:role/r
[profile both]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = a
credential_source = Environment
duration_seconds = 10
[profile strange]
role_arn = arn:aws:iam::123456789012:role/r
credential_source = Moon
[profile bare]
region = x
[profile from-bare]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = bare
duration_seconds = an hour
[profile token]
web_identity_token_file = /token
[profile half]
aws_access_key_id = id
[profile process]
credential_process = sh -c 'echo s3cr3t-k3y-of-nobody; exit 1'
";

#[tokio::test]
async fn what_is_wrong_is_told_and_nobody_else_is_asked() {
    let home = Home::new(Some(CONFIG), None);
    let server = Server::start([]);
    let url = server.url();
    let variables = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.as_str()), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url)];
    let cases: [(&str, &[&str]); 10] = [
        ("a", &["wrong: ", "form a circle: `a` -> `b` -> `c` -> `b`"]),
        ("alone", &["wrong: ", "form a circle: `alone` -> `alone`"]),
        ("missing", &["wrong: ", "the profile `missing`: its `source_profile` is `nobody`, which does not exist"]),
        (
            "without",
            &["wrong: ", "`role_arn`, but no credentials to assume it with: `source_profile`, `credential_source`"],
        ),
        ("both", &["wrong: ", "`source_profile` and `credential_source`: remove all but one", "\"10\""]),
        ("strange", &["wrong: ", "invalid `credential_source` \"Moon\"", "Ec2InstanceMetadata"]),
        ("from-bare", &["wrong: ", "the profile `bare`: it is the `source_profile`", "\"an hour\": expected"]),
        ("token", &["wrong: ", "the profile `token`: it has `web_identity_token_file` but not `role_arn`"]),
        ("half", &["wrong: ", "but not `aws_secret_access_key`"]),
        ("process", &["failed: ", "`sh` failed (exit status: 1)"]),
    ];
    for (name, parts) in cases {
        assert_fails(keys(loader(&home, &variables).profile_name(name)).await, parts);
        let mut variables = variables.to_vec();
        variables.push(("AWS_PROFILE", name));
        assert_fails(keys(loader(&home, &variables)).await, parts);
    }
    assert_eq!(server.seen().len(), 0, "the search has ended");
    assert!(CONFIG.contains(SECRET), "the secret is there to be shown");
}
