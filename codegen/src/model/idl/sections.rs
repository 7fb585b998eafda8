//! The sections of a file: control statements, metadata, namespace, uses, shapes.
//! <https://smithy.io/2.0/spec/idl.html>

use super::keywords::is_type;
use super::parser::{Mistake, Parsed, Parser, Recorded, VERSION_2};
use super::tokens::Kind;
use super::tree::{Apply, File, Value, Word};
use crate::model::shape_id::is_identifier;
use crate::model::version::Version;

/// Parses a file. If it has errors, the result contains everything that could be parsed.
pub(in crate::model) fn parse(text: &str) -> (File<'_>, Vec<Mistake>) {
    let mut parser = Parser::new(text);
    let mut file = File {
        version: Version::V1,
        input_suffix: "Input".to_owned(),
        output_suffix: "Output".to_owned(),
        metadata: Vec::new(),
        namespace: "",
        uses: Vec::new(),
        shapes: Vec::new(),
        applies: Vec::new(),
        mentioned: Vec::new(),
        lost_applies: Vec::new(),
        is_opaque: false,
    };
    parser.controls(&mut file);
    parser.metadata(&mut file);
    parser.namespace(&mut file);
    parser.uses(&mut file);
    // Without all imports and the namespace, nobody knows what names mean.
    file.is_opaque = !parser.mistakes.is_empty();
    parser.statements(&mut file);
    file.shapes.append(&mut parser.partial);
    if !parser.mistakes.is_empty() {
        file.mentioned.extend(names_in(text));
    }
    (file, parser.mistakes)
}

/// The names of all definitions that start a line, perhaps after traits. Recovery from a syntax error may skip a
/// definition, and an open string hides those that follow.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let first = words.next()?;
        let is_definition = is_type(first) || first.starts_with('@') && words.by_ref().any(is_type);
        let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        let name = words.next().filter(|_| is_definition)?.split(is_end).next()?;
        is_identifier(name).then_some(name)
    })
}

impl<'a> Parser<'a> {
    fn controls(&mut self, file: &mut File<'a>) {
        let mut seen: Vec<String> = Vec::new();
        while self.is(Kind::Dollar) {
            if self.control(file, &mut seen).is_err() {
                self.skip_line();
            }
        }
        self.version = file.version;
    }

    fn control(&mut self, file: &mut File<'a>, seen: &mut Vec<String>) -> Parsed<()> {
        let at = self.next().start;
        if self.peek().is_separated {
            return self.expected("a name after `$`");
        }
        let key = self.key()?;
        self.expect_on_line(Kind::Colon, "`:`")?;
        if self.peek().on_new_line {
            return self.expected("a value on the same line");
        }
        let value_at = self.peek().start;
        let value = self.value()?;
        if seen.contains(&key) {
            return self.mistake_at(at, format!("the control statement `{key}` appears twice"));
        }
        match (key.as_str(), value) {
            ("version", Value::String(version)) => match version.as_str() {
                "1" | "1.0" => file.version = Version::V1,
                "2" | "2.0" => file.version = Version::V2,
                _ => {
                    // So that there are no errors about syntax that the latest version has.
                    file.version = Version::V2;
                    let done = self.mistake_at(value_at, format!("unsupported Smithy version \"{version}\""));
                    self.hint("supported are \"1.0\" and \"2.0\"");
                    return done;
                }
            },
            ("operationInputSuffix", Value::String(suffix)) => file.input_suffix = suffix,
            ("operationOutputSuffix", Value::String(suffix)) => file.output_suffix = suffix,
            ("version" | "operationInputSuffix" | "operationOutputSuffix", _) => {
                return self.mistake_at(value_at, format!("the value of `{key}` must be a string"));
            }
            // Other control statements are for other tools.
            _ => {}
        }
        seen.push(key);
        self.expect_line_end()
    }

    fn metadata(&mut self, file: &mut File<'a>) {
        while self.is_word("metadata") {
            if self.metadata_statement(file).is_err() {
                self.skip_line();
            }
        }
    }

    fn metadata_statement(&mut self, file: &mut File<'a>) -> Parsed<()> {
        self.next();
        if self.peek().on_new_line || !self.peek().is_separated {
            return self.expected("a space and a key on the same line");
        }
        let key = self.key()?;
        self.expect_on_line(Kind::Equals, "`=`")?;
        if self.peek().on_new_line {
            return self.expected("a value on the same line");
        }
        let value = self.value()?;
        file.metadata.push((key, value));
        self.expect_line_end()
    }

