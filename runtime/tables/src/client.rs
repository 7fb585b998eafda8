//! An untyped client for any operation of any loaded service.

mod document;
mod error;
mod pages;
mod presigned;
mod request;
mod response;
mod sent;
mod wait;

use std::fmt;

use tinsmith_pack::Broken;
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::Config;
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::skeleton::Skeleton;

use crate::Tables;

pub use document::{document_to_json, json_to_document};
pub use error::{CallError, CallErrorKind};
pub use presigned::Presigned;
pub use request::Request;
pub use response::{Events, Response};

/// Calls any operation of a loaded service, with values as JSON or as [`Document`](aws_smithy_types::Document).
///
/// Both have the model's member names, as for `--cli-input-json`: blobs are base64, timestamps are text such as
/// `2026-11-27T12:00:00Z`. Inputs are validated, and calls are signed, retried and sent by the same code as in a typed
/// client. The client owns its tables; clones share both.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// use tinsmith_runtime::config::Loader;
/// use tinsmith_tables::{Client, load_files};
///
/// let s3 = load_files(&["s3.json".into()], &Default::default())?.tables;
/// let client = Client::new(s3, Loader::new().load()?)?;
///
/// // JSON in, JSON out.
/// let buckets = client.call("ListBuckets", "{}").await?;
///
/// // A streaming body, and a response with one.
/// let upload = client.request("PutObject")?.json(r#"{"Bucket": "b", "Key": "k"}"#)?;
/// upload.body(b"contents".to_vec().into()).send().await?;
/// let mut object = client.request("GetObject")?.json(r#"{"Bucket": "b", "Key": "k"}"#)?.send().await?;
/// let contents = object.take_body().unwrap_or_default().collect().await?;
///
/// // All items of all pages, and a waiter.
/// let mut objects = client.request("ListObjectsV2")?.json(r#"{"Bucket": "b"}"#)?.items()?;
/// while let Some(object) = objects.next().await {
///     println!("{:?}", object?);
/// }
/// let head = client.request("HeadBucket")?.json(r#"{"Bucket": "b"}"#)?;
/// head.wait("BucketExists", Duration::from_secs(60)).await?;
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
    ///
    /// # Errors
    ///
    /// The tables are damaged.
    pub fn new(tables: Tables, config: Config) -> Result<Self, Broken> {
        let handle = Handle::new(tables.inner().service()?, config);
        Ok(Self { handle, tables })
    }

    /// Starts a request of an operation with this name in the model.
    ///
    /// # Errors
    ///
    /// There is no such operation, or its tables are damaged.
    pub fn request(&self, operation: &str) -> Result<Request, CallError> {
        let found = self.tables.inner().operation(operation).map_err(|broken| CallError::tables(&broken))?;
        let found = found.ok_or_else(|| CallError::input(format_args!("unknown operation {operation}")))?;
        Ok(Request::new(self.clone(), found))
    }

    /// Calls an operation with JSON, and returns its output as JSON.
    ///
    /// # Errors
    ///
    /// The operation is unknown, the input is not valid, or the call fails.
    pub async fn call(&self, operation: &str, input: &str) -> Result<String, CallError> {
        Ok(self.request(operation)?.json(input)?.send().await?.to_json())
    }

    /// A sample of an operation's input as JSON. `None` if there is no such operation.
    ///
    /// # Errors
    ///
    /// The tables are damaged.
    pub fn sample(&self, operation: &str) -> Result<Option<String>, Broken> {
        let found = self.tables.inner().operation(operation)?;
        Ok(found.map(|it| Skeleton::new(it.input, &NO_DOCS).to_json()))
    }

    /// A sample of an operation's output as JSON, within the limits of the model. `None` if there is no such operation.
    ///
    /// # Errors
    ///
    /// The tables are damaged.
    pub fn output_sample(&self, operation: &str) -> Result<Option<String>, Broken> {
        let found = self.tables.inner().operation(operation)?;
        Ok(found.map(|it| Skeleton::new(it.output, &NO_DOCS).to_output_json()))
    }

    /// The names of all operations, sorted.
    ///
    /// # Errors
    ///
    /// The tables are damaged.
    pub fn operations(&self) -> Result<Vec<String>, Broken> {
        self.tables.operation_names()
    }

    /// The names of an operation's waiters, sorted. `None` if there is no such operation.
    ///
    /// # Errors
    ///
    /// The tables are damaged.
    pub fn waiters(&self, operation: &str) -> Result<Option<Vec<String>>, Broken> {
        let found = self.tables.inner().operation(operation)?;
        Ok(found.map(|it: &Operation| it.waiters().iter().map(|it| it.name.to_owned()).collect()))
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        self.handle.config()
    }

    fn handle(&self) -> &Handle {
        &self.handle
    }
}

static NO_DOCS: Docs = Docs::new(&[]);

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
