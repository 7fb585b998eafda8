//! The parser of regular expressions.

mod brackets;
mod escapes;

use super::class::Class;
use super::{Tree, Unparsable};

/// The maximum nesting depth of groups, because the parser and the walks are recursive.
const DEPTH: usize = 64;

/// Wraps the content of a group.
type Wrap = fn(Tree) -> Tree;

/// A plain group. Captures are not kept.
const GROUP: Wrap = |tree| tree;

/// The group prefixes after `(`.
const OPENINGS: [(&str, Wrap); 5] = [
    ("?:", GROUP),
    ("?=", |tree| Tree::Ahead { tree: tree.into(), negated: false }),
    ("?!", |tree| Tree::Ahead { tree: tree.into(), negated: true }),
    ("?<=", |tree| Tree::Behind { tree: tree.into(), negated: false }),
    ("?<!", |tree| Tree::Behind { tree: tree.into(), negated: true }),
];

/// The reason for a lone surrogate.
const HALF: &str = "half of a surrogate pair";

type Parsed<T> = Result<T, Unparsable>;

/// Parses a regular expression.
///
/// # Errors
///
/// Fails if the expression is malformed or cannot be represented as a tree.
pub fn parse(text: &str) -> Result<Tree, Unparsable> {
    let mut parser = Parser { text, at: 0, depth: 0, negations: 0, flags: Flags::default(), beyond: None };
    let tree = parser.choice()?;
    match parser.peek() {
        None => parser.beyond.map_or(Ok(tree), Err),
        Some(_) => parser.fail_at(parser.at, "a `)` that closes nothing"),
    }
}

/// The effect of inline flags, until the surrounding group ends.
#[derive(Clone, Copy, Default)]
struct Flags {
    /// `s`: a dot matches any character.
    dot_all: bool,
    /// `i`: letters match in both cases.
    ignore_case: bool,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// The number of surrounding negative groups.
    negations: usize,
    flags: Flags,
    /// The first part that the tree cannot represent. Parsing continues, because the rest may be malformed.
    beyond: Option<Unparsable>,
}

/// An element of a character class in brackets.
enum Element {
    /// a code point, which can start a range
    Code(u32),
    /// a class, such as `\w`
    Class(Class),
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn fail_at<T>(&self, offset: usize, reason: &'static str) -> Parsed<T> {
        Err(Unparsable { is_malformed: true, reason, offset })
    }

    /// Records that the tree cannot represent what follows. From here on, parsing only checks whether the rest is well
    /// formed.
    fn beyond(&mut self, offset: usize, reason: &'static str) {
        self.beyond.get_or_insert(Unparsable { is_malformed: false, reason, offset });
    }

    fn choice(&mut self) -> Parsed<Tree> {
        let mut ways = vec![self.sequence()?];
        while self.eat("|") {
            ways.push(self.sequence()?);
        }
        Ok(Tree::choice(ways))
    }

