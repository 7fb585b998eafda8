//! Types.
use tinsmith_runtime::primitives::UnknownVariantValue;
use tinsmith_runtime::schema::{Kind, Schema, Member, Trait};
pub mod error;

/// The status of an access key.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum StatusType {
    /// on
    Active,
    /// off
    Inactive,
    /// Another value
    Unknown(UnknownVariantValue),
}
pub(crate) static STATUS_TYPE: Schema = Schema::simple("com.amazonaws.iam#statusType", Kind::Enum(StatusType::values()), &[]);
tinsmith_runtime::string_enum! { StatusType; Active = "Active", Inactive = "Inactive" }

/// A tag.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Tag {
    /// Key.
    pub key: String,
    /// Values.
    pub values: Option<Vec<AttributeValue>>,
    /// More.
    pub next: Option<Box<Tag>>,
    /// Map.
    pub map: Option<std::collections::HashMap<String, StatusType>>,
}
static STRING: Schema = Schema::simple("smithy.api#String", Kind::String, &[]);
static LIST: Schema = Schema::list("x#List", &[Member::new("member", &ATTR, &[])], &[]);
static MAP: Schema = Schema::map("x#Map", &[Member::new("key", &STRING, &[]), Member::new("value", &STATUS_TYPE, &[])], &[]);
static ATTR: Schema = Schema::union("x#Attr", &[Member::new("S", &STRING, &[]), Member::new("Null", &STRING, &[]), Member::new("L", &LIST, &[])], &[]);
static TAG: Schema = Schema::structure("x#Tag", &[Member::new("Key", &STRING, &[Trait::Required]), Member::new("Values", &LIST, &[]), Member::new("Next", &TAG, &[]), Member::new("Map", &MAP, &[])], &[]);
tinsmith_runtime::structure! {
    Tag, TagBuilder, TAG;
    (req str key set_key),
    (opt list values set_values AttributeValue),
    (opt boxed next set_next Tag),
    (opt map map set_map String, StatusType),
}

/// Union.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum AttributeValue {
    /// A string.
    S(String),
    /// None.
    Null,
    /// List
    L(Vec<AttributeValue>),
    /// Not known
    Unknown,
}
tinsmith_runtime::union! {
    AttributeValue, ATTR;
    (S String, is_s as_s),
    (Null unit is_null),
    (L Vec<AttributeValue>, is_l as_l),
}
