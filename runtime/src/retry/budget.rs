//! The token budget that limits a client's retries.

use std::sync::atomic::{AtomicU32, Ordering};

/// The initial and maximum number of tokens.
const CAPACITY: u32 = 500;
/// The cost of a retry.
const RETRY: u32 = 5;
/// The cost of a retry after a timeout, which may have held a connection and the server for long.
const TIMEOUT: u32 = 10;
/// What a call without a retry gives back.
const SUCCESS: u32 = 1;

/// The retry budget of a client, shared by its clones.
#[derive(Debug)]
pub struct Budget(AtomicU32);

/// The tokens taken for one retry. They are given back if it succeeds.
#[derive(Debug)]
pub struct Spent(u32);

impl Budget {
    /// Creates a full budget.
    pub fn new() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Takes the tokens for a retry, if enough are left.
    pub fn spend(&self, after_timeout: bool) -> Option<Spent> {
        let cost = if after_timeout { TIMEOUT } else { RETRY };
        let take = |left: u32| left.checked_sub(cost);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok().map(|_| Spent(cost))
    }

    /// Records that a call succeeded, after a retry that cost these tokens or without one.
    pub fn succeed(&self, last: Option<Spent>) {
        let back = last.map_or(SUCCESS, |it| it.0);
        // The budget of a healthy client is full, so there is nothing to write.
        let give = |left: u32| (left < CAPACITY).then(|| (left + back).min(CAPACITY));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    fn spend_all(budget: &Budget, after_timeout: bool) -> usize {
        std::iter::from_fn(|| budget.spend(after_timeout)).count()
    }

    #[test]
    fn a_budget_is_finite() {
        assert_eq!(spend_all(&Budget::new(), false), 100);
        assert_eq!(spend_all(&Budget::new(), true), 50);
    }

    #[test]
    fn success_gives_back_what_the_last_retry_cost() {
        let budget = Budget::new();
        let last = std::iter::from_fn(|| budget.spend(true)).last();
        budget.succeed(last);
        assert_eq!(spend_all(&budget, false), 2);
        for _ in 0..7 {
            budget.succeed(None);
        }
        assert_eq!(spend_all(&budget, false), 1);
    }

    #[test]
    fn a_full_budget_does_not_grow() {
        let budget = Budget::new();
        budget.succeed(None);
        assert_eq!(spend_all(&budget, false), 100);
    }
}
