//! Makes many concurrent calls to a server that fails at random in every possible way, and checks that no call is lost
//! or repeated.
//!
//! Every call has a number in its user name. The server records what it did with each attempt, the client's hook
//! records what the client observed, and both are compared when the call ends. Records of completed calls are dropped,
//! so that memory has no reason to grow.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tinsmith_iam::Client;
use tinsmith_iam::config::retry::RetryConfig;
use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_iam::config::{Config, Credentials, Region};
use tinsmith_iam::types::StatusType;
use tinsmith_tests::server::{Act, Seen, Server};

/// The maximum number of attempts of a call.
const MAX_ATTEMPTS: u32 = 3;

/// The duration of a soak.
#[derive(Clone, Copy)]
pub struct Plan {
    /// The number of calls after which it ends,
    pub calls: u64,
    /// or the time after which it ends.
    pub time: Duration,
    /// The number of concurrent calls.
    pub at_once: usize,
}

/// The result of a soak.
#[derive(Debug)]
pub struct Report {
    pub calls: u64,
    pub succeeded: u64,
    /// The number of calls that failed after their last attempt.
    pub failed: u64,
    pub attempts: u64,
    /// The number of attempts by the server's action.
    pub acts: Vec<(&'static str, u64)>,
    /// Violations of the retry policy: the first twenty.
    pub breaches: Vec<String>,
    /// The memory of this process after a fifth of the calls and at the end, in KiB; zero if it is unknown.
    pub memory: (u64, u64),
    pub time: Duration,
}

impl Report {
    /// Whether memory did not grow: by less than a tenth and 4 MiB.
    pub fn is_flat(&self) -> bool {
        let (warm, end) = self.memory;
        end <= warm + warm / 10 + 4096
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { calls, succeeded, failed, attempts, memory: (warm, end), .. } = self;
        writeln!(f, "{calls} calls in {:.1} s, {succeeded} succeeded, {failed} failed", self.time.as_secs_f64())?;
        writeln!(f, "{attempts} attempts: {:?}", self.acts)?;
        writeln!(f, "memory {warm} KiB when warm, {end} KiB at the end")?;
        write!(f, "{} breaches of the retry policy", self.breaches.len())?;
        self.breaches.iter().try_for_each(|it| write!(f, "\n{it}"))
    }
}

/// The server's actions for an attempt, and their frequency per thousand. The rest succeeds.
const FAULTS: [(&str, u32); 8] = [
    ("500", 40),
    ("503", 30),
    ("throttled", 30),
    ("reset after", 30),
    ("broken off", 20),
    ("slow", 20),
    ("stalled", 1),
    ("silent", 1),
];
const SUCCESS: &str = "ok";
/// The number of connections per thousand that are closed before reading anything.
const REFUSED: u32 = 50;

/// The server's actions for the attempts of a call, by number.
type Attempts = Vec<(u32, &'static str)>;

#[derive(Default)]
struct Books {
    open: HashMap<u64, Attempts>,
    acts: HashMap<&'static str, u64>,
    breaches: Vec<String>,
}

fn lock(books: &Mutex<Books>) -> MutexGuard<'_, Books> {
    books.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Books {
    fn breach(&mut self, what: String) {
        if self.breaches.len() < 20 {
            self.breaches.push(what);
        }
    }

    /// Records an attempt and selects the action.
    fn note(&mut self, seen: &Seen) -> Act {
        let call = seen.body.split_once("UserName=call-").map(|(_, rest)| rest.split('&').next().unwrap_or(rest));
        let header = seen.header("amz-sdk-request").unwrap_or_default();
        let attempt = header.split("; ").find_map(|it| it.strip_prefix("attempt="));
        let numbers = call.and_then(|it| it.parse().ok()).zip(attempt.and_then(|it| it.parse().ok()));
        let Some((call, attempt)) = numbers else {
            self.breach(format!("a request without numbers: {header}"));
            return Act::ok();
        };
        let (name, act) = choose();
        *self.acts.entry(name).or_default() += 1;
        match self.open.get_mut(&call) {
            Some(attempts) => attempts.push((attempt, name)),
            None => self.breach(format!("call {call}: attempt {attempt} arrived after the call's end")),
        }
        act
    }

    /// Compares both sides of a completed call.
    fn close(&mut self, call: u64, is_ok: bool, made: u32) {
        let attempts = self.open.remove(&call).unwrap_or_default();
        let is_done = |name: &str| name == SUCCESS || name == "slow";
        let done = attempts.iter().filter(|(_, name)| is_done(name)).count();
        let is_in_order = attempts.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let why = match () {
            () if attempts.len() > made as usize || made > MAX_ATTEMPTS => "more attempts than the policy allows",
            () if !is_in_order => "an attempt arrived twice, or late",
            () if is_ok && done != 1 => "it succeeded, and the server did not let it once",
            () if is_ok && !attempts.last().is_some_and(|(_, name)| is_done(name)) => "it went on after its success",
            () if !is_ok && done > 0 => "it failed, and the server let it succeed",
            () if !is_ok && made != MAX_ATTEMPTS => "it was given up before its last attempt",
            () => return,
        };
        self.breach(format!("call {call}: {why}; the client made {made} attempts, the server saw {attempts:?}"));
    }
}

fn choose() -> (&'static str, Act) {
    let body = "<UpdateAccessKeyResponse/>".to_owned();
    let mut chance = fastrand::u32(..1000);
    for (name, share) in FAULTS {
        if chance < share {
            let act = match name {
                "500" => Act::error(500, "ServiceFailure"),
                "503" => Act::Answer(503, Vec::new(), "<html>busy</html>".to_owned()),
                "throttled" => Act::error(400, "Throttling"),
                "reset after" => Act::ResetAfterRequest,
                "broken off" => Act::BreakOff(body),
                "slow" => Act::Trickle(body, Duration::from_millis(2)),
                "stalled" => Act::Stall(body),
                _ => Act::Hang,
            };
            return (name, act);
        }
        chance -= share;
    }
    (SUCCESS, Act::ok())
}

/// Runs a soak.
pub async fn run(plan: Plan) -> Report {
    let books = Arc::new(Mutex::new(Books::default()));
    let client = Client::from_conf(config(&serve(&books)));
    let started = Instant::now();
    let totals = Arc::new(Totals::default());
    let mut tasks = Vec::new();
    for _ in 0..plan.at_once {
        let (client, books, totals) = (client.clone(), books.clone(), totals.clone());
        tasks.push(tokio::spawn(async move {
            while started.elapsed() < plan.time {
                let number = totals.started.fetch_add(1, Ordering::Relaxed);
                if number >= plan.calls {
                    return;
                }
                call(&client, &books, number, &totals).await;
                totals.weigh(plan, started);
            }
        }));
    }
    for task in tasks {
        task.await.expect("a task does not panic");
    }
    let (succeeded, failed) = (totals.succeeded.load(Ordering::Relaxed), totals.failed.load(Ordering::Relaxed));
    let mut books = lock(&books);
    for call in books.open.keys().copied().collect::<Vec<_>>() {
        books.breach(format!("call {call} is lost"));
    }
    let mut acts: Vec<_> = books.acts.iter().map(|(name, count)| (*name, *count)).collect();
    acts.sort_unstable();
    Report {
        calls: succeeded + failed,
        succeeded,
        failed,
        attempts: totals.attempts.load(Ordering::Relaxed),
        acts,
        breaches: std::mem::take(&mut books.breaches),
        memory: (totals.warm.load(Ordering::Relaxed), memory()),
        time: started.elapsed(),
    }
}

fn serve(books: &Arc<Mutex<Books>>) -> Server {
    let books = books.clone();
    Server::start_deciding(move |seen| match seen {
        Some(seen) => lock(&books).note(seen),
        None if fastrand::u32(..1000) < REFUSED => Act::ResetBeforeRequest,
        None => Act::ok(),
    })
}

/// Makes a call, from opening its record to closing it.
async fn call(client: &Client, books: &Mutex<Books>, number: u64, totals: &Totals) {
    lock(books).open.insert(number, Attempts::new());
    let made = Arc::new(AtomicU32::new(0));
    let counter = made.clone();
    let watched = Config::builder().on_attempt(move |it| counter.store(it.number, Ordering::Relaxed));
    let call = client.update_access_key().user_name(format!("call-{number}")).access_key_id("AKIAIOSFODNN7EXAMPLE");
    let outcome = call.status(StatusType::Active).customize().config_override(watched).send().await;
    let made = made.load(Ordering::Relaxed);
    lock(books).close(number, outcome.is_ok(), made);
    let total = if outcome.is_ok() { &totals.succeeded } else { &totals.failed };
    total.fetch_add(1, Ordering::Relaxed);
    totals.attempts.fetch_add(u64::from(made), Ordering::Relaxed);
}

fn config(server: &Server) -> Config {
    let retries = RetryConfig::standard().with_max_attempts(MAX_ATTEMPTS);
    Config::builder()
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
        .endpoint_url(server.url())
        .retry_config(retries.with_initial_backoff(Duration::from_millis(1)))
        // A response that arrives too late on a busy machine would look like a violation.
        .timeout_config(TimeoutConfig::builder().read_timeout(Duration::from_secs(4)).build())
        .build()
}

#[derive(Default)]
struct Totals {
    started: AtomicU64,
    succeeded: AtomicU64,
    failed: AtomicU64,
    attempts: AtomicU64,
    warm: AtomicU64,
}

impl Totals {
    /// Measures the memory once, after a fifth of the soak.
    fn weigh(&self, plan: Plan, started: Instant) {
        let is_warm = self.started.load(Ordering::Relaxed) > plan.calls / 5 || started.elapsed() > plan.time / 5;
        if is_warm && self.warm.load(Ordering::Relaxed) == 0 {
            self.warm.store(memory(), Ordering::Relaxed);
        }
    }
}

/// The memory of this process in KiB, if Linux reports it.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    line.and_then(|it| it.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
