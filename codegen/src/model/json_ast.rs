//! Reads shapes from the JSON AST of a file. <https://smithy.io/2.0/spec/json-ast.html>

use std::collections::HashSet;

use super::json::wrong_type;
use super::locate::Locator;
use super::merge::{Apply, Merge};
use super::node::{Node, Object};
use super::shape::Shape;
use super::shape_id::ShapeId;
use super::shape_reader::Reader;
use super::version::Version;
use crate::diagnostic::{Diagnostic, Diagnostics, event};

/// Adds a file to the merged definitions. `partial` has the IDs of shapes with syntax errors.
pub(super) fn read_file(
    root: Node,
    version: Version,
    file: usize,
    partial: &HashSet<String>,
    merge: &mut Merge,
    problems: &mut Diagnostics,
    locator: &Locator<'_>,
) {
    let Node::Object(mut root) = root else { return };
    let mut found = Diagnostics::new();
    match root.remove("metadata") {
        Some(Node::Object(metadata)) => merge.add_metadata(metadata, &mut found),
        Some(other) => found.push(wrong_type("metadata", "an object", &other)),
        None => {}
    }
    let shapes = match root.remove("shapes") {
        Some(Node::Object(shapes)) => shapes,
        Some(other) => {
            found.push(wrong_type("shapes", "an object", &other));
            Object::new()
        }
        None => Object::new(),
    };
    problems.extend(found.into_iter().map(|diagnostic| diagnostic.at(locator.start_of(file))));
    for (id, node) in shapes {
        if partial.contains(&id) && node.get("type").and_then(Node::as_str) != Some("apply") {
            merge.partial.extend(read_partial(&id, node, version));
            continue;
        }
        let mut found = Diagnostics::new();
        read_entry(&id, node, version, file, merge, &mut found);
        problems.extend(found.into_iter().map(|diagnostic| {
            let id = diagnostic.shape_id.clone().unwrap_or_else(|| id.clone());
            let place = locator.find_in(file, &id);
            diagnostic.on(id).at(place)
        }));
    }
}

/// Reads what is there of a shape with syntax errors. What is missing was reported.
fn read_partial(id: &str, node: Node, version: Version) -> Option<Shape> {
    let Node::Object(mut object) = node else { return None };
    let Some(Node::String(ty)) = object.remove("type") else { return None };
    let id = ShapeId::parse(id)?;
    Reader { id, object, problems: &mut Diagnostics::new() }.shape(&ty, version)
}

fn read_entry(text: &str, node: Node, version: Version, file: usize, merge: &mut Merge, problems: &mut Diagnostics) {
    let Some(id) = ShapeId::parse(text) else {
        let message = format!("\"{text}\" is not an absolute shape ID");
        let hint = "use the form namespace#Name, with letters, digits and underscores";
        return problems.push(Diagnostic::error(event::ILLEGAL_IDENTIFIER, message).hint(hint.to_owned()));
    };
    let Node::Object(mut object) = node else {
        merge.broken.insert(id);
        return problems.push(wrong_type(text, "an object", &node));
    };
    let ty = match object.remove("type") {
        Some(Node::String(ty)) => ty,
        Some(other) => {
            merge.broken.insert(id);
            return problems.push(wrong_type("type", "a string", &other));
        }
        None => {
            merge.broken.insert(id);
            return problems.push(Diagnostic::error(event::AST_SYNTAX, "the shape has no \"type\""));
        }
    };
    let mut reader = Reader { id: id.clone(), object, problems };
    if ty == "apply" {
        let traits = reader.traits();
        reader.finish();
        merge.applies.push(Apply { id, traits, file });
    } else if id.member().is_some() {
        let message = "a member is defined inside its shape; only an apply statement can use a member ID here";
        problems.push(Diagnostic::error(event::ILLEGAL_IDENTIFIER, message));
    } else if let Some(shape) = reader.shape(&ty, version) {
        merge.add_shape(shape, version, problems);
    } else {
        merge.broken.insert(id);
    }
}
