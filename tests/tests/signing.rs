//! Compares signatures with botocore's signer.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use aws_sigv4::http_request::{PayloadChecksumKind, SignableBody, SignableRequest, SigningSettings};
use aws_sigv4::sign::v4::SigningParams;
use aws_sigv4::sign::v4a;
use serde_json::{Value, json};
use tinsmith_runtime::credentials::Credentials;
use tinsmith_runtime::http::HttpRequest;
use tinsmith_runtime::sign::{Signer, Signing, sign};
use tinsmith_tests::peers;

const BODY: &str = "Action=UpdateAccessKey&Version=2010-05-08&UserName=Bob&Status=Inactive";
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// A request to sign, and the credentials.
struct Case {
    name: &'static str,
    url: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    token: Option<&'static str>,
    region: &'static str,
    service: &'static str,
    /// Seconds since 1970.
    time: u64,
}

const PLAIN: Case = Case {
    name: "plain",
    url: "https://iam.amazonaws.com/",
    headers: &[FORM],
    body: BODY,
    token: None,
    region: "us-east-1",
    service: "iam",
    time: 1_795_507_200,
};

const CASES: [Case; 18] = [
    PLAIN,
    Case { name: "the scheme's own port", url: "http://h.test:80/", ..PLAIN },
    Case { name: "the other scheme's port", url: "http://h.test:443/", ..PLAIN },
    Case { name: "another region", region: "cn-north-1", url: "https://iam.cn-north-1.amazonaws.com.cn/", ..PLAIN },
    Case { name: "another service", service: "sts", url: "https://sts.eu-west-1.amazonaws.com/", ..PLAIN },
    Case { name: "no body", body: "", ..PLAIN },
    Case { name: "no content type", headers: &[], ..PLAIN },
    Case { name: "a session token", token: Some("AQoDYXdzEPT//////////wEXAMPLE+/=="), ..PLAIN },
    Case { name: "a port", url: "http://127.0.0.1:5000/", ..PLAIN },
    Case { name: "an IPv6 address", url: "http://[::1]:5000/", ..PLAIN },
    Case { name: "a path", url: "http://localhost:4566/base/path", ..PLAIN },
    Case { name: "a query", url: "http://localhost:4566/base/path?x=1&b=2&a", ..PLAIN },
    Case { name: "an encoded path and query", url: "https://h.test/a%20b/%C3%A9?k%20y=%2B%2F%26&z=%C3%A9", ..PLAIN },
    Case {
        name: "a path and query of HTTP bindings",
        url: "https://h.test/2015-03-31/tags/arn%3Aaws%3Alambda%3Aeu-west-1%3A1%3Afunction%3Aa%2Fb/x?list&fixed=1&q=b&q=a%20%26",
        ..PLAIN
    },
    Case { name: "characters beyond ASCII", body: "UserName=b\u{f6}b%20\u{1f600}&x=a+b%2Bc~*'()", ..PLAIN },
    Case {
        name: "fields that are signed, and fields that are not",
        headers: &[
            ("Content-Type", "application/x-amz-json-1.1"),
            ("X-Amz-Target", "Service.Operation"),
            ("x-amz-meta-spaces", "a   b  c"),
            ("user-agent", "somebody"),
            ("amz-sdk-request", "attempt=1"),
        ],
        ..PLAIN
    },
    Case { name: "the last second of a day", time: 1_795_564_799, ..PLAIN },
    Case { name: "a leap day", time: 1_709_208_000, ..PLAIN },
];

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// Our headers for a case, with lower-case names.
fn ours(case: &Case) -> Value {
    let credentials = Credentials::new("AKIDEXAMPLE", SECRET, case.token.map(str::to_owned), None, "test");
    let mut request = HttpRequest::new("POST", case.url.to_owned(), case.body.as_bytes().to_vec());
    for (name, value) in case.headers {
        request.headers.append(name, *value);
    }
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(case.time);
    let signing = Signing::new(&credentials, case.region, case.service, time);
    sign(&mut request, &signing).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let fields = request.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), Value::from(value)));
    Value::Object(fields.collect())
}

/// The headers that both signers sign. botocore's signer signs further ones because it receives them here; its client
/// adds those headers later.
fn handed_over(case: &Case) -> Vec<&(&str, &str)> {
    let is_later = |name: &str| name == "user-agent" || name == "amz-sdk-request";
    case.headers.iter().filter(|(name, _)| !is_later(name)).collect()
}

