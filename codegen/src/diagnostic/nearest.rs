//! Suggestions for names that do not exist. Used only to report an error.

/// The candidate that is most similar to `name`, if it is similar enough to be a typo. Case, hyphens and underscores
/// are ignored.
pub fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a (impl AsRef<str> + ?Sized + 'a)>,
) -> Option<&'a str> {
    near_matches(name, candidates, 1).into_iter().next()
}

/// The candidates similar to `name`, best first, at most `limit`.
pub fn near_matches<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a (impl AsRef<str> + ?Sized + 'a)>,
    limit: usize,
) -> Vec<&'a str> {
    let folded = fold(name);
    // Up to a third of the letters may differ; beyond that, it is a different word.
    let budget = folded.chars().count().div_ceil(3);
    let distance = |candidate: &'a str| {
        let other = fold(candidate);
        // Names of such different lengths cannot be similar. This avoids comparing long names.
        let may_be = folded.chars().count().abs_diff(other.chars().count()) <= budget;
        let distance = may_be.then(|| strsim::levenshtein(&folded, &other))?;
        (distance <= budget).then_some((distance, candidate))
    };
    let mut found: Vec<_> = candidates.into_iter().map(AsRef::as_ref).filter_map(distance).collect();
    found.sort_unstable();
    found.dedup();
    // A candidate that differs only in case and hyphens is certainly meant.
    let meant = found.iter().take_while(|(distance, _)| *distance == 0).count();
    found.truncate(if meant > 0 { meant } else { found.len() });
    found.into_iter().take(limit).map(|(_, candidate)| candidate).collect()
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let names = ["UpdateAccessKey", "UpdateUser", "CreateAccessKey"];
        assert_eq!(nearest("update-access-key", &names), Some("UpdateAccessKey"));
        assert_eq!(nearest("UpdateAcessKey", &names), Some("UpdateAccessKey"));
        assert_eq!(nearest("DeleteRole", &names), None);
        assert_eq!(nearest("", &names), None);
        assert_eq!(near_matches("updateaccesskey", &names, 3), ["UpdateAccessKey"]);
        assert_eq!(near_matches("DateAccessKey", &names, 3), ["UpdateAccessKey", "CreateAccessKey"]);
    }
}
