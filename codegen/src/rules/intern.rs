//! Assigns numbers to distinct items.

use std::collections::HashMap;
use std::hash::Hash;

/// Distinct items, numbered in the order in which they were added.
pub(super) struct Interner<T> {
    numbers: HashMap<T, usize>,
    items: Vec<T>,
}

impl<T: Clone + Eq + Hash> Interner<T> {
    pub(super) fn new() -> Self {
        Self { numbers: HashMap::new(), items: Vec::new() }
    }

    /// The number of an item, which is added if it is new.
    pub(super) fn number(&mut self, item: T) -> usize {
        if let Some(number) = self.numbers.get(&item) {
            return *number;
        }
        let number = self.items.len();
        self.items.push(item.clone());
        self.numbers.insert(item, number);
        number
    }

    /// The item with a number.
    pub(super) fn item(&self, number: usize) -> &T {
        &self.items[number]
    }

    /// All items, in the order of their numbers.
    pub(super) fn into_items(self) -> Vec<T> {
        self.items
    }
}
