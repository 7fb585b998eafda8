//! Renders documentation to lines.

use super::{Block, BlockKind, Inline, Prose, Word};

/// The maximum width of a line of rustdoc, without slashes and indentation.
const WIDTH: usize = 112;

/// The output format.
#[derive(Clone, Copy, PartialEq)]
enum Reader {
    Rustdoc,
    Terminal,
}

pub(super) fn lines(prose: &Prose) -> Vec<String> {
    let mut lines = Vec::new();
    let mut previous = None;
    for block in &prose.blocks {
        let goes_on = matches!((previous, block.kind), (Some(BlockKind::Item(_)), BlockKind::Item(_)));
        if previous.is_some() && !goes_on {
            lines.push(String::new());
        }
        // A list cannot start deeper than the level below the previous item.
        let depth = match (previous, block.kind) {
            (Some(BlockKind::Item(above)), BlockKind::Item(depth)) => depth.min(above + 1),
            _ => 0,
        };
        write_block(block, depth, &mut lines);
        previous = Some(match block.kind {
            BlockKind::Item(_) => BlockKind::Item(depth),
            kind => kind,
        });
    }
    lines
}

fn write_block(block: &Block, depth: usize, lines: &mut Vec<String>) {
    match block.kind {
        BlockKind::Code => {
            let code: Vec<String> = block.words.iter().map(raw).collect();
            // The fence must be longer than any run of backticks in the code, or it would end early.
            let fence = "`".repeat(code.iter().map(|line| longest_ticks(line) + 1).max().unwrap_or(0).max(3));
            lines.push(format!("{fence}text"));
            lines.extend(code);
            lines.push(fence);
        }
        BlockKind::Paragraph => wrap(&block.words, "", "", lines),
        BlockKind::Item(_) => {
            let indent = "  ".repeat(depth);
            wrap(&block.words, &format!("{indent}- "), &format!("{indent}  "), lines);
        }
    }
}

/// Everything except code blocks, on one line.
pub(super) fn line(prose: &Prose) -> String {
    let blocks = prose.blocks.iter().filter(|block| block.kind != BlockKind::Code);
    let words = blocks.flat_map(|block| &block.words).map(|word| write_word(word, Reader::Rustdoc));
    protect_start(&words.collect::<Vec<_>>().join(" "))
}

fn wrap(words: &[Word], first: &str, further: &str, lines: &mut Vec<String>) {
    let mut line = first.to_owned();
    let mut is_start = true;
    for word in words {
        let text = write_word(word, Reader::Rustdoc);
        if !is_start && line.chars().count() + 1 + text.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, further.to_owned()));
            is_start = true;
        }
        if is_start {
            line.push_str(&protect_start(&text));
        } else {
            line.push(' ');
            line.push_str(&text);
        }
        is_start = false;
    }
    lines.push(line);
}

/// Escapes a word at the start of a line that would start a list, heading or quotation.
fn protect_start(word: &str) -> String {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &word[digits..];
    if digits > 0 && (rest.starts_with('.') || rest.starts_with(')')) {
        return format!("{}\\{rest}", &word[..digits]);
    }
    let marks = ['-', '+', '=', '#', '>', '|', ':'];
    if word.starts_with(marks) { format!("\\{word}") } else { word.to_owned() }
}

fn write_word(word: &Word, reader: Reader) -> String {
    let mut out = String::new();
    for inline in &word.0 {
        match inline {
            Inline::Text(text) if reader == Reader::Rustdoc => escape(text, &mut out),
            Inline::Text(text) => out.push_str(text),
            Inline::Code(code) => {
                let fence = "`".repeat(longest_ticks(code) + 1);
                let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
                out.push_str(&format!("{fence}{pad}{code}{pad}{fence}"));
            }
            Inline::Star(star) if reader == Reader::Rustdoc => out.push_str(star),
            Inline::Star(_) => {}
            Inline::LinkStart if reader == Reader::Rustdoc => out.push('['),
            Inline::LinkEnd(address) if reader == Reader::Rustdoc => out.push_str(&format!("]({address})")),
            Inline::LinkEnd(address) => out.push_str(&format!(" ({address})")),
            Inline::LinkStart => {}
        }
    }
    out
}

/// Escapes text that Markdown would read as markup, and turns URLs into links.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(start) = find_address(rest) {
        let (before, address) = rest.split_at(start);
        let length = address.find(|c: char| "<>()[]\"'`\\{}|^".contains(c)).unwrap_or(address.len());
        let found = address[..length].trim_end_matches(['.', ',', ';', ':', '*']);
        escape_marks(before, out);
        if found.contains("://") && !found.ends_with("//") {
            out.push_str(&format!("<{found}>"));
        } else {
            // A bare scheme is not a URL; a code span keeps it from being read as one.
            out.push_str(&format!("`{found}`"));
        }
        rest = &address[found.len()..];
    }
    escape_marks(rest, out);
}

/// The position of the first URL.
fn find_address(text: &str) -> Option<usize> {
    let schemes = text.match_indices("http");
    schemes.map(|(start, _)| start).find(|&start| {
        let behind = &text[start + "http".len()..];
        behind.strip_prefix('s').unwrap_or(behind).starts_with("://")
    })
}

fn escape_marks(text: &str, out: &mut String) {
    for (index, c) in text.char_indices() {
        let is_mark = match c {
            '[' | ']' | '<' | '>' | '*' | '`' | '\\' | '|' | '~' | '$' => true,
            // Inside a word, an underscore is an ordinary letter.
            '_' => !is_between_letters(text, index),
            '&' => true,
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        out.push(c);
    }
}

fn is_between_letters(text: &str, index: usize) -> bool {
    let before = text[..index].chars().next_back().is_some_and(char::is_alphanumeric);
    before && text[index + 1..].starts_with(char::is_alphanumeric)
}

fn longest_ticks(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A line of code, unchanged.
fn raw(word: &Word) -> String {
    match word.0.as_slice() {
        [Inline::Code(line)] => line.clone(),
        _ => write_word(word, Reader::Rustdoc),
    }
}

pub(super) fn summary(prose: &Prose) -> String {
    let Some(block) = prose.blocks.iter().find(|block| block.kind != BlockKind::Code) else { return String::new() };
    let mut words = Vec::new();
    for word in &block.words {
        let without_links: Vec<Inline> =
            word.0.iter().filter(|it| matches!(it, Inline::Text(_) | Inline::Code(_))).cloned().collect();
        let text = write_word(&Word(without_links), Reader::Rustdoc);
        let ends = text.ends_with('.') && !matches!(text.as_str(), "e.g." | "i.e." | "etc.");
        words.push(text);
        if ends {
            break;
        }
    }
    protect_start(&words.join(" "))
}

pub(super) fn terminal(prose: &Prose) -> String {
    let blocks: Vec<String> = prose
        .blocks
        .iter()
        .map(|block| match block.kind {
            BlockKind::Code => {
                block.words.iter().map(|line| format!("    {}", raw(line))).collect::<Vec<_>>().join("\n")
            }
            BlockKind::Paragraph => join_terminal(&block.words),
            BlockKind::Item(depth) => format!("{}- {}", "  ".repeat(depth), join_terminal(&block.words)),
        })
        .collect();
    blocks.join("\n\n")
}

fn join_terminal(words: &[Word]) -> String {
    words.iter().map(|word| write_word(word, Reader::Terminal)).collect::<Vec<_>>().join(" ")
}
