//! Splits a command line like a shell, up to the cursor.

/// A line that ends at the cursor.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Line {
    /// The words before the current one, including the program's name.
    pub before: Vec<String>,
    /// The typed part of the current word.
    pub current: String,
    /// The length of the part that bash leaves alone: it starts a new word after quotes, colons and equals signs.
    kept: usize,
    /// The open quote.
    quote: Option<char>,
}

impl Line {
    /// Splits a line. Variables are not expanded.
    pub(crate) fn split(text: &str) -> Self {
        let mut line = Self::default();
        let mut begun = false;
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match (line.quote, letter) {
                (Some(quote), letter) if letter == quote => line.quote = None,
                (Some('"'), '\\') => line.escaped(letters.next(), true),
                (Some(_), letter) => line.current.push(letter),
                (None, '\'' | '"') => {
                    begun = true;
                    line.quote = Some(letter);
                    line.kept = line.current.len();
                }
                (None, '\\') => {
                    begun = true;
                    line.escaped(letters.next(), false);
                }
                (None, letter) if letter.is_whitespace() => {
                    if std::mem::take(&mut begun) {
                        line.before.push(std::mem::take(&mut line.current));
                        line.kept = 0;
                    }
                }
                (None, letter) => {
                    begun = true;
                    line.current.push(letter);
                    if matches!(letter, ':' | '=') {
                        line.kept = line.current.len();
                    }
                }
            }
        }
        line
    }

    /// Adds the character after a backslash, which inside quotes may be literal.
    fn escaped(&mut self, letter: Option<char>, quoted: bool) {
        let Some(letter) = letter else { return };
        if quoted && !matches!(letter, '"' | '\\' | '$' | '`') {
            self.current.push('\\');
        }
        self.current.push(letter);
    }

    /// The replacement for what bash considers the current word: a candidate without the kept part, escaped unless
    /// there are quotes.
    pub(crate) fn tail(&self, candidate: &str) -> String {
        let tail = candidate.get(self.kept..).unwrap_or(candidate);
        if self.quote.is_some() {
            return tail.to_owned();
        }
        let special = |c: char| c.is_whitespace() || "\\'\"`$&|;<>()*?[]{}!#".contains(c);
        tail.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_as_shells_do() {
        for (text, before, current) in [
            ("", &[][..], ""),
            ("iam", &[], "iam"),
            ("iam ", &["iam"], ""),
            ("iam  a\tb", &["iam", "a"], "b"),
            ("iam 'a b' c", &["iam", "a b"], "c"),
            ("iam 'a b", &["iam"], "a b"),
            (r#"iam "a\"b\c" d\ e"#, &["iam", r#"a"b\c"#], "d e"),
            ("iam '' x", &["iam", ""], "x"),
            ("iam ''", &["iam"], ""),
            ("iam --a=b", &["iam"], "--a=b"),
            ("iam \\", &["iam"], ""),
            ("iam 'it'\\''s' ", &["iam", "it's"], ""),
        ] {
            let line = Line::split(text);
            assert_eq!(
                (line.before, line.current.as_str()),
                (before.iter().map(|&it| it.to_owned()).collect(), current)
            );
        }
    }

    #[test]
    fn bash_gets_the_part_that_it_replaces() {
        for (text, candidate, tail) in [
            ("iam --st", "--status", "--status"),
            ("iam --status=A", "--status=Active", "Active"),
            ("iam file:///a", "file:///a b/", "///a\\ b/"),
            ("iam 'file:///a", "file:///a b/", "file:///a b/"),
            ("iam x\"a", "xab", "ab"),
        ] {
            assert_eq!(Line::split(text).tail(candidate), tail, "{text}");
        }
    }
}
