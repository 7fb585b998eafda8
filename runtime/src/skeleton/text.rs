//! Writes a sketch as JSON, in the layout of the AWS CLI.

use aws_smithy_types::base64;

use super::sketch::Sketch;
use crate::json::push_string;

#[inline]
pub(super) fn to_json(sketch: &Sketch<'_>) -> String {
    let mut out = String::new();
    push(&mut out, sketch, 0);
    out
}

#[inline]
fn push(out: &mut String, sketch: &Sketch<'_>, depth: usize) {
    match sketch {
        Sketch::Plain(text) => out.push_str(text),
        Sketch::Json(text) => out.push_str(text),
        Sketch::Text(text) => push_string(out, text, true),
        Sketch::NoBlob => out.push_str("null"),
        Sketch::Blob(bytes) => push_string(out, &base64::encode(bytes), true),
        Sketch::Time(text) => push_string(out, text, true),
        Sketch::List(elements) => {
            let each = elements.iter().map(|element| (None, element));
            push_all(out, "[]", each, depth);
        }
        Sketch::Entries(entries) => {
            let each = entries.iter().map(|entry| (Some(&*entry.key), &entry.value));
            push_all(out, "{}", each, depth);
        }
    }
}

/// Appends entries between a pair of brackets, one per line.
#[inline]
fn push_all<'a>(
    out: &mut String,
    brackets: &str,
    entries: impl ExactSizeIterator<Item = (Option<&'a str>, &'a Sketch<'a>)>,
    depth: usize,
) {
    if entries.len() == 0 {
        return out.push_str(brackets);
    }
    let (open, close) = brackets.split_at(1);
    let mut before = open;
    for (key, value) in entries {
        out.push_str(before);
        before = ",";
        new_line(out, depth + 1);
        if let Some(key) = key {
            push_string(out, key, true);
            out.push_str(": ");
        }
        push(out, value, depth + 1);
    }
    new_line(out, depth);
    out.push_str(close);
}

#[inline]
fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("    ", depth));
}
