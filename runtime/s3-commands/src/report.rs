//! Reports transfers: a line for each, progress, warnings and errors.

use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::options::Given;
use crate::sizes;

/// The default interval of progress updates.
const PACE: Duration = Duration::from_millis(50);

/// The kinds of output to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    Nothing,
    Errors,
    Lines,
    Progress,
}

/// Counts and shows what happens. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Report(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    shown: Shown,
    pace: Duration,
    is_multiline: bool,
    started: Instant,
    last: Option<Instant>,
    /// The width of the progress text on the current line.
    width: usize,
    files: Files,
    bytes: Bytes,
    is_total_known: bool,
}

#[derive(Debug, Default)]
struct Files {
    expected: u64,
    done: u64,
    skipped: u64,
    failed: u64,
    warned: u64,
    errors: u64,
}

#[derive(Debug, Default)]
struct Bytes {
    expected: u64,
    done: u64,
    failed: u64,
}

impl Report {
    /// Creates a report for the options of a command.
    pub(crate) fn new(given: &Given, is_stream: bool) -> Self {
        let shown = match () {
            () if given.has("quiet") => Shown::Nothing,
            () if given.has("only-show-errors") || is_stream => Shown::Errors,
            () if given.has("no-progress") => Shown::Lines,
            () => Shown::Progress,
        };
        let pace = given.number("progress-frequency").and_then(|it| u64::try_from(it).ok()).unwrap_or(0);
        Self(Arc::new(Mutex::new(State {
            shown,
            pace: if pace == 0 { PACE } else { Duration::from_secs(pace) },
            is_multiline: given.has("progress-multiline"),
            started: Instant::now(),
            last: None,
            width: 0,
            files: Files::default(),
            bytes: Bytes::default(),
            is_total_known: false,
        })))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records that a transfer of this size begins.
    pub(crate) fn queue(&self, size: u64) {
        let mut state = self.lock();
        state.files.expected += 1;
        state.bytes.expected += size;
    }

    /// Records that no further transfers will begin.
    pub(crate) fn set_total_known(&self) {
        let mut state = self.lock();
        state.is_total_known = true;
        if state.width > 0 && !state.is_ongoing() {
            state.clear("\n");
        }
    }

    /// Records transferred bytes.
    pub(crate) fn progress(&self, bytes: u64) {
        let mut state = self.lock();
        state.bytes.done += bytes;
        state.show_progress();
    }

    /// The number of bytes transferred so far.
    pub(crate) fn transferred(&self) -> u64 {
        self.lock().bytes.done
    }

    /// Records that counted bytes must be transferred again.
    pub(crate) fn take_back(&self, bytes: u64) {
        let mut state = self.lock();
        state.bytes.done = state.bytes.done.saturating_sub(bytes);
    }

    /// Records that a transfer succeeded.
    pub(crate) fn success(&self, line: &str) {
        let mut state = self.lock();
        state.files.done += 1;
        if state.shown >= Shown::Lines {
            state.print(line);
        }
        state.show_again();
    }

    /// Records that a transfer failed with this many bytes missing.
    pub(crate) fn failure(&self, line: &str, left: u64) {
        let mut state = self.lock();
        state.files.failed += 1;
        state.files.done += 1;
        state.bytes.failed += left;
        state.print_error(line);
        state.show_again();
    }

    /// Records that a transfer was skipped, because its destination already exists.
    pub(crate) fn skip(&self) {
        let mut state = self.lock();
        state.files.skipped += 1;
        match state.is_ongoing() {
            true => state.show_progress(),
            false if state.width > 0 => state.clear("\r"),
            false => {}
        }
    }

    /// Records a transfer of a dry run.
    pub(crate) fn dry_run(&self, line: &str) {
        let mut state = self.lock();
        if state.shown >= Shown::Errors {
            state.print(&format!("(dryrun) {line}"));
        }
    }

    /// Prints a warning.
    pub(crate) fn warn(&self, message: &str) {
        let mut state = self.lock();
        state.files.warned += 1;
        state.print_error(&format!("warning: {message}"));
        state.show_again();
    }

    /// Prints a warning that a file is skipped.
    pub(crate) fn warn_skipped(&self, path: &str, reason: &str) {
        self.warn(&format!("Skipping file {path}. {reason}"));
    }

    /// Reports an error that ends the command.
    pub(crate) fn fatal(&self, message: &str) {
        let mut state = self.lock();
        state.files.errors += 1;
        state.print_error(message);
    }

    /// The exit code: 1 after a failure, 2 after a warning.
    pub(crate) fn code(&self) -> u8 {
        let state = self.lock();
        match () {
            () if state.files.failed + state.files.errors > 0 => 1,
            () if state.files.warned > 0 => 2,
            () => 0,
        }
    }
}

impl State {
    /// Whether transfers are in progress or may follow.
    fn is_ongoing(&self) -> bool {
        !self.is_total_known || self.files.done + self.files.skipped != self.files.expected
    }

    /// Prints a line in place of the progress text.
    fn print(&mut self, line: &str) {
        write_out(&format!("{line:width$}\n", width = self.width));
    }

    fn print_error(&mut self, line: &str) {
        if self.shown >= Shown::Errors {
            tinsmith_cli::command::eprint(&format!("{line:width$}\n", width = self.width));
        }
    }

    /// Shows the progress text again after a printed line.
    fn show_again(&mut self) {
        self.width = 0;
        if self.is_ongoing() {
            self.show_progress();
        }
    }

    /// Removes the progress text.
    fn clear(&mut self, end: &str) {
        write_out(&format!("{:width$}{end}", "", width = self.width));
    }

    fn show_progress(&mut self) {
        let is_due = self.last.is_none_or(|it| it.elapsed() >= self.pace);
        if self.shown < Shown::Progress || !is_due {
            return;
        }
        self.last = Some(Instant::now());
        let text = self.progress_text();
        if self.is_multiline {
            return write_out(&format!("{text}\n"));
        }
        let width = text.chars().count().max(self.width);
        write_out(&format!("{text:width$}\r"));
        self.width = width;
    }

    fn progress_text(&self) -> String {
        let about = if self.is_total_known { "" } else { "~" };
        let more = if self.is_total_known { "" } else { " (calculating...)" };
        let remaining = self.files.expected.saturating_sub(self.files.done + self.files.skipped);
        let remaining = format!("{about}{remaining} file(s) remaining{more}");
        if self.bytes.expected == 0 {
            return format!("Completed {} file(s) with {remaining}", self.files.done);
        }
        let done = sizes::shown((self.bytes.done + self.bytes.failed) as f64);
        let expected = sizes::shown(self.bytes.expected as f64);
        let seconds = self.started.elapsed().as_secs_f64().max(1e-6);
        let speed = sizes::shown((self.bytes.done as f64 / seconds).floor());
        format!("Completed {done}/{about}{expected} ({speed}/s) with {remaining}")
    }
}

/// Writes to standard output. If nothing reads it, transfers continue.
fn write_out(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
