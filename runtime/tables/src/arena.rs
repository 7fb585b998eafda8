//! The memory of tables that are made while a program runs.
//!
//! This is the one place with `unsafe` code. The runtime's tables refer to each other by
//! `&'static`, because generated ones are statics. Tables made at run time live in an arena, and
//! the references into it are extended to `'static` here.
//!
//! # What makes it sound
//!
//! - Nothing in an arena is dropped, moved or changed before the arena itself: [`Bump`] never
//!   moves what it holds, and only values without drop glue go in.
//! - A reference that an arena gives out is kept only in that arena and by [`Inner`], which owns
//!   the arena. `Inner` is private; what owns it is an `Arc`.
//! - The crate gives such references to nobody, except through [`Tables::leak`], which first sees
//!   to it that the arena is never freed.
//!
//! [`Inner`]: crate::tables::Inner
//! [`Tables::leak`]: crate::Tables::leak

#![allow(unsafe_code)]

use std::ptr::{self, NonNull};

use bumpalo::Bump;
use tinsmith_runtime::schema::{Member, Schema, Trait};

/// An arena. References from it are valid until it is dropped, whatever their type says.
#[derive(Default)]
pub(crate) struct Arena {
    bump: Bump,
}

impl Arena {
    /// How many bytes the arena holds.
    pub(crate) fn size(&self) -> usize {
        self.bump.allocated_bytes()
    }

    pub(crate) fn text(&self, text: &str) -> &'static str {
        let kept: *const str = self.bump.alloc_str(text);
        // SAFETY: valid while the arena lives; see the module.
        unsafe { &*kept }
    }

    /// A value without drop glue.
    pub(crate) fn value<T>(&self, value: T) -> &'static T {
        const { assert!(!std::mem::needs_drop::<T>()) };
        let kept: *const T = self.bump.alloc(value);
        // SAFETY: valid while the arena lives; see the module.
        unsafe { &*kept }
    }

    /// Values without drop glue.
    pub(crate) fn slice<T>(&self, values: Vec<T>) -> &'static [T] {
        const { assert!(!std::mem::needs_drop::<T>()) };
        if values.is_empty() {
            return &[];
        }
        let kept: *const [T] = self.bump.alloc_slice_fill_iter(values);
        // SAFETY: valid while the arena lives; see the module.
        unsafe { &*kept }
    }

    /// Room for a schema that others may refer to before it is written. Shapes refer to each other
    /// in circles, so that some must be referred to first.
    pub(crate) fn room(&self) -> Room {
        let place = self.bump.alloc_layout(std::alloc::Layout::new::<Schema>());
        Room(place.cast())
    }

    /// The members of a schema. Their targets are rooms, which need not be written yet.
    pub(crate) fn members(&self, members: Vec<(&'static str, Room, &'static [Trait])>) -> &'static [Member] {
        const { assert!(!std::mem::needs_drop::<Member>()) };
        let Ok(layout) = std::alloc::Layout::array::<Member>(members.len()) else { return &[] };
        let start: NonNull<Member> = self.bump.alloc_layout(layout).cast();
        let count = members.len();
        for (index, (name, Room(target), traits)) in members.into_iter().enumerate() {
            // SAFETY: `start` is room for `count` members, of which this is one. Every field is
            // written. The target is written as a pointer, which has the layout of a reference, so
            // that no reference to an unwritten schema is made here; whoever reads the member does
            // so after `Inner` has written every room that it made.
            unsafe {
                let member = start.as_ptr().add(index);
                ptr::write(&raw mut (*member).0, name);
                ptr::write((&raw mut (*member).1).cast::<*const Schema>(), target.as_ptr());
                ptr::write(&raw mut (*member).2, traits);
            }
        }
        // SAFETY: all of them were written, and are valid while the arena lives; see the module.
        unsafe { std::slice::from_raw_parts(start.as_ptr(), count) }
    }
}

/// Room for a schema in an arena.
#[derive(Clone, Copy)]
pub(crate) struct Room(NonNull<Schema>);

// SAFETY: a room is written once, by who has the arena to itself, and only read afterwards.
unsafe impl Send for Room {}

impl Room {
    /// Writes the schema.
    ///
    /// # Safety
    ///
    /// The arena of the room lives, and nobody has read the room yet.
    pub(crate) unsafe fn write(self, schema: Schema) {
        const { assert!(!std::mem::needs_drop::<Schema>()) };
        // SAFETY: the room has a schema's layout, and nobody reads it yet.
        unsafe { ptr::write(self.0.as_ptr(), schema) }
    }

    /// The schema in the room.
    ///
    /// # Safety
    ///
    /// The room was written, and so was every room that the schema leads to. The caller keeps the
    /// arena as long as the reference.
    pub(crate) unsafe fn read(self) -> &'static Schema {
        // SAFETY: as the caller warrants.
        unsafe { &*self.0.as_ptr() }
    }
}
