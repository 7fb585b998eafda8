//! The parser of regular expressions.

mod brackets;
mod escapes;

use super::class::Class;
use super::{Tree, Unparsable};

/// How deep groups may be nested; parser and walks recurse.
const DEPTH: usize = 64;

/// What a group makes of its content.
type Wrap = fn(Tree) -> Tree;

/// A group that only groups; captures are not kept.
const GROUP: Wrap = |tree| tree;

/// What may follow `(`.
const OPENINGS: [(&str, Wrap); 5] = [
    ("?:", GROUP),
    ("?=", |tree| Tree::Ahead { tree: tree.into(), negated: false }),
    ("?!", |tree| Tree::Ahead { tree: tree.into(), negated: true }),
    ("?<=", |tree| Tree::Behind { tree: tree.into(), negated: false }),
    ("?<!", |tree| Tree::Behind { tree: tree.into(), negated: true }),
];

/// What a surrogate is without the other.
const HALF: &str = "half of a surrogate pair";

type Parsed<T> = Result<T, Unparsable>;

/// Parses a regular expression.
///
/// # Errors
///
/// Where the expression is malformed, or else asks for what the tree cannot say.
pub fn parse(text: &str) -> Result<Tree, Unparsable> {
    let mut parser = Parser { text, at: 0, depth: 0, negations: 0, flags: Flags::default(), beyond: None };
    let tree = parser.choice()?;
    match parser.peek() {
        None => parser.beyond.map_or(Ok(tree), Err),
        Some(_) => parser.fail_at(parser.at, "a `)` that closes nothing"),
    }
}

/// What inline flags change, until the group around them ends.
#[derive(Clone, Copy, Default)]
struct Flags {
    /// `s`: a dot is any character.
    dot_all: bool,
    /// `i`: letters match in both cases.
    ignore_case: bool,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// How many of the groups around match where their content does not.
    negations: usize,
    flags: Flags,
    /// The first thing that the tree cannot say. It does not end the parsing, as something
    /// malformed may follow.
    beyond: Option<Unparsable>,
}

/// An element of a bracketed class.
enum Element {
    /// one code point, which can begin a range
    Code(u32),
    /// a class of its own, such as `\w`
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

    /// Notes that the tree cannot say what follows. What is parsed from here on only tells
    /// whether the rest is well formed.
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
            // Two classes of surrogate halves in turn are how characters beyond the basic plane
            // are written without the flag `u`.
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
                    // They hold until the group around them ends.
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

    /// Flags such as `si-m`, up to the `)` or `:` behind them.
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
                // That properties and classes know Unicode only makes them wider.
                'u' | 'U' => {}
                _ if is_on => self.beyond(offset, "an inline flag other than `s` and `i`"),
                _ => {}
            }
        }
        Ok(())
    }

    /// A possessive quantifier or atomic group gives back nothing of what it has taken. Read as an ordinary
    /// one it matches more, which is right for a check that must not refuse what the service takes, but
    /// not where a match is what must not be.
    fn gives_nothing_back(&mut self, offset: usize) {
        if self.negations > 0 {
            self.beyond(offset, "a possessive quantifier that is negated");
        }
    }

    /// One character, in both cases where case is ignored.
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

    /// Applies the quantifier that follows, where one does.
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
                    // A literal to ECMA-262, "at most" to other dialects and to authors.
                    self.beyond(offset, "a quantifier without a least");
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
            return self.fail_at(offset, "a quantifier whose least is above its most");
        }
        // Lazy repetition only chooses between matches.
        if !self.eat("?") && self.eat("+") {
            self.gives_nothing_back(offset);
        }
        match atom {
            // Other dialects take it for the anchor alone; what its author meant, nobody knows.
            Tree::Start | Tree::End | Tree::Behind { .. } => {
                self.beyond(offset, "a quantifier behind an anchor");
                Ok(atom)
            }
            atom => Ok(Tree::repeat(atom, min, max)),
        }
    }

    /// What follows `{`: `n}`, `n,}` or `n,m}`. None, and nothing consumed, where it is no
    /// quantifier.
    fn bounds(&mut self) -> Option<(u32, u32)> {
        let (inside, _) = self.rest().split_once('}')?;
        let (min, max) = inside
            .split_once(',')
            .map_or((inside, Some(inside)), |(min, max)| (min, if max.is_empty() { None } else { Some(max) }));
        // Counts beyond the number's size mean the same as its largest.
        let count = |digits: &str| {
            let number = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
            number.then(|| digits.parse().unwrap_or(u32::MAX))
        };
        let bounds = (count(min)?, max.map_or(Some(u32::MAX), count)?);
        self.at += inside.len() + 1;
        Some(bounds)
    }
}

/// `\b`: a word character on one side only; or, negated, `\B`: on both sides or on none.
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
