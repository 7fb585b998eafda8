//! Modifies the expectations of cases, to show that cases can fail.

use serde_json::{Value, json};

/// Changes one expectation of every case of the model.
pub fn cases(model: &mut Value) {
    let shapes = model.get_mut("shapes").and_then(Value::as_object_mut).unwrap();
    for shape in shapes.values_mut() {
        let Some(traits) = shape.get_mut("traits").and_then(Value::as_object_mut) else { continue };
        let error = traits.contains_key("smithy.api#error");
        let requests = traits.get_mut("smithy.test#httpRequestTests").and_then(Value::as_array_mut);
        requests.into_iter().flatten().for_each(request);
        let answers = traits.get_mut("smithy.test#httpResponseTests").and_then(Value::as_array_mut);
        answers.into_iter().flatten().for_each(|case| answer(case, error));
        let events = traits.get_mut("smithy.test#eventStreamTests").and_then(Value::as_array_mut);
        events.into_iter().flatten().for_each(event);
    }
}

/// Changes the expected body, or else a header, or else the path.
fn request(case: &mut Value) {
    let media_type = case.get("bodyMediaType").and_then(Value::as_str).map(str::to_owned);
    if let Some(Value::String(body)) = case.get_mut("body") {
        match media_type.as_deref() {
            Some("application/json") if !body.is_empty() => {
                let mut value: Value = serde_json::from_str(body).unwrap();
                match value.as_object_mut() {
                    Some(members) => drop(members.insert("changed".to_owned(), json!(true))),
                    None => leaf(&mut value),
                }
                *body = value.to_string();
            }
            _ => body.push_str("&Changed=1"),
        }
        return;
    }
    match case.get_mut("headers").and_then(Value::as_object_mut) {
        Some(headers) if !headers.is_empty() => headers.values_mut().take(1).for_each(leaf),
        _ => leaf(&mut case["uri"]),
    }
}

/// Changes the first of the expected values, or the code of an error if there are none. If an empty output is expected,
/// it is then expected to have a value.
fn answer(case: &mut Value, error: bool) {
    let params = case.get_mut("params").filter(|it| it.as_object().is_some_and(|it| !it.is_empty()));
    match params {
        Some(params) => leaf(params),
        None if error => case["vendorParams"] = json!({ "code": "Changed" }),
        None => case["params"] = json!({ "changed": true }),
    }
}

/// Expects success instead of failure, or else changes an event or the initial message.
fn event(case: &mut Value) {
    if case.as_object_mut().is_some_and(|case| case.remove("expectation").is_some()) {
        return;
    }
    let place = ["/events/0/params", "/initialResponseParams", "/initialRequestParams"];
    let place = place.iter().find(|it| case.pointer(it).is_some());
    leaf(place.and_then(|it| case.pointer_mut(it)).unwrap());
}

fn leaf(value: &mut Value) {
    match value {
        Value::Object(members) if !members.is_empty() => members.values_mut().take(1).for_each(leaf),
        Value::Array(elements) if !elements.is_empty() => elements.iter_mut().take(1).for_each(leaf),
        Value::Object(_) | Value::Array(_) => *value = Value::Null,
        Value::Null => *value = json!("changed"),
        Value::Bool(it) => *it = !*it,
        Value::Number(it) => *value = json!(it.as_f64().unwrap() + 1.0),
        Value::String(it) => it.push_str("changed"),
    }
}
