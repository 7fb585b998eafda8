//! Signatures that endpoint rules require: asymmetric ones, and those of sessions. The model is that of Amazon S3.

use std::sync::{Arc, Mutex};

use tinsmith_codegen::Selection;
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::{Builder, Config, Credentials, Region};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::DisplayChain;
use tinsmith_runtime::http::{HttpClient, HttpFuture, HttpRequest};
use tinsmith_runtime::message::{Headers, Response};
use tinsmith_runtime::presigning::PresigningConfig;
use tinsmith_runtime::shape::Structure;
use tinsmith_tables::StaticTables;
use tinsmith_tests::peers;

/// A connector that records requests and answers those for sessions.
#[derive(Clone, Default)]
struct Recorder {
    seen: Arc<Mutex<Vec<HttpRequest>>>,
    /// The seconds until sessions expire.
    life: i64,
    /// The number of requests after which the service rejects sessions once.
    expired_at: Option<usize>,
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recorder")
    }
}

impl HttpClient for Recorder {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        let mut seen = self.seen.lock().unwrap();
        let number = seen.len() + 1;
        let body = match request.url.ends_with("/?session") {
            true => {
                let now = aws_smithy_types::DateTime::from(std::time::SystemTime::now());
                let expiry = aws_smithy_types::DateTime::from_secs(now.secs() + self.life);
                let expiry = expiry.fmt(aws_smithy_types::date_time::Format::DateTime).unwrap();
                format!(
                    "<CreateSessionResult><Credentials><AccessKeyId>SESSION{number}</AccessKeyId><SecretAccessKey>s\
                     </SecretAccessKey><SessionToken>token{number}</SessionToken><Expiration>{expiry}</Expiration>\
                     </Credentials></CreateSessionResult>"
                )
            }
            false => String::new(),
        };
        seen.push(request);
        let (status, body) = match self.expired_at == Some(number) {
            true => (400, "<Error><Code>ExpiredToken</Code></Error>".to_owned()),
            false => (200, body),
        };
        Box::pin(async move { Ok(Response::new(status, Headers::default(), body.into_bytes())) })
    }
}

/// What differs between the requests of these tests.
#[derive(Debug, PartialEq)]
struct Signed {
    host: String,
    /// The access key and the rest of the scope, without the day.
    scope: String,
    region_set: Option<String>,
    session: Option<String>,
}

impl Recorder {
    fn signed(&self) -> Vec<Signed> {
        let field = |request: &HttpRequest, name: &str| request.headers.get(name).map(str::to_owned);
        let signed = |request: &HttpRequest| {
            let authorization = field(request, "authorization").unwrap_or_default();
            let scope = authorization.split_once("Credential=").map_or("", |(_, rest)| rest);
            let scope = scope.split_once(',').map_or("", |(scope, _)| scope);
            Signed {
                host: request.url.split('/').nth(2).unwrap_or_default().to_owned(),
                scope: scope
                    .split('/')
                    .enumerate()
                    .filter(|(at, _)| *at != 1)
                    .map(|(_, it)| it)
                    .collect::<Vec<_>>()
                    .join("/"),
                region_set: field(request, "x-amz-region-set"),
                session: field(request, "x-amz-s3session-token"),
            }
        };
        self.seen.lock().unwrap().iter().map(signed).collect()
    }
}

/// The tables of S3.
fn tables() -> Option<StaticTables> {
    let Some(model) = peers::shared("models/s3.json") else {
        peers::skip("the shared data has no model of S3");
        return None;
    };
    let selection = Selection { operations: Some(vec!["HeadObject".to_owned()]), ..Selection::default() };
    Some(tinsmith_tables::load_files(&[model], &selection).unwrap().tables.leak())
}

