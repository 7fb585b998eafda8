//! Writes a value as JSON.

use std::fmt::Write;

use aws_smithy_types::{DateTime, Document, Number, base64};

use super::{Options, Timestamps, lexer, scalars};
use crate::schema::{Member, Schema, TimestampFormat};
use crate::shape::{List, Map, Structure, Union, View};
use crate::timestamp;

/// The text being written.
pub(super) struct Writer<'a> {
    out: String,
    options: &'a Options,
    depth: usize,
}

impl<'a> Writer<'a> {
    #[inline]
    pub(super) fn new(options: &'a Options) -> Self {
        Self { out: String::new(), options, depth: 0 }
    }

    #[inline]
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Writes the members that are set.
    #[inline]
    pub(super) fn structure(&mut self, value: &dyn Structure) {
        let first = self.open('{');
        for (index, member) in value.schema().members().iter().enumerate() {
            let Some(view) = value.member(index).map(|it| it.view()).filter(|it| !it.is_absent()) else { continue };
            self.key(first, self.options.name(member));
            self.value(member, view);
        }
        self.close(first, '}');
    }

    /// Writes the value of a member, or null if it is absent.
    #[inline]
    pub(super) fn value(&mut self, member: &'static Member, view: View<'_>) {
        match view {
            // The contents of a stream are not known before it is read.
            View::Absent | View::Stream(_) | View::Events => self.out.push_str("null"),
            View::Boolean(it) => self.out.push_str(if it { "true" } else { "false" }),
            View::Integer(it) => self.plain(it),
            // The shortest digits of the float itself, rather than of the nearest double.
            View::Float(it) if it.is_finite() => self.plain_debug(it),
            View::Float(it) => self.double(f64::from(it)),
            View::Double(it) => self.double(it),
            // A decimal number may have a form that is not valid in JSON, such as `+5`.
            View::Number(it) if !self.options.big_numbers_as_text && lexer::is_number(it) => self.out.push_str(it),
            View::Number(it) | View::String(it) => self.string(it),
            View::Blob(it) => match std::str::from_utf8(it) {
                Ok(text) if self.options.raw_blobs => self.string(text),
                _ => self.string(&base64::encode(it)),
            },
            View::Timestamp(it) => self.time(member, it),
            View::Document(it) => self.document(it),
            View::List(it) => self.list(member.target(), it),
            View::Map(it) => self.map(member.target(), it),
            View::Structure(it) => self.structure(it),
            View::Union(it) => self.union(it),
        }
    }

    #[inline]
    fn list(&mut self, schema: &'static Schema, list: &dyn List) {
        let [member] = schema.members() else { return self.out.push_str("[]") };
        let first = self.open('[');
        for element in (0..list.len()).filter_map(|index| list.get(index)) {
            self.entry(first);
            self.value(member, element.view());
        }
        self.close(first, ']');
    }

    #[inline]
    fn map(&mut self, schema: &'static Schema, map: &dyn Map) {
        let [_, member] = schema.members() else { return self.out.push_str("{}") };
        let first = self.open('{');
        for (key, value) in map.entries() {
            self.key(first, key);
            self.value(member, value.view());
        }
        self.close(first, '}');
    }

    /// Writes the member that is set. Writes nothing for an unknown member.
    #[inline]
    fn union(&mut self, value: &dyn Union) {
        let first = self.open('{');
        if let Some((index, place)) = value.get()
            && let Some(member) = value.schema().members().get(index)
        {
            self.key(first, self.options.name(member));
            self.value(member, place.view());
        }
        self.close(first, '}');
    }

