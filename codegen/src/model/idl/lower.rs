//! Lowers a parsed file to the JSON AST, with every name resolved. Later stages do not know about the IDL.
//! <https://smithy.io/2.0/spec/idl.html#relative-shape-id-resolution>

use std::collections::{HashMap, HashSet};

use super::parser::{Mistake, VERSION_2};
use super::tree::{Apply, File, Member, Message, Shape, Target, Trait, Traits, Value, Word};
use crate::model::node::{Node, Object};
use crate::model::shape_id::ShapeId;
use crate::model::version::Version;
use crate::model::{merge, prelude};

/// A file as a JSON AST.
pub(in crate::model) struct Lowered {
    pub(in crate::model) root: Node,
    pub(in crate::model) version: Version,
    pub(in crate::model) mistakes: Vec<Mistake>,
    /// The IDs of shapes that syntax errors hide completely or in part.
    pub(in crate::model) partial: HashSet<String>,
}

/// The IDs that a file defines, including those of inline inputs and outputs.
pub(in crate::model) fn defined<'a>(file: &'a File<'a>) -> impl Iterator<Item = String> + 'a {
    let mentioned = file.mentioned.iter().map(move |name| format!("{}#{name}", file.namespace));
    file.shapes.iter().flat_map(move |shape| ids(file, shape)).chain(mentioned)
}

/// The IDs that a definition defines: its own, and those of an inline input and output.
fn ids(file: &File<'_>, shape: &Shape<'_>) -> impl Iterator<Item = String> + use<> {
    let own = format!("{}#{}", file.namespace, shape.name.text);
    let suffixes = [(&shape.operation.input, &file.input_suffix), (&shape.operation.output, &file.output_suffix)];
    let inline = suffixes.map(|(message, suffix)| match message {
        Some(Message::Inline(_)) => Some(format!("{own}{suffix}")),
        // It may be among what could not be parsed.
        None if shape.is_partial && shape.ty == "operation" => Some(format!("{own}{suffix}")),
        _ => None,
    });
    std::iter::once(own).chain(inline.into_iter().flatten())
}

/// The IDs of shapes that syntax errors hide completely or in part.
fn partial(file: &File<'_>, lowering: &Lowering<'_, '_>) -> HashSet<String> {
    let ids_of = |is_partial: bool| {
        let shapes = file.shapes.iter().filter(move |it| it.is_partial == is_partial);
        shapes.flat_map(move |shape| ids(file, shape))
    };
    let complete: HashSet<String> = ids_of(false).collect();
    let mentioned = file.mentioned.iter().map(|name| format!("{}#{name}", file.namespace));
    let mut partial: HashSet<String> = mentioned.filter(|id| !complete.contains(id)).collect();
    partial.extend(ids_of(true));
    let applied = file.lost_applies.iter().map(|target| lowering.shape_id(target));
    partial.extend(applied.map(|id| id.split('$').next().unwrap_or(&id).to_owned()));
    partial
}

/// Lowers a file. `known` contains the IDs of all files of the model.
pub(in crate::model) fn lower(file: &File<'_>, known: &HashSet<String>) -> Lowered {
    let uses = file.uses.iter().filter_map(|word| Some((word.text.rsplit('#').next()?, word.text))).collect();
    let lists = file.shapes.iter().filter(|it| matches!(it.ty, "list" | "set")).map(|it| it.name.text).collect();
    let mut lowering =
        Lowering { file, known, lists, uses, shapes: Vec::new(), seen: HashSet::new(), mistakes: Vec::new() };
    lowering.check_uses();
    let metadata = file.metadata.iter().map(|(key, value)| (key.clone(), lowering.value(value))).collect();
    let metadata = merge_metadata(metadata, &mut lowering.mistakes);
    for shape in &file.shapes {
        let id = format!("{}#{}", file.namespace, shape.name.text);
        lowering.shape(id, shape, &[]);
    }
    for apply in &file.applies {
        lowering.apply(apply);
    }
    let partial = partial(file, &lowering);
    let mut root = Object::new();
    root.insert("metadata", Node::Object(metadata));
    root.insert("shapes", Node::Object(Object { entries: lowering.shapes }));
    Lowered { root: Node::Object(root), version: file.version, mistakes: lowering.mistakes, partial }
}

