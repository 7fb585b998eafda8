//! Finds members by name, and guesses which one comes next.
//!
//! A text contains many structures of the same shape, and nearly all of them have the same members in the same order. So
//! a reader remembers which member followed which, and compares a name with the two members that followed last before it
//! searches. Two, because members are optional, and because the values of a map are often unions of one of two members.
//! Until then, it expects the order of the model.

use crate::defaults;
use crate::schema::{Member, Schema};

/// The number of shapes that are found without a search. A power of two.
const RECENT: usize = 16;

/// What a reader has learned about the shapes of a text.
#[derive(Debug, Default)]
pub(crate) struct Guide {
    known: Vec<Known>,
    /// Indexes in `known`, by address.
    recent: [usize; RECENT],
    /// For each known shape, the members that come first, and then those that follow each member.
    next: Vec<[Guess; 2]>,
}

/// A member that is expected next.
#[derive(Clone, Copy, Debug)]
struct Guess {
    member: u16,
    /// Whether it came here before, and its name was written without escapes.
    is_plain: bool,
}

impl Guess {
    /// No member.
    const NONE: Self = Self { member: u16::MAX, is_plain: false };

    /// A guess is only compared, so an index that is cut off does no harm.
    #[inline]
    fn of(index: usize) -> Self {
        Self { member: index as u16, is_plain: false }
    }

    #[inline]
    fn get(self, place: &Place) -> Option<(usize, &'static Member)> {
        let index = usize::from(self.member);
        place.members.get(index).map(|member| (index, member))
    }
}

/// A known shape.
#[derive(Clone, Copy, Debug)]
struct Known {
    schema: &'static Schema,
    /// The first of its entries in `next`.
    start: usize,
    /// The first member with a default, and the number of members up to the last.
    defaults: (usize, usize),
    #[cfg_attr(not(feature = "codec-xml"), expect(dead_code, reason = "only XML has attributes"))]
    has_attributes: bool,
}

/// A position among the members of a structure or union that is being read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The index of the shape in `known`.
    shape: usize,
    members: &'static [Member],
    /// The first of the shape's entries in `next`.
    start: usize,
    /// The entry in `next` for the next member.
    next: usize,
}

impl Known {
    /// The position before the first member, of the known shape at this index.
    #[inline]
    fn place(&self, shape: usize) -> Place {
        Place { shape, members: self.schema.members(), start: self.start, next: self.start }
    }
}

impl Guide {
    /// Starts to read a value of this shape.
    #[inline]
    pub(crate) fn enter(&mut self, schema: &'static Schema) -> Place {
        let slot = (std::ptr::from_ref(schema).addr() / align_of::<Schema>()) % RECENT;
        let shape = self.recent[slot];
        match self.known.get(shape) {
            Some(known) if std::ptr::eq(known.schema, schema) => known.place(shape),
            _ => self.enter_anew(slot, schema),
        }
    }

    fn enter_anew(&mut self, slot: usize, schema: &'static Schema) -> Place {
        let found = self.known.iter().position(|known| std::ptr::eq(known.schema, schema));
        let shape = found.unwrap_or_else(|| self.learn(schema));
        self.recent[slot] = shape;
        self.known[shape].place(shape)
    }

    /// Adds a shape, and returns its index.
    fn learn(&mut self, schema: &'static Schema) -> usize {
        let members = schema.members();
        let defaults = defaults::range(schema);
        let has_attributes = members.iter().any(Member::is_xml_attribute);
        self.known.push(Known { schema, start: self.next.len(), defaults, has_attributes });
        self.next.extend((0..=members.len()).map(|it| [Guess::of(it), Guess::NONE]));
        self.known.len() - 1
    }

    /// The first member with a default, and the number of members up to the last.
    #[inline]
    pub(crate) fn defaults(&self, place: &Place) -> (usize, usize) {
        self.known[place.shape].defaults
    }

    /// Whether any member is an XML attribute.
    #[cfg(feature = "codec-xml")]
    pub(crate) fn has_attributes(&self, place: &Place) -> bool {
        self.known[place.shape].has_attributes
    }

    /// The member that is expected next, if it came here before and its name was written without escapes.
    #[inline(always)] // a few instructions for each member of a text
    pub(crate) fn first_guess(&self, place: &Place) -> Option<(usize, &'static Member)> {
        let [guess, _] = self.next[place.next];
        if guess.is_plain { guess.get(place) } else { None }
    }

    /// The member to try next, on the same conditions. If it comes, call [`prefer_second`](Self::prefer_second).
    #[inline]
    pub(crate) fn second_guess(&self, place: &Place) -> Option<(usize, &'static Member)> {
        let [_, guess] = self.next[place.next];
        if guess.is_plain { guess.get(place) } else { None }
    }

    /// Makes the second guess the first.
    #[inline]
    pub(crate) fn prefer_second(&mut self, place: &Place) {
        self.next[place.next].swap(0, 1);
    }