    fn sequence(&mut self) -> Parsed<Tree> {
        let mut trees = Vec::new();
        let mut high: Option<(usize, Class)> = None;
        while let Some(c) = self.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            let offset = self.at;
            let atom = self.atom()?;
            // A character outside the basic plane is written as two adjacent classes of surrogates if the flag `u` is
            // not set.
            let is_repeated = matches!(self.peek(), Some('*' | '+' | '?' | '{'));
            match (high.take(), &atom) {
                (Some((_, first)), Tree::Class(second)) if !is_repeated && first.joined(second).is_some() => {
                    trees.extend(first.joined(second).map(Tree::class));
                    continue;
                }
                (Some((offset, _)), _) => self.beyond(offset, HALF),
                (None, Tree::Class(class)) if class.is_surrogates() && !is_repeated => {
                    high = Some((offset, class.clone()));
                    continue;
                }
                (None, Tree::Class(class)) if class.is_surrogates() => self.beyond(offset, HALF),
                (None, _) => {}
            }
            trees.push(self.quantified(atom)?);
        }
        if let Some((offset, _)) = high {
            self.beyond(offset, HALF);
        }
        Ok(Tree::sequence(trees))
    }

    fn atom(&mut self) -> Parsed<Tree> {
        let offset = self.at;
        Ok(match self.next() {
            Some('^') => Tree::Start,
            Some('$') => Tree::End,
            Some('.') => Tree::class(if self.flags.dot_all { Class::any() } else { Class::dot() }),
            Some('(') => return self.group(),
            Some('[') => Tree::class(self.class()?),
            Some('\\') if self.eat("b") => boundary(false),
            Some('\\') if self.eat("B") => boundary(true),
            Some('\\') => match self.escape(false)? {
                Element::Code(code) => Tree::class(self.one(offset, code)),
                Element::Class(class) => Tree::class(class),
            },
            Some('*' | '+' | '?') => return self.fail_at(offset, "nothing to repeat"),
            Some('{') if self.rest().starts_with(|c: char| c.is_ascii_digit()) && self.bounds().is_some() => {
                return self.fail_at(offset, "nothing to repeat");
            }
            Some(c) if self.flags.ignore_case => Tree::class(self.one(offset, c.into())),
            Some(c) => Tree::Literal(c.into()),
            None => Tree::Sequence(Vec::new()),
        })
    }

    fn group(&mut self) -> Parsed<Tree> {
        let offset = self.at - 1;
        if self.depth == DEPTH {
            return Err(Unparsable { is_malformed: false, reason: "groups nested too deeply", offset });
        }
        let flags = self.flags;
        let opening = OPENINGS.iter().find(|(opening, _)| self.eat(opening));
        let is_negated = opening.is_some_and(|(opening, _)| opening.ends_with('!'));
        let wrap = match opening {
            Some((_, wrap)) => *wrap,
            None if self.eat("?<") => {
                self.group_name(offset)?;
                GROUP
            }
            None if self.eat("?>") => {
                self.gives_nothing_back(offset);
                GROUP
            }
            None if self.eat("?") => {
                self.inline_flags(offset)?;
                if self.eat(")") {
                    // The flags apply until the surrounding group ends.
                    return Ok(Tree::Sequence(Vec::new()));
                }
                self.at += 1;
                GROUP
            }
            None => GROUP,
        };
        self.depth += 1;
        self.negations += usize::from(is_negated);
        let tree = self.choice()?;
        self.negations -= usize::from(is_negated);
        self.depth -= 1;
        self.flags = flags;
        if self.eat(")") { Ok(wrap(tree)) } else { self.fail_at(offset, "a group that is not closed") }
    }

    /// Flags such as `si-m`, up to the `)` or `:` after them.
    fn inline_flags(&mut self, offset: usize) -> Parsed<()> {
        let length = self.rest().find([')', ':']).unwrap_or(0);
        let letters = self.rest().get(..length).unwrap_or_default().to_owned();
        if letters.is_empty() || !letters.chars().all(|c| c.is_ascii_alphabetic() || c == '-') {
            return self.fail_at(offset, "malformed inline flags");
        }
        self.at += length;
        let mut is_on = true;
        for letter in letters.chars() {
            match letter {
                '-' => is_on = false,
                's' => self.flags.dot_all = is_on,
                'i' => self.flags.ignore_case = is_on,
                // Unicode support of properties and classes only makes them match more.
                'u' | 'U' => {}
                _ if is_on => self.beyond(offset, "an inline flag other than `s` and `i`"),
                _ => {}
            }
        }
        Ok(())
    }

    /// Handles possessive quantifiers and atomic groups, which do not backtrack. Reading them as ordinary ones matches
    /// more. That is right for a check that must not reject valid values, but not inside a negation.
    fn gives_nothing_back(&mut self, offset: usize) {
        if self.negations > 0 {
            self.beyond(offset, "a possessive quantifier that is negated");
        }
    }

    /// A single character, in both cases if case is ignored.
    fn one(&mut self, offset: usize, code: u32) -> Class {
        let class = Class::one(code);
        if !self.flags.ignore_case {
            return class;
        }
        if char::from_u32(code).is_some_and(|c| !c.is_ascii() && c.is_alphabetic()) {
            self.beyond(offset, "a letter beyond ASCII whose case is ignored");
        }
        class.in_both_cases()
    }

    fn group_name(&mut self, offset: usize) -> Parsed<()> {
        let length = self.rest().find('>').unwrap_or(0);
        let name = self.rest().get(..length).unwrap_or_default();
        let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        if name.is_empty() || name.starts_with(char::is_numeric) || !name.chars().all(is_letter) {
            return self.fail_at(offset, "a group whose name is malformed");
        }
        self.at += length + 1;
        Ok(())
    }

    /// Applies the following quantifier, if any.
    fn quantified(&mut self, atom: Tree) -> Parsed<Tree> {
        let offset = self.at;
        let (min, max) = match self.peek() {
            Some('*') => (0, u32::MAX),
            Some('+') => (1, u32::MAX),
            Some('?') => (0, 1),
            Some('{') => {
                self.at += 1;
                let at_most = self.rest().strip_prefix(',').and_then(|rest| rest.split_once('}'));
                if at_most.is_some_and(|(most, _)| !most.is_empty() && most.bytes().all(|c| c.is_ascii_digit())) {
                    // ECMA-262 reads it literally; other dialects and model authors mean "at most".
                    self.beyond(offset, "a quantifier without a minimum");
                }
                let Some(bounds) = self.bounds() else {
                    self.at = offset;
                    return Ok(atom);
                };
                self.at -= 1;
                bounds
            }
            _ => return Ok(atom),
        };
        self.at += 1;
        if min > max {
            return self.fail_at(offset, "a quantifier whose minimum exceeds its maximum");
        }
        // Lazy quantifiers only affect which match is preferred.
        if !self.eat("?") && self.eat("+") {
            self.gives_nothing_back(offset);
        }
        match atom {
            // Other dialects apply it to the anchor alone; the author's intention is unknown.
            Tree::Start | Tree::End | Tree::Behind { .. } => {
                self.beyond(offset, "a quantifier behind an anchor");
                Ok(atom)
            }
            atom => Ok(Tree::repeat(atom, min, max)),
        }
    }

    /// Parses `n}`, `n,}` or `n,m}` after `{`. Returns `None` and consumes nothing if it is not a quantifier.
    fn bounds(&mut self) -> Option<(u32, u32)> {
        let (inside, _) = self.rest().split_once('}')?;
        let (min, max) = inside
            .split_once(',')
            .map_or((inside, Some(inside)), |(min, max)| (min, if max.is_empty() { None } else { Some(max) }));
        // Counts out of range mean the same as the largest one.
        let count = |digits: &str| {
            let number = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
            number.then(|| digits.parse().unwrap_or(u32::MAX))
        };
        let bounds = (count(min)?, max.map_or(Some(u32::MAX), count)?);
        self.at += inside.len() + 1;
        Some(bounds)
    }
}

/// `\b`: a word character on exactly one side. `\B` (negated): on both sides or on neither.
fn boundary(negated: bool) -> Tree {
    let word = || Box::new(Tree::class(Class::word()));
    let side = |behind: bool, ahead: bool| {
        Tree::sequence(vec![
            Tree::Behind { tree: word(), negated: !behind },
            Tree::Ahead { tree: word(), negated: !ahead },
        ])
    };
    Tree::choice(vec![side(true, negated), side(false, !negated)])
}

impl Element {
    fn into_class(self) -> Class {
        match self {
            Self::Code(code) => Class::one(code),
            Self::Class(class) => class,
        }
    }
}
