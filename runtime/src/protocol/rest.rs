//! HTTP bindings of members.
//!
//! <https://smithy.io/2.0/spec/http-bindings.html>
//!
//! Each member of an input, output or error is put where its trait says: in the path, the query, a header field, the
//! status or the whole body. Members without such a trait are left to the protocol's [`Codec`], which gets a structure
//! of only these members ([`Partial`]). Bindings only have a meaning at the top level, and are ignored elsewhere.

mod answer;
mod fields;
mod place;
mod text;
mod uri;

use crate::codec::Codec;
use crate::message::Request;
use crate::protocol::{SerializeError, host};
use crate::schema::Kind;
use crate::service::Operation;
use crate::shape::{Partial, Structure, View};

pub(super) use answer::read;
use place::Place;

/// Serializes an input to a request.
pub(super) fn write(
    operation: &Operation,
    input: &dyn Structure,
    codec: &dyn Codec,
) -> Result<Request, SerializeError> {
    let no_http = || SerializeError::new(format!("missing HTTP method and path of `{}`", operation.name));
    let (method, pattern) = operation.http().ok_or_else(no_http)?;
    let mut request = Request::new(method, uri::write(pattern, input)?, Vec::new());
    request.is_uri_sensitive = uri::is_sensitive(input);
    for (name, value) in operation.service.static_headers() {
        request.headers.insert(name, value);
    }
    fields::write(input, &mut request.headers)?;
    if let Some((body, media_type)) = body(input, codec)? {
        request.body = body;
        if request.headers.get("content-type").is_none() {
            request.headers.insert("content-type", media_type);
        }
    }
    request.host_prefix = host::prefix(operation, input)?;
    Ok(request)
}

/// The body and its media type. `None` if there is no body.
fn body(input: &dyn Structure, codec: &dyn Codec) -> Result<Option<(Vec<u8>, &'static str)>, SerializeError> {
    let members = input.schema().members();
    let Some(index) = members.iter().position(|it| Place::in_request(it) == Place::Payload) else {
        let is_set = |index| !codec.omits_empty() || input.member(index).is_some_and(|it| !it.view().is_absent());
        let is_body = |(index, it)| Place::in_request(it) == Place::Body && is_set(index);
        let is_any = members.iter().enumerate().any(is_body);
        let written = is_any
            .then(|| codec.write_structure(&Partial { value: input, has: Place::is_in_request_body }))
            .transpose()?;
        return Ok(written.map(|body| (body, codec.media_type())));
    };
    let member = &members[index];
    if member.target().kind() == Kind::Union && member.target().is_streaming() {
        // The client sends the events itself, and sets their content type.
        return Ok(None);
    }
    if member.target().is_streaming() {
        // The client sends the stream itself. An empty stream counts as absent.
        let is_there = input.member(index).is_some_and(|it| !it.view().is_absent());
        return Ok(is_there.then(|| (Vec::new(), member.media_type().unwrap_or("application/octet-stream"))));
    }
    let view = input.member(index).map_or(View::Absent, |it| it.view());
    Ok(match view {
        View::Blob(it) if codec.is_payload_raw() => {
            Some((it.to_vec(), member.media_type().unwrap_or("application/octet-stream")))
        }
        View::String(it) if codec.is_payload_raw() => {
            Some((it.as_bytes().to_vec(), member.media_type().unwrap_or("text/plain")))
        }
        view => codec.write_payload(member, view)?.map(|body| (body, codec.media_type())),
    })
}
