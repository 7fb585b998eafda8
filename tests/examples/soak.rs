//! The program of `cargo xtask soak`: runs a soak for the number of seconds in its argument.

#[path = "../tests/soak/run.rs"]
mod run;

use std::process::ExitCode;
use std::time::Duration;

use run::{Plan, run};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let seconds = std::env::args().nth(1).and_then(|it| it.parse().ok());
    let Some(seconds) = seconds else {
        eprintln!("The argument is a number of seconds.");
        return ExitCode::FAILURE;
    };
    let report = run(Plan { calls: u64::MAX, time: Duration::from_secs(seconds), at_once: 100 }).await;
    println!("{report}");
    if report.breaches.is_empty() && report.is_flat() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
