//! The services that a command may call beside its own.

use std::sync::OnceLock;

use tinsmith_cli::Table;
use tinsmith_cli::command::Failure;

/// Finds a service by its name.
type Find = fn(&str) -> Result<Option<&'static Table>, String>;

static FIND: OnceLock<Find> = OnceLock::new();

/// Says where services are found. Only the first call counts.
pub(crate) fn provide(find: Find) {
    // There is one pack in a process.
    let _ = FIND.set(find);
}

/// The service with this name.
pub(crate) fn service(name: &str) -> Result<&'static Table, Failure> {
    let missing = || Failure::General(format!("this command needs the service {name}, which the pack does not have"));
    let find = FIND.get().ok_or_else(missing)?;
    find(name).map_err(Failure::General)?.ok_or_else(missing)
}
