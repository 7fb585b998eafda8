//! Checks the endpoint rules of services. <https://smithy.io/2.0/additional-specs/rules-engine/>

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Traits};
use crate::rules::{DIAGRAM, RULE_SET, Rules};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    for (shape, _) in model.services() {
        let rule_set = shape.traits.get(RULE_SET).map(|node| (RULE_SET, Rules::of_rule_set(node)));
        let diagram = shape.traits.get(DIAGRAM).map(|node| (DIAGRAM, Rules::of_diagram(node)));
        for (id, rules) in rule_set.into_iter().chain(diagram) {
            for problem in rules.err().into_iter().flatten() {
                let message = format!("invalid endpoint rules in the trait {id}: {problem}");
                found.push(Diagnostic::error(event::ENDPOINT_RULES, message).on(&shape.id));
            }
        }
        let rules = Rules::of_service(&shape.traits);
        let given = given(model, &shape.traits);
        let unset = rules.iter().flat_map(Rules::unset_parameters).filter(|it| !given.contains(it));
        let unset: Vec<&str> = unset.collect();
        if !unset.is_empty() {
            let message = format!("no client setting provides these endpoint parameters: {}", unset.join(", "));
            found.push(Diagnostic::warning(event::ENDPOINT_PARAMETER, message).on(&shape.id));
        }
    }
}

/// The parameters provided by operations, by their inputs, or by the client's configuration.
fn given<'m>(model: &'m Model, service: &'m Traits) -> BTreeSet<&'m str> {
    let names =
        |object: Option<&'m crate::model::Object>| object.into_iter().flat_map(|it| it.iter().map(|(name, _)| name));
    let of_shapes = model.shapes.values().flat_map(|shape| {
        let members = shape.members.iter().filter_map(|member| member.traits.context_param());
        let traits = &shape.traits;
        members.chain(names(traits.static_context_params())).chain(names(traits.operation_context_params()))
    });
    of_shapes.chain(names(service.client_context_params())).collect()
}
