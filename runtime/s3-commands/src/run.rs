//! Runs transfers, with one task per file, up to the number of concurrent requests.

use std::future::poll_fn;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tinsmith_cli::Program;
use tinsmith_cli::command::{Failure, Fields, Globals, Signal, Signals, eprint};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::client::{Client, code};
use crate::compare::{Comparison, Entries, Ongoing};
use crate::entry::{Action, Entry, Place};
use crate::filters::Filters;
use crate::job::Job;
use crate::listing::Listing;
use crate::options::{Given, Verb};
use crate::paths::{Mapping, Paths, STREAM, relative};
use crate::select::{Filtered, Selected};
use crate::settings::Settings;
use crate::walk::Walk;
use crate::{copy, delete, download, requests, same_paths, upload, uri};

/// The maximum number of entries listed ahead of their transfers.
const AHEAD: usize = 1000;

/// How long threads that are blocked, for example by standard input, may keep a command that has ended.
const BLOCKED: Duration = Duration::from_secs(1);

/// A running command.
struct Run {
    job: Arc<Job>,
    paths: Paths,
    filters: Filters,
    ongoing: Ongoing,
}

/// Runs a command.
pub(crate) fn run(verb: Verb, program: &Program, globals: &Globals, words: &[String]) -> Result<(), Failure> {
    let given = Given::read(verb, words)?;
    ended(transfer(given, program, globals)?)
}

/// The result of a command that has reported its errors.
pub(crate) fn ended(code: u8) -> Result<(), Failure> {
    if code == 0 { Ok(()) } else { Err(Failure::Reported(code)) }
}

/// Makes the transfers of a command. Returns the exit code.
pub(crate) fn transfer(given: Given, program: &Program, globals: &Globals) -> Result<u8, Failure> {
    let settings = Settings::load(globals)?;
    let client = Client::new(program, globals, settings.max_requests)?;
    let paths = Paths::new(&given, program.name())?;
    same_paths::check(&given, &paths, globals)?;
    check_directory_bucket(&given, &paths)?;
    requests::metadata(&given, &client)?;
    let filters = Filters::new(&given, &paths);
    let job = Arc::new(Job::new(given, settings, client, paths.is_stream));
    let run = Arc::new(Run { job: Arc::clone(&job), paths, filters, ongoing: Ongoing::default() });
    let runtime = runtime()?;
    let signal = runtime.block_on(run.run());
    runtime.shutdown_timeout(BLOCKED);
    Ok(match signal {
        // The AWS CLI's exit code after Ctrl-C is that of a failure.
        None | Some(Signal::Interrupt) => job.report.code(),
        Some(signal) => signal.code(),
    })
}

/// Creates the async runtime, with several threads, because hashing takes most of the time.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let threads = std::thread::available_parallelism().map_or(2, |it| it.get().clamp(1, 4));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    runtime.map_err(|error| Failure::General(format!("Failed to start the async runtime: {error}")))
}

/// Whether to check for names that differ only by case.
fn minds_case(given: &Given, paths: &Paths) -> bool {
    let is_asked = given.text("case-conflict").is_some_and(|it| it != "ignore");
    paths.action == Action::Download && given.is_tree() && is_asked
}

/// Directory buckets list objects in no order, so names that differ only by case cannot be found.
fn check_directory_bucket(given: &Given, paths: &Paths) -> Result<(), Failure> {
    if given.verb() == Verb::Sync || !minds_case(given, paths) || !uri::is_directory_bucket(uri::parts(&paths.from).0) {
        return Ok(());
    }
    let asked = given.text("case-conflict").unwrap_or_default();
    if asked != "warn" {
        return Err(Failure::Param(format!(
            "`{asked}` is not a valid value for `--case-conflict` when operating on S3 Express directory buckets. \
             Valid values: `warn`, `ignore`."
        )));
    }
    eprint(
        "warning: Recursive copies/moves from an S3 Express directory bucket to a case-insensitive local filesystem \
         may result in undefined behavior if there are S3 object key names that differ only by case.\n",
    );
    Ok(())
}

impl Run {
    /// Makes all transfers. Returns the signal that ended them early.
    async fn run(self: &Arc<Self>) -> Option<Signal> {
        // If signals cannot be received, they end the process.
        let mut signals = Signals::listen().unwrap_or_default();
        let mut tasks = JoinSet::new();
        let mut ended = None;
        match unless_ended(&mut signals, self.start_all(&mut tasks)).await {
            Ok(Ok(()) | Err(Failure::Printed)) => {}
            Ok(Err(failure)) => {
                self.job.is_cancelled.send_replace(true);
                self.job.report.fatal(&format!("fatal error: {}", failure.sentence()));
            }
            Err(signal) => {
                self.cancel(signal);
                ended = Some(signal);
            }
        }
        self.job.report.set_total_known();
        // Uploads in parts are aborted. A second signal does not wait for that.
        let rest = unless_ended(&mut signals, wait_for(&mut tasks)).await;
        if let Err(signal) = rest
            && !*self.job.is_cancelled.borrow()
        {
            self.cancel(signal);
            ended = Some(signal);
            // The second signal.
            let _ = unless_ended(&mut signals, wait_for(&mut tasks)).await;
        }
        ended
    }

