//! Tests that connectors of the official crates can be used unchanged.

use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_types::SdkConfig;
use tinsmith_iam::Client;
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::{Config, Credentials, Region, SharedCredentialsProvider};
use tinsmith_iam::error::SdkError;

const ALIASES: &str = "<ListAccountAliasesResponse><ListAccountAliasesResult><AccountAliases><member>demo</member>\
                       </AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>";

/// Returns the aliases once, then never responds, and records requests.
#[derive(Clone, Debug, Default)]
struct Once(Arc<Mutex<Vec<HttpRequest>>>);

impl HttpConnector for Once {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut sent = self.0.lock().expect("no test panicked with it");
        sent.push(request);
        HttpConnectorFuture::ready(match sent.len() {
            1 => {
                let mut answer = HttpResponse::new(StatusCode::try_from(200).expect("a status"), ALIASES.into());
                answer.headers_mut().insert("x-amzn-requestid", "of-once");
                Ok(answer)
            }
            _ => Err(ConnectorError::io("nobody is there".into())),
        })
    }
}

fn keys() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret", None, None, "test")
}

async fn exercise(client: Client, connector: Once) {
    let output = client.list_account_aliases().send().await.expect("an answer");
    assert_eq!(output.account_aliases(), ["demo"]);
    let error = client.list_account_aliases().send().await.expect_err("no second answer");
    assert!(matches!(&error, SdkError::DispatchFailure(it) if it.is_io()), "{error:?}");

    let sent = connector.0.lock().expect("no test panicked with it");
    assert_eq!((sent.len(), sent[0].method(), sent[0].uri()), (2, "POST", "http://localhost/"));
    assert!(sent[0].headers().get("authorization").is_some_and(|it| it.starts_with("AWS4-HMAC-SHA256")));
    let body = sent[0].body().bytes().map(String::from_utf8_lossy).unwrap_or_default();
    assert!(body.contains("Action=ListAccountAliases"), "{body}");
}

#[tokio::test]
async fn one_can_be_set() {
    let once = Once::default();
    let shared = once.clone();
    let connector = http_client_fn(move |settings, _| {
        assert!(settings.connect_timeout().is_some());
        SharedHttpConnector::new(shared.clone())
    });
    let config = Config::builder()
        .region(Region::new("eu-west-1"))
        .endpoint_url("http://localhost")
        .credentials_provider(keys())
        .retry_config(RetryConfig::disabled())
        .http_client(connector);
    exercise(Client::from_conf(config.build()), once).await;
}

#[tokio::test]
async fn that_of_a_loaded_configuration_is_taken() {
    let once = Once::default();
    let shared = once.clone();
    let sdk = SdkConfig::builder()
        .region(Region::new("eu-west-1"))
        .endpoint_url("http://localhost")
        .credentials_provider(SharedCredentialsProvider::new(keys()))
        .retry_config(RetryConfig::disabled())
        .http_client(http_client_fn(move |_, _| SharedHttpConnector::new(shared.clone())));
    exercise(Client::new(&sdk.build()), once).await;
}
