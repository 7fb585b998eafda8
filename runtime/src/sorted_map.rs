//! A map for a few names: profiles, their keys, and environment variables.
//!
//! It is a sorted list. The standard library's maps would compile to more code than everything here that uses them, for
//! each type of value.

/// Values by name, sorted by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SortedMap<V>(Vec<(String, V)>);

#[cfg_attr(not(feature = "loader"), allow(dead_code, reason = "only the loader uses all methods"))]
impl<V> SortedMap<V> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&V> {
        let index = self.find(name).ok()?;
        self.0.get(index).map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        let index = self.find(name).ok()?;
        self.0.get_mut(index).map(|(_, value)| value)
    }

    /// Returns the value of a name, after inserting this one if it was missing.
    pub(crate) fn get_or_insert(&mut self, name: String, value: V) -> &mut V {
        let index = match self.find(&name) {
            Ok(index) => index,
            Err(index) => {
                self.0.insert(index, (name, value));
                index
            }
        };
        &mut self.0[index].1
    }

    /// Inserts a value, replacing the name's previous one.
    pub(crate) fn insert(&mut self, name: String, value: V) {
        match self.find(&name) {
            Ok(index) => self.0[index].1 = value,
            Err(index) => self.0.insert(index, (name, value)),
        }
    }

    pub(crate) fn remove(&mut self, name: &str) {
        if let Ok(index) = self.find(name) {
            self.0.remove(index);
        }
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The index of a name, or the index at which to insert it.
    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(it, _)| it.as_str().cmp(name))
    }
}

impl<V> Default for SortedMap<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> IntoIterator for SortedMap<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_have_one_value_each() {
        let mut names = SortedMap::new();
        for (name, value) in [("b", 1), ("a", 2), ("c", 3), ("b", 4)] {
            names.insert(name.to_owned(), value);
        }
        *names.get_or_insert("a".to_owned(), 9) += 3;
        *names.get_or_insert("d".to_owned(), 6) += 1;
        names.remove("c");
        names.remove("none");
        *names.get_mut("d").unwrap() += 1;
        assert_eq!(names.keys().collect::<Vec<_>>(), ["a", "b", "d"]);
        assert_eq!(["a", "b", "c", "d"].map(|it| names.get(it).copied()), [Some(5), Some(4), None, Some(8)]);
    }
}
