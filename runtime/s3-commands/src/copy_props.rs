//! The properties that a copy keeps, selected with `--copy-props`. In a single request, the service copies them; for a
//! copy in parts, they must be requested and set.

use std::sync::Arc;

use aws_smithy_types::byte_stream::ByteStream;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tinsmith_cli::command::{Failure, Fields, Value};

use crate::client::values;
use crate::delete;
use crate::entry::Entry;
use crate::job::Job;
use crate::listing::fields_of;
use crate::requests::{payer, with};
use crate::uri;

/// The properties in the metadata of an object.
const METADATA: [&str; 7] =
    ["CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Expires", "Metadata"];

/// The maximum length of the header field with tags.
const MOST_TAGS: usize = 2048;

/// The steps that remain after the copy.
#[derive(Default)]
pub(crate) struct Later {
    /// Tags that are too long for a header field.
    tags: Vec<Value>,
    annotations: Vec<(String, Vec<u8>)>,
}

/// Sets the source's properties in the values of the copy's requests.
pub(crate) async fn set(
    job: &Arc<Job>,
    entry: &Entry,
    is_in_parts: bool,
    taken: &mut Fields,
) -> Result<Later, Failure> {
    let mut later = Later::default();
    let kept = job.given.text("copy-props").unwrap_or("default");
    let directive = |taken: &mut Fields, name: &str, value: &str| taken.set(name, Value::string(value));
    match kept {
        "none" => directive(taken, "MetadataDirective", "REPLACE"),
        _ => set_metadata(job, entry, is_in_parts, taken).await?,
    }
    if matches!(kept, "none" | "metadata-directive") {
        directive(taken, "TaggingDirective", "REPLACE");
    } else if is_in_parts {
        later.tags = set_tags(job, entry, taken).await?;
    }
    if kept != "all" {
        directive(taken, "AnnotationDirective", "EXCLUDE");
    } else if is_in_parts {
        later.annotations = annotations(job, entry).await?;
    }
    Ok(later)
}

/// A copy in parts, or one that changes metadata, must set all metadata.
async fn set_metadata(job: &Arc<Job>, entry: &Entry, is_in_parts: bool, taken: &mut Fields) -> Result<(), Failure> {
    let is_given = METADATA.iter().any(|it| taken.contains(it));
    if !is_in_parts && !is_given {
        return Ok(());
    }
    if !is_in_parts {
        taken.set("MetadataDirective", Value::string("REPLACE"));
    }
    let asked;
    let facts = match job.given.is_tree() {
        false => &entry.facts,
        true => {
            let mut head = object(&entry.from);
            for (from, to) in [
                ("CopySourceSSECustomerAlgorithm", "SSECustomerAlgorithm"),
                ("CopySourceSSECustomerKey", "SSECustomerKey"),
                ("CopySourceSSECustomerKeyMD5", "SSECustomerKeyMD5"),
                ("RequestPayer", "RequestPayer"),
            ] {
                if let Some(value) = taken.get(from) {
                    head.push(to, value.clone());
                }
            }
            asked = job.source.call("HeadObject", &head).await?;
            &asked
        }
    };
    for name in METADATA {
        if let Some(value) = facts.get(name).filter(|it| !is_empty(it))
            && !taken.contains(name)
        {
            taken.push(name, value.clone());
        }
    }
    Ok(())
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Object(fields) if fields.is_empty())
}

/// Sets the tags of the source. Returns them if they are too long.
async fn set_tags(job: &Arc<Job>, entry: &Entry, taken: &mut Fields) -> Result<Vec<Value>, Failure> {
    let answer = job.source.call("GetObjectTagging", &asked(job, &entry.from)).await?;
    let tags: Vec<&Fields> = fields_of(&answer, "TagSet").collect();
    let text = |tag: &Fields, name| encode(tag.get(name).and_then(Value::as_str).unwrap_or_default());
    let pairs: Vec<String> = tags.iter().map(|tag| format!("{}={}", text(tag, "Key"), text(tag, "Value"))).collect();
    let header = pairs.join("&");
    if header.len() > MOST_TAGS {
        return Ok(tags.into_iter().cloned().map(Value::Object).collect());
    }
    if !header.is_empty() {
        taken.set("Tagging", Value::String(header));
    }
    Ok(Vec::new())
}

