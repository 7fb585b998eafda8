//! Tests of the passes.

use super::*;
use crate::model::{Shape, ShapeId, Source, load_sources};

const MODEL: &str = r#"{"smithy": "2.0", "shapes": {
    "a#S": {"type": "service", "version": "1", "traits": {"aws.protocols#awsQuery": {}},
        "operations": [{"target": "a#Put"}, {"target": "a#Get"}, {"target": "a#Stream"}],
        "resources": [{"target": "a#Thing"}], "errors": [{"target": "a#Always"}]},
    "a#Thing": {"type": "resource", "delete": {"target": "a#Drop"}},
    "a#Put": {"type": "operation", "input": {"target": "a#Shared"}, "errors": [{"target": "a#Own"}, {"target": "a#Always"}]},
    "a#Get": {"type": "operation", "input": {"target": "a#Shared"}, "output": {"target": "a#GetResult"}},
    "a#Drop": {"type": "operation"},
    "a#Stream": {"type": "operation", "input": {"target": "a#StreamInput"}},
    "a#StreamInput": {"type": "structure", "members": {
        "body": {"target": "a#Body", "traits": {"smithy.api#required": {}}}}},
    "a#Body": {"type": "blob", "traits": {"smithy.api#streaming": {}}},
    "a#Shared": {"type": "structure", "members": {"name": {"target": "smithy.api#String"}, "tree": {"target": "a#Tree"}}},
    "a#GetResult": {"type": "structure", "members": {"tree": {"target": "a#Tree"}}},
    "a#Tree": {"type": "structure", "members": {
        "left": {"target": "a#Tree"}, "leaf": {"target": "a#Leaf"}, "others": {"target": "a#Trees"}}},
    "a#Leaf": {"type": "union", "members": {"text": {"target": "smithy.api#String"}, "tree": {"target": "a#Tree"}}},
    "a#Trees": {"type": "list", "member": {"target": "a#Tree"}},
    "a#Own": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
    "a#Always": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "server"}},
    "a#Unused": {"type": "structure", "members": {}}
}}"#;

fn cut(operations: &[&str]) -> Valid<Model> {
    let model = load_sources(vec![Source::new("a.json", MODEL)]).unwrap();
    let operations = operations.iter().map(|name| (*name).to_owned()).collect();
    let selection = Selection { operations: Some(operations), ..Selection::default() };
    prepare(model, &selection, &[Protocol::AwsQuery]).unwrap_or_else(|found| panic!("{found}")).model
}

fn shape<'a>(model: &'a Model, id: &str) -> &'a Shape {
    model.shape(id).unwrap_or_else(|| panic!("{id} is missing"))
}

#[test]
fn only_what_the_operations_reach_is_left() {
    let model = cut(&["Get"]);
    let ids: Vec<&str> = model.shapes.keys().map(ShapeId::as_str).collect();
    let expected =
        ["a#Always", "a#Get", "a#GetResult", "a#Leaf", "a#S", "a#Shared", "a#Tree", "a#Trees", "smithy.api#String"];
    assert_eq!(ids, expected);
    let service = shape(&model, "a#S").as_service().unwrap();
    assert_eq!(service.operations.iter().map(ShapeId::name).collect::<Vec<_>>(), ["Get"]);
}

#[test]
fn operations_of_resources_are_bound_to_the_service() {
    let model = cut(&["Drop", "Put"]);
    let service = shape(&model, "a#S").as_service().unwrap();
    assert_eq!(service.operations.iter().map(ShapeId::name).collect::<Vec<_>>(), ["Drop", "Put"]);
    assert!(service.resources.is_empty() && model.shape("a#Thing").is_none());
}

