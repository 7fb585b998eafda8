//! Tracks which required members a builder has set.

use crate::error::BuildError;
use crate::shape::Blank;

/// A structure with required members.
pub trait Checked {
    /// The fields of the required members.
    const REQUIRED: &'static [&'static str];
    /// The reason in error messages.
    const REASON: &'static str;
}

/// The fields of required members that are set, sorted by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set(Vec<&'static str>);

impl Set {
    /// Sets a member, or clears it with `None`.
    #[inline]
    pub fn put<T: Blank>(&mut self, field: &'static str, place: &mut T, value: Option<T>) {
        match value {
            Some(value) => *self.place(field, place) = value,
            None => {
                *place = T::blank();
                self.0.retain(|it| *it != field);
            }
        }
    }

    /// Marks a member as set, and returns its place.
    #[inline]
    pub fn place<'a, T>(&mut self, field: &'static str, place: &'a mut T) -> &'a mut T {
        if let Err(index) = self.0.binary_search(&field) {
            self.0.insert(index, field);
        }
        place
    }

    /// Fails with the first required member that is not set.
    #[inline]
    pub fn check(&self, required: &[&'static str], reason: &'static str) -> Result<(), BuildError> {
        match required.iter().find(|it| !self.0.contains(it)) {
            Some(field) => Err(BuildError::missing_field(field, reason)),
            None => Ok(()),
        }
    }
}
