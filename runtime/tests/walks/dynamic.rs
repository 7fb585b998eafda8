//! Dynamic values behave like generated types.

use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json;
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
