//! Generates readable strings that match a pattern's tree.
//!
//! A draft is generated for a certain length: every part gets its minimum, and the rest goes to the part with the
//! widest class. Drafts ignore lookarounds and inner anchors, so each one is checked by a search. The first one that
//! matches is the sample.

use super::width::width;
use super::{Class, Node, matcher};

/// The maximum length of a sample.
const LONGEST: u64 = 65_536;
/// The number of lengths to try.
const LENGTHS: u64 = 32;
/// The number of nodes that are written for all drafts of a sample.
const STEPS: u32 = 1 << 20;
/// The number of drafts per length.
const TURNS: usize = 12;
/// The character that pads a seed.
const FILLER: char = 'x';
/// Natural-looking sequences, in order of preference. The mixed ones are for patterns that require several kinds of
/// characters.
const ALPHABETS: [&str; 6] =
    ["abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "1234567890", "a1b2c3", "aA1bB2cC3", "aA1!bB2@cC3#"];

/// See [`super::Pattern::sample_like`].
#[inline]
pub(super) fn sample(root: &Node, seed: &str, min: u64, max: u64) -> Option<String> {
    let max = max.min(LONGEST);
    if min > max {
        return None;
    }
    let mut tries = seeds(seed, min, max).into_iter().chain(drafts(root, seed, min, max));
    // A search that takes too many steps ends the attempts: the others would take as many.
    let found = tries.find_map(|text| {
        let fits = (min..=max).contains(&(text.chars().count() as u64));
        let verdict = if fits { matcher::search(root, &text) } else { Some(false) };
        match verdict {
            Some(false) => None,
            Some(true) => Some(Some(text)),
            None => Some(None),
        }
    });
    found.flatten()
}

/// The seed, cut or padded to the bounds.
#[inline]
fn seeds(seed: &str, min: u64, max: u64) -> Vec<String> {
    let fit = |text: &str| {
        let mut text: String = text.chars().take(max as usize).collect();
        fill(&mut text, min);
        text
    };
    if seed.is_empty() { Vec::new() } else { vec![fit(seed), fit(&seed.to_lowercase())] }
}

#[inline]
fn fill(text: &mut String, min: u64) {
    let count = text.chars().count() as u64;
    text.extend((count..min).map(|_| FILLER));
}

/// Drafts of all lengths to try, the most natural first.
#[inline]
fn drafts(root: &Node, seed: &str, min: u64, max: u64) -> impl Iterator<Item = String> {
    let (least, most) = width(root);
    let low = min.clamp(least.min(most), most).min(LONGEST);
    let high = max.min(most).max(low).min(LONGEST);
    let natural = natural_width(root, seed.chars().count() as u64);
    let lengths = std::iter::once(natural.clamp(low, high)).chain((low..=high).take(LENGTHS as usize));
    let turns = lengths.flat_map(|length| (0..TURNS).map(move |turn| (length, turn)));
    let mut left = STEPS;
    turns.map_while(move |(length, turn)| {
        let mut draft = Draft { seed, turn, text: String::new(), left };
        draft.write(root, length);
        left = draft.left;
        // A pattern without an end anchor permits more characters.
        fill(&mut draft.text, min);
        (left > 0).then_some(draft.text)
    })
}

/// The number of characters in the class that gets a node's free length. 0 if it has no such class.
#[inline]
fn breadth(node: &Node) -> u32 {
    match node {
        Node::Repeat { node: Node::Class(class), min, max } if min < max => class.ascii.count_ones(),
        Node::Repeat { node, .. } => breadth(node),
        Node::Sequence(nodes) => favourite(nodes).map_or(0, |(_, breadth)| breadth),
        Node::Choice(nodes) => nodes.iter().map(breadth).max().unwrap_or(0),
        _ => 0,
    }
}

/// The part of a sequence that gets its free length, and the size of its class: the part with the widest class, or the
/// last of several. A part that may be empty is only filled in if it is at the end: `aws[a-z-]*:` gives `aws:`.
#[inline]
fn favourite(nodes: &[Node]) -> Option<(&Node, u32)> {
    let end = nodes.iter().rposition(|node| width(node).1 > 0)?;
    let mut widest = None;
    for (index, node) in nodes.iter().enumerate() {
        let breadth = breadth(node);
        let is_free = breadth > 0 && (width(node).0 > 0 || index == end);
        if is_free && widest.is_none_or(|(_, other)| other <= breadth) {
            widest = Some((node, breadth));
        }
    }
    widest
}

/// The length at which the preferred part has room for a seed of this length.
#[inline]
fn natural_width(node: &Node, seed: u64) -> u64 {
    match node {
        Node::Repeat { node: Node::Class(_), min, max } if min < max => seed.clamp(u64::from(*min), u64::from(*max)),
        Node::Repeat { node, min, .. } if breadth(node) > 0 => {
            let others = u64::from(min.saturating_sub(1)).saturating_mul(width(node).0);
            natural_width(node, seed).saturating_add(others)
        }
        Node::Sequence(nodes) => {
            let extra = favourite(nodes).map_or(0, |(node, _)| natural_width(node, seed).saturating_sub(width(node).0));
            width(node).0.saturating_add(extra)
        }
        Node::Choice(nodes) => {
            nodes.iter().rev().max_by_key(|node| breadth(node)).map_or(0, |node| natural_width(node, seed))
        }
        _ => width(node).0,
    }
}

struct Draft<'a> {
    seed: &'a str,
    /// The number of the draft. 0 is the most natural.
    turn: usize,
    text: String,
    /// What is left of [`STEPS`].
    left: u32,
}