    /// Cancels all transfers because of a signal.
    fn cancel(&self, signal: Signal) {
        self.job.is_cancelled.send_replace(true);
        self.job.report.fatal(match signal {
            Signal::Interrupt => "cancelled: ctrl-c received",
            Signal::Terminate => "cancelled: SIGTERM received",
            Signal::Hangup => "cancelled: SIGHUP received",
        });
    }

    /// Starts a task for each entry.
    async fn start_all(self: &Arc<Self>, tasks: &mut JoinSet<()>) -> Result<(), Failure> {
        if self.paths.is_stream {
            return self.stream(tasks);
        }
        let mut taken: Option<Arc<Fields>> = None;
        let mut entries = self.entries()?;
        // If a conflict ends the command, the next entry is checked before a transfer starts.
        let looks_ahead = self.is_compared() && self.job.given.text("case-conflict") == Some("error");
        let mut held = if looks_ahead { entries.next().await? } else { None };
        loop {
            let next = entries.next().await?;
            let current = if looks_ahead { std::mem::replace(&mut held, next) } else { next };
            let Some(entry) = current else { break };
            if !self.is_wanted(&entry) {
                continue;
            }
            let values = match &taken {
                Some(values) => Arc::clone(values),
                None => Arc::new(requests::values(&self.job.given, self.paths.action, &self.job.client)?),
            };
            taken = Some(Arc::clone(&values));
            if self.job.given.has("dryrun") {
                self.job.report.dry_run(&self.line(&entry));
                continue;
            }
            while tasks.len() >= self.job.settings.max_requests {
                tasks.join_next().await;
            }
            self.job.report.queue(if entry.action == Action::Delete { 0 } else { entry.size.unwrap_or(0) });
            let run = Arc::clone(self);
            tasks.spawn(async move { run.one(entry, &values).await });
        }
        Ok(())
    }

    /// Starts the transfer of standard input or output.
    fn stream(self: &Arc<Self>, tasks: &mut JoinSet<()>) -> Result<(), Failure> {
        let taken = requests::values(&self.job.given, self.paths.action, &self.job.client)?;
        let run = Arc::clone(self);
        let path = uri::without_scheme(if self.paths.from == STREAM { &self.paths.to } else { &self.paths.from });
        let path = match path.ends_with('/') && self.paths.from == STREAM {
            true => format!("{path}{STREAM}"),
            false => path.to_owned(),
        };
        self.job.report.queue(0);
        tasks.spawn(async move {
            let (done, line) = match run.paths.action {
                Action::Upload => (upload::upload_stream(&run.job, &path, &taken).await, format!("- to s3://{path}")),
                _ => {
                    let done = run.job.unless_cancelled(download::download_stream(&run.job, &path, &taken)).await;
                    (done, format!("s3://{path} to -"))
                }
            };
            run.end(run.paths.action.word(), &line, 0, done);
        });
        Ok(())
    }

    /// The entries that require an action.
    fn entries(&self) -> Result<Selected, Failure> {
        let is_tree = self.job.given.is_tree();
        let forward = self.paths.forward(is_tree);
        let source = Filtered {
            entries: self.list(forward, self.paths.action, &self.job.source)?,
            filters: self.filters.clone(),
        };
        if self.job.given.verb() != Verb::Sync && !self.is_compared() {
            return Ok(Selected::All(source));
        }
        let backward = self.paths.backward(is_tree);
        let destination = self.list(backward, Action::Delete, &self.job.client)?;
        let destination = Filtered { entries: destination, filters: self.filters.clone() };
        let comparison = Comparison::new(&self.job.given, source.spawn(), destination.spawn(), self.ongoing.clone());
        Ok(Selected::Compared(Box::new(comparison)))
    }

    /// Whether a copy is compared with the destination, to find names that differ only by case.
    fn is_compared(&self) -> bool {
        minds_case(&self.job.given, &self.paths) && !uri::is_directory_bucket(uri::parts(&self.paths.from).0)
    }

    /// Lists one side.
    fn list(&self, mapping: Mapping, action: Action, client: &Client) -> Result<Entries, Failure> {
        let (sender, entries) = mpsc::channel(AHEAD);
        match mapping.from_place {
            Place::Local => {
                let walk = Walk {
                    mapping,
                    action,
                    follows_symlinks: self.job.given.follows_symlinks(),
                    report: self.job.report.clone(),
                    entries: sender,
                };
                tokio::task::spawn_blocking(move || walk.run());
            }
            Place::S3 => {
                let listing = Listing {
                    client: client.clone(),
                    mapping,
                    action,
                    page_size: self.job.given.number("page-size"),
                    payer: self.job.given.text("request-payer").map(str::to_owned),
                    head: requests::head(&self.job.given, self.paths.action)?,
                    entries: sender,
                };
                tokio::spawn(listing.run());
            }
        }
        Ok(entries)
    }

