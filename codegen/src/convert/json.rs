//! Writes JSON in the layout of the repository's models: two spaces of indentation, one value per line.

use crate::model::Node;

/// The JSON of a node, with a newline at the end.
pub fn print(node: &Node) -> String {
    let mut text = String::new();
    write(node, 0, &mut text);
    text.push('\n');
    text
}

fn write(node: &Node, depth: usize, text: &mut String) {
    match node {
        Node::Array(values) if !values.is_empty() => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                start_line(index, depth + 1, text);
                write(value, depth + 1, text);
            }
            end_line(depth, ']', text);
        }
        Node::Object(object) if !object.is_empty() => {
            text.push('{');
            for (index, (key, value)) in object.iter().enumerate() {
                start_line(index, depth + 1, text);
                text.push_str(&Node::String(key.to_owned()).to_string());
                text.push_str(": ");
                write(value, depth + 1, text);
            }
            end_line(depth, '}', text);
        }
        // Empty arrays and objects, and scalars.
        other => text.push_str(&other.to_string()),
    }
}

fn start_line(index: usize, depth: usize, text: &mut String) {
    text.push_str(if index > 0 { ",\n" } else { "\n" });
    text.push_str(&"  ".repeat(depth));
}

fn end_line(depth: usize, bracket: char, text: &mut String) {
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(bracket);
}
