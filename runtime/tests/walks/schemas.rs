//! The schemas that all tests share: every kind of shape, recursion, secrets, constraints.

use tinsmith_runtime::schema::{DefaultValue, Kind, Member, Schema, TimestampFormat, Trait};

/// A member without traits.
const fn plain(name: &'static str, target: &'static Schema) -> Member {
    Member::new(name, target, &[])
}

pub static BOOLEAN: Schema = Schema::simple("test#Flag", Kind::Boolean, &[]);
pub static BYTE: Schema = Schema::simple("test#Tiny", Kind::Byte, &[]);
pub static SHORT: Schema = Schema::simple("test#Small", Kind::Short, &[]);
pub static INTEGER: Schema = Schema::simple("test#Count", Kind::Integer, &[]);
pub static INT_ENUM: Schema = Schema::simple("test#Level", Kind::IntEnum(&[3, 5]), &[]);
pub static LONG: Schema = Schema::simple("test#Big", Kind::Long, &[]);
pub static FLOAT: Schema = Schema::simple("test#Ratio", Kind::Float, &[]);
pub static DOUBLE: Schema = Schema::simple("test#Exact", Kind::Double, &[]);
pub static BIG_INTEGER: Schema = Schema::simple("test#Huge", Kind::BigInteger, &[]);
pub static BIG_DECIMAL: Schema = Schema::simple("test#Price", Kind::BigDecimal, &[]);
pub static STRING: Schema = Schema::simple("test#Text", Kind::String, &[]);
pub static STATUS: Schema = Schema::simple("test#StatusType", Kind::Enum(&["Active", "Inactive"]), &[]);
pub static BLOB: Schema = Schema::simple("test#Data", Kind::Blob, &[]);
pub static TIME: Schema = Schema::simple("test#Time", Kind::Timestamp, &[]);
pub static DOCUMENT: Schema = Schema::simple("test#Any", Kind::Document, &[]);
pub static SECRET: Schema = Schema::simple("test#SecretText", Kind::String, &[Trait::Sensitive]);

pub static STRINGS: Schema = Schema::list("test#Strings", &[plain("member", &STRING)], &[]);
pub static HOLES: Schema = Schema::list("test#Holes", &[plain("member", &STRING)], &[Trait::Sparse]);
pub static DOCUMENTS: Schema = Schema::list("test#Documents", &[plain("member", &DOCUMENT)], &[]);
pub static TEXTS: Schema = Schema::map("test#Texts", &[plain("key", &STRING), plain("value", &STRING)], &[]);
pub static HOLE_MAP: Schema =
    Schema::map("test#HoleMap", &[plain("key", &STRING), plain("value", &INTEGER)], &[Trait::Sparse]);

pub static TAG: Schema = Schema::structure(
    "test#Tag",
    &[Member::new("Key", &STRING, &[Trait::Required]), Member::new("Value", &STRING, &[Trait::Required])],
    &[],
);
pub static TAGS: Schema = Schema::list("test#TagList", &[plain("member", &TAG)], &[]);

/// Refers to itself directly, in a list and in a map.
pub static TREE: Schema = Schema::structure(
    "test#Tree",
    &[plain("Name", &STRING), plain("Left", &TREE), plain("Branches", &TREES), plain("Roots", &TREE_MAP)],
    &[],
);
pub static TREES: Schema = Schema::list("test#Trees", &[plain("member", &TREE)], &[]);
pub static TREE_MAP: Schema = Schema::map("test#TreeMap", &[plain("key", &STRING), plain("value", &TREE)], &[]);

pub static CHOICE: Schema = Schema::union(
    "test#Choice",
    &[plain("Text", &STRING), plain("Number", &INTEGER), plain("Tags", &TAGS), plain("Tree", &TREE)],
    &[],
);
pub static CHOICES: Schema = Schema::list("test#Choices", &[plain("member", &CHOICE)], &[]);

/// A member of every kind.
pub static EVERYTHING: Schema = Schema::structure(
    "test#Everything",
    &[
        plain("Flag", &BOOLEAN),
        plain("Tiny", &BYTE),
        plain("Small", &SHORT),
        plain("Count", &INTEGER),
        plain("Level", &INT_ENUM),
        plain("Big", &LONG),
        plain("Ratio", &FLOAT),
        plain("Exact", &DOUBLE),
        plain("Huge", &BIG_INTEGER),
        plain("Price", &BIG_DECIMAL),
        plain("Name", &STRING),
        plain("Status", &STATUS),
        plain("Data", &BLOB),
        plain("When", &TIME),
        Member::new("WhenHttp", &TIME, &[Trait::TimestampFormat(TimestampFormat::HttpDate)]),
        Member::new("WhenText", &TIME, &[Trait::TimestampFormat(TimestampFormat::DateTime)]),
        plain("Any", &DOCUMENT),
        plain("Anys", &DOCUMENTS),
        plain("Names", &STRINGS),
        plain("Holes", &HOLES),
        plain("Tags", &TAGS),
        plain("Texts", &TEXTS),
        plain("HoleMap", &HOLE_MAP),
        plain("Tag", &TAG),
        plain("Tree", &TREE),
        plain("Choice", &CHOICE),
        plain("Choices", &CHOICES),
        plain("Secret", &SECRET),
        Member::new("Renamed", &STRING, &[Trait::JsonName("other")]),
        Member::new("Defaulted", &INTEGER, &[Trait::Default(DefaultValue::Integer(7))]),
    ],
    &[],
);
