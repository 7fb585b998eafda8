//! The functions of endpoint rules. A function that fails has no value.

use std::net::Ipv4Addr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Value;
use crate::endpoint::Url;
use crate::partitions::partition_of;
use crate::region::is_host_label;
use crate::scan;
use crate::schema::rules::{Expr, Function};

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Calls a function.
pub(super) fn call<'a>(
    function: Function,
    arguments: &'static [Expr],
    eval: impl Fn(&'static Expr) -> Option<Value<'a>>,
) -> Option<Value<'a>> {
    let argument = |index: usize| eval(arguments.get(index)?);
    let text = |index| match argument(index)? {
        Value::Text(text) => Some(text),
        _ => None,
    };
    let flag = |index| match argument(index)? {
        Value::Bool(value) => Some(value),
        _ => None,
    };
    let number = |index| match argument(index)? {
        Value::Integer(value) => usize::try_from(value).ok(),
        _ => None,
    };
    match function {
        Function::IsSet => Some(Value::Bool(argument(0).is_some())),
        Function::Not => Some(Value::Bool(!flag(0)?)),
        Function::BooleanEquals => Some(Value::Bool(flag(0)? == flag(1)?)),
        Function::StringEquals => Some(Value::Bool(text(0)? == text(1)?)),
        Function::ParseUrl => parse_url(&text(0)?),
        Function::IsValidHostLabel => Some(Value::Bool(is_valid_host(&text(0)?, flag(1)?))),
        Function::UriEncode => Some(Value::text(utf8_percent_encode(&text(0)?, RESERVED).to_string())),
        Function::Substring => substring(&text(0)?, number(1)?, number(2)?, flag(3)?),
        Function::Split => split(&text(0)?, &text(1)?, number(2)?),
        Function::Coalesce => arguments.iter().find_map(eval),
        Function::Ite => argument(if flag(0)? { 1 } else { 2 }),
        Function::Partition => Some(partition(&text(0)?)),
        Function::ParseArn => parse_arn(&text(0)?),
        Function::IsVirtualHostableS3Bucket => Some(Value::Bool(is_virtual_hostable(&text(0)?, flag(1)?))),
    }
}

/// Parses a URL into the parts that an endpoint can have: `http` or `https`, without query.
fn parse_url<'a>(text: &str) -> Option<Value<'a>> {
    let url = Url::parse(text).ok().filter(|_| !scan::has(text, b'?'))?;
    // The authority as written: the scheme's default port is kept.
    let (_, rest) = scan::split_once(text, "://")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let slash = if path.ends_with('/') { "" } else { "/" };
    let is_address =
        authority.starts_with('[') || authority.split(':').next().is_some_and(|host| host.parse::<Ipv4Addr>().is_ok());
    Some(Value::Record(vec![
        ("scheme", Value::text(if url.is_https() { "https" } else { "http" })),
        ("authority", Value::text(authority.to_owned())),
        ("path", Value::text(path.to_owned())),
        ("normalizedPath", Value::text(format!("{path}{slash}"))),
        ("isIp", Value::Bool(is_address)),
    ]))
}

fn is_valid_host(host: &str, allow_subdomains: bool) -> bool {
    if allow_subdomains { host.split('.').all(is_host_label) } else { is_host_label(host) }
}

/// The characters from start to stop, counted from the end with `reverse`. Only works for ASCII.
fn substring<'a>(text: &str, start: usize, stop: usize, reverse: bool) -> Option<Value<'a>> {
    if start >= stop || stop > text.len() || !text.is_ascii() {
        return None;
    }
    let range = if reverse { text.len() - stop..text.len() - start } else { start..stop };
    text.get(range).map(|part| Value::text(part.to_owned()))
}

/// Splits into at most `limit` parts, the last of which is the rest. Without a limit, it is 0.
fn split<'a>(text: &str, delimiter: &str, limit: usize) -> Option<Value<'a>> {
    if delimiter.is_empty() {
        return None;
    }
    let limit = if limit == 0 { usize::MAX } else { limit };
    let (mut parts, mut rest) = (Vec::new(), text);
    while parts.len() + 1 < limit
        && let Some((part, after)) = scan::split_once(rest, delimiter)
    {
        parts.push(Value::text(part.to_owned()));
        rest = after;
    }
    parts.push(Value::text(rest.to_owned()));
    Some(Value::List(parts))
}

fn partition<'a>(region: &str) -> Value<'a> {
    let it = partition_of(region);
    // Every partition has both kinds of endpoints. A service's own rules say if it lacks one.
    Value::Record(vec![
        ("name", Value::text(it.id)),
        ("dnsSuffix", Value::text(it.dns_suffix)),
        ("dualStackDnsSuffix", Value::text(it.dual_stack_dns_suffix)),
        ("supportsFIPS", Value::Bool(true)),
        ("supportsDualStack", Value::Bool(true)),
        ("implicitGlobalRegion", Value::text(it.implicit_global_region)),
    ])
}

/// Parses `arn:partition:service:region:account:resource`. Region and account may be empty.
fn parse_arn<'a>(text: &str) -> Option<Value<'a>> {
    let mut parts = text.splitn(6, ':');
    let mut part = || parts.next();
    let (head, partition, service, region, account, resource) = (part()?, part()?, part()?, part()?, part()?, part()?);
    if head != "arn" || partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    let resource = resource.split([':', '/']).map(|it| Value::text(it.to_owned())).collect();
    Some(Value::Record(vec![
        ("partition", Value::text(partition.to_owned())),
        ("service", Value::text(service.to_owned())),
        ("region", Value::text(region.to_owned())),
        ("accountId", Value::text(account.to_owned())),
        ("resourceId", Value::List(resource)),
    ]))
}