/// The header fields with which botocore signs these requests. `None` if there is no botocore.
fn botocore(cases: Vec<Value>) -> Option<Vec<Value>> {
    let python = match peers::python() {
        Ok(it) => it,
        Err(reason) => {
            peers::skip(&reason);
            return None;
        }
    };
    let input = Value::Array(cases).to_string();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/signing/botocore_signer.py");
    let child = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.expect("Python starts");
    // Python waits until the pipe is closed, which happens at the end of this statement.
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("Python reads");
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "botocore signs");
    Some(serde_json::from_slice(&output.stdout).expect("a JSON list"))
}

#[test]
fn botocore_signs_alike() {
    let cases = CASES.iter().map(|case| {
        json!({
            "method": "POST", "url": case.url, "headers": handed_over(case), "body": case.body,
            "id": "AKIDEXAMPLE", "secret": SECRET, "token": case.token,
            "region": case.region, "service": case.service, "time": case.time,
        })
    });
    let Some(theirs) = botocore(cases.collect()) else { return };
    assert_eq!(theirs.len(), CASES.len());
    for (case, theirs) in CASES.iter().zip(theirs) {
        let ours = ours(case);
        for name in ["authorization", "x-amz-date", "x-amz-security-token"] {
            assert_eq!(ours.get(name), theirs.get(name), "{}: {name}", case.name);
        }
        assert!(ours["authorization"].as_str().is_some_and(|it| it.contains("Signature=")), "{}", case.name);
    }
}

#[test]
fn botocore_signs_with_sessions_alike() {
    let url = "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/key?x-id=PutObject";
    let case = json!({
        "method": "PUT", "url": url, "headers": [("x-amz-meta-a", "b")], "body": BODY, "session": true,
        "id": "AKIDEXAMPLE", "secret": SECRET, "token": "the/token==",
        "region": "us-east-1", "service": "s3express", "time": PLAIN.time,
    });
    let Some(theirs) = botocore(vec![case]) else { return };
    let credentials = Credentials::new("AKIDEXAMPLE", SECRET, Some("the/token==".to_owned()), None, "test");
    let mut request = HttpRequest::new("PUT", url.to_owned(), BODY.as_bytes().to_vec());
    request.headers.append("x-amz-meta-a", "b");
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(PLAIN.time);
    let mut signing = Signing::new(&credentials, "us-east-1", "s3express", time);
    (signing.is_session, signing.sends_hash, signing.is_path_literal) = (true, true, true);
    sign(&mut request, &signing).expect("a signature");
    for name in ["authorization", "x-amz-date", "x-amz-s3session-token", "x-amz-content-sha256"] {
        assert_eq!(request.headers.get(name), theirs[0][name].as_str(), "{name}");
    }
    assert_eq!(request.headers.get("x-amz-security-token"), None);
}

#[test]
fn what_may_change_on_the_way_is_not_signed() {
    let fields = CASES.iter().find(|it| it.name == "fields that are signed, and fields that are not");
    let fields = fields.expect("a case of that name");
    let signature = ours(fields)["authorization"].as_str().map(str::to_owned).unwrap_or_default();
    let signed = "SignedHeaders=content-type;host;x-amz-date;x-amz-meta-spaces;x-amz-target,";
    assert!(signature.contains(signed), "{signature}");
}

