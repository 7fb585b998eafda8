//! Types as the generator writes them, to be walked beside dynamic values.

use std::collections::HashMap;

use tinsmith_runtime::schema::{Kind, Member, Schema, Trait};

use crate::schemas::{STATUS, STRING, STRINGS, TAG};

#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Tag {
    pub key: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
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

#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Login {
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
static CHOICE: Schema = Schema::union(
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
pub static LOGIN: Schema = Schema::structure(
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

tinsmith_runtime::string_enum! { Status; Active = "Active", Inactive = "Inactive" }
tinsmith_runtime::union! {
    Choice, CHOICE;
    (Plain String, is_plain as_plain),
    (SecretText String, is_secret_text as_secret_text),
    (Nothing unit is_nothing),
}
tinsmith_runtime::structure! {
    Tag, TagBuilder, TAG;
    (req str key set_key),
    (req str value set_value),
}
tinsmith_runtime::structure! {
    Login, LoginBuilder, LOGIN;
    (opt str user_name set_user_name),
    (opt val r#type set_type Status),
    (opt str password set_password),
    (opt list tags set_tags Tag),
    (opt map limits set_limits String, i32),
    (opt val choice set_choice Choice),
    (opt boxed parent set_parent Login),
    (req list names set_names String),
}
