//! Lines and columns of a `.smithy` file.

use std::collections::HashMap;

use super::tree::{Message, Operation, Shape, Target, Traits, Value, Word};

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

/// The name in a shape ID, without its namespace.
pub(in crate::model) fn local_name(id: &str) -> &str {
    id.rsplit('#').next().unwrap_or(id)
}

/// The places of a file's shapes and members by ID, of `apply` statements by `apply ID`, of traits by `ID@TRAIT` and of
/// references to other shapes by `ID>NAME`, with the names of both without namespace.
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
        for applied in &apply.traits {
            add(format!("{id}@{}", local_name(applied.id.text)), applied.id.at);
        }
        add(format!("apply {id}"), apply.target.at);
    }
    places
}

fn shape_places(id: &str, shape: &Shape<'_>, add: &mut impl FnMut(String, usize)) {
    add(id.to_owned(), shape.name.at);
    trait_places(id, &shape.traits, add);
    for member in &shape.members {
        let id = format!("{id}${}", member.name.text);
        add(id.clone(), member.name.at);
        trait_places(&id, &member.traits, add);
        if let Target::Id(target) = member.target {
            reference_place(&id, target, add);
        }
    }
    for reference in shape.mixins.iter().chain(&shape.resource) {
        reference_place(id, *reference, add);
    }
    for (_, value) in &shape.properties {
        value_places(id, value, add);
    }
    let Operation { input, output, errors } = &shape.operation;
    for message in [input, output].into_iter().flatten() {
        if let Message::Id(reference) = message {
            reference_place(id, *reference, add);
        }
    }
    for error in errors {
        reference_place(id, *error, add);
    }
}

fn trait_places(id: &str, traits: &Traits<'_>, add: &mut impl FnMut(String, usize)) {
    for applied in &traits.list {
        add(format!("{id}@{}", local_name(applied.id.text)), applied.id.at);
    }
}

fn reference_place(id: &str, reference: Word<'_>, add: &mut impl FnMut(String, usize)) {
    add(format!("{id}>{}", local_name(reference.text)), reference.at);
}

/// The references in the properties of services and resources.
fn value_places(id: &str, value: &Value<'_>, add: &mut impl FnMut(String, usize)) {
    match value {
        Value::Id(reference) => reference_place(id, *reference, add),
        Value::Array(values) => values.iter().for_each(|value| value_places(id, value, add)),
        Value::Object(fields) => fields.iter().for_each(|(_, value)| value_places(id, value, add)),
        _ => {}
    }
}
