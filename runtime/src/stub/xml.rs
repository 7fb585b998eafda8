//! Serializes values as the XML responses of an AWS Query service.
//!
//! <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#response-serialization>

use crate::message::SerializeError;
use crate::shape::Structure;
use crate::xml::{write_structure, write_text};

/// Writes the response of an operation.
pub(super) fn write(operation: &str, output: &dyn Structure, request_id: &str) -> Result<String, SerializeError> {
    let result = write_structure(&format!("{operation}Result"), None, output)?;
    let request_id = write_text("RequestId", request_id);
    let metadata = format!("<ResponseMetadata>{request_id}</ResponseMetadata>");
    Ok(format!("<{operation}Response>{result}{metadata}</{operation}Response>"))
}

/// Writes an error response.
pub(super) fn write_error(code: &str, message: &str, request_id: &str) -> String {
    let [code, message] = [("Code", code), ("Message", message)].map(|(name, text)| write_text(name, text));
    let request_id = write_text("RequestId", request_id);
    format!("<ErrorResponse><Error><Type>Sender</Type>{code}{message}</Error>{request_id}</ErrorResponse>")
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
