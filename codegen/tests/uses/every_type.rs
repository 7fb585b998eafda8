//! Uses values of every type through the methods of the generated types.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use tinsmith_every_type::operation::put::{PutInput, PutOutput};
use tinsmith_every_type::primitives::{BigDecimal, BigInteger, Blob, DateTime, Document};
use tinsmith_every_type::types::{self, Defaults, Node, Suit, Tree};

#[test]
fn defaults_stand_in() {
    let defaults = Defaults::builder().build();
    assert_eq!(defaults.my_blob, Blob::new([0, 1, 2]));
    assert!(defaults.my_boolean);
    assert_eq!(defaults.my_string, "hi");
    assert_eq!((defaults.my_byte, defaults.my_short, defaults.my_integer, defaults.my_long), (1, 2, -3, 4));
    assert_eq!((defaults.my_float, defaults.my_double, defaults.negative), (1.5, 2.0, -0.25));
    assert_eq!(defaults.my_big_integer, "5".parse::<BigInteger>().unwrap());
    assert_eq!(defaults.my_big_decimal, "6.5".parse::<BigDecimal>().unwrap());
    assert_eq!(defaults.my_timestamp, DateTime::from_secs(0));
    assert_eq!(defaults.my_document, Document::Bool(true));
    assert_eq!(defaults.doc_text, Document::String("x".to_owned()));
    assert_eq!((defaults.suit, defaults.face), (Suit::Club, 2));
    assert!(defaults.list.is_empty() && defaults.map.is_empty());
    assert_eq!((defaults.nothing, defaults.free), (None, None));
}

#[test]
fn required_members_are_asked_for() {
    let error = types::AllRequired::builder().build().unwrap_err();
    assert!(error.to_string().contains("my_blob"), "{error}");
    assert!(PutOutput::builder().build().is_err());
    // An input is validated when it is sent.
    assert!(PutInput::builder().build().unwrap().validate().is_err());
}

#[test]
fn recursion_is_boxed_where_it_must_be() {
    let leaf = Tree::builder().node(Node::End).build();
    let tree = Tree::builder().left(leaf.clone()).children(leaf.clone()).named("a", leaf).build();
    assert!(tree.left().is_some_and(|left| left.node() == Some(&Node::End)));
    assert_eq!((tree.children().len(), tree.named().map(|it| it.len())), (1, Some(1)));
}

#[test]
fn json_goes_around() {
    let everything = types::Everything::builder()
        .label("abc")
        .my_long(1 << 40)
        .sparse_list_of_string(None)
        .sparse_list_of_string(Some("x".to_owned()))
        .sparse_map_of_integer(Suit::Club, None)
        .my_blob(Blob::new("bytes"))
        .direct(types::Direct::MyString("hey".to_owned()))
        .build()
        .unwrap();
    let input = PutInput::builder().everything(everything).build().unwrap();
    assert_eq!(PutInput::from_json(&input.to_json()).unwrap(), input);
}

#[test]
fn debug_shows_no_secret() {
    let input = PutInput::builder().secret("hunter2").build().unwrap();
    assert!(!format!("{input:?}").contains("hunter2"));
}

#[test]
fn endpoint_rules_come_with_the_service() {
    let rules = tinsmith_every_type::schema::SERVICE.endpoint_rules.unwrap();
    let endpoint = rules.evaluate(|_| None).unwrap();
    assert_eq!(endpoint.url, "https://nowhere.example/{b}");
    assert_eq!(endpoint.headers, [("x-names", vec!["c".to_owned(), "nowhere".to_owned()])]);
    let properties = format!("{:?}", endpoint.properties);
    let expected = r#"[("level", Integer(-2)), ("flag", Bool(true)), ("all", List([Text("{}"), Text("nowhere")])), ("inner", Record([("part", Text("a"))]))]"#;
    assert_eq!(properties, expected);
}