/// The headers with which the official signer signs a request, asymmetrically if `is_asymmetric`.
fn official(request: &HttpRequest, signing: &Signing<'_>, is_asymmetric: bool) -> Vec<(String, String)> {
    let mut settings = SigningSettings::default();
    let body = match signing.unsigned_payload {
        true => {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
            SignableBody::UnsignedPayload
        }
        false => SignableBody::Bytes(request.body.bytes().expect("a body in memory")),
    };
    let identity = signing.credentials.clone().into();
    let Signing { region, service, time, .. } = *signing;
    let params = match is_asymmetric {
        true => {
            let params = v4a::SigningParams::builder().identity(&identity).region_set(region).name(service);
            params.time(time).settings(settings).build().expect("all that it wants").into()
        }
        false => {
            let params = SigningParams::builder().identity(&identity).region(region).name(service);
            params.time(time).settings(settings).build().expect("all that it wants").into()
        }
    };
    let is_signed = |name: &str| name == "content-type" || name.starts_with("x-amz-");
    let headers = request.headers.iter().filter(|(name, _)| is_signed(&name.to_ascii_lowercase()));
    let signable = SignableRequest::new(request.method, request.url.as_str(), headers, body).expect("a request");
    let (instructions, _) = aws_sigv4::http_request::sign(signable, &params).expect("a signature").into_parts();
    instructions.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// A string of these characters.
fn random(characters: &str, longest: usize) -> String {
    let characters: Vec<char> = characters.chars().collect();
    (0..fastrand::usize(..=longest)).filter_map(|_| fastrand::choice(&characters)).collect()
}

#[test]
fn the_official_signer_signs_alike() {
    fastrand::seed(8);
    // One signer for all requests; its key is not always of the same day, region, service and secret.
    let signer = Signer::new();
    for number in 0..2000 {
        let token = fastrand::bool().then(|| format!("token/{}", random("abc+/=", 20)));
        let secret = *fastrand::choice(&[SECRET, "another"]).expect("one of them");
        let credentials = Credentials::new("AKIDEXAMPLE", secret, token, None, "test");
        let port = *fastrand::choice(&["", ":80", ":443", ":5000"]).expect("one of them");
        let scheme = *fastrand::choice(&["http", "https"]).expect("one of them");
        let path = random("/a.%2B~-_:@,;=", 12).replace('%', "%25");
        let query = random("ab&=~-_.", 12);
        let mut url = format!("{scheme}://h.test{port}/{path}");
        if !query.is_empty() {
            url = format!("{url}?{query}");
        }
        let mut request = HttpRequest::new("PUT", url, random("ab\u{e9}&=", 200).into_bytes());
        for _ in 0..fastrand::usize(..5) {
            let name = fastrand::choice(&["Content-Type", "X-Amz-A", "x-amz-b", "x-amz-a", "user-agent", "X-AMZ"]);
            request.headers.append(name.expect("one of them"), random("ab  c,;", 12));
        }
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(fastrand::u64(..3) * 86_400 + fastrand::u64(..100));
        let region = *fastrand::choice(&["eu-west-1", "us-east-1"]).expect("one of them");
        let mut signing = Signing::new(&credentials, region, "iam", time);
        signing.unsigned_payload = fastrand::bool();
        // Asymmetric signatures take milliseconds. They are deterministic.
        let is_asymmetric = number % 20 == 0;
        if is_asymmetric {
            signing.region = *fastrand::choice(&["*", "eu-west-1,us-*"]).expect("one of them");
        }
        let theirs = official(&request, &signing, is_asymmetric);
        let unsigned = format!("{number}: {request:?}");
        let signed = match is_asymmetric {
            true => signer.sign_asymmetric(&mut request, &signing),
            false => signer.sign(&mut request, &signing).map(drop),
        };
        signed.unwrap_or_else(|error| panic!("{unsigned}: {error:?}"));
        assert!(theirs.iter().any(|(name, _)| name == "authorization"));
        for (name, value) in theirs {
            assert_eq!(request.headers.get(&name), Some(value.as_str()), "{name} of {unsigned}");
        }
    }
}

#[test]
fn what_is_no_request_cannot_be_signed() {
    let credentials = Credentials::new("AKIDEXAMPLE", SECRET, Some("line\nbreak".to_owned()), None, "test");
    let signing = Signing::new(&credentials, "us-east-1", "iam", SystemTime::UNIX_EPOCH);
    let mut request = HttpRequest::new("POST", "https://iam.amazonaws.com/".to_owned(), Vec::new());
    let error = sign(&mut request, &signing).expect_err("a line break is no part of a field");
    let text = format!("{error:?} {error}");
    assert!(!text.contains("break") && !text.contains(SECRET), "{text}");
    // Endpoints are composed of valid labels before; other callers get an error, not a panic.
    let credentials = Credentials::new("AKIDEXAMPLE", SECRET, None, None, "test");
    for url in
        ["", "/", "not a url", "iam.amazonaws.com", "http://", "http:///x", "http://?x", "http://:80", "http:// /"]
    {
        let mut request = HttpRequest::new("POST", url.to_owned(), Vec::new());
        let signing = Signing::new(&credentials, "us-east-1", "iam", SystemTime::UNIX_EPOCH);
        sign(&mut request, &signing).expect_err(url);
    }
}

#[test]
fn keys_that_would_break_out_of_their_header_field_are_refused() {
    for (id, token) in [("AKID\n", "token"), ("AKID", "token\n"), ("AKID", "token\r\nx-evil: 1"), ("AK\0ID", "token")] {
        let credentials = Credentials::new(id, "s3cr3t", Some(token.to_owned()), None, "test");
        let mut request = HttpRequest::new("POST", PLAIN.url.to_owned(), Vec::new());
        let error = sign(&mut request, &Signing::new(&credentials, "us-east-1", "iam", SystemTime::now()))
            .expect_err("a control character");
        let shown = format!("{error:?}");
        assert!(!shown.contains("s3cr3t") && !shown.contains("AK") && !shown.contains("evil"), "{shown}");
    }
}
