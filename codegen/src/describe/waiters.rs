//! Describes waiters.

use tinsmith_pack::description::{self, Acceptor, Expected};

use super::Writer;
use crate::ir;
use crate::waiters;

impl Writer<'_> {
    pub(super) fn waiter(&mut self, waiter: &ir::Waiter) -> description::Waiter {
        let acceptors = waiter
            .rules
            .acceptors
            .iter()
            .map(|it| Acceptor { state: self.text(it.state), matcher: self.matcher(&it.matcher) });
        let acceptors = acceptors.collect();
        description::Waiter {
            name: self.text(&waiter.rules.name),
            about: self.text(&waiter.about),
            min_delay: waiter.rules.min_delay,
            max_delay: waiter.rules.max_delay,
            acceptors,
        }
    }

    fn matcher(&mut self, matcher: &waiters::Matcher) -> description::Matcher {
        use description::Matcher as Described;
        match matcher {
            waiters::Matcher::Success(success) => Described::Success(*success),
            waiters::Matcher::ErrorType(name) => Described::ErrorType(self.text(name)),
            waiters::Matcher::Output(it) => Described::Output(self.expected(it)),
            waiters::Matcher::InputOutput(it) => Described::InputOutput(self.expected(it)),
        }
    }

    fn expected(&mut self, it: &waiters::Expected) -> Expected {
        Expected { path: self.text(&it.path), comparator: self.text(it.comparator), value: self.text(&it.value) }
    }
}
