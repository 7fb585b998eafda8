//! Sorts a few items.

use std::cmp::Ordering;

/// Sorts items, and keeps the order of those that are equal. For a few items: the standard library's sorts compile to some
/// ten thousand bytes for each type and comparison.
pub(crate) fn sort_few<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    for at in 1..items.len() {
        let (sorted, rest) = items.split_at(at);
        let place = rest.first().map_or(at, |item| sorted.partition_point(|it| compare(it, item).is_le()));
        items[place..=at].rotate_right(1);
    }
}

#[cfg(test)]
mod tests {
    use super::sort_few;

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
}
