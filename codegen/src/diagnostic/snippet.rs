//! Shows diagnostics like rustc, with the source line underlined.

use std::collections::HashMap;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Location, Severity, shorten};

/// The maximum number of bytes shown of a line: a model may be a single line of many megabytes.
const WIDEST: usize = 200;

/// Renders diagnostics with their source lines. Files are read again by the names in the diagnostics; a line that
/// cannot be read is omitted. Control characters in a model's text are escaped.
pub fn render(diagnostics: &Diagnostics, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut files: HashMap<&str, Option<Lines>> = HashMap::new();
    let mut text = String::new();
    for diagnostic in diagnostics {
        let file = diagnostic.location.as_ref().map(|it| it.file.as_str());
        let lines = file.and_then(|file| files.entry(file).or_insert_with(|| Lines::read(file)).as_ref());
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&show(&renderer, diagnostic, lines));
    }
    text
}

fn show(renderer: &Renderer, diagnostic: &Diagnostic, lines: Option<&Lines>) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = match &diagnostic.shape_id {
        Some(id) => format!("{id}: {}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let title = escaped(&title);
    let hint = diagnostic.hint.as_deref().map(escaped);
    let excerpt = diagnostic.location.as_ref().and_then(|place| excerpt(place, lines?));
    let mut group = Group::with_title(level.primary_title(title).id(diagnostic.event_id));
    if let (Some(place), Some((line, span))) = (&diagnostic.location, &excerpt) {
        let snippet = Snippet::source(line).line_start(place.line).path(&place.file);
        group = group.element(snippet.annotation(AnnotationKind::Primary.span(span.clone())));
    } else if let Some(place) = &diagnostic.location {
        group = group.element(annotate_snippets::Origin::path(&place.file).line(place.line).char_column(place.column));
    }
    if let Some(hint) = hint {
        group = group.element(Level::HELP.message(hint));
    }
    renderer.render(&[group])
}

/// The source line of a place, and the range to underline.
fn excerpt(place: &Location, lines: &Lines) -> Option<(String, std::ops::Range<usize>)> {
    let line = lines.get(place.line)?;
    let start = (0..=(place.column - 1).min(line.len())).rev().find(|at| line.is_char_boundary(*at))?;
    // Of a long line, only the part around the place is shown.
    let from = if line.len() > WIDEST { start.saturating_sub(WIDEST / 2) } else { 0 };
    let from = (from..=start).find(|at| line.is_char_boundary(*at))?;
    let to = (from + WIDEST).min(line.len());
    let to = (from..=to).rev().find(|at| line.is_char_boundary(*at))?;
    let before = shown(&line[from..start.min(to)]);
    let length = token(&line[start..]).min(to.saturating_sub(start));
    let at = shown(&line[start..start + length]);
    let after = shown(&line[start + length..to]);
    // A place at the end of a line is underlined with one column.
    let span = before.len()..before.len() + at.len().max(1);
    let mut text = before + &at + &after;
    if span.end > text.len() {
        text.push(' ');
    }
    Some((text, span))
}

/// The length in bytes of the token at the start of `rest`: a string, a word, or one character.
fn token(rest: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '#' | '$');
    match rest.chars().next() {
        Some('"') => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
        Some(c) if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        Some(c) => c.len_utf8(),
        None => 0,
    }
}

/// Escapes text for a terminal, and shortens overlong names.
fn escaped(text: &str) -> String {
    shorten(text).split('\n').map(shown).collect::<Vec<_>>().join("\n")
}

fn shown(text: &str) -> String {
    let is_hidden =
        |c: char| c.is_control() && c != '\t' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(is_hidden) {
        return text.to_owned();
    }
    text.chars().map(|c| if is_hidden(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

/// A file with the start of each line.
struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl Lines {
    fn read(file: &str) -> Option<Self> {
        let text = std::fs::read_to_string(file).ok()?;
        // Columns do not count a byte order mark.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        Some(Self { text, starts })
    }

    /// A line, without its line break. Lines start from 1.
    fn get(&self, number: usize) -> Option<&str> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        Some(self.text[start..end].trim_end_matches('\r'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::event;

    #[test]
    fn the_line_is_shown_and_the_word_underlined() {
        let path = std::env::temp_dir().join(format!("tinsmith-snippet-{}.smithy", std::process::id()));
        std::fs::write(&path, "namespace a\nstructur\u{202e}e Foo {}\n").unwrap();
        let file = path.display().to_string();
        let at = |line, column| Location { file: file.clone(), line, column };
        let found: Diagnostics = [
            Diagnostic::error(event::IDL_SYNTAX, "unknown shape type").at(at(2, 1)).hint("did you mean it?".to_owned()),
            Diagnostic::warning(event::IDL_SYNTAX, "the end").at(at(3, 1)),
            Diagnostic::error(event::IDL_SYNTAX, "elsewhere").at(at(90, 1)),
        ]
        .into_iter()
        .collect();
        let text = render(&found, false);
        std::fs::remove_file(&path).unwrap();
        assert!(text.contains("error[IdlSyntax]: unknown shape type"), "{text}");
        assert!(text.contains("2 | structur\\u{202e}e Foo {}\n  | ^^^^^^^^"), "{text}");
        assert!(text.contains("help: did you mean it?"), "{text}");
        assert!(text.contains(":90:1"), "{text}");
    }
}
