//! The form codec: writes values as parameters of a query protocol.
//!
//! The rules are those of <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html> and
//! <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html>. The form and the current path are two growing
//! strings. Members need no further allocations, except timestamps and blobs.

use std::borrow::Cow;
use std::fmt::Write as _;

use aws_smithy_types::base64;
use aws_smithy_types::primitive::Encoder;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::message::SerializeError;
use crate::schema::{Member, Schema, TimestampFormat};
use crate::shape::{List, Map, Structure, Union, View};
use crate::timestamp;

/// Percent-encoded: all but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The query protocol of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// AWS Query.
    #[cfg(feature = "aws-query")]
    Aws,
    /// EC2 Query: lists are always flattened, and names are capitalized.
    #[cfg(feature = "ec2-query")]
    Ec2,
}

impl Dialect {
    fn is_ec2(self) -> bool {
        match self {
            #[cfg(feature = "aws-query")]
            Self::Aws => false,
            #[cfg(feature = "ec2-query")]
            Self::Ec2 => true,
        }
    }

    /// The parameter name of a member.
    fn name(self, member: &Member) -> Cow<'static, str> {
        if !self.is_ec2() {
            return Cow::Borrowed(member.xml_name().unwrap_or(member.name()));
        }
        if let Some(name) = member.ec2_query_name() {
            return Cow::Borrowed(name);
        }
        let name = member.xml_name().unwrap_or(member.name());
        let mut letters = name.chars();
        match letters.next() {
            Some(first) if first.is_ascii_lowercase() => {
                Cow::Owned(format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
            }
            _ => Cow::Borrowed(name),
        }
    }
}

/// A form being written.
pub(crate) struct Form {
    dialect: Dialect,
    body: String,
    /// The name of the next parameter, already encoded.
    path: String,
}

impl Form {
    /// Creates a form that calls this action.
    pub(crate) fn new(dialect: Dialect, action: &str, version: &str) -> Self {
        let mut form = Self { dialect, body: String::with_capacity(256), path: String::with_capacity(64) };
        form.body.push_str("Action=");
        form.body.extend(utf8_percent_encode(action, ENCODED));
        form.body.push_str("&Version=");
        form.body.extend(utf8_percent_encode(version, ENCODED));
        form
    }

    /// Writes the members of a structure.
    pub(crate) fn structure(&mut self, value: &dyn Structure) -> Result<(), SerializeError> {
        let members = value.schema().members().iter().enumerate();
        for (index, member) in members.filter(|(_, it)| !it.is_not_sent()) {
            match value.member(index).map(|it| it.view()) {
                None | Some(View::Absent) => {}
                Some(view) => self.named(&self.dialect.name(member), |form| form.value(member, view))?,
            }
        }
        Ok(())
    }

    /// The text of the form.
    pub(crate) fn finish(self) -> String {
        self.body
    }

    /// Writes the value of a member under the current path.
    fn value(&mut self, member: &Member, view: View<'_>) -> Result<(), SerializeError> {
        match view {
            View::Absent => {}
            View::Boolean(value) => self.plain(if value { "true" } else { "false" }),
            View::Integer(value) => self.plain(Encoder::from(value).encode()),
            View::Float(value) => self.plain(Encoder::from(value).encode()),
            View::Double(value) => self.plain(Encoder::from(value).encode()),
            View::Number(value) | View::String(value) => self.plain(value),
            View::Blob(value) => self.plain(&base64::encode(value)),
            View::Timestamp(value) => {
                let format = member.timestamp_format().unwrap_or(TimestampFormat::DateTime);
                let text =
                    timestamp::write_for_service(value, format).ok_or_else(|| refused(member, "is out of range"))?;
                self.plain(&text);
            }
            View::List(list) => self.list(member, list)?,
            View::Map(map) => self.map(member, map)?,
            View::Structure(structure) => self.structure(structure)?,
            View::Union(union) => self.union(member, union)?,
            View::Stream(_) | View::Events => {
                return Err(refused(member, "is a stream, which query protocols do not support"));
            }
            View::Document(_) => return Err(refused(member, "is a document, which query protocols do not support")),
        }
        Ok(())
    }

    fn list(&mut self, member: &Member, list: &dyn List) -> Result<(), SerializeError> {
        if list.is_empty() {
            if !self.dialect.is_ec2() {
                self.plain("");
            }
            return Ok(());
        }
        let [element] = inner(member.target())?;
        let is_flattened = self.dialect.is_ec2() || member.is_xml_flattened();
        let step = if is_flattened { "" } else { element.xml_name().unwrap_or("member") };
        self.named(step, |form| {
            let present = (0..list.len()).filter_map(|index| list.get(index)).map(|it| it.view());
            for (number, view) in present.filter(|view| !view.is_absent()).enumerate() {
                form.numbered(number + 1, |form| form.value(element, view))?;
            }
            Ok(())
        })
    }

    fn map(&mut self, member: &Member, map: &dyn Map) -> Result<(), SerializeError> {
        let [key_member, value_member] = inner(member.target())?;
        let step = if member.is_xml_flattened() { "" } else { "entry" };
        self.named(step, |form| {
            for (number, (key, value)) in map.entries().into_iter().enumerate() {
                form.numbered(number + 1, |form| {
                    form.named(&form.dialect.name(key_member), |form| {
                        form.plain(key);
                        Ok(())
                    })?;
                    form.named(&form.dialect.name(value_member), |form| form.value(value_member, value.view()))
                })?;
            }
            Ok(())
        })
    }

    fn union(&mut self, member: &Member, union: &dyn Union) -> Result<(), SerializeError> {
        let set = union.get().and_then(|(index, value)| Some((union.schema().members().get(index)?, value)));
        let (chosen, value) = set.ok_or_else(|| refused(member, "is a union without a known member"))?;
        self.named(&self.dialect.name(chosen), |form| form.value(chosen, value.view()))
    }

    /// Writes the parameter with the current path as name.
    fn plain(&mut self, value: &str) {
        self.body.push('&');
        self.body.push_str(&self.path);
        self.body.push('=');
        self.body.extend(utf8_percent_encode(value, ENCODED));
    }

    /// Writes under an extended path. An empty step does not extend it.
    fn named(
        &mut self,
        step: &str,
        write: impl FnOnce(&mut Self) -> Result<(), SerializeError>,
    ) -> Result<(), SerializeError> {
        let length = self.path.len();
        if !step.is_empty() {
            self.separate();
            self.path.extend(utf8_percent_encode(step, ENCODED));
        }
        let result = write(self);
        self.path.truncate(length);
        result
    }

    fn numbered(
        &mut self,
        number: usize,
        write: impl FnOnce(&mut Self) -> Result<(), SerializeError>,
    ) -> Result<(), SerializeError> {
        let length = self.path.len();
        self.separate();
        // Writing to a string cannot fail.
        let _ = write!(self.path, "{number}");
        let result = write(self);
        self.path.truncate(length);
        result
    }

    fn separate(&mut self) {
        if !self.path.is_empty() {
            self.path.push('.');
        }
    }
}

/// The members of a list or map.
fn inner<const N: usize>(schema: &'static Schema) -> Result<&'static [Member; N], SerializeError> {
    schema
        .members()
        .try_into()
        .map_err(|_| SerializeError::new(format!("expected the schema of `{}` to be a list or map", schema.id())))
}

fn refused(member: &Member, why: &str) -> SerializeError {
    SerializeError::new(format!("the value of `{}` {why}", member.name()))
}

#[cfg(test)]
mod tests;
