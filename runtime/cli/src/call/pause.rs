//! Messages about pauses between attempts.

use std::time::Duration;

use tinsmith_runtime::config::{Attempt, AttemptOutcome};

use crate::terminal::tell;

/// Tells a person why nothing happens for a while.
pub(super) fn tell_pause(attempt: &Attempt<'_>) {
    /// The pause from which on it is worth a word.
    const LONG: Duration = Duration::from_secs(2);
    let Some(pause) = attempt.delay.filter(|it| *it >= LONG) else { return };
    let failed = match attempt.outcome {
        AttemptOutcome::ServiceError { status, code: Some(code), .. } => format!("{code}, HTTP status {status}"),
        AttemptOutcome::ServiceError { status, .. } => format!("HTTP status {status}"),
        _ => "no response".to_owned(),
    };
    let (number, most) = (attempt.number, attempt.max_attempts);
    tell(&format!(
        "Attempt {number} of {most} failed ({failed}). Waiting {:.0} s before the next one.\n",
        pause.as_secs_f64().ceil()
    ));
}
