//! Converts values to documents and back, by the JSON for people.

use aws_smithy_types::Document;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options};
use tinsmith_runtime::schema::{Kind, Member, Schema};
use tinsmith_runtime::shape::{Shape, Structure, View};

use super::CallError;

static DOCUMENT: Schema = Schema::simple("smithy.api#Document", Kind::Document, &[]);
static VALUE: Member = Member::new("value", &DOCUMENT, &[]);
static HOLDER: Schema = Schema::structure("smithy.api#Holder", &[Member::new("value", &DOCUMENT, &[])], &[]);

/// Writes a document as JSON.
pub fn document_to_json(document: &Document) -> String {
    json::write_value(&VALUE, View::Document(document), &Options::PEOPLE)
}

/// Reads JSON as a document.
///
/// ```
/// use tinsmith_tables::{document_to_json, json_to_document};
///
/// let document = json_to_document(r#"{"cityId": "Oslo"}"#)?;
/// assert_eq!(document.as_object().and_then(|it| it.get("cityId")?.as_string()), Some("Oslo"));
/// assert_eq!(document_to_json(&document), r#"{"cityId":"Oslo"}"#);
/// # Ok::<(), tinsmith_tables::CallError>(())
/// ```
///
/// # Errors
///
/// The text is not JSON.
pub fn json_to_document(text: &str) -> Result<Document, CallError> {
    let mut holder = Dynamic::new(&HOLDER);
    let Some(place) = holder.member_mut(0) else { return Ok(Document::Null) };
    json::read_value(text.as_bytes(), &VALUE, place, &Options::PEOPLE).map_err(CallError::input)?;
    Ok(match place.view() {
        View::Document(document) => document.clone(),
        _ => Document::Null,
    })
}

/// A structure as a document.
pub(super) fn of_structure(value: &dyn Structure) -> Document {
    of_written(&json::to_string(value))
}

/// The value of a member as a document.
pub(super) fn of_value(member: &'static Member, value: &dyn Shape) -> Document {
    of_written(&json::write_value(member, value.view(), &Options::PEOPLE))
}

/// JSON that was just written, as a document.
fn of_written(text: &str) -> Document {
    // What the writer has written can be read.
    json_to_document(text).unwrap_or(Document::Null)
}
