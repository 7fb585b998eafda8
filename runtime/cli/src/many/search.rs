//! `help --search`: finds commands by words in their names and descriptions.
//!
//! A command is found by the name and title of its service, its own name, and its documentation, if there is any. The
//! rarer a word is, the more it counts, and it counts most in the command's name. Commands with all words are better
//! than those with some.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::services::{OwnContext, Services, Texts};
use crate::customize;
use crate::failure::Failure;
use crate::help_page::first_sentence;
use crate::names;
use crate::terminal::print;

/// The number of lines shown.
const MOST: usize = 20;
/// The number of characters of a description.
const ABOUT: usize = 90;
/// The widest column of commands.
const WIDEST: usize = 60;

/// A command that matches at least one word.
struct Hit {
    /// The service, or the group of commands.
    service: String,
    /// The name of the command. Empty for a command that is not in a group.
    name: String,
    about: String,
    /// The points for each word.
    points: Vec<f64>,
    /// The part of the words in the command's name that were searched for.
    covered: f64,
}

/// Prints the best matches as lines that can be run.
pub(super) fn run(context: &OwnContext<'_>, searched: &str) -> Result<(), Failure> {
    let OwnContext { program, services, .. } = *context;
    let words: Vec<String> = words(searched).map(|it| stem(&it)).collect();
    if words.is_empty() {
        return Err(Failure::usage("argument --search: expected at least one word".to_owned(), None));
    }
    // Results without those of services would mislead.
    if let Some(message) = services.missing() {
        return Err(Failure::Configuration("NoPack", message));
    }
    let mut hits = hits(services, &words);
    hits.extend(own_hits(context, &words));
    let hits = ranked(hits, words.len());
    if hits.is_empty() {
        return Err(Failure::General(format!("No command matches '{searched}'.")));
    }
    let lines: Vec<(String, String)> = (hits.into_iter().take(MOST))
        .map(|it| (format!("{program} {} {}", it.service, it.name).trim_end().to_owned(), shortened(&it.about)))
        .collect();
    let width = lines.iter().map(|(line, _)| line.len()).filter(|it| *it <= WIDEST).max().unwrap_or(WIDEST);
    let written = |(line, about): &(String, String)| match about.as_str() {
        "" => format!("{line}\n"),
        about => format!("{line:width$}  # {about}\n"),
    };
    print(&lines.iter().map(written).collect::<String>())
}

/// The first sentence, up to a number of characters.
fn shortened(about: &str) -> String {
    let sentence = first_sentence(about).replace('`', "");
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    match sentence.char_indices().nth(ABOUT) {
        Some((end, _)) => format!("{}...", sentence[..end].trim_end()),
        None => sentence,
    }
}

/// All commands that match a word. Services are read on several threads, because documentation takes most of a pack.
fn hits(services: &dyn Services, words: &[String]) -> Vec<Hit> {
    let names = services.names();
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    let work = || {
        while let Some((name, title)) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
            // A service that cannot be read must not hide the others. Calling it reports the reason.
            let Ok(texts) = services.texts(name) else { continue };
            let hits = of_service(name, title, texts, words);
            if let Ok(mut found) = found.lock() {
                found.extend(hits);
            }
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, 8);
        (1..threads).for_each(|_| drop(scope.spawn(work)));
        work();
    });
    let mut found = found.into_inner().unwrap_or_default();
    for group in services.groups() {
        let commands = group.commands.iter().map(|it| (it.name.to_owned(), it.about.to_owned())).collect();
        found.extend(of_service(group.name, group.about, Texts { commands, ..Texts::default() }, words));
    }
    found
}

/// The commands that belong to no service, and their subcommands.
fn own_hits(context: &OwnContext<'_>, words: &[String]) -> Vec<Hit> {
    let hits = context.commands().flat_map(|command| {
        let mut names = (command.words)(&[]);
        names.retain(|it| !it.starts_with('-'));
        if names.is_empty() {
            names.push(String::new());
        }
        let page = (command.help)(context.program);
        let about = |name: &str| page.about(name).unwrap_or(command.about).to_owned();
        let commands = names.into_iter().map(|name| (name.clone(), about(&name))).collect();
        of_service(command.name, command.about, Texts { commands, ..Texts::default() }, words)
    });
    hits.collect()
}

fn of_service(service: &str, title: &str, texts: Texts, searched: &[String]) -> Vec<Hit> {
    let of_service: Vec<String> = words(service).chain(words(title)).map(|it| stem(&it)).collect();
    let sdk_id = texts.sdk_id;
    let operations = texts.operations.into_iter().map(|(name, about)| (names::dashed(&name), about));
    let operations = operations.filter(|(name, _)| customize::is_offered(&sdk_id, name));
    let hit = |(name, about): (String, String)| {
        let own: Vec<String> = words(&name).map(|it| stem(&it)).collect();
        let lower = about.to_lowercase();
        let first = first_sentence(&lower);
        let points: Vec<f64> = searched.iter().map(|word| points(word, &of_service, &own, &first, &lower)).collect();
        if points.iter().all(|it| *it == 0.0) {
            return None;
        }
        let covered = own.iter().filter(|it| searched.contains(it)).count() as f64 / own.len().max(1) as f64;
        Some(Hit { service: service.to_owned(), name, about, points, covered })
    };
    let waiters = texts.waiters.into_iter().map(|(name, about)| (format!("wait {}", names::dashed(&name)), about));
    operations.chain(waiters).chain(texts.commands).filter_map(hit).collect()
}

