//! Waiters: the names of their types, and their documentation.

use super::constraints::code;
use super::docs::Prose;
use super::symbols::{Space, Symbol};
use crate::model::{Model, Shape};
use crate::waiters::{self, Acceptor, Matcher};

/// A waiter of an operation.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// The method of the `Waiters` trait.
    pub method: Symbol,
    /// The module in `waiters`.
    pub module: Symbol,
    /// The marker type.
    pub marker: Symbol,
    /// The fluent builder that waits.
    pub fluent: Symbol,
    /// The type of the final poll result.
    pub final_poll: Symbol,
    /// The error type.
    pub error: Symbol,
    /// The documentation for a terminal.
    pub about: String,
    /// The documentation as lines of rustdoc.
    pub docs: Vec<String>,
    /// The delays and acceptors.
    pub rules: waiters::Waiter,
}

/// The names of a service's waiters, without duplicates.
pub(super) struct WaiterNames {
    types: Space,
    modules: Space,
}

impl WaiterNames {
    pub(super) fn new() -> Self {
        Self { types: Space::waiters(), modules: Space::waiters() }
    }

    /// The waiters of an operation.
    pub(super) fn resolve(&mut self, model: &Model, operation: &Shape) -> Vec<Waiter> {
        // Validation already reported waiters that cannot be read.
        let (found, _) = waiters::read(model, operation);
        let resolve = |rules: waiters::Waiter| {
            let marker = self.types.claim_pascal(&rules.name);
            let module = self.modules.claim_snake(&rules.name);
            let about = about(operation.id.name(), &rules);
            Waiter {
                method: module.prefixed("wait_until_"),
                fluent: marker.suffixed("FluentBuilder"),
                final_poll: marker.suffixed("FinalPoll"),
                error: marker.prefixed("WaitUntil").suffixed("Error"),
                about: about.terminal(),
                docs: about.rustdoc(),
                module,
                marker,
                rules,
            }
        };
        found.into_iter().map(resolve).collect()
    }
}

/// The documentation of a waiter: from the model, or derived from its first success acceptor.
fn about(operation: &str, waiter: &waiters::Waiter) -> Prose {
    let documented = waiter.documentation.as_deref().map(Prose::parse).filter(|prose| !prose.is_empty());
    let mut prose = documented.unwrap_or_else(|| derived(operation, &waiter.acceptors));
    if waiter.is_deprecated {
        prose.append("Deprecated.");
    }
    prose
}

fn derived(operation: &str, acceptors: &[Acceptor]) -> Prose {
    let success = acceptors.iter().find(|it| it.state == "Success").map(|it| &it.matcher);
    let condition = match success {
        Some(Matcher::Success(true)) | None => "succeeds".to_owned(),
        Some(Matcher::Success(false)) => "fails".to_owned(),
        Some(Matcher::ErrorType(error)) => format!("fails with {}", code(error)),
        Some(Matcher::Output(it) | Matcher::InputOutput(it)) => {
            let (path, value) = (code(&it.path), code(&it.value));
            match it.comparator {
                "AllAre" => format!("returns {value} for every element of {path}"),
                "AnyIs" => format!("returns {value} for at least one element of {path}"),
                _ => format!("returns {value} for {path}"),
            }
        }
    };
    let mut prose = Prose::default();
    prose.append(&format!("Waits until `{operation}` {condition}."));
    prose
}
