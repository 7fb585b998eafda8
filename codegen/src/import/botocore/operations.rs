//! Converts operations.

use std::collections::BTreeSet;

use super::ast::{AstShape, TraitMap, annotation, object, reference, text};
use super::context::Context;
use super::{members, shapes};
use crate::import::fields::Fields;
use crate::model::{Node, Object, UNIT};

/// Converts all operations.
pub(super) fn read(context: &mut Context<'_>) {
    for (name, node) in context.source_operations.iter() {
        let id = context.id(name);
        let Some(mut fields) = Fields::of(node, &id, &mut context.found) else {
            continue;
        };
        let operation = operation(context, &mut fields, name, &id);
        fields.finish(&mut context.found);
        context.add(name, operation);
    }
}

fn operation(context: &mut Context<'_>, fields: &mut Fields<'_>, name: &str, id: &str) -> AstShape {
    let mut shape = AstShape::new("operation");
    fields.ignore(&["name", "documentation"]);
    let input = input(context, fields, id);
    let output = output(context, fields, name, id);
    for (role, target) in [("input", input), ("output", output)] {
        let target = target.map_or_else(|| UNIT.to_owned(), |target| context.resolve(target, id));
        shape.data.insert(role, reference(target));
    }
    let errors = errors(context, fields, id);
    if !errors.is_empty() {
        shape.data.insert("errors", Node::Array(errors.into_iter().map(reference).collect()));
    }
    http(context, fields, input, id, &mut shape.traits);
    plain_traits(fields, &mut shape.traits);
    auth(context, fields, id, &mut shape.traits);
    endpoint_discovery(context, fields, id, &mut shape.traits);
    shapes::deprecated(fields, &mut shape.traits);
    shape
}

fn input<'a>(context: &mut Context<'_>, fields: &mut Fields<'a>, id: &str) -> Option<&'a str> {
    let mut input = Fields::of(fields.node("input")?, format!("{id} input"), &mut context.found)?;
    input.ignore(&["documentation"]);
    let shape = input.required_text("shape");
    let xml_name = input.text("locationName");
    let namespace = input.node("xmlNamespace");
    input.finish(&mut context.found);
    let shape = shape?;
    let name = context.name_of(shape).to_owned();
    if context.wire.xml_names {
        let namespace = namespace.and_then(|node| members::xml_namespace(context, node, id));
        if let Some(made) = context.shapes.get_mut(&name) {
            if let Some(xml_name) = xml_name.filter(|it| *it != name) {
                made.traits.insert("smithy.api#xmlName".to_owned(), text(xml_name));
            }
            if let Some(namespace) = namespace {
                made.traits.insert("smithy.api#xmlNamespace".to_owned(), namespace);
            }
        }
    }
    Some(shape)
}

fn output<'a>(context: &mut Context<'_>, fields: &mut Fields<'a>, name: &str, id: &str) -> Option<&'a str> {
    let mut output = Fields::of(fields.node("output")?, format!("{id} output"), &mut context.found)?;
    // In one protocol, the response always has a wrapper element; in others, it never has.
    output.ignore(&["documentation", "locationName", "wrapper"]);
    let shape = output.required_text("shape");
    if let Some(wrapper) = output.text("resultWrapper")
        && wrapper != format!("{name}Result")
    {
        context.left_out(
            id,
            format!("the name {wrapper} of the response's wrapper element; Smithy requires {name}Result"),
        );
    }
    output.finish(&mut context.found);
    shape
}

fn errors(context: &mut Context<'_>, fields: &mut Fields<'_>, id: &str) -> BTreeSet<String> {
    let mut errors = BTreeSet::new();
    for node in fields.array("errors") {
        let Some(mut error) = Fields::of(node, format!("{id} errors"), &mut context.found) else {
            continue;
        };
        // The shape has the same information.
        error.ignore(&["documentation", "exception", "error", "fault"]);
        errors.extend(error.required_text("shape").map(|shape| context.resolve(shape, id)));
        error.finish(&mut context.found);
    }
    errors
}

