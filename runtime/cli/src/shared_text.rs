//! Edits the text of the shared AWS files. Lines that are not changed keep all their bytes.
//!
//! Lines are parsed like in [`tinsmith_runtime::profile`]: sections may be indented and repeated, a line that is indented
//! deeper than a key continues its value, and a comment may follow a value. New lines are placed as the AWS CLI places
//! them.

use zeroize::Zeroizing;

/// The text of a shared file.
pub struct SharedText {
    lines: Vec<Line>,
    /// What most lines end with.
    ending: &'static str,
}

/// A line with its end. Values may be secret.
struct Line {
    text: Zeroizing<String>,
    kind: Kind,
}

enum Kind {
    /// The header of the section with this name.
    Header(String),
    /// A key, in lower case.
    Key(String),
    /// A line that continues the value of the key above it.
    Continuation,
    /// A blank line, a comment, or a line that cannot be parsed.
    Other,
}

impl SharedText {
    /// Parses a text.
    pub fn parse(text: &str) -> Self {
        let of_windows = text.matches("\r\n").count();
        let is_of_windows = of_windows > text.matches('\n').count() - of_windows;
        // The indentation of the key that deeper lines continue.
        let mut key: Option<usize> = None;
        let lines = text.split_inclusive('\n').enumerate().map(|(index, line)| {
            let plain = if index == 0 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line };
            let kind = kind(plain, key);
            match &kind {
                Kind::Key(_) => key = Some(indent(plain).len()),
                Kind::Header(_) => key = None,
                Kind::Continuation | Kind::Other => {}
            }
            Line { text: Zeroizing::new(line.to_owned()), kind }
        });
        Self { lines: lines.collect(), ending: if is_of_windows { "\r\n" } else { "\n" } }
    }

    /// The names of the sections, in order.
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|line| match &line.kind {
            Kind::Header(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The lines, counted from 1, of the headers of a section.
    pub fn headers_of(&self, section: &str) -> Vec<usize> {
        let is_it = |line: &Line| matches!(&line.kind, Kind::Header(name) if is_same(name, section));
        (1..).zip(&self.lines).filter(|(_, line)| is_it(line)).map(|(number, _)| number).collect()
    }

    /// The lines, counted from 1, that set a key of a section.
    pub fn lines_of(&self, section: &str, key: &str) -> Vec<usize> {
        self.find(section, key).into_iter().map(|index| index + 1).collect()
    }

    /// Sets a key of a section, wherever it is set. Everything around the value stays, including a comment.
    pub fn set(&mut self, section: &str, key: &str, value: &str) {
        let found = self.find(section, key);
        for &index in &found {
            self.lines[index].text = with_value(&self.lines[index].text, value);
        }
        for index in found.iter().rev() {
            self.remove_continuation(*index);
        }
        if found.is_empty() {
            self.add(section, key, &[&format!("{key} = {value}")]);
        }
    }

    /// Sets a key nested below another key of a section.
    pub fn set_nested(&mut self, section: &str, key: &str, name: &str, value: &str) {
        let Some(&at) = self.find(section, key).last() else {
            return self.add(section, key, &[&format!("{key} ="), &format!("    {name} = {value}")]);
        };
        let end = self.end_of(at);
        let nested = at + 1..end;
        let found = nested.rev().find(|index| key_of(&self.lines[*index].text).is_some_and(|it| it.trim() == name));
        match found {
            Some(index) => self.lines[index].text = with_value(&self.lines[index].text, value),
            None => self.insert(end, Kind::Continuation, &format!("    {name} = {value}")),
        }
    }

    /// Removes a key of a section, wherever it is set. Comments stay.
    pub fn remove(&mut self, section: &str, key: &str) {
        for index in self.find(section, key).into_iter().rev() {
            self.remove_continuation(index);
            self.lines.remove(index);
        }
    }

    /// The text.
    pub fn into_text(self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(self.lines.iter().map(|it| it.text.len()).sum()));
        self.lines.iter().for_each(|line| text.push_str(&line.text));
        text
    }

    /// The indices of the lines that set a key of a section.
    fn find(&self, section: &str, key: &str) -> Vec<usize> {
        let mut is_inside = false;
        let mut found = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            match &line.kind {
                Kind::Header(name) => is_inside = is_same(name, section),
                Kind::Key(name) if is_inside && name.eq_ignore_ascii_case(key) => found.push(index),
                _ => {}
            }
        }
        found
    }

    /// The index after a key and the lines that continue its value.
    fn end_of(&self, key: usize) -> usize {
        let is_more = |line: &&Line| matches!(line.kind, Kind::Continuation | Kind::Other);
        let count = self.lines[key + 1..].iter().take_while(is_more).count();
        let follow = &self.lines[key + 1..key + 1 + count];
        let last = follow.iter().rposition(|line| matches!(line.kind, Kind::Continuation));
        last.map_or(key + 1, |last| key + last + 2)
    }

    fn remove_continuation(&mut self, key: usize) {
        for index in (key + 1..self.end_of(key)).rev() {
            if matches!(self.lines[index].kind, Kind::Continuation) {
                self.lines.remove(index);
            }
        }
    }

    /// Adds a key with its lines to a section, after the section's last key. Adds the section if there is none.
    fn add(&mut self, section: &str, key: &str, lines: &[&str]) {
        let header = self.lines.iter().position(|it| matches!(&it.kind, Kind::Header(name) if is_same(name, section)));
        let header = header.unwrap_or_else(|| {
            let end = self.lines.len();
            self.insert(end, Kind::Header(section.to_owned()), &format!("[{section}]"));
            end
        });
        let rest = &self.lines[header + 1..];
        let rest = &rest[..rest.iter().position(|it| matches!(it.kind, Kind::Header(_))).unwrap_or(rest.len())];
        let keys = || rest.iter().enumerate().filter(|(_, line)| matches!(line.kind, Kind::Key(_)));
        let first = keys().next().map(|(_, line)| indent(&line.text).to_owned()).unwrap_or_default();
        let at = keys().next_back().map_or(header + 1, |(offset, _)| self.end_of(header + 1 + offset));
        for (index, line) in lines.iter().enumerate() {
            let kind = if index == 0 { Kind::Key(key.to_ascii_lowercase()) } else { Kind::Continuation };
            self.insert(at + index, kind, &format!("{first}{line}"));
        }
    }

    fn insert(&mut self, at: usize, kind: Kind, line: &str) {
        if let Some(before) = at.checked_sub(1).and_then(|it| self.lines.get_mut(it))
            && !before.text.ends_with('\n')
        {
            before.text.push_str(self.ending);
        }
        self.lines.insert(at, Line { text: Zeroizing::new(format!("{line}{}", self.ending)), kind });
    }
}

