//! Reads elements into values of aggregate types.
//!
//! The rules are those of <https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings>.

use super::{Element, Reader, name};
use crate::defaults::Defaults;
use crate::message::ParseError;
use crate::scalars;
use crate::schema::{Kind, Member, Schema};
use crate::shape::{List, Map, Shape, Slot, Structure, Union};

/// Reads the open element into a structure and closes it.
pub(crate) fn read_structure(
    reader: &mut Reader<'_>,
    element: &Element<'_>,
    value: &mut dyn Structure,
) -> Result<(), ParseError> {
    read_members(reader, element, value, &|_, _| None, &mut |reader, _| reader.skip())
}

/// Like [`read_structure`]. `alias` finds the members of elements that are not named after one; `other` reads or skips
/// the remaining elements.
pub(crate) fn read_members(
    reader: &mut Reader<'_>,
    element: &Element<'_>,
    value: &mut dyn Structure,
    alias: &dyn Fn(&Schema, &str) -> Option<usize>,
    other: &mut dyn FnMut(&mut Reader<'_>, &str) -> Result<(), ParseError>,
) -> Result<(), ParseError> {
    let schema = value.schema();
    let mut here = reader.guide.enter(schema);
    let mut completion = Defaults::within(reader.guide.defaults(&here));
    if reader.guide.has_attributes(&here) {
        read_attributes(reader, element, schema, value, &mut completion)?;
    }
    while let Some(child) = reader.child()? {
        let name = name(&child);
        let found = reader.guide.find(&mut here, |member| is_element(member, name)).map(|(index, _)| index);
        let Some(index) = found.or_else(|| alias(schema, name)) else {
            other(reader, name)?;
            continue;
        };
        let Some(place) = value.member_mut(index) else {
            reader.skip()?;
            continue;
        };
        completion.saw(index);
        read_member(reader, &child, &schema.members()[index], place)?;
    }
    completion.finish(value);
    Ok(())
}

/// Reads an element as the value of a structure's only member, which has no element itself.
#[cfg(feature = "rest-xml")]
pub(crate) fn read_as_member(
    reader: &mut Reader<'_>,
    element: &Element<'_>,
    value: &mut dyn Structure,
) -> Result<(), ParseError> {
    let schema = value.schema();
    let mut completion = Defaults::of(schema);
    let members = schema.members();
    let found = members.iter().position(|it| is_element(it, name(element))).or((members.len() == 1).then_some(0));
    match found.and_then(|index| Some((index, value.member_mut(index)?))) {
        Some((index, place)) => {
            completion.saw(index);
            read_member(reader, element, &schema.members()[index], place)?;
        }
        None => reader.skip()?,
    }
    completion.finish(value);
    Ok(())
}

/// Reads the root element into a member that is the whole document.
#[cfg(feature = "rest-xml")]
pub(crate) fn read_payload(
    reader: &mut Reader<'_>,
    element: &Element<'_>,
    member: &'static Member,
    place: &mut dyn Shape,
) -> Result<(), ParseError> {
    read_value(reader, element, member, place.slot())
}

/// Whether the member's elements have this name.
fn is_element(member: &Member, wanted: &str) -> bool {
    element_name(member) == wanted && !member.is_xml_attribute()
}

/// The name of a member's elements.
fn element_name(member: &Member) -> &'static str {
    member.xml_name().unwrap_or(member.name())
}

fn read_attributes(
    reader: &Reader<'_>,
    element: &Element<'_>,
    schema: &Schema,
    value: &mut dyn Structure,
    completion: &mut Defaults,
) -> Result<(), ParseError> {
    let invalid = || reader.error("invalid attribute");
    let attributes = element.attributes().ok_or_else(invalid)?;
    for (index, member) in schema.members().iter().enumerate().filter(|(_, member)| member.is_xml_attribute()) {
        let wanted = element_name(member);
        // An attribute's name may include its prefix, such as `xsi:type`.
        for attribute in attributes.iter().filter(|it| it.is_named(wanted)) {
            let text = attribute.value().ok_or_else(invalid)?;
            if let Some(place) = value.member_mut(index) {
                completion.saw(index);
                scalars::read(&text, place.slot()).map_err(|_| mismatch(reader, member))?;
            }
        }
    }
    Ok(())
}

/// Reads an element of a member: its value or, for a flattened member, one entry.
fn read_member(
    reader: &mut Reader<'_>,
    element: &Element<'_>,
    member: &'static Member,
    place: &mut dyn Shape,
) -> Result<(), ParseError> {
    if !member.is_xml_flattened() {
        return read_value(reader, element, member, place.slot());
    }
    match place.slot() {
        Slot::List(list) => read_element(reader, element, member.target(), list),
        Slot::Map(map) => read_entry(reader, member.target(), map),
        slot => read_value(reader, element, member, slot),
    }
}

