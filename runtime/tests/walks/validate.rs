//! Every broken constraint is reported, with its path, bound and value.

use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options};
use tinsmith_runtime::validate::{Constraint, ValidationPolicy, validate, validate_with};

use crate::schemas::CONSTRAINED;

/// A value with the required members, and these.
fn value(members: &str) -> Dynamic {
    let mut value = Dynamic::new(&CONSTRAINED);
    json::from_str(r#"{"KeyId":"AKIAIOSFODNN7EXAMPLE","Status":"Active"}"#, &mut value).unwrap();
    // Lenient options, so that a union without a member can be read.
    json::read(members.as_bytes(), &mut value, &Options::WIRE).unwrap();
    value
}

fn check(members: &str) -> Result<(), String> {
    validate(&value(members)).map_err(|violations| violations.to_string())
}

#[test]
fn what_is_legal_is_accepted() {
    let cases = [
        "{}",
        r#"{"Status":"Unheard Of"}"#,
        r#"{"Account":"123456789012","Narrow":"abcdefghijklmnopqrst","ShortText":"éé"}"#,
        r#"{"Percent":1,"Below":-0.5,"Share":0.7}"#,
        r#"{"Percent":100}"#,
        r#"{"Checksum":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}"#,
        r#"{"Unique":["aa","ab","ac"],"UniqueTags":[{"Key":"a","Value":"b"},{"Key":"a","Value":"c"}]}"#,
        r#"{"Choice":{"Tree":{"Branches":[{}]}}}"#,
    ];
    for members in cases {
        assert_eq!(check(members), Ok(()), "{members}");
    }
}

#[test]
fn what_is_broken_is_told() {
    let cases = [
        (r#"{"KeyId":"short"}"#, "KeyId: 5 characters, at least 16 are needed"),
        (r#"{"ShortText":"é"}"#, "ShortText: 1 character, at least 2 are needed"),
        (r#"{"ShortText":"éééé"}"#, "ShortText: 4 characters, at most 3 are allowed"),
        (r#"{"Narrow":"abcdefghijklmnopqrstu"}"#, "Narrow: 21 characters, at most 20 are allowed"),
        (
            r#"{"KeyId":"AKIAIOSFODNN7 EXAMPLE"}"#,
            "KeyId: \"AKIAIOSFODNN7 EXAMPLE\" does not match the pattern ^[\\w]+$",
        ),
        (
            r#"{"KeyId":""}"#,
            "KeyId: 0 characters, at least 16 are needed\nKeyId: \"\" does not match the pattern ^[\\w]+$",
        ),
        (r#"{"Account":"1234567890123"}"#, "Account: \"1234567890123\" does not match the pattern ^[0-9]{12}$"),
        (r#"{"Percent":0}"#, "Percent: 0 is not between 1 and 100"),
        (r#"{"Percent":101}"#, "Percent: 101 is not between 1 and 100"),
        (r#"{"Below":0.25}"#, "Below: 0.25 is more than -0.5"),
        (r#"{"Share":0.69}"#, "Share: 0.69 is less than 0.7"),
        (r#"{"Checksum":"AA=="}"#, "Checksum: 1 byte, at least 32 are needed"),
        (
            r#"{"Unique":["aa","a","aa"]}"#,
            "Unique: elements 0 and 2 are equal, all must differ\nUnique[1]: 1 character, at least 2 are needed",
        ),
        (
            r#"{"UniqueTags":[{"Key":"a"}]}"#,
            "UniqueTags: 1 element, at least 2 are needed\nUniqueTags[0].Value: required, not set",
        ),
        (
            r#"{"Accounts":{"12":"AKIAIOSFODNN7EXAMPLE"}}"#,
            "Accounts: 1 entry, at least 2 are needed\n\
             Accounts[\"12\"] (key): \"12\" does not match the pattern ^[0-9]{12}$",
        ),
        (r#"{"Choice":{}}"#, "Choice: expected one member of the union to be set"),
        (r#"{"Label":""}"#, "Label: must not be empty, because it is part of the request's address"),
        (r#"{"Nest":{"Nests":[{"Nests":[]}]}}"#, "Nest.Nests[0].End: required, not set\nNest.End: required, not set"),
    ];
    for (members, wanted) in cases {
        assert_eq!(check(members), Err(wanted.to_owned()), "{members}");
    }
}

#[test]
fn missing_members_are_told_but_for_tokens_that_the_client_fills_in() {
    let violations = validate(&Dynamic::new(&CONSTRAINED)).unwrap_err();
    assert_eq!(violations.to_string(), "KeyId: required, not set\nStatus: required, not set");
    assert!(violations.iter().all(|it| it.constraint == Constraint::Required));
}

#[test]
fn no_secret_is_told() {
    let error =
        check(r#"{"SecretTag":{"Id":"hunter2 hunter2 hunter2","Percent":12345},"Secrets":{"x":54321}}"#).unwrap_err();
    let wanted = "Secrets[\"*** Sensitive Data Redacted ***\"] (key): 1 character, at least 2 are needed\n\
        Secrets[\"*** Sensitive Data Redacted ***\"]: 54321 is not between 1 and 100\n\
        SecretTag.Id: the value does not match the pattern ^[\\w]+$\n\
        SecretTag.Percent: the value is not between 1 and 100";
    assert_eq!(error, wanted);
}

#[test]
fn long_values_are_cut() {
    let error = check(&format!(r#"{{"Account":"{}"}}"#, "é".repeat(500))).unwrap_err();
    assert!(error.contains(&format!("\"{}...\"", "é".repeat(80))), "{error}");
}

#[test]
fn the_policy_decides_on_limits_alone() {
    let limit = value(r#"{"Percent":0}"#);
    let both = value(r#"{"Percent":0,"Choice":{}}"#);
    let told = |value: &Dynamic, policy| match validate_with(value, policy) {
        Ok(None) => "sent".to_owned(),
        Ok(Some(warnings)) => format!("warned: {warnings}"),
        Err(violations) => format!("refused: {violations}"),
    };
    let (percent, choice) =
        ("Percent: 0 is not between 1 and 100", "Choice: expected one member of the union to be set");
    assert_eq!(told(&limit, ValidationPolicy::Enforce), format!("refused: {percent}"));
    assert_eq!(told(&limit, ValidationPolicy::Warn), format!("warned: {percent}"));
    assert_eq!(told(&limit, ValidationPolicy::Off), "sent");
    assert_eq!(told(&both, ValidationPolicy::Enforce), format!("refused: {percent}\n{choice}"));
    assert_eq!(told(&both, ValidationPolicy::Warn), format!("refused: {choice}"));
    assert_eq!(told(&both, ValidationPolicy::Off), format!("refused: {choice}"));

    let (always, by_policy) = validate(&both).unwrap_err().split();
    assert_eq!(always.unwrap().to_string(), choice);
    assert_eq!(by_policy.unwrap().to_string(), percent);
}
