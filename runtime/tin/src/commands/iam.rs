//! The IAM service, for commands that create roles.

use tinsmith_cli::Table;
use tinsmith_cli::command::{Caller, Failure, Fields, Globals, Value, fill_values};

use crate::other_services::service;

/// The IAM service.
pub(super) struct Iam {
    table: &'static Table,
    caller: Caller,
}

impl Iam {
    /// Connects to IAM, at this endpoint if there is one.
    pub(super) fn new(globals: &Globals, endpoint: Option<String>) -> Result<Self, Failure> {
        let mut globals = globals.for_other_service();
        globals.endpoint_url = endpoint;
        let table = service("iam")?;
        Ok(Self { table, caller: Caller::new(table.service, &globals)? })
    }

    /// The client.
    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Calls an operation.
    pub(super) fn call(&self, operation: &str, values: &[(&str, &str)]) -> Result<Fields, Failure> {
        let missing = || Failure::General(format!("the service iam has no operation {operation}"));
        let found = self.table.tables.find(operation).map_err(Failure::General)?.ok_or_else(missing)?;
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), Value::string(*value))).collect();
        self.caller.call(found, &mut fill_values(found, &values)?)
    }

    /// Calls an operation. `None` if the entity does not exist.
    pub(super) fn find(&self, operation: &str, values: &[(&str, &str)]) -> Result<Option<Fields>, Failure> {
        match self.call(operation, values) {
            Ok(found) => Ok(Some(found)),
            Err(Failure::Service { details, .. })
                if details.get("Code").and_then(Value::as_str) == Some("NoSuchEntity") =>
            {
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }
}
