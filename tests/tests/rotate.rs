//! Tests of `iam rotate-access-key`: the whole sequence with a real IAM implementation, and failures and interrupts of
//! every step with a simulated server.

#[path = "rotate/choosing.rs"]
mod choosing;
#[path = "rotate/concurrent.rs"]
mod concurrent;
#[path = "rotate/failures.rs"]
mod failures;
#[path = "rotate/files.rs"]
mod files;
#[cfg(unix)]
#[path = "rotate/interrupts.rs"]
mod interrupts;
#[path = "rotate/moto.rs"]
mod real;
#[path = "rotate/stage.rs"]
mod stage;
#[path = "rotate/undone.rs"]
mod undone;
