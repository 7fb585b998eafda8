//! Roles that are assumed through STS, and the requests for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::support::{NO_INSTANCE, SECRET, TOKEN, assert_fails, endpoint_keys, json, keys, loader, provided, time};
use tinsmith_credentials::{ProcessCredentials, RoleCredentials};
use tinsmith_iam::config::{AsyncSleep, Config, Region, Sleep};
use tinsmith_runtime::credentials::MfaPrompt;
use tinsmith_tests::home::Home;
use tinsmith_tests::server::{Act, Seen, Server};

const STS: &str = "AWS_ENDPOINT_URL_STS";

/// The response of STS to an operation, with keys that have this ID.
fn assumed(operation: &str, id: &str) -> Act {
    let expiration = time(3600);
    let body = format!(
        "<{operation}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{operation}Result><Credentials>\
         <AccessKeyId>{id}</AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey><SessionToken>{TOKEN}\
         </SessionToken><Expiration>{expiration}</Expiration></Credentials></{operation}Result></{operation}Response>"
    );
    Act::Answer(200, Vec::new(), body)
}

/// The ID of the key that signed a request.
fn signer(seen: &Seen) -> Option<&str> {
    seen.header("authorization")?.split_once("Credential=")?.1.split('/').next()
}

/// Asserts that a form contains these fields.
fn assert_form(seen: &Seen, fields: &[&str]) {
    let form: Vec<_> = seen.body.split('&').collect();
    for field in fields {
        assert!(form.iter().any(|it| it.starts_with(field)), "{field} is not in {form:?}");
    }
}

const CONFIG: &str = "\
[default]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/last
source_profile = middle
external_id = x/1
role_session_name = me
duration_seconds = 900
[profile middle]
role_arn = arn:aws:iam::123456789012:role/first
source_profile = keys
region = eu-central-1
[profile keys]
aws_access_key_id = first-id
aws_secret_access_key = s3cr3t-k3y-of-nobody
role_arn = arn:aws:iam::123456789012:role/never
source_profile = keys
[profile self]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/own
source_profile = self
aws_access_key_id = own-id
aws_secret_access_key = s3cr3t-k3y-of-nobody
[profile mfa]
role_arn = arn:aws:iam::123456789012:role/careful
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile environment]
role_arn = arn:aws:iam::123456789012:role/r
credential_source = Environment
[profile container]
role_arn = arn:aws:iam::123456789012:role/r
credential_source = EcsContainer
[profile instance]
role_arn = arn:aws:iam::123456789012:role/r
credential_source = Ec2InstanceMetadata
";

#[tokio::test]
async fn roles_are_assumed_one_after_the_other() {
    let home = Home::new(Some(CONFIG), None);
    let server = Server::start([assumed("AssumeRole", "middle-id"), assumed("AssumeRole", "last-id")]);
    let url = server.url();
    let found = keys(loader(&home, &[(STS, &url), NO_INSTANCE])).await.expect("keys");
    assert_eq!((found.access_key_id(), found.secret_access_key()), ("last-id", SECRET));
    assert_eq!(found.session_token(), Some(TOKEN));
    let seen = server.seen();
    assert_eq!(seen.iter().map(signer).collect::<Vec<_>>(), [Some("first-id"), Some("middle-id")]);
    let scope = seen[0].header("authorization").expect("a signature");
    assert!(scope.contains("/eu-west-1/sts/aws4_request"), "the region of the profile in use: {scope}");
    let role = "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2F";
    assert_form(&seen[0], &["Action=AssumeRole", "Version=2011-06-15", &format!("{role}first")]);
    assert_form(&seen[0], &["RoleSessionName=tinsmith-"]);
    assert!(!seen[0].body.contains("ExternalId") && !seen[0].body.contains("Duration"), "{}", seen[0].body);
    let fields = ["ExternalId=x%2F1", "RoleSessionName=me", "DurationSeconds=900", &format!("{role}last")];
    assert_form(&seen[1], &fields);
}

