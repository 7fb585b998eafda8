//! Writes a value as an XML document.
//!
//! The rules are those of <https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings>.

use aws_smithy_types::base64;
use aws_smithy_types::primitive::Encoder;

use crate::message::SerializeError;
use crate::schema::{Member, Schema, TimestampFormat, XmlNamespace};
use crate::shape::{List, Map, Structure, Union, View};
use crate::timestamp;

type Written = Result<(), SerializeError>;

/// Writes a structure as a document whose root has this name and namespace.
pub(crate) fn write_structure(
    name: &str,
    namespace: Option<XmlNamespace>,
    value: &dyn Structure,
) -> Result<String, SerializeError> {
    let mut writer = Writer { out: String::with_capacity(256) };
    writer.structure(name, namespace, value)?;
    Ok(writer.out)
}

/// Writes an element that holds a text.
#[cfg(feature = "test-util")]
pub(crate) fn write_text(name: &str, text: &str) -> String {
    let mut writer = Writer { out: String::with_capacity(64) };
    writer.open(name, None);
    writer.text(text, false);
    writer.close(name);
    writer.out
}

/// Writes a member that is the whole document, with this name and namespace.
#[cfg(feature = "rest-xml")]
pub(crate) fn write_member(
    name: &str,
    namespace: Option<XmlNamespace>,
    member: &'static Member,
    view: View<'_>,
) -> Result<String, SerializeError> {
    let mut writer = Writer { out: String::with_capacity(256) };
    writer.element(name, namespace, member, view)?;
    Ok(writer.out)
}

/// The document being written.
struct Writer {
    out: String,
}

impl Writer {
    /// Writes a member as one element or, if it is flattened, one for each entry.
    fn member(&mut self, member: &'static Member, view: View<'_>) -> Written {
        let name = element_name(member);
        match (view, member.target().members()) {
            (View::List(list), [element]) if member.is_xml_flattened() => {
                // The elements are named after the member, with the namespace of the member or its element.
                let namespace = member.xml_namespace().or(element.xml_namespace());
                self.elements(name, namespace, element, list)
            }
            (View::Map(map), [_, _]) if member.is_xml_flattened() => {
                self.entries(name, member.xml_namespace(), member.target(), map)
            }
            _ => self.element(name, member.xml_namespace(), member, view),
        }
    }

    /// Writes a value as one element.
    fn element(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        member: &'static Member,
        view: View<'_>,
    ) -> Written {
        match view {
            View::Structure(it) => return self.structure(name, namespace, it),
            View::Union(it) => {
                self.open(name, namespace);
                self.union(member, it)?;
            }
            View::List(it) => {
                self.open(name, namespace);
                if let [element] = member.target().members() {
                    self.elements(element.xml_name().unwrap_or("member"), element.xml_namespace(), element, it)?;
                }
            }
            View::Map(it) => {
                self.open(name, namespace);
                self.entries("entry", None, member.target(), it)?;
            }
            // XML represents null by an element without content.
            View::Absent => self.open(name, namespace),
            view => {
                self.open(name, namespace);
                let text = text(member, view)?;
                self.text(&text, false);
            }
        }
        self.close(name);
        Ok(())
    }

    fn structure(&mut self, name: &str, namespace: Option<XmlNamespace>, value: &dyn Structure) -> Written {
        let view = |index| value.member(index).map(|it| it.view()).filter(|it| !it.is_absent());
        let members = value.schema().members().iter().enumerate();
        let present = members.filter_map(|(index, member)| Some((member, view(index)?)));
        self.out.push('<');
        self.out.push_str(name);
        self.namespace(namespace);
        for (member, view) in present.clone().filter(|(member, _)| member.is_xml_attribute()) {
            let value = text(member, view)?;
            self.attribute(element_name(member), &value);
        }
        self.out.push('>');
        present.filter(|(it, _)| !it.is_xml_attribute()).try_for_each(|(member, view)| self.member(member, view))?;
        self.close(name);
        Ok(())
    }

