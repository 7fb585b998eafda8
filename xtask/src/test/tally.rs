//! Counts test results.

use std::fmt;
use std::fs;
use std::path::Path;

/// A skipped test and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Skip {
    name: String,
    reason: String,
}

impl Skip {
    /// Creates a skip.
    pub(super) fn new(name: &str, reason: &str) -> Self {
        Self { name: name.to_owned(), reason: reason.to_owned() }
    }
}

/// The number of passed tests, and the failed and skipped ones.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    passed: usize,
    /// Failures without a name.
    unnamed: usize,
    failures: Vec<String>,
    skips: Vec<Skip>,
}

impl Tally {
    /// Counts passed tests.
    pub(super) fn passed(&mut self, count: usize) {
        self.passed += count;
    }

    /// Counts a failure by name.
    pub(super) fn failed(&mut self, name: &str) {
        self.failures.push(name.to_owned());
    }

    /// Counts failures without names.
    pub(super) fn failed_unnamed(&mut self, count: usize) {
        self.unnamed += count;
    }

    /// Counts a skipped test.
    pub(super) fn skipped(&mut self, skip: Skip) {
        self.skips.push(skip);
    }

    /// Adds the counts of another tally.
    pub(super) fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.unnamed += other.unnamed;
        self.failures.extend(other.failures);
        self.skips.extend(other.skips);
    }

    /// The number of failures.
    pub(super) fn failures(&self) -> usize {
        self.failures.len() + self.unnamed
    }

    /// Whether at least one test ran and none failed.
    pub(super) fn is_success(&self) -> bool {
        self.failures() == 0 && self.passed > 0
    }

    /// Counts tests as skipped that recorded themselves in a file, one `name<tab>reason` per line.
    ///
    /// The test framework has no way to skip a test at run time: such a test returns early and counts as passed. The
    /// file is emptied for the next runner.
    pub(super) fn take_skips_from(&mut self, file: &Path) {
        let Ok(text) = fs::read_to_string(file) else { return };
        for line in text.lines() {
            let (name, reason) = line.split_once('\t').unwrap_or((line, "no reason given"));
            self.passed = self.passed.saturating_sub(1);
            self.skipped(Skip::new(name, reason));
        }
        // If the file cannot be emptied, the next tally counts the same tests again: more skips than there were, never
        // fewer.
        let _ = fs::write(file, "");
    }

    /// Prints the names of failed and skipped tests.
    pub(super) fn print_names(&self) {
        if !self.failures.is_empty() {
            println!("\nFailed:");
            self.failures.iter().for_each(|name| println!("  {name}"));
        }
        if !self.skips.is_empty() {
            println!("\nSkipped:");
            self.skips.iter().for_each(|skip| println!("  {}: {}", skip.name, skip.reason));
        }
        println!();
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failures(), self.skips.len())
    }
}
