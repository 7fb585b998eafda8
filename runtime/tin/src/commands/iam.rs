//! The IAM service, for commands that create roles.

use tinsmith_cli::command::{Caller, Failure, Fields, Globals, Value};

use tinsmith_cli::command::OtherService;

/// The IAM service.
pub(super) struct Iam(OtherService);

impl Iam {
    /// Connects to IAM, at this endpoint if there is one.
    pub(super) fn new(globals: &Globals, endpoint: Option<String>) -> Result<Self, Failure> {
        let mut globals = globals.for_other_service();
        globals.endpoint_url = endpoint;
        OtherService::connect("iam", &globals).map(Self)
    }

    /// The client.
    pub(super) fn caller(&self) -> &Caller {
        self.0.caller()
    }

    /// Calls an operation.
    pub(super) fn call(&self, operation: &str, values: &[(&str, &str)]) -> Result<Fields, Failure> {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, Value::string(*value))).collect();
        self.0.call(operation, &values)
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