    fn union(&mut self, member: &Member, union: &dyn Union) -> Written {
        let set = union.get().and_then(|(index, value)| Some((union.schema().members().get(index)?, value)));
        let (chosen, value) = set.ok_or_else(|| refused(member, "is a union without a known member"))?;
        self.member(chosen, value.view())
    }

    /// Writes the elements of a list.
    fn elements(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        element: &'static Member,
        list: &dyn List,
    ) -> Written {
        let places = (0..list.len()).filter_map(|index| list.get(index));
        places.map(|it| it.view()).try_for_each(|view| self.element(name, namespace, element, view))
    }

    /// Writes the entries of a map.
    fn entries(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        schema: &'static Schema,
        map: &dyn Map,
    ) -> Written {
        let [key_member, value_member] = schema.members() else { return Ok(()) };
        for (key, value) in map.entries() {
            self.open(name, namespace);
            self.open(element_name(key_member), key_member.xml_namespace());
            self.text(key, false);
            self.close(element_name(key_member));
            self.element(element_name(value_member), value_member.xml_namespace(), value_member, value.view())?;
            self.close(name);
        }
        Ok(())
    }

    fn open(&mut self, name: &str, namespace: Option<XmlNamespace>) {
        self.out.push('<');
        self.out.push_str(name);
        self.namespace(namespace);
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn namespace(&mut self, namespace: Option<XmlNamespace>) {
        match namespace {
            None => {}
            Some(XmlNamespace { uri, prefix: "" }) => self.attribute("xmlns", uri),
            Some(XmlNamespace { uri, prefix }) => self.attribute(&format!("xmlns:{prefix}"), uri),
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.text(value, true);
        self.out.push('"');
    }

    /// Writes a text. Characters that a parser would change are escaped (<https://www.w3.org/TR/xml11/#sec-line-ends>).
    fn text(&mut self, text: &str, is_attribute: bool) {
        let mut rest = text;
        let special = |it: char| {
            matches!(it, '&' | '<' | '>' | '\r' | '\n' | '\u{85}' | '\u{2028}')
                || is_attribute && matches!(it, '"' | '\t')
        };
        while let Some(place) = rest.find(special) {
            let (plain, tail) = rest.split_at(place);
            self.out.push_str(plain);
            let mut letters = tail.chars();
            match letters.next() {
                Some('&') => self.out.push_str("&amp;"),
                Some('<') => self.out.push_str("&lt;"),
                Some('>') => self.out.push_str("&gt;"),
                Some('"') => self.out.push_str("&quot;"),
                Some(other) => self.out.push_str(&format!("&#x{:X};", u32::from(other))),
                None => {}
            }
            rest = letters.as_str();
        }
        self.out.push_str(rest);
    }
}

/// The name of a member's element or attribute.
fn element_name(member: &Member) -> &'static str {
    member.xml_name().unwrap_or(member.name())
}

/// The text of a simple value.
fn text(member: &Member, view: View<'_>) -> Result<String, SerializeError> {
    Ok(match view {
        View::Boolean(it) => it.to_string(),
        View::Integer(it) => it.to_string(),
        View::Float(it) => Encoder::from(it).encode().to_owned(),
        View::Double(it) => Encoder::from(it).encode().to_owned(),
        View::Number(it) | View::String(it) => it.to_owned(),
        View::Blob(it) => base64::encode(it),
        View::Timestamp(it) => {
            let format = member.timestamp_format().unwrap_or(TimestampFormat::DateTime);
            timestamp::write_for_service(it, format).ok_or_else(|| refused(member, "is out of range"))?
        }
        _ => return Err(refused(member, "cannot be written as XML")),
    })
}

fn refused(member: &Member, why: &str) -> SerializeError {
    SerializeError::new(format!("the value of `{}` {why}", member.name()))
}
