//! Loads model files: parses text into a JSON AST, reads shapes, and merges several files into one model.

use std::collections::HashSet;
use std::path::Path;

use super::json::{RepeatedKey, parse_json};
use super::json_ast;
use super::locate::Locator;
use super::merge::Merge;
use super::node::{Node, Object};
use super::source::Source;
use super::version::{self, Version};
use super::{Model, idl, mixins, upgrade};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, event};

/// Loads and merges model files. Tries every file and reports every error.
pub fn load_files<P: AsRef<Path>>(paths: &[P]) -> Result<Model, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut sources = Vec::with_capacity(paths.len());
    for path in paths.iter().map(AsRef::as_ref) {
        let name = path.display().to_string();
        let (message, (line, column)) = match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                sources.push(Source::new(name, text));
                continue;
            }
            Ok(Err(error)) => {
                let text = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                ("the model file is not UTF-8".to_owned(), end_of(text))
            }
            Err(error) => (format!("failed to read the model file: {error}"), (1, 1)),
        };
        let location = Location { file: name, line, column };
        diagnostics.push(Diagnostic::error(event::FILE_READ, message).at(location));
    }
    if diagnostics.is_empty() {
        return load_sources(sources);
    }
    // Files that could be read are checked even if others could not.
    match load_sources(sources) {
        Ok(model) => diagnostics.extend(model.locate(model.problems.clone())),
        Err(others) => diagnostics.extend(others),
    }
    diagnostics.sort();
    Err(diagnostics)
}

/// The line and column after a text, starting from 1.
fn end_of(text: &[u8]) -> (usize, usize) {
    let line_start = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    (1 + text.iter().filter(|byte| **byte == b'\n').count(), 1 + text.len() - line_start)
}

/// Merges models that are already in memory.
///
/// Fails only if a text is not valid JSON or has an unknown version. Problems in single shapes are kept in the model,
/// and [`validate`](crate::validate::validate) reports them together with its own.
pub fn load_sources(sources: Vec<Source>) -> Result<Model, Diagnostics> {
    let mut problems = Diagnostics::new();
    let mut merge = Merge::default();
    let locator = Locator::new(&sources);
    for (number, root, version) in read(&sources, &locator, &mut problems)? {
        json_ast::read_file(root, version, number, &mut merge, &mut problems, &locator);
    }
    let flat = mixins::flatten(merge, &locator, &mut problems);
    let mut model = Model {
        shapes: flat.shapes,
        metadata: flat.metadata,
        broken: flat.broken,
        problems: Diagnostics::new(),
        sources: [].into(),
    };
    upgrade::upgrade(&mut model, &flat.version_1);
    model.problems = problems;
    model.sources = sources.into();
    Ok(model)
}

/// Reads files of either format as JSON AST documents, in order. Checks only syntax and names.
pub fn read_sources(sources: Vec<Source>) -> Result<Vec<Node>, Diagnostics> {
    let mut problems = Diagnostics::new();
    let locator = Locator::new(&sources);
    let read = read(&sources, &locator, &mut problems)?;
    if problems.has_errors() {
        problems.sort();
        return Err(problems);
    }
    let with_version = read.into_iter().map(|(_, mut root, version)| {
        if let Node::Object(object) = &mut root {
            let version = if version == Version::V1 { "1.0" } else { "2.0" };
            object.insert("smithy", Node::String(version.to_owned()));
        }
        root
    });
    Ok(with_version.collect())
}

/// The JSON AST of each file, with its number and version.
fn read(
    sources: &[Source],
    locator: &Locator<'_>,
    problems: &mut Diagnostics,
) -> Result<Vec<(usize, Node, Version)>, Diagnostics> {
    let mut fatal = Diagnostics::new();
    let mut parsed = Vec::with_capacity(sources.len());
    for (number, source) in sources.iter().enumerate() {
        match parse(source, number, locator, problems) {
            Ok(file) => parsed.push((number, file)),
            Err(found) => fatal.extend(found),
        }
    }
    if !fatal.is_empty() {
        fatal.extend(std::mem::take(problems));
        fatal.sort();
        return Err(fatal);
    }
    Ok(lower(sources, parsed, problems))
}

/// A parsed file, in its format.
enum Parsed<'a> {
    Ast(Node, Version),
    Idl(idl::File<'a>),
}