/// Merges metadata with the same key: lists are concatenated, other values must be equal.
fn merge_metadata(entries: Vec<(String, Node)>, mistakes: &mut Vec<Mistake>) -> Object {
    let mut metadata = Object::new();
    for (key, value) in entries {
        match merge::merge_values(metadata.get(&key), value) {
            Ok(value) => metadata.insert(key, value),
            Err(()) => {
                let message = format!("the metadata key `{key}` has different values");
                mistakes.push(Mistake { at: 0, message, hint: None });
            }
        }
    }
    metadata
}

struct Lowering<'f, 'a> {
    file: &'f File<'a>,
    known: &'f HashSet<String>,
    /// The names of the file's lists.
    lists: HashSet<&'a str>,
    uses: HashMap<&'a str, &'a str>,
    shapes: Vec<(String, Node)>,
    seen: HashSet<String>,
    mistakes: Vec<Mistake>,
}

impl<'a> Lowering<'_, 'a> {
    fn mistake(&mut self, at: usize, message: String, hint: Option<String>) {
        self.mistakes.push(Mistake { at, message, hint });
    }

    fn needs_version_2(&mut self, at: usize, what: &str) {
        self.mistake(at, format!("{what} need Smithy 2.0"), Some(VERSION_2.to_owned()));
    }

    /// Reports shapes that are both imported and defined.
    fn check_uses(&mut self) {
        for shape in &self.file.shapes {
            if let Some(imported) = self.uses.get(shape.name.text)
                && *imported != format!("{}#{}", self.file.namespace, shape.name.text)
            {
                let message =
                    format!("`{}` conflicts with `{imported}`, which is imported with `use`", shape.name.text);
                self.mistake(shape.name.at, message, None);
            }
        }
    }

    /// The absolute ID of a name.
    fn resolve(&self, text: &str, prelude: impl Fn(&ShapeId) -> bool) -> String {
        if text.contains('#') {
            return text.to_owned();
        }
        let (name, member) = text.split_at(text.find('$').unwrap_or(text.len()));
        if let Some(used) = self.uses.get(name) {
            return format!("{used}{member}");
        }
        let local = format!("{}#{name}", self.file.namespace);
        if !self.known.contains(&local) && prelude(&ShapeId::of_prelude(name)) {
            return format!("smithy.api#{text}");
        }
        format!("{local}{member}")
    }

    fn shape_id(&self, word: &Word<'_>) -> String {
        self.resolve(word.text, prelude::has)
    }

    fn reference(&self, word: &Word<'_>) -> Node {
        target(self.shape_id(word))
    }

    fn references(&self, words: &[Word<'_>]) -> Node {
        Node::Array(words.iter().map(|word| self.reference(word)).collect())
    }

    /// The absolute ID of a name in a value, where traits are also allowed.
    fn id_in_value(&mut self, word: &Word<'_>) -> String {
        let is_known = |id: &ShapeId| prelude::has(id) || prelude::has_trait(id);
        let resolved = self.resolve(word.text, is_known);
        let shape = resolved.split('$').next().unwrap_or(&resolved);
        if !word.text.contains('#')
            && !self.known.contains(shape)
            && !self.uses.values().any(|used| *used == shape)
            && ShapeId::parse(shape).is_none_or(|id| !is_known(&id))
        {
            let hint = "put text in double quotes".to_owned();
            self.mistake(word.at, format!("the model has no shape `{}`", word.text), Some(hint));
        }
        resolved
    }

    fn value(&mut self, value: &Value<'_>) -> Node {
        match value {
            Value::Null => Node::Null,
            Value::Bool(value) => Node::Bool(*value),
            Value::Number(number) => Node::Number(number.clone()),
            Value::String(text) => Node::String(text.clone()),
            Value::Id(word) => Node::String(self.id_in_value(word)),
            Value::Array(values) => Node::Array(values.iter().map(|value| self.value(value)).collect()),
            Value::Object(entries) => self.object(entries),
        }
    }

    fn object(&mut self, entries: &[(String, Value<'_>)]) -> Node {
        Node::Object(entries.iter().map(|(key, value)| (key.clone(), self.value(value))).collect())
    }

    /// The traits of a shape or member, with the `extra` ones implied by its definition.
    fn traits(&mut self, traits: &Traits<'a>, extra: Vec<(String, Node)>) -> Option<Node> {
        let mut object = Object::new();
        for used in &traits.list {
            self.add_trait(&mut object, used);
        }
        if let Some(documentation) = &traits.documentation
            && object.get("smithy.api#documentation").is_none()
        {
            object.insert("smithy.api#documentation", Node::String(documentation.clone()));
        }
        for (id, value) in extra {
            object.insert(id, value);
        }
        (!object.is_empty()).then_some(Node::Object(object))
    }

    fn add_trait(&mut self, object: &mut Object, used: &Trait<'a>) {
        // A name that is neither defined nor imported is a trait of the prelude. Validation checks that it exists.
        let id = self.resolve(used.id.text, |_| true);
        if id == "smithy.api#mixin" && self.file.version == Version::V1 {
            self.needs_version_2(used.id.at, "mixins");
        }
        let value = match &used.value {
            Some(value) => self.value(value),
            None if self.is_list_trait(&id) => Node::Array(Vec::new()),
            None => Node::Object(Object::new()),
        };
        match merge::merge_values(object.get(&id), value) {
            Ok(value) => object.insert(id, value),
            Err(()) => {
                let message = format!("the trait `{}` is applied twice, with different values", used.id.text);
                self.mistake(used.id.at, message, None);
            }
        }
    }

    /// Whether the value of a trait is a list, as far as this file knows.
    fn is_list_trait(&self, id: &str) -> bool {
        let own = id.strip_prefix(self.file.namespace).and_then(|rest| rest.strip_prefix('#'));
        prelude::is_list_trait(id) || own.is_some_and(|name| self.lists.contains(name))
    }

    fn apply(&mut self, apply: &Apply<'a>) {
        let id = self.shape_id(&apply.target);
        let mut object = Object::new();
        for used in &apply.traits {
            self.add_trait(&mut object, used);
        }
        let entries = [("type", Node::String("apply".to_owned())), ("traits", Node::Object(object))];
        self.shapes
            .push((id, entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Object>().into()));
    }

    fn shape(&mut self, id: String, shape: &Shape<'a>, implied: &[&str]) {
        if !self.seen.insert(id.clone()) {
            let message = format!("the shape `{}` is defined twice", shape.name.text);
            self.mistake(shape.name.at, message, None);
            return;
        }
        let mut object = Object::new();
        object.insert("type", Node::String(shape.ty.to_owned()));
        match shape.ty {
            "service" => self.service(&mut object, shape),
            "resource" => self.resource(&mut object, shape),
            "operation" => self.operation(&mut object, &id, shape),
            "list" | "set" | "map" => {
                for (name, node) in self.members(shape) {
                    object.insert(name, node);
                }
            }
            _ => {
                let members: Object = self.members(shape).into_iter().collect();
                if !members.is_empty() {
                    object.insert("members", Node::Object(members));
                }
            }
        }
        if let Some(resource) = &shape.resource {
            object.insert(super::elide::RESOURCE, Node::String(self.shape_id(resource)));
        }
        if !shape.mixins.is_empty() {
            object.insert("mixins", self.references(&shape.mixins));
        }
        let implied = implied.iter().map(|name| (format!("smithy.api#{name}"), Node::Object(Object::new())));
        if let Some(traits) = self.traits(&shape.traits, implied.collect()) {
            object.insert("traits", traits);
        }
        self.shapes.push((id, Node::Object(object)));
    }

    fn members(&mut self, shape: &Shape<'a>) -> Vec<(String, Node)> {
        let mut members = Vec::with_capacity(shape.members.len());
        for member in &shape.members {
            let node = self.member(shape, member);
            members.push((member.name.text.to_owned(), node));
        }
        members
    }

    fn member(&mut self, shape: &Shape<'a>, member: &Member<'a>) -> Node {
        let mut object = Object::new();
        match &member.target {
            Target::Id(word) => object.insert("target", Node::String(self.shape_id(word))),
            Target::Unit => object.insert("target", Node::String(crate::model::UNIT.to_owned())),
            // Resolved after all files are lowered, because the resource or mixin may be in another file.
            Target::Elided => object.insert(super::elide::ELIDED, Node::Null),
        }
        let mut extra = Vec::new();
        let value = member.value.as_ref().map(|value| self.value(value));
        match (shape.ty, value) {
            ("enum" | "intEnum", Some(value)) => extra.push(("smithy.api#enumValue".to_owned(), value)),
            ("enum", None) if !has_value(&member.traits) => {
                extra.push(("smithy.api#enumValue".to_owned(), Node::String(member.name.text.to_owned())));
            }
            (_, Some(value)) => extra.push(("smithy.api#default".to_owned(), value)),
            _ => {}
        }
        if let Some(traits) = self.traits(&member.traits, extra) {
            object.insert("traits", traits);
        }
        Node::Object(object)
    }

    fn operation(&mut self, object: &mut Object, id: &str, shape: &Shape<'a>) {
        let operation = &shape.operation;
        let sides = [
            ("input", &operation.input, &self.file.input_suffix),
            ("output", &operation.output, &self.file.output_suffix),
        ];
        for (side, message, suffix) in sides {
            match message {
                Some(Message::Id(word)) => object.insert(side, self.reference(word)),
                Some(Message::Inline(inline)) => {
                    let inline_id = format!("{id}{suffix}");
                    object.insert(side, target(inline_id.clone()));
                    self.shape(inline_id, inline, &[side]);
                }
                None => {}
            }
        }
        if !operation.errors.is_empty() {
            object.insert("errors", self.references(&operation.errors));
        }
    }

    fn service(&mut self, object: &mut Object, shape: &Shape<'a>) {
        for (key, value) in &shape.properties {
            let node = match key.as_str() {
                "operations" | "resources" | "errors" => self.list_of_references(value),
                _ => self.value(value),
            };
            object.insert(key, node);
        }
    }

    fn resource(&mut self, object: &mut Object, shape: &Shape<'a>) {
        for (key, value) in &shape.properties {
            let node = match (key.as_str(), value) {
                ("identifiers" | "properties", Value::Object(entries)) => Node::Object(
                    entries.iter().map(|(name, value)| (name.clone(), self.one_reference(value))).collect(),
                ),
                ("operations" | "resources" | "collectionOperations", value) => self.list_of_references(value),
                ("create" | "put" | "read" | "update" | "delete" | "list", value) => self.one_reference(value),
                _ => self.value(value),
            };
            if key == "properties" && self.file.version == Version::V1 {
                self.needs_version_2(shape.name.at, "properties of resources");
            }
            object.insert(key, node);
        }
    }

    /// A reference to a shape. Anything else is reported by the AST reader.
    fn one_reference(&mut self, value: &Value<'_>) -> Node {
        match value {
            Value::Id(word) => self.reference(word),
            Value::String(text) => target(self.resolve(text, prelude::has)),
            other => self.value(other),
        }
    }

    fn list_of_references(&mut self, value: &Value<'_>) -> Node {
        match value {
            Value::Array(values) => Node::Array(values.iter().map(|value| self.one_reference(value)).collect()),
            other => self.value(other),
        }
    }
}

fn has_value(traits: &Traits<'_>) -> bool {
    traits.list.iter().any(|used| matches!(used.id.text, "enumValue" | "smithy.api#enumValue"))
}

fn target(id: String) -> Node {
    let mut object = Object::new();
    object.insert("target", Node::String(id));
    Node::Object(object)
}
