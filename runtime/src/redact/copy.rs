//! Copies values without their secrets.

use std::borrow::Cow;

use aws_smithy_types::{DateTime, Document};

use crate::schema::Member;
use crate::shape::{Mismatch, Shape, Slot, Structure, View, scalar};

/// Returns the text that replaces a sensitive string or blob. It is called with the member of a structure or union that
/// the value is in.
type Replace<'a> = &'a mut dyn FnMut(&'static Member) -> String;

/// Copies a structure into a blank one of the same schema. Sensitive strings, blobs and map keys are replaced, other
/// sensitive scalars become zero, and everything in a sensitive value is sensitive. Streams are not copied.
///
/// # Errors
///
/// The other structure has another schema.
#[inline]
pub fn copy_redacted(from: &dyn Structure, to: &mut dyn Structure, replace: Replace<'_>) -> Result<(), Mismatch> {
    structure(from, to, false, replace)
}

#[inline]
fn structure(
    from: &dyn Structure,
    to: &mut dyn Structure,
    is_hidden: bool,
    replace: Replace<'_>,
) -> Result<(), Mismatch> {
    for (index, member) in from.schema().members().iter().enumerate() {
        if let (Some(from), Some(to)) = (from.member(index), to.member_mut(index)) {
            place(from, to, member, member, is_hidden, replace)?;
        }
    }
    Ok(())
}

#[inline]
fn place(
    from: &dyn Shape,
    to: &mut dyn Shape,
    member: &'static Member,
    owner: &'static Member,
    is_hidden: bool,
    replace: Replace<'_>,
) -> Result<(), Mismatch> {
    let is_hidden = is_hidden || member.is_sensitive();
    match from.view() {
        View::Absent | View::Stream(_) | View::Events => Ok(()),
        View::List(list) => {
            let (Slot::List(to), [element]) = (to.slot(), member.target().members()) else { return Err(Mismatch) };
            let elements = (0..list.len()).filter_map(|index| list.get(index));
            elements.into_iter().try_for_each(|from| place(from, to.push(), element, owner, is_hidden, replace))
        }
        View::Map(map) => {
            let (Slot::Map(to), [key, value]) = (to.slot(), member.target().members()) else { return Err(Mismatch) };
            map.entries().into_iter().try_for_each(|(name, from)| {
                let is_key_hidden = is_hidden || key.is_sensitive();
                let name = if is_key_hidden { Cow::Owned(replace(owner)) } else { Cow::Borrowed(name) };
                place(from, to.insert(&name), value, owner, is_hidden, replace)
            })
        }
        View::Structure(from) => match to.slot() {
            Slot::Structure(to) => structure(from, to, is_hidden, replace),
            _ => Err(Mismatch),
        },
        View::Union(from) => {
            let Slot::Union(to) = to.slot() else { return Err(Mismatch) };
            let Some((index, from)) = from.get() else { return Ok(()) };
            match (to.set(index), member.target().members().get(index)) {
                (Some(to), Some(member)) => place(from, to, member, member, is_hidden, replace),
                _ => Err(Mismatch),
            }
        }
        view if is_hidden => hidden(view, to.slot(), owner, replace),
        view => scalar(view, to.slot()),
    }
}

#[inline]
fn hidden(view: View<'_>, slot: Slot<'_>, owner: &'static Member, replace: Replace<'_>) -> Result<(), Mismatch> {
    match view {
        View::Boolean(_) => slot.put_boolean(false),
        View::Integer(_) => slot.put_integer(0),
        View::Float(_) | View::Double(_) => slot.put_double(0.0),
        View::Number(_) => slot.put_number("0"),
        View::String(_) => slot.put_string(replace(owner)),
        View::Blob(_) => slot.put_blob(replace(owner).into_bytes()),
        View::Timestamp(_) => slot.put_timestamp(DateTime::from_secs(0)),
        View::Document(_) => match slot {
            Slot::Document(place) => {
                *place = Document::String(replace(owner));
                Ok(())
            }
            _ => Err(Mismatch),
        },
        _ => Err(Mismatch),
    }
}
