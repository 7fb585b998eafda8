//! The services that a command may call beside its own.

use std::future::pending;
use std::pin::pin;
use std::sync::OnceLock;

use crate::call::Caller;
use crate::failure::Failure;
use crate::fill::fill_values;
use crate::globals::Globals;
use crate::program::Table;
use crate::value::{Fields, Value};
use tinsmith_runtime::config::Config;

/// Finds a service by its name.
type Find = fn(&str) -> Result<Option<&'static Table>, String>;

static FIND: OnceLock<Find> = OnceLock::new();

/// Says where services are found. Only the first call counts.
pub fn provide_services(find: Find) {
    // There is one pack in a process.
    let _ = FIND.set(find);
}

/// The service with this name.
fn service(name: &str) -> Result<&'static Table, Failure> {
    let missing = || Failure::General(format!("this command needs the service {name}, which the pack does not have"));
    let find = FIND.get().ok_or_else(missing)?;
    find(name).map_err(Failure::General)?.ok_or_else(missing)
}

/// A service that a command calls beside its own.
#[allow(missing_debug_implementations)]
pub struct OtherService {
    name: &'static str,
    table: &'static Table,
    caller: Caller,
}

impl OtherService {
    /// Connects to the service with this name.
    pub fn connect(name: &'static str, globals: &Globals) -> Result<Self, Failure> {
        let table = service(name)?;
        Ok(Self { name, table, caller: Caller::new(table.service, globals)? })
    }

    /// The client.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Calls an operation.
    pub fn call(&self, operation: &str, values: &[(&str, Value)]) -> Result<Fields, Failure> {
        self.call_with(operation, values, None)
    }

    /// Calls an operation with this configuration in place of the client's.
    pub fn call_with(
        &self,
        operation: &str,
        values: &[(&str, Value)],
        config: Option<&Config>,
    ) -> Result<Fields, Failure> {
        let missing = || Failure::General(format!("the service {} has no operation {operation}", self.name));
        let found = self.table.tables.find(operation).map_err(Failure::General)?.ok_or_else(missing)?;
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.caller.call_until(pin!(pending()), found, &mut fill_values(found, &values)?, config)
    }
}
