//! Dynamic values behave like generated types.

use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json;
use tinsmith_runtime::schema::{DefaultValue, Kind, Member, Schema, Trait};
use tinsmith_runtime::shape::{Mismatch, Slot, Structure, View};

use crate::schemas::{EVERYTHING, TREE};

/// The index of a member of `EVERYTHING`.
fn index(name: &str) -> usize {
    EVERYTHING.find_member(name).expect("a member of the schema").0
}

fn slot<'a>(value: &'a mut Dynamic, name: &str) -> Slot<'a> {
    value.member_mut(index(name)).expect("a member").slot()
}

#[test]
fn members_are_absent_until_written() {
    let mut value = Dynamic::new(&EVERYTHING);
    for (index, _) in EVERYTHING.members().iter().enumerate() {
        assert!(!value.is_set(index));
        assert!(value.member(index).expect("a member").view().is_absent());
    }
    slot(&mut value, "Name").put_string("Bob".into()).unwrap();
    assert!(value.is_set(index("Name")));
    value.clear(index("Name"));
    assert!(!value.is_set(index("Name")));
    assert!(value.member(EVERYTHING.members().len()).is_none());
}

#[test]
fn numbers_hold_the_range_of_their_type() {
    for (name, largest) in [("Tiny", 127), ("Small", 32_767), ("Count", 2_147_483_647), ("Level", 2_147_483_647)] {
        let mut value = Dynamic::new(&EVERYTHING);
        assert_eq!(slot(&mut value, name).put_integer(largest), Ok(()), "{name}");
        assert!(matches!(value.member(index(name)).unwrap().view(), View::Integer(it) if it == largest), "{name}");
        assert_eq!(slot(&mut value, name).put_integer(largest + 1), Err(Mismatch), "{name}");
    }
}

#[test]
fn schemas_that_refer_to_themselves_are_written_as_deep_as_wanted() {
    let mut value = Dynamic::new(&TREE);
    json::from_str(r#"{"Left":{"Left":{"Branches":[{"Roots":{"a":{"Name":"deep"}}}]}}}"#, &mut value).unwrap();
    assert_eq!(json::to_string(&value), r#"{"Left":{"Left":{"Branches":[{"Roots":{"a":{"Name":"deep"}}}]}}}"#);
}

#[test]
fn equality_is_that_of_the_members() {
    let mut one = Dynamic::new(&EVERYTHING);
    let mut other = one.clone();
    assert!(one == other);
    json::from_str(r#"{"Tags":[{"Key":"a","Value":"b"}]}"#, &mut one).unwrap();
    assert!(one != other);
    json::from_str(r#"{"Tags":[{"Key":"a","Value":"b"}]}"#, &mut other).unwrap();
    assert!(one == other);
    assert!(Dynamic::new(&EVERYTHING) != Dynamic::new(&TREE));
}

#[test]
fn defaults_are_those_of_nested_structures() {
    static NUMBER: Schema = Schema::simple("demo#Number", Kind::Integer, &[]);
    static INNER: Schema = Schema::structure(
        "demo#Inner",
        &[
            Member::new("Number", &NUMBER, &[Trait::Default(DefaultValue::Integer(7))]),
            Member::new("Optional", &NUMBER, &[Trait::Default(DefaultValue::Integer(7)), Trait::ClientOptional]),
            Member::new("Required", &NUMBER, &[Trait::Required]),
            Member::new("Numbers", &NUMBERS, &[Trait::Default(DefaultValue::EmptyList)]),
        ],
        &[],
    );
    static NUMBERS: Schema = Schema::list("demo#Numbers", &[Member::new("member", &NUMBER, &[])], &[]);
    static LIST: Schema = Schema::list("demo#List", &[Member::new("member", &INNER, &[])], &[]);
    static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
    static MAP: Schema =
        Schema::map("demo#Map", &[Member::new("key", &TEXT, &[]), Member::new("value", &INNER, &[])], &[]);
    static UNION: Schema = Schema::union("demo#Union", &[Member::new("One", &INNER, &[])], &[]);
    static OUTER: Schema = Schema::structure(
        "demo#Outer",
        &[
            Member::new("Number", &NUMBER, &[Trait::Default(DefaultValue::Integer(7))]),
            Member::new("Inner", &INNER, &[]),
            Member::new("List", &LIST, &[]),
            Member::new("Map", &MAP, &[]),
            Member::new("Union", &UNION, &[]),
        ],
        &[],
    );
    for (given, expected) in [
        ("{}", "{}"),
        (r#"{"Inner":{}}"#, r#"{"Inner":{"Number":7,"Numbers":[]}}"#),
        (
            r#"{"Inner":{"Number":0,"Required":1},"List":[{}],"Map":{"a":{"Optional":2}},"Union":{"One":{"Numbers":[1]}}}"#,
            r#"{"Inner":{"Number":0,"Required":1,"Numbers":[]},"List":[{"Number":7,"Numbers":[]}],"Map":{"a":{"Number":7,"Optional":2,"Numbers":[]}},"Union":{"One":{"Number":7,"Numbers":[1]}}}"#,
        ),
    ] {
        let mut value = Dynamic::new(&OUTER);
        json::from_str(given, &mut value).unwrap();
        value.fill_nested_defaults();
        assert_eq!(json::to_string(&value), expected, "{given}");
    }
}
