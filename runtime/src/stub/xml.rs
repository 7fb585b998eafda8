//! Values as the XML that a service of AWS Query answers with.
//!
//! <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#response-serialization>

use std::fmt::Write as _;

use aws_smithy_types::base64;
use aws_smithy_types::primitive::Encoder;

use crate::message::SerializeError;
use crate::schema::{Member, TimestampFormat};
use crate::shape::{Structure, View};
use crate::timestamp;

type Written = Result<(), SerializeError>;

/// The answer of an operation.
pub(super) fn write(operation: &str, output: &dyn Structure, request_id: &str) -> Result<String, SerializeError> {
    let mut out = format!("<{operation}Response>");
    structure(&mut out, &format!("{operation}Result"), output)?;
    let _ = write!(out, "<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>");
    let _ = write!(out, "</{operation}Response>");
    Ok(out)
}

/// The answer of an error.
pub(super) fn write_error(code: &str, message: &str, request_id: &str) -> String {
    let mut out = String::from("<ErrorResponse><Error><Type>Sender</Type>");
    text(&mut out, "Code", code);
    text(&mut out, "Message", message);
    out.push_str("</Error>");
    text(&mut out, "RequestId", request_id);
    out.push_str("</ErrorResponse>");
    out
}

fn structure(out: &mut String, name: &str, value: &dyn Structure) -> Written {
    let members = || {
        let all = value.schema().members().iter().enumerate();
        all.filter_map(|(index, member)| Some((member, value.member(index)?.view())))
    };
    let _ = write!(out, "<{name}");
    for (member, view) in members().filter(|(member, _)| member.is_xml_attribute()) {
        if let Some(text) = scalar(member, view)? {
            let _ = write!(out, " {}=\"{}\"", element_name(member), escaped(&text));
        }
    }
    out.push('>');
    for (member, view) in members().filter(|(member, _)| !member.is_xml_attribute()) {
        named(out, element_name(member), member, view)?;
    }
    let _ = write!(out, "</{name}>");
    Ok(())
}

/// The value of a member as elements of this name.
fn named(out: &mut String, name: &str, member: &'static Member, view: View<'_>) -> Written {
    let inner = member.target().members();
    let is_flat = member.is_xml_flattened();
    match (view, inner) {
        (View::Absent, _) => {}
        (View::List(list), [element]) => {
            let each = if is_flat { name } else { element_name_or(element, "member") };
            wrapped(out, name, is_flat, |out| {
                (0..list.len())
                    .filter_map(|index| list.get(index))
                    .try_for_each(|it| named(out, each, element, it.view()))
            })?;
        }
        (View::Map(map), [key, value]) => {
            let each = if is_flat { name } else { "entry" };
            wrapped(out, name, is_flat, |out| {
                map.entries().into_iter().try_for_each(|(entry, it)| {
                    wrapped(out, each, false, |out| {
                        text(out, element_name_or(key, "key"), entry);
                        named(out, element_name_or(value, "value"), value, it.view())
                    })
                })
            })?;
        }
        (View::Structure(it), _) => structure(out, name, it)?,
        (View::Union(union), _) => wrapped(out, name, false, |out| {
            let set = union.get().and_then(|(index, it)| Some((union.schema().members().get(index)?, it)));
            set.map_or(Ok(()), |(member, it)| named(out, element_name(member), member, it.view()))
        })?,
        (view, _) => {
            if let Some(value) = scalar(member, view)? {
                text(out, name, &value);
            }
        }
    }
    Ok(())
}

/// The text of a value that has no members.
fn scalar(member: &Member, view: View<'_>) -> Result<Option<String>, SerializeError> {
    let refused = |why| SerializeError::new(format!("the value of `{}` {why}", member.name()));
    Ok(Some(match view {
        View::Absent => return Ok(None),
        View::Boolean(it) => it.to_string(),
        View::Integer(it) => it.to_string(),
        View::Float(it) => Encoder::from(it).encode().to_owned(),
        View::Double(it) => Encoder::from(it).encode().to_owned(),
        View::Number(it) | View::String(it) => it.to_owned(),
        View::Blob(it) => base64::encode(it),
        View::Timestamp(it) => {
            let format = member.timestamp_format().unwrap_or(TimestampFormat::DateTime);
            timestamp::write(it, format).ok_or_else(|| refused("is out of range"))?
        }
        _ => return Err(refused("cannot be written as the text of an XML element")),
    }))
}

fn wrapped(out: &mut String, name: &str, is_flat: bool, write: impl FnOnce(&mut String) -> Written) -> Written {
    if is_flat {
        return write(out);
    }
    let _ = write!(out, "<{name}>");
    write(out)?;
    let _ = write!(out, "</{name}>");
    Ok(())
}

