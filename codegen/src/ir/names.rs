//! The names of all shapes of a service, given out before anything refers to one.

use std::collections::{BTreeMap, BTreeSet};

use super::case;
use super::symbols::{Space, Symbol};
use super::tables::lacks_message;
use crate::model::{Model, Shape, ShapeId, ShapeKind, UNIT};

/// The type of a shape and the module that it stands in.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) symbol: Symbol,
    pub(super) module: Symbol,
}

/// The names of a service's shapes.
pub(super) struct Names {
    pub(super) operations: BTreeMap<ShapeId, Named>,
    /// The types that stand for operations, which the official SDK spells as the model does.
    pub(super) markers: BTreeMap<ShapeId, Symbol>,
    pub(super) types: BTreeMap<ShapeId, Named>,
    pub(super) errors: BTreeMap<ShapeId, Named>,
    pub(super) tables: BTreeMap<ShapeId, Symbol>,
}

impl Names {
    /// Names the operations and every shape that a value can have. Also gives back the space of
    /// the tables, for what is named later.
    pub(super) fn of(model: &Model, operations: &BTreeSet<ShapeId>) -> (Self, Space) {
        let used = used_shapes(model, operations);
        let is_error = |shape: &&Shape| shape.traits.error().is_some();
        let is_type = |shape: &&Shape| {
            matches!(shape.kind, ShapeKind::Structure | ShapeKind::Union | ShapeKind::Enum)
                && !is_error(shape)
                && shape.id.as_str() != UNIT
        };
        let types = used.iter().copied().filter(is_type).map(|shape| &shape.id);
        let errors = used.iter().copied().filter(is_error).map(|shape| &shape.id);
        let mut tables = Space::tables();
        let mut markers = Space::operations();
        let string = ShapeId::of_prelude("String");
        let mut ids: BTreeSet<&ShapeId> = used.iter().map(|shape| &shape.id).collect();
        ids.extend(used.iter().any(|shape| lacks_message(shape)).then_some(&string));
        let table_names = in_order(ids.into_iter(), case::screaming)
            .into_iter()
            .map(|id| (id.clone(), tables.claim_table(id.name())))
            .collect();
        let names = Self {
            operations: name(operations.iter(), Space::operations(), Space::operation_modules()),
            markers: in_order(operations.iter(), case::pascal)
                .into_iter()
                .map(|id| (id.clone(), markers.claim_as_is(id.name())))
                .collect(),
            types: name(types, Space::types(), Space::type_modules()),
            errors: name(errors, Space::types(), Space::type_modules()),
            tables: table_names,
        };
        (names, tables)
    }

    /// The table of a shape. Every shape that a member can target has one.
    pub(super) fn table(&self, id: &ShapeId) -> Symbol {
        self.tables.get(id).cloned().unwrap_or_else(|| Space::tables().claim_table(id.name()))
    }
}

fn name<'a>(ids: impl Iterator<Item = &'a ShapeId>, mut types: Space, mut modules: Space) -> BTreeMap<ShapeId, Named> {
    let named = in_order(ids, case::pascal).into_iter().map(|id| {
        let symbol = types.claim_pascal(id.name());
        let module = modules.claim_snake(symbol.as_str());
        (id.clone(), Named { symbol, module })
    });
    named.collect()
}

/// Ids in the order in which they choose their names: first those that are spelled as in Rust.
fn in_order<'a>(ids: impl Iterator<Item = &'a ShapeId>, spell: fn(&str) -> String) -> Vec<&'a ShapeId> {
    let mut ids: Vec<&ShapeId> = ids.collect();
    ids.sort_by_key(|id| (spell(id.name()) != id.name(), id.name().to_owned(), (*id).clone()));
    ids
}

/// Every shape that a value can have, but the inputs and outputs themselves, which are named
/// after their operations.
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
