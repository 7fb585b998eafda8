//! Runs botocore's parser on the same responses.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tinsmith_runtime::http::{HttpClient, HttpFuture, HttpRequest, HyperClient};
use tinsmith_runtime::message::Response;
use tinsmith_tests::peers;

/// A connector that keeps the last response.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    inner: HyperClient,
    last: Arc<Mutex<Option<Response>>>,
}

impl Kept {
    /// Takes the last response, if there was one.
    pub fn take(&self) -> Option<Response> {
        self.last.lock().expect("no panic while it was held").take()
    }
}

impl HttpClient for Kept {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        Box::pin(async move {
            let answer = self.inner.call(request).await?;
            *self.last.lock().expect("no panic while it was held") = Some(answer.clone());
            Ok(answer)
        })
    }
}

/// A response, and our parsed value.
pub struct Answer {
    pub operation: &'static str,
    pub protocol: &'static str,
    pub raw: Response,
    pub ours: Value,
}

impl Answer {
    fn question(&self) -> Value {
        let headers: Vec<(&str, &str)> = self.raw.headers().iter().collect();
        json!({
            "operation": self.operation,
            "protocol": self.protocol,
            "status": self.raw.status().as_u16(),
            "headers": headers,
            "body": aws_smithy_types::base64::encode(self.raw.body().bytes().unwrap_or_default()),
        })
    }
}

/// A response that botocore parsed differently.
pub struct Disagreement {
    pub operation: &'static str,
    pub ours: Value,
    pub theirs: Value,
}

/// Parses all responses of a service with botocore, and returns the differences.
pub fn disagreements(service: &str, answers: &[Answer]) -> Vec<Disagreement> {
    let asked = json!({"service": service, "answers": answers.iter().map(Answer::question).collect::<Vec<_>>()});
    let python = peers::python().expect("moto runs in it");
    let mut child = Command::new(python)
        .args(["-c", include_str!("botocore_parser.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(asked.to_string().as_bytes()).expect("Python reads its input");
    drop(stdin);
    let output = child.wait_with_output().expect("Python ends");
    let theirs: Vec<Value> = serde_json::from_slice(&output.stdout).expect("one JSON list");
    assert_eq!(theirs.len(), answers.len());
    let differs = answers.iter().zip(theirs).filter(|(answer, theirs)| answer.ours != *theirs);
    let named =
        differs.map(|(answer, theirs)| Disagreement { operation: answer.operation, ours: answer.ours.clone(), theirs });
    named.collect()
}
