//! Sets text in lines of a terminal's width.

/// The widest line.
const WIDTH: usize = 80;
/// The space in front of a line, a level.
const INDENT: usize = 4;
/// The column of the second part of an entry.
const COLUMN: usize = 36;

/// A page of help.
#[derive(Default)]
pub(crate) struct Page(String);

impl Page {
    /// Begins a section.
    pub fn section(&mut self, title: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(title);
        self.0.push('\n');
    }

    /// Writes paragraphs of Markdown; lists keep their lines.
    pub fn text(&mut self, level: usize, text: &str) {
        let mut first = true;
        for paragraph in text.split("\n\n").filter(|it| !it.trim().is_empty()) {
            if !first {
                self.0.push('\n');
            }
            first = false;
            let mut words = String::new();
            for line in paragraph.lines() {
                if line.starts_with(['-', '*', '|', ' ']) {
                    self.words(level, &std::mem::take(&mut words));
                }
                words.push_str(line.trim());
                words.push(' ');
            }
            self.words(level, &words);
        }
    }

    /// Writes an option on a line of its own, with a line in front.
    pub fn item(&mut self, level: usize, text: &str) {
        if self.0.lines().last().is_some_and(|line| line.starts_with(' ')) {
            self.0.push('\n');
        }
        self.words(level, text);
    }

    /// Writes a name and what it means, beside each other if there is room.
    pub fn entry(&mut self, level: usize, name: &str, about: &str) {
        let name = format!("{}{name}", " ".repeat(level * INDENT));
        let room = COLUMN.saturating_sub(name.chars().count() + 1);
        let mut lines = wrap(about, WIDTH - COLUMN).into_iter();
        self.0.push_str(&name);
        match lines.next() {
            Some(line) if room > 0 => self.0.push_str(&format!("{} {line}\n", " ".repeat(room))),
            Some(line) => self.0.push_str(&format!("\n{}{line}\n", " ".repeat(COLUMN))),
            None => self.0.push('\n'),
        }
        for line in lines {
            self.0.push_str(&format!("{}{line}\n", " ".repeat(COLUMN)));
        }
    }

    /// Writes one line that is to be typed as it stands, however long it is.
    pub fn line(&mut self, level: usize, text: &str) {
        self.0.push_str(&format!("{}{text}\n", " ".repeat(level * INDENT)));
    }

    /// The page.
    pub fn finish(self) -> String {
        self.0
    }

    fn words(&mut self, level: usize, words: &str) {
        for line in wrap(words, WIDTH - level * INDENT) {
            self.line(level, &line);
        }
    }
}

/// Lines of no more than this width, but for words that are wider.
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

/// A text up to the end of its first sentence.
pub(super) fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    match paragraph.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => paragraph,
    }
}
