//! Types as written by the generator, to test next to dynamic values.

use std::collections::HashMap;

use tinsmith_runtime::schema::{Kind, Member, Schema, Trait};

use crate::schemas::{STATUS, STRING, STRINGS, TAG};

#[non_exhaustive]
pub(crate) struct Tag {
    pub key: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(crate) enum Status {
    Active,
    Inactive,
    Unknown(tinsmith_runtime::primitives::UnknownVariantValue),
}

#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Choice {
    Plain(String),
    SecretText(String),
    Nothing,
    Unknown,
}

#[non_exhaustive]
pub(crate) struct Login {
    pub user_name: Option<String>,
    pub r#type: Option<Status>,
    pub password: Option<String>,
    pub tags: Option<Vec<Tag>>,
    pub limits: Option<HashMap<String, i32>>,
    pub choice: Option<Choice>,
    pub parent: Option<Box<Login>>,
    pub names: Vec<String>,
}

static SECRET: Schema = Schema::simple("test#Password", Kind::String, &[Trait::Sensitive]);
static UNIT: Schema = Schema::structure("smithy.api#Unit", &[], &[]);
pub(crate) static CHOICE: Schema = Schema::union(
    "test#Choice",
    &[
        Member::new("plain", &STRING, &[]),
        Member::new("secretText", &STRING, &[Trait::Sensitive]),
        Member::new("nothing", &UNIT, &[]),
    ],
    &[],
);
static TAGS: Schema = Schema::list("test#Tags", &[Member::new("member", &TAG, &[])], &[]);
static INTEGER: Schema = Schema::simple("test#Integer", Kind::Integer, &[]);
static LIMITS: Schema =
    Schema::map("test#Limits", &[Member::new("key", &STRING, &[]), Member::new("value", &INTEGER, &[])], &[]);
pub(crate) static LOGIN: Schema = Schema::structure(
    "test#Login",
    &[
        Member::new("UserName", &STRING, &[]),
        Member::new("Type", &STATUS, &[]),
        Member::new("Password", &SECRET, &[]),
        Member::new("Tags", &TAGS, &[]),
        Member::new("Limits", &LIMITS, &[]),
        Member::new("Choice", &CHOICE, &[]),
        Member::new("Parent", &LOGIN, &[]),
        Member::new("Names", &STRINGS, &[Trait::Required]),
    ],
    &[],
);

tinsmith_runtime::string_enum! {
    type: Status;
    values: Active = "Active", Inactive = "Inactive"
}
tinsmith_runtime::union! {
    type: Choice, schema: CHOICE;
    members:
    (Plain String, is_plain as_plain),
    (SecretText String, is_secret_text as_secret_text),
    (Nothing unit is_nothing),
}
tinsmith_runtime::structure! {
    type: Tag, builder: TagBuilder, build: checked, schema: TAG;
    members:
    (req key set_key "The key." str),
    (req value set_value "The value." str),
}
tinsmith_runtime::structure! {
    type: Login, builder: LoginBuilder, build: checked, schema: LOGIN;
    members:
    (opt user_name set_user_name "The name." str),
    (opt r#type set_type "The type." val Status),
    (opt password set_password "The password." str),
    (opt tags set_tags "The tags." list Tag),
    (opt limits set_limits "The limits." map String, i32),
    (opt choice set_choice "The choice." val Choice),
    (opt parent set_parent "The parent." boxed Login),
    (req names set_names "The names." list String),
}
