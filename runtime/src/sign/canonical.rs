//! Canonical requests, which client and server hash.

use std::borrow::Cow;
use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::hash::Sha256;
use crate::message::Headers;
use crate::order::sort_few;
use crate::scan;

/// Percent-encoded in a query: all but the unreserved characters of RFC 3986.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// A path keeps its slashes.
const IN_PATH: &AsciiSet = &IN_QUERY.remove(b'/');

/// A hash or signature as hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hex([u8; 64]);

impl Hex {
    pub(super) fn of(bytes: &[u8]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [b'0'; 64];
        for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Self(text)
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        // ASCII digits and letters only, so this cannot fail.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The hash of a body.
pub(super) fn hash(bytes: &[u8]) -> Hex {
    let mut hash = Sha256::new();
    hash.update(bytes);
    Hex::of(hash.finish().as_ref())
}

/// The target of a request.
pub(super) struct Target<'a> {
    /// The host with the port, unless it is the scheme's default.
    host: &'a str,
    path: &'a str,
    query: &'a str,
    /// Whether the path is used as it is.
    is_literal: bool,
}

impl<'a> Target<'a> {
    /// Splits a URL.
    pub(super) fn of(url: &'a str, is_literal: bool) -> Result<Self, &'static str> {
        let (rest, port) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
            (Some(rest), _) => (rest, ":443"),
            (_, Some(rest)) => (rest, ":80"),
            _ => return Err("expected a URL with `http` or `https`"),
        };
        let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
        let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let host = host.strip_suffix(port).unwrap_or(host);
        if host.is_empty() || host.starts_with(':') {
            return Err("expected a URL with a host");
        }
        if !url.bytes().all(|b| b.is_ascii_graphic()) {
            return Err("the URL contains a character that must be percent-encoded");
        }
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Ok(Self { host, path, query, is_literal })
    }
}

/// A header field that is signed.
pub(super) type Field<'a> = (&'a str, &'a str);

/// The fields to sign, sorted by name. Fields with the same name keep their order.
pub(super) fn fields<'a>(headers: &'a Headers, target: &Target<'a>) -> Vec<Field<'a>> {
    let mut fields = Vec::with_capacity(headers.len() + 1);
    fields.extend(headers.iter().filter(|(name, _)| is_signed(name)));
    if !fields.iter().any(|(name, _)| scan::is_same(name, "host")) {
        // The connector adds this field.
        fields.push(("host", target.host));
    }
    let lower = |name: &'a str| name.bytes().map(|b| b.to_ascii_lowercase());
    sort_few(&mut fields, |(one, _), (other, _)| lower(one).cmp(lower(other)));
    fields
}

fn is_signed(name: &str) -> bool {
    scan::is_same(name, "content-type") || scan::is_same(name, "host") || scan::strip_prefix(name, "x-amz-").is_some()
}

/// Groups fields with the same name.
fn groups<'f, 'a>(fields: &'f [Field<'a>]) -> impl Iterator<Item = &'f [Field<'a>]> {
    fields.chunk_by(|(one, _), (other, _)| scan::is_same(one, other))
}