    /// Finds the member that passes a test, and returns its index too.
    #[inline]
    pub(crate) fn find(
        &mut self,
        place: &mut Place,
        is_it: impl Fn(&Member) -> bool,
    ) -> Option<(usize, &'static Member)> {
        let guesses = &mut self.next[place.next];
        let [first, second] = *guesses;
        if let Some((index, member)) = first.get(place)
            && is_it(member)
        {
            place.pass(index);
            return Some((index, member));
        }
        let members = place.members;
        let index = match second.get(place) {
            Some((index, member)) if is_it(member) => {
                guesses.swap(0, 1);
                index
            }
            _ => {
                let index = search(place, usize::from(first.member), is_it)?;
                *guesses = [Guess::of(index), first];
                index
            }
        };
        place.pass(index);
        Some((index, &members[index]))
    }

    /// Finds a member like [`find`](Self::find), by a name that was written without escapes.
    #[inline]
    pub(crate) fn find_plain(
        &mut self,
        place: &mut Place,
        is_it: impl Fn(&Member) -> bool,
    ) -> Option<(usize, &'static Member)> {
        let at = place.next;
        let found = self.find(place, is_it)?;
        self.next[at][0].is_plain = true;
        Some(found)
    }
}

impl Place {
    /// Moves behind the member at this index.
    #[inline(always)] // like `first_guess`
    pub(crate) fn pass(&mut self, index: usize) {
        self.next = self.start + index + 1;
    }
}

/// The index of the member that passes a test, which is not the one at the guess.
fn search(place: &Place, guess: usize, is_it: impl Fn(&Member) -> bool) -> Option<usize> {
    // Members that are absent here are skipped, so the search begins after the expected one. At the beginning, any
    // member may come, because unions have only one.
    let begin = if place.next == place.start { 0 } else { guess.min(place.members.len()) };
    let (before, after) = place.members.split_at(begin);
    let found = after.iter().position(&is_it).map(|it| it + begin);
    found.or_else(|| before.iter().position(is_it))
}

#[cfg(test)]
mod tests {
    use super::Guide;
    use crate::schema::{Kind, Member, Schema};

    static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
    static PAIR: Schema =
        Schema::structure("demo#Pair", &[Member::new("a", &TEXT, &[]), Member::new("b", &TEXT, &[])], &[]);
    static TRIPLE: Schema = Schema::structure(
        "demo#Triple",
        &[Member::new("a", &TEXT, &[]), Member::new("b", &TEXT, &[]), Member::new("c", &TEXT, &[])],
        &[],
    );
    static NONE: Schema = Schema::structure("demo#None", &[], &[]);

    #[test]
    fn members_are_found_in_any_order() {
        let mut guide = Guide::default();
        for names in ["ab", "ba", "ba", "b", "a", "aab", "xbxa", "", "bbbbx", "ab"] {
            let mut place = guide.enter(&PAIR);
            for name in names.chars() {
                let found = guide.find(&mut place, |it| it.name().starts_with(name));
                assert_eq!(
                    found.map(|(index, member)| (index, member.name())),
                    match name {
                        'a' => Some((0, "a")),
                        'b' => Some((1, "b")),
                        _ => None,
                    }
                );
            }
            let mut none = guide.enter(&NONE);
            assert!(guide.find(&mut none, |_| true).is_none());
        }
    }

    #[test]
    fn the_order_of_earlier_values_is_expected() {
        let mut guide = Guide::default();
        for round in 0..3 {
            let mut place = guide.enter(&PAIR);
            for name in ["b", "a"] {
                let tried = std::cell::Cell::new(0);
                let is_it = |it: &Member| {
                    tried.set(tried.get() + 1);
                    it.name() == name
                };
                assert!(guide.find(&mut place, is_it).is_some());
                assert!(round == 0 || tried.get() == 1, "{name} in round {round}: {} comparisons", tried.get());
            }
        }
    }

    #[test]
    fn a_name_is_expected_once_it_was_written_without_escapes() {
        let mut guide = Guide::default();
        for (plain, expected) in [(false, None), (true, None), (true, Some(1)), (false, Some(1)), (true, Some(1))] {
            let mut place = guide.enter(&PAIR);
            assert_eq!(guide.first_guess(&place).map(|(index, _)| index), expected);
            let is_it = |it: &Member| it.name() == "b";
            let found = if plain { guide.find_plain(&mut place, is_it) } else { guide.find(&mut place, is_it) };
            assert_eq!(found.map(|(index, _)| index), Some(1));
        }
        // Another member in the same place comes before it.
        let mut place = guide.enter(&PAIR);
        guide.find(&mut place, |it| it.name() == "a");
        let place = guide.enter(&PAIR);
        assert!(guide.first_guess(&place).is_none());
        assert_eq!(guide.second_guess(&place).map(|(index, _)| index), Some(1));
        guide.prefer_second(&place);
        assert_eq!(guide.first_guess(&place).map(|(index, _)| index), Some(1));
    }

    #[test]
    fn two_members_in_the_same_place_are_both_expected() {
        let mut guide = Guide::default();
        for round in 0..4 {
            let mut place = guide.enter(&TRIPLE);
            let name = ["c", "b"][round % 2];
            let tried = std::cell::Cell::new(0);
            let is_it = |it: &Member| {
                tried.set(tried.get() + 1);
                it.name() == name
            };
            assert!(guide.find(&mut place, is_it).is_some());
            assert!(round < 2 || tried.get() == 2, "{name} in round {round}: {} comparisons", tried.get());
        }
    }
}
