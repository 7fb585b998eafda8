//! `--output yaml`: block style, fields sorted by name, lists not indented under their field, lines folded at 80
//! columns. The AWS CLI's YAML library formats it the same way.

use tinsmith_runtime::yaml::{self, Style};

use super::json;
use crate::value::Value;
use crate::visible;

/// The column after which a line is folded at its next space.
const WIDTH: usize = 80;

/// Writes a value as a document. A scalar is written as JSON, because YAML would need an end marker. For a terminal,
/// control characters are escaped.
pub(crate) fn write(value: &Value, for_terminal: bool) -> String {
    written(value, Writer { text: String::new(), column: 0, for_terminal, sorts: true })
}

/// Writes a value as a document, with fields in their own order.
pub(crate) fn write_in_order(value: &Value) -> String {
    written(value, Writer { text: String::new(), column: 0, for_terminal: false, sorts: false })
}

fn written(value: &Value, mut writer: Writer) -> String {
    match value {
        Value::List(values) if !values.is_empty() => writer.block(value, 0),
        Value::Object(fields) if !fields.is_empty() => writer.block(value, 0),
        scalar => {
            let text = json::one_line(scalar);
            writer.put(&if writer.for_terminal { visible::text(&text) } else { text.into() });
            writer.put("\n");
        }
    }
    writer.text
}

struct Writer {
    text: String,
    column: usize,
    for_terminal: bool,
    /// Whether fields are sorted by name.
    sorts: bool,
}

impl Writer {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.column = match text.rsplit_once('\n') {
            Some((_, last)) => last.chars().count(),
            None => self.column + text.chars().count(),
        };
    }

    /// Writes a non-empty list or object. Its first line is at the current position.
    fn block(&mut self, value: &Value, indent: usize) {
        let margin = " ".repeat(indent);
        match value {
            Value::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        self.put(&margin);
                    }
                    self.put("- ");
                    if is_block(value) { self.block(value, indent + 2) } else { self.inline(value, indent + 2) }
                }
            }
            Value::Object(fields) => {
                let mut ordered: Vec<_> = fields.iter().collect();
                if self.sorts {
                    ordered.sort_by_key(|(name, _)| *name);
                }
                for (index, (name, value)) in ordered.into_iter().enumerate() {
                    if index > 0 {
                        self.put(&margin);
                    }
                    self.string(name, indent + 2, false);
                    self.put(":");
                    let below = if matches!(value, Value::List(_)) { indent } else { indent + 2 };
                    if is_block(value) {
                        self.put("\n");
                        self.put(&" ".repeat(below));
                        self.block(value, below);
                    } else {
                        self.put(" ");
                        self.inline(value, indent + 2);
                    }
                }
            }
            scalar => self.inline(scalar, indent),
        }
    }

    /// Writes a scalar or empty value, and ends the line.
    fn inline(&mut self, value: &Value, indent: usize) {
        match value {
            Value::String(text) | Value::Timestamp(text) => self.string(text, indent, true),
            Value::Double(number) => self.put(&json::double(*number, [".nan", ".inf", "-.inf"])),
            Value::File(path) => self.string(path, indent, true),
            Value::Bytes(bytes) => self.string(&aws_smithy_types::base64::encode(bytes), indent, true),
            other => self.put(&json::one_line(other)),
        }
        self.put("\n");
    }

    /// Writes a string in the first style that can represent it.
    fn string(&mut self, text: &str, indent: usize, fold: bool) {
        match yaml::style(text) {
            _ if self.for_terminal && text.contains(visible::acts) => self.double_quoted(text, indent, fold),
            Style::Plain => self.folded(text, indent, fold),
            Style::SingleQuoted => self.single_quoted(text, indent, fold),
            Style::DoubleQuoted => self.double_quoted(text, indent, fold),
        }
    }

    /// Writes text without newlines, folded at single spaces.
    fn folded(&mut self, text: &str, indent: usize, fold: bool) {
        let mut letters = text.chars().peekable();
        let mut before = ' ';
        while let Some(letter) = letters.next() {
            let single = before != ' ' && letters.peek().is_some_and(|next| *next != ' ');
            if fold && letter == ' ' && single && self.column > WIDTH {
                self.new_line(indent);
            } else {
                self.put(letter.encode_utf8(&mut [0; 4]));
            }
            before = letter;
        }
    }

    fn single_quoted(&mut self, text: &str, indent: usize, fold: bool) {
        self.put("'");
        let mut lines = text.replace('\'', "''");
        let mut first = true;
        while let Some((line, rest)) = lines.split_once('\n').map(|(line, rest)| (line.to_owned(), rest.to_owned())) {
            self.folded(&line, indent, fold);
            // A single newline would be read as a space, so the first of several is written twice.
            self.put(if first || !line.is_empty() { "\n\n" } else { "\n" });
            if !rest.starts_with('\n') {
                self.put(&" ".repeat(indent));
            }
            lines = rest;
            first = false;
        }
        self.folded(&lines, indent, fold);
        self.put("'");
    }

    fn double_quoted(&mut self, text: &str, indent: usize, fold: bool) {
        self.put("\"");
        let last = text.chars().count().saturating_sub(1);
        let mut before = ' ';
        let mut letters = text.chars().enumerate().peekable();
        while let Some((index, letter)) = letters.next() {
            let inner = index > 0 && index < last && before != ' ';
            if fold && letter == ' ' && inner && self.column > WIDTH {
                self.new_line(indent);
                if letters.peek().is_some_and(|(_, next)| *next == ' ') {
                    self.put("\\");
                }
            } else {
                self.put(&if self.for_terminal && visible::acts(letter) {
                    numbered(letter)
                } else {
                    yaml::escaped(letter)
                });
            }
            before = letter;
        }
        self.put("\"");
    }

    fn new_line(&mut self, indent: usize) {
        self.put("\n");
        self.put(&" ".repeat(indent));
    }
}

