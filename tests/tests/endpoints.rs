//! Tests endpoints with the tests in official models.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tinsmith_iam::schema::SERVICE;
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::{Config, Credentials};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::endpoint::{Params, is_global, resolve};
use tinsmith_runtime::http::{HttpClient, HttpFuture, HttpRequest};
use tinsmith_runtime::message::{Headers, Response};
use tinsmith_runtime::protocol::AwsQuery;
use tinsmith_runtime::region::Region;
use tinsmith_runtime::schema::{Datum, Schema, Trait};
use tinsmith_runtime::service::{Operation, Service};
use tinsmith_tests::peers;

/// The official model of IAM, if available.
fn official_model() -> Option<Value> {
    let text = std::fs::read_to_string(peers::shared("models/iam.json")?).expect("a readable model");
    Some(serde_json::from_str(&text).expect("a JSON model"))
}

/// Runs an `endpointTests` case. Returns a description of the failure, if any.
fn check(case: &Value) -> Option<String> {
    let given = &case["params"];
    let region = given["Region"].as_str().map(|it| Region::new(it.to_owned()));
    let url = given["Endpoint"].as_str();
    let mut params = Params::default();
    // The rules accept a URL without a region, but our client needs a region to sign with.
    let stand_in = Region::from_static("us-east-1");
    params.region = region.as_ref().or(url.map(|_| &stand_in));
    params.url = url;
    params.use_fips = given["UseFIPS"].as_bool().unwrap_or(false);
    params.use_dual_stack = given["UseDualStack"].as_bool().unwrap_or(false);
    let expected = &case["expect"]["endpoint"];
    match resolve(&SERVICE, &params) {
        Err(error) if expected.is_object() => Some(error.to_string()),
        Err(_) => None,
        Ok(endpoint) => {
            let is_url = Some(endpoint.url.to_string().trim_end_matches('/')) == expected["url"].as_str();
            let region = &expected["properties"]["authSchemes"][0]["signingRegion"];
            let is_region = region.is_null() || region.as_str() == endpoint.signing_region.as_deref();
            (!is_url || !is_region).then(|| format!("{endpoint:?}"))
        }
    }
}

