//! The schemas of all tests: every kind of shape, recursion, secrets, constraints.

use tinsmith_runtime::schema::{
    Class, DefaultValue, Kind, Length, Member, Node, Pattern, Range, Schema, TimestampFormat, Trait,
};

/// A member without traits.
const fn plain(name: &'static str, target: &'static Schema) -> Member {
    Member::new(name, target, &[])
}

pub(crate) static BOOLEAN: Schema = Schema::simple("test#Flag", Kind::Boolean, &[]);
pub(crate) static BYTE: Schema = Schema::simple("test#Tiny", Kind::Byte, &[]);
pub(crate) static SHORT: Schema = Schema::simple("test#Small", Kind::Short, &[]);
pub(crate) static INTEGER: Schema = Schema::simple("test#Count", Kind::Integer, &[]);
pub(crate) static INT_ENUM: Schema = Schema::simple("test#Level", Kind::IntEnum(&[3, 5]), &[]);
pub(crate) static LONG: Schema = Schema::simple("test#Big", Kind::Long, &[]);
pub(crate) static FLOAT: Schema = Schema::simple("test#Ratio", Kind::Float, &[]);
pub(crate) static DOUBLE: Schema = Schema::simple("test#Exact", Kind::Double, &[]);
pub(crate) static BIG_INTEGER: Schema = Schema::simple("test#Huge", Kind::BigInteger, &[]);
pub(crate) static BIG_DECIMAL: Schema = Schema::simple("test#Price", Kind::BigDecimal, &[]);
pub(crate) static STRING: Schema = Schema::simple("test#Text", Kind::String, &[]);
pub(crate) static STATUS: Schema = Schema::simple("test#StatusType", Kind::Enum(&["Active", "Inactive"]), &[]);
pub(crate) static BLOB: Schema = Schema::simple("test#Data", Kind::Blob, &[]);
pub(crate) static TIME: Schema = Schema::simple("test#Time", Kind::Timestamp, &[]);
pub(crate) static DOCUMENT: Schema = Schema::simple("test#Any", Kind::Document, &[]);
pub(crate) static SECRET: Schema = Schema::simple("test#SecretText", Kind::String, &[Trait::Sensitive]);

pub(crate) static STRINGS: Schema = Schema::list("test#Strings", &[plain("member", &STRING)], &[]);
pub(crate) static HOLES: Schema = Schema::list("test#Holes", &[plain("member", &STRING)], &[Trait::Sparse]);
pub(crate) static DOCUMENTS: Schema = Schema::list("test#Documents", &[plain("member", &DOCUMENT)], &[]);
pub(crate) static TEXTS: Schema = Schema::map("test#Texts", &[plain("key", &STRING), plain("value", &STRING)], &[]);
pub(crate) static HOLE_MAP: Schema =
    Schema::map("test#HoleMap", &[plain("key", &STRING), plain("value", &INTEGER)], &[Trait::Sparse]);

pub(crate) static TAG: Schema = Schema::structure(
    "test#Tag",
    &[Member::new("Key", &STRING, &[Trait::Required]), Member::new("Value", &STRING, &[Trait::Required])],
    &[],
);
pub(crate) static TAGS: Schema = Schema::list("test#TagList", &[plain("member", &TAG)], &[]);

/// A structure that refers to itself directly, in a list and in a map.
pub(crate) static TREE: Schema = Schema::structure(
    "test#Tree",
    &[plain("Name", &STRING), plain("Left", &TREE), plain("Branches", &TREES), plain("Roots", &TREE_MAP)],
    &[],
);
pub(crate) static TREES: Schema = Schema::list("test#Trees", &[plain("member", &TREE)], &[]);
pub(crate) static TREE_MAP: Schema = Schema::map("test#TreeMap", &[plain("key", &STRING), plain("value", &TREE)], &[]);

pub(crate) static CHOICE: Schema = Schema::union(
    "test#Choice",
    &[plain("Text", &STRING), plain("Number", &INTEGER), plain("Tags", &TAGS), plain("Tree", &TREE)],
    &[],
);
pub(crate) static CHOICES: Schema = Schema::list("test#Choices", &[plain("member", &CHOICE)], &[]);

