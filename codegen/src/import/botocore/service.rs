//! Converts the metadata of the description to the service shape.

use super::ast::{AstShape, TraitMap, annotation, object, reference, text};
use super::context::Context;
use super::{names, shapes, wire};
use crate::import::fields::Fields;
use crate::model::{Node, Object, is_identifier};

/// Reads the metadata, sets the namespace of the model and creates the service shape.
pub(super) fn read(context: &mut Context<'_>, top: &mut Fields<'_>, corrections: Option<&Node>) {
    top.ignore(&["version", "documentation", "examples"]);
    let mut service = AstShape::new("service");
    shapes::deprecated(top, &mut service.traits);
    if let Some(parameters) = top.object("clientContextParams") {
        let parameters = parameters.iter().map(|(name, node)| (name.to_owned(), undocumented(node)));
        service.traits.insert("smithy.rules#clientContextParams".to_owned(), Node::Object(parameters.collect()));
    }
    let Some(metadata) = top.node("metadata") else {
        return context.malformed("metadata", "the key \"metadata\" is missing");
    };
    let Some(mut fields) = Fields::of(metadata, "metadata", &mut context.found) else {
        return;
    };
    // Other names and endpoints of the service that clients do not need.
    fields.ignore(&["serviceAbbreviation", "uid", "globalEndpoint", "ripServiceName", "checksumFormat"]);
    read_metadata(context, &mut fields, corrections, &mut service);
    fields.finish(&mut context.found);
    let mut operations: Vec<&str> = context.source_operations.keys().collect();
    operations.sort_unstable();
    let operations = operations.into_iter().map(|name| reference(context.id(name)));
    service.data.insert("operations", Node::Array(operations.collect()));
    let name = context.service_name.clone();
    context.add(&name, service);
}

fn read_metadata(
    context: &mut Context<'_>,
    fields: &mut Fields<'_>,
    corrections: Option<&Node>,
    service: &mut AstShape,
) {
    let service_id = fields.text("serviceId").or_else(|| fields.text("serviceFullName")).unwrap_or_default();
    let prefix = fields.required_text("endpointPrefix").unwrap_or_default();
    let signing_name = fields.text("signingName").unwrap_or(prefix);
    context.namespace = names::namespace(service_id);
    // A prefix may be qualified, as `com.amazonaws.example.Example_20200101`.
    let target_prefix = fields.text("targetPrefix").map(|it| it.rsplit_once('.').map_or(it, |(_, name)| name));
    let target_prefix = target_prefix.filter(|name| is_identifier(name));
    let corrected = corrections.and_then(|node| node.get("service")).and_then(Node::as_str);
    let name = corrected.or(target_prefix).map_or_else(|| names::service_shape(service_id), str::to_owned);
    if !is_identifier(&name) || service_id.is_empty() {
        context.malformed("metadata", format!("failed to derive a service name from \"{service_id}\""));
    }
    context.service_name = name;
    if let Some(version) = fields.required_text("apiVersion") {
        service.data.insert("version", text(version));
    }
    let traits = &mut service.traits;
    let names = [
        ("sdkId", Some(text(service_id))),
        ("arnNamespace", Some(text(signing_name))),
        ("endpointPrefix", Some(text(prefix))),
    ];
    traits.insert("aws.api#service".to_owned(), object(names));
    if let Some(title) = fields.text("serviceFullName") {
        traits.insert("smithy.api#title".to_owned(), text(title));
    }
    protocols(context, fields, traits);
    auth(context, fields, signing_name, traits);
    namespace(context, fields, traits);
}

