//! MD5 digests of messages, in the responses of queues.
//!
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html>

use crate::message::ParseError;
use crate::service::Operation;
use crate::shape::{Map, Structure, View, sort_entries};

/// The digests that the response must have: of sent messages by their id in a batch, and by member.
#[derive(Debug, Default)]
pub(crate) struct Digests {
    is_checked: bool,
    sent: Vec<(Option<String>, &'static str, String)>,
}

impl Digests {
    /// Computes the digests of an input.
    pub(crate) fn of(operation: &Operation, input: &dyn Structure) -> Self {
        if !operation.has_message_digests() {
            return Self::default();
        }
        let mut sent = Vec::new();
        add(input, &mut sent);
        for index in 0..input.schema().members().len() {
            let Some(View::List(entries)) = input.member(index).map(|it| it.view()) else { continue };
            for entry in (0..entries.len()).filter_map(|at| entries.get(at)) {
                if let View::Structure(entry) = entry.view() {
                    add(entry, &mut sent);
                }
            }
        }
        Self { is_checked: true, sent }
    }

    /// Compares the digests in an output with the messages, sent or received.
    pub(crate) fn check(&self, output: &dyn Structure) -> Result<(), ParseError> {
        if !self.is_checked {
            return Ok(());
        }
        let id = id_of(output);
        for (index, member) in output.schema().members().iter().enumerate() {
            let Some(view) = output.member(index).map(|it| it.view()) else { continue };
            match view {
                View::List(items) => {
                    for item in (0..items.len()).filter_map(|at| items.get(at)) {
                        if let View::Structure(item) = item.view() {
                            self.check(item)?;
                        }
                    }
                }
                View::String(found) => {
                    let Some(subject) = member.md5_of() else { continue };
                    let received = output.schema().find_member(subject).and_then(|(at, _)| output.member(at));
                    let of_sent = || {
                        let is_it = |it: &&(Option<String>, &str, String)| it.0 == id && it.1 == subject;
                        self.sent.iter().find(is_it).map(|(_, _, digest)| digest.clone())
                    };
                    let expected = received.map_or_else(of_sent, |it| digest(it.view()));
                    if expected.is_some_and(|it| !it.eq_ignore_ascii_case(found)) {
                        let name = member.name();
                        return Err(ParseError::new(format!("`{name}` is not the MD5 digest of the message")));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Adds the digests of a structure's members.
fn add(message: &dyn Structure, sent: &mut Vec<(Option<String>, &'static str, String)>) {
    let id = id_of(message);
    for (index, member) in message.schema().members().iter().enumerate() {
        let digest = message.member(index).and_then(|it| digest(it.view()));
        sent.extend(digest.map(|it| (id.clone(), member.name(), it)));
    }
}

/// The id of a message in a batch.
fn id_of(message: &dyn Structure) -> Option<String> {
    let (index, _) = message.schema().find_member("Id")?;
    match message.member(index)?.view() {
        View::String(id) => Some(id.to_owned()),
        _ => None,
    }
}

/// The digest of a body or of attributes.
fn digest(view: View<'_>) -> Option<String> {
    match view {
        View::String(body) => Some(md5(body.as_bytes())),
        View::Map(attributes) => Some(md5(&encoded(attributes)?)),
        _ => None,
    }
}

/// The attributes as they are digested: sorted by name, each with its name, type and value after their lengths.
fn encoded(attributes: &dyn Map) -> Option<Vec<u8>> {
    let mut entries = attributes.entries();
    sort_entries(&mut entries);
    let mut bytes = Vec::new();
    let put = |part: &[u8], bytes: &mut Vec<u8>| {
        bytes.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend(part);
    };
    for (name, value) in entries {
        let View::Structure(value) = value.view() else { return None };
        let member = |name: &str| {
            let (index, _) = value.schema().find_member(name)?;
            value.member(index).map(|it| it.view())
        };
        put(name.as_bytes(), &mut bytes);
        match (member("DataType")?, member("StringValue"), member("BinaryValue")) {
            (View::String(kind), Some(View::String(text)), _) => {
                put(kind.as_bytes(), &mut bytes);
                bytes.push(1);
                put(text.as_bytes(), &mut bytes);
            }
            (View::String(kind), _, Some(View::Blob(blob))) => {
                put(kind.as_bytes(), &mut bytes);
                bytes.push(2);
                put(blob, &mut bytes);
            }
            _ => return None,
        }
    }
    Some(bytes)
}

fn md5(bytes: &[u8]) -> String {
    format!("{:x}", md5::compute(bytes))
}
