//! A connector that records requests and responds by a script, and clients of models.

use std::sync::{Arc, Mutex};

use tinsmith_codegen::Selection;
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::retry::RetryConfig;
use tinsmith_runtime::config::{Builder, Config, Credentials, Region};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::DisplayChain;
use tinsmith_runtime::http::{HttpClient, HttpFuture, HttpRequest};
use tinsmith_runtime::json;
use tinsmith_runtime::message::{Headers, Response};
use tinsmith_tables::StaticTables;
use tinsmith_tests::peers;

type Respond = dyn Fn(&HttpRequest, usize) -> (u16, String) + Send + Sync;

/// The connector. The script gets each request and its number, from 1 on.
#[derive(Clone)]
pub struct Script {
    pub seen: Arc<Mutex<Vec<HttpRequest>>>,
    respond: Arc<Respond>,
}

impl Script {
    pub fn new(respond: impl Fn(&HttpRequest, usize) -> (u16, String) + Send + Sync + 'static) -> Self {
        Self { seen: Arc::default(), respond: Arc::new(respond) }
    }

    /// The URLs of the requests so far.
    pub fn urls(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|it| it.url.clone()).collect()
    }

    /// The body of the last request.
    pub fn last_body(&self) -> String {
        let seen = self.seen.lock().unwrap();
        let body = seen.last().and_then(|it| it.body.bytes()).unwrap_or_default();
        String::from_utf8(body.to_vec()).unwrap()
    }

    /// A configuration with this connector, in Ireland.
    pub fn config(&self) -> Builder {
        Config::builder()
            .region(Region::from_static("eu-west-1"))
            .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
            .retry_config(RetryConfig::standard().with_initial_backoff(std::time::Duration::from_millis(1)))
            .http_client(self.clone())
    }
}

impl std::fmt::Debug for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Script")
    }
}

impl HttpClient for Script {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        let mut seen = self.seen.lock().unwrap();
        let (status, body) = (self.respond)(&request, seen.len() + 1);
        seen.push(request);
        Box::pin(async move { Ok(Response::new(status, Headers::default(), body.into_bytes())) })
    }
}

/// The tables of a model in the Smithy IDL.
pub fn tables(model: &str) -> StaticTables {
    let model = load_sources(vec![Source::new("demo.smithy", model)]).unwrap_or_else(|found| panic!("{found}"));
    tinsmith_tables::load_model(model, &Selection::default()).unwrap_or_else(|found| panic!("{found}")).tables.leak()
}

/// The tables of some operations of a shared model.
pub fn shared(name: &str, operations: &[&str]) -> Option<StaticTables> {
    let Some(model) = peers::shared(&format!("models/{name}.json")) else {
        peers::skip(&format!("the shared data has no model {name}"));
        return None;
    };
    let operations = operations.iter().map(|it| (*it).to_owned()).collect();
    let selection = Selection { operations: Some(operations), ..Selection::default() };
    Some(tinsmith_tables::load_files(&[model], &selection).unwrap().tables.leak())
}

/// An input from JSON.
pub fn input(tables: StaticTables, name: &str, text: &str) -> Dynamic {
    let operation = tables.operation(name).unwrap().unwrap();
    let mut input = Dynamic::new(operation.input);
    json::from_str(text, &mut input).unwrap_or_else(|error| panic!("{error}"));
    input
}

/// Calls an operation with an input in JSON. Returns the output.
pub async fn call(tables: StaticTables, client: &Handle, name: &str, text: &str) -> Result<Dynamic, String> {
    let operation = tables.operation(name).unwrap().unwrap();
    let mut output = Dynamic::new(operation.output);
    let outcome = client.invoke(operation, &mut input(tables, name, text), &mut output, None).await;
    outcome.map(|()| output).map_err(|error| DisplayChain(&error).to_string())
}