impl Draft<'_> {
    /// Writes a match of the node with about `length` characters.
    #[inline]
    fn write(&mut self, node: &Node, length: u64) {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 || self.text.len() as u64 > 4 * LONGEST {
            return;
        }
        match node {
            Node::Literal(text) => self.text.push_str(text),
            Node::Class(class) => self.write_run(class, 1, 1),
            Node::Sequence(nodes) => {
                for (node, length) in nodes.iter().zip(self.share(nodes, length)) {
                    self.write(node, length);
                }
            }
            Node::Choice(nodes) => {
                let fits = |node: &&Node| (width(node).0..=width(node).1).contains(&length);
                let fitting: Vec<&Node> = nodes.iter().filter(fits).collect();
                let fitting = if fitting.is_empty() { nodes.iter().collect() } else { fitting };
                if let Some(node) = fitting.get(self.turn % fitting.len().max(1)) {
                    self.write(node, length);
                }
            }
            Node::Repeat { node: Node::Class(class), min, max } => {
                let count = length.clamp(u64::from(*min), u64::from(*max.max(min))).min(LONGEST);
                self.write_run(class, count, u64::from(*min));
            }
            Node::Repeat { node, min, max } => self.write_rounds(node, *min, *max, length),
            Node::Start | Node::End | Node::Ahead { .. } | Node::Behind { .. } => {}
        }
    }

    /// Writes a repeated group with as few rounds as can hold the length, divided between them.
    #[inline]
    fn write_rounds(&mut self, node: &Node, min: u32, max: u32, length: u64) {
        let (least, most) = width(node);
        let needed = if most == 0 { 0 } else { length.div_ceil(most) };
        let affordable = length.checked_div(least).unwrap_or(needed);
        let rounds = needed.min(affordable).clamp(u64::from(min), u64::from(max.max(min))).min(LONGEST);
        for round in 0..rounds {
            let rest = length.saturating_sub(least.saturating_mul(rounds));
            let extra = rest / rounds + u64::from(round < rest % rounds);
            self.write(node, least + extra);
        }
    }

    /// Divides a length between the parts of a sequence.
    #[inline]
    fn share(&self, nodes: &[Node], length: u64) -> Vec<u64> {
        let widths: Vec<(u64, u64)> = nodes.iter().map(width).collect();
        let mut shares: Vec<u64> = widths.iter().map(|(least, _)| *least).collect();
        let mut spare = length.saturating_sub(shares.iter().fold(0, |sum, share| sum.saturating_add(*share)));
        let favourite = favourite(nodes);
        let mut order: Vec<(usize, &Node)> = nodes.iter().enumerate().collect();
        order.sort_by_cached_key(|&(index, node)| {
            let first = favourite.is_some_and(|(favourite, _)| std::ptr::eq(favourite, node));
            std::cmp::Reverse((first, breadth(node), index))
        });
        for (index, _) in order {
            if let (Some(share), Some((least, most))) = (shares.get_mut(index), widths.get(index)) {
                let extra = spare.min(most.saturating_sub(*least));
                *share += extra;
                spare -= extra;
            }
        }
        if self.turn == 0 {
            fill_fields(nodes, &mut shares);
        }
        shares
    }

    /// Writes `count` characters of a class, of which the pattern requires `min`.
    #[inline]
    fn write_run(&mut self, class: &Class, count: u64, min: u64) {
        let word =
            self.word(class).filter(|word| self.turn.is_multiple_of(2) && (count > min || word.len() as u64 <= count));
        let word = word.unwrap_or_default();
        let letters = alphabet(class, self.turn / 2);
        let filler = if word.is_empty() || !class.contains(FILLER) { None } else { Some(FILLER) };
        let rest = letters.iter().copied().cycle().map(|c| filler.unwrap_or(c));
        self.text.extend(word.into_iter().chain(rest).take(count as usize));
    }

    /// The seed, in characters of the class. `None` if some of its letters or digits are not in the class.
    #[inline]
    fn word(&self, class: &Class) -> Option<Vec<char>> {
        let mut word = Vec::new();
        for c in self.seed.chars() {
            let forms = [c, c.to_ascii_lowercase(), c.to_ascii_uppercase()];
            match forms.into_iter().find(|form| class.contains(*form)) {
                Some(form) => word.push(form),
                None if c.is_alphanumeric() => return None,
                None => {}
            }
        }
        (!word.is_empty()).then_some(word)
    }
}

