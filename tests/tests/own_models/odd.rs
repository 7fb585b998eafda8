//! The service with odd names.

use serde_json::json;

use crate::server::{Request, Response};

pub fn respond(request: &Request) -> Response {
    let json = || vec![("content-type", "application/json".to_owned())];
    assert_eq!(request.header("x-api-key"), "secret");
    match request.target.split('?').next().unwrap_or_default() {
        // Returns the input as the `strings` of the output.
        path if path.starts_with("/v1/self/") => {
            let mut text = format!("{} {}", request.method, request.target);
            text.push_str(&String::from_utf8_lossy(&request.body));
            let body =
                json!({"source": text, "ok": {"self": "me"}, "union": {"one": 1}, "strings": {"*": {"String": "s"}}});
            (200, json(), body.to_string().into_bytes())
        }
        "/v1/config" => {
            let body =
                json!({"single": "TWO", "config": {"endpointUrl": request.target, "region": request.header("x-any")}});
            let mut headers = json();
            headers.push(("Retry-After", "2026-11-24T00:00:00Z".to_owned()));
            (200, headers, body.to_string().into_bytes())
        }
        "/v1/error" => {
            let mut headers = json();
            headers.push(("x-amzn-errortype", "Error_".to_owned()));
            let body = json!({"message": "m", "code": "c", "meta": "i", "source": "s", "kind": "🦀"});
            (400, headers, body.to_string().into_bytes())
        }
        "/v1/result" => (200, json(), json!({"Ok": "ok", "Err": "err"}).to_string().into_bytes()),
        _ => (200, json(), b"{}".to_vec()),
    }
}
