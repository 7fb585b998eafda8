//! Compares shapes with members.

use std::collections::BTreeSet;

use super::traits::{self, Counted};
use super::{Comparison, NOTHING};
use crate::model::{Member, Model, Node, Shape, ShapeId, ShapeKind};

impl<'m> Comparison<'m> {
    /// Compares two shapes and everything they refer to. Each pair is compared once.
    pub(super) fn shapes(&mut self, ours: &'m Shape, theirs: &'m Shape) {
        // An explicit stack, because shapes may be nested as deeply as the model is long.
        let mut stack = vec![(ours, theirs)];
        while let Some((ours, theirs)) = stack.pop() {
            if self.seen.insert((ours.id.clone(), theirs.id.clone())) {
                self.shape(ours, theirs, &mut stack);
            }
        }
    }

    fn shape(&mut self, ours: &'m Shape, theirs: &'m Shape, stack: &mut Vec<(&'m Shape, &'m Shape)>) {
        let (our_kind, their_kind) = (ours.kind.name(), theirs.kind.name());
        self.check("kind", &ours.id, our_kind, their_kind);
        if our_kind != their_kind {
            return;
        }
        let becomes_type = ours.kind.has_named_members() && ours.traits.error().is_none();
        if becomes_type && !ours.id.name().eq_ignore_ascii_case(theirs.id.name()) {
            self.check("type name", &ours.id, ours.id.name(), theirs.id.name());
        }
        if matches!(ours.kind, ShapeKind::Enum | ShapeKind::IntEnum) {
            return self.enums(ours, theirs);
        }
        self.presence(ours, theirs);
        for our_member in &ours.members {
            let Some(their_member) = theirs.member(&our_member.name) else {
                continue;
            };
            let targets = self.ours.target(our_member).zip(self.theirs.target(their_member));
            if let Some((our_target, their_target)) = targets {
                self.member(ours, our_member, their_member, our_target);
                stack.push((our_target, their_target));
            }
        }
    }

