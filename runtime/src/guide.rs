//! Finds members by name, and guesses which one comes next.
//!
//! A text contains many structures of the same shape, and nearly all of them have the same members in the same order. So
//! a reader remembers which member followed which, and compares a name with the member that followed last time before
//! it searches. Until then, it expects the order of the model.

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
    /// For each known shape, the member that comes first, and then the one that follows each member.
    next: Vec<u16>,
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
    /// The entry in `next` for the next member.
    next: usize,
}

impl Guide {
    /// Starts to read a value of this shape.
    #[inline]
    pub(crate) fn enter(&mut self, schema: &'static Schema) -> Place {
        let slot = (std::ptr::from_ref(schema).addr() / align_of::<Schema>()) % RECENT;
        let shape = self.recent[slot];
        match self.known.get(shape) {
            Some(known) if std::ptr::eq(known.schema, schema) => Place { shape, next: known.start },
            _ => self.enter_anew(slot, schema),
        }
    }

    fn enter_anew(&mut self, slot: usize, schema: &'static Schema) -> Place {
        let found = self.known.iter().position(|known| std::ptr::eq(known.schema, schema));
        let shape = found.unwrap_or_else(|| self.learn(schema));
        self.recent[slot] = shape;
        Place { shape, next: self.known[shape].start }
    }

    /// Adds a shape, and returns its index.
    fn learn(&mut self, schema: &'static Schema) -> usize {
        let members = schema.members();
        let defaults = defaults::range(schema);
        let has_attributes = members.iter().any(Member::is_xml_attribute);
        self.known.push(Known { schema, start: self.next.len(), defaults, has_attributes });
        self.next.extend((0..=members.len()).map(|it| it as u16));
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

    /// Finds the member that passes a test, and returns its index too.
    #[inline]
    pub(crate) fn find(
        &mut self,
        place: &mut Place,
        is_it: impl Fn(&Member) -> bool,
    ) -> Option<(usize, &'static Member)> {
        let known = self.known[place.shape];
        let members = known.schema.members();
        let guess = usize::from(self.next[place.next]);
        if let Some(member) = members.get(guess)
            && is_it(member)
        {
            place.next = known.start + guess + 1;
            return Some((guess, member));
        }
        // Members that are absent here are skipped, so the search begins after the expected one. At the beginning, any
        // member may come, because unions have only one.
        let begin = if place.next == known.start { 0 } else { guess.min(members.len()) };
        let (before, after) = members.split_at(begin);
        let found = after.iter().position(&is_it).map(|it| it + begin);
        let index = found.or_else(|| before.iter().position(is_it))?;
        // A guess is only compared, so an index that is cut off does no harm.
        self.next[place.next] = index as u16;
        place.next = known.start + index + 1;
        Some((index, &members[index]))
    }
}

#[cfg(test)]
mod tests {
    use super::Guide;
    use crate::schema::{Kind, Member, Schema};

    static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
    static PAIR: Schema =
        Schema::structure("demo#Pair", &[Member::new("a", &TEXT, &[]), Member::new("b", &TEXT, &[])], &[]);
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
}