fn is_block(value: &Value) -> bool {
    match value {
        Value::List(values) => !values.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => false,
    }
}

/// Escapes a character by its number.
fn numbered(letter: char) -> String {
    match u32::from(letter) {
        number @ ..=0xff => format!("\\x{number:02X}"),
        number => format!("\\u{number:04X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn yaml_is_written_as_the_aws_cli_does() {
        let words = "word ".repeat(30);
        let folded = format!("a: {}\n  {}end\n", "word ".repeat(16).trim_end(), "word ".repeat(14));
        for (json, yaml) in [
            ("null", "null\n".to_owned()),
            ("\"a\"", "\"a\"\n".to_owned()),
            ("[]", "[]\n".to_owned()),
            (r#"{"b": "yes", "a": 1, "c": null}"#, "a: 1\nb: yes\nc: null\n".to_owned()),
            (r#"{"z": [{"b": [], "a": {}}, ["x", ["y"]]]}"#, "z:\n- a: {}\n  b: []\n- - x\n  - - y\n".to_owned()),
            (r#"{"m": {"k": ["v"]}}"#, "m:\n  k:\n  - v\n".to_owned()),
            (r#"["a: b", "a:b", "a #b", "- a", "-a", "", "12", "true", "null", "1e5", "=", "?x", "1_0", "a:"]"#,
             "- 'a: b'\n- a:b\n- 'a #b'\n- '- a'\n- -a\n- ''\n- '12'\n- 'true'\n- 'null'\n- '1e5'\n- '='\n- ?x\n- '1_0'\n- 'a:'\n".to_owned()),
            (r#"["2020-01-01", "2026-01-02T03:04:05+00:00", "it's", "\"x\"", " a", "é", "a\tb", "a 😀"]"#,
             "- '2020-01-01'\n- '2026-01-02T03:04:05+00:00'\n- it's\n- '\"x\"'\n- ' a'\n- é\n- \"a\\tb\"\n- \"a \\U0001F600\"\n".to_owned()),
            (r#"{"nl": "a\nb\n", "br": "a\n\nb", "sp": "a\n b"}"#,
             "br: 'a\n\n\n  b'\nnl: 'a\n\n  b\n\n  '\nsp: \"a\\n b\"\n".to_owned()),
            (&format!("{{\"a\": \"{words}end\"}}"), folded),
            (r#"{"true": 1.5, "f": 1e20}"#, "f: 1e+20\n'true': 1.5\n".to_owned()),
        ] {
            let value = parse(json).expect("the text is JSON");
            assert_eq!(write(&value, false), yaml, "{json}");
        }
    }
}