/// The points of a command for a word.
fn points(word: &str, of_service: &[String], own: &[String], first: &str, text: &str) -> f64 {
    let is_long = word.len() >= 3;
    let begins = |it: &String| is_long && it.starts_with(word);
    let places = [
        (own.iter().any(|it| it == word), 10.0),
        (of_service.iter().any(|it| it == word), 6.0),
        (own.iter().any(begins), 5.0),
        (has_word(first, word), 3.0),
        (of_service.iter().any(begins), 2.0),
        (has_word(text, word), 1.0),
    ];
    places.into_iter().find(|(is_there, _)| *is_there).map_or(0.0, |(_, points)| points)
}

/// Whether a word of a text begins with this one.
fn has_word(text: &str, word: &str) -> bool {
    let is_start = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric());
    text.match_indices(word).any(|(at, _)| is_start(at))
}

/// Sorts hits from best to worst. If some have all words, the others are left out.
fn ranked(mut hits: Vec<Hit>, words: usize) -> Vec<Hit> {
    let all = hits.len() as f64;
    let weight = |word: usize| {
        let having = hits.iter().filter(|it| it.points[word] > 0.0).count() as f64;
        1.0 + (all / having.max(1.0)).ln()
    };
    let weights: Vec<f64> = (0..words).map(weight).collect();
    let matched = |hit: &Hit| hit.points.iter().filter(|it| **it > 0.0).count();
    let most = hits.iter().map(matched).max().unwrap_or_default();
    hits.retain(|it| matched(it) == most);
    let score = |hit: &Hit| {
        let points: f64 = hit.points.iter().zip(&weights).map(|(points, weight)| points * weight).sum();
        // Services with short names are those that most people mean.
        points + 8.0 * hit.covered - 0.1 * hit.service.len() as f64
    };
    hits.sort_by(|left, right| {
        let names = || (&left.service, &left.name).cmp(&(&right.service, &right.name));
        score(right).total_cmp(&score(left)).then_with(names)
    });
    hits
}

/// The words of a text, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_lowercase)
}

/// A word without the endings of plurals and of other forms: `keys` and `key`, `rotation` and `rotate`.
fn stem(word: &str) -> String {
    const LEAST: usize = 3;
    let singular = match word.strip_suffix("ies") {
        Some(start) if start.len() >= 2 => format!("{start}y"),
        _ => match word.strip_suffix('s') {
            Some(start) if start.len() >= LEAST - 1 && !start.ends_with(['s', 'u', 'i']) => start.to_owned(),
            _ => word.to_owned(),
        },
    };
    for ending in ["ion", "ing", "ed", "e"] {
        let Some(start) = singular.strip_suffix(ending).filter(|it| it.len() >= LEAST) else { continue };
        let mut last = start.chars().rev();
        let doubled = last.next().is_some_and(|it| !"aeiouls".contains(it) && last.next() == Some(it));
        return if doubled && ending != "e" { start[..start.len() - 1].to_owned() } else { start.to_owned() };
    }
    singular
}

#[cfg(test)]
mod tests {
    use super::{Texts, of_service, ranked, stem, words};

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (one, other) in [
            ("rotate", "rotation"),
            ("keys", "key"),
            ("policies", "policy"),
            ("tagging", "tag"),
            ("create", "created"),
            ("encrypt", "encryption"),
            ("databases", "database"),
        ] {
            assert_eq!(stem(one), stem(other));
        }
        assert_eq!([stem("status"), stem("access"), stem("ec2"), stem("as")], ["status", "access", "ec2", "as"]);
    }

    #[test]
    fn names_count_most_and_rare_words_more() {
        let service = |name: &str, title: &str, operations: &[(&str, &str)], searched: &[String]| {
            let operations = operations.iter().map(|(name, about)| ((*name).to_owned(), (*about).to_owned())).collect();
            of_service(name, title, Texts { operations, ..Texts::default() }, searched)
        };
        let best = |text: &str| {
            let searched: Vec<String> = words(text).map(|it| stem(&it)).collect();
            let keys = [
                ("RotateKeyOnDemand", "Rotates the key material of a key."),
                ("ListKeys", "Lists all keys."),
                ("EnableKeyRotation", "Enables rotation."),
            ];
            let mut hits = service("kms", "Key Management Service", &keys, &searched);
            hits.extend(service("iam", "Identity", &[("ListUsers", "Lists users. Each has keys.")], &searched));
            hits.extend(service("memorydb", "MemoryDB", &[("ListUsers", "")], &searched));
            let ranked = ranked(hits, searched.len()).into_iter();
            ranked.map(|it| format!("{} {}", it.service, it.name)).collect::<Vec<_>>()
        };
        assert_eq!(best("rotate keys"), ["kms enable-key-rotation", "kms rotate-key-on-demand"]);
        assert_eq!(best("list users"), ["iam list-users", "memorydb list-users"]);
        assert_eq!(best("users with keys"), ["iam list-users"]);
        assert_eq!(best("demand"), ["kms rotate-key-on-demand"]);
        assert!(best("nothing").is_empty());
    }
}
