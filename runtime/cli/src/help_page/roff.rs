//! Help pages as manual pages, with the macros of `man(7)`.

use super::page::{Page, Part, paragraphs};

/// The header and footer of a manual page.
pub(crate) struct Head<'a> {
    /// The page's name.
    pub name: &'a str,
    /// The program with its version.
    pub source: &'a str,
    /// The name of the manual.
    pub manual: &'a str,
}

impl Page {
    /// Formats the page as a manual page of section 1.
    pub(crate) fn roff(&self, head: &Head<'_>) -> String {
        let quoted = |text: &str| format!("\"{}\"", escape(text).replace('"', "\\(dq"));
        let name = quoted(&head.name.to_uppercase());
        // Without a date, so that the same tables give the same page. Without hyphenation and justification, which
        // would spoil text to be typed.
        let mut text = format!(".TH {name} 1 \"\" {} {}\n.nh\n.ad l\n", quoted(head.source), quoted(head.manual));
        let mut place = Place::Section;
        for part in &self.0 {
            place = write(part, place, &mut text);
        }
        text
    }
}

/// The previous part, on which the next macro depends.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Section,
    Paragraph,
    Item,
    /// Below an item.
    Body,
}

fn write(part: &Part, place: Place, text: &mut String) -> Place {
    match part {
        Part::Section(title) => {
            macro_line(text, &format!(".SH {}", escape(title)));
            Place::Section
        }
        Part::Item(_, item) => {
            macro_line(text, ".TP");
            macro_line(text, &format!("\\fB{}\\fR", escape(&item.replace('`', ""))));
            Place::Item
        }
        Part::Entry(_, name, about) => {
            macro_line(text, ".TP");
            macro_line(text, &format!("\\fB{}\\fR", escape(name)));
            text_line(text, about);
            Place::Paragraph
        }
        Part::Line(_, line) => {
            let inside = matches!(place, Place::Item | Place::Body);
            // The first line below an item begins where the item's text would.
            macro_line(
                text,
                if place == Place::Item {
                    ".nf"
                } else if inside {
                    ".IP\n.nf"
                } else {
                    ".PP\n.nf"
                },
            );
            text_line(text, line);
            macro_line(text, ".fi");
            if inside { Place::Body } else { Place::Paragraph }
        }
        Part::Text(level, markdown) => {
            let inside = *level > 1 && matches!(place, Place::Item | Place::Body);
            for (index, lines) in paragraphs(markdown).iter().enumerate() {
                match (index, place) {
                    (0, Place::Item) if inside => {}
                    (0, Place::Body) if inside => macro_line(text, ".br"),
                    (0, _) if *level > 1 => macro_line(text, ".br"),
                    (_, _) if inside => macro_line(text, ".IP"),
                    (0, Place::Section) => {}
                    _ => macro_line(text, ".PP"),
                }
                for (index, line) in lines.iter().enumerate() {
                    if index > 0 {
                        macro_line(text, ".br");
                    }
                    text_line(text, line);
                }
            }
            if inside { Place::Body } else { Place::Paragraph }
        }
    }
}

fn macro_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Writes a line of text. Text between backquotes is bold.
fn text_line(text: &mut String, line: &str) {
    let line = line.trim();
    let pieces: Vec<&str> = line.split('`').collect();
    let written: String = if pieces.len().is_multiple_of(2) {
        escape(line)
    } else {
        let set = |(index, piece): (usize, &&str)| match index % 2 {
            1 => format!("\\fB{}\\fR", escape(piece)),
            _ => escape(piece),
        };
        pieces.iter().enumerate().map(set).collect()
    };
    // A leading dot or quote would start a macro.
    if written.starts_with(['.', '\'']) {
        text.push_str("\\&");
    }
    macro_line(text, &written);
}

/// Escapes special characters. Long words, such as URLs, may be broken after their punctuation.
fn escape(text: &str) -> String {
    /// The minimum length of a word that may be broken.
    const WIDE: usize = 30;
    let words = text.split_inclusive(' ').map(|word| {
        let mut escaped = escape_word(word);
        if word.len() > WIDE {
            "/=|,&.#_".chars().for_each(|sign| escaped = escaped.replace(sign, &format!("{sign}\\:")));
        }
        escaped
    });
    words.collect()
}

fn escape_word(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => escaped.push_str("\\e"),
            '-' => escaped.push_str("\\-"),
            '\'' => escaped.push_str("\\(aq"),
            '`' => escaped.push_str("\\(ga"),
            '^' => escaped.push_str("\\(ha"),
            '~' => escaped.push_str("\\(ti"),
            '\t' | ' '..='~' => escaped.push(letter),
            '\u{80}'.. => escaped.push_str(&format!("\\[u{:04X}]", u32::from(letter))),
            _ => escaped.push(' '),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_shown_as_they_are() {
        let mut page = Page::default();
        page.section("NAME");
        page.text(1, ".it's a `--flag` \\ of\n- a list\n- é\n\nand more");
        page.item(1, "--flag <x>");
        page.text(2, "First.");
        page.text(2, "'second'");
        page.line(2, "  a 'b'");
        let head = Head { name: "a-b", source: "a \"1\"", manual: "m" };
        let expected = ".TH \"A\\-B\" 1 \"\" \"a \\(dq1\\(dq\" \"m\"\n.nh\n.ad l\n.SH NAME\n\\&.it\\(aqs a \
                        \\fB\\-\\-flag\\fR \\e of\n.br\n\\- a list\n.br\n\\- \\[u00E9]\n.PP\nand \
                        more\n.TP\n\\fB\\-\\-flag <x>\\fR\nFirst.\n.br\n\\(aqsecond\\(aq\n.IP\n.nf\na \\(aqb\\(aq\n.fi\n";
        assert_eq!(page.roff(&head), expected);
    }
}
