//! Converts shapes.

use super::ast::{AstShape, TraitMap, annotation, integer, object, text};
use super::context::Context;
use super::{enums, members};
use crate::import::fields::Fields;
use crate::model::Node;
use crate::pattern;

/// Keys of any shape that clients do not need. `box` is one of them: most descriptions omit it, so its absence has no
/// meaning.
const IGNORED: &[&str] = &["documentation", "box", "synthetic", "wrapper", "xmlOrder", "event"];

/// Converts all shapes.
pub(super) fn read(context: &mut Context<'_>) {
    for (name, node) in context.source_shapes.iter() {
        let model_name = context.name_of(name).to_owned();
        let id = context.id(&model_name);
        let Some(mut fields) = Fields::of(node, &id, &mut context.found) else {
            continue;
        };
        if let Some(shape) = shape(context, &mut fields, name, &id) {
            context.add(&model_name, shape);
        }
        fields.finish(&mut context.found);
    }
}

fn shape(context: &mut Context<'_>, fields: &mut Fields<'_>, name: &str, id: &str) -> Option<AstShape> {
    let kind = fields.required_text("type")?;
    let mut shape = match kind {
        "structure" => structure(context, fields, name, id),
        "list" => list(context, fields, id),
        "map" => map(context, fields, id),
        "string" | "character" => string(context, fields, name),
        "blob" => blob(context, fields, name),
        "integer" => number(fields, "integer"),
        "long" => number(fields, "long"),
        "float" => number(fields, "float"),
        "double" => number(fields, "double"),
        "boolean" => AstShape::new("boolean"),
        "timestamp" => timestamp(context, fields, id),
        _ => {
            context.malformed(id, format!("unknown shape type \"{kind}\""));
            return None;
        }
    };
    fields.ignore(IGNORED);
    deprecated(fields, &mut shape.traits);
    if fields.flag("sensitive") {
        shape.traits.insert("smithy.api#sensitive".to_owned(), annotation());
    }
    Some(shape)
}

fn string(context: &mut Context<'_>, fields: &mut Fields<'_>, name: &str) -> AstShape {
    let values = fields.texts("enum");
    let mut shape = if values.is_empty() { AstShape::new("string") } else { enums::shape(context, name, &values) };
    if let Some(bounds) = bounds(fields) {
        shape.traits.insert("smithy.api#length".to_owned(), bounds);
    }
    if let Some(pattern) = fields.text("pattern").map(searched) {
        // A few services use regular expressions of another language.
        match pattern::parse(&pattern) {
            Err(why) if why.is_malformed => {
                let why = format!("the pattern {pattern:?}: invalid regular expression: {why}");
                context.left_out(context.id_of(name), why);
            }
            _ => {
                shape.traits.insert("smithy.api#pattern".to_owned(), text(&pattern));
            }
        }
    }
    shape
}

/// Adds anchors to a pattern, because patterns in a description match the whole string and those in Smithy match
/// anywhere. Existing anchors, and a `.*` that makes them unnecessary, are kept. If the top level is an alternation, an
/// anchor applies only to its outer alternatives, as in the official models: a client that is too lenient leaves the
/// decision to the service.
fn searched(pattern: &str) -> String {
    if pattern == ".*" {
        return pattern.to_owned();
    }
    let (mut start, mut rest) = ("^", pattern);
    if let Some(open) = pattern.strip_prefix(".*") {
        (start, rest) = ("", open);
    } else if pattern.starts_with('^') {
        start = "";
    }
    let is_escaped = |before: &str| before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let ends_with = |end: &str| rest.strip_suffix(end).filter(|before| !is_escaped(before));
    match (ends_with(".*"), ends_with("$")) {
        (Some(open), _) => format!("{start}{open}"),
        (None, Some(_)) => format!("{start}{rest}"),
        (None, None) => format!("{start}{rest}$"),
    }
}

