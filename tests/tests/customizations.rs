//! Tests what AWS's own clients do for single services: presigned URLs in requests, digests of messages, endpoint
//! discovery and others. Where botocore does the same, its requests are compared.

#[path = "customizations/discovery.rs"]
mod discovery;
#[path = "customizations/s3.rs"]
mod s3;
#[path = "customizations/script.rs"]
mod script;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tinsmith_codegen::Selection;
use tinsmith_codegen::import::botocore::{Description, import};
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::{AccountIdEndpointMode, Credentials};
use tinsmith_runtime::error::DisplayChain;
use tinsmith_runtime::presigning::PresigningConfig;
use tinsmith_runtime::shape::{Structure, View};
use tinsmith_tables::StaticTables;
use tinsmith_tests::peers;

use script::{Script, call, input, shared, tables};

/// The requests that botocore would send for these calls. `None` if there is no botocore.
fn botocore(calls: Vec<Value>) -> Option<Vec<Value>> {
    let python = match peers::python() {
        Ok(it) => it,
        Err(reason) => {
            peers::skip(&reason);
            return None;
        }
    };
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/customizations/botocore_requests.py");
    let child = Command::new(python).arg(path).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.expect("Python starts");
    let calls = Value::Array(calls).to_string();
    child.stdin.take().expect("a pipe").write_all(calls.as_bytes()).expect("Python reads");
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "botocore makes requests");
    Some(serde_json::from_slice(&output.stdout).expect("a JSON list"))
}

/// The parameters of a form or query, without what differs between two moments.
fn parameters(form: &str) -> BTreeMap<String, String> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let pairs = form.split('&').map(|it| it.split_once('=').unwrap_or((it, "")));
    let pairs = pairs.filter(|(name, _)| !["X-Amz-Date", "X-Amz-Signature"].contains(name));
    pairs
        .map(|(name, value)| match name {
            // The day.
            "X-Amz-Credential" => (name.to_owned(), decode(value).splitn(3, '/').nth(2).unwrap().to_owned()),
            _ => (decode(name), decode(value)),
        })
        .collect()
}

/// The parameters of a form, with the URL in it taken apart.
fn with_url(form: &str) -> (BTreeMap<String, String>, String, BTreeMap<String, String>) {
    let mut form = parameters(form);
    let url = form.remove("PreSignedUrl").or_else(|| form.remove("PresignedUrl")).expect("a presigned URL");
    let (place, query) = url.split_once('?').expect("a query");
    (form, place.to_owned(), parameters(query))
}

const DATABASES: &str = "$version: \"2.0\"\nnamespace demo\nuse aws.api#service\nuse aws.auth#sigv4\n\
    use aws.protocols#awsQuery\n\
    @awsQuery @sigv4(name: \"rds\") @service(sdkId: \"RDS\", endpointPrefix: \"rds\")\n\
    @xmlNamespace(uri: \"http://rds.amazonaws.com/doc/2014-10-31/\")\n\
    service Rds { version: \"2014-10-31\", operations: [CopyDBSnapshot] }\n\
    operation CopyDBSnapshot { input := { @required SourceDBSnapshotIdentifier: String,\n\
      @required TargetDBSnapshotIdentifier: String, PreSignedUrl: String } }\n";

const COMPUTING: &str = "$version: \"2.0\"\nnamespace demo\nuse aws.api#service\nuse aws.auth#sigv4\n\
    use aws.protocols#ec2Query\nuse aws.protocols#ec2QueryName\n\
    @ec2Query @sigv4(name: \"ec2\") @service(sdkId: \"EC2\", endpointPrefix: \"ec2\")\n\
    @xmlNamespace(uri: \"http://ec2.amazonaws.com/doc/2016-11-15/\")\n\
    service Ec2 { version: \"2016-11-15\", operations: [CopySnapshot] }\n\
    operation CopySnapshot { input := {\n\
      @ec2QueryName(\"DestinationRegion\") DestinationRegion: String,\n\
      @ec2QueryName(\"PresignedUrl\") PresignedUrl: String, SourceRegion: String, SourceSnapshotId: String } }\n";

