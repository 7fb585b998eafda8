//! Converts the JSON AST to `.smithy` files, in the layout of the Smithy documentation.
//! <https://smithy.io/2.0/spec/idl.html>

use std::collections::BTreeMap;

use super::names::Names;
use super::value::{self, start_line};
use crate::model::{Node, Object, ShapeId};

/// A `.smithy` file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdlFile {
    /// The namespace of its shapes. Empty if the file has only metadata.
    pub namespace: String,
    /// The content.
    pub text: String,
}

/// Writes a JSON AST document as IDL: one file per namespace, sorted by namespace. Metadata is in the first file.
pub fn to_idl(document: &Node) -> Vec<IdlFile> {
    let shapes = document.get("shapes").and_then(Node::as_object);
    let mut namespaces: BTreeMap<&str, Vec<(&str, &Node)>> = BTreeMap::new();
    for (id, node) in shapes.into_iter().flat_map(Object::iter) {
        let namespace = id.split('#').next().unwrap_or_default();
        namespaces.entry(namespace).or_default().push((id, node));
    }
    if namespaces.is_empty() {
        namespaces.insert("", Vec::new());
    }
    let all = || shapes.into_iter().flat_map(Object::keys);
    let mut metadata = document.get("metadata").and_then(Node::as_object);
    let files = namespaces.into_iter().map(|(namespace, entries)| {
        let mut names = Names::new(namespace, all());
        entries.iter().for_each(|(_, node)| names.import(node));
        let mut text = format!("$version: \"{}\"\n", document.get("smithy").and_then(Node::as_str).unwrap_or("2.0"));
        for (key, value) in metadata.take().into_iter().flat_map(Object::iter) {
            text.push_str(&format!("\nmetadata {} = ", value::key(key)));
            value::write(value, 0, &mut text);
        }
        if text.lines().count() > 1 {
            text.push('\n');
        }
        if !namespace.is_empty() {
            text.push_str(&format!("\nnamespace {namespace}\n"));
        }
        let uses: Vec<String> = names.uses().into_iter().map(|id| format!("use {id}\n")).collect();
        if !uses.is_empty() {
            text.push('\n');
            text.push_str(&uses.concat());
        }
        let mut writer = Writer { names: &names, text };
        for (id, node) in entries {
            writer.statement(id, node);
        }
        IdlFile { namespace: namespace.to_owned(), text: writer.text }
    });
    files.collect()
}

struct Writer<'a> {
    names: &'a Names<'a>,
    text: String,
}

