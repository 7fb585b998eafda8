//! Converts models between the Smithy IDL and the JSON AST.
//!
//! Both formats are equivalent, so only layout and line comments are lost. Files are converted unchanged, with their
//! mixins and `apply` statements.

mod idl;
pub mod json;
mod names;
mod value;

pub use idl::{IdlFile, to_idl};

use crate::diagnostic::Diagnostics;
use crate::model::{Node, Object, Source, read_sources};

/// Reads files of either format as one JSON AST document. Checks only syntax and names.
///
/// # Errors
///
/// Fails with all errors in the files.
pub fn to_ast(sources: Vec<Source>) -> Result<Node, Diagnostics> {
    let mut metadata = Object::new();
    let mut shapes = Vec::new();
    let mut version = "2.0".to_owned();
    let roots = read_sources(sources)?;
    // If all files are Smithy 1.0, so is the result. Next to 2.0 files, they would be read by different rules.
    if !roots.is_empty()
        && roots.iter().all(|root| matches!(root.get("smithy").and_then(Node::as_str), Some("1.0" | "1")))
    {
        version = "1.0".to_owned();
    }
    for root in roots {
        let Node::Object(mut root) = root else { continue };
        if let Some(Node::Object(more)) = root.remove("metadata") {
            for (key, value) in more {
                metadata.insert(key, value);
            }
        }
        if let Some(Node::Object(more)) = root.remove("shapes") {
            shapes.extend(more);
        }
    }
    let mut document = Object::new();
    document.insert("smithy", Node::String(version));
    if !metadata.is_empty() {
        document.insert("metadata", Node::Object(metadata));
    }
    document.insert("shapes", Node::Object(merge_applies(shapes)));
    Ok(Node::Object(document))
}

/// Merges several `apply` statements for one shape, because an object cannot have duplicate keys.
fn merge_applies(shapes: Vec<(String, Node)>) -> Object {
    let mut merged: Vec<(String, Node)> = Vec::with_capacity(shapes.len());
    let mut places = std::collections::HashMap::new();
    for (id, node) in shapes {
        let is_apply = |node: &Node| node.get("type").and_then(Node::as_str) == Some("apply");
        let Some(&place) = places.get(&id) else {
            places.insert(id.clone(), merged.len());
            merged.push((id, node));
            continue;
        };
        let (_, earlier): &mut (String, Node) = &mut merged[place];
        // A definition takes the traits of a statement about it. Two equal definitions become one.
        let (definition, statement) = if is_apply(earlier) { (node, earlier.clone()) } else { (earlier.clone(), node) };
        if is_apply(&statement) {
            *earlier = with_traits(definition, statement);
        }
    }
    merged.into_iter().collect()
}

fn with_traits(definition: Node, statement: Node) -> Node {
    let (Node::Object(mut definition), Node::Object(mut statement)) = (definition, statement) else {
        return Node::Null;
    };
    let mut traits = match definition.remove("traits") {
        Some(Node::Object(traits)) => traits,
        _ => Object::new(),
    };
    if let Some(Node::Object(more)) = statement.remove("traits") {
        for (id, value) in more {
            let value = crate::model::merge_values(traits.get(&id), value.clone()).unwrap_or(value);
            traits.insert(id, value);
        }
    }
    definition.insert("traits", Node::Object(traits));
    Node::Object(definition)
}
