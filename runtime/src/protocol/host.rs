//! Host prefixes, with which some operations use separate hosts.
//!
//! <https://smithy.io/2.0/spec/endpoint-traits.html>

use crate::protocol::SerializeError;
use crate::service::Operation;
use crate::shape::{Structure, View};

/// The operation's host prefix with the input's values filled in. Empty if it has none.
pub(super) fn prefix(operation: &Operation, input: &dyn Structure) -> Result<String, SerializeError> {
    let mut prefix = String::new();
    let mut rest = operation.host_prefix().unwrap_or_default();
    while let Some((literal, (name, after))) =
        rest.split_once('{').and_then(|(literal, tail)| Some((literal, tail.split_once('}')?)))
    {
        prefix.push_str(literal);
        prefix.push_str(label(input, name)?);
        rest = after;
    }
    prefix.push_str(rest);
    Ok(prefix)
}

/// The value of a member, which must be a valid label of a host name.
fn label<'i>(input: &'i dyn Structure, name: &str) -> Result<&'i str, SerializeError> {
    let found = input.schema().find_member(name).filter(|(_, member)| member.is_host_label());
    let value = match found.and_then(|(index, _)| input.member(index)).map(|it| it.view()) {
        Some(View::String(value)) => value,
        _ => "",
    };
    let fits = (1..=63).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !value.starts_with('-')
        && !value.ends_with('-');
    if fits { Ok(value) } else { Err(refused(name)) }
}

fn refused(name: &str) -> SerializeError {
    SerializeError::new(format!(
        "the value of `{name}` is part of the host name: it must be 1 to 63 letters, digits and hyphens, \
         and must not begin or end with a hyphen"
    ))
}