/// Writes the names of the fields in lowercase, separated by semicolons.
pub(super) fn write_names(fields: &[Field<'_>], text: &mut String) {
    for (index, group) in groups(fields).enumerate() {
        if index > 0 {
            text.push(';');
        }
        if let Some((name, _)) = group.first() {
            text.extend(name.chars().map(|c| c.to_ascii_lowercase()));
        }
    }
}

/// The hash of the canonical request. `names` are those written by [`write_names`].
pub(super) fn hash_request(
    method: &str,
    target: &Target<'_>,
    fields: &[Field<'_>],
    names: &str,
    payload_hash: &str,
) -> Hex {
    let mut hash = Sha256::new();
    let mut put = |text: &str| hash.update(text.as_bytes());
    put(method);
    put("\n");
    match target.is_literal && !target.path.is_empty() {
        true => put(target.path),
        false => put_path(target.path, &mut put),
    }
    put("\n");
    put_query(target.query, &mut put);
    put("\n");
    for (group, name) in groups(fields).zip(names.split(';')) {
        put(name);
        for (index, (_, value)) in group.iter().enumerate() {
            put(if index == 0 { ":" } else { "," });
            for (index, word) in value.split_ascii_whitespace().enumerate() {
                if index > 0 {
                    put(" ");
                }
                put(word);
            }
        }
        put("\n");
    }
    put("\n");
    put(names);
    put("\n");
    put(payload_hash);
    Hex::of(hash.finish().as_ref())
}

/// The path without `.`, `..` and empty segments, encoded again.
fn put_path(path: &str, put: &mut impl FnMut(&str)) {
    if path.is_empty() || path == "/" {
        return put("/");
    }
    let path =
        if scan::contains(path, "//") || scan::contains(path, "/.") { normalized(path) } else { Cow::Borrowed(path) };
    utf8_percent_encode(&path, IN_PATH).for_each(put);
}

fn normalized(path: &str) -> Cow<'_, str> {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let mut text = String::with_capacity(path.len());
    for segment in &segments {
        text.push('/');
        text.push_str(segment);
    }
    let is_directory = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    if text.is_empty() || is_directory {
        text.push('/');
    }
    Cow::Owned(text)
}

/// The parameters, sorted by name and value. They are decoded and encoded anew, because a URL may encode them
/// differently.
fn put_query(query: &str, put: &mut impl FnMut(&str)) {
    if query.is_empty() {
        return;
    }
    let encoded = |text: &str| {
        let text = text.replace('+', "%20");
        utf8_percent_encode(&percent_decode_str(&text).decode_utf8_lossy(), IN_QUERY).to_string()
    };
    let pair = |text: &str| {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        (encoded(name), encoded(value))
    };
    let mut pairs: Vec<_> = query.split('&').filter(|it| !it.is_empty()).map(pair).collect();
    sort_few(&mut pairs, Ord::cmp);
    let mut text = String::with_capacity(query.len());
    for (index, (name, value)) in pairs.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}{name}={value}", if index == 0 { "" } else { "&" });
    }
    put(&text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected(write: impl Fn(&mut dyn FnMut(&str))) -> String {
        let mut text = String::new();
        write(&mut |part| text.push_str(part));
        text
    }

    #[test]
    fn paths_are_normalized_and_encoded_again() {
        for (path, expected) in [
            ("", "/"),
            ("/", "/"),
            ("//", "/"),
            ("/a/b", "/a/b"),
            ("/a//b/", "/a/b/"),
            ("/a/./b/../c", "/a/c"),
            ("/a/..", "/"),
            ("/../a/.", "/a/"),
            ("/a%20b/~._-", "/a%2520b/~._-"),
            ("/.a/b..c", "/.a/b..c"),
            ("/a:b@c", "/a%3Ab%40c"),
        ] {
            assert_eq!(collected(|mut put| put_path(path, &mut put)), expected, "{path}");
        }
    }

    #[test]
    fn queries_are_ordered() {
        for (query, expected) in [
            ("", ""),
            ("b=2&a=1", "a=1&b=2"),
            ("a=2&a=1&a", "a=&a=1&a=2"),
            ("k%20y=%2b%2F&z=~", "k%20y=%2B%2F&z=~"),
            ("a=b=c&&d=e+f", "a=b%3Dc&d=e%20f"),
        ] {
            assert_eq!(collected(|mut put| put_query(query, &mut put)), expected, "{query}");
        }
    }

    #[test]
    fn a_host_has_its_port_where_it_is_not_the_schemes() {
        for (url, host) in [
            ("http://h:80/", "h"),
            ("https://h:443", "h"),
            ("http://h:443?x", "h:443"),
            ("https://[::1]:5000/a", "[::1]:5000"),
            ("https://user:pass@h/", "h"),
        ] {
            assert_eq!(Target::of(url, false).map(|it| it.host), Ok(host), "{url}");
        }
    }
}
