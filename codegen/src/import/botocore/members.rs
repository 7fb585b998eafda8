//! Converts members of structures, lists and maps, with their binding traits.

use super::ast::{AstMember, AstShape, TraitMap, annotation, object, text};
use super::context::Context;
use super::shapes;
use crate::import::fields::Fields;
use crate::model::Node;

/// The shape of streaming bodies. The description marks only the member and not its shape.
pub(super) const STREAMING_BLOB: &str = "StreamingBlob";

/// The facts about a structure that its members need.
pub(super) struct Owner<'a> {
    /// The absolute ID in the model.
    pub(super) id: &'a str,
    /// The name in the description.
    pub(super) name: &'a str,
    /// The required members.
    pub(super) required: Vec<&'a str>,
    /// The member that is bound to the body.
    pub(super) payload: Option<&'a str>,
}

/// Converts a member of a structure or union.
pub(super) fn member(context: &mut Context<'_>, owner: &Owner<'_>, name: &str, node: &Node) -> Option<AstMember> {
    let id = format!("{}${name}", owner.id);
    let mut fields = Fields::of(node, &id, &mut context.found)?;
    let target = fields.required_text("shape");
    let member = target.map(|target| {
        let mut member = AstMember::new(target_of(context, &mut fields, target, &id));
        if context.text_page_sizes.contains(&(owner.name, name)) {
            member.target = "smithy.api#Integer".to_owned();
        }
        // The body is named after its shape, other members after themselves.
        let own_name = if owner.payload == Some(name) { context.name_of(target) } else { name }.to_owned();
        wire_names(context, &mut fields, &own_name, target, &id, &mut member.traits);
        plain_traits(&mut fields, &mut member.traits);
        shapes::timestamp_format(context, &mut fields, &id, &mut member.traits);
        shapes::deprecated(&mut fields, &mut member.traits);
        if owner.payload == Some(name) {
            member.traits.insert("smithy.api#httpPayload".to_owned(), annotation());
        }
        streaming(context, &mut fields, owner, name, target, &mut member);
        if fields.node("enum").is_some() {
            context.left_out(&id, "enum values on a member");
        }
        member
    });
    fields.ignore(&["documentation", "box"]);
    fields.finish(&mut context.found);
    member
}

/// Converts the member of a list, or the key or value of a map.
pub(super) fn element(context: &mut Context<'_>, node: &Node, id: &str) -> Option<AstMember> {
    let mut fields = Fields::of(node, id, &mut context.found)?;
    let target = fields.required_text("shape");
    let member = target.map(|target| {
        let mut member = AstMember::new(target_of(context, &mut fields, target, id));
        let default_name = id.rsplit('$').next().unwrap_or_default();
        let xml_name = fields.text("locationName").filter(|it| context.wire.xml_names && *it != default_name);
        insert_text(&mut member.traits, "smithy.api#xmlName", xml_name);
        member
    });
    fields.ignore(&["documentation"]);
    fields.finish(&mut context.found);
    member
}

/// The ID of the target. A string that contains JSON gets a shape of its own, because only shapes can have a media
/// type.
fn target_of(context: &mut Context<'_>, fields: &mut Fields<'_>, target: &str, id: &str) -> String {
    let resolved = context.resolve(target, id);
    if !fields.flag("jsonvalue") {
        return resolved;
    }
    let name = format!("SynthesizedJson{}", context.name_of(target));
    let mut shape = AstShape::new("string");
    shape.traits.insert("smithy.api#mediaType".to_owned(), text("application/json"));
    if context.source_flag(target, "sensitive") {
        shape.traits.insert("smithy.api#sensitive".to_owned(), annotation());
    }
    let id = context.id(&name);
    context.add(&name, shape);
    id
}

