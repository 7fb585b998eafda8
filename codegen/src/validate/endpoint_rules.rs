//! The endpoint rules of services can be followed.
//! <https://smithy.io/2.0/additional-specs/rules-engine/>

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::Model;
use crate::rules::{DIAGRAM, RULE_SET, Rules};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    for (shape, _) in model.services() {
        let rule_set = shape.traits.get(RULE_SET).map(|node| (RULE_SET, Rules::of_rule_set(node)));
        let diagram = shape.traits.get(DIAGRAM).map(|node| (DIAGRAM, Rules::of_diagram(node)));
        for (id, rules) in rule_set.into_iter().chain(diagram) {
            for problem in rules.err().into_iter().flatten() {
                let message = format!("the trait {id} cannot be followed: {problem}");
                found.push(Diagnostic::error(event::ENDPOINT_RULES, message).on(&shape.id));
            }
        }
        let rules = Rules::of_service(&shape.traits);
        let unset: Vec<&str> = rules.iter().flat_map(Rules::unset_parameters).collect();
        if !unset.is_empty() {
            let message = format!("clients have no value for parameters of the endpoint rules: {}", unset.join(", "));
            found.push(Diagnostic::warning(event::ENDPOINT_PARAMETER, message).on(&shape.id));
        }
    }
}
