//! Makes calls with dynamic values according to the service's tables.

use std::sync::Arc;

use aws_smithy_types::byte_stream::ByteStream;
use tinsmith_cli::Program;
use tinsmith_cli::command::{Caller, Failure, Fields, Globals, Value, check_bucket, fill_values, read_output};
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::{Config, Region};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{Slot, Structure};
use tinsmith_runtime::stream;
use tokio::sync::Semaphore;

/// A client of the service. Clones share it.
#[derive(Clone)]
pub(crate) struct Client {
    shared: Arc<Shared>,
    /// The configuration for a region other than the client's.
    elsewhere: Option<Arc<Config>>,
}

struct Shared {
    program: Program,
    caller: Caller,
    /// Limits the number of concurrent requests.
    permits: Semaphore,
}

impl Client {
    /// Creates a client from options, environment and files, which makes at most this many concurrent requests.
    pub(crate) fn new(program: &Program, globals: &Globals, most: usize) -> Result<Self, Failure> {
        let caller = Caller::new(program.table.service, globals)?;
        let shared = Shared { program: *program, caller, permits: Semaphore::new(most.max(1)) };
        Ok(Self { shared: Arc::new(shared), elsewhere: None })
    }

    /// The same client for another region.
    pub(crate) fn in_region(&self, region: Option<&str>) -> Self {
        let Some(region) = region else { return self.clone() };
        let config = self.config().to_builder().region(Region::new(region.to_owned())).build();
        Self { shared: Arc::clone(&self.shared), elsewhere: Some(Arc::new(config)) }
    }

    /// The name of the program with its group of commands, for messages.
    pub(crate) fn program(&self) -> &'static str {
        self.shared.program.name()
    }

    /// The configuration.
    pub(crate) fn config(&self) -> &Config {
        self.shared.caller.config()
    }

    /// The configuration of a call that needs another one than the client's.
    pub(crate) fn config_of_call(&self, operation: &'static Operation, input: &Dynamic) -> Option<Config> {
        self.shared.caller.config_of_call(self.elsewhere.as_deref(), operation, input)
    }

    /// The region.
    pub(crate) fn region(&self) -> Option<&str> {
        self.config().region().map(AsRef::as_ref)
    }

    pub(crate) fn handle(&self) -> &Handle {
        self.shared.caller.handle()
    }

    pub(crate) fn operation(&self, name: &str) -> Result<&'static Operation, Failure> {
        self.shared.program.operation(name)
    }

    /// Converts the error of a call to a failure.
    pub(crate) fn failure(
        &self,
        operation: &'static Operation,
        error: tinsmith_runtime::error::SdkError<tinsmith_runtime::client::Fault>,
    ) -> Failure {
        self.shared.caller.failure(operation, error)
    }

    /// Calls an operation.
    pub(crate) async fn call(&self, name: &str, values: &Fields) -> Result<Fields, Failure> {
        self.send(name, values, None).await
    }

    /// Calls an operation with a streaming body.
    pub(crate) async fn send(&self, name: &str, values: &Fields, body: Option<ByteStream>) -> Result<Fields, Failure> {
        let _permit = self.shared.permits.acquire().await;
        let output = self.invoke(name, values, body).await?;
        Ok(read_output(&output))
    }

    /// Calls an operation with a streaming output. A function reads it, and the request counts as in progress until the
    /// function ends.
    pub(crate) async fn open<T, F: Future<Output = T>>(
        &self,
        name: &str,
        values: &Fields,
        read: impl FnOnce(ByteStream) -> F,
    ) -> Result<T, Failure> {
        let _permit = self.shared.permits.acquire().await;
        let mut output = self.invoke(name, values, None).await?;
        Ok(read(stream::take_blob_of(&mut output).unwrap_or_default()).await)
    }

    async fn invoke(&self, name: &str, values: &Fields, body: Option<ByteStream>) -> Result<Dynamic, Failure> {
        let operation = self.operation(name)?;
        if let Some(bucket) = values.get("Bucket").and_then(Value::as_str) {
            check_bucket(bucket)?;
        }
        let mut input = fill_values(operation, values)?;
        if let Some(body) = body {
            put_body(&mut input, body);
        }
        let mut output = Dynamic::new(operation.output);
        let config = self.elsewhere.as_deref();
        self.shared.caller.show_request(operation, &mut input, config, None).await?;
        let own = self.config_of_call(operation, &input);
        let config = own.as_ref().or(config);
        match self.handle().invoke(operation, &mut input, &mut output, config).await {
            Ok(()) => Ok(output),
            Err(error) => Err(self.failure(operation, error)),
        }
    }
}

fn put_body(input: &mut Dynamic, body: ByteStream) {
    let Some((index, _)) = input.schema().streaming_member() else { return };
    if let Some(Slot::Stream(place)) = input.member_mut(index).map(|it| it.slot()) {
        *place = body;
    }
}

/// The code of a service error. `None` for other failures.
pub(crate) fn code(failure: &Failure) -> Option<&str> {
    match failure {
        Failure::Service { details, .. } => details.get("Code").and_then(Value::as_str),
        _ => None,
    }
}

/// Creates named values from strings.
pub(crate) fn values<const N: usize>(pairs: [(&str, &str); N]) -> Fields {
    pairs.into_iter().map(|(name, text)| (name.to_owned(), Value::string(text))).collect()
}
