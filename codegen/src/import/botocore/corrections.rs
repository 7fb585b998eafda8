//! Corrections: facts about a service that its description does not contain.
//!
//! A corrections file is a JSON object in which every key is optional:
//!
//! ```json
//! {
//!   "service": "name of the service shape",
//!   "unions": ["structure that is a union"],
//!   "enumMembers": { "Enum": { "value": "MEMBER_NAME" } },
//!   "exampleTitles": { "Operation": ["title of its first example"] },
//!   "traits": { "Shape$member": { "smithy.api#default": 0, "smithy.api#required": null } }
//! }
//! ```
//!
//! `null` removes a trait. Examples are imported without documentation, so their titles are here. A complete
//! `smithy.api#examples` among the traits replaces the examples of the description. A correction that refers to
//! something that does not exist, or that changes nothing, is an error: the description has changed, and the correction
//! must be removed.

use super::ast::{AstMember, TraitMap};
use super::context::Context;
use crate::diagnostic::Diagnostic;
use crate::import::event;
use crate::import::fields::Fields;
use crate::model::{Node, Object, is_identifier};

/// Applies a corrections file to the finished shapes.
pub(super) fn apply(context: &mut Context<'_>, node: &Node) {
    let Some(mut top) = Fields::of(node, "corrections", &mut context.found) else {
        return;
    };
    // The service name was read before there were any shapes.
    top.text("service");
    top.ignore(&["exampleTitles"]);
    for name in top.texts("unions") {
        match context.shapes.get_mut(name).filter(|shape| shape.kind == "structure") {
            Some(shape) => shape.kind = "union",
            None => {
                stale(context, &context.id(name), "the correction refers to a structure that does not exist".to_owned())
            }
        }
    }
    for (name, values) in top.object("enumMembers").into_iter().flat_map(Object::iter) {
        let id = context.id(name);
        for (value, member_name) in entries(context, values, &id) {
            if let Err(why) = rename(context, name, value, member_name) {
                stale(context, &id, why);
            }
        }
    }
    for (path, traits) in top.object("traits").into_iter().flat_map(Object::iter) {
        let id = context.id(path);
        for (trait_id, value) in entries(context, traits, &id) {
            if let Err(why) = change(context, path, trait_id, value) {
                stale(context, &id, why);
            }
        }
    }
    top.finish(&mut context.found);
}

/// The titles of examples by operation. Examples are created last, so their titles are read then.
pub(super) fn example_titles(context: &mut Context<'_>, node: &Node) -> Object {
    // A value that is not an object was reported when the other corrections were applied.
    let Some(titles) = node.get("exampleTitles") else {
        return Object::new();
    };
    let Some(titles) = titles.as_object() else {
        context.malformed("corrections", format!("\"exampleTitles\" must be an object, not {}", titles.kind()));
        return Object::new();
    };
    for (operation, list) in titles.iter() {
        let is_list = list.as_array().is_some_and(|list| list.iter().all(|title| title.as_str().is_some()));
        if !is_list {
            context.malformed(context.id(operation), "the titles must be an array of strings");
        }
    }
    titles.clone()
}

/// The corrections of a shape.
fn entries<'n>(context: &mut Context<'_>, node: &'n Node, id: &str) -> Vec<(&'n str, &'n Node)> {
    let Some(object) = node.as_object() else {
        context.malformed(id, format!("the corrections must be an object, not {}", node.kind()));
        return Vec::new();
    };
    object.iter().collect()
}

fn stale(context: &mut Context<'_>, id: &str, why: String) {
    context.found.push(Diagnostic::error(event::STALE_CORRECTION, why).on(id));
}

fn rename(context: &mut Context<'_>, name: &str, value: &str, member_name: &Node) -> Result<(), String> {
    let new = member_name.as_str().filter(|new| is_identifier(new));
    let new = new.ok_or_else(|| format!("the name of the value \"{value}\" must be an identifier"))?;
    let shape = context.shapes.get_mut(name).filter(|shape| shape.kind == "enum");
    let members = &mut shape.ok_or("the correction refers to an enum that does not exist")?.members;
    let has_value =
        |member: &AstMember| member.traits.get("smithy.api#enumValue").and_then(Node::as_str) == Some(value);
    if let Some((other, _)) = members.iter().find(|(other, member)| other == new && !has_value(member)) {
        return Err(format!("another value already has the name {other}"));
    }
    let entry = members.iter_mut().find(|(_, member)| has_value(member));
    let (old, _) = entry.ok_or_else(|| format!("the enum has no value \"{value}\""))?;
    if old == new {
        return Err(format!("the value \"{value}\" already has the name {new}; remove the correction"));
    }
    *old = new.to_owned();
    Ok(())
}

fn change(context: &mut Context<'_>, path: &str, trait_id: &str, value: &Node) -> Result<(), String> {
    let traits = traits_of(context, path).ok_or("the correction refers to a shape that does not exist")?;
    if *value == Node::Null {
        let removed = traits.remove(trait_id);
        return removed.map(|_| ()).ok_or_else(|| format!("there is no {trait_id} to remove"));
    }
    match traits.insert(trait_id.to_owned(), value.clone()) {
        Some(old) if old == *value => Err(format!("{trait_id} already has this value; remove the correction")),
        _ => Ok(()),
    }
}

fn traits_of<'c>(context: &'c mut Context<'_>, path: &str) -> Option<&'c mut TraitMap> {
    match path.split_once('$') {
        None => Some(&mut context.shapes.get_mut(path)?.traits),
        Some((shape, member)) => Some(&mut context.shapes.get_mut(shape)?.member_mut(member)?.traits),
    }
}
