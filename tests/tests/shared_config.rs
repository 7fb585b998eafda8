//! One configuration for the clients of several services, loaded by the names of `aws-config`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aws_config::meta::credentials::CredentialsProviderChain;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::profile::profile_file::{ProfileFileKind, ProfileFiles};
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_credential_types::provider::future;
use tinsmith_credentials_sts as sts;
use tinsmith_iam as iam;
use tinsmith_iam::config::{Credentials, ProvideCredentials};
use tinsmith_iam::error::DisplayErrorContext;
use tinsmith_iam::types::StatusType;
use tinsmith_tests::home::Home;
use tinsmith_tests::server::{Act, Seen, Server};

const NO_INSTANCE: (&str, &str) = ("AWS_EC2_METADATA_DISABLED", "true");
const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")];

/// A loader with this home directory and these variables.
fn loader(home: &Home, variables: &[(&str, &str)]) -> ConfigLoader {
    let variables = [variables, &[NO_INSTANCE]].concat();
    aws_config::defaults(BehaviorVersion::latest()).environment(home.environment(&variables))
}

async fn call_iam(config: &SdkConfig) -> Result<(), String> {
    let client = iam::Client::new(config);
    let call = client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").status(StatusType::Active);
    call.send().await.map(drop).map_err(|error| DisplayErrorContext(&error).to_string())
}

fn assume(client: &sts::Client) -> sts::operation::assume_role::builders::AssumeRoleFluentBuilder {
    client.assume_role().role_arn("arn:aws:iam::123456789012:role/deploy").role_session_name("test")
}

/// The response of STS, with keys that have this ID.
fn assumed(id: &str) -> Act {
    let body = format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>\
         <AccessKeyId>{id}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>\
         <Expiration>2199-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
    );
    Act::Answer(200, Vec::new(), body)
}

/// Key, region and service that a request was signed for.
fn scope(seen: &Seen) -> Option<[&str; 3]> {
    let mut parts = seen.header("authorization")?.split_once("Credential=")?.1.split('/');
    let (key, _day) = (parts.next()?, parts.next()?);
    Some([key, parts.next()?, parts.next()?])
}

/// Counts how often credentials are requested.
#[derive(Clone, Debug, Default)]
struct Counted(Arc<AtomicU32>);

impl ProvideCredentials for Counted {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        self.0.fetch_add(1, Ordering::Relaxed);
        future::ProvideCredentials::ready(Ok(Credentials::new("AKIDEXAMPLE", "secret", None, None, "counted")))
    }
}

