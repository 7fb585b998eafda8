//! The signals with which users and systems end a program, received as events, so that a command can clean up first.

use std::future::poll_fn;
use std::io;
use std::task::{Context, Poll};

#[cfg(unix)]
type Listener = tokio::signal::unix::Signal;
#[cfg(windows)]
type Listener = tokio::signal::windows::CtrlC;

/// A signal that asks the program to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// `SIGINT`, or Ctrl-C on Windows.
    Interrupt,
    /// `SIGTERM`.
    Terminate,
    /// `SIGHUP`: the terminal was closed.
    Hangup,
}

impl Signal {
    /// The exit code with which shells report a program that was ended by this signal.
    pub fn code(self) -> u8 {
        match self {
            Self::Hangup => 129,
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }
}

/// Receives signals. While it exists, they do not end the process. By default, receives none.
#[derive(Debug, Default)]
pub struct Signals {
    listeners: Vec<(Signal, Listener)>,
}

impl Signals {
    /// Starts to receive signals, except those that the parent process has set to be ignored. Must be called inside an
    /// async runtime.
    pub fn listen() -> io::Result<Self> {
        #[cfg(unix)]
        let listeners = {
            use tokio::signal::unix::{SignalKind, signal};
            let kinds = [
                (Signal::Interrupt, SignalKind::interrupt()),
                (Signal::Terminate, SignalKind::terminate()),
                (Signal::Hangup, SignalKind::hangup()),
            ];
            let ignored = Self::ignored();
            let heeded = kinds.into_iter().filter(|(_, kind)| ignored & 1 << (kind.as_raw_value() - 1) == 0);
            heeded.map(|(name, kind)| Ok((name, signal(kind)?))).collect::<io::Result<_>>()?
        };
        #[cfg(windows)]
        let listeners = vec![(Signal::Interrupt, tokio::signal::windows::ctrl_c()?)];
        Ok(Self { listeners })
    }

    /// The signals that the process ignores, as bits: `nohup` starts programs without `SIGHUP`, and shells start background
    /// jobs of scripts without `SIGINT`. Asking the system needs unsafe code, except on Linux. On other systems, `SIGHUP` is
    /// counted as ignored, so that it keeps the effect that it has.
    #[cfg(unix)]
    pub fn ignored() -> u64 {
        if cfg!(not(target_os = "linux")) {
            return 1 << (tokio::signal::unix::SignalKind::hangup().as_raw_value() - 1);
        }
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        bits.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok()).unwrap_or(0)
    }

    /// Polls for the next signal.
    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<Signal> {
        for (signal, listener) in &mut self.listeners {
            if let Poll::Ready(Some(())) = listener.poll_recv(context) {
                return Poll::Ready(*signal);
            }
        }
        Poll::Pending
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) -> Signal {
        poll_fn(|context| self.poll(context)).await
    }
}