    /// Compares which members exist, and the order of those in both. Clients give every error a message, even if the
    /// model does not.
    fn presence(&mut self, ours: &Shape, theirs: &Shape) {
        let is_message = |member: &Member| ours.traits.error().is_some() && member.name.eq_ignore_ascii_case("message");
        let missing = |one: &'_ Member, other: &Shape| other.member(&one.name).is_none() && !is_message(one);
        for member in ours.members.iter().filter(|member| missing(member, theirs)) {
            self.check("member", &ours.id.with_member(&member.name), "present", NOTHING);
        }
        for member in theirs.members.iter().filter(|member| missing(member, ours)) {
            self.check("member", &ours.id.with_member(&member.name), NOTHING, "present");
        }
        let order = |one: &Shape, other: &Shape| {
            let shared = one.members.iter().filter(|member| other.member(&member.name).is_some());
            shared.map(|member| member.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        self.check("member order", &ours.id, order(ours, theirs), order(theirs, ours));
    }

    fn member(&mut self, owner: &'m Shape, ours: &'m Member, theirs: &'m Member, our_target: &Shape) {
        let id = owner.id.with_member(&ours.name);
        for (kind, trait_id) in traits::INHERITED {
            let [our_value, their_value] =
                [self.ours.effective_trait(ours, trait_id), self.theirs.effective_trait(theirs, trait_id)];
            let place = place_of(&id, ours, theirs, our_target, trait_id);
            self.check_nodes(kind, place, our_value, their_value);
        }
        self.lengths(&id, ours, theirs, our_target);
        self.own_traits(traits::MEMBER, &id, ours, theirs);
        if self.wire.rest {
            self.own_traits(traits::HTTP, &id, ours, theirs);
        }
        if self.wire.xml {
            self.check("xml binding", &id, xml_name(self.ours, ours), xml_name(self.theirs, theirs));
            self.own_traits(traits::XML, &id, ours, theirs);
        }
        if self.wire.json_names {
            self.check("json name", &id, json_name(ours), json_name(theirs));
        }
        if self.wire.ec2 {
            self.own_traits(&[("ec2 name", "aws.protocols#ec2QueryName")], &id, ours, theirs);
        }
        let is = |member: &Member| if member.traits.deprecated().is_some() { "yes" } else { NOTHING };
        self.check("deprecated", &id, is(ours), is(theirs));
    }

    /// Compares lengths. A missing minimum equals a minimum of 0.
    fn lengths(&mut self, id: &ShapeId, ours: &Member, theirs: &Member, our_target: &Shape) {
        const ID: &str = "smithy.api#length";
        let bounds = |node: Option<&Node>| {
            let bound = |key| node.and_then(|node| node.get(key)?.as_integer());
            let max = bound("max").map_or_else(String::new, |max| max.to_string());
            format!("{}..{max}", bound("min").unwrap_or(0))
        };
        let our_bounds = bounds(self.ours.effective_trait(ours, ID));
        let their_bounds = bounds(self.theirs.effective_trait(theirs, ID));
        self.check("length", place_of(id, ours, theirs, our_target, ID), our_bounds, their_bounds);
    }

    fn own_traits(&mut self, counted: &[Counted], id: &dyn std::fmt::Display, ours: &Member, theirs: &Member) {
        for (kind, trait_id) in counted {
            self.check_nodes(kind, id, ours.traits.get(trait_id), theirs.traits.get(trait_id));
        }
    }

    /// Compares enums by value. Names may differ in case and underscores, because every language writes them in its own
    /// way.
    fn enums(&mut self, ours: &Shape, theirs: &Shape) {
        let value = |member: &Member| match member.traits.enum_value() {
            Some(node @ Node::Number(_)) => node.to_string(),
            _ => member.enum_text().to_owned(),
        };
        let their_values: BTreeSet<String> = theirs.members.iter().map(value).collect();
        let our_values: BTreeSet<String> = ours.members.iter().map(value).collect();
        for only in our_values.difference(&their_values) {
            self.check("enum value", &ours.id, only.as_str(), NOTHING);
        }
        for only in their_values.difference(&our_values) {
            self.check("enum value", &ours.id, NOTHING, only.as_str());
        }
        for member in &ours.members {
            let text = value(member);
            let Some(twin) = theirs.members.iter().find(|twin| value(twin) == text) else {
                continue;
            };
            if folded(&member.name) != folded(&twin.name) {
                self.check("enum member name", &ours.id, member.name.as_str(), twin.name.as_str());
            }
        }
    }
}

/// The shape that a difference of a trait is reported on. A difference between the targets is reported on the target,
/// once.
fn place_of<'i>(id: &'i ShapeId, ours: &Member, theirs: &Member, target: &'i Shape, trait_id: &str) -> &'i ShapeId {
    let is_own = ours.traits.has(trait_id) || theirs.traits.has(trait_id);
    let is_prelude = target.id.namespace() == "smithy.api";
    if is_own || is_prelude { id } else { &target.id }
}

/// The name of an XML element: the shape's name for the payload, otherwise the member's.
fn xml_name(model: &Model, member: &Member) -> String {
    let of_target = || {
        let target = model.target(member).filter(|_| member.traits.http_payload())?;
        target.traits.xml_name().or(Some(target.id.name()))
    };
    member.traits.xml_name().or_else(of_target).unwrap_or(&member.name).to_owned()
}

/// The name of a member in a JSON body. `jsonName` has no effect on members outside the body.
fn json_name(member: &Member) -> &str {
    let is_in_body = !traits::HTTP.iter().any(|(_, id)| member.traits.has(id));
    let given = member.traits.json_name().filter(|_| is_in_body);
    given.unwrap_or(&member.name)
}

fn folded(name: &str) -> String {
    name.chars().filter(|char| *char != '_').map(|char| char.to_ascii_lowercase()).collect()
}
