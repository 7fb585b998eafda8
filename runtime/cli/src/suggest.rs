//! Suggests similar words.

/// The minimum similarity for a suggestion, from 0 to 1: about a third of the letters may differ.
const NEAR: f64 = 0.66;

/// The maximum number of suggestions.
const MOST: usize = 3;

/// Up to three of the choices that are most similar to the word, best first. If there are none, those that contain it
/// between hyphens. Ignores case and hyphens.
pub(crate) fn near<'a>(word: &str, choices: &[&'a str]) -> Vec<&'a str> {
    let folded = folded(word);
    let mut scored: Vec<(f64, &str)> = choices
        .iter()
        .map(|choice| (strsim::normalized_damerau_levenshtein(&folded, &self::folded(choice)), *choice))
        .filter(|(score, _)| *score >= NEAR && !folded.is_empty())
        .collect();
    scored.sort_by(|(a, left), (b, right)| b.total_cmp(a).then(left.cmp(right)));
    // A word that differs only in case and hyphens is certainly meant.
    let exact = scored.iter().take_while(|(score, _)| *score == 1.0).count();
    scored.truncate(if exact > 0 { exact } else { MOST });
    if scored.is_empty() {
        let word = word.to_lowercase();
        let has = |choice: &&&'a str| choice.split('-').any(|part| part == word);
        return choices.iter().filter(has).take(MOST).copied().collect();
    }
    scored.into_iter().take(MOST).map(|(_, choice)| choice).collect()
}

fn folded(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// Suggestions as lines of a message. Empty if there are none.
pub(crate) fn lines(words: &[&str]) -> String {
    if words.is_empty() {
        return String::new();
    }
    let words: String = words.iter().map(|word| format!("\n  * {word}")).collect();
    format!("\nMaybe you meant:\n{words}")
}

/// The unknown arguments, with similar options. The option names are without dashes.
pub(crate) fn unknown<'a>(unknown: &[&str], names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("--{name}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let options = unknown.iter().map(|it| it.split('=').next().unwrap_or(it)).filter(|it| it.starts_with("--"));
    // `--no-` before an option is not a typing error.
    let opposite = |it: &&str| it.strip_prefix("--no-").is_some_and(|rest| names.contains(&&*format!("--{rest}")));
    let options = options.filter(|it| !opposite(it));
    let near: Vec<_> = options.flat_map(|option| near(option, &names)).collect();
    let hint = if near.is_empty() { String::new() } else { format!("\n{}", lines(&near)) };
    format!("{}{hint}", unknown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_mistake_finds_its_word_and_nonsense_finds_none() {
        let choices = ["create-access-key", "delete-access-key", "list-access-keys", "update-access-key"];
        assert_eq!(near("update-access-keyy", &choices)[0], "update-access-key");
        assert_eq!(near("UpdateAccessKey", &choices), ["update-access-key"]);
        assert_eq!(near("keys", &choices), ["list-access-keys"]);
        assert_eq!(near("rename", &choices), Vec::<&str>::new());
        assert_eq!(near("", &choices), Vec::<&str>::new());
        assert_eq!(near("x", &[]), Vec::<&str>::new());
    }
}
