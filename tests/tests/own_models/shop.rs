//! The shop, in JSON over HTTP.

use serde_json::{Value, json};

use crate::server::{Counts, Request, Response};

fn answer(status: u16, value: &Value) -> Response {
    (status, vec![("content-type", "application/json".to_owned())], value.to_string().into_bytes())
}

fn refuse(status: u16, name: &str, value: &Value) -> Response {
    let (status, mut headers, body) = answer(status, value);
    headers.push(("x-error-type", name.to_owned()));
    (status, headers, body)
}

pub fn respond(request: &Request, counts: &mut Counts) -> Response {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let path: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    if path == ["health"] {
        assert_eq!(request.header("authorization"), "");
        return answer(200, &json!({"open": true}));
    }
    if request.header("authorization") != "Bearer let-me-in" {
        return refuse(401, "Unauthorized", &json!({"message": "who are you?"}));
    }
    let count = counts.entry(format!("{} {}", request.method, request.target)).or_default();
    *count += 1;
    let count = *count;
    let money = json!({"amount": 12345678901234567890.5_f64, "currency": "CHF"});
    match (request.method.as_str(), path.as_slice()) {
        ("PUT", ["products", "ZZ-0000"]) if count == 1 => refuse(503, "ShopClosed", &json!({"message": "lunch"})),
        ("PUT", ["products", _]) => {
            let body = String::from_utf8_lossy(&request.body).into_owned();
            // The digits of a decimal are not rounded.
            assert!(body.contains(r#""amount":0.1000000000000000000001"#), "{body}");
            assert_eq!(request.json()["details"], json!({"any": [1, "two", null]}), "{body}");
            let (status, mut headers, body) = answer(201, &json!({}));
            headers.push(("etag", format!("\"{}\"", request.header("if-match"))));
            (status, headers, body)
        }
        ("GET", ["products", "XX-0000"]) => {
            refuse(404, "NoSuchProduct", &json!({"message": "no XX-0000", "similar": ["XX-0001"]}))
        }
        ("GET", ["products", sku]) => {
            let value = json!({"sku": sku, "name": "Tin «π»", "price": money, "tags": ["a"], "stock": count - 1,
                "details": {"x": [1.5]}, "changed": "Tue, 24 Nov 2026 00:00:00 GMT"});
            answer(200, &value)
        }
        ("GET", ["products"]) => products(query),
        ("DELETE", ["products", _]) => (204, Vec::new(), Vec::new()),
        ("PATCH", ["products", _]) => answer(200, &json!({})),
        ("POST", ["products", _, "reviews"]) => {
            answer(201, &json!({"reviewId": format!("{}!", request.json().as_str().unwrap_or_default())}))
        }
        ("GET", ["products", _, "reviews"]) => {
            let (status, mut headers, body) = answer(200, &json!({"reviews": ["good", ""]}));
            headers.push(("X-Count-Good", "1".to_owned()));
            (status, headers, body)
        }
        ("POST", ["orders"]) => {
            assert!(!request.header("idempotency-key").is_empty());
            let order = request.json();
            if order["lines"][0]["sku"] == "XX-0000" {
                let (status, mut headers, body) = refuse(409, "OutOfStock", &json!({}));
                headers.push(("X-Sku", "XX-0000".to_owned()));
                return (status, headers, body);
            }
            assert_eq!(order["lines"], json!([{"sku": "AB-0001", "quantity": 2}, {"sku": "AB-0002", "quantity": 1}]));
            answer(201, &json!({"orderId": "0badcafe-0001", "status": "placed"}))
        }
        ("GET", ["orders", _]) => {
            let payment = json!({"gift_card": "GIFT"});
            answer(200, &json!({"order": {"payment": payment, "status": "lost", "placed": "2026-11-24T00:00:00.5Z"}}))
        }
        _ => answer(404, &json!({})),
    }
}

/// Three products, one a page.
fn products(query: &str) -> Response {
    let after = query.split('&').find_map(|it| it.strip_prefix("after=")).unwrap_or("0");
    let next = after.parse().unwrap_or(0) + 1;
    let mut page = json!({"products": [{"sku": format!("AB-000{next}"), "name": query}]});
    if next < 3 {
        page["next"] = next.to_string().into();
    }
    answer(200, &json!({"page": page}))
}