/// A member of every kind.
pub(crate) static EVERYTHING: Schema = Schema::structure(
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

/// The bits of `\w`: digits, letters, underscore.
const WORD: u128 = 0x7fffffe_87fffffe_03ff0000_00000000;
/// The bits of `0` to `9`.
const DIGITS: u128 = 0x03ff0000_00000000;

static WORDS: Node = Node::Class(Class::ascii(WORD));
pub(crate) static WORD_PATTERN: Pattern = Pattern::new(
    r"^[\w]+$",
    Node::Sequence(&[Node::Start, Node::Repeat { node: &WORDS, min: 1, max: u32::MAX }, Node::End]),
);
static NUMERALS: Node = Node::Class(Class::ascii(DIGITS));
pub(crate) static ACCOUNT_PATTERN: Pattern = Pattern::new(
    "^[0-9]{12}$",
    Node::Sequence(&[Node::Start, Node::Repeat { node: &NUMERALS, min: 12, max: 12 }, Node::End]),
);

/// The bounds of a length.
const fn length(min: u64, max: u64) -> Trait {
    Trait::Length(Length { min, max })
}

pub(crate) static KEY_ID: Schema =
    Schema::simple("test#KeyId", Kind::String, &[length(16, 128), Trait::Pattern(&WORD_PATTERN)]);
pub(crate) static ACCOUNT: Schema = Schema::simple("test#Account", Kind::String, &[Trait::Pattern(&ACCOUNT_PATTERN)]);
pub(crate) static SHORT_TEXT: Schema = Schema::simple("test#ShortText", Kind::String, &[length(2, 3)]);
pub(crate) static PERCENT: Schema =
    Schema::simple("test#Percent", Kind::Integer, &[Trait::Range(Range { min: Some(1.0), max: Some(100.0) })]);
pub(crate) static BELOW: Schema =
    Schema::simple("test#Below", Kind::Double, &[Trait::Range(Range { min: None, max: Some(-0.5) })]);
pub(crate) static SHARE: Schema =
    Schema::simple("test#Share", Kind::Float, &[Trait::Range(Range { min: Some(0.7), max: None })]);
pub(crate) static CHECKSUM: Schema = Schema::simple("test#Checksum", Kind::Blob, &[length(32, 32)]);
pub(crate) static UNIQUE: Schema =
    Schema::list("test#Unique", &[plain("member", &SHORT_TEXT)], &[length(3, 5), Trait::UniqueItems]);
pub(crate) static UNIQUE_TAGS: Schema =
    Schema::list("test#UniqueTags", &[plain("member", &TAG)], &[length(2, u64::MAX), Trait::UniqueItems]);
pub(crate) static STATUSES: Schema =
    Schema::list("test#Statuses", &[plain("member", &STATUS)], &[length(2, 2), Trait::UniqueItems]);
pub(crate) static ACCOUNTS: Schema =
    Schema::map("test#Accounts", &[plain("key", &ACCOUNT), plain("value", &KEY_ID)], &[length(2, 4)]);
pub(crate) static SECRETS: Schema =
    Schema::map("test#Secrets", &[plain("key", &SECRET_KEY), plain("value", &PERCENT)], &[]);
pub(crate) static SECRET_KEY: Schema =
    Schema::simple("test#SecretKey", Kind::String, &[length(2, 40), Trait::Sensitive]);
pub(crate) static SECRET_TAG: Schema =
    Schema::structure("test#SecretTag", &[plain("Id", &KEY_ID), plain("Percent", &PERCENT)], &[Trait::Sensitive]);

/// A structure with a required list of itself, and a union that may recurse forever.
pub(crate) static NEST: Schema = Schema::structure(
    "test#Nest",
    &[Member::new("Nests", &NESTS, &[Trait::Required]), Member::new("End", &WAY, &[Trait::Required])],
    &[],
);
pub(crate) static NESTS: Schema = Schema::list("test#Nests", &[plain("member", &NEST)], &[]);
pub(crate) static WAY: Schema =
    Schema::union("test#Way", &[plain("On", &NEST), plain("Again", &WAY), plain("Out", &PERCENT)], &[]);

/// A member for every constraint.
pub(crate) static CONSTRAINED: Schema = Schema::structure(
    "test#Constrained",
    &[
        Member::new("KeyId", &KEY_ID, &[Trait::Required]),
        plain("Account", &ACCOUNT),
        Member::new("Narrow", &KEY_ID, &[length(20, 20)]),
        plain("ShortText", &SHORT_TEXT),
        plain("Percent", &PERCENT),
        plain("Below", &BELOW),
        plain("Share", &SHARE),
        plain("Checksum", &CHECKSUM),
        plain("Unique", &UNIQUE),
        plain("UniqueTags", &UNIQUE_TAGS),
        plain("Statuses", &STATUSES),
        plain("Accounts", &ACCOUNTS),
        plain("Secrets", &SECRETS),
        plain("SecretTag", &SECRET_TAG),
        Member::new("Status", &STATUS, &[Trait::Required]),
        plain("Choice", &CHOICE),
        Member::new("Label", &STRING, &[Trait::HttpLabel]),
        Member::new("Token", &STRING, &[Trait::Required, Trait::IdempotencyToken]),
        plain("Nest", &NEST),
    ],
    &[Trait::Input],
);

/// All structures with samples.
pub(crate) static STRUCTURES: [&Schema; 6] = [&EVERYTHING, &CONSTRAINED, &TREE, &TAG, &NEST, &SECRET_TAG];
