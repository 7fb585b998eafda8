//! Compares operations, matched by name, and their errors.

use std::collections::BTreeMap;

use super::{Comparison, NOTHING, traits, waiters};
use crate::model::{ErrorFault, Model, Operation, Paginated, Service, Shape, ShapeId};

/// Shapes by name in lower case.
type ByName<'m> = BTreeMap<String, &'m Shape>;

impl<'m> Comparison<'m> {
    pub(super) fn operations(&mut self, ours: (&'m Shape, &'m Service), theirs: (&'m Shape, &'m Service)) {
        let our_operations = self.ours.operations_of(ours.1);
        let their_operations = self.theirs.operations_of(theirs.1);
        let defaults = [ours.0, theirs.0].map(|service| service.traits.paginated().unwrap_or_default());
        let services = [ours.0, theirs.0];
        let service_errors = [&ours.1.errors, &theirs.1.errors];
        let pairs =
            self.pairs("operation", by_name(self.ours, &our_operations), by_name(self.theirs, &their_operations));
        for (ours, theirs) in pairs {
            if let Some((our_operation, their_operation)) = ours.as_operation().zip(theirs.as_operation()) {
                self.operation_traits(ours, theirs, defaults);
                self.signing(ours, theirs, services);
                self.io(&our_operation.input, &their_operation.input, ours, "input");
                self.io(&our_operation.output, &their_operation.output, ours, "output");
                self.errors(ours, [our_operation, their_operation], service_errors);
            }
        }
    }

    /// The shapes that both models have. Others are reported as differences.
    fn pairs(&mut self, kind: &'static str, ours: ByName<'m>, mut theirs: ByName<'m>) -> Vec<(&'m Shape, &'m Shape)> {
        let mut pairs = Vec::new();
        for (name, our) in ours {
            match theirs.remove(&name) {
                Some(their) => {
                    self.check(kind, &our.id, our.id.name(), their.id.name());
                    pairs.push((our, their));
                }
                None => self.check(kind, &our.id, "present", NOTHING),
            }
        }
        for their in theirs.into_values() {
            self.check(kind, &their.id, NOTHING, "present");
        }
        pairs
    }

