//! What every error answer says in JSON, modeled or not.

use crate::schema::{Kind, Member, Schema};
use crate::shape::{Shape, Structure};

static TEXT: Schema = Schema::simple("smithy.api#String", Kind::String, &[]);

/// Codes first, each in the order in which it is believed.
static ENVELOPE: Schema = Schema::structure(
    "tinsmith#Envelope",
    &[
        Member::new("code", &TEXT, &[]),
        Member::new("__type", &TEXT, &[]),
        Member::new("message", &TEXT, &[]),
        Member::new("Message", &TEXT, &[]),
        Member::new("errorMessage", &TEXT, &[]),
    ],
    &[],
);

/// How many of the members are codes.
const CODES: usize = 2;

/// The members of an error answer that matter before it is known which error it is.
#[derive(Default)]
pub(super) struct Envelope {
    members: [Option<String>; 5],
}

impl Envelope {
    pub(super) fn code(&self) -> Option<&str> {
        self.members.iter().take(CODES).find_map(Option::as_deref)
    }

    pub(super) fn into_message(self) -> Option<String> {
        self.members.into_iter().skip(CODES).flatten().next()
    }
}

impl Structure for Envelope {
    fn schema(&self) -> &'static Schema {
        &ENVELOPE
    }

    fn member(&self, index: usize) -> Option<&dyn Shape> {
        self.members.get(index).map(|it| it as &dyn Shape)
    }

    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
        self.members.get_mut(index).map(|it| it as &mut dyn Shape)
    }
}
