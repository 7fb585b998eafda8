//! Configuration from the `aws-config` crate.

use std::time::Duration;

use tinsmith_iam::Client;
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_iam::config::{Credentials, Region, SdkConfig, SharedCredentialsProvider};
use tinsmith_iam::schema::SERVICE;
use tinsmith_iam::types::StatusType;
use tinsmith_tests::server::Server;

#[tokio::test]
async fn an_sdk_config_is_enough_for_a_client() {
    let server = Server::start([]);
    let keys = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let sdk = SdkConfig::builder()
        .region(aws_types::region::Region::new("eu-south-2"))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .endpoint_url(server.url())
        .retry_config(RetryConfig::standard().with_max_attempts(9))
        .timeout_config(TimeoutConfig::builder().read_timeout(Duration::from_secs(5)).build())
        .app_name(aws_types::app_name::AppName::new("rotator").expect("a name"))
        .use_fips(false)
        .use_dual_stack(false)
        .build();
    let client = Client::new(&sdk);
    let config = client.config();
    assert_eq!(config.region().map(Region::as_ref), Some("eu-south-2"));
    assert_eq!(config.endpoint_url_of(&SERVICE), Some(server.url()));
    assert_eq!(config.retry_config().map(|it| it.max_attempts()), Some(9));
    let timeouts = config.timeout_config().expect("it is set");
    assert_eq!(timeouts.read_timeout(), Some(Duration::from_secs(5)));
    assert_eq!(timeouts.connect_timeout(), Some(Duration::from_millis(3100)), "the default");

    let call = client.update_access_key().access_key_id("AKIAIOSFODNN7EXAMPLE").status(StatusType::Active);
    call.send().await.expect("the server answers");
    let seen = &server.seen()[0];
    assert!(seen.header("authorization").is_some_and(|it| it.contains("/eu-south-2/iam/")));
    assert!(
        seen.header("user-agent").is_some_and(|it| it.ends_with(" app/rotator")),
        "{:?}",
        seen.header("user-agent")
    );
}
