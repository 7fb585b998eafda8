//! Sorts with little code. The standard library's sorts compile to some ten thousand bytes for each type and comparison.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Sorts any number of names, each with its place in some list.
#[inline(never)]
pub(crate) fn sort_names(names: Vec<(&str, usize)>) -> Vec<(&str, usize)> {
    BinaryHeap::from(names).into_sorted_vec()
}

/// Sorts a few items, and keeps the order of those that are equal.
pub(crate) fn sort_few<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    for at in 1..items.len() {
        let (sorted, rest) = items.split_at(at);
        let place = rest.first().map_or(at, |item| sorted.partition_point(|it| compare(it, item).is_le()));
        items[place..=at].rotate_right(1);
    }
}

#[cfg(test)]
mod tests {
    use super::{sort_few, sort_names};

    #[test]
    fn items_are_sorted_as_the_standard_library_does() {
        let mut random = fastrand::Rng::with_seed(1);
        for length in 0..40 {
            let mut items: Vec<(u8, usize)> = (0..length).map(|index| (random.u8(0..10), index)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_few(&mut items, |one, other| one.0.cmp(&other.0));
            assert_eq!(items, expected);
        }
    }

    #[test]
    fn names_are_sorted_with_their_places() {
        let names = vec![("b", 0), ("a", 1), ("", 2), ("b", 3)];
        assert_eq!(sort_names(names), [("", 2), ("a", 1), ("b", 0), ("b", 3)]);
    }
}
