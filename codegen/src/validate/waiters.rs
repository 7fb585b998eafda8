//! Checks the waiters of operations and their names. <https://smithy.io/2.0/additional-specs/waiters.html>

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{Model, Object, Shape};
use crate::waiters::{ProblemKind, read};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    for shape in model.shapes.values() {
        for problem in read(model, shape).1 {
            let message = format!("the waiter {}: {}", problem.waiter, problem.message);
            let diagnostic = match problem.kind {
                ProblemKind::Wrong => {
                    Diagnostic::warning(event::WAITER, format!("{message}; clients do not get this waiter"))
                }
                ProblemKind::Ignored => Diagnostic::warning(event::UNKNOWN_KEY, message),
                ProblemKind::UnknownError => Diagnostic::warning(event::WAITER_ERROR, message),
            };
            found.push(diagnostic.on(&shape.id).of_trait("smithy.waiters#waitable"));
        }
    }
    for (_, service) in model.services() {
        let operations = model.operations_of(service);
        unique_names(operations.iter().filter_map(|id| model.shapes.get(id)), found);
    }
}

/// Clients have all waiters of a service in one name space, independent of the operation.
fn unique_names<'a>(operations: impl Iterator<Item = &'a Shape>, found: &mut Diagnostics) {
    let mut owners: BTreeMap<String, (&Shape, &str)> = BTreeMap::new();
    for operation in operations {
        for name in operation.traits.waitable().into_iter().flat_map(Object::keys) {
            match owners.get(&name.to_ascii_lowercase()) {
                None => {
                    owners.insert(name.to_ascii_lowercase(), (operation, name));
                }
                Some((other, known)) => {
                    let message = format!("the waiter {name} clashes with the waiter {known} of {}", other.id);
                    found.push(
                        Diagnostic::warning(event::WAITER, message)
                            .on(&operation.id)
                            .of_trait("smithy.waiters#waitable"),
                    );
                }
            }
        }
    }
}
