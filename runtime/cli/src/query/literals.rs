//! Literals without quotes: `` Keys[?Status==`Active`] ``.
//!
//! JMESPath wants JSON between backticks, but its first edition took a word there for a string
//! (<https://jmespath.org/proposals/improved-literals.html>). The AWS CLI still does, and scripts
//! are full of it, so the quotes that such a literal lacks are put in before the crate parses it.

use std::borrow::Cow;

use jmespath::JmespathError;

use crate::json;

/// An expression whose literals are all JSON.
#[derive(Debug)]
pub(super) struct Quoted<'a> {
    /// the expression
    pub text: Cow<'a, str>,
    /// where, counted in its characters, quotes were put in
    added: Vec<usize>,
}

impl Quoted<'_> {
    /// The column of an error in the expression as the user wrote it.
    pub(crate) fn column(&self, error: &JmespathError) -> usize {
        let line = self.text.chars().take(error.offset).collect::<Vec<_>>();
        let start = line.iter().rposition(|c| *c == '\n').map_or(0, |at| at + 1);
        let added = self.added.iter().filter(|at| (start..error.offset).contains(at)).count();
        error.column.saturating_sub(added)
    }
}

/// Puts quotes around every literal that is not JSON but is with them.
pub(super) fn quote(text: &str) -> Quoted<'_> {
    let mut quoted = String::new();
    let mut added = Vec::new();
    let mut copied = 0;
    let mut letters = text.char_indices();
    while let Some((start, mark)) = letters.next() {
        if !matches!(mark, '`' | '\'' | '"') {
            continue;
        }
        let Some(end) = close(&mut letters, mark) else { break };
        let inside = &text[start + 1..end];
        if mark != '`' || !is_bare(inside) {
            continue;
        }
        let word = start + 1 + (inside.len() - inside.trim_start().len());
        for (from, to) in [(copied, word), (word, end)] {
            quoted.push_str(&text[from..to]);
            added.push(quoted.chars().count());
            quoted.push('"');
        }
        copied = end;
    }
    if added.is_empty() {
        return Quoted { text: text.into(), added };
    }
    quoted.push_str(&text[copied..]);
    Quoted { text: quoted.into(), added }
}

/// Goes behind the mark that closes what is open. Its place, if there is one.
fn close(letters: &mut std::str::CharIndices<'_>, mark: char) -> Option<usize> {
    while let Some((at, letter)) = letters.next() {
        if letter == mark {
            return Some(at);
        }
        if letter == '\\' {
            letters.next();
        }
    }
    None
}

/// Whether a literal is JSON only with quotes around it.
fn is_bare(literal: &str) -> bool {
    let literal = literal.replace("\\`", "`");
    json::parse(&literal).is_err() && json::parse(&format!("\"{}\"", literal.trim_start())).is_ok()
}
