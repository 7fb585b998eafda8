//! Splits a command line into words, without a shell.

/// The meaning of quotes and backslashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Both kinds of quotes group words. A backslash escapes the next character, but inside double quotes only a double
    /// quote or backslash.
    Unix,
    /// Double quotes group words. A backslash is part of a path, except before a double quote.
    Windows,
}

impl Style {
    /// The style of the current system.
    pub fn of_system() -> Self {
        if cfg!(windows) { Self::Windows } else { Self::Unix }
    }
}

/// Splits a command.
///
/// # Errors
///
/// A quote is not closed, or the command ends with a backslash.
pub fn split(command: &str, style: Style) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    // `None` between words. An empty string is a word of only quotes so far.
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = command.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        match c {
            _ if quote == Some(c) => quote = None,
            '"' if quote.is_none() => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            '\'' if quote.is_none() && style == Style::Unix => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            '\\' if is_escape(style, quote, next) => match characters.next() {
                Some(escaped) => word.get_or_insert_default().push(escaped),
                None => return Err("ends with a backslash"),
            },
            c if c.is_whitespace() && quote.is_none() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        return Err("a quote is not closed");
    }
    words.extend(word);
    Ok(words)
}

/// Whether a backslash escapes the next character.
fn is_escape(style: Style, quote: Option<char>, next: Option<char>) -> bool {
    match (style, quote) {
        (Style::Windows, _) => next == Some('"'),
        (Style::Unix, Some('\'')) => false,
        (Style::Unix, Some(_)) => matches!(next, Some('"' | '\\')),
        (Style::Unix, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Style, split};

    #[test]
    fn commands_are_split() {
        let cases: [(&str, &[&str], &[&str]); 7] = [
            ("a  b\tc\n", &["a", "b", "c"], &["a", "b", "c"]),
            (r#""/two words/x" --y"#, &["/two words/x", "--y"], &["/two words/x", "--y"]),
            ("'a b' c", &["a b", "c"], &["'a", "b'", "c"]),
            (r#"C:\x\y.exe "C:\two words\z""#, &["C:xy.exe", r"C:\two words\z"], &[r"C:\x\y.exe", r"C:\two words\z"]),
            (r#"a\ b "c\"d" ''"#, &["a b", "c\"d", ""], &["a\\", "b", "c\"d", "''"]),
            ("", &[], &[]),
            (r#"a"b c"d"#, &["ab cd"], &["ab cd"]),
        ];
        for (command, unix, windows) in cases {
            assert_eq!(split(command, Style::Unix).expect(command), unix, "{command}");
            assert_eq!(split(command, Style::Windows).expect(command), windows, "{command}");
        }
        assert_eq!(split("a \"b", Style::Unix), Err("a quote is not closed"));
        assert_eq!(split("a \\", Style::Unix), Err("ends with a backslash"));
    }
}
