//! The subset of CommonMark that models use: paragraphs, lists, code, links and emphasis.

use super::{BlockKind, Builder, Inline};

/// Parses CommonMark.
pub(super) fn read(text: &str, builder: &mut Builder) {
    let mut lines = text.lines().peekable();
    let mut paragraph = String::new();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        let indent = line.len() - line.trim_start().len();
        if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| trimmed.starts_with(fence)) {
            flush(&mut paragraph, builder);
            let mut code = Vec::new();
            for line in lines.by_ref() {
                if line.trim().starts_with(fence) {
                    break;
                }
                code.push(line);
            }
            builder.code_block(&code);
        } else if trimmed.is_empty() {
            flush(&mut paragraph, builder);
            builder.start(BlockKind::Paragraph);
        } else if let Some(item) = item(trimmed) {
            flush(&mut paragraph, builder);
            builder.start(BlockKind::Item((indent / 2).min(2)));
            paragraph.push_str(item);
        } else if let Some(heading) = trimmed.strip_prefix('#') {
            flush(&mut paragraph, builder);
            builder.start(BlockKind::Paragraph);
            inline(heading.trim_start_matches('#').trim(), builder);
            builder.start(BlockKind::Paragraph);
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(trimmed);
        }
    }
    flush(&mut paragraph, builder);
}

/// The text of a list item, bulleted or numbered.
fn item(line: &str) -> Option<&str> {
    let numbered = || {
        line.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". ").filter(|it| {
            // The line starts with digits, and the number ends here.
            it.len() + 2 < line.len()
        })
    };
    ["- ", "* ", "+ "].into_iter().find_map(|bullet| line.strip_prefix(bullet)).or_else(numbered)
}

fn flush(paragraph: &mut String, builder: &mut Builder) {
    inline(&std::mem::take(paragraph), builder);
}

/// Parses the text of one block.
fn inline(text: &str, builder: &mut Builder) {
    let mut rest = text;
    let mut star: Option<&'static str> = None;
    while let Some(at) = rest.find(['`', '[', '*', '\\', '<']) {
        builder.text(&rest[..at]);
        rest = &rest[at..];
        rest = code_span(rest, builder)
            .or_else(|| link(rest, builder))
            .or_else(|| escape(rest, builder))
            .or_else(|| autolink(rest, builder))
            .or_else(|| emphasis(rest, &mut star, builder))
            .unwrap_or_else(|| {
                // All of these characters are one byte long.
                builder.text(&rest[..1]);
                &rest[1..]
            });
    }
    builder.text(rest);
    if let Some(star) = star {
        builder.push(Inline::Star(star));
    }
}

fn code_span<'a>(text: &'a str, builder: &mut Builder) -> Option<&'a str> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let fence = &text[..ticks];
    if fence.is_empty() {
        return None;
    }
    let (code, after) = text[ticks..].split_once(fence)?;
    builder.code(code);
    Some(after)
}

fn link<'a>(text: &'a str, builder: &mut Builder) -> Option<&'a str> {
    // A label that contains markup is not supported, so the search ends early.
    let inside = text.strip_prefix('[')?;
    let (label, end) = inside.split_at(inside.find(['[', ']', '*'])?);
    let target = end.strip_prefix("](").filter(|target| target.starts_with("http"))?;
    let (address, end) = target.split_at(target.find(|c: char| c.is_whitespace() || "<>()[]`\\".contains(c))?);
    let after = end.strip_prefix(')')?;
    builder.push(Inline::LinkStart);
    inline(label, builder);
    builder.push(Inline::LinkEnd(address.to_owned()));
    Some(after)
}

fn escape<'a>(text: &'a str, builder: &mut Builder) -> Option<&'a str> {
    let escaped = text.strip_prefix('\\')?;
    let first = escaped.chars().next().filter(char::is_ascii_punctuation)?;
    builder.text(first.encode_utf8(&mut [0; 4]));
    Some(&escaped[1..])
}

fn autolink<'a>(text: &'a str, builder: &mut Builder) -> Option<&'a str> {
    let inside = text.strip_prefix('<').filter(|inside| inside.starts_with("http"))?;
    let (address, end) = inside.split_at(inside.find(|c: char| c.is_whitespace() || "<>".contains(c))?);
    let after = end.strip_prefix('>')?;
    // The renderer turns a bare URL into a link.
    builder.text(address);
    Some(after)
}

/// Emphasis: asterisks open at the start of a word if a closing pair exists, and close at the end of a word.
fn emphasis<'a>(text: &'a str, open: &mut Option<&'static str>, builder: &mut Builder) -> Option<&'a str> {
    let star = ["**", "*"].into_iter().find(|star| text.starts_with(star))?;
    let after = &text[star.len()..];
    match *open {
        Some(opened) if opened == star => *open = None,
        None if after.starts_with(|c: char| c.is_alphanumeric() || c == '`') && after.contains(star) => {
            *open = Some(star);
        }
        _ => return None,
    }
    builder.push(Inline::Star(star));
    Some(after)
}
