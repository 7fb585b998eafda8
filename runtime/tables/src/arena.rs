//! The memory of tables that are created at run time.
//!
//! This is the only place with `unsafe` code. The runtime's tables refer to each other by `&'static`, because generated
//! ones are statics. Tables created at run time live in an arena, and references into it are extended to `'static`
//! here.
//!
//! # Soundness
//!
//! - Nothing in an arena is dropped, moved or changed before the arena itself: [`Bump`] never moves its contents, and
//!   only values without drop glue are put into it.
//! - References into an arena are kept only in that arena and by [`Inner`], which owns the arena. `Inner` is private
//!   and owned by an `Arc`.
//! - The crate does not give such references to others, except through [`Tables::leak`], which first makes sure that
//!   the arena is never freed.
//!
//! [`Inner`]: crate::tables::Inner
//! [`Tables::leak`]: crate::Tables::leak

#![allow(unsafe_code)]

use std::ptr::{self, NonNull};

use bumpalo::Bump;
use tinsmith_runtime::schema::{Member, Schema, Trait};

/// An arena. References into it are valid until it is dropped, whatever their type says.
#[derive(Default)]
pub(crate) struct Arena {
    bump: Bump,
}

impl Arena {
    /// The size of the arena in bytes.
    pub(crate) fn size(&self) -> usize {
        self.bump.allocated_bytes()
    }

    pub(crate) fn text(&self, text: &str) -> &'static str {
        let kept: *const str = self.bump.alloc_str(text);
        // SAFETY: valid while the arena lives; see the module.
        unsafe { &*kept }
    }

    /// Stores a value without drop glue.
    pub(crate) fn value<T>(&self, value: T) -> &'static T {
        const { assert!(!std::mem::needs_drop::<T>()) };
        let kept: *const T = self.bump.alloc(value);
        // SAFETY: valid while the arena lives; see the module.
        unsafe { &*kept }
    }

    /// Stores values without drop glue.
    pub(crate) fn slice<T>(&self, values: Vec<T>) -> &'static [T] {
        const { assert!(!std::mem::needs_drop::<T>()) };
        if values.is_empty() {
            return &[];
        }
        let kept: *const [T] = self.bump.alloc_slice_fill_iter(values);
        // SAFETY: valid while the arena lives; see the module.
        unsafe { &*kept }
    }

    /// Allocates a place for a schema. Shapes refer to each other in cycles, so other schemas may refer to this one
    /// before it is written.
    pub(crate) fn room(&self) -> Room {
        let place = self.bump.alloc_layout(std::alloc::Layout::new::<Schema>());
        Room(place.cast())
    }

    /// Stores the members of a schema. Their targets are places that may not be written yet.
    pub(crate) fn members(&self, members: Vec<(&'static str, Room, &'static [Trait])>) -> &'static [Member] {
        const { assert!(!std::mem::needs_drop::<Member>()) };
        let Ok(layout) = std::alloc::Layout::array::<Member>(members.len()) else { return &[] };
        let start: NonNull<Member> = self.bump.alloc_layout(layout).cast();
        let count = members.len();
        for (index, (name, Room(target), traits)) in members.into_iter().enumerate() {
            // SAFETY: `start` has space for `count` members, of which this is one. Every field is written. The target
            // is written as a pointer, which has the layout of a reference, so that no reference to an unwritten schema
            // is created here. Members are only read after `Inner` has written every place that it allocated.
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

/// The place of a schema in an arena.
#[derive(Clone, Copy)]
pub(crate) struct Room(NonNull<Schema>);

// SAFETY: a place is written once, with exclusive access to the arena, and only read afterwards.
unsafe impl Send for Room {}

impl Room {
    /// Writes the schema.
    ///
    /// # Safety
    ///
    /// The arena of the place is alive, and nothing has read the place yet.
    pub(crate) unsafe fn write(self, schema: Schema) {
        const { assert!(!std::mem::needs_drop::<Schema>()) };
        // SAFETY: the place has a schema's layout, and nothing reads it yet.
        unsafe { ptr::write(self.0.as_ptr(), schema) }
    }

    /// Returns the schema in the place.
    ///
    /// # Safety
    ///
    /// The place was written, and so was every place that the schema leads to. The caller keeps the arena alive as long
    /// as the reference.
    pub(crate) unsafe fn read(self) -> &'static Schema {
        // SAFETY: guaranteed by the caller.
        unsafe { &*self.0.as_ptr() }
    }
}
