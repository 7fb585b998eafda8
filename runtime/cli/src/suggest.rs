//! Finds the word that was meant.

/// How alike two words must be to be called near, as the share of their letters that match.
const NEAR: f64 = 0.8;

/// Up to three of the choices that are most like the word, best first.
pub(crate) fn near<'a>(word: &str, choices: &[&'a str]) -> Vec<&'a str> {
    let word: Vec<char> = word.chars().collect();
    let mut scored: Vec<(f64, &str)> = choices
        .iter()
        .map(|choice| (likeness(&word, &choice.chars().collect::<Vec<_>>()), *choice))
        .filter(|(score, _)| *score >= NEAR)
        .collect();
    scored.sort_by(|(a, left), (b, right)| b.total_cmp(a).then(left.cmp(right)));
    scored.into_iter().take(3).map(|(_, choice)| choice).collect()
}

/// The words as lines of a message; nothing where there are none.
pub(crate) fn lines(words: &[&str]) -> String {
    if words.is_empty() {
        return String::new();
    }
    let words: String = words.iter().map(|word| format!("\n  * {word}")).collect();
    format!("\nMaybe you meant:\n{words}")
}

/// What nobody knows of the arguments, with the options of these names, which have no dashes, that
/// may be meant.
pub(crate) fn unknown<'a>(unknown: &[&str], names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("--{name}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let options = unknown.iter().map(|it| it.split('=').next().unwrap_or(it)).filter(|it| it.starts_with("--"));
    // The opposite of an option that has none is not a typing mistake.
    let opposite = |it: &&str| it.strip_prefix("--no-").is_some_and(|rest| names.contains(&&*format!("--{rest}")));
    let options = options.filter(|it| !opposite(it));
    let near: Vec<_> = options.flat_map(|option| near(option, &names)).collect();
    let hint = if near.is_empty() { String::new() } else { format!("\n{}", lines(&near)) };
    format!("{}{hint}", unknown.join(", "))
}

/// Twice the letters that both have in the same order, over the letters of both.
fn likeness(a: &[char], b: &[char]) -> f64 {
    let total = a.len() + b.len();
    // The longest common subsequence, row by row.
    let mut row = vec![0usize; b.len() + 1];
    for left in a {
        let mut diagonal = 0;
        for (index, right) in b.iter().enumerate() {
            let above = row[index + 1];
            row[index + 1] = if left == right { diagonal + 1 } else { above.max(row[index]) };
            diagonal = above;
        }
    }
    if total == 0 { 1.0 } else { 2.0 * row[b.len()] as f64 / total as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_mistake_finds_its_word_and_nonsense_finds_none() {
        let choices = ["create-access-key", "delete-access-key", "list-access-keys", "update-access-key"];
        assert_eq!(near("update-access-keyy", &choices)[0], "update-access-key");
        assert_eq!(near("UpdateAccessKey", &choices), Vec::<&str>::new());
        assert_eq!(near("", &choices), Vec::<&str>::new());
        assert_eq!(near("x", &[]), Vec::<&str>::new());
    }
}