/// A copy from another region: the service in botocore and in host names, its tables, the operation and its input.
struct Copying {
    service: &'static str,
    host: &'static str,
    tables: StaticTables,
    operation: &'static str,
    parameters: Value,
}

impl Copying {
    /// Calls the services, and compares the presigned URLs in the requests with botocore's.
    async fn check(all: &[Self]) {
        let call = |it: &Self| {
            let (operation, parameters) = (it.operation, &it.parameters);
            json!({"service": it.service, "operation": operation, "parameters": parameters, "region": "eu-west-1"})
        };
        let theirs = botocore(all.iter().map(call).collect());
        for (index, copying) in all.iter().enumerate() {
            let theirs = theirs.as_ref().map(|it| it[index]["body"].as_str().expect("a body"));
            copying.check_one(theirs).await;
        }
    }

    async fn check_one(&self, theirs: Option<&str>) {
        let Self { service, host, tables, operation, parameters } = self;
        let script = Script::new(|it, _| (200, format!("<{}Response/>", it.operation)));
        let client = Handle::new(tables.service().unwrap(), script.config().build());
        call(*tables, &client, operation, &parameters.to_string()).await.unwrap();
        let ours = with_url(&script.last_body());
        assert_eq!(ours.1, format!("https://{host}.us-west-2.amazonaws.com/"));
        assert_eq!(ours.2.get("DestinationRegion").map(String::as_str), Some("eu-west-1"));
        assert_eq!(ours.2.get("X-Amz-Credential"), Some(&format!("us-west-2/{host}/aws4_request")));
        if let Some(theirs) = theirs {
            assert_eq!(ours, with_url(theirs), "{service}");
        }

        // A URL of the caller is sent as it is, and without a source there is none.
        let name = if *service == "ec2" { "PresignedUrl" } else { "PreSignedUrl" };
        let mut own = parameters.clone();
        own[name] = json!("https://own");
        call(*tables, &client, operation, &own.to_string()).await.unwrap();
        assert!(script.last_body().contains(&format!("{name}=https%3A%2F%2Fown")), "{}", script.last_body());
        assert!(*service == "ec2" || !script.last_body().contains("SourceRegion"));
        own.as_object_mut().unwrap().retain(|key, _| key != "SourceRegion" && key != name);
        match call(*tables, &client, operation, &own.to_string()).await {
            Ok(_) => assert!(!script.last_body().contains("signedUrl"), "{}", script.last_body()),
            Err(error) => assert_eq!(error, "the input is invalid: SourceRegion: required, not set"),
        }
    }
}

fn database_snapshot() -> Value {
    json!({"SourceDBSnapshotIdentifier": "arn:aws:rds:us-west-2:1:snapshot:a", "TargetDBSnapshotIdentifier": "b",
        "SourceRegion": "us-west-2"})
}

fn disk_snapshot() -> Value {
    json!({"SourceSnapshotId": "snap-1", "SourceRegion": "us-west-2"})
}

#[tokio::test]
async fn copies_from_another_region_contain_a_presigned_url() {
    let copying = |service, model, operation, parameters| {
        let tables = tables(model);
        Copying { service, host: service, tables, operation, parameters }
    };
    Copying::check(&[
        copying("rds", DATABASES, "CopyDBSnapshot", database_snapshot()),
        copying("ec2", COMPUTING, "CopySnapshot", disk_snapshot()),
    ])
    .await;
}