/// Adds the traits for the location of a member and its name on the wire.
fn wire_names(
    context: &mut Context<'_>,
    fields: &mut Fields<'_>,
    name: &str,
    target: &str,
    id: &str,
    traits: &mut TraitMap,
) {
    let location = fields.text("location");
    let location_name = fields.text("locationName");
    insert_text(traits, "aws.protocols#ec2QueryName", fields.text("queryName"));
    let is_flat = fields.flag("flattened") || context.source_flag(target, "flattened");
    if let Some(location) = location {
        // Other protocols ignore HTTP bindings.
        if context.wire.rest {
            bind(context, location, location_name.unwrap_or(name), target, id, traits);
        }
        return;
    }
    if context.wire.json_names {
        insert_text(traits, "smithy.api#jsonName", location_name.filter(|it| *it != name));
    }
    if context.wire.xml_names {
        // A flattened list has no element of its own: its items have their own name.
        let item_name = context.source_field(target, "member").and_then(|member| member.get("locationName"));
        let item_name = item_name.and_then(Node::as_str).filter(|_| is_flat);
        let xml_name = item_name.or(location_name).filter(|it| *it != name);
        insert_text(traits, "smithy.api#xmlName", xml_name);
        if is_flat {
            traits.insert("smithy.api#xmlFlattened".to_owned(), annotation());
        }
        if fields.flag("xmlAttribute") {
            traits.insert("smithy.api#xmlAttribute".to_owned(), annotation());
        }
        let namespace = fields.node("xmlNamespace").or_else(|| context.source_field(target, "xmlNamespace"));
        if let Some(namespace) = namespace.and_then(|node| xml_namespace(context, node, id)) {
            traits.insert("smithy.api#xmlNamespace".to_owned(), namespace);
        }
    } else {
        fields.ignore(&["xmlAttribute", "xmlNamespace"]);
    }
}

fn bind(context: &mut Context<'_>, location: &str, location_name: &str, target: &str, id: &str, traits: &mut TraitMap) {
    let is_map = context.source_field(target, "type").and_then(Node::as_str) == Some("map");
    let (binding, value) = match location {
        "uri" => ("smithy.api#httpLabel", annotation()),
        "header" => ("smithy.api#httpHeader", text(location_name)),
        "headers" => ("smithy.api#httpPrefixHeaders", text(location_name)),
        "querystring" if is_map => ("smithy.api#httpQueryParams", annotation()),
        "querystring" => ("smithy.api#httpQuery", text(location_name)),
        "statusCode" => ("smithy.api#httpResponseCode", annotation()),
        _ => return context.malformed(id, format!("unknown location \"{location}\"")),
    };
    traits.insert(binding.to_owned(), value);
}

/// The value of `xmlNamespace`, or `None` if it equals the service's.
pub(super) fn xml_namespace(context: &mut Context<'_>, node: &Node, id: &str) -> Option<Node> {
    let mut fields = Fields::of(node, id, &mut context.found)?;
    let uri = fields.required_text("uri");
    let prefix = fields.text("prefix");
    fields.finish(&mut context.found);
    let uri = uri?;
    let value = object([("uri", Some(text(uri))), ("prefix", prefix.map(text))]);
    let service = context.shapes.get(&context.service_name);
    let of_service = service.and_then(|service| service.traits.get("smithy.api#xmlNamespace"));
    (of_service != Some(&value)).then_some(value)
}

/// Adds traits that are flags in the description or the same as in Smithy.
fn plain_traits(fields: &mut Fields<'_>, traits: &mut TraitMap) {
    for (key, id) in [
        ("idempotencyToken", "smithy.api#idempotencyToken"),
        ("hostLabel", "smithy.api#hostLabel"),
        ("eventpayload", "smithy.api#eventPayload"),
        ("eventheader", "smithy.api#eventHeader"),
        ("endpointdiscoveryid", "aws.api#clientEndpointDiscoveryId"),
    ] {
        if fields.flag(key) {
            traits.insert(id.to_owned(), annotation());
        }
    }
    if let Some(parameter) = fields.object("contextParam") {
        traits.insert("smithy.rules#contextParam".to_owned(), Node::Object(parameter.clone()));
    }
}

/// Handles streaming bodies: the trait must be on the shape, and the body is never absent, only empty.
fn streaming(
    context: &mut Context<'_>,
    fields: &mut Fields<'_>,
    owner: &Owner<'_>,
    name: &str,
    target: &str,
    member: &mut AstMember,
) {
    let is_marked = fields.flag("streaming");
    let is_shape_marked = context.source_flag(target, "streaming");
    if is_marked && !is_shape_marked && target != STREAMING_BLOB {
        member.target = context.id(STREAMING_BLOB);
        if !context.shapes.contains_key(STREAMING_BLOB) {
            let mut shape = AstShape::new("blob");
            shape.traits.insert("smithy.api#streaming".to_owned(), annotation());
            context.add(STREAMING_BLOB, shape);
        }
    }
    let is_blob = context.source_field(target, "type").and_then(Node::as_str) == Some("blob");
    if (is_marked || is_shape_marked) && is_blob && !owner.required.contains(&name) {
        member.traits.insert("smithy.api#default".to_owned(), text(""));
    }
}

fn insert_text(traits: &mut TraitMap, id: &str, value: Option<&str>) {
    if let Some(value) = value {
        traits.insert(id.to_owned(), text(value));
    }
}
