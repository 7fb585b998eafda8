//! Tests the behavior of a client when the network or the service fails.

#[path = "faults/support.rs"]
mod support;

#[path = "faults/answers.rs"]
mod answers;
#[path = "faults/connections.rs"]
mod connections;
#[path = "faults/construction.rs"]
mod construction;
#[path = "faults/encryption.rs"]
mod encryption;
#[path = "faults/limits.rs"]
mod limits;
#[path = "faults/pool.rs"]
mod pool;
#[path = "faults/retries.rs"]
mod retries;
#[path = "faults/watching.rs"]
mod watching;
