//! The untyped client, with a test server.

use std::path::Path;

use tinsmith_codegen::Selection;
use tinsmith_runtime::config::{Config, Credentials, Region};
use tinsmith_tables::Client;
use tinsmith_tests::server::{Act, Server};

/// A client of STS, loaded from its model, that calls this server.
fn client(server: &Server) -> Client {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/sts/model.json");
    let tables = tinsmith_tables::load_files(&[model], &Selection::default()).unwrap().tables;
    let config = Config::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKIAEXAMPLE", "secret", None, None, "test"))
        .endpoint_url(server.url())
        .build();
    Client::new(tables, config).unwrap()
}

#[test]
fn any_operation_is_called_with_json() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(call());
}

async fn call() {
    let body = "<GetAccessKeyInfoResponse><GetAccessKeyInfoResult><Account>123456789012</Account>\
                </GetAccessKeyInfoResult></GetAccessKeyInfoResponse>";
    let server = Server::start([Act::Answer(200, Vec::new(), body.to_owned())]);
    let client = client(&server);
    let output = client.call("GetAccessKeyInfo", r#"{"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}"#).await.unwrap();
    assert_eq!(output, r#"{"Account":"123456789012"}"#);
    let wrong = client.call("GetAccessKeyInfo", r#"{"AccessKeyId": "x"}"#).await.unwrap_err();
    assert!(wrong.to_string().contains("AccessKeyId"), "{wrong}");
    let unknown = client.call("GetAccessKeyInfos", "{}").await.unwrap_err();
    assert_eq!(unknown.to_string(), "unknown operation GetAccessKeyInfos");
    assert!(client.sample("GetAccessKeyInfo").unwrap().unwrap().contains("AccessKeyId"));
}