fn config(recorder: &Recorder) -> Builder {
    Config::builder()
        .region(Region::from_static("us-west-2"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
        .http_client(recorder.clone())
}

fn input(tables: StaticTables, bucket: &str) -> Dynamic {
    let operation = tables.operation("HeadObject").unwrap().unwrap();
    let mut input = Dynamic::new(operation.input);
    for (name, text) in [("Bucket", bucket), ("Key", "key")] {
        let (index, _) = operation.input.find_member(name).unwrap();
        input.member_mut(index).unwrap().slot().put_string(text.to_owned()).unwrap();
    }
    input
}

async fn call(tables: StaticTables, client: &Handle, bucket: &str) -> Result<(), String> {
    let operation = tables.operation("HeadObject").unwrap().unwrap();
    let mut output = Dynamic::new(operation.output);
    let outcome = client.invoke(operation, &mut input(tables, bucket), &mut output, None).await;
    outcome.map_err(|error| DisplayChain(&error).to_string())
}

async fn presign(tables: StaticTables, client: &Handle, bucket: &str) -> String {
    let operation = tables.operation("HeadObject").unwrap().unwrap();
    let validity = PresigningConfig::expires_in(std::time::Duration::from_secs(60)).unwrap();
    let presigned = client.presign_values(operation, &mut input(tables, bucket), None, &validity).await;
    presigned.unwrap_or_else(|error| panic!("{}", DisplayChain(&error))).uri().to_owned()
}

#[tokio::test]
async fn multi_region_access_points_have_asymmetric_signatures() {
    let Some(tables) = tables() else { return };
    const POINT: &str = "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap";
    let recorder = Recorder::default();
    let client = Handle::new(tables.service().unwrap(), config(&recorder).build());
    call(tables, &client, POINT).await.unwrap();
    let narrow = config(&recorder).sigv4a_signing_region_set("us-west-2,eu-*").build();
    call(tables, &Handle::new(tables.service().unwrap(), narrow), POINT).await.unwrap();
    let of_set = |regions: &str| Signed {
        host: "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com".to_owned(),
        scope: "AKIDEXAMPLE/s3/aws4_request".to_owned(),
        region_set: Some(regions.to_owned()),
        session: None,
    };
    assert_eq!(recorder.signed(), [of_set("*"), of_set("us-west-2,eu-*")]);
    let url = presign(tables, &client, POINT).await;
    for part in ["X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&", "%2Fs3%2Faws4_request&", "&X-Amz-Region-Set=%2A&"] {
        assert!(url.contains(part), "{url}");
    }
    let off = config(&recorder).disable_multi_region_access_points(true).build();
    call(tables, &Handle::new(tables.service().unwrap(), off), POINT).await.expect_err("disabled");
}

const DIRECTORY: &str = "mybucket--usw2-az1--x-s3";

fn in_zone(bucket: &str, key: &str, session: Option<&str>) -> Signed {
    Signed {
        host: format!("{bucket}.s3express-usw2-az1.us-west-2.amazonaws.com"),
        scope: format!("{key}/us-west-2/s3express/aws4_request"),
        region_set: None,
        session: session.map(str::to_owned),
    }
}

#[tokio::test]
async fn each_directory_bucket_has_a_session() {
    let Some(tables) = tables() else { return };
    let recorder = Recorder { life: 300, ..Recorder::default() };
    let client = Handle::new(tables.service().unwrap(), config(&recorder).build());
    const OTHER: &str = "other--usw2-az1--x-s3";
    for bucket in [DIRECTORY, DIRECTORY, OTHER, DIRECTORY] {
        call(tables, &client, bucket).await.unwrap();
    }
    let opened = |bucket| in_zone(bucket, "AKIDEXAMPLE", None);
    let first = || in_zone(DIRECTORY, "SESSION1", Some("token1"));
    let expected =
        [opened(DIRECTORY), first(), first(), opened(OTHER), in_zone(OTHER, "SESSION4", Some("token4")), first()];
    assert_eq!(recorder.signed(), expected);
    let url = presign(tables, &client, DIRECTORY).await;
    assert!(url.contains("X-Amz-Credential=SESSION1%2F") && url.contains("&X-Amz-S3session-Token=token1&"), "{url}");
    let shown = format!("{:?}", recorder.seen.lock().unwrap());
    assert!(!shown.contains("token1"), "{shown}");
}

#[tokio::test]
async fn sessions_are_renewed_when_they_expire() {
    let Some(tables) = tables() else { return };
    // A session that has expired is not used.
    let short = Recorder { life: -1, ..Recorder::default() };
    let client = Handle::new(tables.service().unwrap(), config(&short).build());
    let error = call(tables, &client, DIRECTORY).await.expect_err("expired");
    assert!(error.contains("the credentials expired at"), "{error}");

    // The service may reject a session before it expires. Then a new one is opened once.
    let refusing = Recorder { life: 300, expired_at: Some(2), ..Recorder::default() };
    let client = Handle::new(tables.service().unwrap(), config(&refusing).build());
    call(tables, &client, DIRECTORY).await.unwrap();
    let opened = || in_zone(DIRECTORY, "AKIDEXAMPLE", None);
    let of = |number: u32| in_zone(DIRECTORY, &format!("SESSION{number}"), Some(&format!("token{number}")));
    assert_eq!(refusing.signed(), [opened(), of(1), opened(), of(3)]);
}

#[tokio::test]
async fn without_sessions_requests_have_the_signatures_of_the_client() {
    let Some(tables) = tables() else { return };
    let recorder = Recorder { life: 300, ..Recorder::default() };
    let off = config(&recorder).disable_s3_express_session_auth(true).build();
    call(tables, &Handle::new(tables.service().unwrap(), off), DIRECTORY).await.unwrap();
    assert_eq!(recorder.signed(), [in_zone(DIRECTORY, "AKIDEXAMPLE", None)]);

    // A session that cannot be opened is the error of the call.
    let refusing = Recorder { expired_at: Some(1), ..Recorder::default() };
    let client = Handle::new(tables.service().unwrap(), config(&refusing).build());
    let error = call(tables, &client, DIRECTORY).await.expect_err("there is no session");
    assert!(error.contains("failed to open a session of the bucket") && error.contains("ExpiredToken"), "{error}");
}