    #[inline]
    fn document(&mut self, document: &Document) {
        match document {
            Document::Null => self.out.push_str("null"),
            Document::Bool(it) => self.out.push_str(if *it { "true" } else { "false" }),
            Document::String(it) => self.string(it),
            Document::Number(Number::PosInt(it)) => self.plain(it),
            Document::Number(Number::NegInt(it)) => self.plain(it),
            Document::Number(Number::Float(it)) => self.double(*it),
            Document::Array(elements) => {
                let first = self.open('[');
                for element in elements {
                    self.entry(first);
                    self.document(element);
                }
                self.close(first, ']');
            }
            Document::Object(entries) => {
                let mut entries: Vec<_> = entries.iter().collect();
                entries.sort_unstable_by_key(|(key, _)| *key);
                let first = self.open('{');
                for (key, value) in entries {
                    self.key(first, key);
                    self.document(value);
                }
                self.close(first, '}');
            }
        }
    }

    #[inline]
    fn time(&mut self, member: &Member, time: &DateTime) {
        let format = match self.options.timestamps {
            Timestamps::Text(_) => TimestampFormat::DateTime,
            Timestamps::Modeled(default) => member.timestamp_format().unwrap_or(default),
            Timestamps::Fixed(format) => format,
        };
        let written = match format {
            TimestampFormat::EpochSeconds => return self.out.push_str(&seconds(time)),
            format if matches!(self.options.timestamps, Timestamps::Text(_)) => timestamp::write(time, format),
            format => timestamp::write_for_service(time, format),
        };
        match (written, self.options.timestamps) {
            (Some(text), Timestamps::Text(zone)) => self.string(&format!("{}{zone}", text.trim_end_matches('Z'))),
            (Some(text), _) => self.string(&text),
            // Seconds can be read in every format, and have no first or last year.
            (None, _) => self.out.push_str(&seconds(time)),
        }
    }

    #[inline]
    fn double(&mut self, number: f64) {
        match scalars::name_of_double(number) {
            Some(name) => self.string(name),
            None => self.plain_debug(number),
        }
    }

    #[inline]
    fn plain(&mut self, number: impl std::fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.out, "{number}");
    }

    /// Writes a finite float. `Debug` keeps the point of `1.0`, so that it is read back as a float.
    #[inline]
    fn plain_debug(&mut self, number: impl std::fmt::Debug) {
        let _ = write!(self.out, "{number:?}");
    }

    /// Opens a list or object. Returns the offset of its first entry.
    #[inline]
    fn open(&mut self, bracket: char) -> usize {
        self.out.push(bracket);
        self.depth += 1;
        self.out.len()
    }

    /// Begins an entry of the list or object opened at `first`.
    #[inline]
    fn entry(&mut self, first: usize) {
        if self.out.len() > first {
            self.out.push(',');
        }
        self.new_line();
    }

    #[inline]
    fn key(&mut self, first: usize, key: &str) {
        self.entry(first);
        self.string(key);
        self.out.push_str(if self.options.indent > 0 { ": " } else { ":" });
    }

    #[inline]
    fn close(&mut self, first: usize, bracket: char) {
        self.depth -= 1;
        if self.out.len() > first {
            self.new_line();
        }
        self.out.push(bracket);
    }

    #[inline]
    fn new_line(&mut self) {
        if self.options.indent > 0 {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', self.depth * self.options.indent));
        }
    }

    #[inline]
    fn string(&mut self, text: &str) {
        push_string(&mut self.out, text, self.options.ascii);
    }
}

/// Seconds since 1970 as a JSON number.
#[inline]
fn seconds(time: &DateTime) -> String {
    // This format can express every time.
    timestamp::write(time, TimestampFormat::EpochSeconds).unwrap_or_default()
}

/// Appends a string in quotes.
#[inline]
pub(crate) fn push_string(out: &mut String, text: &str, ascii: bool) {
    out.push('"');
    let mut rest = text;
    let special = |it: char| matches!(it, '"' | '\\' | '\0'..='\u{1f}') || (ascii && !matches!(it, ' '..='~'));
    while let Some(place) = rest.find(special) {
        let (plain, tail) = rest.split_at(place);
        out.push_str(plain);
        let mut letters = tail.chars();
        if let Some(letter) = letters.next() {
            push_escape(out, letter);
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

#[inline]
fn push_escape(out: &mut String, letter: char) {
    match letter {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        other => {
            for unit in other.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
}
