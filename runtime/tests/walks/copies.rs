//! Values are copied and compared like with the derived traits.

use tinsmith_runtime::error::BuildError;
use tinsmith_runtime::modeled::Modeled;

use crate::typed::{Choice, Login, Status, Tag};

fn full() -> Login {
    let parent = Login::builder().user_name("root").set_names(Some(Vec::new())).build().unwrap();
    let tag = |key: &str| Tag::builder().key(key).value("").build().unwrap();
    Login::builder()
        .user_name("")
        .r#type(Status::from("new since"))
        .password("secret")
        .tags(tag("a"))
        .tags(tag("b"))
        .limits("b", 2)
        .limits("a", 1)
        .choice(Choice::SecretText("x".to_owned()))
        .parent(parent)
        .names("Bob")
        .build()
        .unwrap()
}

#[test]
fn a_copy_equals_and_is_another() {
    let value = full();
    let mut copy = value.clone();
    assert_eq!(copy, value);
    assert_eq!(copy.to_json(), value.to_json());
    assert_eq!(copy.r#type, Some(Status::from("new since")));
    copy.tags.as_mut().unwrap()[1].value.push('!');
    assert_ne!(copy, value);
    assert_eq!(value.tags.as_ref().unwrap()[1].value, "");
}

#[test]
fn every_member_counts() {
    type Change = fn(&mut Login);
    let changes: [Change; 14] = [
        |it| it.user_name = None,
        |it| it.user_name = Some("x".to_owned()),
        |it| it.r#type = Some(Status::Active),
        |it| it.password = None,
        |it| it.tags = Some(Vec::new()),
        |it| it.tags = None,
        |it| it.tags.as_mut().unwrap().reverse(),
        |it| it.limits.as_mut().unwrap().clear(),
        |it| *it.limits.as_mut().unwrap().get_mut("a").unwrap() = 3,
        |it| it.limits.as_mut().unwrap().extend([("c".to_owned(), 3)]),
        |it| it.choice = Some(Choice::Plain("x".to_owned())),
        |it| it.choice = Some(Choice::Nothing),
        |it| it.parent.as_mut().unwrap().user_name = None,
        |it| it.names.clear(),
    ];
    for (index, change) in changes.iter().enumerate() {
        let (value, mut changed) = (full(), full());
        change(&mut changed);
        assert_ne!(changed, value, "change {index}");
        assert_ne!(value, changed, "change {index}");
        assert_eq!(changed.clone(), changed, "change {index}");
    }
}

#[test]
fn unions_are_copied_whatever_they_hold() {
    for choice in [Choice::Plain(String::new()), Choice::Nothing, Choice::Unknown] {
        let value = Login { choice: Some(choice.clone()), ..full() };
        assert_eq!(value.clone().choice, Some(choice));
    }
}

#[test]
fn a_builder_tells_what_is_not_set() {
    let missing = |tag: Result<Tag, BuildError>| format!("{:?}", tag.unwrap_err());
    assert!(missing(Tag::builder().value("").build()).contains("\"key\""));
    assert!(missing(Tag::builder().key("a").build()).contains("\"value\""));
    assert!(missing(Tag::builder().key("a").value("b").set_key(None).build()).contains("\"key\""));
    assert!(Tag::builder().value("").key("").build().is_ok());
    assert!(Tag::builder().value("b").key("a") == Tag::builder().key("a").value("b"));
    assert!(Tag::builder().key("") != Tag::builder());
}