/// Fills in an optional part between two equal separators: `arn::iam:` is as valid as `arn:aws:iam:`, but less helpful.
#[inline]
fn fill_fields(nodes: &[Node], shares: &mut [u64]) {
    for (window, share) in nodes.windows(3).zip(shares.iter_mut().skip(1)) {
        if let [Node::Literal(before), Node::Repeat { node, min: 0, max: 1 }, Node::Literal(after)] = window
            && before.chars().next_back() == after.chars().next()
        {
            *share = (*share).max(width(node).0);
        }
    }
}

/// Characters of the class that look natural in a row. `skip` selects another set.
#[inline]
fn alphabet(class: &Class, skip: usize) -> Vec<char> {
    let mut whole: Vec<Vec<char>> = ALPHABETS
        .iter()
        .filter(|alphabet| alphabet.chars().all(|c| class.contains(c)))
        .map(|alphabet| alphabet.chars().collect())
        .collect();
    if !whole.is_empty() {
        return whole.swap_remove(skip % whole.len());
    }
    let ascii = || (0_u8..128).map(char::from).filter(|c| class.contains(*c));
    let beyond = || class.ranges.iter().flat_map(|&(first, last)| [first, last]).chain([0xe9, 0x4e2d, 0xb2, 0x20ac]);
    let sets: [Vec<char>; 4] = [
        ascii().filter(char::is_ascii_alphanumeric).collect(),
        ascii().filter(char::is_ascii_graphic).collect(),
        ascii().collect(),
        beyond().filter_map(char::from_u32).filter(|c| class.contains(*c)).collect(),
    ];
    let mut sets: Vec<Vec<char>> = sets.into_iter().filter(|set| !set.is_empty()).collect();
    if sets.is_empty() { Vec::new() } else { sets.swap_remove(skip % sets.len()) }
}