/// The description of a service, from botocore.
fn imported(service: &str, operation: &str) -> Option<StaticTables> {
    let python = peers::python().ok()?;
    // The file itself: the loader's view of a service has the parameters that botocore adds.
    let script = "import json, sys, botocore.loaders as it\n\
                  loader, name = it.Loader(), sys.argv[1]\n\
                  version = loader.determine_latest_version(name, 'service-2')\n\
                  json.dump(loader.load_data(f'{name}/{version}/service-2'), sys.stdout)";
    let output = Command::new(python).args(["-c", script, service]).output().expect("Python starts");
    assert!(output.status.success(), "botocore has {service}");
    let text = String::from_utf8(output.stdout).expect("JSON");
    let model = import(&Description::of(Source::new("service-2.json", text))).unwrap_or_else(|found| panic!("{found}"));
    let model = load_sources(vec![Source::new("model.json", model.text)]).unwrap_or_else(|found| panic!("{found}"));
    let selection = Selection { operations: Some(vec![operation.to_owned()]), ..Selection::default() };
    let loaded = tinsmith_tables::load_model(model, &selection).unwrap_or_else(|found| panic!("{found}"));
    // A correction that does not apply is a warning.
    assert!(!loaded.warnings.to_string().contains("orrection"), "{}", loaded.warnings);
    Some(loaded.tables.leak())
}

#[tokio::test]
async fn copies_from_another_region_contain_a_presigned_url_with_imported_models() {
    let cluster = json!({"SourceDBClusterSnapshotIdentifier": "arn:aws:rds:us-west-2:1:cluster-snapshot:a",
        "TargetDBClusterSnapshotIdentifier": "b", "SourceRegion": "us-west-2"});
    let mut all = Vec::new();
    for (service, host, operation, parameters) in [
        ("ec2", "ec2", "CopySnapshot", disk_snapshot()),
        ("rds", "rds", "CopyDBSnapshot", database_snapshot()),
        ("neptune", "rds", "CopyDBClusterSnapshot", cluster.clone()),
        ("docdb", "rds", "CopyDBClusterSnapshot", cluster),
    ] {
        let Some(tables) = imported(service, operation) else { return peers::skip("botocore is not installed") };
        all.push(Copying { service, host, tables, operation, parameters });
    }
    Copying::check(&all).await;
}

#[tokio::test]
async fn speech_is_presigned_as_a_get() {
    let model = "$version: \"2.0\"\nnamespace demo\nuse aws.api#service\nuse aws.auth#sigv4\n\
        use aws.protocols#restJson1\n\
        @restJson1 @sigv4(name: \"polly\") @service(sdkId: \"Polly\", endpointPrefix: \"polly\")\n\
        service Polly { version: \"2016-06-10\", operations: [SynthesizeSpeech] }\n\
        @http(method: \"POST\", uri: \"/v1/speech\")\n\
        operation SynthesizeSpeech { input := { LexiconNames: Names, OutputFormat: String, Text: String } }\n\
        list Names { member: String }\n";
    let (script, tables) = (Script::new(|_, _| (200, "{}".to_owned())), tables(model));
    let client = Handle::new(tables.service().unwrap(), script.config().build());
    let values = "{\"Text\": \"a b&c\", \"OutputFormat\": \"mp3\", \"LexiconNames\": [\"x\", \"y\"]}";
    call(tables, &client, "SynthesizeSpeech", values).await.unwrap();
    assert_eq!(script.seen.lock().unwrap()[0].method, "POST", "a call sends a body");
    let operation = tables.operation("SynthesizeSpeech").unwrap().unwrap();
    let validity = PresigningConfig::expires_in(Duration::from_secs(60)).unwrap();
    let mut values = input(tables, "SynthesizeSpeech", values);
    let presigned = client.presign_values(operation, &mut values, None, &validity).await;
    let presigned = presigned.unwrap_or_else(|error| panic!("{}", DisplayChain(&error)));
    assert_eq!((presigned.method(), presigned.body().len(), presigned.headers().count()), ("GET", 0, 0));
    let expected = "https://polly.eu-west-1.amazonaws.com/v1/speech?LexiconNames=x&LexiconNames=y&OutputFormat=mp3\
                    &Text=a%20b%26c&X-Amz-Algorithm=AWS4-HMAC-SHA256&";
    assert!(presigned.uri().starts_with(expected), "{}", presigned.uri());
}