#[test]
fn errors_of_the_service_come_after_those_of_the_operation() {
    let model = cut(&["Drop", "Get", "Put"]);
    let errors = |id| -> Vec<String> {
        shape(&model, id).as_operation().unwrap().errors.iter().map(|id| id.name().to_owned()).collect()
    };
    assert_eq!(errors("a#Put"), ["Own", "Always"]);
    assert_eq!(errors("a#Get"), ["Always"]);
    assert_eq!(errors("a#Drop"), ["Always"]);
}

#[test]
fn every_operation_has_structures_of_its_own() {
    let model = cut(&["Drop", "Get", "Put"]);
    let mut seen = std::collections::BTreeSet::new();
    for id in ["a#Drop", "a#Get", "a#Put"] {
        let operation = shape(&model, id).as_operation().unwrap();
        for structure in [&operation.input, &operation.output] {
            assert!(seen.insert(structure.clone()), "{structure} is shared");
            assert!(matches!(shape(&model, structure.as_str()).kind, crate::model::ShapeKind::Structure));
        }
    }
    let put = shape(&model, "a#Put").as_operation().unwrap();
    let input = shape(&model, put.input.as_str());
    assert_eq!(input.id.name(), "PutInput");
    assert_eq!(input.traits.original_shape_id(), ShapeId::parse("a#Shared"));
    assert_eq!(input.members.len(), 2);
    let get = shape(&model, "a#Get").as_operation().unwrap();
    assert_eq!(get.output.as_str(), "a#GetResult");
    let drop = shape(&model, "a#Drop").as_operation().unwrap();
    assert_eq!(shape(&model, drop.input.as_str()).traits.original_shape_id(), ShapeId::parse(crate::model::UNIT));
}

#[test]
fn members_that_close_a_cycle_are_boxed_whatever_else_is_chosen() {
    // Leaf comes before Tree, so the way back from Tree is the one that closes the cycle,
    // although GetResult, which comes before both, leads to Tree first.
    for operations in [["Get", "Put"].as_slice(), &["Put"]] {
        assert_eq!(boxed(&cut(operations)), ["a#Tree$left", "a#Tree$leaf"]);
    }
}

fn boxed(model: &Model) -> Vec<String> {
    model
        .shapes
        .values()
        .flat_map(|shape| shape.members_with_ids())
        .filter(|(_, member)| member.traits.boxed())
        .map(|(id, _)| id.to_string())
        .collect()
}

#[test]
fn a_streaming_operation_is_refused_only_if_it_is_chosen() {
    let model = load_sources(vec![Source::new("a.json", MODEL)]).unwrap();
    let found = prepare(model, &Selection::default(), &[Protocol::AwsQuery]).unwrap_err();
    let ids: Vec<&str> = found.errors().filter_map(|error| error.shape_id.as_deref()).collect();
    assert_eq!(ids, ["a#Stream"]);
    cut(&["Get"]);
}

#[test]
fn transformed_models_are_still_valid() {
    let model = cut(&["Drop", "Get", "Put"]).into_inner();
    let validated = crate::validate::validate(model).unwrap_or_else(|found| panic!("{found}"));
    assert!(validated.warnings.is_empty());
}

#[test]
fn deep_models_do_not_exhaust_the_stack() {
    let count = 20_000;
    let chain: Vec<String> = (0..count)
        .map(|n| {
            let next = (n + 1) % count;
            format!(r#""a#T{n}": {{"type": "structure", "members": {{"n": {{"target": "a#T{next}"}}}}}}"#)
        })
        .collect();
    let text = format!(
        r#"{{"smithy": "2.0", "shapes": {{
            "a#S": {{"type": "service", "version": "1", "operations": [{{"target": "a#Op"}}]}},
            "a#Op": {{"type": "operation", "input": {{"target": "a#T0"}}}}, {} }}}}"#,
        chain.join(",")
    );
    let model = validate(load_sources(vec![Source::new("a.json", text)]).unwrap()).unwrap().model;
    let model = run(model, &Selection::default()).unwrap();
    assert_eq!(boxed(&model).len(), 1);
}
