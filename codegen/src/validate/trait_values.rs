//! Checks that each trait has a valid value and is applied to a shape that can have it.

use std::collections::HashMap;

use super::trait_places::{On, Place};
use super::trait_rules::{Field, RULES, Rule, UNCHECKED, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, event, nearest};
use crate::model::{Member, Model, Node, Protocol, Shape, ShapeId, Traits};
use crate::pattern;

/// Groups of mutually exclusive traits.
const EXCLUSIVE: [&[&str]; 5] = [
    &["smithy.api#readonly", "smithy.api#idempotent"],
    &["smithy.api#input", "smithy.api#output", "smithy.api#error"],
    &["smithy.api#xmlAttribute", "smithy.api#xmlNamespace"],
    &["smithy.api#eventHeader", "smithy.api#eventPayload"],
    &super::http::BINDINGS,
];

/// Traits that at most one member of a structure can have.
const ONE_MEMBER: [&str; 6] = [
    "smithy.api#idempotencyToken",
    "smithy.api#httpQueryParams",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpPayload",
    "smithy.api#httpResponseCode",
    "smithy.api#eventPayload",
];

/// Traits of other namespaces that have no rule, for suggestions.
const OTHERS: [&str; 3] = ["smithy.waiters#waitable", "alloy#discriminated", "alloy#untagged"];

/// The traits of other namespaces of Smithy and AWS, with and without a rule.
const NAMESPACES: &[(&str, &[&str])] = &[
    (
        "aws.api",
        &[
            "arn",
            "arnReference",
            "clientDiscoveredEndpoint",
            "clientEndpointDiscovery",
            "clientEndpointDiscoveryId",
            "controlPlane",
            "data",
            "dataPlane",
            "service",
            "tagEnabled",
            "taggable",
        ],
    ),
    ("aws.auth", &["cognitoUserPools", "sigv4", "sigv4a", "unsignedPayload"]),
    (
        "aws.protocols",
        &[
            "awsJson1_0",
            "awsJson1_1",
            "awsQuery",
            "awsQueryCompatible",
            "awsQueryError",
            "ec2Query",
            "ec2QueryName",
            "httpChecksum",
            "restJson1",
            "restXml",
        ],
    ),
    ("smithy.protocols", &["rpcv2Cbor", "rpcv2Json"]),
    (
        "smithy.rules",
        &[
            "clientContextParams",
            "contextParam",
            "endpointBdd",
            "endpointRuleSet",
            "endpointTests",
            "operationContextParams",
            "staticContextParams",
        ],
    ),
    ("smithy.waiters", &["waitable"]),
];

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    let rules: HashMap<&str, &Rule> = RULES.iter().map(|rule| (rule.id, rule)).collect();
    let mut check = Check { model, rules, found };
    for shape in model.shapes.values().filter(|shape| shape.id.namespace() != "smithy.api") {
        check.traits(&shape.traits, Place { shape, member: None, target: None, item: None });
        for member in &shape.members {
            let target = model.target(member);
            let held = target.and_then(|target| target.as_list().or(target.as_map().map(|(_, value)| value)));
            let item = held.and_then(|held| model.target(held));
            check.traits(&member.traits, Place { shape, member: Some(member), target, item });
        }
        check.one_member(shape);
    }
}

fn id_of(shape: &Shape, member: Option<&Member>) -> ShapeId {
    member.map_or_else(|| shape.id.clone(), |member| shape.id.with_member(&member.name))
}

struct Check<'a> {
    model: &'a Model,
    rules: HashMap<&'a str, &'a Rule>,
    found: &'a mut Diagnostics,
}

