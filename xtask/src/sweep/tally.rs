//! Test counts.

/// The number of tests by result.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub passed: usize,
    pub failed: usize,
    /// Tests that do not match their model, or that test something unsupported.
    pub skipped: usize,
}
