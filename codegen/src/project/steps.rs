//! The transforms of projections, as functions over the model.
//!
//! <https://smithy.io/2.0/guides/smithy-build-json.html#transforms>

use std::collections::{BTreeMap, BTreeSet};

use super::references::{remove, rename};
use crate::diagnostic::{Diagnostic, Location, event};
use crate::model::{Member, Model, Node, Object, Shape, ShapeId, ShapeKind, Traits, is_prelude};

/// A transform with its arguments.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) run: Run,
    pub(super) args: Object,
    pub(super) place: Location,
}

/// Changes a model, or fails with a message.
type Run = fn(&mut Model, &Object) -> Result<(), String>;

impl Step {
    /// Applies the transform. Returns a warning if it fails.
    pub(super) fn apply(&self, model: &mut Model) -> Option<Diagnostic> {
        let why = (self.run)(model, &self.args).err()?;
        let message = format!("the transform {} is ignored: {why}", self.name);
        Some(Diagnostic::warning(event::PROJECT, message).at(self.place.clone()))
    }
}

/// The result of looking up a transform.
pub(super) enum Found {
    Step(Run),
    /// It does not affect clients.
    WithoutMeaning,
    Unknown,
}

/// Looks up a transform by name.
pub(super) fn find(name: &str) -> Found {
    const WITHOUT_MEANING: [&str; 6] = [
        "changeStringEnumsToEnumShapes",
        "excludeMetadata",
        "filterSuppressions",
        "flattenAndRemoveMixins",
        "includeMetadata",
        "removeTraitDefinitions",
    ];
    let steps: [(&str, Run); 13] = [
        ("changeTypes", change_types),
        ("excludeShapesByTag", |model, args| by_tag(model, args, false)),
        ("excludeShapesByTrait", by_trait),
        ("excludeTraits", |model, args| traits(model, args, false)),
        ("flattenNamespaces", flatten_namespaces),
        ("includeNamespaces", include_namespaces),
        ("includeServices", include_services),
        ("includeShapesByTag", |model, args| by_tag(model, args, true)),
        ("includeTraits", |model, args| traits(model, args, true)),
        ("makeIdempotencyTokensClientOptional", tokens_optional),
        ("removeDeprecatedShapes", remove_deprecated),
        ("removeUnusedShapes", remove_unused),
        ("renameShapes", rename_shapes),
    ];
    match steps.into_iter().find(|(known, _)| *known == name) {
        Some((_, run)) => Found::Step(run),
        None if WITHOUT_MEANING.contains(&name) => Found::WithoutMeaning,
        None => Found::Unknown,
    }
}

/// The strings of an argument.
fn texts<'a>(args: &'a Object, name: &str) -> Result<Vec<&'a str>, String> {
    let node = args.get(name).ok_or_else(|| format!("the argument {name} is missing"))?;
    let items = node.as_array().ok_or_else(|| format!("{name}: expected an array, found {}", node.kind()))?;
    Ok(items.iter().filter_map(Node::as_str).collect())
}

fn ids(args: &Object, name: &str) -> Result<BTreeSet<ShapeId>, String> {
    let id = |text: &str| ShapeId::parse(text).ok_or_else(|| format!("{text} is not a shape ID"));
    texts(args, name)?.into_iter().map(id).collect()
}

/// Removes shapes, and members of structures, unions and enums, that match a predicate.
fn remove_if(model: &mut Model, is_gone: impl Fn(&Traits) -> bool) {
    let gone = own(model).filter(|shape| is_gone(&shape.traits)).map(|shape| shape.id.clone()).collect();
    for shape in model.shapes.values_mut().filter(|shape| shape.kind.has_named_members() && !is_prelude(&shape.id)) {
        shape.members.retain(|member: &Member| !is_gone(&member.traits));
    }
    remove(model, gone);
}

fn own(model: &Model) -> impl Iterator<Item = &Shape> {
    model.shapes.values().filter(|shape| !is_prelude(&shape.id))
}

fn by_tag(model: &mut Model, args: &Object, is_include: bool) -> Result<(), String> {
    let tags = texts(args, "tags")?;
    remove_if(model, |traits| traits.tags().iter().any(|tag| tags.contains(tag)) != is_include);
    Ok(())
}

fn by_trait(model: &mut Model, args: &Object) -> Result<(), String> {
    let wanted = texts(args, "traits")?;
    let wanted: Vec<String> = wanted.into_iter().map(with_namespace).collect();
    remove_if(model, |traits| wanted.iter().any(|id| traits.has(id)));
    Ok(())
}