impl Check<'_> {
    fn traits(&mut self, traits: &Traits, place: Place<'_>) {
        for (id, value) in traits.iter() {
            if self.is_from_mixin(id, value, place) {
                continue;
            }
            match self.rules.get(id).copied() {
                Some(rule) => self.one(rule, value, place),
                None => self.unknown(id, place),
            }
        }
        for group in EXCLUSIVE {
            let present: Vec<&str> = group.iter().copied().filter(|id| traits.has(id)).collect();
            if present.len() > 1 {
                let message = format!("the traits {} are mutually exclusive", present.join(" and "));
                self.push(Diagnostic::error(event::TRAIT_CONFLICT, message), place);
            }
        }
        self.fault(traits, place);
    }

    /// Whether a member has the trait from a mixin, where it is checked.
    fn is_from_mixin(&self, id: &str, value: &Node, place: Place<'_>) -> bool {
        let Some(member) = place.member else { return false };
        let mixins = place.shape.mixins.iter().filter_map(|mixin| self.model.shape(mixin.as_str()));
        let mut same = mixins.filter_map(|mixin| mixin.member(&member.name));
        same.any(|it| it.traits.get(id) == Some(value))
    }

    fn push(&mut self, diagnostic: Diagnostic, place: Place<'_>) {
        self.found.push(diagnostic.on(id_of(place.shape, place.member)));
    }

    fn one(&mut self, rule: &Rule, value: &Node, place: Place<'_>) {
        if let Err(problem) = check_value(&rule.value, value) {
            let message = format!("invalid value {} of the trait {}: {problem}", brief(value), rule.id);
            self.push(Diagnostic::error(event::TRAIT_VALUE, message).of_trait(rule.id), place);
        } else if rule.id == "smithy.api#pattern" {
            self.unchecked_pattern(value, place);
        }
        for problem in unknown_keys(&rule.value, value) {
            let message = format!("the trait {} has the unknown key {problem}", rule.id);
            self.push(Diagnostic::warning(event::UNKNOWN_KEY, message).of_trait(rule.id), place);
        }
        if let Some(expected) = misplaced(&rule.on, place) {
            let message = format!("the trait {} cannot be applied here; expected {expected}", rule.id);
            self.push(Diagnostic::error(event::TRAIT_TARGET, message).of_trait(rule.id), place);
        }
    }

    /// A pattern that the engine does not support is checked only by the service, which is reported as a warning.
    fn unchecked_pattern(&mut self, value: &Node, place: Place<'_>) {
        let Some(Err(problem)) = value.as_str().map(pattern::parse) else { return };
        let message = format!("clients cannot check the pattern {}: {problem}", brief(value));
        self.push(Diagnostic::warning(event::UNCHECKED_PATTERN, message).of_trait("smithy.api#pattern"), place);
    }

    /// An unknown trait in Smithy's own namespace is probably a typo. In other namespaces of Smithy and AWS, which have
    /// more traits than clients know, only a name that is similar to a known one is.
    fn unknown(&mut self, id: &str, place: Place<'_>) {
        let is_other = self.model.shape(id).is_none() && !id.starts_with("smithy.api#");
        if let Some(near) = self.near_of_namespace(id).filter(|_| is_other) {
            let hint = format!("did you mean {near}?");
            let unknown = Diagnostic::warning(event::UNKNOWN_TRAIT, format!("unknown trait {id}"));
            return self.push(unknown.of_trait(id).hint(hint), place);
        }
        if !id.starts_with("smithy.api#") || UNCHECKED.contains(&id) || self.model.shape(id).is_some() {
            return;
        }
        let known = || RULES.iter().map(|rule| rule.id).chain(UNCHECKED.iter().copied());
        let others = Protocol::ALL.iter().map(|it| it.trait_id()).chain(OTHERS);
        let name = id.trim_start_matches("smithy.api#");
        let same = known().chain(others).find(|known| known.rsplit('#').next() == Some(name));
        // A name that is not imported is one of the prelude.
        let hint = match same {
            Some(same) => Some(format!("did you mean {same}? add `use {same}`")),
            None => nearest(id, known()).map(|near| format!("did you mean {near}?")),
        };
        let message = format!("unknown trait {id}");
        self.push(Diagnostic::warning(event::UNKNOWN_TRAIT, message).of_trait(id).hint(hint), place);
    }

    /// The trait of a namespace that an unknown one is meant to be.
    fn near_of_namespace(&self, id: &str) -> Option<String> {
        let (namespace, name) = id.split_once('#')?;
        let (_, names) = NAMESPACES.iter().find(|(it, _)| *it == namespace)?;
        let near = nearest(name, names.iter().copied()).filter(|_| !names.contains(&name))?;
        Some(format!("{namespace}#{near}"))
    }

    fn one_member(&mut self, shape: &Shape) {
        for id in ONE_MEMBER {
            let with = shape.members.iter().filter(|member| member.traits.has(id));
            let names: Vec<&str> = with.map(|member| member.name.as_str()).collect();
            if names.len() > 1 {
                let message = format!("only one member can have the trait {id}, not {}", names.join(" and "));
                self.found.push(Diagnostic::error(event::TRAIT_CONFLICT, message).on(&shape.id));
            }
        }
    }

    /// A status that blames the other side is allowed but hardly intended.
    fn fault(&mut self, traits: &Traits, place: Place<'_>) {
        let (Some(fault), Some(status)) = (traits.error(), traits.http_error()) else {
            return;
        };
        let (name, range) = match fault {
            crate::model::ErrorFault::Client => ("client", 400..500),
            crate::model::ErrorFault::Server => ("server", 500..600),
        };
        if (200..600).contains(&status) && !range.contains(&status) {
            let message = format!("the status {status} does not match an error of the {name}");
            self.push(Diagnostic::warning(event::TRAIT_VALUE, message), place);
        }
    }
}