    /// Whether an entry is transferred. Warns about entries that cannot be.
    fn is_wanted(&self, entry: &Entry) -> bool {
        if matches!(entry.action, Action::Download | Action::Copy) && self.is_archived(entry) {
            return false;
        }
        if entry.action == Action::Download && leaves_directory(&entry.name) {
            self.job.report.warn_skipped(&entry.name, "File references a parent directory.");
            return false;
        }
        let keeps = self.job.given.has("no-overwrite") && self.job.given.verb() != Verb::Sync;
        !(entry.action == Action::Download && keeps && Path::new(&entry.to).exists())
    }

    fn is_archived(&self, entry: &Entry) -> bool {
        if self.job.given.has("force-glacier-transfer") || !entry.is_archived() {
            return false;
        }
        if !self.job.given.has("ignore-glacier-warnings") {
            let (program, word) = (self.job.client.program(), entry.action.word());
            let reason = format!(
                "Object is of storage class GLACIER. Unable to perform {word} operations on GLACIER objects. You must \
                 restore the object to be able to perform the operation. See {program} {word} help for additional \
                 parameter options to ignore or force these transfers."
            );
            self.job.report.warn_skipped(&format!("s3://{}", entry.from), &reason);
        }
        true
    }

    /// Makes one transfer.
    async fn one(self: Arc<Self>, entry: Entry, taken: &Fields) {
        let done = match entry.action {
            // These check for cancellation themselves, because they may have started an upload.
            Action::Upload => upload::upload(&self.job, &entry, taken).await,
            Action::Copy => copy::copy(&self.job, &entry, taken).await,
            Action::Download => self.job.unless_cancelled(download::download(&self.job, &entry, taken)).await,
            Action::Delete => self.job.unless_cancelled(delete::delete(&self.job.client, &entry, taken)).await,
        };
        let done = match done {
            Ok(()) if self.job.given.verb() == Verb::Mv => self.remove_source(&entry, taken).await,
            done => done,
        };
        self.ongoing.remove(&entry.name);
        let (from, to) = self.places(&entry);
        let line = if to.is_empty() { from } else { format!("{from} to {to}") };
        self.end(self.word(&entry), &line, entry.size.unwrap_or(0), done);
    }

    /// Reports the outcome of a transfer.
    fn end(&self, word: &str, line: &str, size: u64, done: Result<(), Failure>) {
        match done {
            Ok(()) => self.job.report.success(&format!("{word}: {line}")),
            Err(Failure::Interrupted | Failure::Printed) => {}
            Err(failure) if code(&failure) == Some("PreconditionFailed") => self.job.report.skip(),
            Err(failure) => self.job.report.failure(&format!("{word} failed: {line} {}", failure.sentence()), size),
        }
    }

    async fn remove_source(&self, entry: &Entry, taken: &Fields) -> Result<(), Failure> {
        match entry.place {
            Place::Local => delete::remove_file(&entry.from),
            Place::S3 => delete::object(&self.job.source, &entry.from, taken).await,
        }
    }

    fn word(&self, entry: &Entry) -> &'static str {
        if self.job.given.verb() == Verb::Mv { "move" } else { entry.action.word() }
    }

    /// Source and destination as shown in messages.
    fn places(&self, entry: &Entry) -> (String, String) {
        let shown = |path: &str, place| match place {
            Place::Local => relative(path),
            Place::S3 => format!("s3://{path}"),
        };
        let to = match entry.action {
            Action::Upload | Action::Copy => shown(&entry.to, Place::S3),
            Action::Download => shown(&entry.to, Place::Local),
            Action::Delete => String::new(),
        };
        (shown(&entry.from, entry.place), to)
    }

    fn line(&self, entry: &Entry) -> String {
        let (from, to) = self.places(entry);
        let word = self.word(entry);
        if to.is_empty() { format!("{word}: {from}") } else { format!("{word}: {from} to {to}") }
    }
}

/// Waits for all tasks.
async fn wait_for(tasks: &mut JoinSet<()>) {
    while tasks.join_next().await.is_some() {}
}

/// Waits for a future, unless a signal to end comes first.
async fn unless_ended<T>(signals: &mut Signals, future: impl Future<Output = T>) -> Result<T, Signal> {
    let mut future = pin!(future);
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Ok(done)),
        Poll::Pending => signals.poll(cx).map(Err),
    })
    .await
}

/// Whether a name leads outside of its directory.
fn leaves_directory(name: &str) -> bool {
    let mut depth = 0_usize;
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            _ => depth += 1,
        }
    }
    false
}