fn kind(line: &str, key: Option<usize>) -> Kind {
    let trimmed = line.trim();
    if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
        return Kind::Other;
    }
    if key.is_some_and(|of_key| indent(line).len() > of_key) {
        return Kind::Continuation;
    }
    match trimmed.strip_prefix('[').map(|rest| rest.split_once(']')) {
        Some(Some((name, _))) => Kind::Header(name.trim().to_owned()),
        Some(None) => Kind::Other,
        None => key_of(trimmed).map_or(Kind::Other, |it| Kind::Key(it.trim().to_ascii_lowercase())),
    }
}

/// The spaces at the beginning of a line.
fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// What precedes the `=` of a line or, if it has none, the colon.
fn key_of(line: &str) -> Option<&str> {
    let at = line.find('=').or_else(|| line.find(':'))?;
    Some(&line[..at]).filter(|it| !it.trim().is_empty())
}

/// Whether two names of sections mean the same one: a name after the first word may be in quotes.
fn is_same(one: &str, other: &str) -> bool {
    fn parts(name: &str) -> (&str, &str) {
        let (kind, name) = name.split_once([' ', '\t']).unwrap_or((name, ""));
        let name = name.trim();
        let inner = |quote| name.strip_prefix(quote)?.strip_suffix(quote);
        (kind, inner('"').or_else(|| inner('\'')).unwrap_or(name))
    }
    parts(one) == parts(other)
}

/// The line with another value. Everything around the value stays, including a comment.
fn with_value(line: &str, value: &str) -> Zeroizing<String> {
    let Some(key) = key_of(line) else { return Zeroizing::new(line.to_owned()) };
    let (key, rest) = line.split_at(key.len() + 1);
    let (rest, end) = rest.split_at(rest.trim_end_matches(['\r', '\n']).len());
    let is_space = |byte: u8| byte == b' ' || byte == b'\t';
    let mut pairs = rest.bytes().zip(rest.bytes().skip(1));
    let comment = pairs.position(|(space, sign)| is_space(space) && (sign == b'#' || sign == b';'));
    let (old, comment) = rest.split_at(comment.unwrap_or(rest.len()));
    let front = &old[..old.len() - old.trim_start().len()];
    let back = if front.len() == old.len() { "" } else { &old[old.trim_end().len()..] };
    Zeroizing::new([key, front, value, back, comment, end].concat())
}

#[cfg(test)]
mod tests;