    fn namespace(&mut self, file: &mut File<'a>) {
        if self.is(Kind::End) {
            return;
        }
        let is_there = self.is_word("namespace");
        let done = if is_there { self.namespace_statement(file) } else { self.expected("`namespace`") };
        if done.is_err() && is_there {
            self.skip_line();
        }
    }

    fn namespace_statement(&mut self, file: &mut File<'a>) -> Parsed<()> {
        self.next();
        let token = self.expect_on_line(Kind::Word, "a namespace")?;
        let text = self.text_of(token);
        if !text.split('.').all(crate::model::shape_id::is_identifier) {
            return self.mistake_at(token.start, format!("invalid namespace `{text}`"));
        }
        file.namespace = text;
        self.expect_line_end()
    }

    fn uses(&mut self, file: &mut File<'a>) {
        while self.is_word("use") {
            if self.use_statement(file).is_err() {
                self.skip_line();
            }
        }
    }

    fn use_statement(&mut self, file: &mut File<'a>) -> Parsed<()> {
        self.next();
        let token = self.expect_on_line(Kind::Word, "a shape ID")?;
        let word = self.word(token);
        match crate::model::shape_id::ShapeId::parse(word.text) {
            Some(id) if id.member().is_none() => {}
            _ => return self.mistake_at(word.at, format!("expected an absolute shape ID, found `{}`", word.text)),
        }
        let name = |id: &str| id.rsplit('#').next().map(str::to_owned);
        if let Some(other) = file.uses.iter().find(|it| name(it.text) == name(word.text)) {
            let message = format!("`{}` has the same name as `{}`, which is already imported", word.text, other.text);
            return self.mistake_at(word.at, message);
        }
        file.uses.push(word);
        self.expect_line_end()
    }

    fn statements(&mut self, file: &mut File<'a>) {
        while !self.is(Kind::End) {
            if self.statement(file).is_err() {
                self.skip_statement();
            }
        }
    }

    fn statement(&mut self, file: &mut File<'a>) -> Parsed<()> {
        if self.is_word("apply") {
            let apply = self.apply(file)?;
            file.applies.push(apply);
            return self.expect_line_end();
        }
        let Ok(traits) = self.traits() else {
            self.has_lost_traits = true;
            return Err(Recorded);
        };
        for misplaced in ["use", "metadata", "namespace"] {
            if self.is_word(misplaced) {
                let at = self.peek().start;
                file.is_opaque = true;
                return self.mistake_at(at, format!("`{misplaced}` must come before the shapes of the file"));
            }
        }
        let (has_traits, before) = (!traits.list.is_empty(), self.partial.len());
        let Ok(shape) = self.shape(traits) else {
            if self.partial.len() == before {
                // The traits may be those of the next shape, or of a member of the last one, which was closed too early.
                self.has_lost_traits |= has_traits;
                file.shapes.last_mut().into_iter().for_each(|last| last.is_partial = true);
            }
            return Err(Recorded);
        };
        file.shapes.push(shape);
        let is_ended = self.expect_line_end();
        if let (Err(_), Some(shape)) = (is_ended, file.shapes.last_mut()) {
            shape.is_partial = true;
        }
        is_ended
    }

    fn apply(&mut self, file: &mut File<'a>) -> Parsed<Apply<'a>> {
        self.next();
        if self.peek().on_new_line {
            return self.expected("a shape ID on the same line");
        }
        let target = self.shape_id("a shape ID")?;
        let applied = self.traits_of(target);
        if applied.is_err() {
            file.lost_applies.push(target);
        }
        applied
    }

    /// Parses the traits in an `apply` statement.
    fn traits_of(&mut self, target: Word<'a>) -> Parsed<Apply<'a>> {
        if !self.peek().is_separated {
            return self.expected("a space");
        }
        if self.is(Kind::OpenBrace) {
            let at = self.next().start;
            self.needs_version_2(at, "`apply` blocks")?;
            let traits = self.until(Kind::CloseBrace, "a trait or `}`", Self::trait_use)?;
            return Ok(Apply { target, traits });
        }
        Ok(Apply { target, traits: vec![self.trait_use()?] })
    }

    /// Reports syntax that requires Smithy 2.0.
    pub(super) fn needs_version_2(&mut self, at: usize, what: &str) -> Parsed<()> {
        if self.version == Version::V2 {
            return Ok(());
        }
        let done = self.mistake_at(at, format!("{what} need Smithy 2.0"));
        self.hint(VERSION_2);
        done
    }

    fn skip_line(&mut self) {
        while !self.is(Kind::End) && !self.peek().on_new_line {
            self.next();
        }
        // If the error was at the first token of a line, that line is skipped.
        if matches!(self.peek().kind, Kind::Unknown | Kind::Unclosed) {
            self.next();
        }
    }
}
