//! Reads a projection from the text of a `smithy-build.json`.

use std::path::Path;

use super::steps::{self, Step};
use super::{Project, SOURCE, models_in, place_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, event, nearest};
use crate::model::{Node, Object, parse_json};

/// Properties that do not affect clients.
const WITHOUT_MEANING: [&str; 5] = ["version", "outputDirectory", "plugins", "ignoreMissingPlugins", "abstract"];

pub(super) fn read(path: &Path, projection: &str) -> Result<Project, Diagnostics> {
    let start = || Location { file: path.display().to_string(), line: 1, column: 1 };
    let text = std::fs::read_to_string(path).map_err(|error| {
        Diagnostic::error(event::FILE_READ, format!("failed to read the file: {error}")).at(start())
    })?;
    let (root, _) = parse_json(&without_comments(&text)).map_err(|error| {
        let place = Location { line: error.line(), column: error.column().max(1), ..start() };
        Diagnostic::error(event::PROJECT, format!("invalid JSON: {error}")).at(place)
    })?;
    let mut reader = Reader { path, text: &text, found: Diagnostics::new(), project: empty() };
    match root.as_object() {
        Some(root) => reader.file(root, projection),
        None => reader.error(format!("expected an object, found {}", root.kind()), ""),
    }
    if reader.found.has_errors() {
        return Err(reader.found);
    }
    Ok(Project { warnings: reader.found, ..reader.project })
}

fn empty() -> Project {
    Project { models: Vec::new(), steps: Vec::new(), warnings: Diagnostics::new() }
}

/// Replaces line comments, which such files may contain, by spaces.
fn without_comments(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let (mut in_string, mut in_comment) = (false, false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\n' => in_comment = false,
            _ if in_comment => {
                result.push(' ');
                continue;
            }
            '"' => in_string = !in_string,
            '\\' if in_string => {
                result.push(c);
                result.extend(characters.next());
                continue;
            }
            '/' if !in_string && characters.peek() == Some(&'/') => {
                in_comment = true;
                result.push(' ');
                continue;
            }
            _ => {}
        }
        result.push(c);
    }
    result
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    found: Diagnostics,
    project: Project,
}

impl Reader<'_> {
    fn error(&mut self, message: impl Into<String>, near: &str) {
        let place = place_of(self.path, self.text, near);
        self.found.push(Diagnostic::error(event::PROJECT, message).at(place));
    }

    fn warn(&mut self, message: impl Into<String>, near: &str) {
        let place = place_of(self.path, self.text, near);
        self.found.push(Diagnostic::warning(event::PROJECT, message).at(place));
    }

    fn file(&mut self, root: &Object, projection: &str) {
        match root.get("version").and_then(Node::as_str) {
            Some("1" | "1.0") => {}
            Some(other) => self.error(format!("unsupported version {other}; expected 1.0"), "\"version\""),
            None => self.error("the version is missing; expected \"version\": \"1.0\"", ""),
        }
        self.models(root);
        for (key, value) in root.iter() {
            match key {
                "sources" | "imports" | "projections" => {}
                "maven" => self.maven(value),
                key if WITHOUT_MEANING.contains(&key) => {}
                key => self.warn(format!("unknown property {key}, which is ignored"), &format!("\"{key}\"")),
            }
        }
        let none = Object::new();
        let projections = root.get("projections").and_then(Node::as_object).unwrap_or(&none);
        self.projection(projections, projection, &mut Vec::new());
    }

    /// Warns about packages, which are not downloaded.
    fn maven(&mut self, node: &Node) {
        let packages = node.get("dependencies").and_then(Node::as_array).unwrap_or_default();
        // The traits of Smithy and AWS are built in.
        let is_built_in = |it: &&str| it.starts_with("software.amazon.smithy:");
        for package in packages.iter().filter_map(Node::as_str).filter(|it| !is_built_in(it)) {
            let message = format!("the dependency {package} is not downloaded; list the models that you need from it");
            self.warn(message, package);
        }
    }

    /// Reads the files in `sources` and `imports`.
    fn models(&mut self, node: &Object) {
        let directory = self.path.parent().unwrap_or(Path::new(""));
        let named = ["sources", "imports"].into_iter().filter_map(|key| node.get(key)?.as_array()).flatten();
        for name in named.filter_map(Node::as_str) {
            let path = directory.join(name);
            if path.extension().is_some_and(|it| it == "jar") {
                self.warn(format!("{name} is ignored; unpack the models that you need from it"), name);
            } else if path.is_dir() {
                match models_in(&path) {
                    Ok(models) => self.project.models.extend(models),
                    Err(error) => self.error(format!("failed to read {name}: {error}"), name),
                }
            } else if path.exists() {
                self.project.models.push(path);
            } else {
                self.error(format!("{name} does not exist"), name);
            }
        }
    }

    fn projection(&mut self, projections: &Object, name: &str, seen: &mut Vec<String>) {
        let Some(projection) = projections.get(name).and_then(Node::as_object) else {
            if name != SOURCE {
                let near = nearest(name, projections.keys().chain([SOURCE]));
                let near = near.map_or_else(String::new, |it| format!("; did you mean {it}?"));
                self.error(format!("unknown projection {name}{near}"), "\"projections\"");
            }
            return;
        };
        if seen.is_empty() && projection.get("abstract").and_then(Node::as_bool) == Some(true) {
            return self.error(format!("the projection {name} is abstract"), &format!("\"{name}\""));
        }
        if seen.iter().any(|it| it == name) {
            return self.error(format!("the projection {name} applies itself"), &format!("\"{name}\""));
        }
        seen.push(name.to_owned());
        self.models(projection);
        let transforms = projection.get("transforms").and_then(Node::as_array).unwrap_or_default();
        for transform in transforms {
            let Some(kind) = transform.get("name").and_then(Node::as_str) else {
                self.error(format!("a transform of the projection {name} has no name"), &format!("\"{name}\""));
                continue;
            };
            let args = transform.get("args").and_then(Node::as_object).cloned().unwrap_or_default();
            if kind == "apply" {
                let others = args.get("projections").and_then(Node::as_array).unwrap_or_default();
                for other in others.iter().filter_map(Node::as_str) {
                    self.projection(projections, other, seen);
                }
                continue;
            }
            let place = place_of(self.path, self.text, &format!("\"{kind}\""));
            match steps::find(kind) {
                steps::Found::Step(run) => {
                    self.project.steps.push(Step { name: kind.to_owned(), run, args, place });
                }
                steps::Found::WithoutMeaning => {}
                steps::Found::Unknown => {
                    let message = format!("the transform {kind} is not supported and is ignored");
                    self.found.push(Diagnostic::warning(event::PROJECT, message).at(place));
                }
            }
        }
        seen.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_become_spaces() {
        let text = "{ // a \"b\"\n\"u\": \"http://x\", \"q\": \"\\\"//\" // c\n}";
        let expected = "{         \n\"u\": \"http://x\", \"q\": \"\\\"//\"     \n}";
        assert_eq!(without_comments(text), expected);
    }
}
