//! Endpoint discovery.

use tinsmith_runtime::client::Handle;
use tinsmith_tables::StaticTables;

use super::script::{Script, call, tables};

/// A service that says where its requests are sent, as Timestream does, or may say it, as DynamoDB does.
fn model(is_required: bool) -> StaticTables {
    tables(&format!(
        "$version: \"2.0\"\nnamespace demo\nuse aws.api#clientDiscoveredEndpoint\nuse aws.api#clientEndpointDiscovery\n\
         use aws.api#service\nuse aws.auth#sigv4\nuse aws.protocols#awsJson1_0\n\
         @awsJson1_0 @sigv4(name: \"demo\") @service(sdkId: \"Demo\", endpointPrefix: \"demo\")\n\
         @clientEndpointDiscovery(operation: DescribeEndpoints, error: InvalidEndpointException)\n\
         service Demo {{ version: \"1\", operations: [DescribeEndpoints, Query] }}\n\
         operation DescribeEndpoints {{ output := {{ @required Endpoints: Endpoints }} }}\n\
         list Endpoints {{ member: Endpoint }}\n\
         structure Endpoint {{ @required Address: String, @required CachePeriodInMinutes: Long }}\n\
         @clientDiscoveredEndpoint(required: {is_required})\n\
         operation Query {{ input := {{}}, output := {{}}, errors: [InvalidEndpointException] }}\n\
         @error(\"client\") @httpError(421) structure InvalidEndpointException {{ Message: String }}\n"
    ))
}

/// The response that names a cell.
fn cell_of(number: usize, minutes: u32) -> String {
    let address = format!("cell{number}.demo.eu-west-1.amazonaws.com");
    format!("{{\"Endpoints\": [{{\"Address\": \"{address}\", \"CachePeriodInMinutes\": {minutes}}}]}}")
}

/// Names cells by number, which are valid for this many minutes.
fn cells(minutes: u32) -> Script {
    Script::new(move |request, number| match request.operation {
        "DescribeEndpoints" => (200, cell_of(number, minutes)),
        _ => (200, "{}".to_owned()),
    })
}

const REGIONAL: &str = "https://demo.eu-west-1.amazonaws.com/";

fn cell(number: usize) -> String {
    format!("https://cell{number}.demo.eu-west-1.amazonaws.com/")
}

#[tokio::test]
async fn requests_are_sent_where_the_service_says() {
    let tables = model(true);
    for (minutes, expected) in [
        (60, vec![REGIONAL.to_owned(), cell(1), cell(1)]),
        (0, vec![REGIONAL.to_owned(), cell(1), REGIONAL.to_owned(), cell(3)]),
    ] {
        let script = cells(minutes);
        let client = Handle::new(tables.service().unwrap(), script.config().build());
        for _ in 0..2 {
            call(tables, &client, "Query", "{}").await.unwrap();
        }
        assert_eq!(script.urls(), expected);
        let seen = script.seen.lock().unwrap();
        assert_eq!(seen[0].headers.get("x-amz-target"), Some("Demo.DescribeEndpoints"));
        assert!(seen[1].headers.get("authorization").is_some_and(|it| it.contains("/eu-west-1/demo/aws4_request")));
    }
}

#[tokio::test]
async fn an_endpoint_that_is_no_longer_valid_is_replaced_once() {
    let tables = model(true);
    for (status, error) in [(400, "InvalidEndpointException"), (421, "Other")] {
        let script = Script::new(move |request, number| match request.operation {
            "DescribeEndpoints" => (200, cell_of(number, 60)),
            _ if number == 2 => (status, format!("{{\"__type\": \"{error}\"}}")),
            _ => (200, "{}".to_owned()),
        });
        let client = Handle::new(tables.service().unwrap(), script.config().build());
        call(tables, &client, "Query", "{}").await.unwrap();
        assert_eq!(script.urls(), [REGIONAL.to_owned(), cell(1), REGIONAL.to_owned(), cell(3)], "{error}");
    }
    let script = Script::new(|request, number| match request.operation {
        "DescribeEndpoints" => (200, cell_of(number, 60)),
        _ => (400, "{\"__type\": \"InvalidEndpointException\"}".to_owned()),
    });
    let client = Handle::new(tables.service().unwrap(), script.config().build());
    let error = call(tables, &client, "Query", "{}").await.map(drop).expect_err("no endpoint is valid");
    assert!(error.contains("InvalidEndpointException") && script.urls().len() == 4, "{error}");
}

#[tokio::test]
async fn settings_decide_where_discovery_is_optional() {
    let (required, optional) = (model(true), model(false));
    let regional = || vec![REGIONAL.to_owned()];
    let discovered = || vec![REGIONAL.to_owned(), cell(1)];
    let cases = [
        (optional, None, None, regional()),
        (optional, Some(false), None, regional()),
        (optional, Some(true), None, discovered()),
        (required, Some(true), None, discovered()),
        (required, None, Some("http://127.0.0.1:1"), vec!["http://127.0.0.1:1/".to_owned()]),
    ];
    for (tables, enabled, url, expected) in cases {
        let script = cells(60);
        let mut config = script.config();
        config.set_endpoint_discovery_enabled(enabled);
        config.set_endpoint_url(url.map(str::to_owned));
        call(tables, &Handle::new(tables.service().unwrap(), config.build()), "Query", "{}").await.unwrap();
        assert_eq!(script.urls(), expected, "{enabled:?} {url:?}");
    }
    let script = cells(60);
    let config = script.config().endpoint_discovery_enabled(false).build();
    let client = Handle::new(required.service().unwrap(), config);
    let error = call(required, &client, "Query", "{}").await.map(drop).expect_err("disabled");
    assert!(error.contains("`Query` requires endpoint discovery, which is disabled"), "{error}");
    assert_eq!(script.urls().len(), 0);
}

#[tokio::test]
async fn discovery_that_fails_is_an_error_only_where_it_is_required() {
    let failing = || {
        Script::new(|request, _| match request.operation {
            "DescribeEndpoints" => (400, "{\"__type\": \"AccessDenied\"}".to_owned()),
            _ => (200, "{}".to_owned()),
        })
    };
    let (required, script) = (model(true), failing());
    let client = Handle::new(required.service().unwrap(), script.config().build());
    let error = call(required, &client, "Query", "{}").await.map(drop).expect_err("not discovered");
    assert!(error.contains("AccessDenied"), "{error}");
    let (optional, script) = (model(false), failing());
    let client = Handle::new(optional.service().unwrap(), script.config().endpoint_discovery_enabled(true).build());
    call(optional, &client, "Query", "{}").await.unwrap();
    assert_eq!(script.urls(), [REGIONAL, REGIONAL]);
}