    fn operation_traits(&mut self, ours: &'m Shape, theirs: &'m Shape, defaults: [Paginated<'_>; 2]) {
        for (kind, trait_id) in traits::OPERATION {
            self.trait_of(ours, theirs, kind, trait_id);
        }
        let [our_checksum, their_checksum] = [ours, theirs].map(|shape| format!("{:?}", shape.traits.http_checksum()));
        self.check("checksum", &ours.id, our_checksum, their_checksum);
        self.deprecated(&ours.id, ours, theirs);
        if self.wire.rest {
            let [our_http, their_http] = [ours, theirs].map(|shape| {
                let http = shape.traits.http();
                http.map_or_else(|| NOTHING.to_owned(), |http| format!("{} {} {}", http.method, http.uri, http.code))
            });
            self.check("http", &ours.id, our_http, their_http);
        }
        let paginated = |shape: &Shape, default| match shape.traits.paginated() {
            None => NOTHING.to_owned(),
            Some(own) => {
                let all = own.or(default);
                let part = |part: Option<&str>| part.unwrap_or(NOTHING).to_owned();
                [all.input_token, all.output_token, all.items, all.page_size].map(part).join(", ")
            }
        };
        self.check("pagination", &ours.id, paginated(ours, defaults[0]), paginated(theirs, defaults[1]));
        let [our_waiters, their_waiters] =
            [(self.ours, ours), (self.theirs, theirs)].map(|(model, shape)| waiters::describe(model, shape));
        self.check("waiters", &ours.id, our_waiters, their_waiters);
    }

    /// Compares authentication: the operation's own traits, or else the service's.
    fn signing(&mut self, ours: &Shape, theirs: &Shape, services: [&Shape; 2]) {
        let schemes = |operation: &Shape, service: &Shape| {
            let own = operation.traits.auth().or_else(|| service.traits.auth());
            let schemes = own.unwrap_or_else(|| {
                let known = traits::SIGNING.iter().copied();
                known.filter(|scheme| service.traits.has(scheme)).collect()
            });
            schemes.join(", ")
        };
        self.check("signing", &ours.id, schemes(ours, services[0]), schemes(theirs, services[1]));
    }

    fn deprecated(&mut self, id: &ShapeId, ours: &Shape, theirs: &Shape) {
        let is = |shape: &Shape| if shape.traits.deprecated().is_some() { "yes" } else { NOTHING };
        self.check("deprecated", id, is(ours), is(theirs));
    }

    fn io(&mut self, ours: &ShapeId, theirs: &ShapeId, operation: &Shape, role: &str) {
        let shapes = self.ours.shapes.get(ours).zip(self.theirs.shapes.get(theirs));
        let Some((our_shape, their_shape)) = shapes else {
            return;
        };
        // An empty structure and no structure result in the same type.
        if our_shape.members.is_empty() && their_shape.members.is_empty() {
            return;
        }
        let id = format!("{} {role}", operation.id);
        if (ours.as_str() == crate::model::UNIT) != (theirs.as_str() == crate::model::UNIT) {
            self.check("input or output", &id, ours.name(), theirs.name());
        }
        // Clients ignore the name of the root element in responses.
        if self.wire.xml && role == "input" {
            self.trait_of(our_shape, their_shape, "xml binding", "smithy.api#xmlName");
            self.trait_of(our_shape, their_shape, "xml binding", "smithy.api#xmlNamespace");
        }
        self.shapes(our_shape, their_shape);
    }

    fn errors(&mut self, operation: &Shape, operations: [&'m Operation; 2], of_service: [&'m Vec<ShapeId>; 2]) {
        let ours = by_name(self.ours, operations[0].errors.iter().chain(of_service[0]));
        let mut theirs = by_name(self.theirs, operations[1].errors.iter().chain(of_service[1]));
        for (name, our) in ours {
            match theirs.remove(&name) {
                Some(their) => self.error(our, their),
                None => self.check("operation error", &operation.id, our.id.name(), NOTHING),
            }
        }
        for their in theirs.into_values() {
            self.check("operation error", &operation.id, NOTHING, their.id.name());
        }
    }

    fn error(&mut self, ours: &'m Shape, theirs: &'m Shape) {
        let [our_fault, their_fault] = [ours, theirs].map(|shape| format!("{:?}", shape.traits.error()));
        self.check("error kind", &ours.id, our_fault, their_fault);
        // Clients never select an error by status, so a status that only one model sets is no difference.
        if let Some((our_status, their_status)) = ours.traits.http_error().zip(theirs.traits.http_error()) {
            self.check("error status", &ours.id, our_status.to_string(), their_status.to_string());
        }
        if self.wire.query_codes {
            let code = |shape: &'m Shape| match shape.traits.aws_query_error() {
                Some(error) => format!("{} {}", error.code, error.http_response_code),
                None => format!("{} {}", shape.id.name(), status(shape)),
            };
            self.check("error code", &ours.id, code(ours), code(theirs));
        }
        self.trait_of(ours, theirs, "retryable", "smithy.api#retryable");
        self.shapes(ours, theirs);
    }
}

/// The status of an error. Without a trait, it depends on the side at fault.
fn status(shape: &Shape) -> u16 {
    let by_kind = if shape.traits.error() == Some(ErrorFault::Server) { 500 } else { 400 };
    shape.traits.http_error().unwrap_or(by_kind)
}

fn by_name<'m>(model: &'m Model, ids: impl IntoIterator<Item = impl std::borrow::Borrow<ShapeId>>) -> ByName<'m> {
    let shapes = ids.into_iter().filter_map(|id| model.shapes.get(id.borrow()));
    shapes.map(|shape| (shape.id.name().to_lowercase(), shape)).collect()
}
