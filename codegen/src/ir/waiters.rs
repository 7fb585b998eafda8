//! Waiters: what callers call them, and what is said of them.

use super::constraints::code;
use super::docs::Prose;
use super::symbols::{Space, Symbol};
use crate::model::{Model, Shape};
use crate::waiters::{self, Acceptor, Matcher};

/// A waiter of an operation.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// The method of the client's trait.
    pub method: Symbol,
    /// Its module in `waiters`.
    pub module: Symbol,
    /// The type that stands for it.
    pub marker: Symbol,
    /// The call that waits.
    pub fluent: Symbol,
    /// What the wait ends in.
    pub final_poll: Symbol,
    /// What it ends in else.
    pub error: Symbol,
    /// What it waits for, for a terminal.
    pub about: String,
    /// The same as lines of rustdoc.
    pub docs: Vec<String>,
    /// Delays and acceptors.
    pub rules: waiters::Waiter,
}

/// The names of a service's waiters, each once.
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
        // What cannot be followed was told of when the model was checked.
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

/// What a waiter waits for: as the model documents it, else as its first way to success says.
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
        Some(Matcher::Success(false)) => "ends in an error".to_owned(),
        Some(Matcher::ErrorType(error)) => format!("ends in the error {}", code(error)),
        Some(Matcher::Output(it) | Matcher::InputOutput(it)) => {
            let (path, value) = (code(&it.path), code(&it.value));
            match it.comparator {
                "AllAre" => format!("answers with {path} all {value}"),
                "AnyIs" => format!("answers with {value} among {path}"),
                _ => format!("answers with {path} as {value}"),
            }
        }
    };
    let mut prose = Prose::default();
    prose.append(&format!("Waits until `{operation}` {condition}."));
    prose
}
