//! The names of all shapes of a service, assigned before anything refers to them.

use std::collections::{BTreeMap, BTreeSet};

use super::case;
use super::messages::lacks_message;
use super::symbols::{Space, Symbol};
use crate::model::{Model, Service, Shape, ShapeId, ShapeKind, UNIT};

/// The type of a shape and the module that contains it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) symbol: Symbol,
    pub(super) module: Symbol,
}

/// The names of a service's shapes.
pub(super) struct Names {
    pub(super) operations: BTreeMap<ShapeId, Named>,
    /// The marker types of operations. The official SDK spells them as the model does.
    pub(super) markers: BTreeMap<ShapeId, Symbol>,
    pub(super) types: BTreeMap<ShapeId, Named>,
    pub(super) errors: BTreeMap<ShapeId, Named>,
    pub(super) tables: BTreeMap<ShapeId, Symbol>,
}

impl Names {
    /// Names the operations and every shape that a value can have. Also returns the name space of the tables, for names
    /// that are assigned later.
    pub(super) fn of(model: &Model, service: &Service, operations: &BTreeSet<ShapeId>) -> (Self, Space) {
        let used = used_shapes(model, operations);
        let is_error = |shape: &&Shape| shape.traits.error().is_some();
        let is_type = |shape: &&Shape| {
            matches!(shape.kind, ShapeKind::Structure | ShapeKind::Union | ShapeKind::Enum)
                && !is_error(shape)
                && shape.id.as_str() != UNIT
        };
        let string = ShapeId::of_prelude("String");
        let mut tabled: BTreeSet<&ShapeId> = used.iter().map(|shape| &shape.id).collect();
        tabled.extend(used.iter().any(|shape| lacks_message(shape)).then_some(&string));
        let label = |id| Labeled { id, name: label(service, id) };
        let operations: Vec<Labeled<'_>> = operations.iter().map(label).collect();
        let types = used.iter().copied().filter(is_type).map(|shape| label(&shape.id)).collect();
        let errors = used.iter().copied().filter(is_error).map(|shape| label(&shape.id)).collect();
        let (mut tables, mut markers) = (Space::tables(), Space::operations());
        let names = Self {
            markers: claim(operations.clone(), case::pascal, |name| markers.claim_as_is(name)),
            operations: name_types(operations, Space::operations(), Space::operation_modules()),
            types: name_types(types, Space::types(), Space::type_modules()),
            errors: name_types(errors, Space::types(), Space::type_modules()),
            tables: claim(tabled.into_iter().map(label).collect(), case::screaming, |name| tables.claim_table(name)),
        };
        (names, tables)
    }

    /// The table of a shape. Every shape that a member can target has one.
    pub(super) fn table(&self, id: &ShapeId) -> Symbol {
        self.tables.get(id).cloned().unwrap_or_else(|| Space::tables().claim_table(id.name()))
    }
}

/// A shape and its name in the service.
#[derive(Clone, Copy)]
struct Labeled<'a> {
    id: &'a ShapeId,
    name: &'a str,
}

/// The name of a shape in its service. The service may rename it.
fn label<'a>(service: &'a Service, id: &'a ShapeId) -> &'a str {
    let renamed = service.rename.iter().find(|(renamed, _)| renamed == id);
    renamed.map_or(id.name(), |(_, name)| name)
}

fn name_types(labeled: Vec<Labeled<'_>>, mut types: Space, mut modules: Space) -> BTreeMap<ShapeId, Named> {
    claim(labeled, case::pascal, |name| {
        let symbol = types.claim_pascal(name);
        let module = modules.claim_snake(symbol.as_str());
        Named { symbol, module }
    })
}

/// Assigns names: first to shapes that are already spelled as in Rust, then in alphabetical order.
fn claim<T>(
    mut labeled: Vec<Labeled<'_>>,
    spell: fn(&str) -> String,
    mut claim: impl FnMut(&str) -> T,
) -> BTreeMap<ShapeId, T> {
    labeled.sort_by_cached_key(|it| (spell(it.name) != it.name, it.name, it.id));
    labeled.into_iter().map(|it| (it.id.clone(), claim(it.name))).collect()
}

/// Every shape that a value can have, except inputs and outputs themselves, which are named after their operations.
fn used_shapes<'a>(model: &'a Model, operations: &BTreeSet<ShapeId>) -> Vec<&'a Shape> {
    let mut tops = Vec::new();
    let mut errors = Vec::new();
    for operation in operations.iter().filter_map(|id| model.shape(id.as_str())?.as_operation()) {
        tops.extend([&operation.input, &operation.output]);
        errors.extend(&operation.errors);
    }
    let mut used: BTreeSet<&ShapeId> = BTreeSet::new();
    let members = |id: &ShapeId| model.shape(id.as_str()).map(Shape::references).unwrap_or_default();
    let mut queue: Vec<&ShapeId> = tops.into_iter().flat_map(members).collect();
    queue.extend(errors);
    while let Some(id) = queue.pop() {
        if used.insert(id) {
            queue.extend(members(id));
        }
    }
    used.into_iter().filter_map(|id| model.shape(id.as_str())).collect()
}
