//! Tests with all forms of lines, valid and invalid.

use std::path::Path;

use super::{Kind, ProfileError, Section, Sections};

const CONFIG: &str = "\u{feff}# who am I\r\n[default]\r\nregion = eu-west-1 ; home\r\nRegion=eu-north-1\r\n\
    [profile dev] # for work\n  \nregion=us-east-2#no-comment\nservices = local\n\
    [profile \"two words\"] /* note */\ncredential_process = run --for \"team #1\"\n  # a comment\n  this #1\n\
    [services local]\niam =\n  endpoint_url = http://localhost:1/x?y=z\n  # a comment\nsts =\n\tendpoint_url=http://sts\n\
    [sso-session s] [x]\nsso_region : x\n[stray]\nregion = nowhere\n[profile dev]\noutput = json\nempty =\n";

fn parse(kind: Kind, bytes: &[u8]) -> Sections {
    let mut sections = Sections::default();
    sections.add(kind, Path::new("file"), bytes);
    sections
}

fn value<'a>(sections: &'a Sections, profile: &str, key: &str) -> Option<&'a str> {
    sections.profiles.get(profile).and_then(|it| it.get(key))
}

fn mistakes(sections: Sections) -> Vec<ProfileError> {
    let named = [sections.profiles, sections.services, sections.sso_sessions];
    let named = named.into_iter().flatten().flat_map(|(_, section): (String, Section)| section.mistakes);
    named.chain(sections.lost).collect()
}

#[test]
fn every_form_of_line_is_read() {
    let sections = parse(Kind::Config, CONFIG.as_bytes());
    let names: Vec<&str> = sections.profiles.keys().collect();
    assert_eq!(names, ["default", "dev", "two words"]);
    let cases = [
        ("default", "region", Some("eu-north-1")),
        ("dev", "region", Some("us-east-2#no-comment")),
        ("dev", "output", Some("json")),
        ("dev", "empty", None),
        ("dev", "absent", None),
        ("two words", "credential_process", Some("run --for \"team #1\"\nthis #1")),
    ];
    for (profile, key, expected) in cases {
        assert_eq!(value(&sections, profile, key), expected, "{profile} {key}");
    }
    assert_eq!(sections.sso_sessions.get("s").unwrap().get("sso_region"), Some("x"));
    let local = sections.services.get("local").unwrap();
    assert_eq!(local.get_nested("iam", "endpoint_url"), Some("http://localhost:1/x?y=z"));
    assert_eq!(local.get_nested("sts", "endpoint_url"), Some("http://sts"));
    assert_eq!(sections.unprefixed.get("stray").and_then(ProfileError::line), Some(21));
    assert_eq!(mistakes(sections), []);
}

#[test]
fn whole_sections_may_be_indented() {
    let text = "[default]\n  region = a\n  s3 =\n    x = 1\n  output = text\n  output2 = json\n\
        \x20 [profile dev]\n\tregion = b\n\tregion2 = c\nregion3 = d\n";
    let sections = parse(Kind::Config, text.as_bytes());
    let cases = [
        ("default", "region", Some("a")),
        ("default", "s3", None),
        ("default", "x", None),
        ("default", "output", Some("text")),
        ("default", "output2", Some("json")),
        ("dev", "region", Some("b")),
        ("dev", "region2", Some("c")),
        ("dev", "region3", Some("d")),
    ];
    for (profile, key, expected) in cases {
        assert_eq!(value(&sections, profile, key), expected, "{profile} {key}");
    }
    assert_eq!(sections.profiles.get("default").unwrap().get_nested("s3", "x"), Some("1"));
    assert_eq!(mistakes(sections), []);
}

#[test]
fn a_default_with_prefix_stands_in_place_of_one_without() {
    for text in [
        "[default]\na=1\nb=1\n[profile default]\na=2\n[default]\nb=3\n[profile default]\nc=4\n",
        "[profile default]\na=2\n[default]\nb=3\n[profile default]\nc=4\n",
    ] {
        let sections = parse(Kind::Config, text.as_bytes());
        let default = ["a", "b", "c"].map(|key| value(&sections, "default", key));
        assert_eq!(default, [Some("2"), None, Some("4")], "{text}");
        assert_eq!(mistakes(sections), []);
    }
}

#[test]
fn the_credentials_file_names_profiles_alone() {
    let sections = parse(Kind::Credentials, b"[dev]\naws_secret_access_key = a=b+/c==\n");
    assert_eq!(value(&sections, "dev", "aws_secret_access_key"), Some("a=b+/c=="));
    assert_eq!(mistakes(sections), []);
}

#[test]
fn every_mistake_has_its_line_and_its_section_and_not_its_text() {
    let text = "secret = 1\n[open\nx=1\n[]\n[profile]\n[profile a] b\nsecret\n[profile c]\n  secret\n= secret\nx =\n  \
        secret\ny = 1\n\tsecret = 2\n[services s]\nsecret\n[sso-session s]\nsecret\n[profile c]\nz=@\n";
    let mut bytes = text.as_bytes().to_vec();
    // A byte that is not valid in a string.
    bytes.iter_mut().filter(|it| **it == b'@').for_each(|it| *it = 0xff);
    let sections = parse(Kind::Config, &bytes);
    let of = |section: Option<&Section>| {
        let mistakes = section.unwrap().mistakes.iter();
        mistakes.map(|it| (it.line().unwrap(), it.key().map(str::to_owned))).collect::<Vec<_>>()
    };
    assert_eq!(of(sections.profiles.get("a")), [(7, None)]);
    let key = |key: &str| Some(key.to_owned());
    assert_eq!(of(sections.profiles.get("c")), [(9, None), (10, None), (12, key("x")), (14, key("y")), (20, None)]);
    assert_eq!(of(sections.services.get("s")), [(16, None)]);
    assert_eq!(of(sections.sso_sessions.get("s")), [(18, None)]);
    assert_eq!(value(&sections, "c", "y"), None, "the line below is part of no value");
    let elsewhere: Vec<usize> = sections.lost.iter().filter_map(ProfileError::line).collect();
    assert_eq!(elsewhere, [1, 2, 4, 5]);
    assert!(mistakes(sections).iter().all(|it| !it.message().contains("secret")));
}
