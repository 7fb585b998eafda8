//! A command-line program with streaming operations, for the tests of streams.

#[path = "../../tests/streams/client.rs"]
#[expect(dead_code, reason = "the tests need more of it")]
mod client;

use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::service::Operation;

static DOCS: Docs = Docs::new(&[]);

static OPERATIONS: &[&Operation] = &[&client::GET, &client::PUT, &client::PUT_SIZED, &client::TALK, &client::WATCH];

static TABLE: tinsmith_cli::Table = tinsmith_cli::Table {
    program: "blobs",
    service: &client::SERVICE,
    tables: &tinsmith_cli::Statics::new(OPERATIONS, &DOCS),
    credentials: None,
    commands: &[],
};

fn main() -> std::process::ExitCode {
    tinsmith_cli::main(&TABLE)
}