#[tokio::test]
async fn a_role_is_assumed_with_what_its_profile_names() {
    let home = Home::new(Some(CONFIG), None);
    let answers = [0; 3].map(|_| assumed("AssumeRole", "role-id"));
    let (sts, container) = (Server::start(answers), Server::start([json(200, &endpoint_keys("container-id", 60))]));
    let instance = [json(200, TOKEN), json(200, "r"), json(200, &endpoint_keys("instance-id", 60))];
    let instance = Server::start(instance);
    let (sts_url, container_url, instance_url) = (sts.url(), container.url(), instance.url());
    for name in ["self", "container", "instance"] {
        let variables = [
            (STS, sts_url.as_str()),
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", &container_url),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", &instance_url),
        ];
        let found = keys(loader(&home, &variables).profile_name(name)).await.expect(name);
        assert_eq!(found.access_key_id(), "role-id");
    }
    let seen = sts.seen();
    let signers: Vec<_> = seen.iter().map(signer).collect();
    assert_eq!(signers, [Some("own-id"), Some("container-id"), Some("instance-id")]);
    assert!(seen[1].header("authorization").is_some_and(|it| it.contains("/us-east-1/sts/")), "without a region");
}

#[tokio::test]
async fn keys_of_the_environment_are_a_source() {
    let home = Home::new(Some(CONFIG), None);
    let sts = Server::start([assumed("AssumeRole", "role-id")]);
    let url = sts.url();
    let variables = [(STS, url.as_str()), ("AWS_ACCESS_KEY_ID", "env-id"), ("AWS_SECRET_ACCESS_KEY", SECRET)];
    // A profile set by the program takes precedence over the environment, but may use it.
    let found = keys(loader(&home, &variables).profile_name("environment")).await.expect("keys");
    assert_eq!(found.access_key_id(), "role-id");
    assert_eq!(signer(&sts.seen()[0]), Some("env-id"));
    let without = keys(loader(&home, &[(STS, &url), NO_INSTANCE]).profile_name("environment")).await;
    assert_fails(without, &["failed: ", "failed to assume the role ", "the environment has no `AWS_ACCESS_KEY_ID`"]);
}

#[tokio::test]
async fn a_code_of_the_device_goes_along() {
    let home = Home::new(Some(CONFIG), None);
    let sts = Server::start([assumed("AssumeRole", "role-id")]);
    let url = sts.url();
    let asked = Arc::new(AtomicU32::new(0));
    let counter = asked.clone();
    let prompt = MfaPrompt::new(move |serial| {
        counter.fetch_add(1, Ordering::Relaxed);
        async move {
            assert_eq!(serial, "arn:aws:iam::123456789012:mfa/me");
            Ok(" 123456\n".to_owned())
        }
    });
    let with = |prompt| loader(&home, &[(STS, &url), NO_INSTANCE]).profile_name("mfa").mfa_prompt(prompt);
    keys(with(prompt)).await.expect("keys");
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    let fields = ["SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Fme", "TokenCode=123456"];
    assert_form(&sts.seen()[0], &fields);

    let nobody = keys(loader(&home, &[(STS, &url), NO_INSTANCE]).profile_name("mfa")).await;
    assert_fails(
        nobody,
        &["wrong: ", "needs a code of the MFA device arn:aws:iam::123456789012:mfa/me", "`mfa_prompt`"],
    );
    let refused = MfaPrompt::new(|_| async { Err("the terminal is gone".into()) });
    assert_fails(keys(with(refused)).await, &["failed: ", "failed to get a code", "the terminal is gone"]);
    let empty = MfaPrompt::new(|_| async { Ok("\n".to_owned()) });
    assert_fails(keys(with(empty)).await, &["failed: ", "expected a code of the MFA device"]);
    assert_eq!(sts.seen().len(), 1);
}