fn http(context: &mut Context<'_>, fields: &mut Fields<'_>, input: Option<&str>, id: &str, traits: &mut TraitMap) {
    let Some(node) = fields.node("http").filter(|_| context.wire.rest) else {
        return;
    };
    let Some(mut http) = Fields::of(node, format!("{id} http"), &mut context.found) else {
        return;
    };
    let method = http.required_text("method");
    let uri = http.required_text("requestUri");
    let code = http.integer("responseCode").unwrap_or(200);
    http.finish(&mut context.found);
    let Some((method, uri)) = method.zip(uri) else {
        return;
    };
    let uri = labels_by_member(context.source_shapes, input, uri);
    let value =
        object([("method", Some(text(method))), ("uri", Some(text(&uri))), ("code", Some(super::ast::integer(code)))]);
    traits.insert("smithy.api#http".to_owned(), value);
}

/// Converts URI labels from wire names to member names.
fn labels_by_member(shapes: &Object, input: Option<&str>, uri: &str) -> String {
    let mut uri = uri.to_owned();
    let members = input.and_then(|input| shapes.get(input)?.get("members")?.as_object());
    for (name, member) in members.into_iter().flat_map(Object::iter) {
        let is_label = member.get("location").and_then(Node::as_str) == Some("uri");
        let label = member.get("locationName").and_then(Node::as_str).filter(|label| is_label && *label != name);
        if let Some(label) = label {
            uri = uri.replace(&format!("{{{label}}}"), &format!("{{{name}}}"));
            uri = uri.replace(&format!("{{{label}+}}"), &format!("{{{name}+}}"));
        }
    }
    uri
}

/// Adds traits that are flags in the description or the same as in Smithy.
fn plain_traits(fields: &mut Fields<'_>, traits: &mut TraitMap) {
    for (key, id) in [
        ("idempotent", "smithy.api#idempotent"),
        ("readonly", "smithy.api#readonly"),
        ("httpChecksumRequired", "smithy.api#httpChecksumRequired"),
        ("unsignedPayload", "aws.auth#unsignedPayload"),
    ] {
        if fields.flag(key) {
            traits.insert(id.to_owned(), annotation());
        }
    }
    for (key, id) in [
        ("endpoint", "smithy.api#endpoint"),
        ("httpChecksum", "aws.protocols#httpChecksum"),
        ("requestcompression", "smithy.api#requestCompression"),
        ("staticContextParams", "smithy.rules#staticContextParams"),
        ("operationContextParams", "smithy.rules#operationContextParams"),
    ] {
        if let Some(value) = fields.object(key) {
            traits.insert(id.to_owned(), Node::Object(value.clone()));
        }
    }
}

fn auth(context: &mut Context<'_>, fields: &mut Fields<'_>, id: &str, traits: &mut TraitMap) {
    let mut schemes = fields.texts("auth");
    match fields.text("authtype") {
        None => {}
        Some("none") => schemes = vec!["smithy.api#noAuth"],
        Some("v4-unsigned-body") => {
            traits.insert("aws.auth#unsignedPayload".to_owned(), annotation());
        }
        Some("v4") => schemes = vec!["aws.auth#sigv4"],
        Some(other) => return context.malformed(id, format!("unknown authentication \"{other}\"")),
    }
    if schemes.is_empty() {
        return;
    }
    let before = schemes.len();
    schemes.retain(|scheme| *scheme != "smithy.api#noAuth");
    if schemes.len() < before {
        traits.insert("smithy.api#optionalAuth".to_owned(), annotation());
    }
    traits.insert("smithy.api#auth".to_owned(), Node::Array(schemes.into_iter().map(text).collect()));
}

fn endpoint_discovery(context: &mut Context<'_>, fields: &mut Fields<'_>, id: &str, traits: &mut TraitMap) {
    if let Some(node) = fields.node("endpointdiscovery")
        && let Some(mut discovery) = Fields::of(node, id, &mut context.found)
    {
        let required = Node::Bool(discovery.flag("required"));
        traits.insert("aws.api#clientDiscoveredEndpoint".to_owned(), object([("required", Some(required))]));
        discovery.finish(&mut context.found);
    }
    if fields.flag("endpointoperation") {
        let error = "InvalidEndpointException";
        let error = context.shapes.contains_key(error).then(|| Node::String(context.id(error)));
        let value = object([("operation", Some(text(id))), ("error", error)]);
        let service = context.service_name.clone();
        if let Some(service) = context.shapes.get_mut(&service) {
            service.traits.insert("aws.api#clientEndpointDiscovery".to_owned(), value);
        }
    }
}