#[test]
fn every_case_of_the_official_model_holds() {
    let Some(model) = official_model() else { return };
    let service = &model["shapes"]["com.amazonaws.iam#AWSIdentityManagementV20100508"]["traits"];
    let cases = service["smithy.rules#endpointTests"]["testCases"].as_array().expect("the model's cases");
    assert!(cases.len() >= 20, "{} cases", cases.len());
    let wrong: Vec<_> =
        cases.iter().filter_map(|case| Some(format!("{}: {}", case["documentation"], check(case)?))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn iam_is_where_the_region_says() {
    let cases = [
        ("us-east-1", "https://iam.amazonaws.com/", "us-east-1"),
        ("eu-west-3", "https://iam.amazonaws.com/", "us-east-1"),
        ("xx-nowhere-9", "https://iam.amazonaws.com/", "us-east-1"),
        ("aws-global", "https://iam.amazonaws.com/", "us-east-1"),
        ("cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn/", "cn-north-1"),
        ("us-gov-east-1", "https://iam.us-gov.amazonaws.com/", "us-gov-west-1"),
        ("us-iso-west-1", "https://iam.us-iso-east-1.c2s.ic.gov/", "us-iso-east-1"),
    ];
    for (region, url, signing_region) in cases {
        let region = Region::from_static(region);
        let mut params = Params::default();
        params.region = Some(&region);
        let endpoint = resolve(&SERVICE, &params).expect("an endpoint");
        let found = (endpoint.url.to_string(), endpoint.signing_region.as_deref());
        assert_eq!(found, (url.to_owned(), Some(signing_region)), "{region}");
    }
}

#[test]
fn other_services_are_where_they_are_used() {
    static STS: Service = Service {
        id: "demo#Sts",
        version: "2011-06-15",
        sdk_id: "STS",
        endpoint_prefix: "sts",
        signing_name: "sts",
        title: "Security Token Service",
        protocol: &AwsQuery,
        endpoint_rules: None,
        endpoint_discovery: None,
        traits: &[],
    };
    assert!(is_global(&SERVICE) && !is_global(&STS));
    let cases = [
        ("eu-west-1", false, false, "https://sts.eu-west-1.amazonaws.com/"),
        ("us-east-2", true, false, "https://sts-fips.us-east-2.amazonaws.com/"),
        ("us-east-2", false, true, "https://sts.us-east-2.api.aws/"),
        ("us-gov-west-1", true, true, "https://sts-fips.us-gov-west-1.api.aws/"),
        ("cn-north-1", false, false, "https://sts.cn-north-1.amazonaws.com.cn/"),
    ];
    for (name, fips, dual_stack, url) in cases {
        let region = Region::from_static(name);
        let mut params = Params::default();
        params.region = Some(&region);
        (params.use_fips, params.use_dual_stack) = (fips, dual_stack);
        let endpoint = resolve(&STS, &params).expect("an endpoint");
        let found = (endpoint.url.to_string(), endpoint.signing_region.as_deref());
        assert_eq!(found, (url.to_owned(), Some(name)));
    }
    resolve(&STS, &Params::default()).expect_err("no region");
    for region in ["", "evil.example/", "eu west", "-", "eu-west-1\r\nx-evil: 1"] {
        let region = Region::new(region.to_owned());
        let mut params = Params::default();
        params.region = Some(&region);
        resolve(&STS, &params).expect_err(region.as_ref());
        // The region is then in the scope of the signature, which is in a header.
        params.url = Some("http://127.0.0.1:5000");
        resolve(&STS, &params).expect_err(region.as_ref());
    }
}

/// A connector that records requests and responds with success.
#[derive(Clone, Debug, Default)]
struct Noted(Arc<Mutex<Vec<HttpRequest>>>);

impl HttpClient for Noted {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        self.0.lock().expect("no panic while it was held").push(request);
        Box::pin(async { Ok(Response::new(200, Headers::default(), b"<ActResponse/>".to_vec())) })
    }
}

tinsmith_runtime::endpoint_rules! {
    parameter: "Region", required: true, built_in: Region;
    condition: Call(Partition, &[Ref("Region")]), assign: "P";
    result: Endpoint(
        Text("https://demo.{P#dnsSuffix}/base"),
        &[("authSchemes", List(&[Record(&[
            ("name", Text("sigv4")),
            ("signingName", Text("other")),
            ("signingRegion", Text("{P#implicitGlobalRegion}"))
        ])]))],
        &[("x-places", &[Text("{Region}"), Text("{P#name}")])]
    );
    root: 0;
    nodes: [0, -1, -1];
}

#[tokio::test]
async fn requests_are_sent_and_signed_as_the_rules_say() {
    static DEMO: Service = Service {
        endpoint_rules: Some(&RULES),
        traits: &[Trait::Auth(&[("schemes", Datum::Texts(&["aws.auth#sigv4"]))])],
        ..Service::example(&AwsQuery)
    };
    static EMPTY: Schema = Schema::structure("demo#Empty", &[], &[]);
    static ACT: Operation =
        Operation { name: "Act", service: &DEMO, input: &EMPTY, output: &EMPTY, errors: &[], traits: &[] };
    let noted = Noted::default();
    // The endpoint is the same in the whole partition, so no region is needed.
    for (region, scope, places) in [
        (Some("cn-north-1"), "/cn-northwest-1/other/aws4_request", "cn-north-1,aws-cn"),
        (None, "/us-east-1/other/aws4_request", "aws-global,aws"),
    ] {
        let config = Config::builder()
            .region(region.map(Region::from_static))
            .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
            .http_client(noted.clone());
        let (mut input, mut output) = (Dynamic::new(&EMPTY), Dynamic::new(&EMPTY));
        Handle::new(&DEMO, config.build()).invoke(&ACT, &mut input, &mut output, None).await.expect("an answer");
        let request = noted.0.lock().expect("no panic while it was held").pop().expect("a request");
        let host = if region.is_some() { "amazonaws.com.cn" } else { "amazonaws.com" };
        assert_eq!(request.url, format!("https://demo.{host}/base"));
        assert_eq!(request.headers.get("x-places"), Some(places));
        let authorization = request.headers.get("authorization").unwrap_or_default();
        assert!(authorization.contains(scope), "{authorization}");
    }
}
