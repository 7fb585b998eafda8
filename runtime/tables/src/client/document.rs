//! Converts values to documents and back, by the JSON for people.

use aws_smithy_types::Document;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options};
use tinsmith_runtime::schema::{Kind, Member, Schema};
use tinsmith_runtime::shape::{Shape, Structure, View};

static DOCUMENT: Schema = Schema::simple("smithy.api#Document", Kind::Document, &[]);
static VALUE: Member = Member::new("value", &DOCUMENT, &[]);
static HOLDER: Schema = Schema::structure("smithy.api#Holder", &[Member::new("value", &DOCUMENT, &[])], &[]);

/// A document as JSON.
pub(super) fn to_json(document: &Document) -> String {
    json::write_value(&VALUE, View::Document(document), &Options::PEOPLE)
}

/// JSON as a document.
pub(super) fn of_json(text: &str) -> Document {
    let mut holder = Dynamic::new(&HOLDER);
    let Some(place) = holder.member_mut(0) else { return Document::Null };
    match json::read_value(text.as_bytes(), &VALUE, place, &Options::PEOPLE).map(|()| place.view()) {
        Ok(View::Document(document)) => document.clone(),
        // Does not happen with what the writer of JSON has written.
        _ => Document::Null,
    }
}

/// A structure as a document.
pub(super) fn of_structure(value: &dyn Structure) -> Document {
    of_json(&json::to_string(value))
}

/// The value of a member as a document.
pub(super) fn of_value(member: &'static Member, value: &dyn Shape) -> Document {
    of_json(&json::write_value(member, value.view(), &Options::PEOPLE))
}
