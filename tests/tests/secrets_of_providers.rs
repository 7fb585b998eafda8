//! Tests that the secrets of credentials providers do not appear in debug output and logs.
//!
//! Like `secrets.rs`, it is a separate program because of its log.

use tinsmith_credentials::Loader;
use tinsmith_iam::Client;
use tinsmith_iam::error::DisplayErrorContext;
use tinsmith_tests::home::Home;
use tinsmith_tests::log::Log;
use tinsmith_tests::server::{Act, Server};

const SECRET: &str = "s3cr3t-k3y-of-nobody";

const CONFIG: &str = "\
[profile role]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = process
[profile process]
credential_process = sh SCRIPT
[profile sso]
sso_session = mine
sso_account_id = 123456789012
sso_role_name = Reader
[sso-session mine]
sso_start_url = https://d-1.awsapps.com/start
sso_region = eu-west-1
";

/// A response for every endpoint: each finds its own fields in it.
fn answers() -> Vec<Act> {
    let xml = format!(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>i</AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey>\
         <SessionToken>{SECRET}</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>\
         </AssumeRoleResult></AssumeRoleResponse>"
    );
    let sso = format!("{{\"roleCredentials\":{{\"accessKeyId\":\"i\",\"secretAccessKey\":\"{SECRET}\"}}}}");
    let token = format!("{{\"accessToken\":\"{SECRET}\",\"expiresIn\":3600,\"refreshToken\":\"{SECRET}\"}}");
    let keys = format!("{{\"AccessKeyId\":\"i\",\"SecretAccessKey\":\"{SECRET}\",\"Token\":\"{SECRET}\"}}");
    [xml, token, sso, keys, SECRET.to_owned(), "r".to_owned(), format!("{{\"Code\": \"{SECRET}")]
        .map(|body| Act::Answer(200, Vec::new(), body))
        .to_vec()
}

#[tokio::test]
async fn what_providers_get_is_never_shown() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _logged = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    let home = Home::new(None, None);
    let script = home.path("keys.sh");
    let keys = format!("{{\"Version\":1,\"AccessKeyId\":\"i\",\"SecretAccessKey\":\"{SECRET}\"}}");
    std::fs::write(&script, format!("echo '{keys}'\n")).expect("a file");
    let config = CONFIG.replace("SCRIPT", &script.to_string_lossy());
    std::fs::write(home.path(".aws/config"), config).expect("a file");
    let cache = home.path(".aws/sso/cache");
    std::fs::create_dir_all(&cache).expect("a directory");
    let token = format!(
        "{{\"accessToken\":\"{SECRET}\",\"expiresAt\":\"2020-01-01T00:00:00Z\",\"clientId\":\"c\",\
         \"clientSecret\":\"{SECRET}\",\"refreshToken\":\"{SECRET}\"}}"
    );
    std::fs::write(cache.join("8034c43d15bb7ef42e2cc24255217acfc5f4b2f4.json"), token).expect("a file");
    let server = Server::start(answers());
    let url = server.url();
    let full = format!("{url}/?token={SECRET}");
    let variables = [
        ("AWS_ENDPOINT_URL", url.as_str()),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", SECRET),
    ];
    let mut shown = String::new();
    // In the order of the responses: role, single sign-on with a refresh, container, instance.
    for (profile, container, is_found) in
        [(Some("role"), false, true), (Some("sso"), false, true), (None, true, true), (None, false, false)]
    {
        let mut variables = variables.to_vec();
        if container {
            variables.push(("AWS_CONTAINER_CREDENTIALS_FULL_URI", &full));
        }
        let mut loader = Loader::new().environment(home.environment(&variables));
        if let Some(name) = profile {
            loader = loader.profile_name(name);
        }
        shown.push_str(&format!("{loader:?}"));
        let config = loader.load().expect("no mistake");
        let provider = config.credentials_provider().expect("a provider");
        shown.push_str(&format!("{config:?} {provider:?}"));
        let found = tinsmith_iam::config::ProvideCredentials::provide_credentials(&provider).await;
        assert_eq!(found.is_ok(), is_found, "{profile:?} {found:?}");
        if let Err(error) = found {
            shown.push_str(&format!("{error:?} {}", DisplayErrorContext(&error)));
        }
        shown.push_str(&format!("{provider:?} {:?}", Client::from_conf(config)));
    }
    let log = log.text();
    for (what, text) in [("debug output", &shown), ("log", &log)] {
        assert!(!text.contains(SECRET), "{what}:\n{text}");
    }
    // The log must not be clean just because it is empty.
    for wanted in ["the profile assumes a role", "single sign-on", "requesting credentials", "sending"] {
        assert!(log.contains(wanted), "{wanted} is not in the log:\n{log}");
    }
}