/// The digest of the attributes is the one in moto's tests.
#[tokio::test]
async fn digests_of_messages_are_checked() {
    let Some(tables) = shared("sqs", &["ReceiveMessage", "SendMessage", "SendMessageBatch"]) else { return };
    const HELLO: &str = "5d41402abc4b2a76b9719d911017c592";
    const ATTRIBUTES: &str = "235c5c510d26fb653d073faed50ae77c";
    let attributes = json!({"timestamp": {"StringValue": "1493147359900", "DataType": "Number"}});
    let send = json!({"QueueUrl": "https://q", "MessageBody": "hello", "MessageAttributes": attributes});
    let batch = json!({"QueueUrl": "https://q", "Entries": [
        {"Id": "other", "MessageBody": "bye"}, {"Id": "one", "MessageBody": "hello", "MessageAttributes": attributes}]});
    let receive = json!({"QueueUrl": "https://q"});
    let sent = |body: &str, attributes: &str| json!({"MessageId": "m", "MD5OfMessageBody": body, "MD5OfMessageAttributes": attributes});
    let in_batch = |body: &str| {
        let mut entry = sent(body, ATTRIBUTES);
        entry["Id"] = json!("one");
        json!({"Successful": [entry], "Failed": []})
    };
    let received = |digest: &str| {
        json!({"Messages": [{"Body": "hello", "MD5OfBody": digest, "MessageAttributes": attributes,
            "MD5OfMessageAttributes": ATTRIBUTES}]})
    };
    let cases = [
        ("SendMessage", &send, sent(HELLO, ATTRIBUTES), None),
        ("SendMessage", &send, sent(ATTRIBUTES, ATTRIBUTES), Some("`MD5OfMessageBody`")),
        ("SendMessage", &send, sent(HELLO, HELLO), Some("`MD5OfMessageAttributes`")),
        ("SendMessageBatch", &batch, in_batch(HELLO), None),
        ("SendMessageBatch", &batch, in_batch(ATTRIBUTES), Some("`MD5OfMessageBody`")),
        ("ReceiveMessage", &receive, received(HELLO), None),
        ("ReceiveMessage", &receive, received(ATTRIBUTES), Some("`MD5OfBody`")),
        ("ReceiveMessage", &receive, json!({}), None),
    ];
    for (operation, values, answer, expected) in cases {
        let text = answer.to_string();
        let script = Script::new(move |_, _| (200, text.clone()));
        let client = Handle::new(tables.service().unwrap(), script.config().build());
        let outcome = call(tables, &client, operation, &values.to_string()).await;
        match (outcome, expected) {
            (Ok(_), None) => {}
            (Err(error), Some(name)) => {
                assert!(error.contains(name) && error.contains("not the MD5 digest"), "{error}");
                // The message was sent: it must not be sent again.
                assert_eq!(script.urls().len(), 1);
            }
            (outcome, _) => panic!("{operation} {answer}: {:?}", outcome.map(drop)),
        }
    }
}

/// The service waits up to 20 seconds for messages. A shorter timeout of the client would end every poll.
#[tokio::test]
async fn a_poll_may_take_longer_than_other_calls() {
    let Some(tables) = shared("sqs", &["ReceiveMessage", "SendMessage"]) else { return };
    let script = Script::new(|_, _| (200, "{}".to_owned()));
    let timeouts = tinsmith_runtime::config::timeout::TimeoutConfig::builder();
    let timeouts = timeouts.read_timeout(Duration::from_secs(5)).build();
    let config = script.config().timeout_config(timeouts).build();
    let client = Handle::new(tables.service().unwrap(), config);
    call(tables, &client, "ReceiveMessage", "{\"QueueUrl\": \"https://q\"}").await.unwrap();
    call(tables, &client, "SendMessage", "{\"QueueUrl\": \"https://q\", \"MessageBody\": \"x\"}").await.unwrap();
    let found: Vec<_> = script.seen.lock().unwrap().iter().map(|it| it.read_timeout).collect();
    assert_eq!(found, [Some(Duration::from_secs(25)), Some(Duration::from_secs(5))]);
}

