//! Counts of tests.

/// How many tests there were, and what became of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub passed: usize,
    pub failed: usize,
    /// Tests that do not fit the model that carries them, or what can be generated of it.
    pub skipped: usize,
}
