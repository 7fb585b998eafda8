//! An untyped client for any operation of any loaded service.

use std::fmt;

use tinsmith_pack::Broken;
use tinsmith_runtime::client::{Fault, Handle};
use tinsmith_runtime::config::Config;
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use tinsmith_runtime::json;
use tinsmith_runtime::skeleton::Skeleton;

use crate::Tables;

/// Calls any operation of a loaded service, with values as JSON.
///
/// JSON has the model's member names, as for `--cli-input-json`. Inputs are validated, and calls are signed, retried
/// and sent by the same code as in a typed client. The client owns its tables; clones share both.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use tinsmith_runtime::config::Loader;
/// use tinsmith_tables::{Client, load_files};
///
/// let weather = load_files(&["weather.json".into()], &Default::default())?.tables;
/// let client = Client::new(weather, Loader::new().load()?)?;
/// let forecast = client.call("GetForecast", r#"{"cityId": "oslo"}"#).await?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    // Before the tables, so that it is dropped first.
    handle: Handle,
    tables: Tables,
}

impl Client {
    /// Creates a client of a service with this configuration.
    pub fn new(tables: Tables, config: Config) -> Result<Self, Broken> {
        let handle = Handle::new(tables.inner().service()?, config);
        Ok(Self { handle, tables })
    }

    /// Calls an operation, and returns its output.
    pub async fn call(&self, operation: &str, input: &str) -> Result<String, CallError> {
        let found = self.tables.inner().operation(operation).map_err(CallError::new)?;
        let found = found.ok_or_else(|| CallError::new(format_args!("unknown operation {operation}")))?;
        let mut values = Dynamic::new(found.input);
        json::from_str(input, &mut values).map_err(|error| CallError::new(DisplayErrorContext(error)))?;
        let mut output = Dynamic::new(found.output);
        match self.handle.invoke(found, &mut values, &mut output, None).await {
            Ok(()) => Ok(json::to_string(&output)),
            Err(error) => Err(CallError::of(&error)),
        }
    }

    /// A sample of an operation's input as JSON.
    pub fn sample(&self, operation: &str) -> Result<Option<String>, Broken> {
        static NONE: Docs = Docs::new(&[]);
        let found = self.tables.inner().operation(operation)?;
        Ok(found.map(|it| Skeleton::new(it.input, &NONE).to_json()))
    }

    /// The names of all operations, sorted.
    pub fn operations(&self) -> Result<Vec<String>, Broken> {
        self.tables.operation_names()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

/// The error of a call. It only contains strings, and may outlive the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallError {
    message: String,
    code: Option<String>,
    request_id: Option<String>,
}

impl CallError {
    fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), code: None, request_id: None }
    }

    fn of(error: &SdkError<Fault>) -> Self {
        let fault = match error {
            SdkError::ServiceError(context) => Some(context.err()),
            _ => None,
        };
        let text = |text: &str| text.to_owned();
        Self {
            message: DisplayErrorContext(error).to_string(),
            code: fault.and_then(|it| it.code()).map(text),
            request_id: fault.and_then(|it| it.meta().extra("aws_request_id")).map(text),
        }
    }

    /// The code of the service's error, if it returned one.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The request id, if the service returned one.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CallError {}
