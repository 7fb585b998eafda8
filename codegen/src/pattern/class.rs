//! Sets of characters: a bit set for ASCII, ranges and categories for the rest.

/// The last code point.
const LAST: u32 = 0x10_ffff;
/// The first code point beyond ASCII.
const BEYOND: u32 = 0x80;

/// A set of characters: the owned counterpart of the runtime's `schema::Class`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// bit n is set if the class contains the ASCII character n
    pub ascii: u128,
    /// other characters, as sorted, disjoint, inclusive ranges of code points
    pub ranges: Vec<(u32, u32)>,
    /// categories beyond ASCII
    pub categories: Categories,
    /// whether the class contains the non-ASCII characters that are *not* listed
    pub negated: bool,
}

fn is_caseless(code: u32) -> bool {
    char::from_u32(code).is_some_and(|c| !c.is_alphabetic())
}

/// Unicode categories beyond ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Categories {
    /// letters
    pub letter: bool,
    /// numbers
    pub number: bool,
    /// any other category, which stands for every non-ASCII character
    pub other: bool,
}

impl Categories {
    /// Whether there are no categories.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl Class {
    /// A single character.
    pub(super) fn one(code: u32) -> Self {
        Self::range(code, code)
    }

    /// The characters from `first` to `last`, inclusive.
    pub(super) fn range(first: u32, last: u32) -> Self {
        let ascii = (first..=last.min(BEYOND - 1)).fold(0, |bits, code| bits | 1 << code);
        let ranges = if last < BEYOND { Vec::new() } else { vec![(first.max(BEYOND), last)] };
        Self { ascii, ranges, ..Self::default() }
    }

    /// The ASCII characters that satisfy a test.
    pub(super) fn ascii(test: impl Fn(u8) -> bool) -> Self {
        let ascii = (0..128_u8).filter(|c| test(*c)).fold(0, |bits, c| bits | 1 << c);
        Self { ascii, ..Self::default() }
    }

    /// `\d`, ASCII only.
    pub(super) fn digit() -> Self {
        Self::ascii(|c| c.is_ascii_digit())
    }

    /// `\w`, ASCII only.
    pub(super) fn word() -> Self {
        Self::ascii(|c| c.is_ascii_alphanumeric() || c == b'_')
    }

    /// `\s`, ASCII only.
    pub(super) fn space() -> Self {
        Self::ascii(|c| matches!(c, b'\t'..=b'\r' | b' '))
    }

    /// `.`: all characters except the line terminators of ECMA-262.
    pub(super) fn dot() -> Self {
        let mut ends = Self::range(0x2028, 0x2029);
        ends.union(&Self::ascii(|c| matches!(c, b'\n' | b'\r')));
        ends.inverted()
    }

    /// Any character.
    pub(super) fn any() -> Self {
        Self { negated: true, ascii: u128::MAX, ..Self::default() }
    }

    /// The class with the other case of each ASCII letter added.
    pub(super) fn in_both_cases(mut self) -> Self {
        let capitals = Self::ascii(|c| c.is_ascii_uppercase()).ascii;
        let (upper, lower) = (self.ascii & capitals, self.ascii & capitals << 32);
        self.ascii |= upper << 32 | lower >> 32;
        self
    }

    /// Whether it lists non-ASCII letters, individually or in ranges.
    pub(super) fn has_letters_beyond_ascii(&self) -> bool {
        !self.ranges.is_empty() && self.ranges.iter().any(|(first, last)| first != last || !is_caseless(*first))
    }

    /// The intersection of two classes. With categories, it may contain more.
    pub(super) fn intersection(mut self, mut other: Class) -> Self {
        let ascii = self.ascii & other.ascii;
        if !self.categories.is_empty() || !other.categories.is_empty() {
            let categories = Categories { other: true, ..Categories::default() };
            return Self { ascii, categories, ..Self::default() };
        }
        self.make_positive();
        other.make_positive();
        let mut outside = complement(&merged(self.ranges));
        outside.append(&mut complement(&merged(other.ranges)));
        Self { ascii, ranges: complement(&merged(outside)), ..Self::default() }
    }