fn blob(context: &Context<'_>, fields: &mut Fields<'_>, name: &str) -> AstShape {
    let mut shape = AstShape::new("blob");
    if let Some(bounds) = bounds(fields) {
        shape.traits.insert("smithy.api#length".to_owned(), bounds);
    }
    if fields.flag("streaming") || context.name_of(name) == members::STREAMING_BLOB {
        shape.traits.insert("smithy.api#streaming".to_owned(), annotation());
    }
    if fields.flag("requiresLength") {
        shape.traits.insert("smithy.api#requiresLength".to_owned(), annotation());
    }
    shape
}

fn number(fields: &mut Fields<'_>, kind: &'static str) -> AstShape {
    let mut shape = AstShape::new(kind);
    if let Some(bounds) = bounds(fields) {
        shape.traits.insert("smithy.api#range".to_owned(), bounds);
    }
    shape
}

fn timestamp(context: &mut Context<'_>, fields: &mut Fields<'_>, id: &str) -> AstShape {
    let mut shape = AstShape::new("timestamp");
    timestamp_format(context, fields, id, &mut shape.traits);
    shape
}

/// Converts `timestampFormat` of a shape or member.
pub(super) fn timestamp_format(context: &mut Context<'_>, fields: &mut Fields<'_>, id: &str, traits: &mut TraitMap) {
    let format = match fields.text("timestampFormat") {
        None => return,
        Some("iso8601") => "date-time",
        Some("rfc822") => "http-date",
        Some("unixTimestamp") => "epoch-seconds",
        Some(other) => return context.malformed(id, format!("unknown timestamp format \"{other}\"")),
    };
    traits.insert("smithy.api#timestampFormat".to_owned(), text(format));
}

fn list(context: &mut Context<'_>, fields: &mut Fields<'_>, id: &str) -> AstShape {
    let mut shape = AstShape::new("list");
    sized(fields, &mut shape);
    part(context, fields, id, "member", &mut shape);
    // On a structure, this is the name of the list member.
    fields.ignore(&["locationName"]);
    shape
}

fn map(context: &mut Context<'_>, fields: &mut Fields<'_>, id: &str) -> AstShape {
    let mut shape = AstShape::new("map");
    sized(fields, &mut shape);
    part(context, fields, id, "key", &mut shape);
    part(context, fields, id, "value", &mut shape);
    fields.ignore(&["locationName"]);
    shape
}

fn sized(fields: &mut Fields<'_>, shape: &mut AstShape) {
    // Flattening is a property of the members that target the list.
    fields.ignore(&["flattened"]);
    if let Some(bounds) = bounds(fields) {
        shape.traits.insert("smithy.api#length".to_owned(), bounds);
    }
    if fields.flag("sparse") {
        shape.traits.insert("smithy.api#sparse".to_owned(), annotation());
    }
}

/// Converts the member of a list, or the key or value of a map.
fn part(context: &mut Context<'_>, fields: &mut Fields<'_>, id: &str, name: &'static str, shape: &mut AstShape) {
    match fields.node(name) {
        Some(node) => {
            let member = members::element(context, node, &format!("{id}${name}"));
            shape.members.extend(member.map(|member| (name.to_owned(), member)));
        }
        None => context.malformed(id, format!("the key \"{name}\" is missing")),
    }
}

