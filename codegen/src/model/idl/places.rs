//! Lines and columns of a `.smithy` file.

use std::collections::HashMap;

use super::tree::{Message, Shape};

/// The byte offsets at which lines start.
pub(in crate::model) struct Lines(Vec<usize>);

impl Lines {
    pub(in crate::model) fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(breaks).collect())
    }

    /// The line and column of a byte offset, starting from 1.
    pub(in crate::model) fn position(&self, at: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= at);
        (line, at - self.0[line - 1] + 1)
    }
}

/// The places of a file's shapes and members by ID, and of `apply` statements by `apply ID`.
pub(in crate::model) fn places(text: &str) -> HashMap<String, (usize, usize)> {
    let (file, _) = super::parse(text);
    let lines = Lines::of(text);
    let mut places = HashMap::new();
    let mut add = |id: String, at: usize| {
        places.entry(id).or_insert_with(|| lines.position(at));
    };
    for shape in &file.shapes {
        let id = format!("{}#{}", file.namespace, shape.name.text);
        shape_places(&id, shape, &mut add);
        let operation = &shape.operation;
        for (message, suffix) in [(&operation.input, &file.input_suffix), (&operation.output, &file.output_suffix)] {
            if let Some(Message::Inline(inline)) = message {
                shape_places(&format!("{id}{suffix}"), inline, &mut add);
            }
        }
    }
    for apply in &file.applies {
        let target = apply.target.text;
        let is_absolute = target.contains('#');
        let id = if is_absolute { target.to_owned() } else { format!("{}#{target}", file.namespace) };
        add(format!("apply {id}"), apply.target.at);
    }
    places
}

fn shape_places(id: &str, shape: &Shape<'_>, add: &mut impl FnMut(String, usize)) {
    add(id.to_owned(), shape.name.at);
    for member in &shape.members {
        add(format!("{id}${}", member.name.text), member.name.at);
    }
}
