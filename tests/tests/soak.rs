//! A short soak. `cargo xtask soak` runs longer ones.

#[path = "soak/run.rs"]
mod run;

use std::time::Duration;

use run::{Plan, run};

#[tokio::test]
async fn no_call_is_lost_or_doubled() {
    let report = run(Plan { calls: 5_000, time: Duration::from_secs(60), at_once: 50 }).await;
    println!("{report}");
    assert!(report.calls > 500, "too few calls to say anything");
    assert!(report.breaches.is_empty());
    assert!(report.acts.len() >= 7, "the server did not fail in enough ways");
    assert!(report.failed < report.calls / 20, "a fifth of the attempts fails, and so does hardly a call");
    assert!(report.is_flat());
}
