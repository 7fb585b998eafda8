//! Skeletons of inputs are forms; samples of outputs satisfy their own shapes.

use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json;
use tinsmith_runtime::modeled::Modeled;
use tinsmith_runtime::schema::{Kind, Member, Schema};
use tinsmith_runtime::skeleton::{Skeleton, sample};
use tinsmith_runtime::validate::validate;

use crate::docs::DOCS;
use crate::schemas::{CONSTRAINED, EVERYTHING, NEST, STRUCTURES, TREE};
use crate::typed::{LOGIN, Login};

/// Compares a text with a file next to this one, or writes the file if `TINSMITH_UPDATE` is set.
fn check_file(name: &str, text: &str) {
    let path = format!("{}/tests/walks/skeleton/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = format!("{text}\n");
    if std::env::var_os("TINSMITH_UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name}: TINSMITH_UPDATE=1 writes the file anew");
}

#[test]
fn a_form_shows_every_kind_of_shape() {
    check_file("everything.json", &Skeleton::new(&EVERYTHING, &DOCS).to_json());
    check_file("everything.yaml", &Skeleton::new(&EVERYTHING, &DOCS).to_yaml());
}

#[test]
fn a_form_without_members_is_empty() {
    static EMPTY: Schema = Schema::structure("test#Empty", &[], &[]);
    let skeleton = Skeleton::new(&EMPTY, &DOCS);
    assert_eq!((skeleton.to_json(), skeleton.to_yaml()), ("{}".to_owned(), "{}".to_owned()));
    assert_eq!(skeleton.to_output_json(), "{}");
}

#[test]
fn given_values_stand_in_the_form() {
    let text = r#"{"Name":"a: b","Data":"aGVsbG8=","When":"2026-11-24T07:52:52Z","Tags":[{"Key":"k","Value":""}],
        "Texts":{"no":"it's","null":"x\ny"},"Choice":{"Number":5},"Names":[],"Ratio":0.5}"#;
    let mut value = Dynamic::new(&EVERYTHING);
    json::from_str(text, &mut value).unwrap();
    let filled = Skeleton::new(&EVERYTHING, &DOCS).filled(&value);
    let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (json, yaml) = (lines(filled.to_json()), lines(filled.to_yaml()));
    for line in [
        r#"    "Name": "a: b","#,
        r#"    "Data": "aGVsbG8=","#,
        r#"    "When": "2026-11-24T07:52:52","#,
        r#"            "Key": "k","#,
        r#"        "no": "it's","#,
        r#"        "Number": 5"#,
        r#"    "Names": [],"#,
        r#"    "Count": 0,"#,
    ] {
        assert!(json.iter().any(|it| it == line), "{line} in\n{}", json.join("\n"));
    }
    for line in [
        "Name: 'a: b'  # What to call it, in a word.",
        "Data: !!binary 'aGVsbG8='",
        "When: 2026-11-24 07:52:52",
        "- Key: k  # [REQUIRED] The key.",
        "  Value: '' # [REQUIRED] The value.",
        "  no: it's",
        "  'null': \"x\\ny\"",
        "Names: []",
        "Ratio: 0.5",
    ] {
        assert!(yaml.iter().any(|it| it == line), "{line} in\n{}", yaml.join("\n"));
    }
}

#[test]
fn strings_are_quoted_where_yaml_would_read_something_else() {
    let cases = [
        ("", "''"),
        ("Active", "Active"),
        ("null", "'null'"),
        ("True", "'True'"),
        ("~", "'~'"),
        ("1", "'1'"),
        ("2020-01-01", "'2020-01-01'"),
        ("a: b", "'a: b'"),
        ("a:", "'a:'"),
        ("a #b", "'a #b'"),
        ("a#b", "a#b"),
        ("#a", "'#a'"),
        ("- a", "'- a'"),
        ("*a", "'*a'"),
        ("a\nb", "\"a\\nb\""),
        ("it's", "it's"),
        ("'q'", "'''q'''"),
        (" a", "' a'"),
        ("a ", "'a '"),
        (".inf", "'.inf'"),
        ("é", "é"),
        ("http://x", "http://x"),
        ("{a", "'{a'"),
    ];
    static TEXT: Schema = Schema::simple("test#Text", Kind::String, &[]);
    static ONE: Schema = Schema::structure("test#One", &[Member::new("A", &TEXT, &[])], &[]);
    static NO_DOCS: Docs = Docs::new(&[]);
    for (text, wanted) in cases {
        let mut value = Dynamic::new(&ONE);
        json::from_str(&serde_string(text), &mut value).unwrap();
        assert_eq!(Skeleton::new(&ONE, &NO_DOCS).filled(&value).to_yaml(), format!("A: {wanted}"));
    }
}

/// A JSON object whose member `A` is the text.
fn serde_string(text: &str) -> String {
    format!("{{\"A\":\"{}\"}}", text.replace('\n', "\\n"))
}

#[test]
fn a_sample_satisfies_its_own_shape() {
    for schema in STRUCTURES {
        let value = Skeleton::new(schema, &DOCS).sample();
        assert_eq!(validate(&value), Ok(()), "{}", schema.id());
        let mut again = Dynamic::new(schema);
        sample(&mut again);
        assert!(value == again, "{} has two samples", schema.id());
        // A sample is a valid output, so it can be read back.
        let mut read = Dynamic::new(schema);
        json::from_str(&json::to_string(&value), &mut read).unwrap();
        assert!(value == read, "{}", schema.id());
    }
}

#[test]
fn a_sample_has_the_layout_of_the_golden_file() {
    check_file("constrained.output.json", &Skeleton::new(&CONSTRAINED, &DOCS).to_output_json());
    check_file("constrained.output.yaml", &Skeleton::new(&CONSTRAINED, &DOCS).to_output_yaml());
}

#[test]
fn samples_of_shapes_that_refer_to_themselves_end() {
    assert_eq!(json::to_string(&Skeleton::new(&TREE, &DOCS).sample()), r#"{"Name":"Name"}"#);
    assert_eq!(json::to_string(&Skeleton::new(&NEST, &DOCS).sample()), r#"{"Nests":[],"End":{"Out":1}}"#);
}

#[test]
fn a_generated_type_has_the_same_sample() {
    let mut value = Login::from_json(r#"{"Names":[]}"#).unwrap();
    sample(&mut value);
    assert_eq!(value.to_json(), json::to_string(&Skeleton::new(&LOGIN, &DOCS).sample()));
    assert_eq!(value.validate(), Ok(()));
}
