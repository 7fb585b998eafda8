//! Copies a value.

use super::{Blank, Mismatch, Shape, Slot, Structure, View};

/// Copies a structure, like `derive(Clone)`.
#[doc(hidden)]
#[inline]
pub fn copied<T: Structure + Blank>(value: &T) -> T {
    let mut copy = T::blank();
    copy_members(value, &mut copy);
    copy
}

#[inline]
fn copy_members(from: &dyn Structure, to: &mut dyn Structure) {
    // Errors have a field for the message even if the model has no member for it.
    let mut index = 0;
    while let (Some(from), Some(to)) = (from.member(index), to.member_mut(index)) {
        copy(from, to);
        index += 1;
    }
}

/// Copies a value into a blank place of the same type. Absent values are skipped.
#[inline]
fn copy(from: &dyn Shape, to: &mut dyn Shape) {
    let view = from.view();
    if !view.is_absent() {
        let copied = put(view, to.slot());
        debug_assert!(copied.is_ok(), "two places of one type take the same values");
    }
}

#[inline]
fn put(view: View<'_>, slot: Slot<'_>) -> Result<(), Mismatch> {
    match (view, slot) {
        (View::List(list), Slot::List(place)) => {
            (0..list.len()).filter_map(|index| list.get(index)).for_each(|from| copy(from, place.push()));
            Ok(())
        }
        (View::Map(map), Slot::Map(place)) => {
            map.entries().into_iter().for_each(|(key, from)| copy(from, place.insert(key)));
            Ok(())
        }
        (View::Structure(from), Slot::Structure(to)) => {
            copy_members(from, to);
            Ok(())
        }
        (View::Union(from), Slot::Union(to)) => {
            if let Some((index, from)) = from.get()
                && let Some(to) = to.set(index)
            {
                copy(from, to);
            }
            Ok(())
        }
        (view, slot) => scalar(view, slot),
    }
}

/// Copies a value that contains no others.
#[inline]
pub(crate) fn scalar(view: View<'_>, slot: Slot<'_>) -> Result<(), Mismatch> {
    match (view, slot) {
        (View::Boolean(value), slot) => slot.put_boolean(value),
        (View::Integer(value), slot) => slot.put_integer(value),
        (View::Float(value), Slot::Float(place)) => {
            *place = value;
            Ok(())
        }
        (View::Double(value), slot) => slot.put_double(value),
        (View::Number(value), slot) => slot.put_number(value),
        (View::String(value), slot) => slot.put_string(value.to_owned()),
        (View::Blob(value), slot) => slot.put_blob(value.to_vec()),
        (View::Timestamp(value), slot) => slot.put_timestamp(*value),
        (View::Document(value), Slot::Document(place)) => {
            *place = value.clone();
            Ok(())
        }
        _ => Err(Mismatch),
    }
}
