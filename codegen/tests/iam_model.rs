//! Tests of `models/iam/model.json`: compares it with the official model.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use tinsmith_codegen::compare::compare;
use tinsmith_codegen::model::{Model, Node, load_files};
use tinsmith_tests::peers;

/// The reason for facts in botocore that the official model, which is older, does not contain.
const NEWER: &str = "botocore is newer";

/// All differences between a client of our model and one of the official model: category, shape, reason.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    ("endpoint rules", "AWSIdentityManagementV20100508", "written by hand; both pass the official endpoint tests"),
    ("member", "Role$SourceRoleTemplate", NEWER),
    ("member", "SimulateCustomPolicyRequest$OrderedOrganizationPolicyInputList", NEWER),
    ("member", "SimulatePrincipalPolicyRequest$PolicyExclusionList", NEWER),
    ("operation", "AcquireRole", NEWER),
    ("operation", "GetAccountProperties", NEWER),
    ("operation", "GetRoleTemplateVersion", NEWER),
    ("operation", "PutAccountProperties", NEWER),
];

/// The number of errors with a separate wire code.
const ERRORS_WITH_CODE: usize = 33;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn iam() -> Model {
    load_files(&[repository().join("models/iam/model.json")]).unwrap()
}

/// The operations with a trait, by name.
fn operations_with<'m>(model: &'m Model, id: &str) -> BTreeMap<&'m str, &'m Node> {
    let shapes = model.shapes.values().filter(|shape| shape.as_operation().is_some());
    shapes.filter_map(|shape| Some((shape.id.name(), shape.traits.get(id)?))).collect()
}

#[test]
fn it_differs_from_the_official_model_where_we_know() {
    let Some(official) = peers::shared("models/iam.json") else { return };
    let official = load_files(&[official]).unwrap();
    let found = compare(&iam(), &official).unwrap();
    let found: Vec<_> =
        found.iter().map(|it| (it.kind, it.shape_id.rsplit('#').next().unwrap(), it.theirs.as_str())).collect();
    let kinds: Vec<_> = found.iter().map(|(kind, shape, _)| (*kind, *shape)).collect();
    assert_eq!(kinds, DIFFERENCES.iter().map(|(kind, shape, _)| (*kind, *shape)).collect::<Vec<_>>());
    for ((_, shape, theirs), (_, _, reason)) in found.iter().zip(DIFFERENCES) {
        assert!(*reason != NEWER || *theirs == "-", "{shape} is in the official model too");
    }
}

#[test]
fn all_that_the_official_model_has_is_there() {
    let ours = iam();
    let operations = ours.shapes.values().filter(|shape| shape.as_operation().is_some()).count();
    assert_eq!(operations, 176 + DIFFERENCES.iter().filter(|(kind, ..)| *kind == "operation").count());
    assert_eq!(operations_with(&ours, "smithy.api#paginated").len(), 34);
    let waiters: Vec<&str> = operations_with(&ours, "smithy.waiters#waitable")
        .values()
        .filter_map(|waiters| waiters.as_object())
        .flat_map(|waiters| waiters.keys().collect::<Vec<_>>())
        .collect();
    assert_eq!(waiters, ["InstanceProfileExists", "PolicyExists", "RoleExists", "UserExists"]);
    // A few errors of newer operations have the name of their shape as code.
    let codes = ours.shapes.values().filter_map(|shape| Some((shape.traits.aws_query_error()?, shape)));
    let codes: Vec<_> = codes.collect();
    assert_eq!(codes.len(), ERRORS_WITH_CODE);
    for (code, error) in codes {
        assert_eq!(Some(code.http_response_code), error.traits.http_error(), "{}", error.id);
    }
}

/// The model contains only facts; the documentation in `models/iam/docs.json` is our own.
#[test]
fn it_holds_no_documentation() {
    let text = std::fs::read_to_string(repository().join("models/iam/model.json")).unwrap();
    assert!(!text.contains("smithy.api#documentation"));
    // An example without a title of our own is titled with its operation's name and a number.
    let ours = iam();
    for (operation, examples) in operations_with(&ours, "smithy.api#examples") {
        for example in examples.as_array().unwrap() {
            let title = example.get("title").and_then(Node::as_str).unwrap();
            assert!(!title.starts_with(operation), "{operation}: an example has no title of its own");
        }
    }
}

#[test]
fn update_access_key_is_as_it_is_documented() {
    let ours = iam();
    let shape = |name: &str| ours.shape(&format!("com.amazonaws.iam#{name}")).unwrap();
    let input = shape("UpdateAccessKeyRequest");
    let members = [
        ("UserName", false, Some((Some(1), Some(128))), Some(r"^[\w+=,.@-]+$")),
        ("AccessKeyId", true, Some((Some(16), Some(128))), Some(r"^[\w]+$")),
        ("Status", true, None, None),
    ];
    let mut names: Vec<&str> = input.members.iter().map(|member| &*member.name).collect();
    names.sort_unstable();
    assert_eq!(names, ["AccessKeyId", "Status", "UserName"]);
    for (name, is_required, length, pattern) in members {
        let member = input.member(name).unwrap();
        let target = ours.target(member).unwrap();
        let bounds = target.traits.length().map(|length| (length.min, length.max));
        assert_eq!(
            (member.traits.required(), bounds, target.traits.pattern()),
            (is_required, length, pattern),
            "{name}"
        );
    }
    let values: Vec<&str> = shape("statusType").members.iter().map(|member| member.enum_text()).collect();
    assert_eq!(values, ["Active", "Inactive", "Expired"]);
    let operation = shape("UpdateAccessKey").as_operation().unwrap();
    let errors: BTreeMap<&str, u16> = operation
        .errors
        .iter()
        .filter_map(|id| ours.shapes.get(id)?.traits.aws_query_error())
        .map(|error| (error.code, error.http_response_code))
        .collect();
    let documented = [("InvalidInput", 400), ("LimitExceeded", 409), ("NoSuchEntity", 404), ("ServiceFailure", 500)];
    assert_eq!(errors, BTreeMap::from(documented));
    let example = shape("UpdateAccessKey").traits.examples()[0].get("input").unwrap().to_string();
    assert_eq!(example, r#"{"UserName":"Bob","AccessKeyId":"AKIAIOSFODNN7EXAMPLE","Status":"Inactive"}"#);
}
