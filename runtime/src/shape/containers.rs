//! The shapes of optional, boxed and repeated values.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use super::{Blank, List, Map, Shape, Slot, View, sort_entries};

impl<T: Shape + Blank> Shape for Option<T> {
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, Shape::view)
    }

    fn slot(&mut self) -> Slot<'_> {
        self.get_or_insert_with(T::blank).slot()
    }
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Box::new(T::blank())
    }
}

impl<T: Shape + Blank> Shape for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }
}

impl<T: Shape + Blank> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, index: usize) -> Option<&dyn Shape> {
        self.as_slice().get(index).map(|it| it as &dyn Shape)
    }

    fn push(&mut self) -> &mut dyn Shape {
        let index = self.len();
        self.push(T::blank());
        &mut self[index]
    }

    fn clear(&mut self) {
        self.clear();
    }
}

/// A type of map keys: a string or an enum.
pub trait Key: Eq + Hash + Send + Sync + AsRef<str> + for<'a> From<&'a str> {}

impl<T: Eq + Hash + Send + Sync + AsRef<str> + for<'a> From<&'a str>> Key for T {}

impl<K: Key, T: Shape + Blank> Shape for HashMap<K, T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl<K, T> Blank for HashMap<K, T> {
    fn blank() -> Self {
        HashMap::new()
    }
}

impl<K: Key, T: Shape + Blank> Map for HashMap<K, T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn entries(&self) -> Vec<(&str, &dyn Shape)> {
        let mut entries: Vec<_> = self.iter().map(|(key, value)| (key.as_ref(), value as &dyn Shape)).collect();
        sort_entries(&mut entries);
        entries
    }

    fn reserve(&mut self, entries: usize, most: usize) {
        self.reserve(entries.min(most / size_of::<(K, T)>().max(1)));
    }

    fn insert(&mut self, key: &str) -> &mut dyn Shape {
        match self.entry(K::from(key)) {
            Entry::Occupied(mut entry) => {
                entry.insert(T::blank());
                entry.into_mut()
            }
            Entry::Vacant(entry) => entry.insert(T::blank()),
        }
    }

    fn insert_late(&mut self, read: &mut dyn FnMut(&mut dyn Shape) -> Option<String>) {
        let mut value = T::blank();
        if let Some(key) = read(&mut value) {
            self.insert(K::from(&key), value);
        }
    }

    fn clear(&mut self) {
        self.clear();
    }
}