fn protocols(context: &mut Context<'_>, fields: &mut Fields<'_>, traits: &mut TraitMap) {
    let json_version = fields.text("jsonVersion");
    let mut protocols = fields.texts("protocols");
    let preferred = fields.required_text("protocol");
    protocols.extend(preferred.filter(|it| !protocols.contains(it)));
    let http2 = fields.object("protocolSettings").and_then(|settings| settings.get("h2"));
    let is_http2_for_events = http2.map(|setting| setting.as_str() == Some("eventstream"));
    for protocol in protocols {
        context.wire.add(protocol);
        let Some(id) = wire::protocol_trait(protocol, json_version) else {
            context.malformed("metadata", format!("unknown protocol \"{protocol}\""));
            continue;
        };
        let versions = |list: &[&str]| Node::Array(list.iter().map(|version| text(version)).collect());
        let value = object([
            ("http", is_http2_for_events.map(|_| versions(&["http/1.1", "h2"]))),
            ("eventStreamHttp", is_http2_for_events.filter(|it| *it).map(|_| versions(&["h2"]))),
        ]);
        traits.insert(id.to_owned(), value);
    }
    if fields.node("awsQueryCompatible").is_some() {
        context.wire.query_codes = true;
        traits.insert("aws.protocols#awsQueryCompatible".to_owned(), annotation());
    }
}

fn auth(context: &mut Context<'_>, fields: &mut Fields<'_>, signing_name: &str, traits: &mut TraitMap) {
    let mut schemes = fields.texts("auth");
    let signature = fields.text("signatureVersion");
    if schemes.is_empty() {
        schemes.extend(match signature {
            Some("v4" | "s3" | "s3v4") => Some("aws.auth#sigv4"),
            Some("bearer") => Some("smithy.api#httpBearerAuth"),
            None => None,
            Some(other) => {
                context.left_out("metadata", format!("the signature version \"{other}\""));
                None
            }
        });
    }
    for scheme in &schemes {
        let value = match *scheme {
            "aws.auth#sigv4" | "aws.auth#sigv4a" => object([("name", Some(text(signing_name)))]),
            "smithy.api#httpBearerAuth" | "smithy.api#httpBasicAuth" | "smithy.api#httpDigestAuth" => annotation(),
            _ => {
                context.left_out("metadata", format!("the authentication scheme {scheme}"));
                continue;
            }
        };
        traits.insert((*scheme).to_owned(), value);
    }
    if schemes.len() > 1 {
        let schemes = schemes.into_iter().map(text).collect();
        traits.insert("smithy.api#auth".to_owned(), Node::Array(schemes));
    }
    if signature == Some("s3") {
        // Only Amazon S3 uses this signature, and only its errors are the root of the response.
        traits.insert("aws.protocols#restXml".to_owned(), object([("noErrorWrapping", Some(Node::Bool(true)))]));
    }
}

/// The XML namespace of the service: a string in the metadata, an object with a prefix, or else the namespace that the
/// inputs of all operations share.
fn namespace(context: &mut Context<'_>, fields: &mut Fields<'_>, traits: &mut TraitMap) {
    let own = match fields.node("xmlNamespace") {
        Some(Node::String(uri)) => Some(object([("uri", Some(text(uri)))])),
        Some(node @ Node::Object(_)) => Some(node.clone()),
        Some(other) => {
            context.malformed("metadata", format!("\"xmlNamespace\" must be a string, not {}", other.kind()));
            None
        }
        None => None,
    };
    let of_inputs = context.source_operations.iter().filter_map(|(_, operation)| {
        let input = operation.get("input")?;
        input.get("xmlNamespace").or_else(|| payload_namespace(context.source_shapes, input))
    });
    let mut of_inputs = of_inputs.filter(|namespace| namespace.get("prefix").is_none());
    let first = of_inputs.next();
    let shared = first.filter(|first| of_inputs.all(|other| other == *first)).cloned();
    if let Some(namespace) = own.or(shared).filter(|_| context.wire.xml_names) {
        traits.insert("smithy.api#xmlNamespace".to_owned(), namespace);
    }
}

/// The namespace of the member that is bound to the body of an input.
fn payload_namespace<'a>(shapes: &'a Object, input: &Node) -> Option<&'a Node> {
    let shape = shapes.get(input.get("shape")?.as_str()?)?;
    shape.get("members")?.get(shape.get("payload")?.as_str()?)?.get("xmlNamespace")
}

/// A node without its documentation.
pub(super) fn undocumented(node: &Node) -> Node {
    let Node::Object(fields) = node else {
        return node.clone();
    };
    let mut fields = fields.clone();
    fields.remove("documentation");
    Node::Object(fields)
}
