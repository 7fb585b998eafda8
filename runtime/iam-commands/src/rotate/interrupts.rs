//! Interrupts as events: a rotation that is interrupted must be rolled back, so signals must not end the process.

use std::future::{Future, poll_fn};
use std::io;
use std::task::{Context, Poll};
use std::time::Duration;

use tinsmith_cli::command::{Signals, eprint};

/// Receives the signals with which users and systems end a program.
pub(super) struct Interrupts {
    signals: Signals,
    count: usize,
}

impl Interrupts {
    /// Starts to receive signals. Must be called inside a runtime.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self { signals: Signals::listen()?, count: 0 })
    }

    /// Whether there was an interrupt.
    pub(crate) fn happened(&self) -> bool {
        self.count > 0
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.signals.poll(context).map(|_| self.count += 1)
    }

    /// Waits for an interrupt.
    pub(crate) async fn once(&mut self) {
        poll_fn(|context| self.poll(context)).await;
    }

    /// Waits for a second interrupt. After the first, the call in progress continues, because only its response tells
    /// the outcome.
    pub(crate) async fn twice(&mut self, what: &str) {
        self.once().await;
        eprint(&format!("\nInterrupted. Waiting for the response to {what}. Interrupt again to stop waiting.\n"));
        self.once().await;
    }

    /// Waits for this duration or an interrupt. Returns whether there was one.
    pub(crate) async fn pause(&mut self, duration: Duration) -> bool {
        let mut pause = std::pin::pin!(tokio::time::sleep(duration));
        poll_fn(|context| match self.poll(context) {
            Poll::Ready(()) => Poll::Ready(true),
            Poll::Pending => pause.as_mut().poll(context).map(|()| false),
        })
        .await
    }
}
