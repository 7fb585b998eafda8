//! The path and query of a request.
//!
//! <https://smithy.io/2.0/spec/http-bindings.html#httplabel-trait>,
//! <https://smithy.io/2.0/spec/http-bindings.html#httpquery-trait>

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Place, text};
use crate::protocol::SerializeError;
use crate::schema::{Member, TimestampFormat, Trait, has};
use crate::shape::{Structure, View};

/// Percent-encoded: all but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Like [`ENCODED`], for a label that may contain several segments of the path.
const ENCODED_IN_SEGMENTS: &AsciiSet = &ENCODED.remove(b'/');

/// Writes path and query from the pattern of the operation's `http` trait.
pub(super) fn write(pattern: &str, input: &dyn Structure) -> Result<String, SerializeError> {
    let (path, literal) = pattern.split_once('?').unwrap_or((pattern, ""));
    let mut uri = String::with_capacity(pattern.len() + 64);
    let mut rest = path;
    while let Some((before, (label, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        uri.push_str(before);
        push_label(&mut uri, label, input)?;
        rest = after;
    }
    uri.push_str(rest);
    check_labels_elsewhere(pattern, input)?;
    let mut query = Query { uri, separator: '?' };
    if !literal.is_empty() {
        query.separate();
        query.uri.push_str(literal);
    }
    push_query(&mut query, literal, input)?;
    Ok(query.uri)
}

/// Checks labels that are not in the pattern, because endpoint rules put them into the host name. The rules treat an
/// empty label as missing, so the request would be a different one: deleting an object without its key would delete a
/// bucket.
fn check_labels_elsewhere(pattern: &str, input: &dyn Structure) -> Result<(), SerializeError> {
    for (index, member) in input.schema().members().iter().enumerate() {
        let is_elsewhere = Place::in_request(member) == Place::Label && !has_label(pattern, member.name());
        let is_empty = match input.member(index).map(|it| it.view()) {
            None | Some(View::Absent) => true,
            Some(View::String(it)) => it.is_empty(),
            Some(_) => false,
        };
        if is_elsewhere && is_empty {
            let why = "is part of the host name or the path and must not be empty";
            return Err(SerializeError::new(format!("the value of `{}` {why}", member.name())));
        }
    }
    Ok(())
}

fn has_label(pattern: &str, name: &str) -> bool {
    pattern.split('{').skip(1).filter_map(|it| it.split('}').next()).any(|it| it.trim_end_matches('+') == name)
}

/// Whether the path or query contains secrets.
pub(super) fn is_sensitive(input: &dyn Structure) -> bool {
    let is_set = |index| input.member(index).is_some_and(|it| !it.view().is_absent());
    input.schema().members().iter().enumerate().any(|(index, member)| {
        let is_here = matches!(Place::in_request(member), Place::Label | Place::Query(_) | Place::QueryParams);
        is_here && member.holds_sensitive() && is_set(index)
    })
}

/// Writes the value of a label. Its name ends in `+` if the value may contain slashes.
fn push_label(uri: &mut String, label: &str, input: &dyn Structure) -> Result<(), SerializeError> {
    let (name, encoded, is_of_segments) = match label.strip_suffix('+') {
        Some(name) => (name, ENCODED_IN_SEGMENTS, true),
        None => (label, ENCODED, false),
    };
    let found = input.schema().find_member(name);
    let text = match found.and_then(|(index, member)| Some((member, input.member(index)?.view()))) {
        Some((member, View::Absent | View::String(""))) if has!(member.traits(), Trait::AccountId) => {
            Some(Cow::Borrowed("-"))
        }
        Some((_, View::Absent)) | None => None,
        Some((member, View::String(id))) if has!(member.traits(), Trait::ResourceId) => {
            Some(Cow::Borrowed(id.rsplit('/').next().unwrap_or(id)))
        }
        Some((member, view)) => Some(write_text(member, view)?),
    };
    let Some(text) = text.filter(|it| !it.is_empty()) else {
        return Err(SerializeError::new(format!("the value of `{name}` is part of the path and must not be empty")));
    };
    // Proxies may remove such segments and so change the path. They are permitted in labels that may contain paths,
    // because S3 keys are not paths even if they look like it.
    if !is_of_segments && matches!(&*text, "." | "..") {
        let why = "is part of the path and must not be `.` or `..`";
        return Err(SerializeError::new(format!("the value of `{name}` {why}")));
    }
    uri.extend(utf8_percent_encode(&text, encoded));
    Ok(())
}

/// The query being written, after its path.
struct Query {
    uri: String,
    separator: char,
}

impl Query {
    fn separate(&mut self) {
        self.uri.push(self.separator);
        self.separator = '&';
    }

    fn push(&mut self, name: &str, value: &str) {
        self.separate();
        self.uri.extend(utf8_percent_encode(name, ENCODED));
        self.uri.push('=');
        self.uri.extend(utf8_percent_encode(value, ENCODED));
    }

    /// Writes a value, or those of a list. Absent values and empty lists are omitted.
    fn push_values(&mut self, name: &str, member: &'static Member, view: View<'_>) -> Result<(), SerializeError> {
        let (View::List(list), Some(element)) = (view, member.target().members().first()) else {
            if !view.is_absent() {
                self.push(name, &write_text(member, view)?);
            }
            return Ok(());
        };
        for place in (0..list.len()).filter_map(|index| list.get(index)) {
            self.push_values(name, element, place.view())?;
        }
        Ok(())
    }
}

fn push_query(query: &mut Query, literal: &str, input: &dyn Structure) -> Result<(), SerializeError> {
    let fixed = literal.split('&').filter(|it| !it.is_empty());
    let mut taken: Vec<&str> = fixed.filter_map(|it| it.split('=').next()).collect();
    let members = || input.schema().members().iter().enumerate();
    for (index, member) in members() {
        if let (Place::Query(name), Some(place)) = (Place::in_request(member), input.member(index))
            && !place.view().is_absent()
        {
            query.push_values(name, member, place.view())?;
            taken.push(name);
        }
    }
    // A parameter that is bound to a member belongs to that member.
    for (index, member) in members().filter(|(_, it)| Place::in_request(it) == Place::QueryParams) {
        let (Some(View::Map(map)), [_, value]) = (input.member(index).map(|it| it.view()), member.target().members())
        else {
            continue;
        };
        for (key, place) in map.entries().into_iter().filter(|(key, _)| !taken.contains(key)) {
            query.push_values(key, value, place.view())?;
        }
    }
    Ok(())
}

/// The text of a value in the path or query.
fn write_text<'a>(member: &Member, view: View<'a>) -> Result<Cow<'a, str>, SerializeError> {
    let format = member.timestamp_format().unwrap_or(TimestampFormat::DateTime);
    let refused = || SerializeError::new(format!("the value of `{}` is not valid in a URL", member.name()));
    text::write(view, format).ok_or_else(refused)
}