/// A value for a message. Long values are shortened.
fn brief(value: &Node) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The expected place of a trait, if it is in the wrong place. A member without a target is not checked.
fn misplaced(on: &On, place: Place<'_>) -> Option<&'static str> {
    let (fits, expected) = match (on, place.member) {
        (On::Any, _) => return None,
        (On::Values(test, expected), Some(_)) => (place.target.is_none_or(|target| test(&target.kind)), *expected),
        (On::Values(test, expected) | On::Shapes(test, expected), None) => (test(&place.shape.kind), *expected),
        (On::Shapes(_, expected), Some(_)) | (On::Members(_, expected), None) => (false, *expected),
        (On::Members(test, expected), Some(member)) => {
            (place.target.is_none_or(|target| test(place.shape, member, target, place.item)), *expected)
        }
        (On::Errors, None) => (place.shape.traits.has("smithy.api#error"), "an error structure"),
        (On::Errors, Some(_)) => (false, "an error structure"),
    };
    (!fits).then_some(expected)
}

fn check_value(rule: &Value, value: &Node) -> Result<(), String> {
    let expected = |what: &str| Err(format!("expected {what}"));
    match rule {
        Value::Any => Ok(()),
        Value::Annotation => match value {
            Node::Object(_) => Ok(()),
            _ => expected("an empty object"),
        },
        Value::Text => match value {
            Node::String(_) => Ok(()),
            _ => expected("a string"),
        },
        Value::Name => match value {
            Node::String(text) if !text.is_empty() => Ok(()),
            _ => expected("a non-empty string"),
        },
        Value::Flag => match value {
            Node::Bool(_) => Ok(()),
            _ => expected("true or false"),
        },
        Value::OneOf(choices) => match value.as_str() {
            Some(text) if choices.contains(&text) => Ok(()),
            _ => expected(&format!("one of \"{}\"", choices.join("\", \""))),
        },
        Value::Texts => match value {
            Node::Array(items) if items.iter().all(|item| item.as_str().is_some()) => Ok(()),
            _ => expected("an array of strings"),
        },
        Value::Objects => match value {
            Node::Array(items) if items.iter().all(|item| item.as_object().is_some()) => Ok(()),
            _ => expected("an array of objects"),
        },
        Value::Open(fields) | Value::Closed(fields) => check_fields(fields, value),
        Value::Checked(check) => check(value),
    }
}

fn check_fields(fields: &[Field], value: &Node) -> Result<(), String> {
    let Node::Object(object) = value else {
        return Err("expected an object".to_owned());
    };
    let mut problems = Vec::new();
    for field in fields {
        match object.get(field.name) {
            Some(value) => {
                let problem = check_value(&field.value, value).err();
                problems.extend(problem.map(|problem| format!("\"{}\": {problem}", field.name)));
            }
            None if field.required => problems.push(format!("\"{}\" is missing", field.name)),
            None => {}
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("; ")) }
}

/// Unknown keys in a trait's value, each with a suggestion. Some models have them, and clients ignore them.
fn unknown_keys(rule: &Value, value: &Node) -> Vec<String> {
    let known: Vec<&str> = match rule {
        Value::Annotation => Vec::new(),
        Value::Closed(fields) => fields.iter().map(|field| field.name).collect(),
        _ => return Vec::new(),
    };
    let keys = value.as_object().into_iter().flat_map(|object| object.keys());
    let unknown = keys.filter(|key| !known.contains(key)).map(|key| match nearest(key, &known) {
        Some(near) => format!("\"{key}\", which is ignored; did you mean \"{near}\"?"),
        None => format!("\"{key}\", which is ignored"),
    });
    unknown.collect()
}