/// The ID of a trait. It is in the prelude if it has no namespace.
fn with_namespace(id: &str) -> String {
    if id.contains('#') { id.to_owned() } else { format!("smithy.api#{id}") }
}

/// Removes traits by ID, or by namespace with a trailing `#`.
fn traits(model: &mut Model, args: &Object, is_include: bool) -> Result<(), String> {
    // Without these traits, shapes would have another meaning.
    const KEPT: [&str; 3] = ["smithy.api#trait", "smithy.api#enumValue", "smithy.api#unitType"];
    let named: Vec<String> = texts(args, "traits")?.into_iter().map(with_namespace).collect();
    let is_named = |id: &str| named.iter().any(|it| it == id || it.ends_with('#') && id.starts_with(it.as_str()));
    let is_gone = |id: &str| is_named(id) != is_include && !KEPT.contains(&id) && !id.starts_with("tinsmith");
    let drop = |traits: &mut Traits| {
        let gone: Vec<String> = traits.iter().map(|(id, _)| id.to_owned()).filter(|id| is_gone(id)).collect();
        gone.iter().for_each(|id| drop(traits.remove(id)));
    };
    for shape in model.shapes.values_mut().filter(|shape| !is_prelude(&shape.id)) {
        drop(&mut shape.traits);
        shape.members.iter_mut().for_each(|member| drop(&mut member.traits));
    }
    Ok(())
}

fn include_services(model: &mut Model, args: &Object) -> Result<(), String> {
    let wanted = ids(args, "services")?;
    let services = own(model).filter(|shape| shape.as_service().is_some());
    let gone = services.map(|shape| shape.id.clone()).filter(|id| !wanted.contains(id)).collect();
    remove(model, gone);
    Ok(())
}

fn include_namespaces(model: &mut Model, args: &Object) -> Result<(), String> {
    let wanted = texts(args, "namespaces")?;
    let is_gone = |id: &ShapeId| !wanted.contains(&id.namespace());
    let gone = own(model).map(|shape| shape.id.clone()).filter(is_gone).collect();
    remove(model, gone);
    Ok(())
}

/// Keeps the shapes that services use, and those exported by a tag.
fn remove_unused(model: &mut Model, args: &Object) -> Result<(), String> {
    let exported = if args.get("exportTagged").is_some() { texts(args, "exportTagged")? } else { Vec::new() };
    let is_root =
        |shape: &&Shape| shape.as_service().is_some() || shape.traits.tags().iter().any(|tag| exported.contains(tag));
    let roots = own(model).filter(is_root).map(|shape| shape.id.clone()).collect();
    let reached = closure(model, roots);
    let gone = own(model).map(|shape| shape.id.clone()).filter(|id| !reached.contains(id)).collect();
    remove(model, gone);
    Ok(())
}

/// The shapes that these use, including themselves.
fn closure(model: &Model, mut queue: Vec<ShapeId>) -> BTreeSet<ShapeId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = queue.pop() {
        if let Some(shape) = model.shape(id.as_str()).filter(|_| !reached.contains(&id)) {
            queue.extend(shape.references().into_iter().cloned());
            reached.insert(id);
        }
    }
    reached
}

/// Removes shapes and members that were deprecated before a date or version.
fn remove_deprecated(model: &mut Model, args: &Object) -> Result<(), String> {
    let relative = |name: &str| args.get(name).and_then(Node::as_str);
    let (date, version) = (relative("relativeDate"), relative("relativeVersion"));
    if date.is_none() && version.is_none() {
        return Err("expected relativeDate or relativeVersion".to_owned());
    }
    remove_if(model, |traits| {
        let Some(since) = traits.deprecated().and_then(|it| it.since) else { return false };
        match since.len() == 10 && since.chars().filter(|c| *c == '-').count() == 2 {
            true => date.is_some_and(|date| since < date),
            false => version.is_some_and(|version| numbers(since) < numbers(version)),
        }
    });
    Ok(())
}

/// The numbers of a version.
fn numbers(version: &str) -> Vec<u64> {
    version
        .split('.')
        .map(|it| it.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0))
        .collect()
}

fn tokens_optional(model: &mut Model, _: &Object) -> Result<(), String> {
    for member in model.shapes.values_mut().flat_map(|shape| &mut shape.members) {
        if member.traits.idempotency_token() && member.traits.required() {
            member.traits.insert("smithy.api#clientOptional", Node::Object(Object::new()));
        }
    }
    Ok(())
}

