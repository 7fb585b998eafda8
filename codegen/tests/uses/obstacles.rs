//! Uses the names of shapes and members that clash with other names. Compiling it is most of the test.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use tinsmith_obstacles::types::{self, Choice, Variants};

#[test]
#[allow(deprecated)] // so that a deprecated shape is among them
fn types_keep_names_of_the_prelude() {
    let nothing = types::Option::builder().build();
    let holder = types::Option::builder().value("it").others(nothing).build();
    assert_eq!(holder.value(), Some("it"));
    assert_eq!(holder.others().len(), 1);
    let names = types::AllNames::builder()
        .result(types::Result::builder().build())
        .self_(types::Self_::builder().build())
        .r#box(types::Box::builder().build())
        .foo_bar(types::FooBar2::builder().x(1).build())
        .foo_bar_2(types::FooBar::builder().y(2).build())
        .elsewhere(types::AlsoTaken::builder().build())
        .build();
    assert!(names.result().is_some());
}

#[test]
fn variants_are_told_apart() {
    assert_eq!(Variants::from("unknown"), Variants::UnknownValue);
    assert_eq!(Variants::from("self"), Variants::SelfValue);
    assert_eq!([Variants::FooBar.as_str(), Variants::FooBar2.as_str()], ["a", "b"]);
    let other = Variants::from("new since");
    assert_eq!(other.as_str(), "new since");
    assert!(Variants::try_parse("new since").is_err());
    assert!(Choice::UnknownValue(String::new()).is_unknown_value());
    assert!(Choice::Nothing.is_nothing());
}

#[test]
fn members_do_not_hide_methods() {
    let words = types::Words::builder().r#type("a").set_set_sent_2(Some("b".to_owned())).send_value("c").build();
    assert_eq!(words.r#type(), Some("a"));
    assert_eq!(words.set_sent_2(), Some("b"));
    assert!(tinsmith_obstacles::Modeled::validate(&words).is_ok());
}

#[test]
fn errors_have_a_message() {
    let error = types::error::ResultError::builder().message("no").build();
    assert_eq!(error.message(), Some("no"));
    let required = types::error::UnhandledError::builder().build();
    assert!(required.is_err());
    let any = tinsmith_obstacles::Error::from(
        tinsmith_obstacles::operation::do_words::DoWordsError::ResultError(error),
    );
    assert!(matches!(any, tinsmith_obstacles::Error::ResultError(_)));
}