/// Reads an element into the value of a member of any type.
fn read_value(
    reader: &mut Reader<'_>,
    element: &Element<'_>,
    member: &'static Member,
    slot: Slot<'_>,
) -> Result<(), ParseError> {
    reader.descend(|reader| match slot {
        Slot::Structure(structure) => {
            read_structure(reader, element, structure)?;
            reader.take(structure.footprint())
        }
        Slot::Union(union) => read_union(reader, union),
        Slot::List(list) => {
            let wanted = member.target().members().first().map_or("member", element_name);
            while let Some(child) = reader.child()? {
                if name(&child) == wanted {
                    read_element(reader, &child, member.target(), list)?;
                } else {
                    reader.skip()?;
                }
            }
            Ok(())
        }
        Slot::Map(map) => {
            while let Some(child) = reader.child()? {
                if name(&child) == "entry" {
                    read_entry(reader, member.target(), map)?;
                } else {
                    reader.skip()?;
                }
            }
            Ok(())
        }
        slot => {
            let text = reader.text()?;
            if matches!(slot, Slot::String(_) | Slot::Enum(_) | Slot::Blob(_)) {
                reader.allowance.take_text(text.len()).map_err(|it| reader.error(&it.to_string()))?;
            }
            scalars::read(&text, slot).map_err(|_| mismatch(reader, member))
        }
    })
}

/// Reads an element of a list.
fn read_element(
    reader: &mut Reader<'_>,
    element: &Element<'_>,
    schema: &'static Schema,
    list: &mut dyn List,
) -> Result<(), ParseError> {
    match schema.members() {
        [member] => {
            let place = list.push();
            // A vector has room for up to as many elements again.
            reader.take(2 * size_of_val(place))?;
            read_value(reader, element, member, place.slot())
        }
        _ => reader.skip(),
    }
}

/// Reads an entry of a map.
fn read_entry(reader: &mut Reader<'_>, schema: &'static Schema, map: &mut dyn Map) -> Result<(), ParseError> {
    let [key_member, value_member] = schema.members() else {
        return reader.skip();
    };
    let mut key = None;
    while let Some(child) = reader.child()? {
        if name(&child) == element_name(key_member) {
            key = Some(reader.text()?);
        } else if name(&child) != element_name(value_member) {
            reader.skip()?;
        } else if let Some(key) = key {
            let place = map.insert(&key);
            reader.take(of_entry(place) + key.len())?;
            read_value(reader, &child, value_member, place.slot())?;
            return reader.skip();
        } else {
            return read_late_entry(reader, &child, [key_member, value_member], map);
        }
    }
    let Some(key) = key else {
        return Err(reader.error("expected a key in the map's entry"));
    };
    map.insert(&key);
    Ok(())
}

/// The memory of an entry without its key's text: large maps have their keys twice, and all have room for more entries.
fn of_entry(place: &dyn Shape) -> usize {
    2 * (2 * size_of::<String>() + size_of_val(place))
}

/// Reads an entry of a map whose value precedes its key.
fn read_late_entry(
    reader: &mut Reader<'_>,
    element: &Element<'_>,
    [key_member, value_member]: [&'static Member; 2],
    map: &mut dyn Map,
) -> Result<(), ParseError> {
    let mut read = |place: &mut dyn Shape| {
        reader.take(of_entry(place))?;
        read_value(reader, element, value_member, place.slot())?;
        let mut key = None;
        while let Some(child) = reader.child()? {
            match name(&child) == element_name(key_member) {
                true => key = Some(reader.text()?.into_owned()),
                false => reader.skip()?,
            }
        }
        key.ok_or_else(|| reader.error("expected a key in the map's entry"))
    };
    let mut outcome = Ok(());
    map.insert_late(&mut |place| match read(place) {
        Ok(key) => Some(key),
        Err(error) => {
            outcome = Err(error);
            None
        }
    });
    outcome
}

fn read_union(reader: &mut Reader<'_>, union: &mut dyn Union) -> Result<(), ParseError> {
    let mut here = reader.guide.enter(union.schema());
    while let Some(child) = reader.child()? {
        let Some((index, member)) = reader.guide.find(&mut here, |it| is_element(it, name(&child))) else {
            reader.skip()?;
            continue;
        };
        // The elements of a flattened member repeat. Only the first one sets the member.
        let same = member.is_xml_flattened() && union.get().is_some_and(|(current, _)| current == index);
        if same {
            return Err(reader.error("repeated member of a union"));
        }
        match union.set(index) {
            Some(place) => read_member(reader, &child, member, place)?,
            None => reader.skip()?,
        }
    }
    reader.take(union.footprint())
}

fn mismatch(reader: &Reader<'_>, member: &Member) -> ParseError {
    let kind = match member.target().kind() {
        Kind::Boolean => "a boolean",
        Kind::Byte | Kind::Short | Kind::Integer | Kind::IntEnum(_) | Kind::Long | Kind::BigInteger => "an integer",
        Kind::Float | Kind::Double | Kind::BigDecimal => "a number",
        Kind::Timestamp => "a timestamp",
        Kind::Blob => "base64",
        _ => "valid",
    };
    reader.error(&format!("the value of `{}` is not {kind}", member.name()))
}