fn rename_shapes(model: &mut Model, args: &Object) -> Result<(), String> {
    let pairs = args.get("renamed").and_then(Node::as_object).ok_or("the argument renamed is missing")?;
    let mut names = BTreeMap::new();
    for (old, new) in pairs.iter() {
        let known = ShapeId::parse(old).filter(|id| model.shape(id.as_str()).is_some());
        let old = known.ok_or_else(|| format!("the model has no shape {old}"))?;
        let new =
            new.as_str().and_then(ShapeId::parse).ok_or_else(|| format!("the new name of {old} is not a shape ID"))?;
        names.insert(old, new);
    }
    checked_rename(model, &names)
}

/// Renames shapes unless two would get the same ID.
fn checked_rename(model: &mut Model, names: &BTreeMap<ShapeId, ShapeId>) -> Result<(), String> {
    let mut taken: BTreeSet<&ShapeId> = model.shapes.keys().filter(|id| !names.contains_key(*id)).collect();
    if let Some(twice) = names.values().find(|id| !taken.insert(id)) {
        return Err(format!("two shapes would have the ID {twice}"));
    }
    rename(model, names);
    Ok(())
}

fn flatten_namespaces(model: &mut Model, args: &Object) -> Result<(), String> {
    let text =
        |name: &str| args.get(name).and_then(Node::as_str).ok_or_else(|| format!("the argument {name} is missing"));
    let (namespace, service) = (text("namespace")?, text("service")?);
    let known =
        ShapeId::parse(service).filter(|id| model.shape(id.as_str()).is_some_and(|it| it.as_service().is_some()));
    let service = known.ok_or_else(|| format!("the model has no service {service}"))?;
    let tags = if args.get("includeTagged").is_some() { texts(args, "includeTagged")? } else { Vec::new() };
    let renames: BTreeMap<ShapeId, String> = model
        .shape(service.as_str())
        .and_then(Shape::as_service)
        .map(|it| it.rename.iter().cloned().collect())
        .unwrap_or_default();
    let mut moved = closure(model, vec![service.clone()]);
    let is_tagged = |shape: &&Shape| shape.traits.tags().iter().any(|tag| tags.contains(tag));
    moved.extend(own(model).filter(is_tagged).map(|shape| shape.id.clone()));
    let mut names = BTreeMap::new();
    for id in moved.into_iter().filter(|id| !is_prelude(id)) {
        let name = renames.get(&id).map_or(id.name(), String::as_str);
        let new =
            ShapeId::parse(&format!("{namespace}#{name}")).ok_or_else(|| format!("{namespace} is not a namespace"))?;
        names.insert(id, new);
    }
    checked_rename(model, &names)?;
    // The names are already assigned, so nothing remains to be renamed.
    let new = names.get(&service).and_then(|id| model.shapes.get_mut(id));
    if let Some(ShapeKind::Service(it)) = new.map(|shape| &mut shape.kind) {
        it.rename.clear();
    }
    Ok(())
}

/// Changes the types of simple shapes, and structures to unions or the reverse.
fn change_types(model: &mut Model, args: &Object) -> Result<(), String> {
    let types = args.get("shapeTypes").and_then(Node::as_object).ok_or("the argument shapeTypes is missing")?;
    for (id, kind) in types.iter() {
        let shape = model.shapes.get_mut(id).ok_or_else(|| format!("the model has no shape {id}"))?;
        let kind = kind.as_str().unwrap_or_default();
        let new = simple_kind(kind).ok_or_else(|| format!("{id} cannot become {kind}"))?;
        let is_simple = |kind: &ShapeKind| simple_kind(kind.name()).is_some() && !is_compound(kind);
        if is_simple(&shape.kind) != is_simple(&new) || is_compound(&shape.kind) != is_compound(&new) {
            return Err(format!("{id} has the type {} and cannot become {kind}", shape.kind.name()));
        }
        shape.kind = new;
    }
    Ok(())
}

fn is_compound(kind: &ShapeKind) -> bool {
    matches!(kind, ShapeKind::Structure | ShapeKind::Union)
}

fn simple_kind(name: &str) -> Option<ShapeKind> {
    use ShapeKind::*;
    let kinds = [
        Blob, Boolean, String, Byte, Short, Integer, Long, Float, Double, BigInteger, BigDecimal, Timestamp, Document,
        Structure, Union,
    ];
    kinds.into_iter().find(|kind| kind.name() == name)
}
