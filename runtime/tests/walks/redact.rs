//! `Debug` shows the same as `derive`, without secrets.

use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json;

use crate::typed::{Choice, LOGIN, Login, Status, Tag};

fn login() -> Login {
    let tag = Tag::builder().key("team").value("é").build().unwrap();
    let parent = Login::builder().password("hunter1").names("x").build().unwrap();
    Login::builder()
        .user_name("Bob")
        .r#type(Status::Inactive)
        .password("hunter2")
        .tags(tag)
        .limits("a", 1)
        .choice(Choice::SecretText("hunter3".into()))
        .parent(parent)
        .names("n")
        .build()
        .unwrap()
}

const SHOWN: &str = "Login { user_name: Some(\"Bob\"), type: Some(Inactive), \
    password: \"*** Sensitive Data Redacted ***\", tags: Some([Tag { key: \"team\", value: \"é\" }]), \
    limits: Some({\"a\": 1}), choice: Some(SecretText(\"*** Sensitive Data Redacted ***\")), \
    parent: Some(Login { user_name: None, type: None, password: \"*** Sensitive Data Redacted ***\", tags: None, \
    limits: None, choice: None, parent: None, names: [\"x\"] }), names: [\"n\"] }";

#[test]
fn a_generated_type_is_shown_with_its_own_names() {
    assert_eq!(format!("{:?}", login()), SHOWN);
}

#[test]
fn a_dynamic_value_is_shown_with_the_same_names() {
    let mut value = Dynamic::new(&LOGIN);
    json::from_str(&json::to_string(&login()), &mut value).unwrap();
    assert_eq!(format!("{value:?}"), SHOWN);
}

#[test]
fn the_alternate_form_is_indented() {
    let tag = Tag::builder().key("k").value("v").build().unwrap();
    assert_eq!(format!("{tag:#?}"), "Tag {\n    key: \"k\",\n    value: \"v\",\n}");
    let value = Login::builder().choice(Choice::Plain("p".into())).names("n").build().unwrap();
    assert!(
        format!("{value:#?}").contains("    choice: Some(\n        Plain(\n            \"p\",\n        ),\n    ),\n")
    );
}

#[test]
fn unions_and_enums_show_what_they_do_not_know() {
    assert_eq!(format!("{:?}", Choice::Nothing), "Nothing");
    assert_eq!(format!("{:?}", Choice::Unknown), "Unknown");
    let value = Login::builder().r#type(Status::from("New")).names("n").build().unwrap();
    assert!(format!("{value:?}").contains("Some(Unknown(\"New\"))"), "{value:?}");
}

#[test]
fn no_secret_is_shown_in_any_form() {
    for shown in [format!("{:?}", login()), format!("{:#?}", login())] {
        assert!(!shown.contains("hunter"), "{shown}");
    }
}
