//! Lists the objects with a prefix, or a single object.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use percent_encoding::percent_decode_str;
use tinsmith_cli::command::{Failure, Fields, Value};
use tinsmith_runtime::config::ResponseChecksumValidation;
use tokio::sync::mpsc::Sender;

use crate::client::{Client, code, values};
use crate::entry::{Action, Entry, Place};
use crate::paths::Mapping;
use crate::uri;

/// A list of objects.
pub(crate) struct Listing {
    pub(crate) client: Client,
    pub(crate) mapping: Mapping,
    pub(crate) action: Action,
    pub(crate) page_size: Option<i64>,
    /// The requester who pays.
    pub(crate) payer: Option<String>,
    /// The values of `HeadObject` in addition to bucket and key.
    pub(crate) head: Fields,
    pub(crate) entries: Sender<Result<Entry, Failure>>,
}

impl Listing {
    /// Sends all objects, until nothing receives them any more.
    pub(crate) async fn run(self) {
        let (bucket, key) = uri::parts(&self.mapping.from);
        let listed = match self.mapping.is_tree() || key.is_empty() {
            true => self.list(bucket, key).await,
            false => self.single(bucket, key).await,
        };
        if let Err(failure) = listed {
            let _ = self.entries.send(Err(failure)).await;
        }
    }

    async fn single(&self, bucket: &str, key: &str) -> Result<(), Failure> {
        let mut facts = Fields::default();
        if self.action != Action::Delete {
            facts = self.head(bucket, key).await?;
        }
        let size = integer(&facts, "ContentLength");
        let _ = self.entries.send(Ok(self.entry(bucket, key, size, facts))).await;
        Ok(())
    }

    async fn head(&self, bucket: &str, key: &str) -> Result<Fields, Failure> {
        let mut input = values([("Bucket", bucket), ("Key", key)]);
        for (name, value) in self.head.iter() {
            input.set(name, value.clone());
        }
        let validates =
            self.client.config().response_checksum_validation() == ResponseChecksumValidation::WhenSupported;
        if validates && !input.contains("ChecksumMode") {
            input.push("ChecksumMode", Value::string("ENABLED"));
        }
        self.client.call("HeadObject", &input).await.map_err(|failure| match missing(&failure, key) {
            Some(missing) => missing,
            None => failure,
        })
    }

    async fn list(&self, bucket: &str, prefix: &str) -> Result<(), Failure> {
        let mut pages = Pages::new(bucket, prefix, None, self.page_size, self.payer.as_deref());
        while let Some(page) = pages.next(&self.client).await? {
            for object in objects(&page) {
                let Some(key) = object.get("Key").and_then(Value::as_str) else { continue };
                let size = integer(object, "Size");
                // Empty objects that represent folders are not copied.
                if size == Some(0) && key.ends_with('/') && self.action != Action::Delete {
                    continue;
                }
                if !self.mapping.is_tree() && key != prefix {
                    continue;
                }
                let entry = self.entry(bucket, key, size, object.clone());
                if self.entries.send(Ok(entry)).await.is_err() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn entry(&self, bucket: &str, key: &str, size: Option<u64>, facts: Fields) -> Entry {
        let from = format!("{bucket}/{key}");
        let (name, to) = self.mapping.of(&from);
        let modified = date(&facts, "LastModified");
        Entry { from, to, name, place: Place::S3, action: self.action, size, modified, facts }
    }
}

/// The failure for a missing object, with its key.
fn missing(failure: &Failure, key: &str) -> Option<Failure> {
    let Failure::Service { details, .. } = failure else { return None };
    if !matches!(code(failure), Some("404" | "NotFound")) {
        return None;
    }
    let message = format!("Key \"{key}\" does not exist");
    let mut details = details.clone();
    details.set("Message", Value::string(message.clone()));
    let message = format!("An error occurred (404) when calling the HeadObject operation: {message}");
    Some(Failure::Service { message, details, is_refusal: true })
}

/// The pages of `ListObjectsV2`.
pub(crate) struct Pages {
    input: Fields,
    is_over: bool,
}

impl Pages {
    /// Lists a prefix, up to a delimiter if there is one.
    pub(crate) fn new(
        bucket: &str,
        prefix: &str,
        delimiter: Option<&str>,
        page_size: Option<i64>,
        payer: Option<&str>,
    ) -> Self {
        let mut input = values([("Bucket", bucket), ("Prefix", prefix), ("EncodingType", "url")]);
        for (name, value) in [("Delimiter", delimiter), ("RequestPayer", payer)] {
            if let Some(value) = value {
                input.push(name, Value::string(value));
            }
        }
        if let Some(size) = page_size {
            input.push("MaxKeys", Value::Integer(size));
        }
        Self { input, is_over: false }
    }

    /// The next page.
    pub(crate) async fn next(&mut self, client: &Client) -> Result<Option<Fields>, Failure> {
        if self.is_over {
            return Ok(None);
        }
        let mut page = client.call("ListObjectsV2", &self.input).await?;
        decode_keys(&mut page);
        match page.get("NextContinuationToken").and_then(Value::as_str) {
            Some(token) => self.input.set("ContinuationToken", Value::string(token)),
            None => self.is_over = true,
        }
        Ok(Some(page))
    }
}

/// The objects of a page.
pub(crate) fn objects(page: &Fields) -> impl Iterator<Item = &Fields> {
    fields_of(page, "Contents")
}

/// The structures of a list.
pub(crate) fn fields_of<'a>(page: &'a Fields, name: &str) -> impl Iterator<Item = &'a Fields> {
    let list = match page.get(name) {
        Some(Value::List(list)) => list.as_slice(),
        _ => &[],
    };
    list.iter().filter_map(|it| match it {
        Value::Object(fields) => Some(fields),
        _ => None,
    })
}

/// Keys are percent-encoded, because some of their characters are not valid in XML.
fn decode_keys(page: &mut Fields) {
    for (list, name) in [("Contents", "Key"), ("CommonPrefixes", "Prefix")] {
        let Some(Value::List(items)) = page.get_mut(list) else { continue };
        for item in items {
            let Value::Object(fields) = item else { continue };
            if let Some(Value::String(text)) = fields.get_mut(name)
                && text.contains(['%', '+'])
            {
                *text = decode(text);
            }
        }
    }
}

/// Decodes percent-encoding, in which a plus is a space.
fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// A number in an output.
pub(crate) fn integer(fields: &Fields, name: &str) -> Option<u64> {
    match fields.get(name) {
        Some(Value::Integer(number)) => u64::try_from(*number).ok(),
        _ => None,
    }
}

/// A time in an output.
pub(crate) fn date(fields: &Fields, name: &str) -> Option<DateTime> {
    let text = fields.get(name)?.as_str()?;
    DateTime::from_str(text, Format::DateTimeWithOffset).ok()
}