fn text(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, "<{name}>{}</{name}>", escaped(text));
}

/// A text without what means something in XML, and with line ends that stay what they are.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' | '\n' | '\t' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn element_name(member: &Member) -> &'static str {
    member.xml_name().unwrap_or(member.name())
}

fn element_name_or<'a>(member: &Member, usual: &'a str) -> &'a str {
    member.xml_name().unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use crate::dynamic::Dynamic;
    use crate::json;
    use crate::message::{Headers, Response};
    use crate::protocol::{AwsQuery, Protocol};
    use crate::schema::{Kind, Member, Schema, Trait};
    use crate::service::{Operation, Service};

    static TEXT: Schema = Schema::simple("t#Text", Kind::String, &[]);
    static TEXTS: Schema = Schema::list("t#Texts", &[Member::new("member", &TEXT, &[])], &[]);
    static NAMED: Schema = Schema::list("t#Named", &[Member::new("member", &TEXT, &[Trait::XmlName("item")])], &[]);
    static MAP: Schema =
        Schema::map("t#Map", &[Member::new("key", &TEXT, &[]), Member::new("value", &OUTPUT, &[])], &[]);
    static CHOICE: Schema =
        Schema::union("t#Choice", &[Member::new("Text", &TEXT, &[]), Member::new("Texts", &TEXTS, &[])], &[]);
    static OUTPUT: Schema = Schema::structure(
        "t#Output",
        &[
            Member::new("Text", &TEXT, &[]),
            Member::new("Renamed", &TEXT, &[Trait::XmlName("other")]),
            Member::new("Attribute", &TEXT, &[Trait::XmlAttribute]),
            Member::new("Texts", &TEXTS, &[]),
            Member::new("Named", &NAMED, &[]),
            Member::new("Flat", &TEXTS, &[Trait::XmlFlattened]),
            Member::new("Map", &MAP, &[]),
            Member::new("FlatMap", &MAP, &[Trait::XmlFlattened, Trait::XmlName("flat")]),
            Member::new("Choice", &CHOICE, &[]),
            Member::new("Deeper", &OUTPUT, &[]),
            Member::new("Flag", &FLAG, &[]),
            Member::new("Number", &NUMBER, &[]),
            Member::new("Double", &DOUBLE, &[]),
            Member::new("Data", &DATA, &[]),
            Member::new("When", &WHEN, &[]),
        ],
        &[],
    );
    static FLAG: Schema = Schema::simple("t#Flag", Kind::Boolean, &[]);
    static NUMBER: Schema = Schema::simple("t#Number", Kind::Integer, &[]);
    static DOUBLE: Schema = Schema::simple("t#Double", Kind::Double, &[]);
    static DATA: Schema = Schema::simple("t#Data", Kind::Blob, &[]);
    static WHEN: Schema = Schema::simple("t#When", Kind::Timestamp, &[]);
    static SERVICE: Service = Service::example(&AwsQuery);
    static OPERATION: Operation =
        Operation { name: "Do", service: &SERVICE, input: &OUTPUT, output: &OUTPUT, errors: &[], traits: &[] };

    #[test]
    fn the_client_reads_what_is_written() {
        let texts = [
            r#"{}"#,
            r#"{"Text":"<a> & \"b\"\r\n\t ]]> é","Renamed":"","Attribute":"<\"a\n\">"}"#,
            r#"{"Texts":["a",""],"Named":["b"],"Flat":["c","d"]}"#,
            r#"{"Map":{"a":{"Text":"x"},"b":{}},"FlatMap":{"c":{"Flat":["y"]}}}"#,
            r#"{"Choice":{"Texts":["a"]},"Deeper":{"Deeper":{"Choice":{"Text":"b"}}}}"#,
            r#"{"Flag":false,"Number":-7,"Double":"-Infinity","Data":"aGVsbG8=","When":"2026-11-24T07:52:52.5Z"}"#,
        ];
        for text in texts {
            let mut given = Dynamic::new(&OUTPUT);
            json::from_str(text, &mut given).expect(text);
            let body = super::write("Do", &given, "id").expect(text);
            let mut read = Dynamic::new(&OUTPUT);
            let response = Response::new(200, Headers::default(), body.clone().into_bytes());
            AwsQuery.parse(&OPERATION, &response, &mut read).unwrap_or_else(|error| panic!("{error}: {body}"));
            assert_eq!(json::to_string(&read), text, "{body}");
        }
    }
}