#[tokio::test]
async fn account_based_endpoints_are_those_of_botocore() {
    let Some(tables) = shared("dynamodb", &["GetItem", "ListTables", "BatchGetItem"]) else { return };
    const ACCOUNT: &str = "123456789012";
    let item = json!({"TableName": "t", "Key": {"a": {"S": "b"}}});
    let by_arn = json!({"TableName": "arn:aws:dynamodb:eu-west-1:999999999999:table/t", "Key": {"a": {"S": "b"}}});
    let batch = json!({"RequestItems": {
        "arn:aws:dynamodb:eu-west-1:999999999999:table/t": {"Keys": [{"a": {"S": "b"}}]}}});
    let cases = [
        ("GetItem", &item, Some(ACCOUNT), "preferred"),
        ("GetItem", &item, None, "preferred"),
        ("GetItem", &item, Some(ACCOUNT), "disabled"),
        ("GetItem", &item, Some(ACCOUNT), "required"),
        ("GetItem", &item, None, "required"),
        ("GetItem", &by_arn, Some(ACCOUNT), "preferred"),
        ("BatchGetItem", &batch, Some(ACCOUNT), "preferred"),
        ("ListTables", &json!({}), Some(ACCOUNT), "preferred"),
    ];
    let calls = cases.iter().map(|(operation, values, account, mode)| {
        json!({"service": "dynamodb", "operation": operation, "parameters": values, "region": "eu-west-1",
            "account": account, "mode": mode})
    });
    let Some(theirs) = botocore(calls.collect()) else { return };
    let mut hosts = std::collections::BTreeSet::new();
    for ((operation, values, account, mode), theirs) in cases.into_iter().zip(theirs) {
        let script = Script::new(|_, _| (200, "{}".to_owned()));
        let mut credentials = Credentials::builder().access_key_id("AKIDEXAMPLE").secret_access_key("secret");
        if let Some(account) = account {
            credentials = credentials.account_id(account);
        }
        let mode: AccountIdEndpointMode = mode.parse().unwrap();
        let config = script.config().account_id_endpoint_mode(mode.clone());
        let config = config.credentials_provider(credentials.provider_name("test").build()).build();
        let outcome =
            call(tables, &Handle::new(tables.service().unwrap(), config), operation, &values.to_string()).await;
        match theirs["url"].as_str() {
            Some(url) => {
                outcome.unwrap();
                assert_eq!(script.urls(), [url], "{operation} {values} {account:?} {mode:?}");
                hosts.insert(url.to_owned());
            }
            None => {
                let error = outcome.map(drop).expect_err("botocore fails");
                assert!(error.contains("AccountId"), "{error}; botocore: {theirs}");
            }
        }
    }
    assert_eq!(hosts.len(), 3, "{hosts:?}");
}

/// The location of a bucket in the first region is empty.
#[tokio::test]
async fn the_first_region_has_no_name() {
    let Some(tables) = shared("s3", &["GetBucketLocation"]) else { return };
    let namespace = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
    let cases = [
        (format!("<LocationConstraint {namespace}/>"), None),
        (format!("<?xml version=\"1.0\"?><LocationConstraint {namespace}></LocationConstraint>"), None),
        (format!("<LocationConstraint {namespace}>eu-west-2</LocationConstraint>"), Some("eu-west-2")),
    ];
    for (answer, expected) in cases {
        let script = Script::new(move |_, _| (200, answer.clone()));
        let client = Handle::new(tables.service().unwrap(), script.config().build());
        let output = call(tables, &client, "GetBucketLocation", "{\"Bucket\": \"bucket\"}").await.unwrap();
        let found = match output.member(0).map(|it| it.view()) {
            Some(View::String(text)) if !text.is_empty() => Some(text.to_owned()),
            _ => None,
        };
        assert_eq!(found.as_deref(), expected);
    }
}
