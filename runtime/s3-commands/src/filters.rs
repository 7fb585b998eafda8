//! The filters `--include` and `--exclude`, which are patterns for whole paths.

use std::path::MAIN_SEPARATOR;

use crate::entry::{Entry, Place};
use crate::options::Given;
use crate::paths::{Paths, absolute};
use crate::uri;

/// The filters of a command, with the roots of both sides before their patterns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filters(Vec<Filter>);

#[derive(Clone, Debug)]
struct Filter {
    includes: bool,
    /// The patterns for the source and the destination.
    patterns: [String; 2],
}

impl Filters {
    /// Creates the given filters.
    pub(crate) fn new(given: &Given, paths: &Paths) -> Self {
        let is_tree = given.is_tree();
        let roots = [root(&paths.from, paths.from_place, is_tree), root(&paths.to, paths.to_place, is_tree)];
        let filter = |(includes, pattern): (bool, &str)| Filter {
            includes,
            patterns: roots.clone().map(|root| below(&root, pattern)),
        };
        Self(given.filters().into_iter().map(filter).collect())
    }

    /// Whether an entry is kept. The last filter that matches decides.
    pub(crate) fn keeps(&self, entry: &Entry) -> bool {
        let matches = |pattern: &String| match entry.place {
            Place::Local => is_match(&pattern.replace('/', std::path::MAIN_SEPARATOR_STR), &entry.from),
            Place::S3 => is_match(&pattern.replace(MAIN_SEPARATOR, "/"), &entry.from),
        };
        let last = self.0.iter().rev().find(|it| it.patterns.iter().any(matches));
        last.is_none_or(|it| it.includes)
    }
}

/// The root of the patterns of a side.
fn root(path: &str, place: Place, is_tree: bool) -> String {
    match place {
        Place::S3 => {
            let (bucket, key) = uri::parts(path);
            let key = match is_tree || key.ends_with('/') {
                true => key,
                false => key.rsplit_once('/').map_or("", |(prefix, _)| prefix),
            };
            format!("{bucket}/{key}")
        }
        Place::Local if is_tree => absolute(path),
        Place::Local => {
            let directory = path.rsplit_once(MAIN_SEPARATOR).map_or("", |(directory, _)| directory);
            absolute(if directory.is_empty() && path.starts_with(MAIN_SEPARATOR) { "/" } else { directory })
        }
    }
}

/// A pattern under a root. A pattern with a leading slash stays as it is.
fn below(root: &str, pattern: &str) -> String {
    match pattern.starts_with('/') {
        true => pattern.to_owned(),
        false if root.ends_with('/') || root.is_empty() => format!("{root}{pattern}"),
        false => format!("{root}/{pattern}"),
    }
}

/// Whether a shell pattern matches a whole text: `*` matches anything including slashes, `?` one character, `[…]` one
/// of several characters, `[!…]` any except those.
fn is_match(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut from) = (0, 0);
    // The position of the last `*`, and how far it has matched.
    let mut star: Option<(usize, usize)> = None;
    while from < text.len() {
        match step(&pattern, at, text[from]) {
            Step::Star => {
                star = Some((at + 1, from));
                at += 1;
            }
            Step::Matches(next) => {
                at = next;
                from += 1;
            }
            Step::Differs => match &mut star {
                Some((after, reached)) => {
                    *reached += 1;
                    (at, from) = (*after, *reached);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|it| *it == '*')
}

enum Step {
    Star,
    /// One character matches. The pattern continues here.
    Matches(usize),
    Differs,
}

fn step(pattern: &[char], at: usize, character: char) -> Step {
    match pattern.get(at) {
        Some('*') => Step::Star,
        Some('?') => Step::Matches(at + 1),
        Some('[') => match class(&pattern[at + 1..], character) {
            Some((true, length)) => Step::Matches(at + 1 + length),
            Some((false, _)) => Step::Differs,
            None if character == '[' => Step::Matches(at + 1),
            None => Step::Differs,
        },
        Some(same) if *same == character => Step::Matches(at + 1),
        _ => Step::Differs,
    }
}

/// Whether a class of characters contains this one, and the length of the class. `None` if the class is not closed.
fn class(pattern: &[char], character: char) -> Option<(bool, usize)> {
    let is_negated = pattern.first() == Some(&'!');
    let start = usize::from(is_negated);
    // A bracket at the beginning is one of the characters.
    let end = start + 1 + pattern.get(start + 1..)?.iter().position(|it| *it == ']')?;
    let mut members = &pattern[start..end];
    let mut found = false;
    while let [first, rest @ ..] = members {
        members = match rest {
            ['-', last, rest @ ..] => {
                found |= (first..=last).contains(&&character);
                rest
            }
            rest => {
                found |= *first == character;
                rest
            }
        };
    }
    Some((found != is_negated, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_those_of_the_shell() {
        for (pattern, text, matches) in [
            ("/a/*", "/a/b/c.txt", true),
            ("/a/*.log", "/a/b/c.txt", false),
            ("*a*b", "xaxxbxb", true),
            ("b/?.txt", "b/x.txt", true),
            ("b/?.txt", "b/xy.txt", false),
            ("b/[a-c]", "b/b", true),
            ("b/[!a-c]", "b/b", false),
            ("b/[]x]", "b/]", true),
            ("b/[", "b/[", true),
            ("b/[x", "b/[x", true),
            ("", "", true),
            ("*", "", true),
            ("a", "", false),
        ] {
            assert_eq!(is_match(pattern, text), matches, "{pattern} {text}");
        }
    }
}