    /// The complement of the class.
    pub(super) fn inverted(mut self) -> Self {
        self.ascii = !self.ascii;
        self.negated = !self.negated;
        self
    }

    /// Adds the characters of another class.
    pub(super) fn union(&mut self, other: &Class) {
        let mut other = other.clone();
        self.ascii |= std::mem::take(&mut other.ascii);
        if other == Self::default() {
            return;
        }
        if self.ranges.is_empty() && self.categories.is_empty() && !self.negated {
            *self = Self { ascii: self.ascii, ..other };
            return;
        }
        self.make_positive();
        other.make_positive();
        self.ranges.append(&mut other.ranges);
        self.ranges = merged(std::mem::take(&mut self.ranges));
        self.categories.letter |= other.categories.letter;
        self.categories.number |= other.categories.number;
        self.categories.other |= other.categories.other;
    }

    /// Rewrites the non-ASCII part without `negated`. With categories, the class may grow.
    fn make_positive(&mut self) {
        if !std::mem::take(&mut self.negated) {
            return;
        }
        if self.categories.is_empty() {
            self.ranges = complement(&self.ranges);
        } else {
            self.categories.other = true;
        }
    }

    /// Simplifies the class.
    ///
    /// Letters are matched by a property that is wider than the category, so a class of non-letters would reject some
    /// valid characters. It contains all non-ASCII characters instead.
    pub(super) fn finished(mut self) -> Self {
        self.categories.other |= self.negated && self.categories.letter;
        if self.categories.other {
            let categories = Categories { other: true, ..Categories::default() };
            return Self { ascii: self.ascii, categories, ..Self::default() };
        }
        self.ranges = merged(self.ranges);
        if self.categories.is_empty() {
            let opposite = complement(&self.ranges);
            if opposite.len() < self.ranges.len() || opposite.is_empty() {
                self.ranges = opposite;
                self.negated = !self.negated;
            }
        }
        self
    }

    /// The only character of the class, if it has exactly one.
    pub(super) fn single(&self) -> Option<char> {
        if !self.categories.is_empty() || self.negated {
            return None;
        }
        match (self.ascii.count_ones(), self.ranges.as_slice()) {
            (1, []) => char::from_u32(self.ascii.trailing_zeros()),
            (0, [(first, last)]) if first == last => char::from_u32(*first),
            _ => None,
        }
    }

    /// Whether the class contains only surrogates.
    pub(super) fn is_surrogates(&self) -> bool {
        let half = |(first, last): &(u32, u32)| (0xd800..=0xdfff).contains(first) && *last <= 0xdfff;
        self.ascii == 0
            && self.categories.is_empty()
            && !self.negated
            && !self.ranges.is_empty()
            && self.ranges.iter().all(half)
    }

    /// The characters whose surrogate pairs have the first half in this class and the second half in the other. `None`
    /// unless the other contains every second half.
    pub(super) fn joined(&self, low: &Class) -> Option<Class> {
        let high = |(first, last): &(u32, u32)| *first >= 0xd800 && *last <= 0xdbff;
        if !self.is_surrogates() || !self.ranges.iter().all(high) || low.ranges != [(0xdc00, 0xdfff)] {
            return None;
        }
        let pairs = |half: u32| 0x1_0000 + (half - 0xd800) * 0x400;
        let ranges = self.ranges.iter().map(|(first, last)| (pairs(*first), pairs(*last) + 0x3ff)).collect();
        low.is_surrogates().then_some(Class { ranges, ..Class::default() })
    }
}

/// Sorts ranges and merges adjacent ones.
fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (first, last) in ranges {
        match merged.last_mut() {
            Some(previous) if first <= previous.1.saturating_add(1) => previous.1 = previous.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// The non-ASCII characters outside the sorted ranges.
fn complement(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut gaps = Vec::new();
    let mut from = BEYOND;
    for &(first, last) in ranges {
        if first > from {
            gaps.push((from, first - 1));
        }
        from = last.saturating_add(1);
    }
    if from <= LAST {
        gaps.push((from, LAST));
    }
    gaps
}
