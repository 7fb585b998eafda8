//! A help page, and its layout for terminals.

/// The minimum width of a page.
const NARROWEST: usize = 60;
/// The number of spaces per level of indentation.
const INDENT: usize = 4;
/// The column of descriptions.
const COLUMN: usize = 36;

/// A part of a page. The number is its level of indentation.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// The title of a section.
    Section(String),
    /// Paragraphs of Markdown.
    Text(usize, String),
    /// An option on a separate line.
    Item(usize, String),
    /// A name and its description.
    Entry(usize, String, String),
    /// A line to type literally.
    Line(usize, String),
}

/// A page of help.
#[derive(Clone, Debug, Default)]
pub struct Page(pub(super) Vec<Part>);

impl Page {
    /// Creates the page of a command with its name and purpose, its usage lines, and a description.
    ///
    /// `synopsis` begins with the command's name. Its other lines are indented under the first.
    pub fn of_command(program: &str, about: &str, name: &str, synopsis: &[&str], description: &str) -> Self {
        let mut page = Self::default();
        page.section("NAME");
        page.text(1, &format!("{program} {name} - {about}"));
        page.section("SYNOPSIS");
        for (index, line) in synopsis.iter().enumerate() {
            match index {
                0 => page.text(1, &format!("{program} {line}")),
                _ => page.text(2, line),
            }
        }
        if !description.is_empty() {
            page.section("DESCRIPTION");
            page.text(1, description);
        }
        page
    }

    /// Begins a section.
    pub fn section(&mut self, title: &str) {
        self.0.push(Part::Section(title.to_owned()));
    }

    /// Writes paragraphs of Markdown. Lists keep their line breaks.
    pub fn text(&mut self, level: usize, text: &str) {
        self.0.push(Part::Text(level, text.to_owned()));
    }

    /// Writes an option on a separate line, after a blank line.
    pub fn item(&mut self, level: usize, text: &str) {
        self.0.push(Part::Item(level, text.to_owned()));
    }

    /// Writes a name and its description, side by side if there is room.
    pub fn entry(&mut self, level: usize, name: &str, about: &str) {
        self.0.push(Part::Entry(level, name.to_owned(), about.to_owned()));
    }

    /// Writes a line to type literally, however long it is.
    pub fn line(&mut self, level: usize, text: &str) {
        self.0.push(Part::Line(level, text.to_owned()));
    }

    /// The description of the entry with this name.
    pub(crate) fn about(&self, name: &str) -> Option<&str> {
        self.0.iter().find_map(|part| match part {
            Part::Entry(_, entry, about) if entry == name => Some(about.as_str()),
            _ => None,
        })
    }

    /// Formats the page as text with lines of at most this width.
    pub(crate) fn plain(&self, width: usize) -> String {
        let mut plain = Plain { text: String::new(), width: width.max(NARROWEST) };
        for part in &self.0 {
            match part {
                Part::Section(title) => plain.section(title),
                Part::Text(level, text) => plain.text(*level, text),
                Part::Item(level, text) => plain.item(*level, text),
                Part::Entry(level, name, about) => plain.entry(*level, name, about),
                Part::Line(level, text) => plain.line(*level, text),
            }
        }
        plain.text
    }
}

/// Splits Markdown into paragraphs, each as one line plus the lines of its list.
pub(super) fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let paragraph = |text: &str| {
        let mut lines = vec![String::new()];
        for line in text.lines() {
            if line.starts_with(['-', '*', '|', ' ']) {
                lines.push(String::new());
            }
            if let Some(last) = lines.last_mut() {
                last.push_str(line.trim());
                last.push(' ');
            }
        }
        lines.retain(|line| !line.trim().is_empty());
        lines
    };
    text.split("\n\n").filter(|it| !it.trim().is_empty()).map(paragraph).collect()
}

/// Formats a page as plain text.
struct Plain {
    text: String,
    width: usize,
}

impl Plain {
    fn section(&mut self, title: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(title);
        self.text.push('\n');
    }

    fn text(&mut self, level: usize, text: &str) {
        for (index, lines) in paragraphs(text).iter().enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            lines.iter().for_each(|line| self.words(level, line));
        }
    }

    fn item(&mut self, level: usize, text: &str) {
        if self.text.lines().last().is_some_and(|line| line.starts_with(' ')) {
            self.text.push('\n');
        }
        self.words(level, text);
    }

    fn entry(&mut self, level: usize, name: &str, about: &str) {
        let name = format!("{}{name}", " ".repeat(level * INDENT));
        let room = COLUMN.saturating_sub(name.chars().count() + 1);
        let mut lines = wrap(about, self.width - COLUMN).into_iter();
        self.text.push_str(&name);
        match lines.next() {
            Some(line) if room > 0 => self.text.push_str(&format!("{} {line}\n", " ".repeat(room))),
            Some(line) => self.text.push_str(&format!("\n{}{line}\n", " ".repeat(COLUMN))),
            None => self.text.push('\n'),
        }
        for line in lines {
            self.text.push_str(&format!("{}{line}\n", " ".repeat(COLUMN)));
        }
    }

    fn line(&mut self, level: usize, text: &str) {
        self.text.push_str(&format!("{}{text}\n", " ".repeat(level * INDENT)));
    }

    fn words(&mut self, level: usize, words: &str) {
        for line in wrap(words, self.width - level * INDENT) {
            self.line(level, &line);
        }
    }
}

/// Breaks a text into lines of at most this width. Longer words stay whole.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The first sentence of a text.
pub(crate) fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    match paragraph.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => paragraph,
    }
}