fn encode(text: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, KEPT).to_string()
}

async fn annotations(job: &Arc<Job>, entry: &Entry) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut input = asked(job, &entry.from);
    if let Some(version) = entry.facts.get("VersionId").filter(|_| !job.given.is_tree()) {
        input.push("VersionId", version.clone());
    }
    let mut list = input.clone();
    let mut names = Vec::new();
    loop {
        let page = job.source.call("ListObjectAnnotations", &list).await?;
        names.extend(
            fields_of(&page, "Annotations").filter_map(|it| Some(it.get("AnnotationName")?.as_str()?.to_owned())),
        );
        let Some(token) = page.get("NextContinuationToken") else { break };
        list.set("ContinuationToken", token.clone());
    }
    let mut annotations = Vec::new();
    for name in names {
        let mut input = input.clone();
        input.push("AnnotationName", Value::string(&name));
        let read = job.source.open("GetObjectAnnotation", &input, |stream| async { stream.collect().await }).await?;
        let bytes = read.map_err(|error| Failure::General(format!("failed to read the annotation {name}: {error}")))?;
        annotations.push((name, bytes.to_vec()));
    }
    Ok(annotations)
}

/// Sets the properties that could not be set before.
pub(crate) async fn finish(
    job: &Arc<Job>,
    entry: &Entry,
    later: Later,
    answer: &Fields,
    taken: &Fields,
) -> Result<(), Failure> {
    if !later.tags.is_empty() {
        let mut tagging = Fields::default();
        tagging.push("TagSet", Value::List(later.tags));
        let mut input = asked(job, &entry.to);
        input.push("Tagging", Value::Object(tagging));
        if let Err(failure) = job.client.call("PutObjectTagging", &input).await {
            // An object without its tags is not a complete copy.
            let _ = delete::object(&job.client, &entry.to, taken).await;
            return Err(failure);
        }
    }
    put_annotations(job, entry, later.annotations, answer).await
}

async fn put_annotations(
    job: &Arc<Job>,
    entry: &Entry,
    annotations: Vec<(String, Vec<u8>)>,
    answer: &Fields,
) -> Result<(), Failure> {
    let (mut written, mut failed) = (Vec::new(), Vec::new());
    for (name, bytes) in annotations {
        let mut input = asked(job, &entry.to);
        input.push("AnnotationName", Value::string(&name));
        for (from, to) in [("ETag", "ObjectIfMatch"), ("VersionId", "VersionId")] {
            if let Some(value) = answer.get(from) {
                input.push(to, value.clone());
            }
        }
        match job.client.send("PutObjectAnnotation", &input, Some(ByteStream::from(bytes))).await {
            Ok(_) => written.push(name),
            Err(failure) => failed.push(format!("{name}: {}", failure.sentence())),
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    let written = if written.is_empty() { "(none)".to_owned() } else { written.join(", ") };
    let to = &entry.to;
    Err(Failure::General(format!(
        "Failed to copy all annotations to s3://{to}. The object was copied successfully and was not deleted. \
         Annotations written: {written}. Annotations that failed: {}.",
        failed.join("; ")
    )))
}

fn object(path: &str) -> Fields {
    let (bucket, key) = uri::parts(path);
    values([("Bucket", bucket), ("Key", key)])
}

/// The values that name an object, and the requester who pays.
fn asked(job: &Arc<Job>, path: &str) -> Fields {
    let mut more = Fields::default();
    payer(&job.given, &mut more);
    with(object(path), &more)
}