#[tokio::test]
async fn clients_share_credentials_and_connections() {
    let home = Home::new(None, None);
    let server = Server::start([Act::ok(), assumed("one"), Act::ok()]);
    let provider = Counted::default();
    let config = loader(&home, &[])
        .region(Region::new("eu-west-1"))
        .credentials_provider(provider.clone())
        .endpoint_url(server.url())
        .load()
        .await;
    call_iam(&config).await.expect("an answer");
    assume(&sts::Client::new(&config)).send().await.expect("an answer");
    let other_region = config.to_builder().region(Region::new("eu-south-2")).build();
    call_iam(&other_region).await.expect("an answer");
    let scopes: Vec<_> = server.seen().iter().map(|it| scope(it).map(|it| it.map(str::to_owned))).collect();
    let expected = [
        ["AKIDEXAMPLE", "eu-west-1", "iam"],
        ["AKIDEXAMPLE", "eu-west-1", "sts"],
        ["AKIDEXAMPLE", "eu-south-2", "iam"],
    ];
    assert_eq!(scopes, expected.map(|it| Some(it.map(str::to_owned))));
    assert_eq!(provider.0.load(Ordering::Relaxed), 1);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_provider_that_is_set_anew_is_asked() {
    let server = Server::start([]);
    let config = |provider: &Counted| {
        let provider = iam::config::SharedCredentialsProvider::new(provider.clone());
        SdkConfig::builder().region(Region::new("eu-west-1")).endpoint_url(server.url()).credentials_provider(provider)
    };
    let [first, second] = [Counted::default(), Counted::default()];
    let clients = [&first, &second].map(|it| iam::Client::new(&config(it).build()));
    for client in &clients {
        let call = client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").status(StatusType::Active);
        call.send().await.expect("an answer");
    }
    assert_eq!([first, second].map(|it| it.0.load(Ordering::Relaxed)), [1, 1]);
}

#[tokio::test]
async fn settings_come_from_program_environment_and_profile() {
    let text = "[profile work]\nregion = eu-north-1\nmax_attempts = 7\nuse_fips_endpoint = true\n\
                s3_use_arn_region = true\nservices = mine\n[services mine]\niam =\n  endpoint_url = http://127.0.0.1:9\n";
    let home = Home::new(Some(text), None);
    let config = loader(&home, &[("AWS_PROFILE", "work"), ("AWS_USE_DUALSTACK_ENDPOINT", "true")])
        .app_name(AppName::new("mover").expect("a name"))
        .timeout_config(TimeoutConfig::builder().operation_timeout(Duration::from_secs(3)).build())
        .request_min_compression_size_bytes(5)
        .load()
        .await;
    assert_eq!(config.region().map(Region::as_ref), Some("eu-north-1"));
    assert_eq!(config.retry_config().map(RetryConfig::max_attempts), Some(7));
    assert_eq!((config.use_fips(), config.use_dual_stack()), (Some(true), Some(true)));
    let ours = iam::Config::new(&config);
    assert_eq!(ours.app_name().map(AppName::as_ref), Some("mover"));
    assert_eq!(ours.timeout_config().and_then(TimeoutConfig::operation_timeout), Some(Duration::from_secs(3)));
    assert_eq!(ours.endpoint_url_of(&iam::schema::SERVICE).as_deref(), Some("http://127.0.0.1:9"));
    assert_eq!(ours.endpoint_url_of(&sts::schema::SERVICE), None);

    // The program wins over both, and the profile that it names wins over that of the environment.
    let config = loader(&home, &[("AWS_PROFILE", "missing"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:8")])
        .profile_name("work")
        .region("eu-west-3")
        .retry_config(RetryConfig::standard().with_max_attempts(2))
        .load()
        .await;
    assert_eq!(config.region().map(Region::as_ref), Some("eu-west-3"));
    assert_eq!(config.retry_config().map(RetryConfig::max_attempts), Some(2));
    assert_eq!(config.endpoint_url(), Some("http://127.0.0.1:8"));
    let config =
        loader(&home, &[("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"), ("AWS_PROFILE", "work")]).load().await;
    assert_eq!(iam::Config::new(&config).endpoint_url_of(&iam::schema::SERVICE), None);
}

#[tokio::test]
async fn settings_of_an_sdk_config_are_all_taken_over() {
    let config = SdkConfig::builder()
        .account_id_endpoint_mode(iam::config::AccountIdEndpointMode::Disabled)
        .disable_clock_skew_correction(true)
        .request_checksum_calculation(iam::config::RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(iam::config::ResponseChecksumValidation::WhenRequired)
        .build();
    let ours = iam::Config::new(&config);
    assert_eq!(ours.account_id_endpoint_mode(), iam::config::AccountIdEndpointMode::Disabled);
    assert_eq!(ours.disable_clock_skew_correction(), Some(true));
    assert_eq!(ours.request_checksum_calculation(), iam::config::RequestChecksumCalculation::WhenRequired);
    assert_eq!(ours.response_checksum_validation(), iam::config::ResponseChecksumValidation::WhenRequired);
}

#[tokio::test]
async fn an_invalid_setting_fails_calls_and_not_loading() {
    let home = Home::new(Some("[profile work]\nregion = eu-west-1\n"), None);
    for (variables, part) in [
        ([("AWS_PROFILE", "wrok"), ("AWS_REGION", "eu-west-1")], "wrok"),
        ([("AWS_MAX_ATTEMPTS", "many"), ("AWS_REGION", "eu-west-1")], "many"),
    ] {
        let config = loader(&home, &[&variables[..], &KEYS].concat()).load().await;
        let error = call_iam(&config).await.expect_err("the setting is invalid");
        assert!(error.contains(part), "{error}");
        // Who brings credentials does without the setting.
        let server = Server::start([]);
        let own = loader(&home, &variables).test_credentials().endpoint_url(server.url()).load().await;
        call_iam(&own).await.expect("an answer");
    }
}

#[tokio::test]
async fn without_credentials_nothing_is_signed() {
    let home = Home::new(None, None);
    let server = Server::start([]);
    let config = loader(&home, &KEYS).no_credentials().region("eu-west-1").endpoint_url(server.url()).load().await;
    call_iam(&config).await.expect("an answer");
    assert_eq!(server.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_role_is_assumed_for_all_clients() {
    let home = Home::new(None, None);
    let server = Server::start([assumed("role-id"), Act::ok()]);
    let base = loader(&home, &KEYS).region("eu-west-1").endpoint_url(server.url()).load().await;
    let provider = AssumeRoleProvider::builder("arn:aws:iam::123456789012:role/deploy")
        .session_name("mover")
        .external_id("x-1")
        .session_length(Duration::from_secs(900))
        .policy("{}")
        .tags([("team", "one")])
        .region(Region::new("eu-central-1"))
        .configure(&base)
        .build()
        .await;
    let config = loader(&home, &[]).credentials_provider(provider).region("eu-west-1").endpoint_url(server.url());
    call_iam(&config.load().await).await.expect("an answer");
    let seen = server.seen();
    assert_eq!(
        seen.iter().map(scope).collect::<Vec<_>>(),
        [Some(["AKIDEXAMPLE", "eu-central-1", "sts"]), Some(["role-id", "eu-west-1", "iam"])]
    );
    let form: Vec<_> = seen[0].body.split('&').collect();
    for field in [
        "RoleSessionName=mover",
        "ExternalId=x-1",
        "DurationSeconds=900",
        "Policy=%7B%7D",
        "Tags.member.1.Key=team",
        "Tags.member.1.Value=one",
    ] {
        assert!(form.contains(&field), "{field} is not in {form:?}");
    }
}

#[tokio::test]
async fn regions_come_from_the_first_provider_that_has_one() {
    let chain = RegionProviderChain::first_try(None::<Region>).or_else(Region::new("eu-west-2")).or_else("us-east-1");
    assert_eq!(chain.region().await.as_ref().map(Region::as_ref), Some("eu-west-2"));

    let metadata = || {
        let text = |text: &str| Act::Answer(200, Vec::new(), text.to_owned());
        Server::start([text("token"), text("ap-east-1\n")])
    };
    let server = metadata();
    let home = Home::new(None, None);
    let variables = home.environment(&[("AWS_EC2_METADATA_SERVICE_ENDPOINT", &server.url())]);
    let config = aws_config::from_env().environment(variables).load().await;
    assert_eq!(config.region().map(Region::as_ref), Some("ap-east-1"));
    let lines: Vec<_> = server.seen().into_iter().map(|it| it.line).collect();
    let expected = ["PUT /latest/api/token HTTP/1.1", "GET /latest/meta-data/placement/region HTTP/1.1"];
    assert_eq!(lines, expected);

    // A region that a provider was asked for is not replaced.
    let config = loader(&home, &[("AWS_REGION", "eu-west-1")]).region(None::<Region>).load().await;
    assert_eq!(config.region(), None);
}

#[tokio::test]
async fn files_and_profiles_are_chosen_in_code() {
    let keys = "[default]\naws_access_key_id = chosen-id\naws_secret_access_key = secret\n";
    let home = Home::new(None, Some(keys));
    let files = ProfileFiles::builder().with_file(ProfileFileKind::Credentials, home.path(".aws/credentials")).build();
    let provider = ProfileFileCredentialsProvider::builder()
        .profile_name("default")
        .profile_files(files.clone())
        .configure(&ProviderConfig::without_region().with_region(Some(Region::new("eu-west-1"))))
        .build();
    let chain =
        CredentialsProviderChain::first_try("nothing", aws_config::ecs::EcsCredentialsProvider::builder().build())
            .or_else("file", provider);
    let found = chain.provide_credentials().await.expect("credentials");
    assert_eq!(found.access_key_id(), "chosen-id");

    let elsewhere = Home::new(None, None);
    let config = loader(&elsewhere, &[]).profile_files(files).load().await;
    let found = config.credentials_provider().expect("a provider").provide_credentials().await.expect("credentials");
    assert_eq!(found.access_key_id(), "chosen-id");
}