fn parse<'a>(
    source: &'a Source,
    number: usize,
    locator: &Locator<'_>,
    problems: &mut Diagnostics,
) -> Result<Parsed<'a>, Diagnostics> {
    if source.is_idl() {
        let (file, mistakes) = idl::parse(&source.text);
        return if mistakes.is_empty() { Ok(Parsed::Idl(file)) } else { Err(report(source, mistakes)) };
    }
    let (root, repeated) = parse_json(&source.text).map_err(|error| Diagnostics::from(syntax_error(source, &error)))?;
    problems.extend(repeated.into_iter().map(|keys| report_repeated(locator, number, keys)));
    let version = version::read(&root).map_err(|found| {
        found.into_iter().map(|diagnostic| diagnostic.at(locator.start_of(number))).collect::<Diagnostics>()
    })?;
    Ok(Parsed::Ast(root, version))
}

/// Converts all files to JSON AST. Names in the IDL are resolved among the shapes of all files.
fn lower(
    sources: &[Source],
    parsed: Vec<(usize, Parsed<'_>)>,
    problems: &mut Diagnostics,
) -> Vec<(usize, Node, Version)> {
    let has_idl = parsed.iter().any(|(_, file)| matches!(file, Parsed::Idl(_)));
    let mut known = HashSet::new();
    for (_, file) in parsed.iter().filter(|_| has_idl) {
        match file {
            Parsed::Ast(root, _) => {
                known.extend(
                    root.get("shapes").and_then(Node::as_object).into_iter().flat_map(Object::keys).map(str::to_owned),
                );
            }
            Parsed::Idl(file) => known.extend(idl::defined(file)),
        }
    }
    let mut lowered = Vec::with_capacity(parsed.len());
    for (number, file) in parsed {
        match file {
            Parsed::Ast(root, version) => lowered.push((number, root, version)),
            Parsed::Idl(file) => {
                let idl::Lowered { root, version, mistakes, .. } = idl::lower(&file, &known);
                problems.extend(report(&sources[number], mistakes));
                lowered.push((number, root, version));
            }
        }
    }
    if has_idl {
        let mut roots: Vec<&mut Node> = lowered.iter_mut().map(|(_, root, _)| root).collect();
        let found = idl::resolve_elided(&mut roots).into_iter();
        problems.extend(found.map(|(id, message)| Diagnostic::error(event::UNRESOLVED_TARGET, message).on(id)));
    }
    lowered
}

/// Reports the errors of a `.smithy` file with their lines.
fn report(source: &Source, mistakes: Vec<idl::Mistake>) -> Diagnostics {
    let lines = idl::Lines::of(&source.text);
    let diagnostics = mistakes.into_iter().map(|mistake| {
        let (line, column) = lines.position(mistake.at);
        let location = Location { file: source.name.clone(), line, column };
        Diagnostic::error(event::IDL_SYNTAX, mistake.message).at(location).hint(mistake.hint)
    });
    diagnostics.collect()
}

fn syntax_error(source: &Source, error: &serde_json::Error) -> Diagnostic {
    let (line, column) = (error.line().max(1), error.column().max(1));
    let text = error.to_string();
    // The diagnostic has its own field for the place, so it is removed from the message.
    let message = text.split(" at line ").next().unwrap_or(&text);
    let location = Location { file: source.name.clone(), line, column };
    Diagnostic::error(event::JSON_SYNTAX, format!("invalid JSON: {message}")).at(location)
}

/// Reports a duplicate shape, member or other key.
fn report_repeated(locator: &Locator<'_>, file: usize, keys: RepeatedKey) -> Diagnostic {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let (event, id, message) = match keys.as_slice() {
        ["shapes", shape] => {
            (event::DUPLICATE_SHAPE, (*shape).to_owned(), "the shape is defined twice in one file".to_owned())
        }
        ["shapes", shape, "members", member] => {
            (event::DUPLICATE_MEMBER, format!("{shape}${member}"), "the member is defined twice".to_owned())
        }
        ["shapes", shape, .., key] => {
            (event::DUPLICATE_KEY, (*shape).to_owned(), format!("the key \"{key}\" appears twice in one object"))
        }
        keys => {
            let message = format!("the key \"{}\" appears twice in one object", keys.join("."));
            let diagnostic = Diagnostic::error(event::DUPLICATE_KEY, message);
            return diagnostic.at(locator.start_of(file));
        }
    };
    let place = locator.find_repeated(file, &id).or_else(|| locator.find_in(file, &id));
    Diagnostic::error(event, message).on(id).at(place.or_else(|| locator.start_of(file)))
}