#[tokio::test]
async fn a_web_identity_is_sent_unsigned_and_read_each_time() {
    let home = Home::new(None, None);
    let sts = Server::start([0; 3].map(|_| assumed("AssumeRoleWithWebIdentity", "web-id")));
    let (url, file) = (sts.url(), home.path("token").to_string_lossy().into_owned());
    let arn = "arn:aws:iam::123456789012:role/pod";
    let variables = [
        (STS, url.as_str()),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", &file),
        ("AWS_ROLE_ARN", arn),
        ("AWS_ROLE_SESSION_NAME", "pod-1"),
        NO_INSTANCE,
    ];
    let config = loader(&home, &variables).load().expect("no mistake");
    let provider = config.credentials_provider().expect("a provider");
    assert_fails(provided(&provider).await, &["failed: ", &file, "cannot be read"]);
    for token in ["first.token", "second.token"] {
        std::fs::write(&file, format!("{token}\n")).expect("a file");
        assert_eq!(provided(&provider).await.expect("keys").access_key_id(), "web-id");
    }
    let profile = format!("[default]\nrole_arn = {arn}\nweb_identity_token_file = ~/token\nrole_session_name = p\n");
    let other = Home::new(Some(&profile), None);
    std::fs::copy(&file, other.path("token")).expect("a copy");
    keys(loader(&other, &[(STS, &url), NO_INSTANCE])).await.expect("keys");
    let seen = sts.seen();
    assert!(seen.iter().all(|it| it.header("authorization").is_none()), "{seen:?}");
    assert_form(
        &seen[0],
        &["Action=AssumeRoleWithWebIdentity", "WebIdentityToken=first.token", "RoleSessionName=pod-1"],
    );
    assert_form(&seen[1], &["WebIdentityToken=second.token"]);
    assert_form(&seen[2], &["WebIdentityToken=second.token", "RoleSessionName=p"]);

    // A file without a role is an invalid configuration: later providers are not tried.
    let half =
        [("AWS_WEB_IDENTITY_TOKEN_FILE", file.as_str()), ("AWS_CONTAINER_CREDENTIALS_FULL_URI", &url), NO_INSTANCE];
    assert_fails(keys(loader(&home, &half)).await, &["wrong: ", "but not AWS_ROLE_ARN"]);
    let zero = [("AWS_WEB_IDENTITY_TOKEN_FILE", "/dev/zero"), ("AWS_ROLE_ARN", arn), NO_INSTANCE];
    let parts = [
        "failed: ",
        "the web identity token in /dev/zero cannot be read: the file is larger than the limit of 65536 bytes",
    ];
    assert_fails(keys(loader(&home, &zero)).await, &parts);
    // Like keys in the environment, its web identity is ignored if a profile is set.
    let empty = Home::new(Some("[profile empty]\nregion = x\n"), None);
    let named = keys(loader(&empty, &variables).profile_name("empty")).await;
    assert_fails(named, &["nothing: ", "profile: the profile `empty` has no `aws_access_key_id`"]);
}

#[tokio::test]
async fn what_sts_answers_is_told() {
    let home = Home::new(Some(CONFIG), None);
    let empty = "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>".to_owned();
    let cases: Vec<(Vec<Act>, &[&str])> = vec![
        (vec![Act::error(403, "AccessDenied")], &["failed to assume the role ", "AccessDenied: about AccessDenied"]),
        (vec![Act::error(500, "InternalFailure"), Act::error(500, "InternalFailure")], &["InternalFailure"]),
        (vec![Act::Answer(200, Vec::new(), empty)], &["the response contains no credentials"]),
        (vec![json(200, SECRET)], &["response error"]),
        (vec![Act::Hang, Act::Hang], &["took longer than 1s"]),
    ];
    for (script, parts) in cases {
        let server = Server::start(script);
        let url = server.url();
        let found = keys(loader(&home, &[(STS, &url), NO_INSTANCE]).profile_name("self")).await;
        assert!(found.as_ref().is_err_and(|it| it.starts_with("failed: ")), "{found:?}");
        assert_fails(found, parts);
    }
}

#[tokio::test]
async fn a_role_is_a_provider_of_its_own() {
    let server = Server::start([assumed("AssumeRole", "role-id")]);
    let config = Config::builder().region(Region::new("eu-west-1")).endpoint_url(server.url()).build();
    let source = ProcessCredentials::new("echo '{\"Version\":1,\"AccessKeyId\":\"i\",\"SecretAccessKey\":\"s\"}'");
    let role = RoleCredentials::new("arn:aws:iam::123456789012:role/r", source, &config)
        .session_name("s")
        .duration(Duration::from_secs(3600));
    assert_eq!(provided(&role).await.expect("keys").access_key_id(), "role-id");
    assert_form(&server.seen()[0], &["RoleSessionName=s", "DurationSeconds=3600"]);
}

