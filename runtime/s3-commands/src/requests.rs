//! Converts options to values of requests.

use aws_smithy_types::base64;
use tinsmith_cli::command::{Failure, Fields, Value, unpack};
use tinsmith_runtime::schema::TimestampFormat;
use tinsmith_runtime::timestamp;

use crate::client::Client;
use crate::entry::Action;
use crate::options::{Given, Verb};

/// Input members that options set directly.
const TEXTS: [(&str, &str); 9] = [
    ("acl", "ACL"),
    ("storage-class", "StorageClass"),
    ("website-redirect", "WebsiteRedirectLocation"),
    ("content-type", "ContentType"),
    ("cache-control", "CacheControl"),
    ("content-disposition", "ContentDisposition"),
    ("content-encoding", "ContentEncoding"),
    ("content-language", "ContentLanguage"),
    ("expires", "Expires"),
];

/// The values of each request of an action, in addition to bucket and key.
pub(crate) fn values(given: &Given, action: Action, client: &Client) -> Result<Fields, Failure> {
    let mut values = Fields::default();
    if matches!(action, Action::Upload | Action::Copy) {
        new_object(given, client, &mut values)?;
    }
    if action == Action::Copy {
        if let Some(directive) = given.text("metadata-directive") {
            values.push("MetadataDirective", Value::string(directive));
        } else if values.contains("Metadata") {
            values.push("MetadataDirective", Value::string("REPLACE"));
        }
        key(given, "sse-c-copy-source", "CopySourceSSECustomer", &mut values)?;
    }
    if action != Action::Delete {
        key(given, "sse-c", "SSECustomer", &mut values)?;
    }
    if action == Action::Download {
        text(given, "checksum-mode", "ChecksumMode", &mut values);
    }
    payer(given, &mut values);
    Ok(values)
}

/// The values for a new object.
fn new_object(given: &Given, client: &Client, values: &mut Fields) -> Result<(), Failure> {
    for (option, member) in TEXTS {
        text(given, option, member, values);
    }
    if let Some(Value::String(time)) = values.get_mut("Expires")
        && let Some(date) = timestamp::read(time)
        && let Some(written) = timestamp::write(&date, TimestampFormat::HttpDate)
    {
        *time = written;
    }
    for grants in given.all("grants") {
        for grant in grants {
            let (member, grantee) = read_grant(grant)?;
            values.set(member, Value::string(grantee));
        }
    }
    if let Some(metadata) = metadata(given, client)? {
        values.push("Metadata", metadata);
    }
    text(given, "sse", "ServerSideEncryption", values);
    text(given, "sse-kms-key-id", "SSEKMSKeyId", values);
    text(given, "checksum-algorithm", "ChecksumAlgorithm", values);
    if given.has("no-overwrite") && given.verb() != Verb::Sync {
        values.push("IfNoneMatch", Value::string("*"));
    }
    Ok(())
}

/// The metadata of new objects.
pub(crate) fn metadata(given: &Given, client: &Client) -> Result<Option<Value>, Failure> {
    let Some(metadata) = given.text("metadata") else { return Ok(None) };
    let input = client.operation("PutObject")?.input;
    let Some((_, member)) = input.find_member("Metadata") else { return Ok(None) };
    unpack("--metadata", member, &[metadata.to_owned()]).map(Some)
}

fn text(given: &Given, option: &str, member: &str, values: &mut Fields) {
    if let Some(text) = given.text(option) {
        values.push(member, Value::string(text));
    }
}

/// The requester who pays.
pub(crate) fn payer(given: &Given, values: &mut Fields) {
    text(given, "request-payer", "RequestPayer", values);
}

/// A key provided by the customer, and its algorithm.
fn key(given: &Given, option: &str, prefix: &str, values: &mut Fields) -> Result<(), Failure> {
    let (Some(algorithm), Some(key)) = (given.text(option), given.key(&format!("{option}-key"))?) else {
        return Ok(());
    };
    values.push(format!("{prefix}Algorithm"), Value::string(algorithm));
    values.push(format!("{prefix}Key"), Value::String(base64::encode(&key)));
    let digest = tinsmith_runtime::checksum::digest("MD5", &key);
    values.push(format!("{prefix}KeyMD5"), Value::String(digest.unwrap_or_default()));
    Ok(())
}

/// The values of `HeadObject` for the source.
pub(crate) fn head(given: &Given, action: Action) -> Result<Fields, Failure> {
    let mut values = Fields::default();
    let option = if action == Action::Copy { "sse-c-copy-source" } else { "sse-c" };
    key(given, option, "SSECustomer", &mut values)?;
    payer(given, &mut values);
    if action != Action::Copy {
        text(given, "checksum-mode", "ChecksumMode", &mut values);
    }
    Ok(values)
}

/// The member and value of a grant.
fn read_grant(grant: &str) -> Result<(&'static str, &str), Failure> {
    let Some((permission, grantee)) = grant.split_once('=') else {
        return Err(Failure::Param("grants should be of the form permission=principal".to_owned()));
    };
    let member = match permission {
        "read" => "GrantRead",
        "full" => "GrantFullControl",
        "readacl" => "GrantReadACP",
        "writeacl" => "GrantWriteACP",
        _ => return Err(Failure::Param("permission must be one of: read|readacl|writeacl|full".to_owned())),
    };
    Ok((member, grantee))
}

/// Values for the different requests of an upload or copy in parts.
pub(crate) struct InParts {
    pub(crate) create: Fields,
    pub(crate) part: Fields,
    pub(crate) complete: Fields,
}

impl InParts {
    /// Divides the values of a single request among the requests of one in parts.
    pub(crate) fn of(values: &Fields) -> Self {
        let only = |keep: &dyn Fn(&str) -> bool| -> Fields {
            let kept = values.iter().filter(|(name, _)| keep(name));
            kept.map(|(name, value)| (name.to_owned(), value.clone())).collect()
        };
        let is_every = |name: &str| name.starts_with("SSECustomer") || name == "RequestPayer";
        Self {
            create: only(&|name| {
                !name.starts_with("CopySource") && !name.ends_with("Directive") && name != "IfNoneMatch"
            }),
            part: only(&|name| is_every(name) || name.starts_with("CopySource") || name == "ChecksumAlgorithm"),
            complete: only(&|name| is_every(name) || name == "IfNoneMatch"),
        }
    }
}

/// Appends further values.
pub(crate) fn with(mut values: Fields, more: &Fields) -> Fields {
    for (name, value) in more.iter() {
        values.set(name, value.clone());
    }
    values
}
