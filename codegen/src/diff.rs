//! Compares two versions of a model: lists additions, changes and removals, and whether they break callers.
//!
//! The names and severities of events are those of Smithy's own comparison
//! (<https://smithy.io/2.0/guides/evolving-models.html>), so that reviews and suppressions can be reused. While
//! [`compare`](crate::compare) checks whether two descriptions of an API are equivalent, this module checks whether a
//! later version can replace an earlier one.

mod bindings;
mod breaking;
mod members;
mod rules;
mod shapes;
mod traits;

use std::fmt;

use crate::model::{Model, Shape, ShapeId, is_prelude};

/// The severity of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Does not affect callers.
    Note,
    /// Usually does not break callers.
    Warning,
    /// May break callers.
    Danger,
    /// Breaks callers.
    Error,
}

impl Severity {
    /// All severities, lowest first.
    pub const ALL: [Self; 4] = [Self::Note, Self::Warning, Self::Danger, Self::Error];

    /// The name in capital letters, as in Smithy.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "NOTE",
            Self::Warning => "WARNING",
            Self::Danger => "DANGER",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The severity.
    pub severity: Severity,
    /// The ID, such as `RemovedShape`.
    pub id: String,
    /// The shape or member.
    pub shape_id: String,
    /// The message: one sentence.
    pub message: String,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}: {}", self.severity, self.id, self.shape_id, self.message)
    }
}

/// Compares two versions of a model. The events are sorted by severity, highest first, then by shape.
pub fn diff(old: &Model, new: &Model) -> Vec<Event> {
    let mut diff = Diff { old, new, events: Vec::new() };
    shapes::added(&mut diff);
    shapes::removed(&mut diff);
    for (old, new) in diff.pairs() {
        shapes::changed(&mut diff, old, new);
        bindings::changed(&mut diff, old, new);
        members::changed(&mut diff, old, new);
        traits::changed(&mut diff, old, new);
    }
    let mut events = diff.events;
    events.sort_by(|a, b| {
        b.severity.cmp(&a.severity).then_with(|| a.shape_id.cmp(&b.shape_id)).then_with(|| a.id.cmp(&b.id))
    });
    events
}

/// The two versions, and the events found.
struct Diff<'m> {
    old: &'m Model,
    new: &'m Model,
    events: Vec<Event>,
}

impl<'m> Diff<'m> {
    fn push(
        &mut self,
        severity: Severity,
        id: impl Into<String>,
        shape: &dyn fmt::Display,
        message: impl Into<String>,
    ) {
        self.events.push(Event { severity, id: id.into(), shape_id: shape.to_string(), message: message.into() });
    }

    /// The shapes in both versions.
    fn pairs(&self) -> Vec<(&'m Shape, &'m Shape)> {
        let old = own_shapes(self.old);
        old.filter_map(|(id, shape)| Some((shape, self.new.shape(id.as_str())?))).collect()
    }
}

/// The shapes of a model, without those of the prelude.
fn own_shapes(model: &Model) -> impl Iterator<Item = (&ShapeId, &Shape)> {
    model.shapes.iter().filter(|(id, _)| !is_prelude(id))
}
