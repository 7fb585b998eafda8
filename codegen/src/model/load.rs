//! Loads model files: parses text into a JSON AST, reads shapes, and merges several files into one model.

use std::collections::HashSet;
use std::path::Path;

use super::json::{RepeatedKey, parse_json};
use super::json_ast;
use super::locate::Locator;
use super::merge::Merge;
use super::node::{Node, Object};
use super::shape_id::ShapeId;
use super::source::Source;
use super::version::{self, Version};
use super::{Model, idl, mixins, upgrade};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, event};

/// Loads and merges model files. Tries every file and reports every error.
pub fn load_files<P: AsRef<Path>>(paths: &[P]) -> Result<Model, Diagnostics> {
    let (sources, mut diagnostics) = read_files(paths);
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

/// Reads the text of model files. Also returns an error for each file that cannot be read or is not UTF-8.
pub fn read_files<P: AsRef<Path>>(paths: &[P]) -> (Vec<Source>, Diagnostics) {
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
    (sources, diagnostics)
}

/// The line and column after a text, starting from 1.
fn end_of(text: &[u8]) -> (usize, usize) {
    let line_start = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    (1 + text.iter().filter(|byte| **byte == b'\n').count(), 1 + text.len() - line_start)
}

/// Merges models that are already in memory.
///
/// Fails only if a text is not valid JSON, has an unknown version, or has syntax errors before its first shape. Other
/// problems, such as syntax errors in shapes, are kept in the model, and [`validate`](crate::validate::validate) reports
/// them together with its own.
pub fn load_sources(sources: Vec<Source>) -> Result<Model, Diagnostics> {
    let mut problems = Diagnostics::new();
    let mut merge = Merge::default();
    let locator = Locator::new(&sources);
    let Files { roots, partial, has_syntax_errors } = read(&sources, &locator, &mut problems)?;
    for (number, root, version) in roots {
        json_ast::read_file(root, version, number, &partial, &mut merge, &mut problems, &locator);
    }
    merge.broken.extend(partial.iter().filter_map(|id| ShapeId::parse(id)));
    let flat = mixins::flatten(merge, &locator, &mut problems);
    let mut model = Model {
        shapes: flat.shapes,
        metadata: flat.metadata,
        broken: flat.broken,
        partial: flat.partial,
        has_syntax_errors,
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
    let with_version = read.roots.into_iter().map(|(_, mut root, version)| {
        if let Node::Object(object) = &mut root {
            let version = if version == Version::V1 { "1.0" } else { "2.0" };
            object.insert("smithy", Node::String(version.to_owned()));
        }
        root
    });
    Ok(with_version.collect())
}

/// Files as JSON AST documents.
struct Files {
    /// The documents with their number and version.
    roots: Vec<(usize, Node, Version)>,
    /// The IDs of shapes that syntax errors hide completely or in part.
    partial: HashSet<String>,
    has_syntax_errors: bool,
}

/// Reads all files.
fn read(sources: &[Source], locator: &Locator<'_>, problems: &mut Diagnostics) -> Result<Files, Diagnostics> {
    let mut is_opaque = false;
    let mut parsed = Vec::with_capacity(sources.len());
    let before = problems.len();
    for (number, source) in sources.iter().enumerate() {
        match parse(source, number, locator, problems) {
            Ok(file) => {
                is_opaque |= matches!(&file, Parsed::Idl(file) if file.is_opaque);
                parsed.push((number, file));
            }
            Err(found) => {
                is_opaque = true;
                problems.extend(found);
            }
        }
    }
    if is_opaque {
        problems.sort();
        return Err(std::mem::take(problems));
    }
    let has_syntax_errors = problems.iter().skip(before).any(|it| it.event_id == event::IDL_SYNTAX);
    Ok(Files { has_syntax_errors, ..lower(sources, parsed, problems) })
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
        problems.extend(report(source, mistakes));
        return Ok(Parsed::Idl(file));
    }
    let (root, repeated) = parse_json(&source.text).map_err(|error| Diagnostics::from(syntax_error(source, &error)))?;
    problems.extend(repeated.into_iter().map(|keys| report_repeated(locator, number, keys)));
    let version = version::read(&root).map_err(|found| {
        found.into_iter().map(|diagnostic| diagnostic.at(locator.start_of(number))).collect::<Diagnostics>()
    })?;
    Ok(Parsed::Ast(root, version))
}

/// Converts all files to JSON AST. Names in the IDL are resolved among the shapes of all files.
fn lower(sources: &[Source], parsed: Vec<(usize, Parsed<'_>)>, problems: &mut Diagnostics) -> Files {
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
    let mut roots = Vec::with_capacity(parsed.len());
    let mut all_partial = HashSet::new();
    for (number, file) in parsed {
        match file {
            Parsed::Ast(root, version) => roots.push((number, root, version)),
            Parsed::Idl(file) => {
                let idl::Lowered { root, version, mistakes, partial } = idl::lower(&file, &known);
                problems.extend(report(&sources[number], mistakes));
                roots.push((number, root, version));
                all_partial.extend(partial);
            }
        }
    }
    if has_idl {
        let mut nodes: Vec<&mut Node> = roots.iter_mut().map(|(_, root, _)| root).collect();
        let found = idl::resolve_elided(&mut nodes, &mut all_partial).into_iter();
        problems.extend(found.map(|(id, message)| Diagnostic::error(event::UNRESOLVED_TARGET, message).on(id)));
    }
    Files { roots, partial: all_partial, has_syntax_errors: false }
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