fn structure(context: &mut Context<'_>, fields: &mut Fields<'_>, name: &str, id: &str) -> AstShape {
    if fields.flag("document") {
        fields.ignore(&["members"]);
        return AstShape::new("document");
    }
    let is_stream = fields.flag("eventstream");
    let is_union = fields.flag("union") || is_stream;
    let mut shape = AstShape::new(if is_union { "union" } else { "structure" });
    if is_stream {
        shape.traits.insert("smithy.api#streaming".to_owned(), annotation());
    }
    let owner = members::Owner {
        id,
        name,
        required: fields.texts("required"),
        payload: fields.text("payload").filter(|_| context.wire.rest),
    };
    if let Some(source) = fields.object("members") {
        for (member_name, node) in source.iter() {
            let member = members::member(context, &owner, member_name, node);
            shape.members.extend(member.map(|member| (member_name.to_owned(), member)));
        }
    } else {
        context.malformed(id, "the key \"members\" is missing");
    }
    require(context, &owner, &mut shape, is_union);
    // The namespace is moved to the members that target the structure.
    fields.ignore(&["xmlNamespace"]);
    if let Some(xml_name) = fields.text("locationName").filter(|it| context.wire.xml_names && *it != name) {
        shape.traits.insert("smithy.api#xmlName".to_owned(), text(xml_name));
    }
    error(context, fields, name, &mut shape.traits);
    shape
}

fn require(context: &mut Context<'_>, owner: &members::Owner<'_>, shape: &mut AstShape, is_union: bool) {
    for name in &owner.required {
        match shape.member_mut(name) {
            Some(member) if !is_union => {
                member.traits.insert("smithy.api#required".to_owned(), annotation());
            }
            Some(_) => context.left_out(owner.id, format!("the trait required of the union member {name}")),
            None => context.malformed(owner.id, format!("the required member {name} does not exist")),
        }
    }
    if let Some(payload) = owner.payload
        && shape.member_mut(payload).is_none()
    {
        context.malformed(owner.id, format!("the payload member {payload} does not exist"));
    }
}

/// Adds the error traits to a structure.
fn error(context: &mut Context<'_>, fields: &mut Fields<'_>, name: &str, traits: &mut TraitMap) {
    let is_exception = fields.flag("exception");
    let mut is_fault = fields.flag("fault");
    let mut status = None;
    let mut code = None;
    let details = fields.node("error");
    if let Some(node) = details
        && let Some(mut details) = Fields::of(node, context.id_of(name), &mut context.found)
    {
        status = details.integer("httpStatusCode");
        code = details.text("code");
        is_fault |= details.flag("fault");
        details.ignore(&["senderFault"]);
        details.finish(&mut context.found);
    }
    if let Some(node) = fields.node("retryable")
        && let Some(mut retryable) = Fields::of(node, context.id_of(name), &mut context.found)
    {
        let throttling = retryable.flag("throttling").then_some(Node::Bool(true));
        traits.insert("smithy.api#retryable".to_owned(), object([("throttling", throttling)]));
        retryable.finish(&mut context.found);
    }
    if !is_exception && !is_fault && details.is_none() {
        return;
    }
    is_fault |= status.is_some_and(|status| status >= 500);
    traits.insert("smithy.api#error".to_owned(), text(if is_fault { "server" } else { "client" }));
    if let Some(status) = status {
        traits.insert("smithy.api#httpError".to_owned(), integer(status));
    }
    if let Some(code) = code.filter(|_| context.wire.query_codes) {
        let status = status.unwrap_or(if is_fault { 500 } else { 400 });
        let value = object([("code", Some(text(code))), ("httpResponseCode", Some(integer(status)))]);
        traits.insert("aws.protocols#awsQueryError".to_owned(), value);
    }
}

/// Converts `min` and `max` to the value of `length` or `range`.
fn bounds(fields: &mut Fields<'_>) -> Option<Node> {
    let (min, max) = (fields.number("min"), fields.number("max"));
    (min.is_some() || max.is_some()).then(|| object([("min", min.map(Node::Number)), ("max", max.map(Node::Number))]))
}

/// Converts `deprecated` of a shape, member, operation or service.
pub(super) fn deprecated(fields: &mut Fields<'_>, traits: &mut TraitMap) {
    let is_deprecated = fields.flag("deprecated");
    let message = fields.text("deprecatedMessage").map(text);
    let since = fields.text("deprecatedSince").map(text);
    if is_deprecated {
        traits.insert("smithy.api#deprecated".to_owned(), object([("message", message), ("since", since)]));
    }
}