#[tokio::test]
async fn what_takes_no_signature_has_none() {
    let server = Server::start([assumed("AssumeRoleWithWebIdentity", "web-id"), assumed("AssumeRole", "role-id")]);
    let keys = tinsmith_iam::config::Credentials::new("id", SECRET, None, None, "test");
    let config =
        Config::builder().region(Region::new("eu-west-1")).endpoint_url(server.url()).credentials_provider(keys);
    let client = tinsmith_credentials_sts::Client::from_conf(config.build());
    let arn = "arn:aws:iam::123456789012:role/r";
    let call = client.assume_role_with_web_identity().role_arn(arn).role_session_name("me").web_identity_token("t0k3n");
    call.send().await.expect("an answer");
    client.assume_role().role_arn(arn).role_session_name("me").send().await.expect("an answer");
    assert_eq!(server.seen().iter().map(signer).collect::<Vec<_>>(), [None, Some("id")]);
}

#[tokio::test]
async fn keys_of_a_role_are_kept_where_they_are_asked_to_be() {
    let home = Home::new(Some(CONFIG), None);
    let sts =
        Server::start([assumed("AssumeRole", "one"), assumed("AssumeRole", "two"), assumed("AssumeRole", "three")]);
    let (url, directory) = (sts.url(), home.path(".aws/cli/cache"));
    let with = || loader(&home, &[(STS, &url), NO_INSTANCE]).profile_name("self").role_directory(&directory);
    for _ in 0..2 {
        let found = keys(with()).await.expect("keys");
        assert_eq!((found.access_key_id(), found.secret_access_key()), ("one", SECRET));
        assert_eq!(found.session_token(), Some(TOKEN));
    }
    let files = || std::fs::read_dir(&directory).expect("a directory").map(|it| it.expect("a file").path());
    let file = files().next().expect("a file");
    assert_eq!(files().count(), 1, "nothing else is left");
    #[cfg(unix)]
    {
        let mode = std::fs::metadata(&file).expect("a file").permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600, "its owner's alone");
    }
    // Keys that expire soon, and an invalid file, do not count as keys.
    let text = std::fs::read_to_string(&file).expect("a file");
    let end = text.split("\"Expiration\":\"").nth(1).and_then(|it| it.split('"').next()).expect("an end");
    for (spoiled, id) in [(text.replace(end, &time(600)), "two"), ("{".to_owned(), "three")] {
        std::fs::write(&file, spoiled).expect("a file");
        assert_eq!(keys(with()).await.expect("keys").access_key_id(), id);
    }
}

/// Pauses that take no time.
#[derive(Clone, Debug)]
struct NoPause;

impl AsyncSleep for NoPause {
    fn sleep(&self, _: Duration) -> Sleep {
        Sleep::new(std::future::ready(()))
    }
}

#[tokio::test]
async fn calls_of_sts_are_retried_as_the_environment_says() {
    let file = std::env::temp_dir().join(format!("tinsmith-web-identity-{}", std::process::id()));
    std::fs::write(&file, "token").expect("a file of the test");
    let path = file.display().to_string();
    let home = Home::new(None, None);
    // The identity provider may be reachable the next time, although the status is 400.
    let unreachable = || Act::error(400, "IDPCommunicationError");
    let found = async |attempts: &str, script: Vec<Act>| {
        let server = Server::start(script);
        let url = server.url();
        let variables = [
            (STS, url.as_str()),
            ("AWS_WEB_IDENTITY_TOKEN_FILE", &path),
            ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r"),
            ("AWS_MAX_ATTEMPTS", attempts),
            NO_INSTANCE,
        ];
        let loader = tinsmith_credentials::Loader::new().environment(home.environment(&variables));
        let found = keys(loader.overrides(Config::builder().sleep_impl(NoPause))).await;
        (found.map(|it| it.access_key_id().to_owned()), server.seen().len())
    };
    let answer = || assumed("AssumeRoleWithWebIdentity", "id");
    let script = vec![unreachable(), unreachable(), Act::error(500, "ServiceFailure"), answer()];
    assert_eq!(found("4", script).await, (Ok("id".to_owned()), 4));
    let (failed, attempts) = found("1", vec![unreachable(), answer()]).await;
    assert!(failed.is_err_and(|it| it.contains("IDPCommunicationError")));
    assert_eq!(attempts, 1);
    std::fs::remove_file(&file).expect("the file of the test");
}
