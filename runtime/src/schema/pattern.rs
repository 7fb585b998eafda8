//! The value of a `pattern` trait, compiled as far as the generator could.

use std::fmt;
use std::sync::OnceLock;

/// A regular expression that a string must contain a match of.
///
/// Smithy patterns are ECMA-262 expressions, searched and not anchored
/// (<https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait>). `\w`, `\d` and `\s` are
/// ASCII, as on the servers.
pub struct Pattern {
    source: &'static str,
    kind: PatternKind,
    compiled: OnceLock<Option<regress::Regex>>,
}

/// How a [`Pattern`] is matched.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum PatternKind {
    /// One character class, repeated, from the start to the end of the string.
    Class {
        /// bit n is set where the class holds the ASCII character n
        ascii: u128,
        /// the class's other characters, as inclusive ranges of code points
        ranges: &'static [(u32, u32)],
        /// the least number of repetitions
        min: u32,
        /// the most, `u32::MAX` where there is none
        max: u32,
    },
    /// Anything else: searched by an engine. The function is only reachable from a table that
    /// needs it, so that a program without such a pattern does not carry the engine.
    Engine(fn(&Pattern, &str) -> bool),
}

impl Pattern {
    /// A pattern that is one character class from start to end.
    pub const fn class(source: &'static str, ascii: u128, ranges: &'static [(u32, u32)], min: u32, max: u32) -> Self {
        Self { source, kind: PatternKind::Class { ascii, ranges, min, max }, compiled: OnceLock::new() }
    }

    /// Any other pattern.
    pub const fn regex(source: &'static str) -> Self {
        Self { source, kind: PatternKind::Engine(search), compiled: OnceLock::new() }
    }

    /// The expression as the model has it.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// How it is matched.
    pub const fn kind(&self) -> PatternKind {
        self.kind
    }

    /// Whether the text holds a match. An expression that the engine cannot compile matches all:
    /// the service is the judge then.
    pub fn is_match(&self, text: &str) -> bool {
        match self.kind {
            PatternKind::Class { ascii, ranges, min, max } => {
                let mut count = 0u64;
                let fits = text.chars().all(|c| {
                    count += 1;
                    let code = u32::from(c);
                    if code < 128 {
                        ascii >> code & 1 == 1
                    } else {
                        ranges.iter().any(|&(from, to)| (from..=to).contains(&code))
                    }
                });
                fits && count >= u64::from(min) && (max == u32::MAX || count <= u64::from(max))
            }
            PatternKind::Engine(search) => search(self, text),
        }
    }
}

fn search(pattern: &Pattern, text: &str) -> bool {
    let compiled = pattern.compiled.get_or_init(|| regress::Regex::new(pattern.source).ok());
    compiled.as_ref().is_none_or(|regex| regex.find(text).is_some())
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source)
    }
}
