//! Evaluates license expressions (<https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/>).

/// Whether the allowed licenses satisfy an expression. `WITH` and the exception after it are ignored, because
/// exceptions only grant more permissions. A slash means `OR`, as in old crates. Invalid expressions are not satisfied.
pub(super) fn is_met(expression: &str, is_allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = Words { words: spaced.split_whitespace().collect(), at: 0, is_allowed };
    let is_met = words.any();
    words.at == words.words.len() && is_met
}

struct Words<'a> {
    words: Vec<&'a str>,
    at: usize,
    is_allowed: &'a dyn Fn(&str) -> bool,
}

impl Words<'_> {
    fn take(&mut self, word: &str) -> bool {
        let is_next = self.words.get(self.at) == Some(&word);
        self.at += usize::from(is_next);
        is_next
    }

    /// `OR` binds less strongly than `AND`.
    fn any(&mut self) -> bool {
        let mut is_met = self.all();
        while self.take("OR") {
            is_met |= self.all();
        }
        is_met
    }

    fn all(&mut self) -> bool {
        let mut is_met = self.one();
        while self.take("AND") {
            is_met &= self.one();
        }
        is_met
    }

    fn one(&mut self) -> bool {
        if self.take("(") {
            let is_met = self.any();
            return self.take(")") && is_met;
        }
        let licence = self.words.get(self.at);
        // Advances past the end if a license is missing, so that the expression counts as invalid.
        self.at += 1;
        let is_met = licence.is_some_and(|it| (self.is_allowed)(it));
        if self.take("WITH") {
            self.at += 1;
        }
        is_met
    }
}

#[cfg(test)]
mod tests {
    use super::is_met;

    #[test]
    fn expressions_are_weighed() {
        let cases = [
            ("MIT", true),
            ("GPL-3.0", false),
            ("MIT OR GPL-3.0", true),
            ("GPL-3.0/MIT", true),
            ("GPL-3.0 AND MIT", false),
            ("(GPL-3.0 OR MIT) AND Apache-2.0", true),
            ("GPL-3.0 OR MIT AND GPL-2.0", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", false),
            ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
            ("GPL-3.0 WITH Classpath-exception-2.0", false),
            ("", false),
            ("MIT OR", false),
            ("(MIT", false),
            ("MIT)", false),
            ("MIT Apache-2.0", false),
        ];
        for (expression, expected) in cases {
            assert_eq!(is_met(expression, &|id| ["MIT", "Apache-2.0"].contains(&id)), expected, "{expression}");
        }
    }
}