impl Writer<'_> {
    fn statement(&mut self, id: &str, node: &Node) {
        let ty = node.get("type").and_then(Node::as_str).unwrap_or_default();
        let traits = node.get("traits").and_then(Node::as_object);
        self.text.push('\n');
        if ty == "apply" {
            return self.apply(id, traits);
        }
        self.traits(traits, &[], 0);
        let name = id.rsplit('#').next().unwrap_or(id);
        self.text.push_str(&format!("{ty} {name}"));
        self.mixins(node);
        match ty {
            "list" | "set" => self.fixed_members(node, &["member"]),
            "map" => self.fixed_members(node, &["key", "value"]),
            "structure" | "union" => self.members(ty, node),
            "enum" | "intEnum" => self.members(ty, node),
            "operation" => self.operation(node),
            "service" | "resource" => self.entity(node),
            _ => {}
        }
        self.text.push('\n');
    }

    fn apply(&mut self, id: &str, traits: Option<&Object>) {
        for (index, (name, value)) in traits.into_iter().flat_map(Object::iter).enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            self.text.push_str(&format!("apply {} @{}", self.names.short(id), self.names.short(name)));
            value::write_body(value, 0, &mut self.text);
            self.text.push('\n');
        }
    }

    /// Writes traits, one per line, and documentation as a comment. Traits in `left_out` are written elsewhere.
    fn traits(&mut self, traits: Option<&Object>, left_out: &[&str], depth: usize) {
        const DOCUMENTATION: &str = "smithy.api#documentation";
        let indent = "    ".repeat(depth);
        let documentation = traits.and_then(|it| it.get(DOCUMENTATION)).and_then(Node::as_str);
        let comment = documentation.filter(|text| is_comment(text));
        for line in comment.into_iter().flat_map(|text| text.split('\n')) {
            let space = if line.is_empty() { "" } else { " " };
            self.text.push_str(&format!("///{space}{line}\n{indent}"));
        }
        for (id, value) in traits.into_iter().flat_map(Object::iter) {
            if left_out.contains(&id) || comment.is_some() && id == DOCUMENTATION {
                continue;
            }
            self.text.push_str(&format!("@{}", self.names.short(id)));
            value::write_body(value, depth, &mut self.text);
            self.text.push_str(&format!("\n{indent}"));
        }
    }

    fn mixins(&mut self, node: &Node) {
        let mixins = node.get("mixins").and_then(Node::as_array).unwrap_or_default();
        if !mixins.is_empty() {
            let names: Vec<String> = mixins.iter().map(|it| self.reference(it)).collect();
            self.text.push_str(&format!(" with [{}]", names.join(", ")));
        }
    }

    fn reference(&self, node: &Node) -> String {
        let target = node.get("target").and_then(Node::as_str).unwrap_or_default();
        self.names.short(target).to_owned()
    }

    fn fixed_members(&mut self, node: &Node, names: &[&str]) {
        self.text.push_str(" {");
        for name in names {
            if let Some(member) = node.get(name) {
                self.member("list", name, member);
            }
        }
        self.close();
    }

    fn members(&mut self, ty: &str, node: &Node) {
        let members = node.get("members").and_then(Node::as_object);
        self.text.push_str(" {");
        let documented = |member: &Node| member.get("traits").and_then(Node::as_object).is_some_and(|it| it.len() > 1);
        for (index, (name, member)) in members.into_iter().flat_map(Object::iter).enumerate() {
            // A blank line separates documented members; plain lists of names stay together.
            if index > 0 && (!ty.ends_with("num") || documented(member)) {
                self.text.push('\n');
            }
            self.member(ty, name, member);
        }
        self.close();
    }

    fn close(&mut self) {
        if !self.text.ends_with('{') {
            self.text.push('\n');
        }
        self.text.push('}');
    }

    fn member(&mut self, ty: &str, name: &str, member: &Node) {
        let traits = member.get("traits").and_then(Node::as_object);
        // The value after the name. The value of an enum member is omitted if it equals the name.
        let assigned = match ty {
            "enum" | "intEnum" => "smithy.api#enumValue",
            "structure" => "smithy.api#default",
            _ => "",
        };
        start_line(1, &mut self.text);
        self.traits(traits, &[assigned], 1);
        self.text.push_str(name);
        if !ty.ends_with("num") {
            self.text.push_str(&format!(": {}", self.reference(member)));
        }
        if let Some(value) = traits.and_then(|it| it.get(assigned))
            && !(ty == "enum" && value.as_str() == Some(name))
        {
            self.text.push_str(" = ");
            value::write(value, 1, &mut self.text);
        }
    }

    fn operation(&mut self, node: &Node) {
        self.text.push_str(" {");
        for side in ["input", "output"] {
            if let Some(target) = node.get(side) {
                let reference = self.reference(target);
                start_line(1, &mut self.text);
                self.text.push_str(&format!("{side}: {reference}"));
            }
        }
        if let Some(errors) = node.get("errors").and_then(Node::as_array) {
            start_line(1, &mut self.text);
            self.text.push_str("errors: ");
            self.references(errors, 1);
        }
        self.close();
    }

    fn references(&mut self, targets: &[Node], depth: usize) {
        self.text.push('[');
        for target in targets {
            let reference = self.reference(target);
            start_line(depth + 1, &mut self.text);
            self.text.push_str(&reference);
        }
        start_line(depth, &mut self.text);
        self.text.push(']');
    }

    /// Writes a service or resource: references without quotes, other values unchanged.
    fn entity(&mut self, node: &Node) {
        self.text.push_str(" {");
        for (key, value) in node.as_object().into_iter().flat_map(Object::iter) {
            if matches!(key, "type" | "traits" | "mixins") {
                continue;
            }
            start_line(1, &mut self.text);
            self.text.push_str(&format!("{}: ", value::key(key)));
            match value {
                Node::Array(targets) if !targets.is_empty() => self.references(targets, 1),
                Node::Object(_)
                    if value
                        .get("target")
                        .is_some_and(|it| it.as_str().is_some_and(|id| ShapeId::parse(id).is_some())) =>
                {
                    let reference = self.reference(value);
                    self.text.push_str(&reference);
                }
                Node::Object(named) if matches!(key, "identifiers" | "properties") => self.named(named),
                value => value::write(value, 1, &mut self.text),
            }
        }
        self.close();
    }

    fn named(&mut self, named: &Object) {
        self.text.push('{');
        for (name, target) in named.iter() {
            let reference = self.reference(target);
            start_line(2, &mut self.text);
            self.text.push_str(&format!("{}: {reference}", value::key(name)));
        }
        start_line(1, &mut self.text);
        self.text.push('}');
    }
}

/// Whether documentation can be written as a comment: it is not empty, and has no characters that end or hide a line.
fn is_comment(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t'))
}
