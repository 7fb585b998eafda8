//! The order in which shapes are described.
//!
//! Readers of a pack decompress it in chunks. The shapes of an operation are next to each other, so that an operation
//! takes few chunks. Shapes that many operations share come before all others.

use std::collections::BTreeMap;

use crate::ir::{Service, Symbol, Table};

/// The number of operations from which on a shape is shared by many.
const MANY: usize = 5;

/// What is described next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// The table with this index.
    Table(usize),
    /// The operation with this index, with its input and output.
    Operation(usize),
}

/// All tables and operations of a service, in the order in which they are described.
pub(super) fn order(service: &Service) -> Vec<Item> {
    let uses = uses(service);
    let mut shared: Vec<usize> = (0..uses.len()).filter(|table| uses[*table].count >= MANY).collect();
    shared.sort_by_key(|table| (std::cmp::Reverse(uses[*table].count), *table));
    let mut own = vec![Vec::new(); service.operations.len()];
    let mut unused = Vec::new();
    for (table, it) in uses.iter().enumerate().filter(|(_, it)| it.count < MANY) {
        own.get_mut(it.first).unwrap_or(&mut unused).push(Item::Table(table));
    }
    let mut items: Vec<Item> = shared.into_iter().map(Item::Table).collect();
    for (operation, tables) in own.into_iter().enumerate() {
        items.push(Item::Operation(operation));
        items.extend(tables);
    }
    items.extend(unused);
    items
}

/// The operations that use a table.
#[derive(Clone, Copy)]
struct Use {
    count: usize,
    /// The first operation, or a number beyond all operations.
    first: usize,
}

fn uses(service: &Service) -> Vec<Use> {
    let tables: BTreeMap<&Symbol, usize> =
        service.tables.iter().enumerate().map(|(index, table)| (&table.symbol, index)).collect();
    let errors: BTreeMap<&Symbol, &Table> = service.errors.iter().map(|it| (&it.symbol, &it.table)).collect();
    let mut uses = vec![Use { count: 0, first: usize::MAX }; service.tables.len()];
    // The last operation that reached the table.
    let mut last = vec![usize::MAX; service.tables.len()];
    for (index, operation) in service.operations.iter().enumerate() {
        let mut pending = vec![&operation.input.table, &operation.output.table];
        let errors = operation.errors.iter().filter_map(|error| errors.get(error));
        let errors = errors.filter_map(|error| tables.get(&error.symbol));
        let mut reached: Vec<usize> = errors.copied().collect();
        while let Some(table) = pending.pop() {
            reached.extend(table.members.iter().filter_map(|member| tables.get(&member.target)));
            for table in reached.drain(..) {
                if last[table] != index {
                    last[table] = index;
                    uses[table] = Use { count: uses[table].count + 1, first: uses[table].first.min(index) };
                    pending.push(&service.tables[table]);
                }
            }
        }
    }
    uses
}