/// Whether a bucket's name is valid as part of a host name.
fn is_virtual_hostable(bucket: &str, allow_subdomains: bool) -> bool {
    (3..=63).contains(&bucket.len())
        && !bucket.bytes().any(|b| b.is_ascii_uppercase())
        && is_valid_host(bucket, allow_subdomains)
        && bucket.parse::<Ipv4Addr>().is_err()
}

#[cfg(test)]
mod tests {
    use super::{Function, Value, call};
    use crate::schema::rules::Expr;

    fn value(function: Function, arguments: Vec<Expr>) -> Option<Value<'static>> {
        call(function, Vec::leak(arguments), |expr| match expr {
            Expr::Text(text) => Some(Value::text(*text)),
            Expr::Bool(value) => Some(Value::Bool(*value)),
            Expr::Integer(value) => Some(Value::Integer(*value)),
            _ => None,
        })
    }

    const NONE: Expr = Expr::Ref("nothing");

    #[test]
    fn what_holds_holds() {
        use Expr::{Bool, Text};
        let cases = [
            (Function::IsSet, vec![Text("")], true),
            (Function::IsSet, vec![NONE], false),
            (Function::Not, vec![Bool(false)], true),
            (Function::BooleanEquals, vec![Bool(true), Bool(false)], false),
            (Function::StringEquals, vec![Text("a"), Text("a")], true),
            (Function::IsValidHostLabel, vec![Text("a-1"), Bool(false)], true),
            (Function::IsValidHostLabel, vec![Text("a.b"), Bool(false)], false),
            (Function::IsValidHostLabel, vec![Text("a.b"), Bool(true)], true),
            (Function::IsValidHostLabel, vec![Text("a..b"), Bool(true)], false),
            (Function::IsVirtualHostableS3Bucket, vec![Text("my-bucket"), Bool(false)], true),
            (Function::IsVirtualHostableS3Bucket, vec![Text("My-bucket"), Bool(false)], false),
            (Function::IsVirtualHostableS3Bucket, vec![Text("a.bucket"), Bool(true)], true),
            (Function::IsVirtualHostableS3Bucket, vec![Text("10.0.0.1"), Bool(true)], false),
            (Function::IsVirtualHostableS3Bucket, vec![Text("ab"), Bool(false)], false),
        ];
        for (function, arguments, holds) in cases {
            let shown = format!("{function:?} {arguments:?}");
            assert_eq!(value(function, arguments), Some(Value::Bool(holds)), "{shown}");
        }
    }

    #[test]
    fn texts_are_taken_apart() {
        use Expr::{Bool, Integer, Text};
        let cases = [
            (Function::UriEncode, vec![Text("a b/é~")], "", Some("a%20b%2F%C3%A9~")),
            (Function::Substring, vec![Text("abcde"), Integer(1), Integer(3), Bool(false)], "", Some("bc")),
            (Function::Substring, vec![Text("abcde"), Integer(0), Integer(2), Bool(true)], "", Some("de")),
            (Function::Substring, vec![Text("abc"), Integer(0), Integer(4), Bool(false)], "", None),
            (Function::Substring, vec![Text("abc"), Integer(-1), Integer(2), Bool(false)], "", None),
            (Function::Substring, vec![Text("äbc"), Integer(0), Integer(1), Bool(false)], "", None),
            (Function::Split, vec![Text("a--b--c"), Text("--"), Integer(2)], "[1]", Some("b--c")),
            (Function::Split, vec![Text("a--b--c"), Text("--"), Integer(0)], "[-1]", Some("c")),
            (Function::Split, vec![Text("abc"), Text(""), Integer(0)], "[0]", None),
            (Function::Coalesce, vec![NONE, Text("b")], "", Some("b")),
            (Function::Ite, vec![Bool(false), Text("a"), Text("b")], "", Some("b")),
            (Function::Ite, vec![NONE, Text("a"), Text("b")], "", None),
            (Function::Partition, vec![Text("cn-north-1")], "dnsSuffix", Some("amazonaws.com.cn")),
            (Function::ParseArn, vec![Text("arn:aws:s3:::b/k")], "resourceId[1]", Some("k")),
            (Function::ParseArn, vec![Text("arn:aws:s3:::")], "resourceId[0]", None),
            (Function::ParseArn, vec![Text("arn:aws:s3")], "service", None),
            (Function::ParseUrl, vec![Text("https://h:443/p")], "authority", Some("h:443")),
            (Function::ParseUrl, vec![Text("https://h/p")], "normalizedPath", Some("/p/")),
            (Function::ParseUrl, vec![Text("https://h/p?q")], "path", None),
            (Function::ParseUrl, vec![Text("ftp://h")], "scheme", None),
        ];
        for (function, arguments, path, part) in cases {
            let shown = format!("{function:?} {arguments:?}");
            let value = value(function, arguments);
            let found = value.as_ref().and_then(|it| if path.is_empty() { Some(it) } else { it.at(path) });
            assert_eq!(found.and_then(Value::as_str), part, "{shown}");
        }
    }
}
