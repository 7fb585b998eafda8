//! Checks trait values beyond their JSON type.

use crate::model::{Node, Object};

/// The object of a trait with `min`, `max` or both.
fn bounds(value: &Node) -> Result<&Object, String> {
    let Node::Object(object) = value else {
        return Err("expected an object".to_owned());
    };
    if let Some(key) = object.keys().find(|key| !matches!(*key, "min" | "max")) {
        return Err(format!("unknown key \"{key}\"; expected \"min\" or \"max\""));
    }
    if object.is_empty() {
        return Err("expected \"min\", \"max\" or both".to_owned());
    }
    Ok(object)
}

/// `length`: non-negative integers, in order.
pub(super) fn check_length(value: &Node) -> Result<(), String> {
    let object = bounds(value)?;
    for (key, bound) in object.iter() {
        if !bound.as_integer().is_some_and(|bound| (0..=i128::from(u64::MAX)).contains(&bound)) {
            return Err(format!("\"{key}\" must be a non-negative integer, not {bound}"));
        }
    }
    check_order(object)
}

/// `range`: numbers, in order.
pub(super) fn check_range(value: &Node) -> Result<(), String> {
    let object = bounds(value)?;
    for (key, bound) in object.iter() {
        if bound.as_number().is_none() {
            return Err(format!("\"{key}\" must be a number, not {bound}"));
        }
    }
    check_order(object)
}

fn check_order(object: &Object) -> Result<(), String> {
    let bound = |key| object.get(key).and_then(Node::as_number);
    match (bound("min"), bound("max")) {
        (Some(min), Some(max)) if min > max => Err(format!("\"min\" {min} is greater than \"max\" {max}")),
        _ => Ok(()),
    }
}

fn check_between(value: &Node, min: i128, max: i128) -> Result<(), String> {
    match value.as_integer() {
        Some(number) if (min..=max).contains(&number) => Ok(()),
        _ => Err(format!("expected an HTTP status from {min} to {max}")),
    }
}

/// The status of a success or redirect.
pub(super) fn check_status(value: &Node) -> Result<(), String> {
    check_between(value, 100, 999)
}

/// The status of an error.
pub(super) fn check_http_error(value: &Node) -> Result<(), String> {
    check_between(value, 200, 599)
}

/// The path of `http`.
pub(super) fn check_uri(value: &Node) -> Result<(), String> {
    match value.as_str() {
        Some(uri) if uri.starts_with('/') && !uri.contains(['#', ' ']) => Ok(()),
        _ => Err("expected a path that starts with a slash".to_owned()),
    }
}

/// The encodings of `requestCompression`.
pub(super) fn check_encodings(value: &Node) -> Result<(), String> {
    let known = |item: &Node| item.as_str().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
    match value.as_array() {
        Some(items) if !items.is_empty() && items.iter().all(known) => Ok(()),
        _ => Err("expected an array of encodings; the supported encoding is \"gzip\"".to_owned()),
    }
}

/// The method of `http`.
pub(super) fn check_method(value: &Node) -> Result<(), String> {
    check_token(value, 1)
}

/// The name of a header.
pub(super) fn check_field_name(value: &Node) -> Result<(), String> {
    check_token(value, 1)
}

/// The prefix of header names, possibly empty.
pub(super) fn check_field_prefix(value: &Node) -> Result<(), String> {
    check_token(value, 0)
}

/// Methods and header names: <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2>
fn check_token(value: &Node, min_length: usize) -> Result<(), String> {
    let is_legal = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    match value.as_str() {
        Some(text) if text.len() >= min_length && text.bytes().all(is_legal) => Ok(()),
        _ => Err("expected letters, digits and hyphens (a token of RFC 9110)".to_owned()),
    }
}
