//! Draws sections as a table.

/// The look of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Whether values are colored.
    pub color: bool,
    /// The number of columns of the terminal.
    pub width: usize,
    /// whether it is written to a terminal
    pub is_terminal: bool,
}

/// A part of a table: a title, optional column names, and rows.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub title: String,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub indent: usize,
}

/// The space around the text of a column.
const PADDING: usize = 4;

/// Draws the sections, all with the width of the widest.
pub(super) fn draw(mut sections: Vec<Section>, style: Style) -> String {
    let mut width = widest(&sections);
    if width > style.width {
        sections.iter_mut().for_each(turn);
        width = widest(&sections);
    }
    if sections.is_empty() {
        return String::new();
    }
    let mut text = format!("{}\n", "-".repeat(width));
    for section in &sections {
        for line in lines(section, width - 2 * section.indent, style) {
            let edge = edge(style).repeat(section.indent);
            text.push_str(&format!("{edge}{line}{edge}\n"));
        }
    }
    text
}

/// Transposes a section with one row: a row for each column, with its name before its value.
fn turn(section: &mut Section) {
    if section.rows.len() != 1 || section.headers.is_empty() {
        return;
    }
    let headers = std::mem::take(&mut section.headers);
    let row = std::mem::take(&mut section.rows).pop().unwrap_or_default();
    section.rows = headers.into_iter().zip(row).map(|(header, value)| vec![header, value]).collect();
}

fn widest(sections: &[Section]) -> usize {
    let width = |section: &Section| {
        let columns: usize = columns(section).iter().map(|column| column + PADDING).sum();
        2 * section.indent + 2 + columns.max(width(&section.title))
    };
    sections.iter().map(width).max().unwrap_or(0)
}

/// The widths of a section's columns.
fn columns(section: &Section) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in section.rows.iter().chain([&section.headers]) {
        widths.resize(widths.len().max(row.len()), 0);
        for (place, cell) in widths.iter_mut().zip(row) {
            *place = width(cell).max(*place);
        }
    }
    widths
}

/// The widths of a section's columns with borders, stretched to a total width.
fn stretched(section: &Section, width: usize) -> Vec<usize> {
    let natural: Vec<_> = columns(section).iter().map(|column| column + PADDING).collect();
    let total: usize = natural.iter().sum();
    if total == 0 {
        return Vec::new();
    }
    let scale = width as f64 / total as f64;
    // Widths are small and positive, so the cast keeps them.
    let mut widths: Vec<_> = natural.iter().map(|it| (scale * *it as f64).round_ties_even() as usize).collect();
    let mut sum: usize = widths.iter().sum();
    while sum != width {
        let count = widths.len();
        for turn in 0..count {
            // Excess width is removed from the left, missing width added from the right.
            if sum > width {
                widths[turn] -= 1;
                sum -= 1;
            } else if sum < width {
                widths[count - 1 - turn] += 1;
                sum += 1;
            }
        }
    }
    widths
}

fn lines(section: &Section, width: usize, style: Style) -> Vec<String> {
    let widths = stretched(section, width);
    let rule = rule(&widths);
    let mut lines = Vec::new();
    if !section.title.is_empty() {
        lines.push(centered(&section.title, width, "|"));
        if section.headers.is_empty() && section.rows.is_empty() {
            lines.push(format!("+{}+", "-".repeat(width.saturating_sub(2))));
        }
    }
    if widths.is_empty() {
        return lines;
    }
    let left = |index: usize| if index == 0 { "|" } else { "" };
    if !section.headers.is_empty() {
        let cells = section.headers.iter().zip(&widths).enumerate();
        lines.push(rule.clone());
        lines.push(cells.map(|(index, (header, width))| centered(header, *width, left(index))).collect());
    }
    if !section.rows.is_empty() {
        lines.push(rule.clone());
        for row in &section.rows {
            let cell = |(index, width): (usize, &usize)| {
                let text = row.get(index).map_or("", String::as_str);
                aligned(text, *width, left(index), style)
            };
            lines.push(widths.iter().enumerate().map(cell).collect());
        }
        lines.push(rule);
    }
    lines
}

/// A line between rows: `+-----+---+`.
fn rule(widths: &[usize]) -> String {
    let part = |(index, width): (usize, &usize)| {
        let first = usize::from(index == 0);
        format!("{}{}+", "+".repeat(first), "-".repeat(width.saturating_sub(1 + first)))
    };
    widths.iter().enumerate().map(part).collect()
}

fn centered(text: &str, space: usize, left: &str) -> String {
    let length = width(text);
    let before = (space / 2).saturating_sub(length / 2 + 1);
    let after = space.saturating_sub(left.len() + before + length + 1);
    format!("{left}{}{text}{}|", " ".repeat(before), " ".repeat(after))
}

fn aligned(text: &str, space: usize, left: &str, style: Style) -> String {
    let length = width(text);
    let before = if space > length + 2 + left.len() { 2 } else { 0 };
    let after = space.saturating_sub(left.len() + before + length + 1);
    let shown = if style.color { format!("\u{1b}[1m\u{1b}[34m{text}\u{1b}[0m") } else { text.to_owned() };
    format!("{left}{}{shown}{}|", " ".repeat(before), " ".repeat(after))
}

fn edge(style: Style) -> &'static str {
    if style.color { "\u{1b}[2m\u{1b}[33m|\u{1b}[0m" } else { "|" }
}

/// The number of terminal columns of a text. East Asian characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Whether a character takes two terminal columns: the blocks that Unicode calls wide
/// (<https://www.unicode.org/reports/tr11/>).
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1f9ff}' | '\u{20000}'..='\u{3fffd}')
}
