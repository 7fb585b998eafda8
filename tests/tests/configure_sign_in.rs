//! `tin configure sso` and `configure mfa-login` against mocks of the services that they call.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_codegen::model::load_files;
use tinsmith_pack::PackWriter;
use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::server::{Act, Server};

/// A home directory with this configuration, and a pack of the services that sign in.
struct Home(PathBuf);

impl Home {
    fn new(name: &str, config: &str) -> Self {
        let home = std::env::temp_dir().join(format!("tinsmith-configure-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&home);
        fs::create_dir_all(home.join(".aws")).unwrap();
        fs::write(home.join(".aws/config"), config).unwrap();
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
        let mut writer = PackWriter::new();
        for service in ["sso", "sso-oidc", "sts"] {
            let model = load_files(&[models.join(service).join("model.json")]).unwrap();
            let described = describe_model(model, &Selection::default()).unwrap();
            writer.add(PackWriter::pack(service, &described.description, false).unwrap());
        }
        fs::write(home.join("pack"), writer.finish().unwrap()).unwrap();
        Self(home)
    }

    /// Runs a command with these answers to its questions, and keys if there are any.
    fn run(&self, server: &Server, words: &[&str], answers: &[&str], key: Option<&str>) -> Run {
        let mut command = Command::new(tin());
        command.env_clear().arg("--pack").arg(self.0.join("pack")).args(words);
        command.env("HOME", &self.0).env("AWS_ENDPOINT_URL", server.url()).env("AWS_REGION", "eu-west-1");
        command.env("AWS_EC2_METADATA_DISABLED", "true");
        if let Some(key) = key {
            command.env("AWS_ACCESS_KEY_ID", key).env("AWS_SECRET_ACCESS_KEY", "secret");
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that ends early reads nothing.
        let _ = child
            .stdin
            .take()
            .unwrap()
            .write_all(answers.iter().map(|it| format!("{it}\n")).collect::<String>().as_bytes());
        child.wait_with_output().unwrap().into()
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(".aws").join(name)).unwrap_or_default()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn answer(value: &Value) -> Act {
    Act::Answer(200, vec![("content-type", "application/json".to_owned())], value.to_string())
}

/// The answers of the service that issues tokens to a device.
fn signed_in() -> Vec<Act> {
    let device = json!({"deviceCode": "device", "userCode": "ABCD-EFGH", "verificationUri": "https://verify.example",
        "verificationUriComplete": "https://verify.example?c=ABCD-EFGH", "expiresIn": 600, "interval": 1});
    vec![
        answer(&json!({"clientId": "client", "clientSecret": "hidden", "clientSecretExpiresAt": 1_900_000_000})),
        answer(&device),
        answer(&json!({"accessToken": "bearer", "expiresIn": 3600, "tokenType": "Bearer"})),
    ]
}

fn accounts() -> Vec<Act> {
    let account = |id: &str, name: &str| json!({"accountId": id, "accountName": name, "emailAddress": "a@example.com"});
    vec![
        answer(&json!({"accountList": [account("222222222222", "Beta")], "nextToken": "more"})),
        answer(&json!({"accountList": [account("111111111111", "Alpha"), {"accountId": "000000000000"}]})),
    ]
}

fn roles(names: &[&str]) -> Act {
    answer(&json!({"roleList": names.iter().map(|it| json!({"roleName": it})).collect::<Vec<_>>()}))
}

#[test]
fn a_session_is_made_with_a_profile_for_a_chosen_account_and_role() {
    let home = Home::new("session", "[default]\nregion = us-east-2 # kept\n");
    let script = [signed_in(), accounts(), vec![roles(&["Reader", "Admin"])]].concat();
    let server = Server::start(script);
    let words = ["configure", "sso", "--no-browser", "--use-device-code", "--profile", "dev"];
    let answers =
        ["work", "not a url", "https://d-1.awsapps.com/start", "eu-west-1", "", "7", "2", "1", "eu-north-1", "json"];
    let run = home.run(&server, &words, &answers, None);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    for part in [
        "SSO session name (Recommended): ",
        "Not a valid Start URL",
        "There are 3 AWS accounts available to you.",
        "   1. Alpha, a@example.com (111111111111)\n   2. Beta, a@example.com (222222222222)\n   3. 000000000000\n",
        "Enter one of the numbers",
        "Using the account ID 222222222222\n",
        "   1. Admin\n   2. Reader\n",
        "Using the role name \"Admin\"\n",
        "tin sts get-caller-identity --profile dev\n",
    ] {
        assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
    }
    assert_eq!(
        home.file("config"),
        "[default]\nregion = us-east-2 # kept\n[profile dev]\nsso_session = work\nsso_account_id = \
         222222222222\nsso_role_name = Admin\nregion = eu-north-1\noutput = json\n[sso-session work]\nsso_start_url = \
         https://d-1.awsapps.com/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n"
    );
    assert_eq!(server.seen()[3].header("x-amz-sso_bearer_token"), Some("bearer"));

    // The session exists now, and its token is still valid.
    let only = answer(&json!({"accountList": [{"accountId": "333333333333"}]}));
    let server = Server::start([only, roles(&["Reader"])]);
    let run = home.run(&server, &["configure", "sso"], &["work", "", "", ""], None);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.contains("The only AWS account available to you is: 333333333333\n"), "{}", run.stdout);
    let profile = "[profile Reader-333333333333]\nsso_session = work\nsso_account_id = 333333333333\n";
    assert!(home.file("config").contains(profile), "{}", home.file("config"));
}

#[test]
fn without_a_session_the_profile_has_its_settings() {
    let home = Home::new("legacy", "");
    let refused = Act::Answer(401, vec![("x-amzn-errortype", "UnauthorizedException".to_owned())], "{}".to_owned());
    let server = Server::start([signed_in(), vec![refused]].concat());
    let answers = ["", "https://d-1.awsapps.com/start", "eu-west-1", "", "", "dev"];
    let run = home.run(&server, &["configure", "sso", "--no-browser"], &answers, None);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.contains("WARNING: Configuring using legacy format"), "{}", run.stdout);
    assert!(run.stdout.contains("Unable to list AWS accounts and/or roles."), "{}", run.stdout);
    assert!(run.stdout.ends_with("Successfully configured SSO for profile: dev\n"), "{}", run.stdout);
    let profile = "[profile dev]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n";
    assert_eq!(home.file("config"), profile);
}

fn session_token() -> Act {
    let body = "<GetSessionTokenResponse><GetSessionTokenResult><Credentials><AccessKeyId>ASIANEW</AccessKeyId>\
                <SecretAccessKey>newsecret</SecretAccessKey><SessionToken>token</SessionToken>\
                <Expiration>2030-01-02T03:04:05Z</Expiration></Credentials></GetSessionTokenResult>\
                </GetSessionTokenResponse>";
    Act::Answer(200, Vec::new(), body.to_owned())
}

#[test]
fn a_code_gets_temporary_credentials() {
    let home = Home::new("mfa", "[default]\nmfa_serial = arn:aws:iam::123456789012:mfa/bob\n");
    let server = Server::start([session_token(), session_token()]);
    let run = home.run(&server, &["configure", "mfa-login"], &["123456", ""], Some("AKIAOWN"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.contains("Profile to update [123456789012-bob]: "), "{}", run.stdout);
    assert!(run.stdout.contains("Credentials will expire at 2030-01-02 03:04:05 UTC\n"), "{}", run.stdout);
    assert!(!run.stdout.contains("newsecret"), "{}", run.stdout);
    assert_eq!(
        home.file("credentials"),
        "[123456789012-bob]\naws_access_key_id = ASIANEW\naws_secret_access_key = newsecret\naws_session_token = token\n"
    );
    let request = &server.seen()[0];
    for part in ["Action=GetSessionToken", "DurationSeconds=43200", "TokenCode=123456", "mfa%2Fbob"] {
        assert!(request.body.contains(part), "{part}: {}", request.body);
    }

    // Without keys, it asks for them.
    let words = ["configure", "mfa-login", "--update-profile", "temporary", "--duration-seconds", "900"];
    let run = home.run(&server, &words, &["AKIATYPED", "typed", "654321"], None);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.starts_with("Please provide your AWS credentials:\n"), "{}", run.stdout);
    let authorization = server.seen()[1].header("authorization").unwrap_or_default().to_owned();
    assert!(authorization.contains("Credential=AKIATYPED/"), "{authorization}");
    assert!(home.file("credentials").contains("[temporary]\n"), "{}", home.file("credentials"));
}
