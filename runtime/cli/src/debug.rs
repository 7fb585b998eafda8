//! `--debug`: writes the runtime's log to standard error, one event per line.
//!
//! The runtime never logs secrets. This module only writes what it logs.

use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use crate::terminal::eprint;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Starts to log.
pub(crate) fn start() {
    // An existing logger stays.
    let _ = tracing::subscriber::set_global_default(Lines { spans: AtomicU64::new(1) });
}

struct Lines {
    spans: AtomicU64,
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // From libraries, only what helps to find problems.
        metadata.target().starts_with("tinsmith") || *metadata.level() <= tracing::Level::DEBUG
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        // Never zero: the counter starts at one and does not wrap around.
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed).max(1))
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let now = DateTime::from(SystemTime::now()).fmt(Format::DateTime).unwrap_or_default();
        let metadata = event.metadata();
        let mut line = Line(format!("{now} - {} - {} -", metadata.target(), metadata.level()));
        event.record(&mut line);
        line.0.push('\n');
        eprint(&line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The message and fields of an event.
struct Line(String);

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string cannot fail.
        let _ = match field.name() {
            "message" => write!(self.0, " {value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
    }
}
